#include "ui/bar.h"

#include <gtest/gtest.h>

#include "ui/stage.h"

namespace sluice::ui {
namespace {

class BarTest : public ::testing::Test {
 protected:
  void show(float width = 1280) {
    stage.show_panel([this, width](Frame& frame) {
      const BarEvents now = draw_bar(frame, Rect{0, 0, width, kBarHeight}, problem);
      if (now.source != nullptr) source = now.source;
      pulled = pulled || now.pull;
    });
    stage.settle();
  }

  Stage stage;
  std::string problem;
  const Source* source = nullptr;
  bool pulled = false;
};

TEST_F(BarTest, OffersEverySourceAndSaysWhatWasPulledOfIt) {
  complete_record_run(stage.model, record_store(12));
  show();
  stage.click("source");
  for (const Source& each : sources()) {
    ASSERT_NE(stage.find("source." + std::string(each.id)), nullptr) << each.id;
  }
  stage.click("source.ot.detections");
  ASSERT_NE(source, nullptr);
  EXPECT_EQ(source->id, "ot.detections");
}

TEST_F(BarTest, NamesWhatIsPulled) {
  sign_in(stage.model);
  stage.shown = 3;
  show();
  EXPECT_EQ(stage.find("pull.start")->label, "Pull files");
  EXPECT_EQ(stage.find("source")->value, "OT project files");
}

TEST_F(BarTest, ShowsHowMuchOfATotalHasCome) {
  complete_record_run(stage.model, record_store(50));
  stage.model.run.state = RunState::kRunning;
  stage.model.run.finished.reset();
  stage.model.run.total = 19788;
  show();
  EXPECT_EQ(stage.find("run.progress")->label.rfind("50 of 19,788 hosts", 0), 0u) << stage.find("run.progress")->label;
  EXPECT_EQ(stage.find("pull.stop")->label, "Stop and keep 50");
}

TEST_F(BarTest, CountsARunThatIsOverWithoutRepeatingItsTotal) {
  complete_record_run(stage.model, record_store(50));
  EXPECT_EQ(progress_pieces(stage.model.run, stage.model.now).front(), "50 hosts");
}

TEST_F(BarTest, TellsOfTheSourceThatIsShownUnlessAnotherIsBeingPulled) {
  complete_run(stage.model, small_store(7));
  show();
  complete_record_run(stage.model, record_store(50));
  stage.settle();
  EXPECT_EQ(stage.find("run.progress")->label.rfind("7 assets", 0), 0u) << stage.find("run.progress")->label;
  stage.model.run.state = RunState::kRunning;
  stage.settle();
  EXPECT_EQ(stage.find("run.progress")->label.rfind("50 of 50 hosts", 0), 0u) << stage.find("run.progress")->label;
}

TEST_F(BarTest, TellsWhoIsSignedInHowAndForHowLong) {
  sign_in(stage.model);
  stage.model.session.kind = "user client";
  stage.model.session.expires_in_s = 3 * 3600 + 60;
  stage.model.session.renews = true;
  stage.model.session.modules = {"VM", "OT"};
  stage.shown = 1;
  show();
  stage.click("session.who");
  EXPECT_EQ(stage.find("session.subject")->value, "manager");
  EXPECT_EQ(stage.find("session.kind")->value, "API client of a user");
  EXPECT_EQ(stage.find("session.expiry")->value, "In 3 h 1 min; renewed by itself");
  EXPECT_EQ(stage.find("session.modules")->value, "VM, OT");
  EXPECT_EQ(stage.find("session.permission")->value, "VMDR OT.API.ACCESS");
  EXPECT_TRUE(stage.due.has_value()) << "the time that is left goes on";
}

}  // namespace
}  // namespace sluice::ui
