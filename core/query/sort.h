// Sort keys and the order they make. Ties are broken by the asset's id, then by document order (page-api.md, "rows"),
// so every order is total and the same on every machine. Missing cells come last in both directions. Enum columns sort
// by their documented order, text by bytes without case first and with case then.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "query/cell_order.h"
#include "table/table.h"

namespace sluice {

inline constexpr size_t kSortKeysMax = 8;

struct SortKey {
  ColumnId column = 0;
  bool descending = false;
  bool operator==(const SortKey&) const = default;
};

// "-last_found_datetime" sorts downwards. Error code: invalid_sort.
Result<std::vector<SortKey>> parse_sort(const std::vector<std::string>& texts, const Table& table);

// The order that some keys make, with what it needs to know of the columns looked up once.
class RowOrder {
 public:
  RowOrder(const Table& table, const std::vector<SortKey>& keys);  // `table` must outlive it
  // True when row a comes before row b.
  bool before(RowId a, RowId b) const;

 private:
  struct Key {
    SortKey key;
    CellOrder order;
  };

  const Table* table_;
  std::vector<Key> keys_;
};

// The same for one pair of rows.
bool row_before(const Table& table, const std::vector<SortKey>& keys, RowId a, RowId b);

}  // namespace sluice
