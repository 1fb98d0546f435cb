#include "table/cells.h"

#include <gtest/gtest.h>

#include <map>

#include "base/random.h"

namespace sluice {
namespace {

TEST(Cells, ReadsZerosWhereNothingWasPut) {
  Cells<int64_t> cells;
  EXPECT_EQ(cells.at(0), 0);
  cells.put(3, 30);
  cells.put(100000, 7);
  for (const RowId row : {0u, 2u, 4u, 15u, 16u, 4095u, 4096u, 50000u, 99999u, 100001u, 1000000u}) {
    EXPECT_EQ(cells.at(row), 0) << row;
  }
  EXPECT_EQ(cells.at(3), 30);
  EXPECT_EQ(cells.put_at(100000), 7);
}

TEST(Cells, CostsLittleWhileFewAndNothingForWhatWasSkipped) {
  Cells<int64_t> cells;
  EXPECT_EQ(cells.bytes(), 0u);
  cells.put(0, 1);
  EXPECT_LT(cells.bytes(), 200u);
  cells.put(1000000, 1);
  EXPECT_LT(cells.bytes(), 50000u);
}

TEST(Cells, ForgetsWhatIsCutOffForGood) {
  for (uint64_t seed = 1; seed <= 50; ++seed) {
    Random random(seed);
    Cells<uint32_t> cells;
    std::map<RowId, uint32_t> truth;
    for (int step = 0; step < 60; ++step) {
      const RowId row = static_cast<RowId>(random.below(random.below(2) == 0 ? 40 : 12000));
      if (random.below(5) == 0) {
        cells.cut(row);
        truth.erase(truth.lower_bound(row), truth.end());
      } else {
        cells.put(row, static_cast<uint32_t>(step + 1));
        truth[row] = static_cast<uint32_t>(step + 1);
      }
    }
    for (RowId row = 0; row < 12010; ++row) {
      const auto known = truth.find(row);
      ASSERT_EQ(cells.at(row), known == truth.end() ? 0 : known->second) << "seed " << seed << ", row " << row;
    }
  }
}

}  // namespace
}  // namespace sluice
