#include "client/run_summary.h"

#include <gtest/gtest.h>

#include "client/past_runs.h"

namespace sluice {
namespace {

PullPlan plan_of(std::string source) {
  PullPlan plan;
  plan.run_id = "r-1";
  plan.source = std::move(source);
  plan.gateway = "https://gw.test";
  plan.path = "/sem/v1/assetList";
  plan.subject = "acme_mg1";
  plan.parameters = {{"severities", "4-5"}};
  return plan;
}

RunStatus status_of(RunState state) {
  RunStatus status;
  status.state = state;
  status.assets = 2400;
  status.detections = 12000;
  status.bytes = 9000000;
  return status;
}

Manifest begun() {
  Manifest manifest;
  manifest.started_at = "2026-11-22T08:14:51.203Z";
  return manifest;
}

std::string summary_of(const PullPlan& plan, RunState state, const PageCost& cost = {}) {
  return run_summary(plan, status_of(state), begun(), cost);
}

TEST(RunSummaryTest, WhatIsWrittenIsReadAgain) {
  PageCost cost;
  for (int i = 0; i < 4; ++i) cost.add(100, 375000, Duration::millis(1200));
  const PullPlan plan = plan_of("mobile.assets");
  const std::optional<RunSummary> run = read_run_summary(summary_of(plan, RunState::kComplete, cost));
  ASSERT_TRUE(run.has_value());
  EXPECT_EQ(run->id, "r-1");
  EXPECT_EQ(run->source, "mobile.assets");
  EXPECT_EQ(run->gateway, "https://gw.test");
  EXPECT_EQ(run->path, "/sem/v1/assetList");
  EXPECT_EQ(run->subject, "acme_mg1");
  EXPECT_EQ(run->state, "complete");
  EXPECT_EQ(run->assets, 2400u);
  EXPECT_EQ(run->bytes, 9000000u);
  EXPECT_EQ(run->started_at, "2026-11-22T08:14:51.203Z");
  EXPECT_EQ(run->request, PastRuns::request_of(plan));
  ASSERT_TRUE(run->page.has_value());
  EXPECT_EQ(run->page->assets, 100u);
  EXPECT_EQ(run->page->bytes, 375000u);
  EXPECT_EQ(run->page->took.us, Duration::millis(1200).us);
}

TEST(RunSummaryTest, CountsTheRowsThatItsSourceIsAbout) {
  EXPECT_EQ(read_run_summary(summary_of(plan_of("ot.detections"), RunState::kRunning))->assets, 12000u);
}

TEST(RunSummaryTest, TellsNothingOfPagesBeforeTheFirst) {
  EXPECT_FALSE(read_run_summary(summary_of(plan_of("mobile.assets"), RunState::kRunning))->page.has_value());
}

TEST(RunSummaryTest, ParametersStayOutOfIt) {
  PullPlan plan = plan_of("mobile.assets");
  plan.parameters = {{"ids", std::string(100000, '7')}};
  EXPECT_LT(summary_of(plan, RunState::kRunning).size(), 500u);
}

TEST(RunSummaryTest, AnEarlierVersionsSummaryIsStillARun) {
  const auto run = read_run_summary(R"({"id":"r-2","source":"ot.hosts","state":"stopped","assets":7,"bytes":9})");
  ASSERT_TRUE(run.has_value());
  EXPECT_EQ(run->assets, 7u);
  EXPECT_EQ(run->request, "");
  EXPECT_TRUE(run->resumable());
}

TEST(RunSummaryTest, ARunOfALaterVersionsSourceIsStillARun) {
  EXPECT_EQ(read_run_summary(R"({"id":"r-3","source":"ot.planes"})")->source, "ot.planes");
}

TEST(RunSummaryTest, WhatIsNoRunIsNone) {
  for (const char* text : {"", "null", "[]", "{", "{}", R"({"id":"","source":"ot.hosts"})",
                           R"({"id":5,"source":"ot.hosts"})"}) {
    EXPECT_FALSE(read_run_summary(text).has_value()) << text;
  }
}

TEST(RunSummaryTest, OddMembersAreLeftOut) {
  const auto run = read_run_summary(
      R"({"id":"r-1","source":"ot.hosts","state":3,"assets":-4,"bytes":"many","request":{},"page":[1]})");
  ASSERT_TRUE(run.has_value());
  EXPECT_EQ(run->assets, 0u);
  EXPECT_EQ(run->state, "");
  EXPECT_FALSE(run->resumable());
  for (const char* page : {R"({"assets":0,"bytes":1,"ms":1})", R"({"assets":10,"bytes":1})",
                           R"({"assets":10,"bytes":1,"ms":18446744073709551615})",
                           R"({"assets":18446744073709551615,"bytes":1,"ms":1})"}) {
    const std::string text = std::string(R"({"id":"r-1","source":"ot.hosts","page":)") + page + "}";
    EXPECT_FALSE(read_run_summary(text)->page.has_value()) << page;
  }
}

}  // namespace
}  // namespace sluice
