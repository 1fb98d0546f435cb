#include "ui/request_log.h"

#include <gtest/gtest.h>

#include "ui/stage.h"

namespace sluice::ui {
namespace {

RequestLogEntry entry(int status, int64_t ms, std::string note = "") {
  RequestLogEntry e;
  e.at = WallTime{kNow * 1000000};
  e.method = "GET";
  e.url = "https://gateway.test/sem/v1/assetList?action=list";
  e.status = status;
  e.bytes = 1300000;
  e.ms = ms;
  e.reason = "page 1";
  e.note = std::move(note);
  return e;
}

class RequestLogTest : public ::testing::Test {
 protected:
  RequestLogTest() {
    stage.model.requests = &entries;
    stage.show_panel([this](Frame& frame) { log.draw(frame, Rect{0, 0, 1200, 600}); });
  }
  std::string cell(int row, const char* column) {
    const Widget* widget = stage.find("table.requests.cell." + std::to_string(row) + "." + column);
    return widget != nullptr ? widget->value : "?";
  }
  void changed() {
    ++stage.model.requests_version;
    stage.settle();
  }

  Stage stage;
  std::deque<RequestLogEntry> entries;
  RequestLog log;
};

TEST_F(RequestLogTest, ListsTheNewestFirst) {
  entries.push_back(entry(200, 133));
  entries.push_back(entry(429, 20, "Too many calls"));
  changed();
  EXPECT_EQ(cell(0, "status"), "429");
  EXPECT_EQ(cell(0, "reason"), "page 1: Too many calls");
  EXPECT_EQ(cell(1, "status"), "200");
  EXPECT_EQ(cell(1, "bytes"), "1.3 MB");
  EXPECT_EQ(cell(1, "at"), "08:00:00");
}

TEST_F(RequestLogTest, TellsACallOnItsWayFromOneWithoutAnswer) {
  entries.push_back(entry(0, 5000));
  entries.push_back(entry(0, -1));
  changed();
  EXPECT_EQ(cell(0, "status"), "on its way");
  EXPECT_EQ(cell(0, "ms"), "");
  EXPECT_EQ(cell(1, "status"), "no answer");
}

TEST_F(RequestLogTest, FollowsAnAnswerThatArrives) {
  entries.push_back(entry(0, -1));
  changed();
  entries.back() = entry(200, 150);
  changed();
  EXPECT_EQ(cell(0, "status"), "200");
}

TEST_F(RequestLogTest, ShowsTheWholeNoteAndAddressOfTheCallThatIsChosen) {
  const std::string note = "echoed: action=list, " + std::string(300, 'x') + "\nsecond line";
  entries.push_back(entry(200, 133, note));
  changed();
  EXPECT_EQ(stage.find("request_entry.note"), nullptr);
  EXPECT_EQ(cell(0, "reason").find('\n'), std::string::npos) << "one line in the table";
  stage.click("table.requests.cell.0.status");
  ASSERT_NE(stage.find("request_entry.note"), nullptr);
  EXPECT_EQ(stage.find("request_entry.note")->label, "page 1: " + note);
  stage.click("request_entry.copy");
  EXPECT_EQ(stage.clipboard(), entries.back().url);
  stage.click("request_entry.close");
  EXPECT_EQ(stage.find("request_entry.note"), nullptr);
}

TEST_F(RequestLogTest, DoesWithoutAnyCall) {
  stage.settle();
  EXPECT_EQ(stage.find("table.requests"), nullptr);
}

}  // namespace
}  // namespace sluice::ui
