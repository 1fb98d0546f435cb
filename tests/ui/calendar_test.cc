#include "ui/calendar.h"

#include <gtest/gtest.h>

#include "ui/stage.h"

namespace sluice::ui {
namespace {

TEST(CalendarDates, KnowMonthsAndWeekdays) {
  EXPECT_EQ(days_in_month(2024, 2), 29);
  EXPECT_EQ(days_in_month(2100, 2), 28);
  EXPECT_EQ(days_in_month(2000, 2), 29);
  EXPECT_EQ(weekday_of({1970, 1, 1, 0, 0, 0}), 3) << "a Thursday";
  EXPECT_EQ(weekday_of({2026, 11, 22, 0, 0, 0}), 6) << "a Sunday";
  EXPECT_EQ(weekday_of({1969, 12, 29, 0, 0, 0}), 0);
}

TEST(CalendarDates, AreWrittenAsTheGatewayReadsThem) {
  EXPECT_EQ(date_text({2026, 2, 1, 0, 0, 0}, ""), "2026-02-01");
  EXPECT_EQ(date_text({2026, 2, 1, 0, 0, 0}, "07:30:00"), "2026-02-01T07:30:00Z");
  EXPECT_EQ(full_time("7:30"), "07:30:00");
  EXPECT_EQ(full_time(""), "");
  for (const char* wrong : {"24:00", "7", "1:60", "1:2:3:4", "a:b", "-1:00"}) EXPECT_FALSE(full_time(wrong)) << wrong;
}

class CalendarTest : public ::testing::Test {
 protected:
  CalendarTest() {
    stage.show_panel([this](Frame& frame) {
      if (open) calendar.open("date", text, frame.model.wall);
      open = false;
      if (!calendar.is_open_for("date")) return;
      if (const auto now = calendar.draw(frame, Rect{400, 40, 28, 28})) picked = *now;
    });
    stage.settle();
  }

  Stage stage;
  Calendar calendar;
  bool open = true;
  std::string text;
  std::string picked;
};

TEST_F(CalendarTest, PicksADayOfTheMonthThatIsShown) {
  ASSERT_NE(stage.find("calendar.month"), nullptr);
  EXPECT_EQ(stage.find("calendar.month")->label, "November 2026");
  stage.click("calendar.day.15");
  EXPECT_EQ(picked, "2026-11-15");
  EXPECT_FALSE(calendar.is_open_for("date"));
}

TEST_F(CalendarTest, GoesThroughTheMonthsOverTheYearsEnd) {
  for (int i = 0; i < 2; ++i) stage.click("calendar.next");
  EXPECT_EQ(stage.find("calendar.month")->label, "January 2027");
  for (int i = 0; i < 13; ++i) stage.click("calendar.prev");
  EXPECT_EQ(stage.find("calendar.month")->label, "December 2025");
  stage.click("calendar.today");
  EXPECT_EQ(picked, "2026-11-21");
}

TEST_F(CalendarTest, IsUsedByKeys) {
  stage.key(ImGuiKey_PageDown);
  EXPECT_EQ(stage.find("calendar.month")->label, "December 2026");
  stage.key(ImGuiKey_PageUp);
  stage.key(ImGuiKey_RightArrow);
  stage.key(ImGuiKey_Enter);
  EXPECT_EQ(picked, "2026-11-22") << "from today one to the right";
}

TEST_F(CalendarTest, BeginsAtTheDateOfTheFieldAndKeepsItsTime) {
  stage.key(ImGuiKey_Escape);
  EXPECT_FALSE(calendar.is_open_for("date"));
  text = "2024-02-28T07:30:00Z";
  open = true;
  stage.settle();
  EXPECT_EQ(stage.find("calendar.month")->label, "February 2024");
  EXPECT_EQ(stage.find("calendar.day.28")->value, "selected");
  EXPECT_EQ(stage.find("calendar.day.30"), nullptr);
  EXPECT_EQ(stage.find("calendar.time")->value, "07:30:00");
  stage.click("calendar.day.29");
  EXPECT_EQ(picked, "2024-02-29T07:30:00Z");
}

}  // namespace
}  // namespace sluice::ui
