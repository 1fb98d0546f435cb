#include "table/schema.h"

#include <gtest/gtest.h>

namespace sluice {
namespace {

TEST(Schema, ColumnTypesAreSpelledAsTheScriptingInterfaceDoes) {
  EXPECT_EQ(column_type_name(ColumnType::kInt), "int");
  EXPECT_EQ(column_type_name(ColumnType::kText), "text");
  EXPECT_EQ(column_type_name(ColumnType::kEnum), "enum");
  EXPECT_EQ(column_type_name(ColumnType::kDatetime), "datetime");
  EXPECT_EQ(column_type_name(ColumnType::kBool), "bool");
  EXPECT_EQ(column_type_name(ColumnType::kReal), "real");
  EXPECT_EQ(column_type_name(ColumnType::kJson), "json");
}

}  // namespace
}  // namespace sluice
