#include "ui/text_view.h"

#include <gtest/gtest.h>

#include "ui/stage.h"

namespace sluice::ui {
namespace {

class TextViewTest : public ::testing::Test {
 protected:
  void show(std::string text) {
    view.set_text(std::move(text));
    stage.show_panel([this](Frame& frame) { view.draw(frame, "results", Rect{100, 100, 400, 200}); });
    stage.settle();
  }
  static float y_of(int line) { return 100 + 8 + (static_cast<float>(line) + 0.5f) * kTextViewPitch; }

  Stage stage;
  TextView view;
};

TEST_F(TextViewTest, KeepsLinesAsTheyCame) {
  show("one\r\ntwo\n\nfour\n");
  EXPECT_EQ(view.line_count(), 5u);
  EXPECT_EQ(stage.find("results")->value, "one\r\ntwo\n\nfour\n");
}

TEST_F(TextViewTest, SelectsByDraggingAcrossLinesAndCopies) {
  show("first line\nsecond line\nthird");
  stage.drag(100, y_of(0), 480, y_of(1));
  EXPECT_EQ(view.selected_text(), "first line\nsecond line");
  stage.key(ImGuiKey_C, ImGuiMod_Ctrl);
  EXPECT_EQ(stage.clipboard(), "first line\nsecond line");
}

TEST_F(TextViewTest, SelectsBackwardsToo) {
  show("first line\nsecond line");
  stage.drag(480, y_of(1), 100, y_of(0));
  EXPECT_EQ(view.selected_text(), "first line\nsecond line");
}

TEST_F(TextViewTest, SelectsAWordByADoubleClickAndAllByKey) {
  show("Roaming allowed : yes\nx");
  stage.double_click(112, y_of(0));
  EXPECT_EQ(view.selected_text(), "Roaming");
  stage.key(ImGuiKey_A, ImGuiMod_Ctrl);
  EXPECT_EQ(view.selected_text(), "Roaming allowed : yes\nx");
}

TEST_F(TextViewTest, NeverCutsACharacterInTwo) {
  show("äöü€");
  for (float x = 100; x < 200; x += 1) {
    stage.drag(100, y_of(0), x, y_of(0));
    const std::string part = view.selected_text();
    EXPECT_EQ(std::string("äöü€").rfind(part, 0), 0u);
    EXPECT_TRUE(part == "" || part == "ä" || part == "äö" || part == "äöü" || part == "äöü€") << part;
  }
}

TEST_F(TextViewTest, ForgetsItsSelectionWithAnotherText) {
  show("abc");
  stage.key(ImGuiKey_A, ImGuiMod_Ctrl);
  show("other");
  EXPECT_EQ(view.selected_text(), "");
}

TEST_F(TextViewTest, TakesBytesThatAreNoTextAndTextsOfMegabytes) {
  show(std::string("\xff\xfe\x01\n\0tail", 9));
  stage.drag(100, y_of(0), 480, y_of(1));
  std::string large;
  for (int i = 0; i < 100000; ++i) large += "a line of forty characters, more or less\n";
  show(large);
  EXPECT_EQ(view.line_count(), 100001u);
}

}  // namespace
}  // namespace sluice::ui
