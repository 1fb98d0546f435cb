// Stories of pulls that ask only for what has changed since the last complete run. Whatever happened in between, the
// tables are in the end those of a pull of everything.

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "client/verify.h"
#include "sim/living_inventory.h"
#include "sim/world.h"
#include "truth.h"

namespace sluice::sim {
namespace {

constexpr const char* kEveryStatus = "Enrolled,De-enrolled,Ready for Re-enrollment";
constexpr Duration kADay = Duration::seconds(86400);

WorldOptions fleet(uint64_t seed = 1, size_t assets = 60) {
  WorldOptions options;
  options.seed = seed;
  options.dataset.assets = assets;
  options.dataset.detections_per_asset = 3;
  options.storage = {Duration::millis(1), Duration::millis(40), 0};
  return options;
}

PullRequest everything(int concurrency = 1) {
  PullRequest request;
  request.parameters = {{"status", kEveryStatus}};
  request.page_size = 10;
  request.concurrency = concurrency;
  return request;
}

PullRequest changes(int concurrency = 1) {
  PullRequest request = everything(concurrency);
  request.since_last = true;
  return request;
}

PullRequest kept(PullRequest request) {
  request.keep = true;
  return request;
}

// A world whose inventory goes on living.
class Fleet {
 public:
  explicit Fleet(WorldOptions options, LivingOptions living = {.vanish = false})
      : world_(options),
        start_s_(options.dataset.now_s),
        living_(std::make_shared<const Dataset>(world_.dataset()),
                std::make_shared<const OtDataset>(world_.ot_dataset()), options.seed, living) {
    sign_in();
  }

  void sign_in() {
    const SessionStatus status = world_.sign_in(std::string(kManagerLogin), std::string(kRehearsalPassword));
    ASSERT_EQ(status.state, SessionState::kSignedIn);
  }

  void live(int steps = 1) {
    living_.set_time(start_s_ + world_.now().us / 1000000);
    for (int step = 0; step < steps; ++step) living_.step();
    world_.gateway().set_dataset(living_.assets());
  }

  // Days go by, on which so many things happen.
  void live_on(int days, int steps_a_day) {
    for (int day = 0; day < days; ++day) {
      world_.pass(kADay);
      live(steps_a_day);
    }
    world_.pass(kADay);
    sign_in();
  }

  RunState pull(const PullRequest& request) {
    const Result<std::string> asked = world_.pull(request);
    EXPECT_TRUE(asked.ok()) << (asked.ok() ? "" : asked.error().message);
    if (!world_.crashed()) world_.run();
    expect_sound();
    return world_.client().run().state;
  }

  // What is in the tables is what somebody finds who pulls everything now.
  void expect_all_of_it() {
    EXPECT_EQ(tables(), tables_of_everything());
    const Manifest manifest = world_.client().manifest(world_.now());
    EXPECT_EQ(manifest.assets, world_.client().store()->assets().live_count());
    EXPECT_EQ(manifest.detections, world_.client().store()->detections().live_count());
  }

  std::string tables() { return exported(world_, "assets") + exported(world_, "detections"); }

  std::string tables_of_everything() {
    World other{WorldOptions()};
    other.gateway().set_dataset(living_.assets());
    EXPECT_EQ(other.sign_in(std::string(kManagerLogin), std::string(kRehearsalPassword)).state,
              SessionState::kSignedIn);
    EXPECT_TRUE(other.pull(everything()).ok());
    EXPECT_EQ(other.run(), RunState::kComplete);
    return exported(other, "assets") + exported(other, "detections");
  }

  Manifest manifest() { return world_.client().manifest(world_.now()); }
  std::string warnings() {
    std::string all;
    for (const std::string& warning : manifest().warnings) all += warning + "\n";
    return all;
  }
  void expect_sound() {
    EXPECT_TRUE(world_.violations().empty()) << world_.violations().front();
    VerifyJob verify(manifest().to_json());
    verify.end(false);
    while (verify.work(Fuel{1000}) == Work::kMore) {
    }
    EXPECT_TRUE(verify.verdict().ok) << verify.verdict().problems.front();
  }

  World& world() { return world_; }
  LivingInventory& living() { return living_; }

 private:
  World world_;
  int64_t start_s_;
  LivingInventory living_;
};

TEST(SinceScenario, TheTablesAreThoseOfAPullOfEverything) {
  for (uint64_t seed = 1; seed <= 40; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    Fleet fleet_of_seed(fleet(seed));
    const int concurrency = 1 + static_cast<int>(seed % 2);
    const PullRequest again = seed % 3 == 0 ? kept(changes(concurrency)) : changes(concurrency);
    ASSERT_EQ(fleet_of_seed.pull(again.keep ? kept(everything()) : everything()), RunState::kComplete);
    for (int visit = 0; visit < 3; ++visit) {
      fleet_of_seed.live_on(2, 1 + static_cast<int>(seed % 7));
      ASSERT_EQ(fleet_of_seed.pull(again), RunState::kComplete);
      fleet_of_seed.expect_all_of_it();
    }
  }
}

TEST(SinceScenario, WhereNothingHasChangedOneCallSaysSo) {
  Fleet quiet(fleet());
  ASSERT_EQ(quiet.pull(everything()), RunState::kComplete);
  quiet.world().pass(kADay * 40);
  quiet.sign_in();
  ASSERT_EQ(quiet.pull(changes()), RunState::kComplete);
  EXPECT_EQ(quiet.manifest().calls, 1u);
  EXPECT_NE(quiet.world().client().run().message.find("no detection was updated"), std::string::npos);
  quiet.expect_all_of_it();
}

TEST(SinceScenario, AFewChangesCostAFewCalls) {
  Fleet large(fleet(3, 400));
  ASSERT_EQ(large.pull(everything()), RunState::kComplete);
  EXPECT_GE(large.manifest().calls, 40u);
  large.live_on(1, 5);
  ASSERT_EQ(large.pull(changes()), RunState::kComplete);
  EXPECT_EQ(large.manifest().calls, 2u) << "one for the names and one for the assets";
  EXPECT_GE(large.manifest().base->assets, 400u);
  large.expect_all_of_it();
}

TEST(SinceScenario, WhereMostHasChangedEverythingIsPulledAnew) {
  Fleet busy(fleet(4, 20), {});
  ASSERT_EQ(busy.pull(everything()), RunState::kComplete);
  busy.live_on(1, 120);
  ASSERT_EQ(busy.pull(changes()), RunState::kComplete);
  EXPECT_TRUE(busy.manifest().base->everything);
  EXPECT_GT(busy.manifest().base->gone_count, 0u);
  busy.expect_all_of_it();
}

// Named, and gone before they could be fetched: taken out, and told.
TEST(SinceScenario, WhatIsGoneIsTakenOutAndTold) {
  Fleet shrinking(fleet(5, 200));
  ASSERT_EQ(shrinking.pull(everything()), RunState::kComplete);
  shrinking.live_on(1, 60);
  World& world = shrinking.world();
  ASSERT_TRUE(world.pull(changes()).ok());
  world.run_until([&] { return world.client().manifest(world.now()).base->replaced > 0; });
  Dataset emptied = world.dataset();
  emptied.assets.clear();
  world.gateway().set_dataset(std::make_shared<const Dataset>(emptied));
  ASSERT_EQ(world.run(), RunState::kComplete);
  const ManifestBase base = *shrinking.manifest().base;
  EXPECT_GT(base.gone_count, 0u);
  EXPECT_EQ(base.gone.size(), base.gone_count);
  EXPECT_EQ(world.client().store()->assets().live_count(), shrinking.manifest().assets);
  EXPECT_NE(world.client().run().message.find("gone"), std::string::npos);
}

// Nobody was asked about those that are as they were: they stay, and the manifest warns of that.
TEST(SinceScenario, AnAssetThatVanishedUnseenStaysAndIsWarnedOf) {
  Fleet shrinking(fleet(6));
  ASSERT_EQ(shrinking.pull(everything()), RunState::kComplete);
  Dataset one_less = shrinking.world().dataset();
  one_less.assets.erase(one_less.assets.begin());
  shrinking.world().gateway().set_dataset(std::make_shared<const Dataset>(one_less));
  ASSERT_EQ(shrinking.pull(changes()), RunState::kComplete);
  EXPECT_EQ(shrinking.manifest().assets, shrinking.manifest().base->assets);
  EXPECT_NE(shrinking.warnings().find("or it is gone"), std::string::npos) << shrinking.warnings();
}

// With an end to the time asked for, an asset that changes again in mid-run would fall out of the list.
TEST(SinceScenario, WhatChangesAgainInMidRunIsNotMissed) {
  for (uint64_t seed = 1; seed <= 10; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    Fleet restless(fleet(seed, 200), {.appear = false, .vanish = false});
    ASSERT_EQ(restless.pull(everything()), RunState::kComplete);
    restless.live_on(1, 60);
    for (int again = 1; again <= 5; ++again) {
      restless.world().later(Duration::millis(300 * again), "assets change again", [&] { restless.live(10); });
    }
    ASSERT_EQ(restless.pull(changes()), RunState::kComplete);
    EXPECT_EQ(living_difference(restless.living().asset_lives(), *restless.world().client().store(), true,
                                {"Enrolled", "De-enrolled", "Ready for Re-enrollment"}),
              "");
    restless.world().pass(kADay);
    restless.sign_in();
    ASSERT_EQ(restless.pull(changes()), RunState::kComplete);
    restless.expect_all_of_it();
  }
}

// A page that came early in a long run may have been overtaken by changes before its end.
TEST(SinceScenario, WhatChangedWhileTheBaseWasPulledIsNotMissed) {
  WorldOptions options = fleet(7, 100);
  options.gateway.rate_limit = 3;
  Fleet slow(options);
  ASSERT_TRUE(slow.world().pull(everything()).ok());
  slow.world().later(Duration::seconds(2 * 3600 + 60), "assets change behind the reader", [&] { slow.live(20); });
  ASSERT_EQ(slow.world().run(), RunState::kComplete);
  EXPECT_NE(slow.tables(), slow.tables_of_everything()) << "the story would prove nothing";
  slow.live_on(1, 1);
  ASSERT_EQ(slow.pull(changes()), RunState::kComplete);
  slow.expect_all_of_it();
}

TEST(SinceScenario, WithoutAnEarlierRunEverythingIsPulled) {
  Fleet fresh(fleet(8));
  ASSERT_EQ(fresh.pull(changes()), RunState::kComplete);
  EXPECT_FALSE(fresh.manifest().base.has_value());
  EXPECT_NE(fresh.warnings().find("everything was pulled"), std::string::npos) << fresh.warnings();
  fresh.expect_all_of_it();
}

TEST(SinceScenario, ARunOfAnotherRequestIsNotBuiltUpon) {
  Fleet other(fleet(9));
  PullRequest severe = everything();
  severe.parameters.emplace_back("severities", "5");
  ASSERT_EQ(other.pull(kept(severe)), RunState::kComplete);
  ASSERT_EQ(other.pull(kept(changes())), RunState::kComplete);
  EXPECT_FALSE(other.manifest().base.has_value());
  other.expect_all_of_it();
}

TEST(SinceScenario, AfterARunThatWasStoppedTheSameBaseIsBuiltUponAgain) {
  Fleet interrupted(fleet(10, 200));
  ASSERT_EQ(interrupted.pull(everything()), RunState::kComplete);
  const std::string base = interrupted.manifest().run_id;
  interrupted.live_on(1, 80);
  World& world = interrupted.world();
  ASSERT_TRUE(world.pull(changes()).ok());
  world.run_until([&] { return world.client().manifest(world.now()).base->replaced > 0; });
  world.client().stop(world.now());
  ASSERT_EQ(world.client().run().state, RunState::kStopped);
  ASSERT_EQ(interrupted.pull(changes()), RunState::kComplete);
  EXPECT_EQ(interrupted.manifest().base->run_id, base);
  interrupted.expect_all_of_it();
}

// The journal of such a run holds its base, so that it needs no other and can be built upon in turn.
TEST(SinceScenario, AKeptRunIsBuiltUponByAnotherVisitAndAnother) {
  Fleet fleet_of_days(fleet(11, 100));
  ASSERT_EQ(fleet_of_days.pull(kept(everything())), RunState::kComplete);
  std::string before = fleet_of_days.manifest().run_id;
  for (int visit = 0; visit < 3; ++visit) {
    fleet_of_days.world().pass(Duration::seconds(1));  // until all of it is durable
    fleet_of_days.world().crash();
    fleet_of_days.live_on(1, 7);
    ASSERT_EQ(fleet_of_days.pull(kept(changes())), RunState::kComplete);
    const Manifest told = fleet_of_days.manifest();
    ASSERT_TRUE(told.base.has_value());
    EXPECT_EQ(told.base->run_id, before);
    fleet_of_days.expect_all_of_it();
    fleet_of_days.world().journals().forget(before);
    before = fleet_of_days.manifest().run_id;
  }
}

// The base is kept itself, so that nothing is lost; and the next visit, with room, builds upon it.
TEST(SinceScenario, AStoreThatIsFullWhileTheBaseIsCopiedStopsTheRun) {
  Fleet crowded(fleet(13, 100));
  ASSERT_EQ(crowded.pull(kept(everything())), RunState::kComplete);
  crowded.live_on(1, 20);
  World& world = crowded.world();
  world.journals().set_options({Duration::millis(1), Duration::millis(40), 1});
  ASSERT_TRUE(world.pull(kept(changes())).ok());
  ASSERT_EQ(world.run(), RunState::kStopped);
  EXPECT_NE(world.client().run().message.find("The store is full."), std::string::npos);
  world.journals().set_options({});
  ASSERT_EQ(crowded.pull(kept(changes())), RunState::kComplete);
  EXPECT_TRUE(crowded.manifest().base.has_value());
  crowded.expect_all_of_it();
}

TEST(SinceScenario, ACrashAtAnyMomentCostsNothing) {
  const WorldOptions options = fleet(12, 80);
  std::string uninterrupted;
  size_t crashes = 0;
  bool crashed = true;
  for (uint64_t deed = 0; crashed; ++deed) {
    SCOPED_TRACE("crash " + std::to_string(deed) + " deeds after the pull began");
    Fleet crashing(options);
    World& world = crashing.world();
    ASSERT_EQ(crashing.pull(kept(everything())), RunState::kComplete);
    crashing.live_on(1, 30);
    if (deed > 0) world.crash_at(world.deeds() + deed);
    ASSERT_TRUE(world.pull(kept(changes())).ok());
    if (!world.crashed()) world.run();
    crashed = world.crashed() || deed == 0;
    if (world.crashed()) {
      ++crashes;
      world.pass(Duration::seconds(30));
      crashing.sign_in();
      const std::string newest = world.journals().runs().front();
      ASSERT_EQ(world.resume(newest).state, ResumeStatus::State::kDone);
      world.run();
      // A crash while the base was read leaves a copy of it, or a part of one that is pulled to its end.
      ASSERT_EQ(world.client().run().state, RunState::kComplete);
      if (!world.client().manifest(world.now()).base) {
        ASSERT_EQ(crashing.pull(kept(changes())), RunState::kComplete);
      }
    }
    crashing.expect_sound();
    ASSERT_EQ(world.client().run().state, RunState::kComplete);
    if (deed == 0) uninterrupted = crashing.tables();
    ASSERT_EQ(crashing.tables(), uninterrupted);
  }
  EXPECT_GT(crashes, 30u);
}

}  // namespace
}  // namespace sluice::sim
