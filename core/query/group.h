// Counts rows by the values of some columns (page-api.md, "group"): for each combination how many rows there are and
// how many distinct values another column has among them. Largest first, ties by the values.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/fuel.h"
#include "table/table.h"

namespace sluice {

inline constexpr size_t kGroupColumnsMax = 8;
inline constexpr size_t kGroupCountMax = 1000000;

struct GroupRow {
  std::vector<Cell> values;  // one for each `by` column; views into the table's pools
  uint64_t count = 0;
  uint64_t distinct = 0;  // 0 without a distinct column
};

// `rows` are the rows to look at, usually a view's. At most kGroupColumnsMax columns; combinations past kGroupCountMax
// are left out. Missing cells are a value of their own in `by` and none in `distinct`. Done at once: about a third of a
// second for a million rows.
std::vector<GroupRow> group_rows(const Table& table, const std::vector<RowId>& rows, const std::vector<ColumnId>& by,
                                 std::optional<ColumnId> distinct);

}  // namespace sluice
