#include "decode/sanitizer.h"

#include <algorithm>

#include "fuzz/target.h"

namespace sluice::fuzz {
namespace {

// The text cleaned in pieces of `grain` bytes, with what was counted behind it.
std::string cleaned(std::string_view document, size_t grain, std::string& wrong) {
  Sanitizer sanitizer;
  std::string text(document);
  size_t done = 0;
  size_t shown = 0;
  do {
    shown += std::min(grain, text.size() - shown);
    const bool last = shown == text.size();
    const size_t final_bytes = sanitizer.clean(text.data() + done, shown - done, last);
    if (final_bytes > shown - done || shown - done - final_bytes > (last ? 0u : 3u)) {
      wrong = "it keeps back more than the beginning of a character";
      return {};
    }
    done += final_bytes;
  } while (shown < text.size());
  std::string again = text;
  Sanitizer second;
  second.clean(again.data(), again.size(), true);
  if (again != text || second.replaced() != 0) wrong = "what was cleaned is not clean";
  const auto differing = static_cast<uint64_t>(std::count_if(text.begin(), text.end(), [&](const char& c) {
    return c != document[static_cast<size_t>(&c - text.data())];
  }));
  if (differing != sanitizer.replaced()) wrong = "other bytes were replaced than are counted";
  return text + "|" + std::to_string(sanitizer.replaced()) + "|" +
         std::to_string(sanitizer.first_offset().value_or(~uint64_t{0}));
}

}  // namespace

std::string run_sanitizer(std::string_view input) {
  const Reading reading(input);
  std::string wrong;
  const std::string whole = cleaned(reading.document, reading.document.size(), wrong);
  const std::string in_grains = cleaned(reading.document, reading.grain, wrong);
  return wrong.empty() ? compare(whole, in_grains) : wrong;
}

}  // namespace sluice::fuzz
