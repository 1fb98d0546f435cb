// Stories of runs that are cut off: the client crashes, the store is full, somebody goes on elsewhere. Whatever comes
// between, the export is that of a pull that nothing has interrupted.

#include <gtest/gtest.h>

#include "api/source.h"
#include "sim/world.h"
#include "truth.h"

namespace sluice::sim {
namespace {

constexpr Duration kAbsence = Duration::seconds(30);

WorldOptions small_world(size_t assets = 30) {
  WorldOptions options;
  options.dataset.assets = assets;
  options.dataset.detections_per_asset = 2;
  options.gateway.ot.hosts = 25;
  options.storage = {Duration::millis(5), Duration::millis(400), 0};
  return options;
}

PullRequest kept(int64_t page_size, std::string source = "mobile.assets", int concurrency = 1) {
  PullRequest request;
  request.source = std::move(source);
  request.page_size = page_size;
  request.concurrency = concurrency;
  request.keep = true;
  return request;
}

void sign_in(World& world) {
  ASSERT_EQ(world.sign_in(std::string(kManagerLogin), std::string(kRehearsalPassword)).state, SessionState::kSignedIn);
}

std::string pull(World& world, const PullRequest& request) {
  const Result<std::string> asked = world.pull(request);
  EXPECT_TRUE(asked.ok());
  return asked.ok() ? asked.value() : "";
}

void come_back(World& world, const std::string& run_id) {
  world.pass(kAbsence);
  sign_in(world);
  const ResumeStatus status = world.resume(run_id);
  ASSERT_EQ(status.state, ResumeStatus::State::kDone) << (status.error ? status.error->message : "");
}

// The exports of all tables of a source, one behind the other.
std::string exports(World& world, const std::string& source) {
  std::string all;
  for (const std::string_view table : find_source(source)->tables) all += exported(world, std::string(table));
  return all;
}

std::string uninterrupted(const WorldOptions& options, PullRequest request) {
  World world(options);
  sign_in(world);
  request.concurrency = 1;
  request.keep = false;
  pull(world, request);
  EXPECT_EQ(world.run(), RunState::kComplete);
  return exports(world, request.source);
}

void expect_sound(World& world) { EXPECT_TRUE(world.violations().empty()) << world.violations().front(); }

struct Kind {
  const char* name;
  const char* source;
  int concurrency;
};

class CrashAtEveryStep : public testing::TestWithParam<Kind> {};

TEST_P(CrashAtEveryStep, TheExportIsThatOfAnUninterruptedPull) {
  const PullRequest request = kept(4, GetParam().source, GetParam().concurrency);
  WorldOptions options = small_world();
  options.gateway.concurrency_limit = 3;
  options.gateway.ot_concurrency_headers = true;
  const std::string expected = uninterrupted(options, request);
  uint64_t crashes = 0;
  uint64_t anew = 0;
  for (uint64_t step = 1;; ++step) {
    World world(options);
    sign_in(world);
    world.crash_at(world.deeds() + step);
    const std::string run_id = pull(world, request);
    world.run();
    if (!world.crashed()) break;
    ++crashes;
    world.pass(kAbsence);
    sign_in(world);
    if (world.resume(run_id).state != ResumeStatus::State::kDone) {
      EXPECT_EQ(world.journals().durable_pages(run_id), 0u) << step;
      pull(world, request);
      ++anew;
    }
    ASSERT_EQ(world.run(), RunState::kComplete) << step << ": " << world.client().run().message;
    ASSERT_EQ(exports(world, request.source), expected) << "crashed at step " << step;
    EXPECT_EQ(world.gateway().counters().refused_concurrency, 0u) << step;
    expect_sound(world);
  }
  EXPECT_GT(crashes, 30u);
  EXPECT_LT(anew, 4u) << "only a run whose first entry was never stored begins anew";
}

INSTANTIATE_TEST_SUITE_P(Pulls, CrashAtEveryStep,
                         testing::Values(Kind{"mobile", "mobile.assets", 1}, Kind{"mobile_side_by_side", "mobile.assets", 3},
                                         Kind{"ot", "ot.hosts", 1}, Kind{"ot_side_by_side", "ot.detections", 3}),
                         [](const auto& kind) { return std::string(kind.param.name); });

TEST(Resume, ACheckpointGoesOnWhereNothingIsKnownOfTheRun) {
  const PullRequest request = kept(4);
  World here(small_world());
  sign_in(here);
  const std::string run_id = pull(here, request);
  here.run_until([&] { return here.journals().durable_pages(run_id) == 3; });
  here.crash();
  const std::string checkpoint = *here.journals().find(run_id);
  World there(small_world());
  sign_in(there);
  ASSERT_EQ(there.resume_checkpoint(run_id, checkpoint).state, ResumeStatus::State::kDone);
  EXPECT_EQ(there.client().run().pages, 3u);
  EXPECT_EQ(there.run(), RunState::kComplete);
  EXPECT_EQ(exports(there, request.source), uninterrupted(small_world(), request));
  there.run_until([&] { return there.client().journal_settled(); });
  const size_t half = checkpoint.size() / 2;
  EXPECT_EQ(there.journals().find(run_id)->substr(0, half), checkpoint.substr(0, half))
      << "the other machine keeps the run from its beginning";
  expect_sound(there);
}

TEST(Resume, AFullStoreStopsTheRunWithEverythingSoFarAndSaysSo) {
  const PullRequest request = kept(4);
  World world(small_world());
  sign_in(world);
  const std::string run_id = pull(world, request);
  world.run_until([&] { return world.journals().durable_pages(run_id) == 3; });
  world.journals().set_options({{}, {}, 1});
  EXPECT_EQ(world.run(), RunState::kStopped);
  EXPECT_NE(world.client().run().message.find("The store is full."), std::string::npos) << world.client().run().message;
  EXPECT_GE(world.client().run().pages, 3u);
  EXPECT_EQ(untruth(world.dataset(), *world.client().store()), "");
  world.journals().set_options({});
  ASSERT_EQ(world.resume(run_id).state, ResumeStatus::State::kDone);
  EXPECT_EQ(world.run(), RunState::kComplete);
  EXPECT_EQ(exports(world, request.source), uninterrupted(small_world(), request));
  expect_sound(world);
}

// The gateway goes on answering a call that nobody waits for any more, and lets no second one in meanwhile.
TEST(Resume, ACallThatTheCrashHasCutOffIsNotOverrun) {
  WorldOptions options = small_world();
  options.gateway.concurrency_limit = 1;
  World world(options);
  sign_in(world);
  const std::string run_id = pull(world, kept(10));
  world.run_until([&] { return world.journals().durable_pages(run_id) == 1; });
  world.network().set_latency({Duration::seconds(200), Duration::seconds(200)});
  world.pass(Duration::seconds(110));  // it has arrived there
  ASSERT_EQ(world.gateway().counters().running, 1);
  world.crash();
  world.network().set_latency({});
  come_back(world, run_id);
  EXPECT_EQ(world.run(), RunState::kComplete);
  EXPECT_EQ(world.gateway().counters().refused_concurrency, 0u);
  expect_sound(world);
}

// A call of the first client still runs when the third begins; the second had calls of its own in between.
TEST(Resume, ACallThatWasCutOffTwoCrashesAgoIsNotOverrunEither) {
  WorldOptions options = small_world(60);
  options.gateway.concurrency_limit = 2;
  World world(options);
  sign_in(world);
  const std::string run_id = pull(world, kept(4));
  world.run_until([&] { return world.journals().durable_pages(run_id) == 1; });
  world.network().set_latency({Duration::seconds(290), Duration::seconds(290)});
  world.pass(Duration::seconds(150));  // it has arrived there
  world.crash();
  world.network().set_latency({});
  come_back(world, run_id);
  world.run_until([&] { return world.journals().durable_pages(run_id) == 6; });
  world.client().pause(world.now());
  world.pass(Duration::seconds(2));  // its own call has ended and is journalled
  world.crash();
  EXPECT_EQ(world.gateway().counters().running, 1) << "the world did not show what it was made for";
  sign_in(world);
  PullRequest wider;
  wider.concurrency = 2;
  ASSERT_EQ(world.resume(run_id, wider).state, ResumeStatus::State::kDone);
  EXPECT_EQ(world.run(), RunState::kComplete);
  EXPECT_EQ(world.gateway().counters().refused_concurrency, 0u);
  expect_sound(world);
}

TEST(Resume, TheCallsBeforeTheCrashCountInTheWindow) {
  World world(small_world(320));
  sign_in(world);
  PullRequest request = kept(1);
  request.reserve_calls = 0;
  const std::string run_id = pull(world, request);
  world.run_until([&] { return world.client().run().state == RunState::kWaiting && world.client().run().pages > 290; });
  EXPECT_EQ(world.client().run().calls, 300u);
  world.crash();
  come_back(world, run_id);
  EXPECT_EQ(world.run(), RunState::kComplete);
  EXPECT_EQ(world.gateway().counters().refused_rate, 0u);
  EXPECT_EQ(world.gateway().counters().in_window_most, 300);
  expect_sound(world);
}

TEST(Resume, WhatIsBehindADamagedPageIsPulledAgain) {
  const PullRequest request = kept(4);
  World world(small_world());
  sign_in(world);
  const std::string run_id = pull(world, request);
  world.run_until([&] { return world.journals().durable_pages(run_id) == 5; });
  world.crash();
  std::string damaged = *world.journals().find(run_id);
  const size_t third = damaged.find("<ASSET_LIST>", damaged.size() / 2);
  ASSERT_NE(third, std::string::npos);
  damaged[third + 20] ^= 1;
  world.pass(kAbsence);
  sign_in(world);
  ASSERT_EQ(world.resume_checkpoint(run_id, damaged).state, ResumeStatus::State::kDone);
  EXPECT_LT(world.client().run().pages, 5u);
  EXPECT_GT(world.client().run().pages, 0u);
  EXPECT_EQ(world.run(), RunState::kComplete);
  EXPECT_EQ(exports(world, request.source), uninterrupted(small_world(), request));
  const std::vector<std::string> warnings = world.client().manifest(world.now()).warnings;
  ASSERT_FALSE(warnings.empty());
  EXPECT_NE(warnings.front().find("damaged"), std::string::npos) << warnings.front();
  expect_sound(world);
}

TEST(Resume, ARunThatIsOverIsThereAgainWithoutASingleCall) {
  const PullRequest request = kept(10);
  World world(small_world());
  sign_in(world);
  const std::string run_id = pull(world, request);
  world.run();
  const std::string expected = exports(world, request.source);
  world.run_until([&] { return world.client().journal_settled(); });
  const uint64_t calls = world.gateway().counters().calls;
  world.crash();
  come_back(world, run_id);
  EXPECT_EQ(world.client().run().state, RunState::kComplete);
  EXPECT_EQ(exports(world, request.source), expected);
  EXPECT_EQ(world.gateway().counters().calls, calls);
}

TEST(Resume, WhatIsNotThereIsToldAndNothingHappens) {
  World world(small_world());
  sign_in(world);
  EXPECT_EQ(world.resume("run-of-nobody").error->code, "unknown_run");
  EXPECT_EQ(world.resume_checkpoint("run", "PK\x03\x04").error->code, "bad_checkpoint");
  EXPECT_EQ(world.resume_checkpoint("run", "SLUICE JOURNAL 1\n{\"entry\":\"page\",\"bytes\":0}\n").error->code,
            "bad_checkpoint");
  EXPECT_EQ(world.gateway().counters().calls, 0u);
}

// Its manifest must not say that it begins at the beginning again.
TEST(Resume, ACheckpointForWhichThereIsNoRoomStopsWhereItWas) {
  World world(small_world());
  sign_in(world);
  const std::string run_id = pull(world, kept(4, "ot.hosts"));
  world.run_until([&] { return world.client().run().pages >= 3; });
  world.client().stop(world.now());
  world.pass(Duration::seconds(5));
  const std::string checkpoint = *world.journals().find(run_id);
  world.crash();
  world.pass(kAbsence);
  sign_in(world);
  world.journals().set_options({Duration::millis(1), Duration::millis(1), 1});
  world.resume_checkpoint(run_id, checkpoint);
  ASSERT_EQ(world.run(), RunState::kStopped);
  const Manifest manifest = world.client().manifest(world.now());
  EXPECT_EQ(manifest.next_cursor, manifest.pages.empty() ? "" : manifest.pages.back().cursor_out);
  expect_sound(world);
}

}  // namespace
}  // namespace sluice::sim
