// Stories of one pull each, told in prose: what the world does, and how the run must end.

#include <gtest/gtest.h>

#include <algorithm>
#include <memory>

#include "base/text.h"
#include "client/pull_job.h"
#include "sim/living_inventory.h"
#include "sim/world.h"
#include "truth.h"

namespace sluice::sim {
namespace {

constexpr const char* kPassword = "rehearsal";
constexpr const char* kManager = "acme_mg1";

PullRequest pages_of(int64_t assets) {
  PullRequest request;
  request.page_size = assets;
  return request;
}

WorldOptions small_world(size_t assets = 60) {
  WorldOptions options;
  options.dataset.assets = assets;
  options.dataset.detections_per_asset = 3;
  return options;
}

void kill_gateway(World& world) {
  Faults dead;
  dead.reset = 1;
  world.network().set_faults(dead);
}

// With four of the pages in and the fifth on its way.
void pull_until_the_gateway_dies(World& world) {
  world.sign_in(kManager, kPassword);
  ASSERT_TRUE(world.pull(pages_of(5)).ok());
  world.run_until([&] { return world.client().run().pages == 4; });
  kill_gateway(world);
}

void expect_truth(World& world) {
  EXPECT_EQ(difference(world.dataset(), *world.client().store()), "");
  EXPECT_TRUE(world.violations().empty()) << world.violations().front();
}

TEST(Scenario, AQuietPullBringsEverythingOnce) {
  World world(small_world());
  ASSERT_EQ(world.sign_in(kManager, kPassword).state, SessionState::kSignedIn);
  ASSERT_TRUE(world.pull(pages_of(7)).ok());
  EXPECT_EQ(world.run(), RunState::kComplete);
  EXPECT_EQ(world.client().run().pages, 9u);  // 60 assets, 7 a page
  EXPECT_EQ(world.client().run().calls, 9u);
  EXPECT_EQ(world.client().run().retries, 0u);
  expect_truth(world);
}

TEST(Scenario, AnInternalHostInTheNextPageAddressGetsNothing) {
  WorldOptions options = small_world();
  options.gateway.foreign_next_host = "gateway.p04.eng.internal.test";
  options.gateway.full_next_url = false;
  World world(options);
  world.sign_in(kManager, kPassword);
  ASSERT_TRUE(world.pull(pages_of(10)).ok());
  EXPECT_EQ(world.run(), RunState::kComplete);
  EXPECT_TRUE(world.network().strays().empty());
  expect_truth(world);
}

TEST(Scenario, OurFiltersAreKeptOnEveryPageAlthoughTheNextAddressLeavesThemOut) {
  WorldOptions options = small_world(200);
  options.gateway.full_next_url = false;
  World world(options);
  world.sign_in(kManager, kPassword);
  PullRequest request = pages_of(5);
  request.parameters = {{"severities", "4-5"}};
  ASSERT_TRUE(world.pull(request).ok());
  EXPECT_EQ(world.run(), RunState::kComplete);
  EXPECT_GT(world.client().run().pages, 3u);
  const Table& detections = world.client().store()->detections();
  for (RowId row = 0; row < detections.row_end(); ++row) {
    EXPECT_GE(detections.cell(row, *detections.find_column("severity")).number, 4);
  }
}

TEST(Scenario, APageWithAWarningAndNoAssetsIsNotTheEnd) {
  WorldOptions options = small_world();
  options.gateway.sparse_pages = true;
  World world(options);
  world.sign_in(kManager, kPassword);
  ASSERT_TRUE(world.pull(pages_of(1)).ok());
  EXPECT_EQ(world.run(), RunState::kComplete);
  bool empty_page = false;
  for (const ManifestPage& page : world.client().manifest(world.now()).pages) {
    empty_page = empty_page || (page.assets == 0 && !page.cursor_out.empty());
  }
  EXPECT_TRUE(empty_page) << "the world did not show what it was made for";
  expect_truth(world);
}

TEST(Scenario, TheGuidesOwnCase300CallsInFiveMinutesThen55MinutesOfWaitingAndNoRefusal) {
  WorldOptions options = small_world(320);
  options.latency = {Duration::millis(990), Duration::millis(1010), {}};
  World world(options);
  world.sign_in(kManager, kPassword);
  PullRequest request = pages_of(1);
  request.reserve_calls = 0;
  ASSERT_TRUE(world.pull(request).ok());
  world.run_until([&] { return world.client().run().state == RunState::kWaiting; });
  EXPECT_EQ(world.client().run().calls, 300u);
  EXPECT_EQ(world.client().run().wait_reason, WaitReason::kRateLimit);
  EXPECT_NEAR((*world.client().run().wait_until - world.now()).as_seconds(), 55 * 60, 6);
  EXPECT_EQ(world.run(), RunState::kComplete);
  EXPECT_EQ(world.gateway().counters().refused_rate, 0u);
  expect_truth(world);
}

TEST(Scenario, TheReserveIsLeftToOthers) {
  WorldOptions options = small_world(40);
  options.gateway.rate_limit = 20;
  World world(options);
  world.sign_in(kManager, kPassword);
  ASSERT_TRUE(world.pull(pages_of(1)).ok());  // reserve: 10 % of 20
  world.run_until([&] { return world.client().run().state == RunState::kWaiting; });
  EXPECT_EQ(world.client().run().calls, 18u);
  EXPECT_EQ(world.client().budget(world.now()).remaining, 2);
  EXPECT_EQ(world.run(), RunState::kComplete);
}

TEST(Scenario, ALimitThatTheGatewayDoesNotTellIsLearntFromOneRefusal) {
  WorldOptions options = small_world(20);
  options.gateway.rate_limit = 5;
  options.gateway.window_s = 60;
  options.gateway.rate_headers = false;
  World world(options);
  world.sign_in(kManager, kPassword);
  ASSERT_TRUE(world.pull(pages_of(1)).ok());
  EXPECT_EQ(world.run(), RunState::kComplete);
  EXPECT_GT(world.client().run().refused, 0u);
  EXPECT_EQ(world.client().run().retries, 0u) << "waiting for a limit is not an attempt";
  expect_truth(world);
}

TEST(Scenario, AWrongPasswordIsSentOnce) {
  World world(small_world());
  const SessionStatus session = world.sign_in(kManager, "wrong");
  EXPECT_EQ(session.state, SessionState::kSignedOut);
  EXPECT_EQ(session.last_error->code, "bad_credentials");
  world.pass(Duration::seconds(86400));
  EXPECT_EQ(world.gateway().counters().auth_calls, 1u);
  EXPECT_EQ(world.pull(pages_of(10)).error().code, "not_signed_in");
}

TEST(Scenario, ATokenThatEndsInTheMiddleIsRenewedWithoutLosingACall) {
  WorldOptions options = small_world(50);
  options.gateway.token_lifetime_s = 100;
  options.latency = {Duration::seconds(20), Duration::seconds(20), {}};
  World world(options);
  world.sign_in(kManager, kPassword);
  ASSERT_TRUE(world.pull(pages_of(2)).ok());
  EXPECT_EQ(world.run(), RunState::kComplete);
  EXPECT_GT(world.gateway().counters().auth_calls, 3u);
  EXPECT_EQ(world.client().run().calls, 25u);
  expect_truth(world);
}

TEST(Scenario, ARevokedTokenCostsOneCallAndOneRenewal) {
  World world(small_world(50));
  world.sign_in(kManager, kPassword);
  ASSERT_TRUE(world.pull(pages_of(5)).ok());
  world.run_until([&] { return world.client().run().pages == 4; });
  world.gateway().revoke_tokens();
  EXPECT_EQ(world.run(), RunState::kComplete);
  EXPECT_EQ(world.gateway().counters().auth_calls, 2u);
  EXPECT_LE(world.client().run().calls, 12u);
  expect_truth(world);
}

// Signs in with one of the gateway's API clients and runs until the outcome is known.
SessionStatus sign_in_client(World& world, std::string_view id, std::string_view secret, ClientKind kind) {
  SignInRequest request;
  request.gateway = kWorldGateway;
  request.client_id = id;
  request.client_secret = Secret(std::string(secret));
  request.client_kind = kind;
  EXPECT_TRUE(world.client().sign_in(std::move(request), world.now()).ok());
  world.run_until([&world] { return world.client().session(world.now()).state != SessionState::kSigningIn; });
  return world.client().session(world.now());
}

TEST(Scenario, AnApiClientPullsAndRenewsThroughItsOwnDoor) {
  const std::pair<std::string_view, ClientKind> kClients[] = {{kUserClientId, ClientKind::kUser},
                                                              {kSubscriptionClientId, ClientKind::kSubscription}};
  for (const auto& [id, kind] : kClients) {
    World world(small_world());
    ASSERT_EQ(sign_in_client(world, id, kClientSecret, kind).state, SessionState::kSignedIn) << id;
    ASSERT_TRUE(world.pull(pages_of(10)).ok());
    world.run_until([&] { return world.client().run().pages == 3; });
    world.gateway().revoke_tokens();
    EXPECT_EQ(world.run(), RunState::kComplete);
    EXPECT_EQ(world.gateway().counters().auth_calls, 2u);
    EXPECT_EQ(world.gateway().counters().auth_refused, 0u);
    expect_truth(world);
  }
}

TEST(Scenario, AnApiClientAtTheWrongDoorIsToldOfTheOtherAndKnocksOnce) {
  World world(small_world());
  const SessionStatus session = sign_in_client(world, kSubscriptionClientId, kClientSecret, ClientKind::kUser);
  EXPECT_EQ(session.state, SessionState::kSignedOut);
  EXPECT_EQ(session.last_error->code, "bad_credentials");
  EXPECT_NE(session.last_error->message.find("subscription-level one, choose that kind"), std::string::npos);
  world.pass(Duration::seconds(600));
  EXPECT_EQ(world.gateway().counters().auth_calls, 1u);
}

TEST(Scenario, WithoutRenewTheRunPausesForASignInAndGoesOnAfterIt) {
  World world(small_world(50));
  world.sign_in(kManager, kPassword, false);
  ASSERT_TRUE(world.pull(pages_of(5)).ok());
  world.run_until([&] { return world.client().run().pages == 4; });
  world.gateway().revoke_tokens();
  EXPECT_EQ(world.run(), RunState::kPaused);
  EXPECT_EQ(world.client().run().wait_reason, WaitReason::kSignIn);
  EXPECT_EQ(world.sign_in(kManager, kPassword, false).state, SessionState::kSignedIn);
  EXPECT_EQ(world.run(), RunState::kComplete);
  expect_truth(world);
}

TEST(Scenario, AGatewayThatDiesInMidRunPausesTheRunWhichAsksAndTriesByItself) {
  World world(small_world(50));
  pull_until_the_gateway_dies(world);
  EXPECT_EQ(world.run(), RunState::kPaused);
  const RunStatus& run = world.client().run();
  EXPECT_TRUE(run.asks);
  EXPECT_EQ(run.pages, 5u) << "the page that was on its way still came";
  EXPECT_NE(run.message.find("25 assets from 5 pages are kept"), std::string::npos) << run.message;
  EXPECT_NE(run.message.find("let it go on, or stop it"), std::string::npos) << run.message;
  const uint64_t calls = run.calls;
  world.pass(Duration::seconds(3600));
  EXPECT_EQ(run.state, RunState::kPaused);
  EXPECT_GE(run.calls - calls, 2u) << "it tries by itself";
  EXPECT_LE(run.calls - calls, 4u) << "now and then";
  world.network().set_faults({});
  world.run_until([&] { return run_is_over(run.state); });
  EXPECT_EQ(run.state, RunState::kComplete) << run.message;
  expect_truth(world);
}

// field-notes 5
TEST(Scenario, APageThatTimesOutIsAskedForInHalvesAndGrowsBackSlowly) {
  World world(small_world(60));
  world.sign_in(kManager, kPassword);
  ASSERT_TRUE(world.pull(pages_of(8)).ok());
  world.run_until([&] { return world.client().run().pages == 2; });
  Faults silent;
  silent.lose_answer = 1;
  world.network().set_faults(silent);
  world.run_until([&] { return world.client().run().retries == 1; });
  world.network().set_faults({});
  EXPECT_EQ(world.run(), RunState::kComplete);
  std::vector<std::string> sizes;
  for (const RequestLogEntry& call : world.client().requests()) {
    const size_t at = call.url.find("truncation_limit=");
    if (at != std::string::npos) sizes.push_back(call.url.substr(at + 17, call.url.find('&', at) - at - 17));
  }
  ASSERT_GE(sizes.size(), 9u);
  const auto half = std::find(sizes.begin(), sizes.end(), "4");
  ASSERT_NE(half, sizes.end());
  EXPECT_EQ(*(half - 1), "8");
  EXPECT_EQ(*(half + 1), "5");
  EXPECT_EQ(*(half + 2), "6");
  EXPECT_EQ(std::count(sizes.begin(), sizes.end(), "9"), 0) << "never more than was asked for";
  expect_truth(world);
}

TEST(Scenario, WhoeverSaysGoOnDoesNotWaitForTheBreakersOwnTry) {
  World world(small_world(50));
  pull_until_the_gateway_dies(world);
  ASSERT_EQ(world.run(), RunState::kPaused);
  world.network().set_faults({});
  const Instant asked = world.now();
  world.client().unpause(world.now());
  EXPECT_EQ(world.run(), RunState::kComplete);
  EXPECT_LT((world.now() - asked).us, kBreakerFirstWait.us);
  expect_truth(world);
}

TEST(Scenario, AGatewayThatStaysDeadLeavesAPartialRunWithWhatWasCommitted) {
  World world(small_world(50));
  pull_until_the_gateway_dies(world);
  ASSERT_TRUE(world.run_until([&] { return run_is_over(world.client().run().state); }));
  EXPECT_EQ(world.client().run().state, RunState::kPartial);
  EXPECT_EQ(world.client().run().assets, 25u);
  const Manifest manifest = world.client().manifest(world.now());
  EXPECT_EQ(manifest.state, "partial");
  EXPECT_NE(manifest.why.find("25 assets from 5 pages are kept"), std::string::npos) << manifest.why;
  EXPECT_EQ(untruth(world.dataset(), *world.client().store()), "");
}

TEST(Scenario, AGatewayThatIsDeadFromTheStartFailsTheRun) {
  World world(small_world());
  world.sign_in(kManager, kPassword);
  kill_gateway(world);
  ASSERT_TRUE(world.pull(pages_of(5)).ok());
  EXPECT_EQ(world.run(), RunState::kFailed);
  EXPECT_EQ(world.client().run().calls, 5u);
}

TEST(Scenario, StopKeepsWhatIsCommittedAndEndsTheCall) {
  WorldOptions options = small_world(50);
  options.latency = {Duration::seconds(10), Duration::seconds(10), {}};
  World world(options);
  world.sign_in(kManager, kPassword);
  ASSERT_TRUE(world.pull(pages_of(5)).ok());
  world.run_until([&] { return world.client().run().pages == 3; });
  world.pass(Duration::seconds(6));
  EXPECT_EQ(world.network().in_flight(), 1u);
  world.client().stop(world.now());
  world.pass(Duration::millis(1));
  EXPECT_EQ(world.network().in_flight(), 0u);
  EXPECT_EQ(world.gateway().counters().running, 0);
  EXPECT_EQ(world.client().run().state, RunState::kStopped);
  EXPECT_EQ(world.client().run().assets, 15u);
  EXPECT_EQ(untruth(world.dataset(), *world.client().store()), "");
}

TEST(Scenario, PauseTakesInThePageOnItsWayAndThenHolds) {
  WorldOptions options = small_world(50);
  options.latency = {Duration::seconds(10), Duration::seconds(10), {}};
  World world(options);
  world.sign_in(kManager, kPassword);
  ASSERT_TRUE(world.pull(pages_of(5)).ok());
  world.pass(Duration::seconds(4));
  world.client().pause(world.now());
  world.pass(Duration::seconds(3600));
  EXPECT_EQ(world.client().run().pages, 1u);
  EXPECT_EQ(world.client().run().state, RunState::kPaused);
  world.client().unpause(world.now());
  EXPECT_EQ(world.run(), RunState::kComplete);
  expect_truth(world);
}

TEST(Scenario, APageThatIsBrokenAgainAndAgainIsNeverCommittedInPart) {
  World world(small_world(50));
  world.sign_in(kManager, kPassword);
  Faults cuts;
  cuts.cut_body = 1;
  world.network().set_faults(cuts);
  ASSERT_TRUE(world.pull(pages_of(50)).ok());
  EXPECT_EQ(world.run(), RunState::kFailed);
  EXPECT_EQ(world.client().run().assets, 0u);
  EXPECT_EQ(world.client().store()->assets().live_count(), 0u);
  EXPECT_EQ(world.client().store()->assets().row_end(), 0u);
}

TEST(Scenario, ControlCharactersAreReplacedCountedAndTold) {
  World world(small_world(50));
  world.sign_in(kManager, kPassword);
  Faults garbled;
  garbled.garble = 1;
  world.network().set_faults(garbled);
  ASSERT_TRUE(world.pull(pages_of(50)).ok());
  const RunState state = world.run();
  const Manifest manifest = world.client().manifest(world.now());
  EXPECT_TRUE(state == RunState::kComplete || state == RunState::kPartial || state == RunState::kFailed);
  if (state == RunState::kComplete) {
    EXPECT_GT(manifest.sanitized, 0u);
    EXPECT_FALSE(manifest.warnings.empty());
  }
}

TEST(Scenario, AnAssetThatChangesBetweenPagesIsReplacedNotDoubled) {
  WorldOptions options = small_world(40);
  World world(options);
  world.sign_in(kManager, kPassword);
  ASSERT_TRUE(world.pull(pages_of(10)).ok());
  world.run_until([&] { return world.client().run().pages == 2; });
  DatasetOptions later = options.dataset;
  auto changed = std::make_shared<Dataset>(*make_dataset(later));
  for (Asset& asset : changed->assets) asset.username = "renamed";
  world.gateway().set_dataset(changed);
  EXPECT_EQ(world.run(), RunState::kComplete);
  EXPECT_EQ(world.client().run().assets, 40u);
}

TEST(Scenario, EachLoginWithoutRightsFailsWithWhatToDo) {
  for (const auto& [login, words] : {std::pair{"acme_np1", "VMDR Mobile API Access"}, std::pair{"acme_nm1", "module"}}) {
    World world(small_world());
    ASSERT_EQ(world.sign_in(login, kPassword).state, SessionState::kSignedIn);
    ASSERT_TRUE(world.pull(pages_of(10)).ok());
    EXPECT_EQ(world.run(), RunState::kFailed);
    EXPECT_NE(world.client().run().message.find(words), std::string::npos) << world.client().run().message;
    EXPECT_EQ(world.client().run().calls, 1u) << "a refusal for good is not tried again";
  }
}

TEST(Scenario, AReaderGetsItsScopeAndTheRunIsComplete) {
  World world(small_world(60));
  world.sign_in("acme_rd1", kPassword);
  ASSERT_TRUE(world.pull(pages_of(10)).ok());
  EXPECT_EQ(world.run(), RunState::kComplete);
  EXPECT_GT(world.client().run().assets, 10u);
  EXPECT_LT(world.client().run().assets, 50u);
  EXPECT_EQ(untruth(world.dataset(), *world.client().store()), "");
}

TEST(Scenario, NothingToPullIsCompleteAndExplainsItself) {
  World world(small_world(20));
  world.sign_in(kManager, kPassword);
  PullRequest request;
  request.parameters = {{"os_pattern", "^BeOS$"}};
  ASSERT_TRUE(world.pull(request).ok());
  EXPECT_EQ(world.run(), RunState::kComplete);
  EXPECT_NE(world.client().run().message.find("Only Enrolled assets"), std::string::npos);
}

TEST(Scenario, AParameterWithAWrongValueIsRefusedBeforeAnythingIsSent) {
  World world(small_world());
  world.sign_in(kManager, kPassword);
  PullRequest request;
  request.parameters = {{"use_tags", "76"}};
  const Result<std::string> asked = world.pull(request);
  ASSERT_FALSE(asked.ok());
  EXPECT_EQ(asked.error().code, "invalid_parameter");
  EXPECT_EQ(world.gateway().counters().calls, 0u);
}

TEST(Scenario, WhatTheGatewayItselfRefusesIsShownInItsWords) {
  World world(small_world());
  world.sign_in(kManager, kPassword);
  PullRequest request;
  request.parameters = {{"os_pattern", "(unclosed"}};  // only the gateway's PCRE can tell
  ASSERT_TRUE(world.pull(request).ok());
  EXPECT_EQ(world.run(), RunState::kFailed);
  EXPECT_NE(world.client().run().message.find("parameter os_pattern has invalid value: (unclosed"), std::string::npos)
      << world.client().run().message;
}

TEST(Scenario, SigningOutStopsTheRunAndForgetsTheToken) {
  World world(small_world(50));
  world.sign_in(kManager, kPassword);
  ASSERT_TRUE(world.pull(pages_of(5)).ok());
  world.run_until([&] { return world.client().run().pages == 2; });
  world.client().sign_out(world.now());
  EXPECT_EQ(world.client().run().state, RunState::kStopped);
  const uint64_t calls = world.gateway().counters().calls;
  world.pass(Duration::seconds(3600));
  EXPECT_LE(world.gateway().counters().calls, calls + 1);
  EXPECT_EQ(world.client().run().assets, 10u);
}

// ── a world that does not stand still ──

TEST(Living, AssetsThatChangeComeAndGoMeanwhileCostNoneOfThoseThatStandStill) {
  WorldOptions options = small_world(100);
  for (uint64_t seed = 1; seed <= 20; ++seed) {
    World world(options);
    LivingInventory living(std::make_shared<const Dataset>(world.dataset()),
                           std::make_shared<const OtDataset>(world.ot_dataset()), seed);
    world.sign_in(kManager, kPassword);
    for (int step = 0; step < 20; ++step) {
      world.later(Duration::millis(step * 150), "the inventory changes", [&] {
        living.step();
        world.gateway().set_dataset(living.assets());
      });
    }
    ASSERT_TRUE(world.pull(pages_of(5)).ok());
    EXPECT_EQ(world.run(), RunState::kComplete);
    EXPECT_EQ(living_difference(living.asset_lives(), *world.client().store(), true), "") << seed;
    EXPECT_NE(difference(world.dataset(), *world.client().store()), "") << "the world did not show what it was made for";
  }
}

// The gateway's clock is a day off, and somebody sets the client's back and forth.
TEST(Living, WrongClocksOnBothSidesDoNoHarm) {
  for (const int64_t off_by : {-86400, -3600, 3600, 86400}) {
    WorldOptions options = small_world(60);
    options.gateway.rate_limit = 5;
    options.gateway.window_s = 60;
    options.gateway.start_unix_s = options.dataset.now_s + off_by;
    World world(options);
    world.sign_in(kManager, kPassword);
    for (int hop = 1; hop <= 6; ++hop) {
      world.later(Duration::seconds(20 * hop), "the clock jumps",
                  [&, hop] { world.jump_clock(Duration::seconds(hop % 2 == 0 ? 7 * 3600 : -5 * 3600)); });
    }
    ASSERT_TRUE(world.pull(pages_of(4)).ok());
    EXPECT_EQ(world.run(), RunState::kComplete);
    EXPECT_LT(world.now().us, Duration::seconds(15 * 60).us) << "nothing waits for a clock";
    EXPECT_EQ(world.gateway().counters().refused_rate, 0u);
    EXPECT_EQ(world.gateway().counters().auth_refused, 0u);
    expect_truth(world);
  }
}

TEST(Living, HeadersThatCannotBeReadAreNoLimitAndNoFreedom) {
  WorldOptions options = small_world(320);
  for (uint64_t seed = 1; seed <= 10; ++seed) {
    options.seed = seed;
    options.faults.odd_headers = 1;
    World world(options);
    world.sign_in(kManager, kPassword);
    PullRequest request = pages_of(1);
    request.reserve_calls = 0;
    ASSERT_TRUE(world.pull(request).ok());
    EXPECT_EQ(world.run(), RunState::kComplete);
    EXPECT_EQ(world.gateway().counters().refused_rate, 0u);
    EXPECT_EQ(world.gateway().counters().refused_concurrency, 0u);
    EXPECT_LT(world.now().us, Duration::seconds(2 * 3600).us) << "one window was waited for, not more";
    expect_truth(world);
  }
}

TEST(Living, AnswersBeyondTheTimeoutAreAskedForAgain) {
  World world(small_world(60));
  world.sign_in(kManager, kPassword);
  world.network().set_latency({.tail = Duration::seconds(120)});
  ASSERT_TRUE(world.pull(pages_of(2)).ok());
  EXPECT_EQ(world.run(), RunState::kComplete) << world.client().run().message;
  EXPECT_GT(world.client().run().retries, 0u);
  expect_truth(world);
}

// The answer to an open range says that nothing follows: the range cut off from it meanwhile is empty, and is not cut
// again and again.
TEST(SideBySide, AListThatEndsUnderAnOpenRangeEndsThePull) {
  for (size_t assets = 1; assets < 60; assets += 4) {
    WorldOptions options = small_world(assets);
    options.gateway.concurrency_limit = 4;
    options.latency = {Duration::millis(228), Duration::millis(228)};
    World world(options);
    world.sign_in(kManager, kPassword);
    PullRequest request = pages_of(7);
    request.concurrency = 4;
    ASSERT_TRUE(world.pull(request).ok());
    EXPECT_EQ(world.run(), RunState::kComplete);
    EXPECT_LT(world.client().run().calls, 12 + 2 * assets / 7) << assets;
    expect_truth(world);
  }
}

// One call is refused with 401 and its renewal fails while another has still not been heard of.
TEST(SideBySide, ASessionThatEndsWhileACallIsOutPausesTheRunAndDoesNotSpin) {
  WorldOptions options = small_world(120);
  World world(options);
  world.sign_in(kManager, kPassword, false);
  PullRequest request = pages_of(5);
  request.concurrency = 2;
  ASSERT_TRUE(world.pull(request).ok());
  world.run_until([&] { return world.client().run().pages == 2; });
  world.network().set_latency({.tail = Duration::seconds(20)});
  world.gateway().fail_next(Trouble::kUnauthorized, 1);
  world.run_until([&] { return world.client().run().state == RunState::kPaused; }, Duration::seconds(1000));
  EXPECT_EQ(world.client().session(world.now()).state, SessionState::kExpired);
  EXPECT_EQ(world.client().run().state, RunState::kPaused);
  world.network().set_latency({});
  world.sign_in(kManager, kPassword);
  EXPECT_EQ(world.run(), RunState::kComplete);
  expect_truth(world);
}

TEST(Cursors, ThatOverlapBringAnAssetTwiceAndKeepItOnce) {
  World world(small_world());
  world.sign_in(kManager, kPassword);
  world.gateway().fail_next(Trouble::kCursorOverlaps, 1);
  ASSERT_TRUE(world.pull(pages_of(10)).ok());
  EXPECT_EQ(world.run(), RunState::kComplete);
  EXPECT_EQ(world.client().run().duplicates, 1u);
  expect_truth(world);
}

TEST(Cursors, ThatLeadBackOrRoundInCirclesEndTheRunAsPartialWithWhatCame) {
  for (const Trouble trouble : {Trouble::kCursorLoops, Trouble::kCursorBackwards}) {
    World world(small_world());
    world.sign_in(kManager, kPassword);
    ASSERT_TRUE(world.pull(pages_of(10)).ok());
    world.run_until([&] { return world.client().run().pages == 3; });
    world.gateway().fail_next(trouble, 10);
    EXPECT_EQ(world.run(), RunState::kPartial);
    EXPECT_GE(world.client().run().assets, 30u);
    EXPECT_NE(world.client().run().message.find("circles"), std::string::npos) << world.client().run().message;
    EXPECT_EQ(untruth(world.dataset(), *world.client().store()), "");
    EXPECT_TRUE(world.violations().empty()) << world.violations().front();
  }
}

// ── one asset that makes the gateway fail ──

// The ids of the enrolled assets, in order.
std::vector<int64_t> enrolled(const Dataset& dataset) {
  std::vector<int64_t> ids;
  for (const Asset& asset : dataset.assets) {
    if (asset.status == "Enrolled") ids.push_back(asset.id);
  }
  return ids;
}

TEST(Poison, AnyOneAssetIsQuarantinedAndAllOthersArePulled) {
  WorldOptions options = small_world(300);
  const std::vector<int64_t> ids = enrolled(*make_dataset(options.dataset));
  for (const size_t place : {size_t{0}, size_t{1}, size_t{99}, size_t{100}, size_t{150}, size_t{298}, size_t{299}}) {
    options.gateway.poisoned_ids = {ids[place]};
    World world(options);
    world.sign_in(kManager, kPassword);
    ASSERT_TRUE(world.pull(pages_of(100)).ok());
    EXPECT_EQ(world.run(), RunState::kPartial) << place << ": " << world.client().run().message;
    EXPECT_EQ(world.client().run().assets, 299u) << place;
    const Manifest manifest = world.client().manifest(world.now());
    ASSERT_EQ(manifest.quarantine.size(), 1u) << place;
    EXPECT_EQ(manifest.quarantine[0].id, ids[place]) << manifest.quarantine[0].range.value_or("no range");
    EXPECT_EQ(untruth(world.dataset(), *world.client().store()), "");
    EXPECT_TRUE(world.violations().empty()) << world.violations().front();
  }
}

TEST(Poison, AmongAThousandItTakesAtMostTwentyFiveCalls) {
  WorldOptions options = small_world(2000);
  options.dataset.detections_per_asset = 1;
  const std::vector<int64_t> ids = enrolled(*make_dataset(options.dataset));
  options.gateway.poisoned_ids = {ids[1377]};
  World world(options);
  world.sign_in(kManager, kPassword);
  ASSERT_TRUE(world.pull(pages_of(1000)).ok());
  EXPECT_EQ(world.run(), RunState::kPartial);
  EXPECT_EQ(world.client().run().assets, 1999u);
  uint64_t failed = 0;
  for (const RequestLogEntry& call : world.client().requests()) failed += call.status == 500 ? 1 : 0;
  EXPECT_LE(failed, 25u);
  EXPECT_LE(world.client().run().calls, 2u + 25u);
}

TEST(Poison, AnAssetWhoseResultsAreTheTroubleIsTakenWithoutThem) {
  WorldOptions options = small_world(60);
  const std::vector<int64_t> ids = enrolled(*make_dataset(options.dataset));
  options.gateway.poisoned_ids = {ids[30]};
  options.gateway.poisoned_results_only = true;
  World world(options);
  world.sign_in(kManager, kPassword);
  ASSERT_TRUE(world.pull(pages_of(20)).ok());
  EXPECT_EQ(world.run(), RunState::kPartial);
  EXPECT_EQ(world.client().run().assets, 60u);
  const Manifest manifest = world.client().manifest(world.now());
  ASSERT_EQ(manifest.quarantine.size(), 1u);
  EXPECT_EQ(manifest.quarantine[0].id, ids[30]);
  const AssetStore& store = *world.client().store();
  const AssetStore::Span span = store.detections_of(store.row_of(ids[30]));
  const ColumnId results = *store.detections().find_column("results");
  for (RowId row = span.begin; row < span.end; ++row) EXPECT_TRUE(store.detections().cell(row, results).missing());
  const RowId other = store.detections_of(store.row_of(ids[31])).begin;
  EXPECT_FALSE(store.detections().cell(other, results).missing()) << "those behind it have theirs";
}

TEST(Poison, TwoInDifferentPagesAreBothFound) {
  WorldOptions options = small_world(200);
  const std::vector<int64_t> ids = enrolled(*make_dataset(options.dataset));
  options.gateway.poisoned_ids = {ids[30], ids[170]};
  World world(options);
  world.sign_in(kManager, kPassword);
  ASSERT_TRUE(world.pull(pages_of(50)).ok());
  EXPECT_EQ(world.run(), RunState::kPartial);
  EXPECT_EQ(world.client().run().assets, 198u);
  EXPECT_EQ(world.client().manifest(world.now()).quarantine.size(), 2u);
}

TEST(Poison, AGatewayThatIsDownIsNotBlamedOnAnAsset) {
  World world(small_world());
  world.sign_in(kManager, kPassword);
  world.gateway().fail_next(Trouble::kInternalError, 1000);
  ASSERT_TRUE(world.pull(pages_of(10)).ok());
  EXPECT_EQ(world.run(), RunState::kFailed);
  EXPECT_EQ(world.client().run().calls, 7u) << "five attempts, and two where no asset is";
  EXPECT_TRUE(world.client().manifest(world.now()).quarantine.empty());
}

}  // namespace
}  // namespace sluice::sim
