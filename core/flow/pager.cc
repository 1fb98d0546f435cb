#include "flow/pager.h"

#include <algorithm>
#include <utility>

#include "base/number.h"
#include "base/planted_bug.h"
#include "base/text.h"

namespace sluice {
namespace {

constexpr std::string_view kLimitName = "truncation_limit";
constexpr std::string_view kResultsName = "show_results";
constexpr std::string_view kIdsName = "ids";
constexpr std::string_view kIdMinName = "id_min";

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

Pager::Pager(Query first) : first_(std::move(first)), query_(first_), chosen_ids_(first_.find(kIdsName) != nullptr) {
  if (const std::string* id_min = first_.find("id_min")) id_min_ = parse_int(*id_min);
}

std::string Pager::cursor() const {
  const std::string* id_min = query().find("id_min");
  return id_min ? *id_min : std::string();
}

Result<bool> Pager::follow(const PageSeen& seen) {
  if (!seen.says_more || planted(PlantedBug::kWarningIsTheEnd)) return false;
  if (seen.records == 0 && planted(PlantedBug::kEmptyPageIsTheEnd)) return false;
  const Result<void> advanced = advance(seen.next_url);
  if (!advanced) return advanced.error();
  return !last_ || *id_min_ <= *last_;
}

std::optional<Query> Pager::query_ahead(uint64_t n) const {
  if (n > 0) return std::nullopt;
  return query();
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
  Query merged = planted(PlantedBug::kCursorAlone) ? Query{} : first_;
  for (const QueryItem& item : next.items()) {
    if (varied_ && (item.name == kLimitName || item.name == kResultsName)) continue;
    // The range may have been cut since this page was asked for.
    if (item.name == kIdsName && !chosen_ids_) continue;
    const std::string* ours = first_.find(item.name);
    const bool changed = ours && *ours != item.value && item.name != "id_min";
    if (changed && std::find(overridden_.begin(), overridden_.end(), item.name) == overridden_.end()) {
      overridden_.push_back(item.name);
    }
    merged.set(item.name, item.value);
  }
  query_ = std::move(merged);
}

void Pager::set_last(std::optional<int64_t> last) {
  last_ = last;
  for (Query* query : {&first_, &query_}) {
    if (last) {
      query->set(std::string(kIdsName),
                 std::to_string(std::max<int64_t>(1, id_min_.value_or(1))) + "-" + std::to_string(*last));
    } else {
      query->erase(kIdsName);
    }
  }
}

void Pager::set_limit(uint64_t limit) {
  for (Query* query : {&first_, &query_}) query->set(std::string(kLimitName), std::to_string(limit));
}

void Pager::choose_ids(std::string_view ids) {
  for (Query* query : {&first_, &query_}) query->set(kIdsName, ids);
}

void Pager::begin_at(int64_t id_min) {
  id_min_ = id_min;
  for (Query* query : {&first_, &query_}) query->set(std::string(kIdMinName), std::to_string(id_min));
}

SavedCursor Pager::save() const {
  SavedCursor saved = {{"query", query_.encode()}, {"page", std::to_string(page_index_)}};
  if (last_) saved.emplace_back("last", std::to_string(*last_));
  for (const std::string& name : overridden_) saved.emplace_back("overridden", name);
  return saved;
}

bool Pager::restore(const SavedCursor& saved) {
  const Query query = Query::parse(saved_value(saved, "query"));
  const std::optional<int64_t> page = parse_int(saved_value(saved, "page"));
  if (query.empty() || !page || *page < 0) return false;
  const std::string* id_text = query.find(kIdMinName);
  id_min_ = id_text ? parse_int(*id_text) : std::nullopt;
  if (id_text && !id_min_) return false;
  const std::string last = saved_value(saved, "last");
  last_ = parse_int(last);
  if (!last.empty() && !last_) return false;
  query_ = query;
  page_index_ = static_cast<uint64_t>(*page);
  for (const std::string_view name : {kLimitName, kIdsName}) {
    if (const std::string* value = query.find(name)) first_.set(std::string(name), *value);
  }
  for (const auto& [name, value] : saved) {
    if (name == "overridden") overridden_.push_back(value);
  }
  return true;
}

void Pager::vary(const Variation& variation) {
  varied_ = true;
  varied_query_ = query_;
  if (variation.id_min > 0) varied_query_.set("id_min", std::to_string(variation.id_min));
  varied_query_.set(std::string(kLimitName), std::to_string(variation.limit));
  if (variation.without_results) varied_query_.set(std::string(kResultsName), "0");
}

void Pager::unvary() { varied_ = false; }

bool may_range(const Query& parameters) {
  if (parameters.find(kIdsName) != nullptr) return false;
  const std::string* use_tags = parameters.find("use_tags");
  return !use_tags || *use_tags == "0";
}

}  // namespace sluice
