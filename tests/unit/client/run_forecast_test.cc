#include "client/run_forecast.h"

#include <gtest/gtest.h>

namespace sluice {
namespace {

struct RunForecastTest : testing::Test {
  RateBudget budget{1};
  ForecastInput known;

  RunForecastTest() {
    known.budget = &budget;
    known.reserve_calls = 0;
    known.page_size = 1000;
    known.page_size_most = 1000000;
    known.other_sizes = {100, 500, 1000, 5000};
  }
  void told(int limit, int calls) {
    LimitHeaders headers;
    headers.limit = limit;
    headers.window_s = 3600;
    headers.concurrency_limit = 2;
    for (int i = 0; i < calls; ++i) {
      const FlightId id{static_cast<uint64_t>(i) + 1};
      budget.start(id, known.now);
      known.now = known.now + Duration::seconds(1);
      headers.remaining = limit - i - 1;
      budget.finish(id, headers, known.now);
    }
  }
  void total(uint64_t n) {
    known.total = n;
    known.total_from = "the last complete run";
  }
  void measured(double seconds_a_page) {
    for (int i = 0; i < 3; ++i) known.cost.add(1000, 2000000, Duration::seconds_real(seconds_a_page));
  }
  bool says(const RunForecast& made, std::string_view text) const {
    return made.why.find(text) != std::string::npos;
  }
};

TEST_F(RunForecastTest, WithoutATotalItSaysWhatIsLeftAndNothingElse) {
  const RunForecast made = forecast_run(known);
  EXPECT_FALSE(made.calls_needed.has_value());
  EXPECT_FALSE(made.time_left.has_value());
  EXPECT_TRUE(made.choices.empty());
  EXPECT_EQ(made.calls_left, 300);
  EXPECT_TRUE(says(made, "is not known")) << made.why;
  EXPECT_TRUE(says(made, "as is assumed until the gateway tells")) << made.why;
}

TEST_F(RunForecastTest, CountsCallsAndTimeOfARunThatFits) {
  total(24001);
  measured(4);
  told(300, 1);
  const RunForecast made = forecast_run(known);
  EXPECT_EQ(made.calls_needed, 25);
  EXPECT_EQ(made.calls_left, 299);
  EXPECT_NEAR(made.time_left->as_seconds(), 100, 0.1);
  EXPECT_TRUE(says(made, "24,001 assets by the last complete run: 25 calls with pages of 1,000.")) << made.why;
  EXPECT_FALSE(says(made, "assumed")) << made.why;
}

TEST_F(RunForecastTest, ASecondCallInParallelHalvesTheTime) {
  total(24000);
  measured(4);
  told(300, 1);
  known.concurrency = 5;
  EXPECT_NEAR(forecast_run(known).time_left->as_seconds(), 48, 0.1) << "the gateway allows two";
}

TEST_F(RunForecastTest, ShowsHowThePageSizeChangesIt) {
  total(100000);
  measured(1);
  told(300, 250);
  const RunForecast made = forecast_run(known);
  ASSERT_EQ(made.choices.size(), 4u);
  EXPECT_EQ(made.choices[0].page_size, 100u);
  EXPECT_EQ(made.choices[0].calls, 1000);
  EXPECT_GT(made.choices[0].time.as_seconds(), 3 * 3600);
  EXPECT_EQ(made.choices[2].calls, 100);
  EXPECT_GT(made.choices[2].time.as_seconds(), 3300) << "50 calls are left, so it waits for the first to leave";
  EXPECT_LT(made.choices[2].time.as_seconds(), 3600);
  EXPECT_EQ(made.choices[3].calls, 20);
  EXPECT_NEAR(made.choices[3].time.as_seconds(), 100, 1);
  EXPECT_TRUE(says(made, "has to wait for the window")) << made.why;
  EXPECT_TRUE(says(made, "Pages of 5,000 would end it")) << made.why;
}

TEST_F(RunForecastTest, ASizeThatTheApiDoesNotAllowIsNoChoice) {
  total(5000);
  known.page_size = 100;
  known.page_size_most = 100;
  known.other_sizes = {25, 50, 100, 500};
  const RunForecast made = forecast_run(known);
  ASSERT_EQ(made.choices.size(), 3u);
  EXPECT_EQ(made.choices.back().page_size, 100u);
}

TEST_F(RunForecastTest, ARunThatGoesOnNeedsOnlyTheRest) {
  total(10000);
  known.came = 9500;
  EXPECT_EQ(forecast_run(known).calls_needed, 1);
  EXPECT_TRUE(says(forecast_run(known), "500 assets more")) << forecast_run(known).why;
  known.came = 12000;
  EXPECT_EQ(forecast_run(known).calls_needed, 1) << "the gateway has still to say that nothing is left";
}

TEST_F(RunForecastTest, TheReserveIsNotOursToSpend) {
  known.reserve_calls.reset();
  total(280 * 1000);
  measured(1);
  const RunForecast made = forecast_run(known);
  EXPECT_EQ(made.calls_left, 270);
  EXPECT_GT(made.time_left->as_seconds(), 3600);
  EXPECT_TRUE(says(made, "30 of them stay for others")) << made.why;
}

TEST_F(RunForecastTest, AGatewayThatWasNeverCalledHasTheAssumedLimits) {
  known.budget = nullptr;
  total(1000);
  const RunForecast made = forecast_run(known);
  EXPECT_EQ(made.calls_left, 300);
  EXPECT_EQ(made.calls_needed, 1);
  EXPECT_NEAR(made.time_left->as_seconds(), kPageTimeAssumed.as_seconds(), 0.01);
}

TEST_F(RunForecastTest, APageSizeThatIsFoundOutIsForeseen) {
  known.page_size_is_auto = true;
  EXPECT_EQ(forecast_run(known).page_size, 1000u) << "nothing is known yet";
  for (int i = 0; i < 5; ++i) {
    known.cost.add(1000, 4000000, Duration::seconds(3));
    known.cost.add(100, 400000, Duration::seconds(1));
  }
  EXPECT_NEAR(static_cast<double>(forecast_run(known).page_size), 500, 1) << "2 MB";
  total(50000);
  told(300, 1);
  EXPECT_NEAR(static_cast<double>(forecast_run(known).page_size), 500, 1);
  told(300, 250);
  const RunForecast made = forecast_run(known);
  EXPECT_GT(made.page_size, 1000u) << "50 calls are left, and waiting for the next would take longer";
  EXPECT_LE(*made.calls_needed, 50);
  EXPECT_LT(made.time_left->as_seconds(), 600);
}

TEST_F(RunForecastTest, AnEmptyInventoryStillTakesOneCall) {
  total(0);
  EXPECT_EQ(forecast_run(known).calls_needed, 1);
}

}  // namespace
}  // namespace sluice
