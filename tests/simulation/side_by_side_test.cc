// Pulls of several calls at a time: as fast as the gateway allows, and the same table, row for row.

#include <gtest/gtest.h>

#include "client/verify.h"
#include "export_text.h"
#include "ot_truth.h"
#include "sim/world.h"
#include "truth.h"

namespace sluice::sim {
namespace {

constexpr const char* kPassword = "rehearsal";
constexpr const char* kManager = "acme_mg1";

WorldOptions wide_world(size_t assets) {
  WorldOptions options;
  options.dataset.assets = assets;
  options.dataset.detections_per_asset = 2;
  options.gateway.concurrency_limit = 5;
  options.gateway.rate_limit = 2000;
  options.gateway.ot_concurrency_headers = true;
  options.gateway.ot.hosts = assets;
  options.gateway.ot.detections_per_host = 2;
  options.latency.least = Duration::millis(1900);
  options.latency.most = Duration::millis(2100);
  return options;
}

PullRequest at_once(int calls, int64_t page_size, std::string source = "mobile.assets") {
  PullRequest request;
  request.source = std::move(source);
  request.page_size = page_size;
  request.concurrency = calls;
  request.reserve_calls = 0;
  return request;
}

// The run's seconds.
int64_t pull_to_the_end(World& world, const PullRequest& request) {
  world.sign_in(kManager, kPassword);
  const Instant begun = world.now();
  EXPECT_TRUE(world.pull(request).ok());
  EXPECT_EQ(world.run(), RunState::kComplete) << world.client().run().message;
  EXPECT_TRUE(world.violations().empty()) << world.violations().front();
  return (world.now() - begun).us / 1000000;
}

void expect_sound_manifest(World& world) {
  VerifyJob verify(world.client().manifest(world.now()).to_json());
  verify.end(false);
  while (verify.work(Fuel{1000}) == Work::kMore) {
  }
  EXPECT_TRUE(verify.verdict().ok) << verify.verdict().problems.front();
}

TEST(SideBySide, RangesBringTheSameRowsInTheSameOrder) {
  World alone(wide_world(500));
  pull_to_the_end(alone, at_once(1, 10));
  for (const int calls : {2, 3, 5}) {
    World world(wide_world(500));
    pull_to_the_end(world, at_once(calls, 10));
    EXPECT_EQ(difference(world.dataset(), *world.client().store()), "");
    EXPECT_EQ(world.client().run().duplicates, 0u) << "nothing was asked for twice";
    EXPECT_EQ(world.gateway().counters().running_most, calls);
    for (const char* table : {"assets", "detections"}) {
      EXPECT_EQ(export_text(world.client(), table), export_text(alone.client(), table)) << calls;
    }
    expect_sound_manifest(world);
  }
}

TEST(SideBySide, TwoCallsAtATimeAreNearlyTwiceAsFast) {
  World alone(wide_world(3000));
  World both(wide_world(3000));
  const int64_t one = pull_to_the_end(alone, at_once(1, 10));
  const int64_t two = pull_to_the_end(both, at_once(2, 10));
  EXPECT_GE(static_cast<double>(one) / static_cast<double>(two), 1.8) << one << " s and " << two << " s";
}

TEST(SideBySide, RangesCostFewCallsMore) {
  World world(wide_world(3000));
  pull_to_the_end(world, at_once(2, 10));
  EXPECT_LE(world.client().run().calls, 300u + 30u);
}

TEST(SideBySide, NumberedPagesComeAheadAndAreTakenInTheirOrder) {
  for (const char* source : {"ot.hosts", "ot.detections"}) {
    World alone(wide_world(300));
    const int64_t one = pull_to_the_end(alone, at_once(1, 10, source));
    for (const int calls : {2, 5}) {
      World world(wide_world(300));
      const int64_t several = pull_to_the_end(world, at_once(calls, 10, source));
      EXPECT_EQ(ot_difference(ot_rows(world.ot_dataset(), source), *world.client().store(source)->tables().front()),
                "");
      EXPECT_EQ(export_text(world.client(), source), export_text(alone.client(), source));
      EXPECT_EQ(world.client().run().calls, alone.client().run().calls);
      EXPECT_LT(several * (calls * 8), one * 10) << "several: " << several << " s, one: " << one << " s";
      expect_sound_manifest(world);
    }
  }
}

TEST(SideBySide, AGatewayThatDoesNotTellACountIsReadOnePageAtATime) {
  WorldOptions options = wide_world(60);
  options.gateway.count_header = false;
  World world(options);
  pull_to_the_end(world, at_once(3, 10, "ot.hosts"));
  EXPECT_EQ(world.gateway().counters().running_most, 1);
}

TEST(SideBySide, NeverMoreThanTheGatewayAllows) {
  WorldOptions options = wide_world(300);
  options.gateway.concurrency_limit = 2;
  World world(options);
  pull_to_the_end(world, at_once(5, 10));
  EXPECT_EQ(world.gateway().counters().running_most, 2);
  EXPECT_EQ(world.client().run().refused, 0u);
}

TEST(SideBySide, AGatewayThatRefusesRangesIsPulledOneCallAtATimeWithoutLoss) {
  for (const IdsWithCursor odd : {IdsWithCursor::kRefused, IdsWithCursor::kCursorAlone, IdsWithCursor::kIdsAlone}) {
    WorldOptions options = wide_world(300);
    options.gateway.ids_with_cursor = odd;
    World world(options);
    pull_to_the_end(world, at_once(3, 10));
    EXPECT_EQ(difference(world.dataset(), *world.client().store()), "") << static_cast<int>(odd);
    const Manifest manifest = world.client().manifest(world.now());
    ASSERT_FALSE(manifest.warnings.empty());
    EXPECT_NE(manifest.warnings.back().find("one call at a time"), std::string::npos) << manifest.warnings.back();
    expect_sound_manifest(world);
  }
}

TEST(SideBySide, ChosenIdsAndTagsArePulledOneCallAtATime) {
  for (const ParameterValues& parameters :
       {ParameterValues{{"ids", "1-100000000"}},
        ParameterValues{{"use_tags", "1"}, {"tag_set_include", "Phones"}, {"tag_set_by", "name"}}}) {
    World world(wide_world(100));
    PullRequest request = at_once(3, 10);
    request.parameters = parameters;
    pull_to_the_end(world, request);
    EXPECT_EQ(world.gateway().counters().running_most, 1);
    EXPECT_NE(world.client().manifest(world.now()).warnings.front().find("One call at a time"), std::string::npos);
  }
}

// field-notes 13
TEST(SideBySide, AListOfIdsThatIsTooLongForOneAddressIsSentInParts) {
  std::string ids;
  World alone(wide_world(1500));
  for (const Asset& asset : alone.dataset().assets) ids += (ids.empty() ? "" : ",") + std::to_string(asset.id);
  ASSERT_GT(ids.size(), 9000u);
  pull_to_the_end(alone, at_once(1, 100));
  for (const int calls : {1, 3}) {
    World world(wide_world(1500));
    PullRequest request = at_once(calls, 100);
    request.parameters = {{"ids", ids}};
    pull_to_the_end(world, request);
    EXPECT_EQ(difference(world.dataset(), *world.client().store()), "");
    EXPECT_EQ(world.client().run().duplicates, 0u);
    EXPECT_EQ(export_text(world.client(), "detections"), export_text(alone.client(), "detections"));
    EXPECT_NE(world.client().manifest(world.now()).warnings.front().find("is sent in 2 parts"), std::string::npos);
    expect_sound_manifest(world);
  }
}

// Ids crowd in places, and between them is nothing for long.
TEST(SideBySide, UnevenIdsAreSharedAllTheSame) {
  for (const size_t assets : {1u, 9u, 10u, 11u, 25u, 80u, 81u, 161u}) {
    World world(wide_world(assets));
    pull_to_the_end(world, at_once(3, 10));
    EXPECT_EQ(difference(world.dataset(), *world.client().store()), "") << assets;
    expect_sound_manifest(world);
  }
}

TEST(SideBySide, APoisonedAssetInOneRangeDoesNotStopTheOthers) {
  WorldOptions options = wide_world(300);
  options.gateway.poisoned_ids = {make_dataset(options.dataset)->assets[150].id};
  World world(options);
  world.sign_in(kManager, kPassword);
  ASSERT_TRUE(world.pull(at_once(3, 10)).ok());
  EXPECT_EQ(world.run(), RunState::kPartial);
  const Manifest manifest = world.client().manifest(world.now());
  ASSERT_EQ(manifest.quarantine.size(), 1u);
  Dataset others = world.dataset();
  std::erase_if(others.assets, [&](const Asset& asset) { return asset.id == options.gateway.poisoned_ids.front(); });
  EXPECT_EQ(difference(others, *world.client().store()), "");
  expect_sound_manifest(world);
}

}  // namespace
}  // namespace sluice::sim
