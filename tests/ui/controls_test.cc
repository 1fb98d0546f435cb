#include "ui/controls.h"

#include <gtest/gtest.h>

#include "ui/stage.h"

namespace sluice::ui {
namespace {

float wrapped_height(std::string_view text, float width) {
  Stage stage;
  float height = 0;
  stage.show_panel([&](Frame& frame) {
    height = draw_wrapped(frame, Face::kText, ImVec2(0, 0), width, frame.palette.text, text);
  });
  stage.settle();
  return height;
}

TEST(DrawWrapped, BreaksAtBlanksAndLineBreaksOnly) {
  const float line = wrapped_height("one", 500);
  EXPECT_EQ(wrapped_height("one two", 500), line);
  EXPECT_EQ(wrapped_height("one\ntwo", 500), 2 * line);
  EXPECT_EQ(wrapped_height("aaaaaa bbbbbb", 60), 2 * line);
  EXPECT_EQ(wrapped_height("aaaa 1,000,000 b", 80), 3 * line) << "a number is not parted at its comma";
}

TEST(DrawWrapped, CutsAWordThatIsTooWideAndAlwaysEnds) {
  EXPECT_GT(wrapped_height(std::string(200, 'x'), 100), wrapped_height("x", 100));
  EXPECT_GT(wrapped_height("ääää", 1), 0);
  EXPECT_GT(wrapped_height("\xff\xfe\xfd", 0), 0);
  EXPECT_EQ(wrapped_height("", 100), 0);
}

TEST(DrawTextIn, SaysWhenItHadToCut) {
  Stage stage;
  bool whole = true;
  bool cut = false;
  stage.show_panel([&](Frame& frame) {
    whole = draw_text_in(frame, Face::kText, Rect{0, 0, 400, 24}, frame.palette.text, "short");
    cut = draw_text_in(frame, Face::kText, Rect{0, 0, 30, 24}, frame.palette.text, "a longer text");
  });
  stage.settle();
  EXPECT_FALSE(whole);
  EXPECT_TRUE(cut);
}

TEST(Controls, DoNothingWhileDisabled) {
  Stage stage;
  int pressed = 0;
  bool on = false;
  stage.show_panel([&](Frame& frame) {
    Button button{"b", "Pull assets"};
    button.enabled = false;
    pressed += draw_button(frame, button, Rect{10, 10, 120, 28}) ? 1 : 0;
    draw_switch(frame, "s", "Switch", Rect{10, 50, 120, 28}, on, false);
  });
  stage.settle();
  stage.click("b");
  stage.click("s");
  EXPECT_EQ(pressed, 0);
  EXPECT_FALSE(on);
  EXPECT_FALSE(stage.find("b")->enabled);
}

TEST(Controls, AreWorkedByKeysToo) {
  Stage stage;
  int pressed = 0;
  bool on = false;
  stage.show_panel([&](Frame& frame) {
    pressed += draw_button(frame, Button{"b", "Pull assets"}, Rect{10, 10, 120, 28}) ? 1 : 0;
    draw_switch(frame, "s", "Switch", Rect{10, 50, 120, 28}, on);
  });
  stage.settle();
  stage.click("b");
  EXPECT_EQ(pressed, 1);
  stage.key(ImGuiKey_Tab);
  EXPECT_TRUE(stage.find("s")->focused);
  stage.key(ImGuiKey_Space);
  EXPECT_TRUE(on);
}

TEST(Field, KeepsALongTextWhole) {
  Stage stage;
  std::string text;
  stage.show_panel([&](Frame& frame) { draw_field(frame, Field{"f", "Field"}, Rect{10, 10, 200, 28}, text); });
  stage.settle();
  stage.click("f");
  const std::string typed(3000, 'q');
  stage.type(typed);
  EXPECT_EQ(text, typed);
}

}  // namespace
}  // namespace sluice::ui
