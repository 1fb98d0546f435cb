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

// A reader is shown half of what a manager is.
TEST(PastRunsTest, HowManyThereAreDependsOnWhoAsks) {
  PastRuns past;
  PullPlan manager = plan({});
  manager.subject = "acme_mg1";
  PullPlan reader = plan({});
  reader.subject = "acme_rd1";
  past.note_complete(manager, 2400);
  EXPECT_EQ(past.records(reader), std::nullopt);
  EXPECT_TRUE(PastRuns::same_request(manager, reader));
}

RunSummary summary(std::string state, uint64_t assets, const PullPlan& of) {
  RunSummary run;
  run.source = of.source;
  run.gateway = of.gateway;
  run.path = of.path;
  run.state = std::move(state);
  run.assets = assets;
  run.request = PastRuns::request_of(of);
  run.page = TypicalPage{100, 400000, Duration::seconds(3)};
  return run;
}

TEST(PastRunsTest, WhatAnEarlierVisitKeptIsKnownAgain) {
  PastRuns past;
  past.remember(summary("complete", 2400, plan({{"severities", "5"}})));
  EXPECT_EQ(past.records(plan({{"severities", "5"}, {"truncation_limit", "50"}})), 2400u);
  EXPECT_EQ(past.records(plan({})), std::nullopt);
  EXPECT_EQ(past.cost(plan({})).time_of(100).us, Duration::seconds(3).us) << "a page costs the same there";
  EXPECT_NEAR(*past.cost(plan({})).bytes_per_asset(), 4000, 1);
}

TEST(PastRunsTest, ARunThatWasNotCompleteTellsOnlyWhatPagesCost) {
  PastRuns past;
  for (const char* state : {"partial", "stopped", "failed", "interrupted", "running", ""}) {
    past.remember(summary(state, 7, plan({})));
  }
  EXPECT_EQ(past.records(plan({})), std::nullopt);
  EXPECT_TRUE(past.cost(plan({})).known());
}

TEST(PastRunsTest, TheNewestKeptRunCountsAndWhatWasSeenSinceThenMore) {
  PastRuns past;
  past.remember(summary("complete", 2400, plan({})));
  past.remember(summary("complete", 2000, plan({})));
  EXPECT_EQ(past.records(plan({})), 2400u);
  past.note_complete(plan({}), 2500);
  past.remember(summary("complete", 2400, plan({})));
  EXPECT_EQ(past.records(plan({})), 2500u);
}

TEST(PastRunsTest, KeptRunsDriveNothingOutThatWasSeen) {
  PastRuns past;
  past.note_complete(plan({}), 12);
  for (size_t i = 0; i < kPastRunsMax * 2; ++i) {
    past.remember(summary("complete", i, plan({{"qids", std::to_string(i)}})));
  }
  EXPECT_EQ(past.records(plan({})), 12u);
}

TEST(PastRunsTest, ASummaryThatNamesNoRequestTellsNoNumber) {
  PastRuns past;
  RunSummary run = summary("complete", 2400, plan({}));
  run.request.clear();
  past.remember(run);
  EXPECT_EQ(past.records(plan({})), std::nullopt);
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
