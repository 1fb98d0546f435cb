#include "table/record_store.h"

#include <gtest/gtest.h>

namespace sluice {
namespace {

struct RecordStoreTest : testing::Test {
  RecordStore store{"ot.hosts"};

  void put(const std::string& identity, std::string_view name) {
    store.append(identity, 0);
    store.table().set_text(*store.table().add_column("name", ColumnType::kText), name);
  }
  std::string live() const {
    std::string names;
    for (RowId row = 0; row < store.table().row_end(); ++row) {
      if (store.table().live(row)) names += cell_text(store.table().cell(row, 0)) + " ";
    }
    return names;
  }
};

TEST_F(RecordStoreTest, RowsAreSeenAfterTheCommitOnly) {
  put("a", "one");
  EXPECT_EQ(live(), "");
  const Store::Committed committed = store.commit();
  EXPECT_EQ(committed.assets, 1u);
  EXPECT_EQ(committed.duplicates, 0u);
  EXPECT_EQ(live(), "one ");
}

TEST_F(RecordStoreTest, TheLastCopyReplacesTheEarlierOne) {
  put("a", "one");
  put("b", "two");
  store.commit();
  put("a", "three");
  put("a", "four");
  const Store::Committed committed = store.commit();
  EXPECT_EQ(committed.assets, 2u);
  EXPECT_EQ(committed.duplicates, 2u) << "one across pages, one within the page";
  EXPECT_EQ(live(), "two four ");
}

TEST_F(RecordStoreTest, ARolledBackCopyReplacesNothing) {
  put("a", "one");
  store.commit();
  put("a", "two");
  store.rollback();
  EXPECT_EQ(live(), "one ");
  put("a", "three");
  EXPECT_EQ(store.commit().duplicates, 1u);
  EXPECT_EQ(live(), "three ");
}

TEST_F(RecordStoreTest, ItsTableIsFoundByName) {
  EXPECT_EQ(store.find("ot.hosts"), &store.table());
  EXPECT_EQ(store.find("assets"), nullptr);
}

TEST_F(RecordStoreTest, ItsBytesGrowWithWhatItHolds) {
  const size_t empty = store.bytes();
  put("a rather long identity", "and a name");
  store.commit();
  EXPECT_GT(store.bytes(), empty + 30);
}

}  // namespace
}  // namespace sluice
