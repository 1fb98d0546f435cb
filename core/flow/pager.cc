#include "flow/pager.h"

#include <algorithm>
#include <utility>

#include "base/number.h"
#include "base/text.h"

namespace sluice {
namespace {

constexpr std::string_view kLimitName = "truncation_limit";
constexpr std::string_view kResultsName = "show_results";

Error bad_cursor(std::string message) { return {"bad_cursor", std::move(message)}; }

// The part between "?" and "#"; empty when the address is none of http, https or a bare path.
std::optional<std::string_view> query_of(std::string_view url) {
  url = trim(url);
  if (url.empty() || url.size() > kNextUrlBytesMax) return std::nullopt;
  const bool absolute = starts_with_ignoring_case(url, "https://") || starts_with_ignoring_case(url, "http://");
  if (!absolute && url.front() != '/') return std::nullopt;
  url = url.substr(0, url.find('#'));
  const size_t question = url.find('?');
  if (question == std::string_view::npos) return std::nullopt;
  return url.substr(question + 1);
}

}  // namespace

Pager::Pager(Query first) : first_(std::move(first)), query_(first_) {
  if (const std::string* id_min = first_.find("id_min")) id_min_ = parse_int(*id_min);
}

std::string Pager::cursor() const {
  const std::string* id_min = query().find("id_min");
  return id_min ? *id_min : std::string();
}

Result<bool> Pager::follow(const PageSeen& seen) {
  if (!seen.says_more) return false;
  const Result<void> advanced = advance(seen.next_url);
  if (!advanced) return advanced.error();
  return true;
}

std::vector<std::string> Pager::warnings() const {
  std::vector<std::string> texts;
  for (const std::string& name : overridden_) {
    texts.push_back("The gateway's next-page addresses changed the parameter " + name + ".");
  }
  return texts;
}

Result<void> Pager::advance(std::string_view next_url) {
  const std::optional<std::string_view> text = query_of(next_url);
  if (!text) return bad_cursor("The gateway says that more follows, but its next-page address cannot be read.");
  const Query next = Query::parse(*text);
  const std::string* id_text = next.find("id_min");
  const std::optional<int64_t> id_min = id_text ? parse_int(*id_text) : std::nullopt;
  if (!id_min || *id_min < 0) {
    return bad_cursor("The gateway says that more follows, but its next-page address has no usable id_min.");
  }
  if (id_min_ && *id_min <= *id_min_) {
    return bad_cursor("The gateway's next page begins at id " + std::to_string(*id_min) + ", which is not after " +
                      std::to_string(*id_min_) + ": following it would go round in circles.");
  }
  if (page_index_ + 1 >= kPagesPerRunMax) {
    return bad_cursor("The pull has reached " + with_thousands(kPagesPerRunMax) + " pages, the most of one run.");
  }
  merge(next);
  id_min_ = id_min;
  ++page_index_;
  return {};
}

// The parameters of a next-page address over our own.
void Pager::merge(const Query& next) {
  Query merged = first_;
  for (const QueryItem& item : next.items()) {
    if (varied_ && (item.name == kLimitName || item.name == kResultsName)) continue;
    const std::string* ours = first_.find(item.name);
    const bool changed = ours && *ours != item.value && item.name != "id_min";
    if (changed && std::find(overridden_.begin(), overridden_.end(), item.name) == overridden_.end()) {
      overridden_.push_back(item.name);
    }
    merged.set(item.name, item.value);
  }
  query_ = std::move(merged);
}

void Pager::vary(const Variation& variation) {
  varied_ = true;
  varied_query_ = query_;
  if (variation.id_min > 0) varied_query_.set("id_min", std::to_string(variation.id_min));
  varied_query_.set(std::string(kLimitName), std::to_string(variation.limit));
  if (variation.without_results) varied_query_.set(std::string(kResultsName), "0");
}

void Pager::unvary() { varied_ = false; }

}  // namespace sluice
