#include "ui/detail.h"

#include <gtest/gtest.h>

#include "ui/stage.h"

namespace sluice::ui {
namespace {

class DetailTest : public ::testing::Test {
 protected:
  DetailTest() {
    complete_run(stage.model, store);
    stage.show_panel([this](Frame& frame) {
      const DetailEvents now = detail.draw(frame, Rect{0, 0, 380, 800}, store.get(), false);
      if (now.close) closed = true;
      if (now.show_detection) shown = now.show_detection;
    });
  }

  std::shared_ptr<AssetStore> store = small_store(3, 4);
  Stage stage;
  Detail detail;
  bool closed = false;
  std::optional<RowId> shown;
};

TEST_F(DetailTest, ShowsAnAssetWithItsDetections) {
  detail.show_asset(1);
  stage.settle();
  EXPECT_EQ(stage.find("detail.title")->label, "phone-2");
  EXPECT_EQ(stage.find("detail.title")->value, "Asset 200");
  EXPECT_EQ(stage.find("detail.asset.os")->value, "Android");
  EXPECT_EQ(stage.find("detail.asset.ip"), nullptr) << "what is missing takes no room";
  EXPECT_NE(stage.find("detail.detection.3"), nullptr);
  EXPECT_EQ(stage.find("detail.detection.4"), nullptr);
}

TEST_F(DetailTest, ShowsResultsWithTheirLineBreaks) {
  detail.show_detection(5);
  stage.settle();
  EXPECT_EQ(stage.find("detail.title")->label, "QID 610002");
  ASSERT_NE(stage.find("detail.results"), nullptr);
  EXPECT_EQ(stage.find("detail.results")->value, "first line of 2\nsecond line");
  detail.show_detection(0);
  stage.settle();
  EXPECT_EQ(stage.find("detail.results")->value, "first line of 1\nsecond line");
}

TEST_F(DetailTest, CopiesAFactAndTheResults) {
  detail.show_detection(0);
  stage.settle();
  stage.click("detail.times_found");
  EXPECT_EQ(stage.clipboard(), "1234") << "the value, without separators";
  stage.click("detail.results.copy");
  EXPECT_EQ(stage.clipboard(), "first line of 1\nsecond line");
}

TEST_F(DetailTest, GoesToAnotherOfTheAssetsDetections) {
  detail.show_asset(2);
  stage.settle();
  stage.click("detail.detection.2");
  EXPECT_EQ(shown, 10u);
}

TEST_F(DetailTest, LeavesOutDetectionsThatAreNotCommittedYet) {
  store->append_asset(400);
  store->append_detection();
  detail.show_asset(2);
  stage.settle();
  EXPECT_EQ(stage.find("detail.detection.4"), nullptr);
  store->rollback();
}

TEST_F(DetailTest, ForgetsARowThatItsStoreDoesNotHave) {
  detail.show_asset(99);
  stage.settle();
  EXPECT_TRUE(detail.empty());
}

TEST_F(DetailTest, Closes) {
  detail.show_asset(0);
  stage.settle();
  stage.click("detail.close");
  EXPECT_TRUE(closed);
}

}  // namespace
}  // namespace sluice::ui
