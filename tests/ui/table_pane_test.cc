#include "ui/table_pane.h"

#include <gtest/gtest.h>

#include "ui/stage.h"

namespace sluice::ui {
namespace {

class TablePaneTest : public ::testing::Test {
 protected:
  TablePaneTest() {
    complete_run(stage.model, store);
    stage.show_panel([this](Frame& frame) {
      pane.attach(stage.model.sources[0].store, stage.model.wall);
      events = pane.draw(frame, Rect{0, 0, width, 800}, form);
      opened |= events.open_detail;
    });
    work();
  }
  void work() {
    stage.settle();
    for (int i = 0; i < 10000 && pane.work(Fuel{64}) == Work::kMore; ++i) {
    }
    stage.settle();
  }
  void filter(std::string text) {
    pane.set_filter(std::move(text));
    work();
  }
  std::string cell(size_t row, std::string_view column) {
    const Widget* widget = stage.find("table.detections.cell." + std::to_string(row) + "." + std::string(column));
    return widget != nullptr ? widget->value : "?";
  }

  std::shared_ptr<AssetStore> store = small_store(20, 3);
  Stage stage;
  RequestForm form{sources()[0]};
  TablePane pane{detection_kind()};
  PaneEvents events;
  bool opened = false;
  float width = 1280;
};

TEST_F(TablePaneTest, ShowsTheUsualColumnsInTheirUsualOrder) {
  std::vector<std::string> ids;
  for (const Widget& widget : stage.log.widgets()) {
    if (widget.role == "columnheader") ids.push_back(widget.id);
  }
  ASSERT_GE(ids.size(), 7u);
  EXPECT_EQ(ids[0], "table.detections.header.asset_id");
  EXPECT_EQ(ids[1], "table.detections.header.qid");
  EXPECT_EQ(ids[2], "table.detections.header.severity");
  EXPECT_EQ(ids[5], "table.detections.header.asset.asset_friendly_name");
}

TEST_F(TablePaneTest, FiltersAndSaysHowManyAreLeft) {
  EXPECT_EQ(stage.find("count.detections")->label, "60 rows");
  filter("qid:610001 and asset.os:iOS");
  EXPECT_EQ(pane.matching(), 10u);
  EXPECT_EQ(stage.find("count.detections")->label, "10 of 60 rows");
  EXPECT_EQ(stage.find("export.menu")->label, "Export 10 rows");
}

TEST_F(TablePaneTest, SortsByAHeader) {
  stage.click("table.detections.header.severity");
  stage.click("table.detections.header.severity");
  work();
  EXPECT_EQ(cell(0, "severity"), "5");
  EXPECT_EQ(pane.export_intent("csv").sort, (std::vector<std::string>{"-severity"}));
}

TEST_F(TablePaneTest, KeepsWhatItShowsWhileAFilterIsWrong) {
  filter("qid:610001");
  filter("qid:");
  EXPECT_EQ(pane.matching(), 20u);
  EXPECT_NE(stage.find("filter.detections.error"), nullptr);
  EXPECT_EQ(pane.export_intent("csv").filter, "qid:610001") << "an export takes what is shown";
}

TEST_F(TablePaneTest, ExplainsAnEmptyResultAndClearsTheFilter) {
  filter("severity>=4 and type:Imaginary");
  EXPECT_EQ(pane.matching(), 0u);
  stage.click("empty.clear_filter");
  work();
  EXPECT_EQ(pane.filter(), "");
  EXPECT_EQ(pane.matching(), 60u);
}

TEST_F(TablePaneTest, FiltersByTheValueUnderTheMenuAndExcludesIt) {
  const Rect r = stage.rect("table.detections.cell.1.qid");
  stage.click(r.x + 10, r.y + 10, 1);
  stage.click("menu.filter");
  work();
  EXPECT_EQ(pane.filter(), "qid:610002");
  EXPECT_EQ(pane.matching(), 20u);
  const Rect s = stage.rect("table.detections.cell.0.status");
  stage.click(s.x + 10, s.y + 10, 1);
  stage.click("menu.exclude");
  work();
  EXPECT_EQ(pane.filter(), "qid:610002 and not status:`Fixed`");
  EXPECT_EQ(pane.matching(), 15u);
}

TEST_F(TablePaneTest, FiltersByAValueOfSeveralLinesWithItsFirst) {
  width = 2600;
  ImGui::GetIO().DisplaySize.x = width;
  work();
  const Rect r = stage.rect("table.detections.cell.0.results");
  stage.click(r.x + 10, r.y + 10, 1);
  stage.click("menu.filter");
  work();
  EXPECT_EQ(pane.filter(), "results:\"first line of 1\"");
  EXPECT_FALSE(stage.find("filter.detections.error"));
  EXPECT_GE(pane.matching(), 3u);
}

TEST_F(TablePaneTest, CopiesFromTheMenu) {
  const Rect r = stage.rect("table.detections.cell.0.qid");
  stage.click(r.x + 10, r.y + 10, 1);
  stage.click("menu.copy_cell");
  EXPECT_EQ(stage.clipboard(), "610001");
  EXPECT_EQ(stage.said, (std::vector<std::string>{"Copied the cell."}));
}

TEST_F(TablePaneTest, HidesAndShowsColumns) {
  stage.click("table.columns");
  stage.click("table.columns.type");
  stage.key(ImGuiKey_Escape);
  EXPECT_EQ(stage.find("table.detections.header.type"), nullptr);
  stage.click("table.columns");
  stage.click("table.columns.reset");
  EXPECT_NE(stage.find("table.detections.header.type"), nullptr);
}

TEST_F(TablePaneTest, ExportsOnlyTheShownColumnsWhenAsked) {
  stage.click("export.menu");
  stage.click("export.all_columns");
  stage.click("export.csv");
  ASSERT_TRUE(stage.intents.export_rows.has_value());
  EXPECT_EQ(stage.intents.export_rows->table, "detections");
  EXPECT_EQ(stage.intents.export_rows->columns.size(), detection_kind().columns.size());
  EXPECT_EQ(stage.intents.export_rows->columns[0], "asset_id");
}

TEST_F(TablePaneTest, OpensTheDetailsByEnter) {
  stage.click("table.detections.cell.4.qid");
  EXPECT_FALSE(opened);
  stage.key(ImGuiKey_Enter);
  EXPECT_TRUE(opened);
  EXPECT_EQ(pane.cursor(), 4u);
}

TEST_F(TablePaneTest, KeepsTheCursorOnItsDetectionWhenANewerCopyOfTheAssetArrives) {
  stage.click("table.detections.cell.4.qid");
  ASSERT_EQ(pane.cursor(), 4u);
  append_assets(*store, 2, 2, 3);  // asset 200 once more: detections 3..5 die, 60..62 take their place
  work();
  EXPECT_EQ(pane.matching(), 60u);
  EXPECT_EQ(pane.cursor(), 61u);
}

TEST_F(TablePaneTest, KeepsFilterSortAndColumnsWhenAnotherRunReplacesTheStore) {
  filter("qid:610001");
  stage.click("table.detections.header.severity");
  work();
  store = small_store(5, 3);
  complete_run(stage.model, store);
  work();
  EXPECT_EQ(pane.filter(), "qid:610001");
  EXPECT_EQ(pane.matching(), 5u);
  EXPECT_EQ(stage.find("table.detections.header.severity")->value, "ascending");
}

TEST_F(TablePaneTest, HoldsOnToItsStoreUntilItSeesAnother) {
  stage.click("table.detections.header.severity");  // an open question
  stage.model.sources[0].store = nullptr;
  store.reset();
  for (int i = 0; i < 100 && pane.work(Fuel{8}) == Work::kMore; ++i) {
  }
  EXPECT_EQ(pane.matching(), 60u);
}

TEST_F(TablePaneTest, ShowsAColumnThatArrivesLate) {
  append_assets(*store, 21, 21, 0);
  store->detections().add_column("battery", ColumnType::kText);
  append_assets(*store, 22, 22, 1);
  work();
  stage.click("table.columns");
  const Rect menu = stage.rect("table.columns.qid");
  stage.move_to(menu.x + 20, menu.y + 10);
  stage.wheel(-100);
  EXPECT_NE(stage.find("table.columns.battery"), nullptr);
}

}  // namespace
}  // namespace sluice::ui
