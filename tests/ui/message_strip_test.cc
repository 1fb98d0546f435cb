#include "ui/message_strip.h"

#include <gtest/gtest.h>

#include "ui/stage.h"

namespace sluice::ui {
namespace {

class MessageStripTest : public ::testing::Test {
 protected:
  MessageStripTest() {
    stage.show_panel([this](Frame& frame) {
      strip.listen(stage.model);
      strip.draw(frame, Rect{0, 800 - strip.height(), 1280, strip.height()});
    });
    stage.settle();
  }
  std::string newest() {
    stage.settle();
    const Widget* widget = stage.find("message");
    return widget != nullptr ? widget->label : "";
  }

  Stage stage;
  MessageStrip strip;
};

TEST_F(MessageStripTest, SaysOfARunThatIsNotKeptThatItLivesInMemory) {
  stage.model.run.id = "r";
  stage.model.run.state = RunState::kRunning;
  EXPECT_EQ(newest().rfind("This run lives in memory only", 0), 0u) << newest();
  stage.model.run.message = "Pulling.";
  EXPECT_EQ(newest(), "Pulling.");
  EXPECT_EQ(stage.find("messages.toggle")->label, "2 messages") << "once, and it stays in the log";
}

TEST_F(MessageStripTest, SaysWhatTheRunSaysEachThingOnce) {
  stage.model.run.id = "r";
  stage.model.run.kept = true;
  stage.model.run.state = RunState::kRunning;
  stage.model.run.message = "Pulling.";
  EXPECT_EQ(newest(), "Pulling.");
  stage.settle();
  EXPECT_EQ(stage.find("messages.toggle")->label, "1 message");
  stage.model.run.message = "Pulling page 2.";
  EXPECT_EQ(newest(), "Pulling page 2.");
  EXPECT_EQ(stage.find("messages.toggle")->label, "1 message") << "how far it is does not fill the log";
  stage.model.run.state = RunState::kFailed;
  stage.model.run.message = "The gateway sent HTML.";
  EXPECT_EQ(newest(), "The gateway sent HTML.");
  EXPECT_EQ(stage.find("message")->value, "error");
}

TEST_F(MessageStripTest, WhatBecameOfTheRunIsTheNewestWordAlsoWhenTheSessionChangesInTheSameFrame) {
  stage.model.session.state = SessionState::kSignedIn;
  stage.model.session.subject = "acme_np1";
  stage.model.run.id = "r";
  stage.model.run.state = RunState::kFailed;
  stage.model.run.message = "The gateway refused the call.";
  EXPECT_EQ(newest(), "The gateway refused the call.");
  EXPECT_EQ(stage.find("message")->value, "error");
}

TEST_F(MessageStripTest, FindsWordsWhereTheRunHasNone) {
  stage.model.run.id = "r";
  stage.model.run.state = RunState::kComplete;
  stage.model.run.assets = 2400;
  EXPECT_EQ(newest().rfind("Complete: 2,400 assets", 0), 0u);
  EXPECT_EQ(stage.find("message")->value, "good");
}

TEST_F(MessageStripTest, TellsARefusedSignInAgainWhenItIsRefusedAgain) {
  for (int attempt = 1; attempt <= 2; ++attempt) {
    stage.model.session.state = SessionState::kSigningIn;
    stage.model.session.last_error.reset();
    stage.settle();
    stage.model.session.state = SessionState::kSignedOut;
    stage.model.session.last_error = Error{"bad_credentials", "The gateway refused the password."};
    EXPECT_EQ(newest(), "The gateway refused the password.");
    EXPECT_EQ(stage.find("messages.toggle")->label, attempt == 1 ? "1 message" : "2 messages");
  }
}

TEST_F(MessageStripTest, OpensTheLog) {
  strip.post(MessageKind::kInfo, "One.");
  strip.post(MessageKind::kInfo, "Two.");
  stage.settle();
  const float closed = strip.height();
  stage.click("messages.toggle");
  EXPECT_GT(strip.height(), closed);
  EXPECT_TRUE(strip.close());
  EXPECT_FALSE(strip.close());
}

TEST_F(MessageStripTest, ForgetsTheOldestPastItsLimit) {
  for (size_t i = 0; i < kMessagesMax + 10; ++i) strip.post(MessageKind::kInfo, "m" + std::to_string(i));
  stage.settle();
  EXPECT_EQ(stage.find("messages.toggle")->label, "500 messages");
}

}  // namespace
}  // namespace sluice::ui
