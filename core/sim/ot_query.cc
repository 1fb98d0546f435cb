#include "sim/ot_query.h"

#include <algorithm>

#include "base/text.h"

namespace sluice::sim {
namespace {

// The little JSON that a sort is made of.
class SortReader {
 public:
  explicit SortReader(std::string_view text) : text_(text) {}

  bool take(char c) {
    while (at_ < text_.size() && is_space(text_[at_])) ++at_;
    if (at_ == text_.size() || text_[at_] != c) return false;
    ++at_;
    return true;
  }
  // A string without escapes; no token needs one.
  std::optional<std::string_view> take_text() {
    if (!take('"')) return std::nullopt;
    const size_t end = text_.find_first_of("\"\\", at_);
    if (end == std::string_view::npos || text_[end] == '\\') return std::nullopt;
    const std::string_view text = text_.substr(at_, end - at_);
    at_ = end + 1;
    return text;
  }
  bool at_end() {
    while (at_ < text_.size() && is_space(text_[at_])) ++at_;
    return at_ == text_.size();
  }

 private:
  std::string_view text_;
  size_t at_ = 0;
};

std::optional<OtSortKey> read_key(SortReader& reader, OtList list) {
  if (!reader.take('{')) return std::nullopt;
  const std::optional<std::string_view> token = reader.take_text();
  if (!token || token->empty() || !reader.take(':')) return std::nullopt;
  const std::optional<std::string_view> way = reader.take_text();
  if (!way || (*way != "asc" && *way != "desc") || !reader.take('}')) return std::nullopt;
  return OtSortKey{std::string(ot_path(list, *token)), *way == "desc"};
}

std::optional<std::string> read_paging(const std::vector<Field>& fields, OtQuery& query) {
  if (const Field* number = find_field(fields, "pageNumber")) {
    const std::optional<int64_t> value = read_whole_number(number->value);
    if (!value) return "pageNumber must be a whole number from 0";
    query.page_number = *value;
  }
  if (const Field* size = find_field(fields, "pageSize")) {
    const std::optional<int64_t> value = read_whole_number(size->value);
    if (!value || *value > kOtPageSizeMost) return "pageSize must be a whole number, at most 100";
    query.page_size = *value == 0 ? kOtPageSizeDefault : *value;
  }
  return std::nullopt;
}

// What a record has at each key's path, the first value of several.
using SortValues = std::vector<const OtValue*>;

struct Sortable {
  const OtValue* record = nullptr;
  SortValues values;
};

bool comes_before(const Sortable& a, const Sortable& b, const std::vector<OtSortKey>& keys) {
  for (size_t i = 0; i < keys.size(); ++i) {
    const OtValue* left = a.values[i];
    const OtValue* right = b.values[i];
    if (left == nullptr || right == nullptr) {
      if (left == right) continue;
      return left != nullptr;
    }
    const int order = ot_order(*left, *right);
    if (order != 0) return keys[i].descending ? order > 0 : order < 0;
  }
  return false;
}

std::vector<const OtValue*> sorted(std::vector<const OtValue*> records, const std::vector<OtSortKey>& keys) {
  if (keys.empty()) return records;
  std::vector<Sortable> rows;
  for (const OtValue* record : records) {
    Sortable row{record, {}};
    for (const OtSortKey& key : keys) {
      const std::vector<const OtValue*> values = values_at(*record, key.path);
      row.values.push_back(values.empty() ? nullptr : values.front());
    }
    rows.push_back(std::move(row));
  }
  std::stable_sort(rows.begin(), rows.end(),
                   [&](const Sortable& a, const Sortable& b) { return comes_before(a, b, keys); });
  for (size_t i = 0; i < rows.size(); ++i) records[i] = rows[i].record;
  return records;
}

}  // namespace

std::optional<std::vector<OtSortKey>> read_ot_sort(std::string_view json, OtList list) {
  SortReader reader(json);
  std::vector<OtSortKey> keys;
  if (!reader.take('[')) return std::nullopt;
  bool more = !reader.take(']');
  while (more) {
    std::optional<OtSortKey> key = read_key(reader, list);
    if (!key || keys.size() == kOtSortKeysMax) return std::nullopt;
    keys.push_back(std::move(*key));
    more = reader.take(',');
    if (!more && !reader.take(']')) return std::nullopt;
  }
  if (!reader.at_end()) return std::nullopt;
  return keys;
}

std::optional<std::string> read_ot_query(const std::vector<Field>& fields, OtList list, int64_t now_s, OtQuery& query) {
  for (const Field& field : fields) {
    const bool paging = field.name == "pageNumber" || field.name == "pageSize";
    const bool ours = paging || field.name == "filter" || field.name == "sort";
    if (ours && !field.sound) return field.name + " is not well encoded";
  }
  if (std::optional<std::string> complaint = read_paging(fields, query)) return complaint;
  if (const Field* sort = find_field(fields, "sort")) {
    std::optional<std::vector<OtSortKey>> keys = read_ot_sort(sort->value, list);
    if (!keys) return "sort must be JSON such as [{\"token\":\"asc\"}]";
    query.sort = std::move(*keys);
  }
  const Field* filter = find_field(fields, "filter");
  std::string problem;
  query.filter = OtFilter::read(filter == nullptr ? "" : filter->value, list, now_s, problem);
  if (!query.filter) return "Invalid filter: " + problem;
  return std::nullopt;
}

OtPage select_ot_page(const std::vector<OtRow>& rows, const OtQuery& query, const std::function<bool(size_t)>& visible,
                      size_t hidden) {
  std::vector<const OtValue*> matching;
  for (size_t i = hidden; i < rows.size(); ++i) {
    const OtRow& row = rows[i];
    if (visible(row.rank) && query.filter->matches(row.record)) matching.push_back(&row.record);
  }
  OtPage page;
  page.matching = matching.size();
  const auto size = static_cast<uint64_t>(query.page_size);
  const auto number = static_cast<uint64_t>(query.page_number);
  if (number > matching.size() / size) return page;
  matching = sorted(std::move(matching), query.sort);
  const size_t first = std::min(static_cast<size_t>(number * size), matching.size());
  const size_t last = std::min(first + static_cast<size_t>(size), matching.size());
  page.records.assign(matching.begin() + static_cast<std::ptrdiff_t>(first),
                      matching.begin() + static_cast<std::ptrdiff_t>(last));
  return page;
}

}  // namespace sluice::sim
