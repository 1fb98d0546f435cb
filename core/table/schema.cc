#include "table/schema.h"

#include "base/check.h"

namespace sluice {

std::string_view column_type_name(ColumnType type) {
  switch (type) {
    case ColumnType::kInt:
      return "int";
    case ColumnType::kText:
      return "text";
    case ColumnType::kEnum:
      return "enum";
    case ColumnType::kDatetime:
      return "datetime";
    case ColumnType::kBool:
      return "bool";
    case ColumnType::kReal:
      return "real";
    case ColumnType::kJson:
      return "json";
  }
  SLUICE_CHECK(false);
}

ColumnType joined_type(ColumnType a, ColumnType b) {
  if (a == b) return a;
  const auto number = [](ColumnType type) { return type == ColumnType::kInt || type == ColumnType::kReal; };
  return number(a) && number(b) ? ColumnType::kReal : ColumnType::kText;
}

}  // namespace sluice
