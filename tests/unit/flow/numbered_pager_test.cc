#include "flow/numbered_pager.h"

#include <gtest/gtest.h>

namespace sluice {
namespace {

struct NumberedPagerTest : testing::Test {
  NumberedPager pager{[] {
                        Query query;
                        query.set("filter", "vendor:x");
                        query.set("pageSize", "10");
                        return query;
                      }(),
                      10};
  uint64_t known = 0;

  // A page with that many new records; "more", "done" or why not.
  std::string seen(uint64_t records, std::optional<uint64_t> count, uint64_t copies = 0) {
    known += records - copies;
    PageSeen page;
    page.records = records;
    page.count = count;
    page.known = known;
    const Result<bool> followed = pager.follow(page);
    if (!followed) return followed.error().message;
    return followed.value() ? "more " + pager.cursor() : "done";
  }
};

TEST_F(NumberedPagerTest, CountsFromZeroAndKeepsTheOtherParameters) {
  EXPECT_EQ(pager.query().encode(), "filter=vendor:x&pageSize=10&pageNumber=0");
  EXPECT_EQ(seen(10, 25), "more 1");
  EXPECT_EQ(pager.query().encode(), "filter=vendor:x&pageSize=10&pageNumber=1");
  EXPECT_EQ(pager.page_index(), 1u);
}

TEST_F(NumberedPagerTest, EndsWhenTheCountIsReached) {
  EXPECT_EQ(seen(10, 20), "more 1");
  EXPECT_EQ(seen(10, 20), "done") << "a full last page needs no empty one behind it";
}

TEST_F(NumberedPagerTest, WithoutACountAShortPageIsTheLast) {
  EXPECT_EQ(seen(10, std::nullopt), "more 1");
  EXPECT_EQ(seen(10, std::nullopt), "more 2");
  EXPECT_EQ(seen(9, std::nullopt), "done");
}

TEST_F(NumberedPagerTest, WithoutACountAnEmptyPageIsTheEnd) {
  EXPECT_EQ(seen(10, std::nullopt), "more 1");
  EXPECT_EQ(seen(0, std::nullopt), "done");
}

TEST_F(NumberedPagerTest, AShortPageIsNotTheEndWhileTheCountSaysMore) {
  EXPECT_EQ(seen(7, 20), "more 1");
  EXPECT_EQ(seen(10, 20), "more 2");
  EXPECT_EQ(seen(3, 20), "done");
}

TEST_F(NumberedPagerTest, AnEmptyListIsDone) { EXPECT_EQ(seen(0, 0), "done"); }

TEST_F(NumberedPagerTest, ACountThatGrowsIsFollowed) {
  EXPECT_EQ(seen(10, 15), "more 1");
  EXPECT_EQ(seen(10, 21), "more 2");
  EXPECT_EQ(seen(1, 21), "done");
}

TEST_F(NumberedPagerTest, ARecordThatVanishedMeansASecondSweep) {
  EXPECT_EQ(seen(10, 20), "more 1");
  EXPECT_EQ(seen(9, 19), "more 0") << "one from page 0 is gone, so one of page 1 moved there unseen";
  EXPECT_EQ(pager.sweep(), 2);
  EXPECT_EQ(seen(10, 19, 9), "more 1");
  EXPECT_EQ(seen(9, 19, 9), "done");
  EXPECT_EQ(pager.page_index(), 3u);
}

TEST_F(NumberedPagerTest, FewerDifferentRecordsThanCountedMeansASecondSweep) {
  EXPECT_EQ(seen(10, 20), "more 1");
  EXPECT_EQ(seen(10, 20, 1), "more 0") << "an insertion pushed a known one forward, and hid a new one on page 0";
  EXPECT_EQ(seen(10, 20, 9), "more 1");
  EXPECT_EQ(seen(10, 20, 10), "done");
}

TEST_F(NumberedPagerTest, CopiesThatStayAreNoMovement) {
  EXPECT_EQ(seen(10, 10, 2), "more 0");
  EXPECT_EQ(seen(10, 10, 10), "done");
  ASSERT_EQ(pager.warnings().size(), 1u);
  EXPECT_EQ(pager.warnings()[0], "The gateway counts 10 records, of which 8 are different: the others are copies.");
}

TEST_F(NumberedPagerTest, AListThatNeverHoldsStillIsNotComplete) {
  EXPECT_EQ(seen(10, 20), "more 1");
  EXPECT_EQ(seen(9, 19), "more 0");
  EXPECT_EQ(seen(10, 19, 10), "more 1");
  EXPECT_EQ(seen(8, 18, 8), "more 0");
  EXPECT_EQ(seen(10, 18, 10), "more 1");
  EXPECT_NE(seen(7, 17, 7).find("fell again and again"), std::string::npos);
}

TEST_F(NumberedPagerTest, ACountThatIsNeverDeliveredIsNotComplete) {
  EXPECT_EQ(seen(10, 100), "more 1");
  EXPECT_EQ(seen(0, 100), "more 0");
  EXPECT_EQ(seen(10, 100, 10), "more 1");
  EXPECT_EQ(seen(0, 100), "more 0");
  EXPECT_EQ(seen(10, 100, 10), "more 1");
  EXPECT_NE(seen(0, 100).find("only 10 different ones came"), std::string::npos);
}

TEST_F(NumberedPagerTest, ACountThatIsToldOnlyOnceStillCounts) {
  EXPECT_EQ(seen(10, 30), "more 1");
  EXPECT_EQ(seen(4, std::nullopt), "more 0") << "a short page without a count, but 30 were announced";
}

}  // namespace
}  // namespace sluice
