#include "flow/page_cost.h"

#include <gtest/gtest.h>

namespace sluice {
namespace {

double seconds(Duration d) { return d.as_seconds(); }

TEST(PageCostTest, KnowsNothingBeforeTheFirstPage) {
  const PageCost cost;
  EXPECT_FALSE(cost.known());
  EXPECT_FALSE(cost.bytes_per_asset().has_value());
  EXPECT_EQ(cost.time_of(1000).us, 0);
}

TEST(PageCostTest, OneSizeSaysNothingOfTheFixedPart) {
  PageCost cost;
  for (int i = 0; i < 5; ++i) cost.add(100, 500000, Duration::seconds(2));
  EXPECT_NEAR(*cost.bytes_per_asset(), 5000, 1);
  EXPECT_NEAR(seconds(cost.time_of(100)), 2, 0.01);
  EXPECT_NEAR(seconds(cost.time_of(1000)), 20, 0.1) << "at worst all of it grows";
  EXPECT_NEAR(seconds(cost.time_of(10)), 2, 0.01) << "at worst none of it shrinks";
}

TEST(PageCostTest, TwoSizesTellTheFixedPartFromTheGrowingOne) {
  PageCost cost;
  for (int i = 0; i < 10; ++i) {
    cost.add(100, 100, Duration::millis(1100));
    cost.add(1000, 1000, Duration::millis(2000));
  }
  EXPECT_NEAR(seconds(cost.time_of(5000)), 6, 0.1);
  EXPECT_NEAR(seconds(cost.time_of(1)), 1, 0.1);
}

TEST(PageCostTest, LargerPagesThatCameQuickerDoNotCountAsNegativeTime) {
  PageCost cost;
  cost.add(10, 10, Duration::seconds(30));
  cost.add(1000, 1000, Duration::seconds(1));
  EXPECT_GE(seconds(cost.time_of(1000000)), 1);
}

TEST(PageCostTest, HeavierAssetsAreNoticedAtOnceAndLighterOnesSlowly) {
  PageCost cost;
  for (int i = 0; i < 10; ++i) cost.add(100, 100000, Duration::seconds(1));
  cost.add(100, 900000, Duration::seconds(1));
  EXPECT_NEAR(*cost.bytes_per_asset(), 9000, 1);
  cost.add(100, 100000, Duration::seconds(1));
  EXPECT_GT(*cost.bytes_per_asset(), 1500);
  cost.add(0, 300, Duration::seconds(1));
  EXPECT_GT(*cost.bytes_per_asset(), 1500) << "an empty page says nothing";
}

TEST(PaceTest, CallsThatFitTakeTheirOwnTime) {
  Pace pace;
  pace.left = 10;
  EXPECT_NEAR(seconds(pace.time_of(10, Duration::seconds(2))), 20, 0.01);
  pace.parallel = 3;
  EXPECT_NEAR(seconds(pace.time_of(10, Duration::seconds(2))), 8, 0.01);
  EXPECT_EQ(pace.time_of(0, Duration::seconds(2)).us, 0);
}

TEST(PaceTest, CallsBeyondTheWindowWaitForIt) {
  Pace pace;
  pace.left = 10;
  pace.until_free = Duration::seconds(1000);
  pace.per_window = 100;
  EXPECT_NEAR(seconds(pace.time_of(11, Duration::seconds(2))), 1002, 0.01);
  EXPECT_NEAR(seconds(pace.time_of(110, Duration::seconds(2))), 1200, 0.01);
  EXPECT_NEAR(seconds(pace.time_of(111, Duration::seconds(2))), 1000 + 3600 + 2, 0.01);
  EXPECT_NEAR(seconds(pace.time_of(111, Duration::seconds(200))), 2000 + 20000 + 200, 0.01) << "slower than the limit";
}

TEST(PageCostTest, ATypicalPageIsEnoughToBeginAnewWith) {
  PageCost cost;
  EXPECT_FALSE(cost.typical().has_value());
  cost.add(0, 900, Duration::seconds(1));
  EXPECT_FALSE(cost.typical().has_value()) << "a page without assets tells nothing of one with some";
  PageCost measured;
  for (int i = 0; i < 5; ++i) measured.add(250, 1000000, Duration::seconds(4));
  const TypicalPage page = *measured.typical();
  PageCost again;
  again.add(page.assets, page.bytes, page.took);
  EXPECT_NEAR(*again.bytes_per_asset(), *measured.bytes_per_asset(), 1);
  for (const uint64_t assets : {10u, 250u, 5000u}) {
    EXPECT_NEAR(seconds(again.time_of(assets)), seconds(measured.time_of(assets)), 0.01) << assets;
  }
}

}  // namespace
}  // namespace sluice
