#include "table/store.h"

#include <gtest/gtest.h>

#include <memory>
#include <string>

#include "live_bytes.h"
#include "table/asset_store.h"
#include "table/record_store.h"

namespace sluice {
namespace {

void add_assets(AssetStore& store, int64_t first, int count) {
  for (int64_t id = first; id < first + count; ++id) {
    store.append_asset(id);
    store.assets().set_number(0, id);
    store.assets().set_text(1, "phone of user " + std::to_string(id));
    if (id % 3 == 0) store.assets().set_text(2, "seldom");
    for (int i = 0; i < 5; ++i) {
      store.append_detection();
      store.detections().set_number(0, 610000 + i);
      store.detections().set_text(1, "found on " + std::to_string(id % 50 * 10 + i));
    }
  }
}

std::unique_ptr<AssetStore> asset_store() {
  return std::make_unique<AssetStore>(
      std::vector<ColumnInfo>{
          {"id", ColumnType::kInt, {}}, {"name", ColumnType::kText, {}}, {"note", ColumnType::kText, {}}},
      std::vector<ColumnInfo>{{"qid", ColumnType::kInt, {}}, {"results", ColumnType::kText, {}}});
}

void add_records(RecordStore& store, int first, int count) {
  Table& table = store.table();
  for (int i = first; i < first + count; ++i) {
    store.append("id:" + std::to_string(i), i);
    for (int field = 0; field < 40; ++field) {
      const ColumnId column = *table.add_column("path.of.field." + std::to_string(field), ColumnType::kText);
      if ((i + field) % 4 != 0) table.set_text(column, "value " + std::to_string(i * field % 1000));
    }
  }
}

// What it says that it holds, over what it has really taken.
template <typename Make, typename Fill>
void expect_true_bytes(Make make, Fill fill) {
  for (const int rows : {2000, 60000}) {
    const size_t before = live_bytes();
    auto store = make();
    fill(*store, 1, rows);
    store->commit();
    const double taken = static_cast<double>(live_bytes() - before);
    EXPECT_NEAR(static_cast<double>(store->bytes()) / taken, 1.0, 0.03) << rows << " rows";
    const size_t committed = store->bytes();
    fill(*store, rows + 1, 10000);
    EXPECT_NEAR(static_cast<double>(store->bytes()) / static_cast<double>(live_bytes() - before), 1.0, 0.03);
    store->rollback();
    EXPECT_NEAR(static_cast<double>(store->bytes()) / static_cast<double>(live_bytes() - before), 1.0, 0.03);
    EXPECT_LT(store->bytes(), committed + committed / 2 + 4000000) << "what was given up is given back";
    size_t pieces = ~size_t{0};
    EXPECT_TRUE(store->discard_some(pieces));
    EXPECT_LT(live_bytes() - before, static_cast<size_t>(taken) / 10) << "nothing of the rows is left";
  }
}

TEST(Store, KnowsWhatAssetsAndDetectionsTakeOfTheMemory) { expect_true_bytes(asset_store, add_assets); }

TEST(Store, KnowsWhatRecordsTakeOfTheMemory) {
  expect_true_bytes([] { return std::make_unique<RecordStore>("ot.hosts"); }, add_records);
}

TEST(Store, AnAnswerAboutItsMemoryIsRightWhileAColumnIsWidened) {
  const size_t before = live_bytes();
  RecordStore store("ot.hosts");
  const ColumnId column = *store.table().add_column("n", ColumnType::kInt);
  for (int i = 0; i < 100000; ++i) {
    store.append(std::to_string(i), i);
    store.table().set_number(column, i);
  }
  store.commit();
  store.append("last", 1);
  store.table().set_text(column, "x");
  store.table().widen(column, ColumnType::kText);
  ASSERT_EQ(store.settle(Fuel{1000000}), Work::kMore);
  EXPECT_NEAR(static_cast<double>(store.bytes()) / static_cast<double>(live_bytes() - before), 1.0, 0.03);
  store.rollback();
  EXPECT_NEAR(static_cast<double>(store.bytes()) / static_cast<double>(live_bytes() - before), 1.0, 0.03);
}

}  // namespace
}  // namespace sluice
