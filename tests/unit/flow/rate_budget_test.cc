#include "flow/rate_budget.h"

#include <gtest/gtest.h>

#include "unit/flow/limited_gateway.h"

namespace sluice {
namespace {

LimitHeaders headers(int limit, int window_s, int remaining) {
  LimitHeaders h;
  h.limit = limit;
  h.window_s = window_s;
  h.remaining = remaining;
  return h;
}

struct RateBudgetTest : testing::Test {
  RateBudget budget{1};
  Instant now{};
  uint64_t flights = 0;

  // One call that takes `latency` and is let through.
  void call(const LimitHeaders& h, Duration latency = Duration::millis(100)) {
    const FlightId id{++flights};
    budget.start(id, now);
    now = now + latency;
    budget.finish(id, h, now);
  }
  void call() { call(LimitHeaders{}); }
  bool free(int reserve = 0) const { return budget.next_start(now, reserve) <= now; }
  double wait_s(int reserve = 0) const { return (budget.next_start(now, reserve) - now).as_seconds(); }
};

TEST_F(RateBudgetTest, AssumesTheStandardServiceUntilTold) {
  EXPECT_EQ(budget.limit(), 300);
  EXPECT_EQ(budget.window_s(), 3600);
  EXPECT_EQ(budget.concurrency_limit(), 1);
  EXPECT_FALSE(budget.known());
  for (int i = 0; i < 300; ++i) {
    ASSERT_TRUE(free()) << i;
    call();
  }
  EXPECT_FALSE(free());
}

TEST_F(RateBudgetTest, TheGuidesOwnCase300CallsIn5MinutesThenWaitFor55) {
  for (int i = 0; i < 300; ++i) {
    ASSERT_TRUE(free());
    call(headers(300, 3600, 299 - i), Duration::seconds(1));
  }
  EXPECT_NEAR(wait_s(), 3600 - 299, 1.3);  // the first call was counted when its answer came, 299 s ago
}

TEST_F(RateBudgetTest, ACallLeavesTheWindowExactlyAWindowAfterItsAnswer) {
  for (int i = 0; i < 3; ++i) {
    call(headers(3, 60, 2 - i), Duration::seconds(1));
    now = now + Duration::seconds(9);
  }
  // Answers at 1, 11 and 21 s; now it is 30 s.
  EXPECT_NEAR(wait_s(), 31, 0.1);
  now = now + Duration::seconds(31) - Duration::millis(1);
  EXPECT_FALSE(free());
  now = now + Duration::millis(50);
  EXPECT_TRUE(free());
}

TEST_F(RateBudgetTest, CallsOnTheirWayCount) {
  call(headers(2, 60, 1));
  budget.start(FlightId{99}, now);
  EXPECT_FALSE(free());
  EXPECT_EQ(budget.used(now), 2);
}

// api-reference.md 4.3: the answer that says so is a good one.
TEST_F(RateBudgetTest, RemainingZeroOnAGoodAnswerHoldsOnlyTheNextCall) {
  call(headers(2, 60, 0));
  EXPECT_FALSE(free());
  EXPECT_EQ(budget.remaining(now), 0);
  EXPECT_NEAR(wait_s(), 60, 0.1);
  now = now + Duration::seconds(61);
  EXPECT_TRUE(free());
}

TEST_F(RateBudgetTest, AnUnheardCallIsTakenForCounted) {
  call(headers(2, 60, 1));
  budget.start(FlightId{99}, now);
  budget.finish_unheard(FlightId{99}, now);
  EXPECT_EQ(budget.in_flight(), 0);
  EXPECT_FALSE(free());
}

TEST_F(RateBudgetTest, LeavesTheReserveToOthersButNeverStarves) {
  for (int i = 0; i < 7; ++i) call(headers(10, 60, 9 - i));
  EXPECT_TRUE(free(2));
  call(headers(10, 60, 2));
  EXPECT_FALSE(free(2));
  EXPECT_TRUE(free(1));
  now = now + Duration::seconds(120);
  EXPECT_TRUE(free(10)) << "a reserve as large as the limit still leaves us one call";
  EXPECT_TRUE(free(1000));
}

TEST_F(RateBudgetTest, NoticesOthersByRemainingFallingFaster) {
  call(headers(10, 3600, 9));
  EXPECT_EQ(budget.remaining(now), 9);
  call(headers(10, 3600, 4));  // four calls that are not ours
  EXPECT_EQ(budget.used(now), 6);
  call(headers(10, 3600, 0));
  EXPECT_EQ(budget.remaining(now), 0);
  EXPECT_FALSE(free());
  EXPECT_NEAR(wait_s(), 3600, 2) << "others' calls came just now, as the first answer proves";
}

TEST_F(RateBudgetTest, OthersCallsOfUnknownAgeAreProbedFor) {
  call(headers(10, 3600, 0));
  EXPECT_FALSE(free());
  EXPECT_NEAR(wait_s(), 400, 10) << "nine in an hour: by then one probably has left, and a probe asks again";
  now = budget.next_start(now, 0);
  EXPECT_TRUE(free());
  call(headers(10, 3600, 0));
  EXPECT_GE(wait_s(), kProbeInterval.as_seconds() - 1) << "one probe, then the next wait";
}

TEST_F(RateBudgetTest, OthersLeaveWhenRemainingRisesAgain) {
  call(headers(10, 3600, 3));
  EXPECT_EQ(budget.used(now), 7);
  call(headers(10, 3600, 8));
  EXPECT_EQ(budget.used(now), 2);
}

TEST_F(RateBudgetTest, AloneNothingIsTakenForOthers) {
  for (int i = 0; i < 20; ++i) {
    const int used = std::min(i + 1, 10);
    while (!free()) now = now + Duration::millis(500);
    call(headers(10, 60, 10 - used), Duration::seconds(3));
    EXPECT_LE(budget.used(now), 10);
  }
}

TEST_F(RateBudgetTest, ObeysToWaitAndThenSendsOneProbeWhateverItThinks) {
  for (int i = 0; i < 5; ++i) call(headers(5, 3600, 4 - i));
  LimitHeaders refused = headers(5, 3600, 0);
  refused.to_wait_s = 20;
  budget.start(FlightId{50}, now);
  budget.refuse(FlightId{50}, Refusal::kRate, refused, now);
  EXPECT_GE(wait_s(), 21);
  EXPECT_LE(wait_s(), 23);
  now = budget.next_start(now, 0);
  EXPECT_TRUE(free(5)) << "the probe";
  budget.start(FlightId{51}, now);
  EXPECT_FALSE(free()) << "one probe only";
}

TEST_F(RateBudgetTest, ARefusalWithoutAWordIsProbedEveryFiveMinutesAtMost) {
  call();
  budget.start(FlightId{50}, now);
  budget.refuse(FlightId{50}, Refusal::kRate, {}, now);
  EXPECT_GE(wait_s(), 300);
  EXPECT_LE(wait_s(), 304);
  EXPECT_TRUE(budget.blocked(now));
}

TEST_F(RateBudgetTest, AConcurrencyRefusalWaitsWithJitterUpToAMinute) {
  double longest = 0;
  for (uint64_t seed = 0; seed < 200; ++seed) {
    RateBudget other(seed);
    Instant t{};
    for (int i = 0; i < 8; ++i) {
      other.start(FlightId{1}, t);
      const double wait = (other.refuse(FlightId{1}, Refusal::kConcurrency, {}, t) - t).as_seconds();
      EXPECT_GE(wait, 2.0);
      EXPECT_LE(wait, 64.0);
      longest = std::max(longest, wait);
      t = t + Duration::seconds_real(wait);
    }
  }
  EXPECT_GT(longest, 50);
}

TEST_F(RateBudgetTest, TakesTheLargerOfToWaitAndRetryAfter) {
  LimitHeaders refused;
  refused.to_wait_s = 10;
  refused.retry_after = Duration::seconds(40);
  budget.start(FlightId{1}, now);
  budget.refuse(FlightId{1}, Refusal::kRate, refused, now);
  EXPECT_GE(wait_s(), 41);
}

TEST_F(RateBudgetTest, LearnsANewLimitInTheMiddleOfARun) {
  for (int i = 0; i < 10; ++i) call(headers(300, 3600, 299 - i));
  call(headers(11, 100, 0));
  EXPECT_FALSE(free());
  EXPECT_LE(wait_s(), 100.1);
}

TEST_F(RateBudgetTest, OneAtATimeUntilTheFirstAnswerThenAsManyAsTold) {
  EXPECT_TRUE(budget.has_slot(5, now));
  budget.start(FlightId{1}, now);
  EXPECT_FALSE(budget.has_slot(5, now)) << "the limit may be one";
  EXPECT_GT(budget.next_slot(5, now), now);
  LimitHeaders told;
  told.concurrency_limit = 3;
  budget.finish(FlightId{1}, told, now);
  for (uint64_t flight = 2; flight <= 4; ++flight) {
    ASSERT_TRUE(budget.has_slot(5, now)) << flight;
    budget.start(FlightId{flight}, now);
  }
  EXPECT_FALSE(budget.has_slot(5, now));
  EXPECT_FALSE(budget.has_slot(2, now)) << "a run that wants fewer has fewer";
  EXPECT_FALSE(budget.has_slot(1, now));
}

TEST_F(RateBudgetTest, AGatewayThatNamesNoConcurrencyIsTakenForTheStandardService) {
  call();
  budget.start(FlightId{90}, now);
  EXPECT_TRUE(budget.has_slot(5, now));
  budget.start(FlightId{91}, now);
  EXPECT_FALSE(budget.has_slot(5, now));
}

TEST_F(RateBudgetTest, ARefusedSecondCallTeachesThatOneMayRun) {
  call();
  budget.start(FlightId{90}, now);
  budget.start(FlightId{91}, now);
  budget.refuse(FlightId{91}, Refusal::kConcurrency, {}, now);
  EXPECT_FALSE(budget.has_slot(2, now));
  EXPECT_EQ(budget.limits_learned(), 1);
  EXPECT_EQ(budget.concurrency_limit(), 1);
  budget.finish(FlightId{90}, {}, now);
  EXPECT_TRUE(budget.has_slot(2, now));
  now = now + Duration::seconds(3600);
  budget.start(FlightId{92}, now);
  EXPECT_FALSE(budget.has_slot(2, now)) << "and stays learned";
}

TEST_F(RateBudgetTest, OthersRunningTakeTheirSlots) {
  LimitHeaders told = headers(300, 3600, 299);
  told.concurrency_limit = 4;
  told.concurrency_running = 3;  // this call and two that are not ours
  call(told);
  budget.start(FlightId{90}, now);
  EXPECT_TRUE(budget.has_slot(4, now));
  budget.start(FlightId{91}, now);
  EXPECT_FALSE(budget.has_slot(4, now));
}

TEST_F(RateBudgetTest, OurOwnParallelCallsAreNotTakenForOthers) {
  LimitHeaders told = headers(300, 3600, 299);
  told.concurrency_limit = 2;
  told.concurrency_running = 1;
  call(told);
  budget.start(FlightId{90}, now);
  budget.start(FlightId{91}, now);
  budget.finish(FlightId{90}, told, now);
  told.concurrency_running = 2;  // as it was when this one came in
  budget.finish(FlightId{91}, told, now);
  budget.start(FlightId{92}, now);
  EXPECT_TRUE(budget.has_slot(2, now));
}

TEST_F(RateBudgetTest, AResumedRunCountsTheCallsOfTheCrashedOne) {
  now = Instant{} + Duration::seconds(5);
  std::vector<Instant> counted;
  for (int i = 0; i < 300; ++i) counted.push_back(Instant{} - Duration::seconds(600 - i));
  budget.restore(counted, {}, now);
  EXPECT_EQ(budget.used(now), 300);
  EXPECT_FALSE(free());
  EXPECT_NEAR(wait_s(), 3600 - 605, 2);
}

TEST_F(RateBudgetTest, ACallThatACrashCutOffHoldsItsSlotAndThenStandsInTheWindow) {
  const Instant until = now + Duration::seconds(300);
  budget.restore({}, {until}, now);
  EXPECT_FALSE(budget.has_slot(1, now));
  EXPECT_EQ(budget.next_slot(1, now), until);
  EXPECT_EQ(budget.used(now), 1);
  EXPECT_TRUE(budget.has_slot(1, until));
  EXPECT_EQ(budget.used(until + Duration::seconds(3599)), 1);
  EXPECT_EQ(budget.used(until + Duration::seconds(3602)), 0);
}

TEST_F(RateBudgetTest, ACallThatACrashCutOffLeavesTheOtherSlotsFree) {
  LimitHeaders told;
  told.limit = 50;
  told.window_s = 86400;
  told.concurrency_limit = 2;
  budget.remember_limits(told);
  const Instant until = now + Duration::seconds(300);
  budget.restore({}, {until}, now);
  EXPECT_TRUE(budget.has_slot(1, now)) << "one was cut off, two may run";
  budget.start(FlightId{1}, now);
  EXPECT_FALSE(budget.has_slot(2, now));
  EXPECT_EQ(budget.next_slot(2, now), until);
  EXPECT_FALSE(budget.has_slot(1, until)) << "one at a time is all that was asked for";
}

TEST_F(RateBudgetTest, WhatAnEarlierProcessWasToldCountsUntilTheGatewayTellsAnew) {
  LimitHeaders kept;
  kept.limit = 10;
  kept.window_s = 60;
  kept.concurrency_limit = 5;
  budget.remember_limits(kept);
  EXPECT_EQ(budget.limit(), 10);
  EXPECT_EQ(budget.told().window_s, 60);
  budget.start(FlightId{1}, now);
  budget.finish(FlightId{1}, headers(20, 60, 19), now);
  EXPECT_EQ(budget.limit(), 20);
  budget.remember_limits(kept);
  EXPECT_EQ(budget.limit(), 20);
  EXPECT_EQ(budget.told().concurrency_limit, 5);
}

TEST_F(RateBudgetTest, AJournalFromAWrongClockDoesNoHarm) {
  const Duration years = Duration::seconds(400LL * 86400);
  std::vector<Instant> counted(300, now + years);
  counted.push_back(now - years);
  budget.restore(counted, {now + years}, now);
  EXPECT_EQ(budget.used(now), 301) << "times to come count as now, those long past not at all";
  EXPECT_LE(wait_s(), 3600 + kCutOffMax.as_seconds() + 2);
  EXPECT_LE(budget.next_slot(1, now), now + kCutOffMax);
}

// api-reference.md 4.2, the service levels.
TEST_F(RateBudgetTest, LearnsTheLimitsOfEachServiceLevelFromTheHeaders) {
  struct Level {
    int limit, window_s, concurrency;
  };
  for (const Level& level : {Level{50, 86400, 1}, {300, 3600, 2}, {750, 3600, 5}, {2000, 3600, 10}}) {
    budget = RateBudget{1};
    LimitHeaders told = headers(level.limit, level.window_s, level.limit - 1);
    told.concurrency_limit = level.concurrency;
    call(told);
    EXPECT_TRUE(budget.known());
    EXPECT_EQ(budget.limit(), level.limit);
    EXPECT_EQ(budget.window_s(), level.window_s);
    EXPECT_EQ(budget.concurrency_limit(), level.concurrency);
    for (int left = level.limit - 2; left >= 0; --left) {
      ASSERT_TRUE(free()) << left << " of " << level.limit;
      call(headers(level.limit, level.window_s, left), Duration::millis(1));
    }
    EXPECT_FALSE(free());
  }
}

TEST_F(RateBudgetTest, AGoodAnswerEndsARowOfRefusals) {
  budget.start(FlightId{1}, now);
  budget.refuse(FlightId{1}, Refusal::kRate, {}, now);
  EXPECT_EQ(budget.refused_in_a_row(), 1);
  now = budget.next_start(now, 0);
  call();
  EXPECT_EQ(budget.refused_in_a_row(), 0);
}

TEST_F(RateBudgetTest, ForeseesWhenManyCallsWouldBeDone) {
  const auto foreseen_s = [&](int64_t calls, double each_s, int parallel, int reserve) {
    return (budget.foresee(calls, Duration::seconds_real(each_s), parallel, now, reserve) - now).as_seconds();
  };
  EXPECT_NEAR(foreseen_s(300, 2, 1, 0), 600, 0.01);
  EXPECT_NEAR(foreseen_s(300, 2, 2, 0), 300, 0.01);
  EXPECT_NEAR(foreseen_s(301, 2, 1, 0), 2 + 3600 + 2, 2);
  EXPECT_NEAR(foreseen_s(271, 2, 1, 30), 2 + 3600 + 2, 2);
  EXPECT_NEAR(foreseen_s(601, 2, 1, 0), 2 * 3602 + 2, 4);
  EXPECT_NEAR(foreseen_s(1000, 20, 1, 0), 20000, 1) << "slower than the limit";
  for (int i = 0; i < 100; ++i) call(headers(300, 3600, 299 - i), Duration::seconds(1));
  EXPECT_EQ(budget.calls_left(now, 0), 200);
  EXPECT_EQ(budget.calls_left(now, 250), 0);
  EXPECT_NEAR((budget.next_leaves(now) - now).as_seconds(), 3600 - 99, 2);
  EXPECT_NEAR(foreseen_s(200, 1, 1, 0), 200, 0.01);
  EXPECT_NEAR(foreseen_s(201, 1, 1, 0), 3600 - 99 + 1, 3);
  EXPECT_GT(foreseen_s(1000000000, 1, 1, 0), 1e8);
  EXPECT_EQ(foreseen_s(0, 1, 1, 0), 0);
}

TEST_F(RateBudgetTest, ForeseesWhatThenHappens) {
  for (const int wanted : {1, 2}) {
    RateBudget other(4);
    LimitedGateway gateway{50, 600, 2};
    Random random(4);
    BudgetRun run{&other, &gateway, &random};
    run.latency_least = run.latency_most = Duration::seconds(1);
    run.wanted = wanted;
    const Instant middle = run.go(30, Instant{});
    const Instant foreseen = other.foresee(170, Duration::seconds(1), wanted, middle, 0);
    EXPECT_NEAR((run.go(200, middle) - foreseen).as_seconds(), 0, 2) << wanted;
  }
}

// ── runs against a gateway that counts ───────────────────────────────────────────────────────────────────────────────

struct Service {
  int limit, window_s;
};
constexpr Service kServices[] = {{300, 3600}, {50, 86400}, {10, 60}, {3, 30}, {1, 10}, {2000, 3600}};

std::string named(const Service& service, int64_t latency_ms, int wanted, uint64_t seed) {
  return std::to_string(service.limit) + "/" + std::to_string(service.window_s) + ", " + std::to_string(latency_ms) +
         " ms, " + std::to_string(wanted) + " at a time, seed " + std::to_string(seed);
}

// Calls for some windows of a service, so that leaving and entering meet many times.
int calls_of(const Service& service) { return service.limit * 3 + 7; }

TEST(RateBudgetRun, AloneWithReadableHeadersNothingIsEverRefusedAndNoTimeIsLost) {
  for (const Service& service : kServices) {
    for (const int64_t latency_ms : {20, 200, 2000, 20000}) {
      for (const int wanted : {1, 2, 5}) {
        const uint64_t seeds = service.limit > 1000 ? 1 : 3;
        for (uint64_t seed = 1; seed <= seeds; ++seed) {
          const std::string name = named(service, latency_ms, wanted, seed);
          RateBudget budget(seed);
          LimitedGateway gateway{service.limit, service.window_s, seed == 1 ? 5 : 2};
          Random random(seed);
          BudgetRun run{&budget, &gateway, &random};
          run.latency_least = Duration::millis(latency_ms / 2);
          run.latency_most = Duration::millis(latency_ms * 3 / 2);
          run.wanted = wanted;
          const int calls = calls_of(service);
          const Instant end = run.go(calls, Instant{});
          ASSERT_EQ(run.done, calls) << name;
          ASSERT_EQ(run.refused, 0) << name;
          ASSERT_LE(run.most_running, wanted) << name;
          // No client can be faster than its calls one after the other, nor than the windows that it needs.
          const int parallel = std::min(wanted, gateway.concurrency);
          const double calls_s = calls * static_cast<double>(latency_ms) / 1000.0 / parallel;
          const double windows_s = (calls - 1) / service.limit * service.window_s;
          const double per_window_s = 2.5 * static_cast<double>(latency_ms) / 1000 + 0.05 + service.window_s / 2900.0;
          ASSERT_LE((end - Instant{}).as_seconds(), calls_s * 1.6 + windows_s + per_window_s * 6) << name;
        }
      }
    }
  }
}

TEST(RateBudgetRun, AloneTheAssumedLimitsNeedNoHeaders) {
  for (const int64_t latency_ms : {20, 2000, 20000}) {
    for (const int wanted : {1, 2}) {
      RateBudget budget(7);
      LimitedGateway gateway{300, 3600, 2, false, false, false};
      Random random(7);
      BudgetRun run{&budget, &gateway, &random};
      run.latency_most = Duration::millis(latency_ms);
      run.latency_least = Duration::millis(latency_ms / 2);
      run.wanted = wanted;
      run.go(1000, Instant{});
      EXPECT_EQ(run.done, 1000);
      EXPECT_EQ(run.refused, 0) << latency_ms;
    }
  }
}

TEST(RateBudgetRun, WithoutHeadersEachRefusalTeachesSomethingNew) {
  for (const Service& service : kServices) {
    if (service.limit >= kRateLimitAssumed) continue;
    for (const bool tells_wait : {false, true}) {
      for (const int64_t latency_ms : {20, 2000}) {
        for (uint64_t seed = 1; seed <= 5; ++seed) {
          RateBudget budget(seed);
          LimitedGateway gateway{service.limit, service.window_s, 2, false, tells_wait, false};
          Random random(seed);
          BudgetRun run{&budget, &gateway, &random};
          run.latency_least = Duration::millis(latency_ms / 2);
          run.latency_most = Duration::millis(latency_ms);
          run.go(calls_of(service), Instant{});
          const std::string name = named(service, latency_ms, 1, seed) + (tells_wait ? ", ToWait" : "");
          EXPECT_EQ(run.done, calls_of(service)) << name;
          EXPECT_GE(run.refused, 1) << name;
          EXPECT_LE(run.refused, budget.limits_learned()) << name;
          // After a day what was learned is tried anew.
          EXPECT_LE(run.refused, (tells_wait ? 1 : 3) + (service.window_s == 86400 ? 1 : 0)) << name;
        }
      }
    }
  }
}

TEST(RateBudgetRun, AWaitThatIsToldTeachesTheWholeWindow) {
  RateBudget budget(3);
  LimitedGateway gateway{10, 60, 2, false, true, false};
  Random random(3);
  BudgetRun run{&budget, &gateway, &random};
  const Instant end = run.go(101, Instant{});
  EXPECT_EQ(run.refused, 1);
  EXPECT_EQ(budget.limit(), 10);
  EXPECT_NEAR(budget.window_s(), 60, 2);
  EXPECT_LE((end - Instant{}).as_seconds(), 10 * 62 + 10);
}

TEST(RateBudgetRun, OthersAreLeftTheirReserveAndRefusalsAreRare) {
  for (const Service& service : {Service{300, 3600}, Service{2000, 3600}, Service{10, 60}}) {
    for (uint64_t seed = 1; seed <= 5; ++seed) {
      RateBudget budget(seed);
      LimitedGateway gateway{service.limit, service.window_s, 2};
      Random random(seed);
      BudgetRun run{&budget, &gateway, &random};
      run.reserve = std::max(1, service.limit / 10);
      run.others_every = Duration::seconds(service.window_s) * 4 + Duration{};
      run.others_every->us /= service.limit;  // others take a quarter of the window
      const int calls = service.limit * 3;
      const Instant end = run.go(calls, Instant{});
      const std::string name = named(service, 200, 1, seed);
      EXPECT_EQ(run.done, calls) << name;
      EXPECT_LE(run.refused, 3) << name;
      EXPECT_LE((end - Instant{}).as_seconds(), 8.0 * service.window_s) << name;
    }
  }
}

TEST(RateBudgetRun, AWindowThatOthersHaveFilledIsWaitedForAndNotStormed) {
  RateBudget budget(5);
  LimitedGateway gateway{300, 3600, 2};
  for (int i = 0; i < 300; ++i) gateway.counted.push_back(Instant{} + Duration::seconds(6 * i));
  Random random(5);
  BudgetRun run{&budget, &gateway, &random};
  const Instant start = Instant{} + Duration::seconds(1800);
  const Instant end = run.go(300, start);
  EXPECT_EQ(run.done, 300);
  EXPECT_LE(run.refused, 40);
  EXPECT_LE((end - start).as_seconds(), 3 * 3600.0);
}

// A gateway that refuses for reasons of its own must not teach windows that no service has: the run would never end.
TEST_F(RateBudgetTest, NoRefusalTeachesAWindowOfMoreThanADay) {
  uint64_t flight = 0;
  for (int i = 0; i < 60; ++i) {
    budget.start(FlightId{++flight}, now);
    now = now + Duration::seconds(1);
    if (i % 7 == 0) {
      budget.finish(FlightId{flight}, {}, now);
    } else {
      budget.refuse(FlightId{flight}, Refusal::kRate, {}, now);
    }
    now = std::max(now, budget.next_start(now, 0));
    EXPECT_LE(budget.window_s(), 86400);
  }
}

}  // namespace
}  // namespace sluice
