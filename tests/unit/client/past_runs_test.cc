#include "client/past_runs.h"

#include <gtest/gtest.h>

namespace sluice {
namespace {

PullPlan plan(ParameterValues parameters, std::string gateway = "https://gw.test") {
  PullPlan made;
  made.source = "mobile.assets";
  made.gateway = std::move(gateway);
  made.path = "/sem/v1/assetList";
  made.parameters = std::move(parameters);
  return made;
}

TEST(PastRunsTest, TheSameRequestIsRecognisedWhateverItsPageSizeAndOrder) {
  PastRuns past;
  past.note_complete(plan({{"action", "list"}, {"severities", "4-5"}, {"truncation_limit", "100"}}), 2400);
  EXPECT_EQ(past.records(plan({{"severities", "4-5"}, {"truncation_limit", "5000"}, {"action", "list"}})), 2400u);
  EXPECT_EQ(past.records(plan({{"action", "list"}, {"severities", "5"}})), std::nullopt);
  EXPECT_EQ(past.records(plan({{"action", "list"}})), std::nullopt);
  EXPECT_EQ(past.records(plan({{"action", "list"}, {"severities", "4-5"}}, "https://other.test")), std::nullopt);
}

TEST(PastRunsTest, TheLastCompleteRunCounts) {
  PastRuns past;
  past.note_complete(plan({}), 10);
  past.note_complete(plan({}), 12);
  EXPECT_EQ(past.records(plan({})), 12u);
}

TEST(PastRunsTest, CostsAreThoseOfThePlace) {
  PastRuns past;
  EXPECT_FALSE(past.cost(plan({})).known());
  past.note_cost(plan({}), PageCost{});
  EXPECT_FALSE(past.cost(plan({})).known());
  PageCost cost;
  cost.add(100, 5000, Duration::seconds(2));
  past.note_cost(plan({{"severities", "5"}}), cost);
  EXPECT_TRUE(past.cost(plan({})).known());
  EXPECT_FALSE(past.cost(plan({}, "https://other.test")).known());
}

TEST(PastRunsTest, NoMoreThanItsLimitAreRemembered) {
  PastRuns past;
  for (size_t i = 0; i < kPastRunsMax * 2; ++i) past.note_complete(plan({{"qids", std::to_string(i)}}), i);
  size_t known = 0;
  for (size_t i = 0; i < kPastRunsMax * 2; ++i) known += past.records(plan({{"qids", std::to_string(i)}})) ? 1 : 0;
  EXPECT_EQ(known, kPastRunsMax);
}

}  // namespace
}  // namespace sluice
