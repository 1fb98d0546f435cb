#include "query/sort.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "unit/query/sample_store.h"

namespace sluice {
namespace {

class SortTest : public ::testing::Test {
 protected:
  SortTest() { fill_small(s); }

  std::string sorted(const std::vector<std::string>& texts) const {
    const auto keys = parse_sort(texts, s.detections());
    if (!keys.ok()) return keys.error().code + ": " + keys.error().message;
    std::vector<RowId> rows = {5, 3, 1, 0, 2, 4};
    std::sort(rows.begin(), rows.end(),
              [&](RowId a, RowId b) { return row_before(s.detections(), keys.value(), a, b); });
    std::string names;
    for (const RowId row : rows) names += (names.empty() ? "" : " ") + cell_text(s.detections().cell(row, 1));
    return names;
  }

  SampleStore s;
};

TEST_F(SortTest, WithoutKeysByAssetThenByArrival) {
  EXPECT_EQ(sorted({}), "101 102 201 202 301 302");
  SampleStore late;
  late.add(SampleAsset{2, "", "", "", "", "", "", ""});
  late.add(SampleDetection{1, "New", 0, "", "", ""});
  late.add(SampleAsset{1, "", "", "", "", "", "", ""});
  late.add(SampleDetection{2, "New", 0, "", "", ""});
  late.store.commit();
  EXPECT_TRUE(row_before(late.detections(), {}, 1, 0)) << "asset 1 comes before asset 2 that arrived earlier";
}

TEST_F(SortTest, UpAndDown) {
  EXPECT_EQ(sorted({"found"}), "302 101 102 201 301 202");
  EXPECT_EQ(sorted({"-found"}), "301 201 102 101 302 202");
}

TEST_F(SortTest, MissingCellsComeLastBothWays) {
  EXPECT_EQ(sorted({"severity"}), "301 102 201 101 302 202");
  EXPECT_EQ(sorted({"-severity"}), "101 302 201 102 301 202");
}

TEST_F(SortTest, EnumsSortByTheirDocumentedOrder) {
  EXPECT_EQ(sorted({"status"}), "102 101 302 201 301 202");
  EXPECT_EQ(sorted({"type"}), "101 201 301 102 302 202");
}

TEST_F(SortTest, LaterKeysDecideTies) {
  EXPECT_EQ(sorted({"-severity", "-qid"}), "302 101 201 102 301 202");
  EXPECT_EQ(sorted({"type", "-found"}), "301 201 101 102 302 202");
}

TEST_F(SortTest, TiesStayInAssetOrderAlsoDownwards) { EXPECT_EQ(sorted({"-type"}), "202 102 302 101 201 301"); }

TEST_F(SortTest, TheAssetsColumnsCount) {
  EXPECT_EQ(sorted({"asset.os"}), "201 202 101 102 301 302");
  EXPECT_EQ(sorted({"-OS"}), "301 302 101 102 201 202");
}

TEST_F(SortTest, KeysThatDoNotExistAreRefusedWithAHint) {
  EXPECT_EQ(sorted({"-servrity"}), "invalid_sort: There is no column \"servrity\". Did you mean \"severity\"?");
  EXPECT_EQ(sorted({"-"}).substr(0, 13), "invalid_sort:");
  EXPECT_EQ(sorted({""}).substr(0, 13), "invalid_sort:");
  EXPECT_EQ(sorted(std::vector<std::string>(9, "qid")), "invalid_sort: There are 9 sort keys; 8 are the most.");
}

}  // namespace
}  // namespace sluice
