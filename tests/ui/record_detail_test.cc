#include "ui/record_detail.h"

#include <gtest/gtest.h>

#include "ui/stage.h"

namespace sluice::ui {
namespace {

class RecordDetailTest : public ::testing::Test {
 protected:
  RecordDetailTest() {
    complete_record_run(stage.model, store);
    stage.shown = 1;
    stage.show_panel([this](Frame& frame) {
      const DetailEvents now = detail.draw(frame, Rect{0, 0, 380, 1400}, sources()[1], &store->table, false);
      closed = closed || now.close;
    });
  }

  std::shared_ptr<RecordTable> store = record_store(4);
  Stage stage;
  RecordDetail detail;
  bool closed = false;
};

TEST_F(RecordDetailTest, NamesTheRecordByWhatItIsCalled) {
  detail.show(1);
  stage.settle();
  EXPECT_EQ(stage.find("detail.title")->label, "plc-2");
  EXPECT_EQ(stage.find("detail.title")->value, "Host, Asset ID 9000000002");
}

TEST_F(RecordDetailTest, GroupsPathsByTheirFirstPart) {
  detail.show(1);
  stage.settle();
  EXPECT_EQ(stage.find("detail.hardware.manufacturer")->label, "Manufacturer") << "below the heading Hardware";
  EXPECT_EQ(stage.find("detail.hardware.managed")->value, "false");
  const float hardware = stage.rect("detail.hardware.manufacturer").y;
  EXPECT_LT(stage.rect("detail.assetId").y, hardware) << "what has no first part comes first";
  EXPECT_EQ(stage.rect("detail.hardware.managed").y, hardware) << "two beside each other";
}

TEST_F(RecordDetailTest, SetsOutJsonAndCopiesItAsItCame) {
  detail.show(0);
  stage.settle();
  const Widget* json = stage.find("detail.interfaces");
  ASSERT_NE(json, nullptr);
  EXPECT_NE(json->value.find("\n    \"protocol\": \"bacnet\""), std::string::npos) << json->value;
  stage.click("detail.interfaces.copy");
  EXPECT_EQ(stage.clipboard(), R"([{"address":"10.0.0.1","protocol":"bacnet"},{"a":1}])");
}

TEST_F(RecordDetailTest, GivesALongTextTheWholeWidth) {
  detail.show(1);
  stage.settle();
  EXPECT_GT(stage.rect("detail.note").w, 300);
  EXPECT_GT(stage.rect("detail.note").h, kFactHeight);
  detail.show(0);
  stage.settle();
  EXPECT_EQ(stage.find("detail.note"), nullptr) << "what is missing takes no room";
}

TEST_F(RecordDetailTest, CopiesAFactAndCloses) {
  detail.show(0);
  stage.settle();
  stage.click("detail.assetId");
  EXPECT_EQ(stage.clipboard(), "9000000001") << "the id whole, without separators";
  stage.click("detail.close");
  EXPECT_TRUE(closed);
}

TEST_F(RecordDetailTest, ForgetsARowThatItsTableDoesNotHave) {
  detail.show(99);
  stage.settle();
  EXPECT_TRUE(detail.empty());
}

}  // namespace
}  // namespace sluice::ui
