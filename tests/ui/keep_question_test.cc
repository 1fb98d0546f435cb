#include "ui/keep_question.h"

#include <gtest/gtest.h>

#include "ui/stage.h"

namespace sluice::ui {
namespace {

class KeepQuestionTest : public ::testing::Test {
 protected:
  KeepQuestionTest() {
    stage.show_panel([this](Frame& frame) { question.draw(frame); });
    PullRequest request;
    request.source = "ot.hosts";
    question.ask(request);
    stage.settle();
  }

  Stage stage;
  KeepQuestion question;
};

TEST_F(KeepQuestionTest, PullsWithEitherAnswerAndRemembersIt) {
  stage.click("keep.no");
  EXPECT_EQ(stage.intents.set_keep, false);
  ASSERT_TRUE(stage.intents.pull.has_value());
  EXPECT_EQ(stage.intents.pull->source, "ot.hosts");
  EXPECT_FALSE(question.is_open());
  question.ask({});
  stage.settle();
  stage.click("keep.yes");
  EXPECT_EQ(stage.intents.set_keep, true);
}

TEST_F(KeepQuestionTest, ClosedItBeginsNothingAndAsksAgain) {
  stage.key(ImGuiKey_Escape);
  stage.settle();
  EXPECT_FALSE(question.is_open());
  EXPECT_FALSE(stage.intents.pull.has_value());
  EXPECT_FALSE(stage.intents.set_keep.has_value());
}

}  // namespace
}  // namespace sluice::ui
