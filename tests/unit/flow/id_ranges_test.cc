#include "flow/id_ranges.h"

#include <gtest/gtest.h>

namespace sluice {
namespace {

TEST(IdRanges, NothingIsCutBeforeAPageHasTold) {
  IdRanges ranges;
  EXPECT_FALSE(ranges.cut({{1, std::nullopt, false, false}}, 100));
}

TEST(IdRanges, TheOpenRangeIsCutFurtherAndFurtherAhead) {
  IdRanges ranges;
  ranges.page_came(1, 101, 100);
  const std::optional<IdRanges::Cut> first = ranges.cut({{101, std::nullopt, true, false}}, 100);
  const std::optional<IdRanges::Cut> second = ranges.cut({{101, std::nullopt, true, false}}, 100);
  ASSERT_TRUE(first && second);
  EXPECT_GT(first->at, 101 + 100) << "behind the page that is on its way";
  EXPECT_GT(second->at, first->at);
}

TEST(IdRanges, ARangeOfWhichNothingHasComeIsNotLookedBehind) {
  IdRanges ranges;
  ranges.page_came(1, 101, 100);
  EXPECT_FALSE(ranges.cut({{5000, std::nullopt, true, true}}, 100));
}

TEST(IdRanges, TheLongestClosedRangeIsShared) {
  IdRanges ranges;
  ranges.page_came(1, 101, 100);
  const std::optional<IdRanges::Cut> cut = ranges.cut({{101, 400, true, false}, {1000, 3000, true, false}}, 100);
  ASSERT_TRUE(cut);
  EXPECT_EQ(cut->rest, 1u);
  EXPECT_GT(cut->at, 1100);
  EXPECT_LE(cut->at, 3000);
}

TEST(IdRanges, WhatIsLeftOfAPageIsNotWorthACut) {
  IdRanges ranges;
  ranges.page_came(1, 101, 100);
  EXPECT_FALSE(ranges.cut({{101, 250, true, false}}, 100));
  EXPECT_FALSE(ranges.cut({{101, 101, false, false}}, 100));
}

TEST(IdRanges, NoCutLiesWhereIdsCannotBe) {
  IdRanges ranges;
  ranges.page_came(1, kCutIdMax, 2);
  for (int i = 0; i < 50; ++i) {
    const std::optional<IdRanges::Cut> cut = ranges.cut({{kCutIdMax - 10, std::nullopt, true, false}}, 1000000);
    EXPECT_LE(cut ? cut->at : 0, kCutIdMax);
  }
}

}  // namespace
}  // namespace sluice
