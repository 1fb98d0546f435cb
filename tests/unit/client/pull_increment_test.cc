#include "client/pull_increment.h"

#include <gtest/gtest.h>

#include "decode/decoder.h"

namespace sluice {
namespace {

// A base of assets with these ids.
class PullIncrementTest : public ::testing::Test {
 protected:
  static void add(AssetStore& store, const std::vector<int64_t>& ids) {
    for (const int64_t id : ids) {
      store.append_asset(id);
      store.append_detection();
    }
    store.commit();
  }

  PullIncrementTest() {
    for (int64_t id = 100; id < 200; ++id) add(base, {id});
    plan.source = "mobile.assets";
    plan.gateway = "https://gw.test";
    plan.path = "/sem/v1/assetList";
    plan.parameters = {{"action", "list"}, {"severities", "4-5"}, {"truncation_limit", "1000"}};
  }

  PullIncrement increment() {
    return PullIncrement({"run-1", "2026-11-20T00:00:00.000Z", "2026-11-20T23:00:00Z"}, base);
  }

  static void name(PullIncrement& increment, const std::vector<int64_t>& ids) {
    const RowId from = increment.named_store().assets().row_end();
    add(increment.named_store(), ids);
    increment.note_named(from);
  }

  AssetStore base{mobile_asset_columns(), mobile_detection_columns()};
  PullPlan plan;
};

TEST_F(PullIncrementTest, AsksForTheNamesWithoutResultsAndForTheNamedWithThem) {
  PullIncrement i = increment();
  EXPECT_EQ(i.naming_parameters(plan.parameters), (ParameterValues{{"action", "list"},
                                                                   {"severities", "4-5"},
                                                                   {"truncation_limit", "1000"},
                                                                   {"detection_updated_since", "2026-11-20T23:00:00Z"},
                                                                   {"show_results", "0"}}));
  name(i, {131, 150});
  name(i, {130, 132, 131});
  i.begin_fetching(plan);
  EXPECT_FALSE(i.naming());
  EXPECT_EQ(i.parameters(),
            (ParameterValues{
                {"action", "list"}, {"severities", "4-5"}, {"truncation_limit", "1000"}, {"ids", "130-132,150"}}));
  ASSERT_EQ(i.batches().size(), 1u);
  EXPECT_EQ(i.batches().front().ids, "130-132,150");
  EXPECT_EQ(i.base().named, 4u);
  EXPECT_FALSE(i.base().everything);
}

// Assets are chosen by tag or by id, not by both.
TEST_F(PullIncrementTest, WhoBearsTheTagsIsAskedOnlyOnce) {
  plan.parameters = {{"action", "list"}, {"use_tags", "1"}, {"tag_set_include", "7"}, {"show_tags", "1"}};
  PullIncrement i = increment();
  EXPECT_EQ(i.naming_parameters(plan.parameters)[2].second, "7");
  name(i, {150});
  i.begin_fetching(plan);
  EXPECT_EQ(i.parameters(), (ParameterValues{{"action", "list"}, {"show_tags", "1"}, {"ids", "150"}}));
}

TEST_F(PullIncrementTest, AListThatIsTooLongForOneAddressGoesInParts) {
  for (int64_t id = 1000000; id < 1010000; id += 2) add(base, {id});
  PullIncrement i = increment();
  for (int64_t id = 1000000; id < 1004000; id += 2) name(i, {id});
  i.begin_fetching(plan);
  EXPECT_GT(i.batches().size(), 1u);
  for (const IdBatch& batch : i.batches()) EXPECT_LE(batch.ids.size(), room_for_ids(plan));
}

TEST_F(PullIncrementTest, WhereMostHasChangedEverythingIsAskedFor) {
  PullIncrement i = increment();
  for (int64_t id = 100; id < 151; ++id) name(i, {id});
  i.begin_fetching(plan);
  EXPECT_TRUE(i.base().everything);
  EXPECT_TRUE(i.batches().empty());
  EXPECT_EQ(i.parameters(), plan.parameters);
}

TEST_F(PullIncrementTest, WhereNothingHasChangedNothingIsAskedFor) {
  PullIncrement i = increment();
  i.begin_fetching(plan);
  EXPECT_TRUE(i.nothing_changed());
  i.drop_gone();
  EXPECT_EQ(i.base().gone_count, 0u);
  EXPECT_EQ(base.assets().live_count(), 100u);
}

TEST_F(PullIncrementTest, WhatWasNamedAndDidNotComeIsTakenOut) {
  PullIncrement i = increment();
  name(i, {130, 150, 999});
  i.begin_fetching(plan);
  base.append_asset(150);
  i.note_fetched(base.commit());
  i.drop_gone();
  EXPECT_EQ(i.base().replaced, 1u);
  EXPECT_EQ(i.base().gone, std::vector<int64_t>{130});
  EXPECT_EQ(base.assets().live_count(), 99u);
  EXPECT_EQ(base.detections().live_count(), 98u) << "150 has come without detections";
}

TEST_F(PullIncrementTest, WhereEverythingWasAskedForAllThatDidNotComeIsTakenOut) {
  PullIncrement i = increment();
  name(i, {150});
  i.begin_fetching(plan);
  i.fetch_everything(plan);
  for (int64_t id = 150; id < 210; ++id) {
    base.append_asset(id);
    i.note_fetched(base.commit());
  }
  i.drop_gone();
  EXPECT_EQ(i.base().replaced, 50u);
  EXPECT_EQ(i.base().gone_count, 50u);
  EXPECT_EQ(i.base().gone.front(), 100);
  EXPECT_EQ(base.assets().live_count(), 60u);
}

TEST(IncrementFrom, BeginsAnHourBeforeTheFirstPage) {
  EXPECT_EQ(since_of("2026-11-21T00:30:00.268Z"), "2026-11-20T23:30:00Z");
  EXPECT_EQ(since_of(""), std::nullopt);
  EXPECT_EQ(since_of("yesterday"), std::nullopt);
}

TEST(IncrementFrom, ARunThatDidNotEndIsGoodForNothingUnlessItHadABase) {
  Manifest manifest;
  manifest.run_id = "run-2";
  manifest.started_at = "2026-11-21T00:00:00.000Z";
  manifest.first_server_time = "2026-11-21T00:30:00Z";
  EXPECT_EQ(increment_from(manifest, RunState::kPartial), std::nullopt);
  EXPECT_EQ(increment_from(manifest, RunState::kComplete)->run_id, "run-2");
  EXPECT_EQ(increment_from(manifest, RunState::kComplete)->whole_started_at, manifest.started_at);

  manifest.base.emplace();
  manifest.base->run_id = "run-1";
  manifest.base->since = "2026-11-20T23:00:00Z";
  manifest.base->whole_started_at = "2026-11-20T00:00:00.000Z";
  EXPECT_EQ(increment_from(manifest, RunState::kPartial)->run_id, "run-1");
  EXPECT_EQ(increment_from(manifest, RunState::kPartial)->since, "2026-11-20T23:00:00Z");
  EXPECT_EQ(increment_from(manifest, RunState::kComplete)->whole_started_at, manifest.base->whole_started_at);
  manifest.base->everything = true;
  EXPECT_EQ(increment_from(manifest, RunState::kComplete)->whole_started_at, manifest.started_at);
}

TEST(IncrementFrom, OnlyMobileCanBeAskedAndNotWithTimesOfItsOwn) {
  EXPECT_TRUE(check_incremental(*find_source("mobile.assets"), {{"severities", "5"}}).ok());
  EXPECT_FALSE(check_incremental(*find_source("ot.hosts"), {}).ok());
  for (const char* name : {"detection_updated_since", "detection_updated_before", "max_days_since_detection_updated"}) {
    const Result<void> checked = check_incremental(*find_source("mobile.assets"), {{name, "1"}});
    ASSERT_FALSE(checked.ok()) << name;
    EXPECT_EQ(checked.error().code, "invalid_parameter");
  }
}

}  // namespace
}  // namespace sluice
