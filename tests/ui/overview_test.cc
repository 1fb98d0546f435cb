#include "ui/overview.h"

#include <gtest/gtest.h>

#include "ui/stage.h"

namespace sluice::ui {
namespace {

uint64_t finish(Tally& tally, size_t grain) {
  uint64_t steps = 1;
  while (tally.work(Fuel{grain}) == Work::kMore) ++steps;
  return steps;
}

TEST(Tally, CountsTheSameWithAnyFuel) {
  const auto store = small_store(40, 3);
  for (const size_t grain : {size_t{1}, size_t{7}, size_t{1000}}) {
    Tally tally("detections", "severity", "");
    tally.attach(&store->detections());
    finish(tally, grain);
    ASSERT_EQ(tally.lines().size(), 5u);
    EXPECT_EQ(tally.total(), 120u);
    EXPECT_EQ(severity_of(tally.lines()[0].cell), 5) << "the worst first";
    EXPECT_EQ(tally.lines()[0].count, 24u);
  }
}

TEST(Tally, LeavesOutRowsThatWereReplaced) {
  const auto store = small_store(4, 1);
  append_assets(*store, 2, 2, 3);
  Tally tally("assets", "os", "");
  tally.attach(&store->assets());
  finish(tally, 2);
  EXPECT_EQ(tally.total(), 4u);
}

TEST(Tally, LooksAgainWhenRowsHaveArrived) {
  const auto store = small_store(4, 1);
  Tally tally("assets", "os", "");
  tally.attach(&store->assets());
  finish(tally, 100);
  EXPECT_FALSE(tally.stale());
  append_assets(*store, 5, 6, 1);
  EXPECT_TRUE(tally.stale());
  finish(tally, 100);
  EXPECT_EQ(tally.total(), 6u);
}

TEST(Overview, LeadsToTheRowsBehindABar) {
  Stage stage;
  const std::shared_ptr<const AssetStore> store = small_store(40, 3);
  Overview overview(sources()[0]);
  overview.attach(store);
  int steps = 0;
  while (overview.work(Fuel{50}) == Work::kMore) ASSERT_LT(++steps, 10000);
  std::optional<OverviewPick> pick;
  stage.show_panel([&](Frame& frame) {
    if (auto now = overview.draw(frame, Rect{0, 0, 1000, 800})) pick = now;
  });
  stage.settle();
  EXPECT_FALSE(overview.changed());
  stage.click("overview.detections.severity.1");
  ASSERT_TRUE(pick.has_value());
  EXPECT_EQ(pick->table, "detections");
  EXPECT_EQ(pick->filter, "severity:4");
  stage.click("overview.assets.os.0");
  EXPECT_EQ(pick->table, "assets");
  EXPECT_EQ(pick->filter, "os:`Android`");
}

class OtOverviewTest : public ::testing::Test {
 protected:
  void count() {
    overview.attach(store);
    int steps = 0;
    while (overview.work(Fuel{50}) == Work::kMore) ASSERT_LT(++steps, 10000);
    stage.settle();
  }
  void show() {
    stage.show_panel([this](Frame& frame) { (void)overview.draw(frame, Rect{0, 0, 1000, 2000}); });
    count();
  }

  Stage stage;
  std::shared_ptr<RecordTable> store = record_store(40);
  Overview overview{*find_source("ot.hosts")};
};

TEST_F(OtOverviewTest, ShowsTheColumnsThatFallIntoAFewKinds) {
  show();
  EXPECT_NE(stage.find("overview.ot.hosts.hardware.manufacturer.2"), nullptr);
  EXPECT_NE(stage.find("overview.ot.hosts.severity.4"), nullptr);
  EXPECT_EQ(stage.find("overview.ot.hosts.severity.0")->label, "5 Urgent") << "the worst first";
  for (const char* column : {"asset.name", "assetId", "asset.lastUpdated", "interfaces"}) {
    EXPECT_EQ(stage.find("overview.ot.hosts." + std::string(column) + ".0"), nullptr) << column;
  }
}

TEST_F(OtOverviewTest, CountsAColumnThatWasDiscoveredLater) {
  show();
  Table& table = store->table;
  for (int n = 0; n < 8; ++n) {
    table.append_row(1000 + n);
    const auto zone = table.add_column("zone", ColumnType::kText);
    table.set_text(*zone, n % 2 == 0 ? "cell" : "plant");
  }
  store->commit();
  count();
  EXPECT_NE(stage.find("overview.ot.hosts.zone.1"), nullptr);
}

TEST_F(OtOverviewTest, SaysSoWhenNoColumnTellsAnything) {
  store = record_store(1);
  show();
  for (const Widget& widget : stage.log.widgets()) EXPECT_NE(widget.id.rfind("overview.", 0), 0u) << widget.id;
}

}  // namespace
}  // namespace sluice::ui
