#include "client/store_attic.h"

#include <gtest/gtest.h>

#include <string>

#include "table/record_store.h"

namespace sluice {
namespace {

std::shared_ptr<RecordStore> store_of(int rows) {
  auto store = std::make_shared<RecordStore>("ot.hosts");
  Table& table = store->table();
  const ColumnId number = *table.add_column("number", ColumnType::kInt);
  const ColumnId text = *table.add_column("text", ColumnType::kText);
  for (int i = 0; i < rows; ++i) {
    const std::string name = "host " + std::to_string(i);
    store->append(name, i);
    table.set_number(number, i);
    table.set_text(text, name);
  }
  store->commit();
  return store;
}

TEST(StoreAttic, GivesNoMoreBackInOneStepThanItsFuelIsFor) {
  StoreAttic attic;
  attic.put(store_of(200000));
  size_t before = attic.bytes();
  ASSERT_GT(before, 15000000u);
  int steps = 0;
  while (attic.clear(Fuel{1000}) == Work::kMore) {
    // Four pieces of 1 MiB at most: that is what a pool's texts lie in.
    EXPECT_LE(before - attic.bytes(), size_t{4} << 20) << steps;
    before = attic.bytes();
    ++steps;
  }
  EXPECT_GT(steps, 100);
  EXPECT_EQ(attic.bytes(), 0u);
  EXPECT_FALSE(attic.can_clear());
}

TEST(StoreAttic, WhatSomebodyLooksAtStaysAsItIs) {
  StoreAttic attic;
  std::shared_ptr<RecordStore> looked_at = store_of(1000);
  const size_t bytes = looked_at->bytes();
  attic.put(looked_at);
  attic.put(store_of(1000));
  EXPECT_TRUE(attic.can_clear());
  while (attic.clear(Fuel{1000}) == Work::kMore) {
  }
  EXPECT_FALSE(attic.can_clear());
  EXPECT_EQ(attic.bytes(), bytes) << "it still takes its room";
  EXPECT_EQ(cell_text(looked_at->table().cell(999, 1)), "host 999");
  looked_at.reset();
  EXPECT_TRUE(attic.can_clear());
  while (attic.clear(Fuel{1000}) == Work::kMore) {
  }
  EXPECT_EQ(attic.bytes(), 0u);
}

TEST(StoreAttic, NoStoreIsNothingToWaitFor) {
  StoreAttic attic;
  attic.put(nullptr);
  EXPECT_FALSE(attic.can_clear());
  EXPECT_EQ(attic.clear(Fuel{1}), Work::kDone);
}

}  // namespace
}  // namespace sluice
