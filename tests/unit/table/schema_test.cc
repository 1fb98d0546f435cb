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

TEST(Schema, TheTypeOfTwoTypesHoldsBoth) {
  EXPECT_EQ(joined_type(ColumnType::kInt, ColumnType::kInt), ColumnType::kInt);
  EXPECT_EQ(joined_type(ColumnType::kInt, ColumnType::kReal), ColumnType::kReal);
  EXPECT_EQ(joined_type(ColumnType::kReal, ColumnType::kInt), ColumnType::kReal);
  EXPECT_EQ(joined_type(ColumnType::kBool, ColumnType::kInt), ColumnType::kText);
  EXPECT_EQ(joined_type(ColumnType::kDatetime, ColumnType::kText), ColumnType::kText);
  EXPECT_EQ(joined_type(ColumnType::kJson, ColumnType::kReal), ColumnType::kText);
}

}  // namespace
}  // namespace sluice
