#include "ui/value_editor.h"

#include <gtest/gtest.h>

#include "ui/stage.h"

namespace sluice::ui {
namespace {

TEST(Severities, AreWrittenAsRanges) {
  const auto text = [](std::initializer_list<int> chosen) {
    bool on[6] = {};
    for (const int severity : chosen) on[severity] = true;
    return severity_ranges(on);
  };
  EXPECT_EQ(text({4, 5}), "4-5");
  EXPECT_EQ(text({1, 3, 4, 5}), "1,3-5");
  EXPECT_EQ(text({2}), "2");
  EXPECT_EQ(text({1, 2, 3, 4, 5}), "") << "all of them is the default";
  EXPECT_EQ(text({}), "");
}

TEST(Severities, AreReadFromWhatWasTyped) {
  bool on[6] = {};
  EXPECT_TRUE(read_severities(" 1 , 4-5", on));
  EXPECT_TRUE(on[1] && !on[2] && !on[3] && on[4] && on[5]);
  for (const char* wrong : {"6", "0-3", "5-4", "x", "1,,2", "1-"}) EXPECT_FALSE(read_severities(wrong, on)) << wrong;
}

class ValueEditorTest : public ::testing::Test {
 protected:
  void show(const Source& source, std::string_view parameter) {
    form = std::make_unique<RequestForm>(source);
    field = form->find(parameter);
    stage.show_panel([this](Frame& frame) {
      float y = 20;
      if (editor.draw(frame, *field, FormRow{28, 274, 138}, y, false)) form->check();
    });
    stage.settle();
  }

  Stage stage;
  ValueEditor editor;
  std::unique_ptr<RequestForm> form;
  RequestForm::Field* field = nullptr;
};

TEST_F(ValueEditorTest, TogglesSeveritiesAndWritesTheirRanges) {
  show(sources()[0], "severities");
  stage.click("request.severities.4");
  EXPECT_EQ(field->text, "4") << "the first one is only this one";
  stage.click("request.severities.5");
  EXPECT_EQ(field->text, "4-5");
  EXPECT_EQ(stage.find("request.severities.5")->value, "true");
  stage.click("request.severities.2");
  EXPECT_EQ(field->text, "2,4-5");
  for (const char* chip : {"2", "4", "5"}) stage.click("request.severities." + std::string(chip));
  EXPECT_EQ(field->text, "");
  stage.click("request.severities");
  stage.type("1-3");
  EXPECT_EQ(field->text, "1-3");
  EXPECT_EQ(stage.find("request.severities.3")->value, "true") << "the chips follow what is typed";
  EXPECT_EQ(stage.find("request.severities.4")->value, "false");
}

TEST_F(ValueEditorTest, AddsTagsByEnterAndByCommaAndRemovesThem) {
  show(sources()[0], "tag_set_include");
  stage.click("request.tag_set_include");
  stage.type("Berlin");
  stage.key(ImGuiKey_Enter);
  EXPECT_EQ(field->text, "Berlin");
  EXPECT_EQ(field->draft, "");
  stage.click("request.tag_set_include");
  stage.type("Field staff,");
  EXPECT_EQ(field->text, "Berlin,Field staff");
  EXPECT_NE(stage.find("request.tag_set_include.tag.1"), nullptr);
  stage.click("request.tag_set_include.tag.0");
  EXPECT_EQ(field->text, "Field staff");
}

TEST_F(ValueEditorTest, PicksADateFromTheCalendar) {
  show(sources()[0], "detection_updated_since");
  stage.click("request.detection_updated_since.calendar");
  stage.click("calendar.day.3");
  EXPECT_EQ(field->text, "2026-11-03");
  EXPECT_EQ(stage.find("request.detection_updated_since")->value, "2026-11-03");
  EXPECT_EQ(stage.find("calendar.day.3"), nullptr) << "the calendar has closed";
}

TEST_F(ValueEditorTest, BuildsAnOrderFromRows) {
  show(*find_source("ot.hosts"), "sort");
  stage.click("request.sort.add");
  EXPECT_EQ(field->text, "") << "no token yet";
  stage.click("request.sort.0.tokens");
  stage.click("request.sort.0.asset.risk");
  EXPECT_EQ(field->text, R"([{"asset.risk":"asc"}])");
  stage.click("request.sort.0.direction");
  EXPECT_EQ(field->text, R"([{"asset.risk":"desc"}])");
  stage.click("request.sort.add");
  stage.click("request.sort.1");
  stage.type("asset.other");
  EXPECT_EQ(field->text, R"([{"asset.risk":"desc"},{"asset.other":"asc"}])") << "other tokens than those known";
  stage.click("request.sort.0.remove");
  EXPECT_EQ(field->text, R"([{"asset.other":"asc"}])");
}

}  // namespace
}  // namespace sluice::ui
