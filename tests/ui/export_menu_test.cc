#include "ui/export_menu.h"

#include <gtest/gtest.h>

#include "ui/stage.h"

namespace sluice::ui {
namespace {

class ExportMenuTest : public ::testing::Test {
 protected:
  ExportMenuTest() {
    stage.show_panel([this](Frame& frame) {
      if (auto now = menu.draw(frame, Rect{900, 10, 200, 28}, rows, false, false)) choice = now;
    });
    stage.settle();
  }

  Stage stage;
  ExportMenu menu;
  uint64_t rows = 3108;
  std::optional<ExportChoice> choice;
};

TEST_F(ExportMenuTest, SaysHowManyRowsItWouldWrite) {
  EXPECT_EQ(stage.find("export.menu")->label, "Export 3,108 rows");
  rows = 1;
  stage.settle();
  EXPECT_EQ(stage.find("export.menu")->label, "Export 1 row");
}

TEST_F(ExportMenuTest, AsksForTheFormatThatWasClicked) {
  stage.click("export.menu");
  stage.click("export.ndjson");
  ASSERT_TRUE(choice.has_value());
  EXPECT_EQ(choice->format, "ndjson");
  EXPECT_TRUE(choice->all_columns);
  EXPECT_FALSE(choice->excel_safe);
  EXPECT_EQ(stage.find("export.csv"), nullptr) << "the menu has closed";
}

TEST_F(ExportMenuTest, KeepsItsOptionsFromOneExportToTheNext) {
  stage.click("export.menu");
  stage.click("export.excel_safe");
  stage.click("export.all_columns");
  stage.click("export.csv");
  ASSERT_TRUE(choice.has_value());
  EXPECT_TRUE(choice->excel_safe);
  EXPECT_FALSE(choice->all_columns);
  stage.click("export.menu");
  EXPECT_EQ(stage.find("export.excel_safe")->value, "true");
}

TEST_F(ExportMenuTest, CannotBeOpenedWithoutRows) {
  rows = 0;
  stage.settle();
  EXPECT_FALSE(stage.find("export.menu")->enabled);
  menu.open();
  stage.settle();
  EXPECT_EQ(stage.find("export.csv"), nullptr);
}

}  // namespace
}  // namespace sluice::ui
