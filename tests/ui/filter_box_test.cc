#include "ui/filter_box.h"

#include <gtest/gtest.h>

#include "ui/stage.h"

namespace sluice::ui {
namespace {

class FilterBoxTest : public ::testing::Test {
 protected:
  FilterBoxTest() {
    stage.show_panel([this](Frame& frame) {
      applied += box.draw(frame, Rect{10, 10, 600, 28}) ? 1 : 0;
      box.draw_error(frame, Rect{10, 40, 600, 22});
    });
    stage.settle();
  }

  Stage stage;
  FilterBox box{"assets"};
  int applied = 0;
};

TEST_F(FilterBoxTest, AppliesWhenTheTypingHasRested) {
  stage.click("filter.assets");
  stage.type("os:iOS");
  EXPECT_EQ(box.text(), "os:iOS");
  EXPECT_EQ(applied, 0) << "half a word matches nothing";
  ASSERT_TRUE(stage.due.has_value()) << "it says when to look again";
  stage.model.now = stage.model.now + Duration::millis(250);
  stage.settle();
  EXPECT_EQ(applied, 1);
}

TEST_F(FilterBoxTest, AppliesAtOnceByEnterAndWhenCleared) {
  stage.click("filter.assets");
  stage.type("x");
  stage.key(ImGuiKey_Enter);
  EXPECT_EQ(applied, 1);
  stage.click("filter.assets.clear");
  EXPECT_EQ(box.text(), "");
  EXPECT_EQ(applied, 2);
}

TEST_F(FilterBoxTest, TakesTheFocusWhenAsked) {
  box.focus();
  stage.settle();
  EXPECT_TRUE(stage.find("filter.assets")->focused);
  stage.type("abc");
  EXPECT_EQ(stage.find("filter.assets")->value, "abc");
}

TEST_F(FilterBoxTest, SaysWhatIsWrongAndWhere) {
  box.set_text("severty>=4");
  box.set_error(FilterError{"There is no column \"severty\".", 0});
  stage.settle();
  EXPECT_EQ(stage.find("filter.assets.error")->label, "There is no column \"severty\".  (character 1)");
}

TEST_F(FilterBoxTest, SurvivesAnErrorPastItsText) {
  box.set_text("é");
  box.set_error(FilterError{"Too long.", 65536});
  stage.settle();
  EXPECT_NE(stage.find("filter.assets.error"), nullptr);
}

}  // namespace
}  // namespace sluice::ui
