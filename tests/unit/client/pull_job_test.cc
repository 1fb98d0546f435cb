#include "client/pull_job.h"

#include <gtest/gtest.h>

#include "base/sha256.h"
#include "page_text.h"

namespace sluice {
namespace {

struct PullJobTest : testing::Test {
  AssetStore store{mobile_asset_columns(), mobile_detection_columns()};
  RateBudget budget{1};
  Instant now{Duration::seconds(10).us};
  WallTime wall{1795219200LL * 1000000};
  uint64_t flights = 0;
  std::unique_ptr<PullJob> job;

  void begin(DecodeLimits limits = {}) {
    PullPlan plan;
    plan.run_id = "run-1";
    plan.gateway = "https://gw.test";
    plan.path = "/sem/v1/assetList";
    plan.parameters = {{"action", "list"}, {"truncation_limit", "2"}};
    plan.reserve_calls = 0;
    plan.decode_limits = limits;
    job = std::make_unique<PullJob>(std::move(plan), store, budget, 1, now, wall);
  }
  void wait_until_free() {
    while (!job->over() && !job->wants_transmit(now)) now = now + Duration::seconds(1);
  }
  void answer(int status, std::string body, Headers headers = {}) {
    wait_until_free();
    ASSERT_FALSE(job->over());
    job->send(FlightId{++flights}, now, wall);
    job->handle_response(FlightId{flights}, {status, std::move(headers), std::move(body)}, now, wall);
    while (job->work(Fuel{64}, now, wall) == Work::kMore) {
    }
    job->refresh_status(now, wall);
  }
  RunState state() const { return job->status().state; }
};

TEST_F(PullJobTest, TheLastPageWithoutAWarningMakesItComplete) {
  begin();
  answer(200, page_xml(asset_xml(1) + asset_xml(2), warning_xml("id_min=3")));
  EXPECT_EQ(state(), RunState::kRunning);
  answer(200, page_xml(asset_xml(3)));
  EXPECT_EQ(state(), RunState::kComplete);
  const Manifest& manifest = job->manifest();
  ASSERT_EQ(manifest.pages.size(), 2u);
  EXPECT_EQ(manifest.pages[0].sha256, sha256_hex(page_xml(asset_xml(1) + asset_xml(2), warning_xml("id_min=3"))));
  EXPECT_EQ(manifest.pages[0].cursor_in, "");
  EXPECT_EQ(manifest.pages[0].cursor_out, "3");
  EXPECT_EQ(manifest.pages[1].cursor_in, "3");
  EXPECT_EQ(manifest.pages[1].cursor_out, "");
  EXPECT_EQ(manifest.server_time, "2026-11-21T00:00:00.000Z");
}

TEST_F(PullJobTest, EachUselessBodyIsTriedAgainAndNothingOfItIsKept) {
  for (const std::string& body :
       {std::string(), std::string("<html><body>Log in</body></html>"), page_xml(asset_xml(1)).substr(0, 200),
        page_xml(asset_xml(1)) + "<more/>", std::string("{\"error\":\"x\"}"), std::string("upstream timed out")}) {
    begin();
    answer(200, body);
    EXPECT_EQ(job->status().retries, 1u) << body;
    EXPECT_FALSE(job->over()) << body;
    EXPECT_EQ(store.assets().pending_count(), 0u);
    answer(200, page_xml(asset_xml(1)));
    EXPECT_EQ(state(), RunState::kComplete) << body;
    EXPECT_EQ(job->status().assets, 1u);
  }
}

// api-reference.md 6.1: the header's very name is garbled in the guide.
TEST_F(PullJobTest, TheContentTypeIsNotBelieved) {
  for (const char* type : {"application/xml", "text/html", "application/json", "nonsense"}) {
    begin();
    answer(200, page_xml(asset_xml(1)), {{"Content-Type", type}});
    EXPECT_EQ(state(), RunState::kComplete) << type;
  }
  begin();
  answer(200, page_xml(asset_xml(1)));
  EXPECT_EQ(state(), RunState::kComplete);
}

// api-reference.md 7.3: a refusal may come with a good status.
TEST_F(PullJobTest, ASimpleReturnUnder200IsAnError) {
  begin();
  answer(200, simple_return("1905", "parameter ids has invalid value: x"));
  EXPECT_EQ(state(), RunState::kFailed);
  EXPECT_NE(job->manifest().why.find("parameter ids has invalid value: x"), std::string::npos);
}

// api-reference.md 6.4: neither an element nor a header tells one.
TEST_F(PullJobTest, MobileNeverKnowsATotal) {
  begin();
  answer(200, page_xml(asset_xml(1) + asset_xml(2), warning_xml("id_min=3")));
  EXPECT_FALSE(job->status().total);
  answer(200, page_xml(asset_xml(3)));
  EXPECT_FALSE(job->status().total);
}

TEST_F(PullJobTest, EachRefusalForGoodEndsTheRunAtOnce) {
  for (const auto& [status, body] :
       {std::pair<int, std::string>{400, simple_return("1905", "parameter ids has invalid value")},
        {403, ""},
        {404, ""},
        {410, ""},
        {414, ""},
        {200, simple_return("999", "Internal Error")},
        {200, "<SOMETHING_ELSE><A/></SOMETHING_ELSE>"}}) {
    begin();
    answer(status, body);
    EXPECT_EQ(state(), RunState::kFailed) << status << body;
    EXPECT_EQ(job->status().calls, 1u);
    EXPECT_FALSE(job->manifest().why.empty());
  }
}

TEST_F(PullJobTest, WhatIsCommittedIsKeptWhenALaterPageFails) {
  begin();
  answer(200, page_xml(asset_xml(1) + asset_xml(2), warning_xml("id_min=3")));
  answer(403, simple_return("2012", "User is not authorized to run the VMDR Mobile API."));
  EXPECT_EQ(state(), RunState::kPartial);
  EXPECT_EQ(store.assets().live_count(), 2u);
  EXPECT_NE(job->manifest().why.find("2 assets from 1 page are kept"), std::string::npos) << job->manifest().why;
}

TEST_F(PullJobTest, AGatewayThatFailsFiveTimesAndAlsoWhereNoAssetIsEndsTheRun) {
  begin();
  for (int i = 0; i < kAttemptsPerPageMax; ++i) {
    EXPECT_FALSE(job->over());
    answer(503, "");
  }
  EXPECT_NE(job->status().message.find("Looking for the one asset behind it"), std::string::npos)
      << job->status().message;
  answer(503, "");
  answer(503, "");
  EXPECT_EQ(state(), RunState::kFailed);
  EXPECT_EQ(job->status().calls, 7u);
  EXPECT_NE(job->status().message.find("no single asset is behind it"), std::string::npos) << job->status().message;
}

TEST_F(PullJobTest, APageOfOneThatHoldsNobodyBlamesNobody) {
  begin();
  answer(200, page_xml(asset_xml(1), warning_xml("id_min=3")));
  for (int i = 0; i < kAttemptsPerPageMax; ++i) answer(503, "");
  answer(200, page_xml(""));  // where no asset is
  answer(503, "");            // half of two: one
  answer(503, "");            // once more
  answer(200, page_xml(""));  // without its RESULTS: the gateway looked at one asset and lists none
  EXPECT_EQ(state(), RunState::kComplete) << job->status().message;
  EXPECT_TRUE(job->manifest().quarantine.empty());
}

TEST_F(PullJobTest, ARunThatEndsInAHuntTellsTheCursorOfThePage) {
  begin();
  answer(200, page_xml(asset_xml(1), warning_xml("id_min=3")));
  for (int i = 0; i < kAttemptsPerPageMax; ++i) answer(503, "");
  job->stop("Stopped.", now, wall);
  EXPECT_EQ(job->manifest().next_cursor, "3");
}

TEST_F(PullJobTest, AConnectionThatIsLostFiveTimesIsNoAssetsFault) {
  begin();
  for (int i = 0; i < kAttemptsPerPageMax; ++i) {
    wait_until_free();
    job->send(FlightId{++flights}, now, wall);
    job->handle_failure(FlightId{flights}, {FailureKind::kUnreachable, ""}, now, wall);
  }
  EXPECT_EQ(state(), RunState::kFailed);
  EXPECT_EQ(job->status().calls, 5u);
}

TEST_F(PullJobTest, ARefusalByALimitIsWaitedForAndIsNoAttempt) {
  begin();
  for (int i = 0; i < 20; ++i) answer(429, "", {{"X-RateLimit-ToWait-Sec", "5"}});
  answer(409, simple_return("1960", "This API cannot be run again until other calls have ended."));
  answer(200, simple_return("1965", "This API cannot be run again for a while."));
  answer(200, page_xml(asset_xml(1)));
  EXPECT_EQ(state(), RunState::kComplete);
  EXPECT_EQ(job->status().refused, 22u);
  EXPECT_EQ(job->status().retries, 0u);
}

TEST_F(PullJobTest, AGatewayThatRefusesForEverIsGivenUp) {
  begin();
  for (int i = 0; i < kRefusalsInARowMax && !job->over(); ++i) answer(429, "", {{"X-RateLimit-ToWait-Sec", "5"}});
  EXPECT_EQ(state(), RunState::kFailed);
}

TEST_F(PullJobTest, WaitingSaysWhyAndUntilWhen) {
  begin();
  answer(429, "", {{"X-RateLimit-ToWait-Sec", "2050"}});
  EXPECT_EQ(state(), RunState::kWaiting);
  EXPECT_EQ(job->status().wait_reason, WaitReason::kRateLimit);
  EXPECT_NEAR((*job->status().wait_until - now).as_seconds(), 2052, 1.1);
  EXPECT_NE(job->status().message.find("goes on by itself"), std::string::npos);
}

TEST_F(PullJobTest, ALoopingCursorIsAnErrorThatKeepsThePage) {
  begin();
  answer(200, page_xml(asset_xml(1), warning_xml("id_min=5")));
  answer(200, page_xml(asset_xml(5), warning_xml("id_min=5")));
  EXPECT_EQ(state(), RunState::kPartial);
  EXPECT_EQ(job->status().assets, 2u);
  EXPECT_NE(job->manifest().why.find("circles"), std::string::npos);
}

TEST_F(PullJobTest, AWarningOfAnotherCodeWithAnAddressIsNotCalledComplete) {
  begin();
  std::string page = page_xml(asset_xml(1), warning_xml("id_min=5"));
  page.replace(page.find("1980"), 4, "1999");
  answer(200, page);
  EXPECT_EQ(state(), RunState::kPartial);
}

TEST_F(PullJobTest, AQuarantinedRecordMakesTheRunPartialAndIsListed) {
  DecodeLimits limits;
  limits.record_bytes_max = 1000;
  begin(limits);
  answer(200, page_xml(asset_xml(1) + asset_xml(2, 1, "<USERNAME>" + std::string(2000, 'x') + "</USERNAME>") +
                       asset_xml(3)));
  EXPECT_EQ(state(), RunState::kPartial);
  EXPECT_EQ(job->status().assets, 2u);
  ASSERT_EQ(job->manifest().quarantine.size(), 1u);
  EXPECT_EQ(job->manifest().quarantine[0].id, 2);
  EXPECT_EQ(job->status().quarantined, 1u);
}

std::string page_of_many(int first, int count) {
  std::string xml;
  for (int id = first; id < first + count; ++id) xml += asset_xml(id);
  return page_xml(xml, warning_xml("id_min=" + std::to_string(first + count)));
}

TEST_F(PullJobTest, APageForWhichTheTablesHaveNoRoomEndsTheRunAndWhatWasThereStays) {
  DecodeLimits limits;
  limits.table_bytes_max = 4 * 1024 * 1024;
  begin(limits);
  answer(200, page_of_many(1, 1000));
  EXPECT_EQ(state(), RunState::kRunning);
  answer(200, page_of_many(1001, 40000));
  EXPECT_EQ(state(), RunState::kPartial);
  EXPECT_EQ(store.assets().live_count(), 1000u);
  EXPECT_EQ(store.assets().row_end(), 1000u);
  EXPECT_EQ(store.assets().pending_count(), 0u) << "nor does anything of it wait for another run";
  EXPECT_EQ(job->manifest().pages.size(), 1u);
  EXPECT_EQ(job->manifest().next_cursor, "1001") << "from there the rest can be pulled";
  EXPECT_EQ(job->status().message,
            "Partial: The tables have reached their limit of 4.2 MB of memory (table_bytes_max). Pull less at a time "
            "(chosen ids or tags, a filter, or no RESULTS (show_results=0)) and export each part. 1,000 assets from 1 "
            "page are kept.");
}

TEST_F(PullJobTest, AFirstPageForWhichTheTablesHaveNoRoomIsAFailure) {
  DecodeLimits limits;
  limits.table_bytes_max = 4 * 1024 * 1024;
  begin(limits);
  answer(200, page_of_many(1, 40000));
  EXPECT_EQ(state(), RunState::kFailed);
  EXPECT_EQ(store.assets().row_end(), 0u);
  EXPECT_EQ(job->status().calls, 1u) << "to ask for it again would be in vain";
}

TEST_F(PullJobTest, TheSameAssetOnTwoPagesIsReplacedAndCounted) {
  begin();
  answer(200, page_xml(asset_xml(1) + asset_xml(2, 3), warning_xml("id_min=2")));
  answer(200, page_xml(asset_xml(2, 1)));
  EXPECT_EQ(state(), RunState::kComplete);
  EXPECT_EQ(job->status().assets, 2u);
  EXPECT_EQ(job->status().detections, 2u);
  EXPECT_EQ(job->manifest().duplicates, 1u);
}

TEST_F(PullJobTest, UnknownFieldsAreCountedOverPages) {
  begin();
  answer(200, page_xml(asset_xml(1, 1, "<BATTERY>80</BATTERY>"), warning_xml("id_min=2")));
  answer(200, page_xml(asset_xml(2, 1, "<BATTERY>70</BATTERY>")));
  EXPECT_EQ(state(), RunState::kComplete);
  ASSERT_EQ(job->manifest().unknown_fields.size(), 1u);
  EXPECT_EQ(job->manifest().unknown_fields[0].count, 2u);
  EXPECT_TRUE(store.assets().find_column("battery"));
}

TEST_F(PullJobTest, AnEmptyAnswerIsCompleteAndExplainsItself) {
  begin();
  answer(200, page_xml(""));
  EXPECT_EQ(state(), RunState::kComplete);
  EXPECT_NE(job->status().message.find("Only Enrolled"), std::string::npos);
}

TEST_F(PullJobTest, StoppingWhileAPageIsDecodedTakesNothingOfIt) {
  begin();
  job->send(FlightId{1}, now, wall);
  job->handle_response(FlightId{1}, {200, {}, page_xml(asset_xml(1) + asset_xml(2))}, now, wall);
  job->work(Fuel{200}, now, wall);
  job->stop("Stopped.", now, wall);
  EXPECT_EQ(state(), RunState::kStopped);
  EXPECT_EQ(store.assets().live_count(), 0u);
  EXPECT_EQ(store.assets().pending_count(), 0u);
}

TEST_F(PullJobTest, ThePolicyOfThePageIsNotTriedAgain) {
  begin();
  job->send(FlightId{1}, now, wall);
  job->handle_failure(FlightId{1}, {FailureKind::kPolicy, ""}, now, wall);
  EXPECT_EQ(state(), RunState::kFailed);
}

// ── OT ──

struct OtPullTest : testing::Test {
  RecordStore store{"ot.hosts"};
  RateBudget budget{1};
  Instant now{Duration::seconds(10).us};
  WallTime wall{1795219200LL * 1000000};
  uint64_t flights = 0;
  std::unique_ptr<PullJob> job;
  std::string asked;

  void begin(std::string source = "ot.hosts") {
    PullPlan plan;
    plan.run_id = "run-1";
    plan.source = std::move(source);
    plan.gateway = "https://gw.test";
    plan.path = "/ot/1.0/host/list";
    plan.parameters = {{"pageSize", "2"}};
    plan.page_size = 2;
    plan.reserve_calls = 0;
    job = std::make_unique<PullJob>(std::move(plan), store, budget, 1, now, wall);
  }
  void answer(int status, std::string body, Headers headers = {}) {
    while (!job->over() && !job->wants_transmit(now)) now = now + Duration::seconds(1);
    ASSERT_FALSE(job->over());
    asked = job->send(FlightId{++flights}, now, wall).url;
    job->handle_response(FlightId{flights}, {status, std::move(headers), std::move(body)}, now, wall);
    while (job->work(Fuel{64}, now, wall) == Work::kMore) {
    }
    job->refresh_status(now, wall);
  }
  static Headers count(std::string n) { return {{"count", std::move(n)}}; }
  RunState state() const { return job->status().state; }
};

TEST_F(OtPullTest, PagesByNumberUntilTheCountIsReached) {
  begin();
  answer(200, R"({"assets":[{"assetId":1},{"assetId":2}]})", count("3"));
  EXPECT_EQ(asked, "https://gw.test/ot/1.0/host/list?pageSize=2&pageNumber=0");
  EXPECT_EQ(job->status().total, 3u);
  EXPECT_EQ(state(), RunState::kRunning);
  answer(200, R"({"assets":[{"assetId":3}]})", count("3"));
  EXPECT_EQ(asked, "https://gw.test/ot/1.0/host/list?pageSize=2&pageNumber=1");
  EXPECT_EQ(state(), RunState::kComplete);
  EXPECT_EQ(job->status().assets, 3u);
  EXPECT_EQ(job->status().message, "Complete: 3 hosts in 2 pages.");
  EXPECT_EQ(job->manifest().pages[0].cursor_in, "0");
  EXPECT_EQ(job->manifest().pages[0].cursor_out, "1");
  EXPECT_EQ(job->manifest().next_cursor, "");
}

TEST_F(OtPullTest, TheGatewaysTimeIsThatOfTheDateHeader) {
  begin();
  answer(200, R"({"assets":[]})", {{"count", "0"}, {"Date", "Mon, 06 Feb 2023 08:18:01 GMT"}});
  EXPECT_EQ(job->manifest().server_time, "2023-02-06T08:18:01Z");
}

TEST_F(OtPullTest, ARunThatStopsTellsTheCursorThatWasDue) {
  begin();
  answer(200, R"([{"assetId":1},{"assetId":2}])", count("3"));
  job->stop("Stopped.", now, wall);
  EXPECT_EQ(job->manifest().next_cursor, "1");
}

TEST_F(OtPullTest, RecordsThatMoveBetweenPagesAreCountedOnce) {
  begin();
  answer(200, R"([{"assetId":1},{"assetId":2}])");
  answer(200, R"([{"assetId":2},{"assetId":3}])");
  answer(200, R"([{"assetId":4}])");
  EXPECT_EQ(state(), RunState::kComplete);
  EXPECT_EQ(job->status().assets, 4u);
  EXPECT_EQ(job->status().duplicates, 1u);
}

TEST_F(OtPullTest, A404WithAnErrorObjectIsAnEmptyList) {
  begin();
  answer(404, R"({"_error":{"code":404,"message":"Files not found"}})");
  EXPECT_EQ(state(), RunState::kComplete);
  EXPECT_EQ(job->status().assets, 0u);
  EXPECT_NE(job->status().message.find("Complete, but empty"), std::string::npos);
}

TEST_F(OtPullTest, AnyOther404IsAWrongPathNeverNoData) {
  begin();
  answer(404, R"({"message":"No message available"})");
  EXPECT_EQ(state(), RunState::kFailed);
  EXPECT_NE(job->status().message.find("module"), std::string::npos) << job->status().message;
}

TEST_F(OtPullTest, A410SaysThatTheVersionIsRetired) {
  begin();
  answer(410, "");
  EXPECT_EQ(state(), RunState::kFailed);
  EXPECT_NE(job->status().message.find("retired"), std::string::npos) << job->status().message;
}

TEST_F(OtPullTest, AnEmptyListInTheMiddleOfWhatWasCountedIsPartial) {
  begin();
  answer(200, R"([{"assetId":1},{"assetId":2}])", count("9"));
  for (int i = 0; i < 5 && !job->over(); ++i) {
    answer(404, R"({"_error":{"code":404,"message":"Files not found"}})");
    if (!job->over()) answer(200, R"([{"assetId":1},{"assetId":2}])", count("9"));
  }
  EXPECT_EQ(state(), RunState::kPartial);
  EXPECT_NE(job->status().message.find("counts 9 records"), std::string::npos) << job->status().message;
}

TEST_F(OtPullTest, ACountThatIsNoNumberIsUnknown) {
  begin();
  answer(200, R"([{"assetId":1}])", count("many"));
  EXPECT_EQ(job->status().total, std::nullopt);
  EXPECT_EQ(state(), RunState::kComplete) << "a short page, and nobody said that there is more";
}

TEST_F(OtPullTest, AQuarantinedRecordIsCountedAndMakesItPartial) {
  begin();
  answer(200, R"([{"assetId":1},{bad}])", count("2"));
  EXPECT_EQ(state(), RunState::kPartial);
  EXPECT_EQ(flights, 1u) << "the count is reached: no second sweep for a record that cannot be read";
}

TEST_F(OtPullTest, DetectionsAreCountedAsDetections) {
  begin("ot.detections");
  answer(200, R"([{"id":"d1","asset":{"assetId":4}}])", count("1"));
  EXPECT_EQ(job->status().detections, 1u);
  EXPECT_EQ(job->status().assets, 0u);
  EXPECT_EQ(job->manifest().pages[0].detections, 1u);
  EXPECT_EQ(job->status().message, "Complete: 1 detection in 1 page.");
}

TEST_F(OtPullTest, XmlWhereJsonIsDueIsAskedForAgain) {
  begin();
  answer(200, "<html>login</html>");
  EXPECT_EQ(job->status().retries, 1u);
  answer(200, R"({"assets":[]})");
  EXPECT_EQ(state(), RunState::kComplete);
}

}  // namespace
}  // namespace sluice
