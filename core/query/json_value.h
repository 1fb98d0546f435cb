// Values inside a JSON cell, as a filter asks for them: `interfaces.protocol` of a column `interfaces` that holds a
// list of objects. Lists on the way and at the end are entered, names are compared without case as all tokens are
// (api-reference.md 5.6). The texts of a column are few against its rows, and their answers are remembered by the plan.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "table/table.h"

namespace sluice {

// Whether `holds` says yes to some scalar that stands at the dotted `path` inside the JSON text: texts as they are,
// numbers as spelled, true and false as words; null never. What is no JSON holds nothing.
bool any_json_value(std::string_view json, std::string_view path, const std::function<bool(std::string_view)>& holds);

struct JsonColumnPath {
  ColumnId column = 0;
  std::string path;  // inside its cells
};
// "interfaces.transport.protocol" as a JSON column of the table and the path inside it; the longest column name wins.
std::optional<JsonColumnPath> resolve_json_path(const Table& table, std::string_view name);

}  // namespace sluice
