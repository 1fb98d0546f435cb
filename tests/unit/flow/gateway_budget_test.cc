#include "flow/gateway_budget.h"

#include <gtest/gtest.h>

#include "unit/flow/limited_gateway.h"

namespace sluice {
namespace {

struct GatewayBudgetTest : testing::Test {
  GatewayBudget budgets{1};
  RateBudget& mobile = budgets.of("mobile.assets");
  RateBudget& hosts = budgets.of("ot.hosts");
  Instant now{};
  uint64_t flights = 0;

  void call(RateBudget& budget, int limit, int remaining, Duration latency = Duration::millis(100)) {
    LimitHeaders told;
    told.limit = limit;
    told.window_s = 3600;
    told.remaining = remaining;
    const FlightId id{++flights};
    budget.start(id, now);
    now = now + latency;
    budget.finish(id, told, now);
  }
};

TEST_F(GatewayBudgetTest, OneEndpointsCallsCountForAllWhileNothingShowsOtherwise) {
  for (int i = 0; i < 10; ++i) call(mobile, 20, 19 - i);
  EXPECT_EQ(hosts.used(now), 10);
  for (int i = 0; i < 10; ++i) call(hosts, 20, 9 - i);
  EXPECT_GT(hosts.next_start(now, 0), now);
  EXPECT_GT(mobile.next_start(now, 0), now);
  EXPECT_EQ(budgets.of("ot.detections").remaining(now), 0) << "an endpoint that comes later shares as well";
}

TEST_F(GatewayBudgetTest, AnAnswerThatDoesNotKnowOurOtherCallsSplitsTheBudget) {
  for (int i = 0; i < 10; ++i) call(mobile, 20, 19 - i);
  call(hosts, 20, 19);
  EXPECT_EQ(hosts.used(now), 1);
  EXPECT_EQ(mobile.used(now), 10) << "each goes on with its own calls";
  RateBudget& detections = budgets.of("ot.detections");
  EXPECT_EQ(detections.used(now), 0);
  call(detections, 20, 15);
  EXPECT_EQ(detections.used(now), 5);
  EXPECT_EQ(hosts.used(now), 1);
  EXPECT_EQ(&budgets.of("ot.hosts"), &hosts);
}

TEST_F(GatewayBudgetTest, OthersCallsCanHideTheProofButNotBreakTheLimit) {
  for (int i = 0; i < 10; ++i) call(mobile, 20, 19 - i);
  call(hosts, 20, 9);  // one of ours and ten of others, or all eleven ours
  EXPECT_EQ(hosts.used(now), 11);
  EXPECT_EQ(mobile.used(now), 11);
}

TEST_F(GatewayBudgetTest, OneCallsDifferenceProvesNothing) {
  call(mobile, 20, 19);
  call(hosts, 20, 19);  // perhaps this gateway does not count the call that it answers
  EXPECT_EQ(hosts.used(now), 2);
}

TEST_F(GatewayBudgetTest, CallsWhoseAnswersTellNothingProveNothing) {
  for (int i = 0; i < 5; ++i) {
    const FlightId id{++flights};
    mobile.start(id, now);
    mobile.finish(id, {}, now);  // perhaps a proxy's answer that the gateway never counted
  }
  call(hosts, 20, 19);
  EXPECT_EQ(hosts.used(now), 6);
}

TEST_F(GatewayBudgetTest, ARefusalAtOneEndpointHoldsTheOthersOnlyWhileTheyAreOne) {
  for (int i = 0; i < 5; ++i) call(mobile, 5, 4 - i);
  mobile.start(FlightId{100}, now);
  LimitHeaders told;
  told.to_wait_s = 1000;
  mobile.refuse(FlightId{100}, Refusal::kRate, told, now);
  EXPECT_TRUE(hosts.blocked(now));
  call(hosts, 5, 4);
  EXPECT_FALSE(hosts.blocked(now));
  EXPECT_TRUE(mobile.blocked(now));
  EXPECT_LE(hosts.next_start(now, 0), now);
}

TEST_F(GatewayBudgetTest, CallsOnTheirWayLandInTheirOwnEndpointsBudget) {
  for (int i = 0; i < 10; ++i) call(mobile, 20, 19 - i);
  mobile.start(FlightId{100}, now);
  call(hosts, 20, 19);
  EXPECT_EQ(hosts.in_flight(), 0);
  EXPECT_EQ(mobile.in_flight(), 1);
  LimitHeaders told;
  told.limit = 20;
  told.remaining = 9;
  mobile.finish(FlightId{100}, told, now);
  EXPECT_EQ(mobile.in_flight(), 0);
  EXPECT_EQ(mobile.used(now), 11);
}

TEST_F(GatewayBudgetTest, SeparateEndpointsArePulledWithoutARefusalAndSharedOnesToo) {
  for (const bool apart : {false, true}) {
    for (uint64_t seed = 1; seed <= 10; ++seed) {
      GatewayBudget two(seed);
      LimitedGateway first{50, 3600, 2};
      LimitedGateway second{50, 3600, 2};
      Random random(seed);
      BudgetRun run{&two.of("a"), &first, &random};
      const Instant middle = run.go(40, Instant{});
      run.budget = &two.of("b");
      if (apart) run.gateway = &second;
      const Instant end = run.go(80, middle);
      EXPECT_EQ(run.refused, 0);
      EXPECT_EQ((end - middle).as_seconds() < 60, apart) << "40 more calls fit only into a window of their own";
    }
  }
}

}  // namespace
}  // namespace sluice
