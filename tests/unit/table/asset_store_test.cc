#include "table/asset_store.h"

#include <gtest/gtest.h>

#include <vector>

namespace sluice {
namespace {

class AssetStoreTest : public ::testing::Test {
 protected:
  void add(int64_t id, std::string_view os, std::vector<int64_t> qids) {
    store.append_asset(id);
    store.assets().set_text(0, os);
    for (const int64_t qid : qids) {
      store.append_detection();
      store.detections().set_number(0, qid);
    }
  }

  std::vector<int64_t> live_qids() const {
    std::vector<int64_t> qids;
    for (RowId row = 0; row < store.detections().row_end(); ++row) {
      if (store.detections().live(row)) qids.push_back(store.detections().cell(row, 0).number);
    }
    return qids;
  }

  AssetStore store{{{"os", ColumnType::kText, {}}}, {{"qid", ColumnType::kInt, {}}}};
};

TEST_F(AssetStoreTest, DetectionsBelongToTheAssetBeforeThem) {
  add(231, "iOS", {1, 2});
  add(232, "Android", {});
  add(233, "iPadOS", {3});
  const AssetStore::Committed committed = store.commit();
  EXPECT_EQ(committed.assets, 3u);
  EXPECT_EQ(committed.detections, 3u);
  EXPECT_EQ(committed.duplicates, 0u);

  EXPECT_EQ(store.detections_of(0).begin, 0u);
  EXPECT_EQ(store.detections_of(0).end, 2u);
  EXPECT_EQ(store.detections_of(1).begin, store.detections_of(1).end);
  EXPECT_EQ(store.detections_of(2).end, 3u);
  EXPECT_EQ(store.detections().parent_row(2), 2u);
  EXPECT_EQ(store.detections().asset_key(2), 233);
  const ColumnId os = *store.detections().find_column("asset.os");
  EXPECT_EQ(cell_text(store.detections().cell(2, os)), "iPadOS");
}

TEST_F(AssetStoreTest, TheLastCopyReplacesAnAssetWithAllItsDetections) {
  add(231, "iOS 14", {1, 2});
  add(232, "Android", {3});
  store.commit();
  add(231, "iOS 15", {4});
  const AssetStore::Committed committed = store.commit();
  EXPECT_EQ(committed.duplicates, 1u);
  EXPECT_EQ(store.assets().live_count(), 2u);
  EXPECT_EQ(live_qids(), (std::vector<int64_t>{3, 4}));
  EXPECT_EQ(store.row_of(231), 2u);
  EXPECT_FALSE(store.assets().live(0));
}

TEST_F(AssetStoreTest, WhatReplacesARowOfAnEarlierRunIsNoDuplicate) {
  add(231, "iOS 14", {1, 2});
  store.commit();
  store.set_base();
  add(231, "iOS 15", {3});
  add(232, "Android", {4});
  const AssetStore::Committed first = store.commit();
  EXPECT_EQ(first.renewed, 1u);
  EXPECT_EQ(first.duplicates, 0u);
  add(231, "iOS 16", {5});
  const AssetStore::Committed again = store.commit();
  EXPECT_EQ(again.renewed, 0u);
  EXPECT_EQ(again.duplicates, 1u) << "it came twice in the later run";
  EXPECT_EQ(live_qids(), (std::vector<int64_t>{4, 5}));
}

TEST_F(AssetStoreTest, AnAssetIsTakenOutWithItsDetections) {
  add(231, "iOS", {1, 2});
  add(232, "Android", {3});
  store.commit();
  store.remove(store.row_of(231));
  EXPECT_EQ(store.assets().live_count(), 1u);
  EXPECT_EQ(store.detections().live_count(), 1u);
  EXPECT_EQ(live_qids(), std::vector<int64_t>{3});
}

TEST_F(AssetStoreTest, CopiesWithinOnePageAreDuplicatesToo) {
  add(231, "first", {1});
  add(231, "second", {2});
  add(231, "third", {3});
  const AssetStore::Committed committed = store.commit();
  EXPECT_EQ(committed.assets, 3u);
  EXPECT_EQ(committed.duplicates, 2u);
  EXPECT_EQ(store.assets().live_count(), 1u);
  EXPECT_EQ(live_qids(), (std::vector<int64_t>{3}));
}

TEST_F(AssetStoreTest, EqualQidsOfOneAssetAreAllKept) {
  add(231, "iOS", {610100, 610100});
  store.commit();
  EXPECT_EQ(live_qids(), (std::vector<int64_t>{610100, 610100}));
}

TEST_F(AssetStoreTest, ARolledBackPageReplacesNothing) {
  add(231, "iOS 14", {1});
  store.commit();
  add(231, "iOS 15", {2, 3});
  add(300, "Android", {4});
  store.rollback();
  EXPECT_EQ(store.row_of(231), 0u);
  EXPECT_EQ(store.row_of(300), AssetStore::kNoRow);
  EXPECT_TRUE(store.assets().live(0));
  EXPECT_EQ(live_qids(), (std::vector<int64_t>{1}));
  EXPECT_EQ(store.detections_of(0).end, 1u);

  add(231, "iOS 16", {5});
  store.commit();
  EXPECT_EQ(live_qids(), (std::vector<int64_t>{5}));
  EXPECT_EQ(store.detections_of(store.row_of(231)).begin, 1u);
}

TEST_F(AssetStoreTest, ALargePageIsRolledBackByAndByAndNobodyCanTell) {
  add(231, "iOS 14", {1});
  add(232, "iOS 14", {2});
  store.commit();
  for (int64_t id = 0; id < 20000; ++id) add(id, "iOS " + std::to_string(id), {id});
  store.rollback_later();
  EXPECT_EQ(store.row_of(231), 0u);
  EXPECT_EQ(store.row_of(300), AssetStore::kNoRow);
  EXPECT_EQ(live_qids(), (std::vector<int64_t>{1, 2}));
  int pieces = 1;
  while (store.tidy(Fuel{5000}) == Work::kMore) ++pieces;
  EXPECT_GT(pieces, 4);
  EXPECT_EQ(store.assets().pending_count(), 0u);
  EXPECT_EQ(store.row_of(231), 0u);
  EXPECT_EQ(store.assets().pool().find("iOS 19999"), kNoText);
}

TEST_F(AssetStoreTest, WhoeverWritesBeforeAPageIsTidiedAwayFindsItGone) {
  add(231, "iOS 14", {1});
  store.commit();
  for (int64_t id = 0; id < 20000; ++id) add(id, "x", {id});
  store.rollback_later();
  add(231, "iOS 16", {5});
  store.commit();
  EXPECT_EQ(live_qids(), (std::vector<int64_t>{5}));
  EXPECT_EQ(store.assets().row_end(), 2u);
  EXPECT_EQ(store.assets().live_count(), 1u);
  EXPECT_EQ(store.detections().live_count(), 1u);
}

TEST_F(AssetStoreTest, AnAssetThatComesThreeTimesInOnePageIsThereOnce) {
  add(231, "iOS 14", {1});
  add(231, "iOS 15", {2, 3});
  EXPECT_EQ(store.row_of(231), AssetStore::kNoRow) << "nothing of the page is committed yet";
  add(231, "iOS 16", {4});
  EXPECT_EQ(store.commit().duplicates, 2u);
  EXPECT_EQ(store.row_of(231), 2u);
  EXPECT_EQ(live_qids(), (std::vector<int64_t>{4}));
  EXPECT_EQ(store.detections().live_count(), 1u);
}

TEST_F(AssetStoreTest, AnAssetIsNotFoundBeforeItsPageIsCommitted) {
  add(231, "iOS", {});
  EXPECT_EQ(store.row_of(231), AssetStore::kNoRow);
  store.commit();
  EXPECT_EQ(store.row_of(231), 0u);
}

TEST_F(AssetStoreTest, KnowsWhatItHolds) {
  const size_t empty = store.bytes();
  for (int64_t id = 0; id < 1000; ++id) add(id, "iOS", {id});
  store.commit();
  EXPECT_GT(store.bytes(), empty + 1000 * 8);
}

}  // namespace
}  // namespace sluice
