#include "ui/kept_runs.h"

#include <gtest/gtest.h>

#include "ui/stage.h"

namespace sluice::ui {
namespace {

class KeptRunsTest : public ::testing::Test {
 protected:
  KeptRunsTest() {
    sign_in(stage.model);
    stage.model.kept = &runs;
    stage.show_panel([this](Frame& frame) { sheet.draw(frame); });
    sheet.open();
    stage.settle();
  }

  Stage stage;
  KeptRuns sheet;
  std::vector<RunSummary> runs = {*read_run_summary(
      R"({"id":"r-2","source":"mobile.assets","state":"interrupted","assets":12482,"bytes":34200000,)"
      R"("startedAt":"2026-11-22T08:14:51.203Z"})")};
};

TEST_F(KeptRunsTest, SaysWhatEachRunIsAndHolds) {
  const Widget* run = stage.find("kept.run");
  ASSERT_NE(run, nullptr);
  EXPECT_EQ(run->label, "12,482 assets · 34.2 MB · 2026-11-22 08:14 UTC");
  EXPECT_EQ(run->value, "interrupted");
  EXPECT_TRUE(stage.intents.list_kept) << "the list is asked for when the sheet opens";
}

TEST_F(KeptRunsTest, ResumesARunAndMakesWayForIt) {
  stage.click("kept.resume");
  EXPECT_EQ(stage.intents.resume_run, "r-2");
  EXPECT_FALSE(sheet.is_open());
}

TEST_F(KeptRunsTest, ForgetsOnlyWhenAskedTwice) {
  stage.click("kept.forget");
  EXPECT_FALSE(stage.intents.forget_run.has_value());
  EXPECT_EQ(stage.find("kept.forget")->label, "Forget it");
  stage.click("kept.forget");
  EXPECT_EQ(stage.intents.forget_run, "r-2");
}

TEST_F(KeptRunsTest, SavesACheckpointAndStaysOpen) {
  stage.click("kept.download");
  EXPECT_EQ(stage.intents.download_run, "r-2");
  EXPECT_TRUE(sheet.is_open());
}

TEST_F(KeptRunsTest, LeavesARunAloneThatATabHasUnderWay) {
  runs[0].state = "running";
  stage.settle();
  EXPECT_FALSE(stage.find("kept.resume")->enabled);
  EXPECT_FALSE(stage.find("kept.forget")->enabled);
  EXPECT_TRUE(stage.find("kept.download")->enabled) << "what is there already can be taken along";
}

TEST_F(KeptRunsTest, OffersToShowACompleteRun) {
  runs[0].state = "complete";
  stage.settle();
  EXPECT_EQ(stage.find("kept.resume")->label, "Show");
  EXPECT_TRUE(stage.find("kept.resume")->enabled);
}

TEST_F(KeptRunsTest, ResumesNothingBeforeASignInOrDuringAnotherRun) {
  stage.model.run.state = RunState::kRunning;
  stage.settle();
  EXPECT_FALSE(stage.find("kept.resume")->enabled);
  EXPECT_FALSE(stage.find("kept.open")->enabled);
  stage.model.run.state = RunState::kIdle;
  stage.model.session.state = SessionState::kSignedOut;
  stage.settle();
  EXPECT_FALSE(stage.find("kept.resume")->enabled);
}

TEST_F(KeptRunsTest, ChangesWhetherRunsAreKept) {
  stage.click("kept.keep");
  EXPECT_EQ(stage.intents.set_keep, true);
  stage.model.keep = true;
  stage.settle();
  stage.click("kept.keep");
  EXPECT_EQ(stage.intents.set_keep, false);
}

TEST_F(KeptRunsTest, SaysWhyThereIsNothing) {
  runs.clear();
  stage.settle();
  EXPECT_EQ(stage.find("kept.none")->label, "No run is kept in this browser.");
  stage.model.keeps_nothing = true;
  stage.settle();
  EXPECT_NE(stage.find("kept.none")->label.find("private window"), std::string::npos);
  EXPECT_FALSE(stage.find("kept.keep")->enabled);
}

TEST_F(KeptRunsTest, ShowsMoreRunsThanFitByScrolling) {
  runs.assign(40, runs[0]);
  for (size_t i = 0; i < runs.size(); ++i) runs[i].id = "r-" + std::to_string(i);
  stage.settle();
  EXPECT_LT(stage.rect("kept.close").y, 200);
  EXPECT_LT(stage.rect("kept.open").y, 800);
}

TEST_F(KeptRunsTest, HasAWordForEveryState) {
  for (const char* state : {"running", "waiting", "paused", "complete", "partial", "stopped", "failed", "interrupted"}) {
    EXPECT_NE(kept_state_word(state), "Unknown") << state;
  }
}

}  // namespace
}  // namespace sluice::ui
