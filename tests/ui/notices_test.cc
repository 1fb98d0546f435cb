#include "ui/notices.h"

#include <gtest/gtest.h>

#include "ui/stage.h"

namespace sluice::ui {
namespace {

SourceView shown(const Model& model) {
  SourceView view;
  view.source = &sources().front();
  view.run = model.run;
  return view;
}

Model waiting(WaitReason reason, int64_t seconds) {
  Model m;
  m.now = Instant{5000000};
  m.wall = WallTime{(kNow + 6 * 60 + 50) * 1000000};
  m.run.state = RunState::kWaiting;
  m.run.wait_reason = reason;
  m.run.wait_until = m.now + Duration::seconds(seconds);
  m.budget = BudgetStatus{300, 0, 3600, 1, true};
  return m;
}

TEST(WaitText, SaysHowLongWhyAndWhatComesNext) {
  EXPECT_EQ(wait_text(waiting(WaitReason::kRateLimit, 34 * 60 + 10)),
            "Waiting 34 min 10 s: 300 of 300 calls of this hour are used. The pull goes on by itself; the first free "
            "call is at 08:41 UTC.");
}

TEST(WaitText, CountsAStartedSecondAsAWholeOne) {
  Model m = waiting(WaitReason::kBackoff, 3);
  m.now = m.now + Duration::millis(1);
  EXPECT_EQ(wait_text(m).rfind("Waiting 3", 0), 0u) << wait_text(m);
  m.now = m.now + Duration::seconds(3);
  EXPECT_EQ(wait_text(m).rfind("Waiting 0", 0), 0u) << wait_text(m);
}

TEST(WaitText, AsksForASignInWhenThatIsWhatIsMissing) {
  EXPECT_NE(wait_text(waiting(WaitReason::kSignIn, 0)).find("Sign in again"), std::string::npos);
}

TEST(WaitText, IsEmptyWhileNothingWaits) {
  Model m = waiting(WaitReason::kRateLimit, 10);
  m.run.state = RunState::kRunning;
  EXPECT_EQ(wait_text(m), "");
}

TEST(PartialText, IsLoudAboutWhatIsMissing) {
  Model m;
  m.run.state = RunState::kPartial;
  m.run.assets = 10;
  m.run.quarantined = 1;
  EXPECT_EQ(partial_text(shown(m)), "PARTIAL: 1 asset quarantined");
  m.run.state = RunState::kFailed;
  m.run.pages = 3;
  EXPECT_EQ(partial_text(shown(m)), "PARTIAL: 1 asset quarantined, the run failed after 3 pages");
  m.run.state = RunState::kStopped;
  EXPECT_EQ(partial_text(shown(m)).rfind("PARTIAL: the run was stopped", 0), 0u);
}

TEST(PartialText, IsSilentAboutACompleteRunAndOneThatHasNothing) {
  Model m;
  m.run.state = RunState::kComplete;
  m.run.assets = 10;
  EXPECT_EQ(partial_text(shown(m)), "");
  m.run.state = RunState::kFailed;
  m.run.assets = 0;
  EXPECT_EQ(partial_text(shown(m)), "");
}

TEST(WaitBanner, AsksForAFrameWhenTheNextSecondBegins) {
  Stage stage;
  stage.model = waiting(WaitReason::kRateLimit, 10);
  stage.model.now = stage.model.now + Duration::millis(400);
  stage.show_panel([](Frame& frame) { draw_wait_banner(frame, Rect{0, 0, 800, 0}); });
  stage.settle();
  ASSERT_TRUE(stage.due.has_value());
  EXPECT_EQ((*stage.due - stage.model.now).us, 600000);
  EXPECT_EQ(stage.find("wait")->value, "rate_limit");
}

TEST(AskBanner, LetsTheUserGoOnOrStopAfterTooManyFailures) {
  Stage stage;
  stage.model.run.state = RunState::kPaused;
  stage.model.run.message = "The gateway has failed 5 times.";
  stage.model.run.assets = 12482;
  float height = -1;
  stage.show_panel([&](Frame& frame) { height = draw_ask_banner(frame, Rect{0, 0, 1000, 0}); });
  stage.settle();
  EXPECT_EQ(height, 0) << "paused by the user: nothing is asked";
  stage.model.run.asks = true;
  stage.settle();
  EXPECT_GT(height, 0);
  EXPECT_EQ(stage.find("ask")->label, "The gateway has failed 5 times.");
  EXPECT_EQ(stage.find("ask.stop")->label, "Stop and keep 12,482");
  stage.click("ask.go_on");
  EXPECT_TRUE(stage.intents.unpause);
  EXPECT_FALSE(stage.intents.stop);
  stage.click("ask.stop");
  EXPECT_TRUE(stage.intents.stop);
}

TEST(VersionBand, TellsTheEndOfAVersionAndOffersTheNext) {
  Stage stage;
  RequestForm form{*find_source("ot.hosts")};
  bool instead = false;
  float height = 0;
  stage.show_panel([&](Frame& frame) {
    bool now = false;
    height = draw_version_band(frame, Rect{0, 0, 800, 0}, form, &now);
    instead = instead || now;
  });
  stage.settle();
  EXPECT_EQ(height, 0) << "1.0 is in good health";
  form.version = "v1";
  stage.settle();
  EXPECT_GT(height, 0);
  ASSERT_NE(stage.find("version.notice"), nullptr);
  EXPECT_NE(stage.find("version.notice")->label.find("v1"), std::string::npos);
  stage.click("version.instead");
  EXPECT_TRUE(instead);
}

TEST(PartialBand, ShowsTheReasonsOneClickAway) {
  Stage stage;
  Manifest manifest;
  manifest.quarantine.push_back({int64_t{231}, std::nullopt, "", "The record is cut.", ""});
  manifest.warnings.push_back("A warning.");
  stage.model.run.state = RunState::kPartial;
  stage.model.run.assets = 9;
  stage.model.run.quarantined = 1;
  stage.model.sources[0].manifest = &manifest;
  bool reasons = false;
  float height = 0;
  stage.show_panel([&](Frame& frame) { height = draw_partial_band(frame, Rect{0, 0, 800, 0}, reasons); });
  stage.settle();
  EXPECT_EQ(stage.find("partial.reasons")->label, "Show 2 reasons");
  const float closed = height;
  stage.click("partial.reasons");
  EXPECT_TRUE(reasons);
  EXPECT_GT(height, closed);
}

}  // namespace
}  // namespace sluice::ui
