// What a table's columns are called and hold. Names are the API's own: for Mobile the XML names in lower case
// (page-api.md, "columns"). A column whose values form a small documented set lists them, in their natural order.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/ids.h"

namespace sluice {

enum class ColumnType { kInt, kText, kEnum, kDatetime, kBool, kReal, kJson };

// "int" "text" "enum" "datetime" "bool" "real" "json", as page-api.md spells them.
std::string_view column_type_name(ColumnType type);

// The type that holds values of both: itself for equals, real for an integer and a real, else text. For columns whose
// type is not documented and is inferred from what comes (api-reference.md 5.4).
ColumnType joined_type(ColumnType a, ColumnType b);

struct ColumnInfo {
  std::string name;
  ColumnType type = ColumnType::kText;
  std::vector<std::string> values;  // kEnum only: documented values in their natural order; others may still occur
};

}  // namespace sluice
