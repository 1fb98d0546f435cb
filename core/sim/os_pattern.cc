#include "sim/os_pattern.h"

#include <pcre2.h>

#include <utility>

namespace sluice::sim {
namespace {

constexpr uint32_t kNestingMax = 50;
constexpr uint32_t kMatchSteps = 100000;
constexpr uint32_t kMatchDepth = 1000;
constexpr uint32_t kMatchHeapKib = 4096;

struct FreeContext {
  void operator()(pcre2_compile_context* context) const { pcre2_compile_context_free(context); }
  void operator()(pcre2_match_context* context) const { pcre2_match_context_free(context); }
  void operator()(pcre2_code* code) const { pcre2_code_free(code); }
  void operator()(pcre2_match_data* data) const { pcre2_match_data_free(data); }
};

}  // namespace

struct OsPattern::Impl {
  std::unique_ptr<pcre2_code, FreeContext> code;
  std::unique_ptr<pcre2_match_context, FreeContext> limits;
  std::unique_ptr<pcre2_match_data, FreeContext> data;
};

OsPattern::OsPattern(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
OsPattern::~OsPattern() = default;

std::unique_ptr<OsPattern> OsPattern::compile(std::string_view text) {
  if (text.size() > kOsPatternBytesMax) return nullptr;
  const std::unique_ptr<pcre2_compile_context, FreeContext> bounds(pcre2_compile_context_create(nullptr));
  pcre2_set_parens_nest_limit(bounds.get(), kNestingMax);
  int error = 0;
  PCRE2_SIZE error_at = 0;
  auto impl = std::make_unique<Impl>();
  impl->code.reset(pcre2_compile(reinterpret_cast<PCRE2_SPTR>(text.data()), text.size(),
                                 PCRE2_UTF | PCRE2_NEVER_BACKSLASH_C, &error, &error_at, bounds.get()));
  if (!impl->code) return nullptr;
  impl->limits.reset(pcre2_match_context_create(nullptr));
  pcre2_set_match_limit(impl->limits.get(), kMatchSteps);
  pcre2_set_depth_limit(impl->limits.get(), kMatchDepth);
  pcre2_set_heap_limit(impl->limits.get(), kMatchHeapKib);
  impl->data.reset(pcre2_match_data_create_from_pattern(impl->code.get(), nullptr));
  return std::unique_ptr<OsPattern>(new OsPattern(std::move(impl)));
}

OsPattern::Outcome OsPattern::match(std::string_view os) const {
  const char* text = os.empty() ? "" : os.data();
  const int found = pcre2_match(impl_->code.get(), reinterpret_cast<PCRE2_SPTR>(text), os.size(), 0, 0,
                                impl_->data.get(), impl_->limits.get());
  if (found >= 0) return Outcome::kMatch;
  return found == PCRE2_ERROR_NOMATCH ? Outcome::kNoMatch : Outcome::kTooCostly;
}

}  // namespace sluice::sim
