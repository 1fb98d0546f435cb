#include "ui/plan_strip.h"

#include <gtest/gtest.h>

#include "ui/stage.h"

namespace sluice::ui {
namespace {

RunForecast forecast(std::optional<int64_t> needed, int left, int64_t seconds) {
  RunForecast plan;
  plan.calls_needed = needed;
  plan.calls_left = left;
  if (needed) plan.time_left = Duration::seconds(seconds);
  plan.page_size = 100;
  plan.why = "2,500 assets by the last complete run of this request.";
  if (needed) plan.choices = {{100, *needed, Duration::seconds(seconds)}, {500, 5, Duration::seconds(20)}};
  return plan;
}

TEST(PlanStrip, SaysCallsNeededCallsLeftAndWhenItWillBeDone) {
  const RunForecast plan = forecast(25, 270, 100);
  EXPECT_EQ(plan_calls_text(plan), "25 calls needed, 270 left");
  EXPECT_EQ(plan_time_text(plan, WallTime{0}), "Done in 1 min 40 s");
  const WallTime eight{kNow * 1000000};
  EXPECT_EQ(plan_time_text(plan, eight), "Done in 1 min 40 s, at 08:01 UTC");
}

TEST(PlanStrip, SaysWhatIsNotKnown) {
  const RunForecast plan = forecast(std::nullopt, 1, 0);
  EXPECT_EQ(plan_calls_text(plan), "1 call left");
  EXPECT_EQ(plan_time_text(plan, WallTime{1}), "How many are needed is not known yet");
  EXPECT_EQ(plan_tip(plan), plan.why);
}

TEST(PlanStrip, ComparesPageSizes) {
  const std::string tip = plan_tip(forecast(25, 270, 100));
  EXPECT_NE(tip.find("\nPages of 100: 25 calls, 1 min 40 s (as set)"), std::string::npos) << tip;
  EXPECT_NE(tip.find("\nPages of 500: 5 calls, 20 s"), std::string::npos) << tip;
}

TEST(PlanStrip, StandsBelowTheRequestOfWhomIsSignedIn) {
  Stage stage;
  stage.show_panel([](Frame& frame) { draw_plan(frame, Rect{0, 0, 288, plan_height(288)}); });
  stage.frame();
  EXPECT_EQ(stage.find("plan"), nullptr);
  stage.model.plan = forecast(25, 270, 100);
  stage.frame();
  ASSERT_NE(stage.find("plan"), nullptr);
  EXPECT_EQ(stage.find("plan")->value, "25");
}

// What a phone's screen is wide enough for; it has no height to spare.
TEST(PlanStrip, TakesOneLineOfASmallScreen) {
  Stage stage;
  stage.show_panel([](Frame& frame) { draw_plan(frame, Rect{0, 0, 390, plan_height(390)}); });
  stage.model.plan = forecast(2500, 1796, 8000);
  stage.frame();
  EXPECT_EQ(stage.rect("plan").h, 28);
  EXPECT_EQ(stage.find("plan")->label.substr(0, 25), "2,500 calls needed, 1,796");
  EXPECT_GT(plan_height(288), 28) << "a rail is too narrow for it";
}

}  // namespace
}  // namespace sluice::ui
