#include "table/column.h"

#include <gtest/gtest.h>

namespace sluice {
namespace {

TEST(Column, RowsThatWereLeftOutAreMissing) {
  StringPool pool;
  Column column(ColumnType::kInt);
  column.put_number(3, 42);
  EXPECT_TRUE(column.cell(0, pool).missing());
  EXPECT_TRUE(column.cell(2, pool).missing());
  EXPECT_EQ(column.cell(3, pool).number, 42);
  EXPECT_TRUE(column.cell(4, pool).missing());
  EXPECT_EQ(column.cell(3, pool).type, ColumnType::kInt);
}

TEST(Column, KeepsTextThatDoesNotFitItsType) {
  StringPool pool;
  Column column(ColumnType::kInt);
  column.put_number(0, 5);
  column.put_text(1, pool.intern("many"));
  column.put_number(2, 7);
  EXPECT_EQ(column.cell(0, pool).kind, Cell::Kind::kNumber);
  EXPECT_EQ(column.cell(1, pool).kind, Cell::Kind::kText);
  EXPECT_EQ(column.cell(1, pool).text, "many");
  EXPECT_EQ(column.cell(2, pool).number, 7);
}

TEST(Column, TellsTheRawSpellingOnlyWhereItWasKept) {
  StringPool pool;
  Column column(ColumnType::kEnum);
  column.put_text(0, pool.intern("Active"));
  column.put_text(1, pool.intern("Reopened"), pool.intern("Re-Opened"));
  column.put_missing(2, pool.intern("null"));
  column.put_text(3, pool.intern("Fixed"));
  EXPECT_EQ(column.cell(0, pool).raw_id, kNoText);
  EXPECT_EQ(column.cell(1, pool).text, "Reopened");
  EXPECT_EQ(column.cell(1, pool).raw, "Re-Opened");
  EXPECT_TRUE(column.cell(2, pool).missing());
  EXPECT_EQ(column.cell(2, pool).raw, "null");
  EXPECT_EQ(column.cell(3, pool).raw_id, kNoText);
}

TEST(Column, RollbackTakesRowsBackAndTheirPlacesCanBeUsedAgain) {
  StringPool pool;
  Column column(ColumnType::kText);
  column.put_text(0, pool.intern("a"), pool.intern("A"));
  column.put_text(1, pool.intern("b"), pool.intern("B"));
  column.rollback(1);
  EXPECT_TRUE(column.cell(1, pool).missing());
  column.put_text(1, pool.intern("c"));
  EXPECT_EQ(column.cell(0, pool).raw, "A");
  EXPECT_EQ(column.cell(1, pool).text, "c");
  EXPECT_EQ(column.cell(1, pool).raw_id, kNoText);
}

TEST(Column, WhatIsNeverUsedCostsNothing) {
  Column texts(ColumnType::kText);
  EXPECT_EQ(texts.bytes(), 0u);
  for (RowId row = 0; row < 1024; ++row) texts.put_text(row, 1);
  EXPECT_GE(texts.bytes(), 1024 * (1 + sizeof(TextId)));
  EXPECT_LT(texts.bytes(), 1024 * (1 + sizeof(TextId)) + 200) << "no numbers, no raw spellings";
}

#if GTEST_HAS_DEATH_TEST
TEST(ColumnDeathTest, ASecondValueForOneRowIsOurBug) {
  Column column(ColumnType::kInt);
  column.put_number(0, 1);
  EXPECT_DEATH(column.put_number(0, 2), "check failed");
}
#endif

}  // namespace
}  // namespace sluice
