// Column names as people write them: without case, and a parent's column also without its prefix ("os" on detections
// means "asset.os" while detections have no "os" of their own).
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "table/table.h"

namespace sluice {

std::optional<ColumnId> resolve_column(const Table& table, std::string_view name);

// What to say of a name that resolve_column() does not know: that there is no such column and, where one is near,
// which one may be meant.
std::string unknown_column_message(const Table& table, std::string_view name);

// True for columns of the table itself, false for those of its parent.
bool is_own_column(const Table& table, ColumnId column);

}  // namespace sluice
