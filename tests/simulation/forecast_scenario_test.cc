// What a pull is forecast to cost, held against what it then costs.

#include <gtest/gtest.h>

#include "sim/world.h"

namespace sluice::sim {
namespace {

WorldOptions world_with(size_t assets) {
  WorldOptions options;
  options.dataset.assets = assets;
  options.dataset.detections_per_asset = 1;
  options.latency.least = Duration::seconds(1);
  options.latency.most = Duration::seconds(1);
  return options;
}

PullRequest pages_of(int64_t records) {
  PullRequest request;
  request.page_size = records;
  request.reserve_calls = 0;
  return request;
}

TEST(ForecastScenario, TheSecondPullOfTheSameIsForeseen) {
  World world(world_with(1000));
  world.sign_in("acme_mg1", "rehearsal");
  const PullRequest request = pages_of(10);
  EXPECT_FALSE(world.client().forecast(request, world.now()).value().calls_needed.has_value());
  ASSERT_TRUE(world.pull(request).ok());
  EXPECT_EQ(world.run(), RunState::kComplete);

  const Instant start = world.now();
  const RunForecast forecast = world.client().forecast(request, start).value();
  EXPECT_EQ(forecast.calls_needed, 100);
  EXPECT_EQ(forecast.calls_left, 200);
  ASSERT_TRUE(world.pull(request).ok());
  EXPECT_EQ(world.run(), RunState::kComplete);
  EXPECT_EQ(world.client().run().calls, 100u);
  EXPECT_NEAR((world.now() - start).as_seconds(), forecast.time_left->as_seconds(), 2);
}

TEST(ForecastScenario, ARunThatHasToWaitForTheWindowIsForeseenToTheSecond) {
  World world(world_with(2000));
  world.sign_in("acme_mg1", "rehearsal");
  const PullRequest request = pages_of(10);
  ASSERT_TRUE(world.pull(request).ok());
  world.run();
  const Instant start = world.now();
  const RunForecast forecast = world.client().forecast(request, start).value();
  EXPECT_EQ(forecast.calls_left, 100);
  EXPECT_GT(forecast.time_left->as_seconds(), 3000) << "200 calls of this hour are used, and 200 more are needed";
  ASSERT_TRUE(world.pull(request).ok());
  world.run();
  EXPECT_NEAR((world.now() - start).as_seconds(), forecast.time_left->as_seconds(), 5);
  EXPECT_EQ(world.client().run().refused, 0u);
}

TEST(ForecastScenario, ARunUnderWayIsForeseenByTheGatewaysCount) {
  WorldOptions options = world_with(10);
  options.gateway.ot.hosts = 500;
  World world(options);
  world.sign_in("acme_mg1", "rehearsal");
  PullRequest request = pages_of(10);
  request.source = "ot.hosts";
  ASSERT_TRUE(world.pull(request).ok());
  world.run_until([&] { return world.client().run().pages == 20; });
  const RunForecast forecast = world.client().forecast(request, world.now()).value();
  EXPECT_EQ(forecast.calls_needed, 30);
  EXPECT_NE(forecast.why.find("300 hosts more"), std::string::npos) << forecast.why;
  const Instant then = world.now();
  world.run();
  EXPECT_NEAR((world.now() - then).as_seconds(), forecast.time_left->as_seconds(), 2);
}

TEST(ForecastScenario, APageSizeThatIsFoundOutIsForecastFromThePagesOfTheLastRun) {
  World world(world_with(3000));
  world.sign_in("acme_mg1", "rehearsal");
  PullRequest request;
  ASSERT_TRUE(world.pull(request).ok());
  world.run();
  const RunForecast forecast = world.client().forecast(request, world.now()).value();
  EXPECT_NE(forecast.page_size, 1000u);
  EXPECT_GT(forecast.page_size, 1u);
  EXPECT_NE(forecast.why.find("(auto)"), std::string::npos) << forecast.why;
}

TEST(ForecastScenario, AMistakeOfTheRequestIsToldAsAPullWouldTellIt) {
  World world(world_with(10));
  world.sign_in("acme_mg1", "rehearsal");
  const Result<RunForecast> forecast = world.client().forecast(pages_of(0), world.now());
  ASSERT_FALSE(forecast.ok());
  EXPECT_EQ(forecast.error().code, "invalid_parameter");
}

}  // namespace
}  // namespace sluice::sim
