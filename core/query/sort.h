// Sort keys and the order they make. Ties are broken by the asset's id, then by document order (page-api.md, "rows"),
// so every order is total and the same on every machine. Missing cells come last in both directions. Enum columns sort
// by their documented order, text by bytes without case first and with case then.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
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

// True when row a comes before row b.
bool row_before(const Table& table, const std::vector<SortKey>& keys, RowId a, RowId b);

}  // namespace sluice
