#include "flow/page_sizer.h"

#include <gtest/gtest.h>

namespace sluice {
namespace {

// Pages of 5,000 bytes an asset, 0.5 s and 1 ms an asset.
struct PageSizerTest : testing::Test {
  PageSizer sizer{1000};
  uint64_t bytes_per_asset = 5000;

  void page(uint64_t assets) {
    sizer.page_came(assets, assets * bytes_per_asset, Duration::millis(500 + static_cast<int64_t>(assets)));
  }
  static PageSizerView view(int calls_left, std::optional<uint64_t> assets_left) {
    PageSizerView v;
    v.calls_left = calls_left;
    v.until_free = Duration::seconds(3000);
    v.assets_left = assets_left;
    v.calls_per_window = 300;
    return v;
  }
};

TEST_F(PageSizerTest, BeginsWithWhatItIsGiven) {
  EXPECT_EQ(sizer.next(view(300, std::nullopt)), 1000u);
  EXPECT_EQ(PageSizer(0).next(view(300, std::nullopt)), 1u);
  EXPECT_EQ(PageSizer(5000000).next(view(300, std::nullopt)), 1000000u);
}

TEST_F(PageSizerTest, PagesAreTwoMegabytesWhereTheCallsSuffice) {
  page(1000);
  EXPECT_EQ(sizer.next(view(299, 20000)), 400u);
  bytes_per_asset = 500;
  for (int i = 0; i < 100; ++i) page(400);
  EXPECT_NEAR(static_cast<double>(sizer.next(view(299, 100000))), 4000, 10);
}

TEST_F(PageSizerTest, TheyAreLargerWhereThatSavesAWindow) {
  page(1000);
  page(400);
  // 400 a page would take 250 calls, and 100 are left.
  const uint64_t size = sizer.next(view(100, 100000));
  EXPECT_GE(size, 1000u);
  EXPECT_LE(size, 1100u);
  EXPECT_EQ(sizer.next(view(300, 100000)), 400u);
}

TEST_F(PageSizerTest, WhereAWindowMustBeCrossedItIsCrossedWithTheSmallestPagesThatDo) {
  page(1000);
  page(400);
  // No page may be so large that 10 calls suffice; with another 300 each may have 2 MB.
  EXPECT_EQ(sizer.next(view(10, 100000)), 400u);
}

TEST_F(PageSizerTest, ARunOfUnknownLengthAsksForMoreInTheSecondHalfOfItsCalls) {
  page(1000);
  for (int i = 0; i < 20; ++i) page(400);
  EXPECT_EQ(sizer.next(view(279, std::nullopt)), 400u);
  for (int i = 0; i < 180; ++i) page(400);
  EXPECT_GT(sizer.next(view(100, std::nullopt)), 700u);
  EXPECT_GT(sizer.next(view(50, std::nullopt)), 1500u);
}

TEST_F(PageSizerTest, NoPageIsLargerThanAReaderTakesWithEase) {
  for (int i = 0; i < 10; ++i) page(4000);
  EXPECT_LE(sizer.next(view(1, 1000000)) * bytes_per_asset, kPageBytesMost);
}

TEST_F(PageSizerTest, NoPageIsExpectedToTakeLongerThanAThirdOfTheTimeout) {
  sizer.page_came(1000, 100000, Duration::seconds(50));
  EXPECT_LE(sizer.next(view(1, 1000000)), 2000u);
}

TEST_F(PageSizerTest, APageGrowsFourfoldAtMost) {
  sizer.page_came(1000, 1000, Duration::millis(10));
  EXPECT_EQ(sizer.next(view(300, 1000000)), 4000u);
}

TEST_F(PageSizerTest, ATimeoutHalvesAndPagesThatComeRaiseItSlowly) {
  page(1000);
  const uint64_t before = sizer.next(view(299, 20000));
  sizer.timed_out(before);
  EXPECT_EQ(sizer.next(view(299, 20000)), before / 2);
  sizer.timed_out(before / 2);
  EXPECT_EQ(sizer.next(view(299, 20000)), before / 4);
  page(before / 4);
  EXPECT_LE(sizer.next(view(299, 20000)), before / 4 * 12 / 10);
  for (int i = 0; i < 20; ++i) page(100);
  EXPECT_GE(sizer.next(view(299, 20000)), before * 9 / 10);
}

TEST_F(PageSizerTest, TimeoutsNeverAskForLessThanOne) {
  for (int i = 0; i < 40; ++i) sizer.timed_out(sizer.next(view(300, std::nullopt)));
  EXPECT_EQ(sizer.next(view(300, std::nullopt)), 1u);
  page(1);
  page(1);
  EXPECT_GE(sizer.next(view(300, std::nullopt)), 2u);
}

TEST_F(PageSizerTest, EmptyPagesAndHugeAssetsAreNoTrouble) {
  sizer.page_came(0, 300, Duration::seconds(1));
  EXPECT_EQ(sizer.next(view(300, std::nullopt)), 1000u);
  sizer.page_came(1, 60000000, Duration::seconds(1));
  EXPECT_EQ(sizer.next(view(300, 100)), 1u);
  EXPECT_EQ(sizer.next(view(0, 100)), 1u);
}

}  // namespace
}  // namespace sluice
