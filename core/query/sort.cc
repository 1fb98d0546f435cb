#include "query/sort.h"

#include "query/column_name.h"

namespace sluice {

Result<std::vector<SortKey>> parse_sort(const std::vector<std::string>& texts, const Table& table) {
  if (texts.size() > kSortKeysMax) {
    return Error{"invalid_sort", "There are " + std::to_string(texts.size()) + " sort keys; " +
                                     std::to_string(kSortKeysMax) + " are the most."};
  }
  std::vector<SortKey> keys;
  for (const std::string& text : texts) {
    const bool descending = !text.empty() && text.front() == '-';
    const std::string_view name = std::string_view(text).substr(descending ? 1 : 0);
    const auto column = resolve_column(table, name);
    if (!column) return Error{"invalid_sort", unknown_column_message(table, name)};
    keys.push_back({*column, descending});
  }
  return keys;
}

RowOrder::RowOrder(const Table& table, const std::vector<SortKey>& keys) : table_(&table) {
  for (const SortKey& key : keys) keys_.push_back({key, CellOrder(table, key.column)});
}

bool RowOrder::before(RowId a, RowId b) const {
  for (const Key& key : keys_) {
    const Cell x = table_->cell(a, key.key.column);
    const Cell y = table_->cell(b, key.key.column);
    if (x.missing() != y.missing()) return y.missing();
    if (x.missing()) continue;
    const int order = key.order.compare(x, y);
    if (order != 0) return key.key.descending ? order > 0 : order < 0;
  }
  const int64_t x = table_->asset_key(a);
  const int64_t y = table_->asset_key(b);
  return x != y ? x < y : a < b;
}

bool row_before(const Table& table, const std::vector<SortKey>& keys, RowId a, RowId b) {
  return RowOrder(table, keys).before(a, b);
}

}  // namespace sluice
