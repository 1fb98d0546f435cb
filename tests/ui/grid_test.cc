#include "ui/grid.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <numeric>

#include "ui/stage.h"

namespace sluice::ui {
namespace {

// Rows that can be put in any order; a cell reads "r<row>c<column>".
class ListSource final : public GridSource {
 public:
  const std::vector<RowId>& rows() const override { return rows_; }
  uint64_t version() const override { return version_; }
  RowId row_end() const override { return end_; }
  std::optional<RowId> successor(RowId row) const override {
    const auto next = replaced.find(row);
    return next == replaced.end() ? std::optional(row) : next->second;
  }
  bool draw(Frame& frame, RowId row, size_t column, Rect box, Colour strong) const override {
    return draw_text_in(frame, Face::kText, box, strong, text(row, column));
  }
  float width(const Frame& frame, RowId row, size_t column) const override {
    return text_width(frame, Face::kText, text(row, column));
  }
  std::string text(RowId row, size_t column) const override {
    return column == 2 ? "two\nlines" : "r" + std::to_string(row) + "c" + std::to_string(column);
  }
  std::string tip(const Frame&, RowId, size_t, bool) const override { return {}; }

  void set(std::vector<RowId> rows) {
    rows_ = std::move(rows);
    for (const RowId row : rows_) end_ = std::max(end_, row + 1);
    ++version_;
  }
  void set_count(RowId count) {
    std::vector<RowId> rows(count);
    std::iota(rows.begin(), rows.end(), 0u);
    set(std::move(rows));
  }
  std::map<RowId, std::optional<RowId>> replaced;

 private:
  std::vector<RowId> rows_;
  uint64_t version_ = 1;
  RowId end_ = 0;
};

class GridTest : public ::testing::Test {
 protected:
  GridTest() {
    std::vector<GridColumn> columns;
    for (const char* name : {"a", "b", "c"}) {
      GridColumn column;
      column.name = name;
      column.label = name;
      column.width = 100;
      columns.push_back(column);
    }
    grid.set_columns(std::move(columns));
    source.set_count(1000);
    stage.show_panel([this](Frame& frame) {
      events = merge(grid.draw(frame, source, box, sort));
      draw_button(frame, Button{"after", "After"}, Rect{500, 500, 80, 28});
    });
    stage.settle();
  }

  GridEvents merge(GridEvents now) {
    now.opened |= events.opened;
    now.menu |= events.menu;
    now.sorted |= events.sorted;
    return now;
  }
  std::string cell(size_t row, const char* column) { return "table.t.cell." + std::to_string(row) + "." + column; }
  size_t top_index() {
    for (size_t i = 0; i < source.rows().size(); ++i) {
      if (stage.find(cell(i, "a")) != nullptr) return i;
    }
    return ~size_t{0};
  }
  RowId top_row() { return source.rows()[top_index()]; }

  Stage stage;
  ListSource source;
  Grid grid{"table.t"};
  std::vector<GridSort> sort;
  GridEvents events;
  Rect box{0, 0, 400, 300};
};

TEST_F(GridTest, DrawsOnlyTheRowsInSight) {
  EXPECT_NE(stage.find(cell(0, "a")), nullptr);
  EXPECT_EQ(stage.find(cell(20, "a")), nullptr);
  EXPECT_EQ(stage.find(cell(0, "a"))->value, "r0c0");
  EXPECT_EQ(stage.find("table.t")->value, "1000");
}

TEST_F(GridTest, StartsAtTheTopOfTheAnswerToAnotherQuestion) {
  stage.move_to(50, 100);
  stage.wheel(-20);
  stage.click("table.t.header.a");
  std::vector<RowId> rows = source.rows();
  std::reverse(rows.begin(), rows.end());
  source.set(rows);  // the answer comes some frames later
  stage.settle();
  EXPECT_EQ(top_index(), 0u);
}

TEST_F(GridTest, ShowsTheLastOfTenMillionRowsExactly) {
  source.set_count(10000000);
  stage.settle();
  stage.click(50, 60);
  stage.key(ImGuiKey_End);
  const Widget* last = stage.find(cell(9999999, "a"));
  ASSERT_NE(last, nullptr);
  EXPECT_EQ(last->value, "r9999999c0");
  EXPECT_EQ(last->rect.y + last->rect.h, 300) << "its lower edge lies on the grid's, to the pixel";
  EXPECT_EQ(last->rect.h, kRowHeight);
}

TEST_F(GridTest, SortsByAClickOnAHeaderAndTurnsRoundAndLeavesOff) {
  stage.click("table.t.header.b");
  EXPECT_EQ(sort, (std::vector<GridSort>{{"b", false}}));
  EXPECT_EQ(stage.find("table.t.header.b")->value, "ascending");
  stage.click("table.t.header.b");
  EXPECT_EQ(sort, (std::vector<GridSort>{{"b", true}}));
  EXPECT_EQ(stage.find("table.t.header.b")->value, "descending");
  stage.click("table.t.header.b");
  EXPECT_TRUE(sort.empty());
}

TEST_F(GridTest, AddsASortKeyWithShift) {
  stage.click("table.t.header.b");
  ImGui::GetIO().AddKeyEvent(ImGuiMod_Shift, true);
  stage.click("table.t.header.a");
  stage.click("table.t.header.a");
  ImGui::GetIO().AddKeyEvent(ImGuiMod_Shift, false);
  EXPECT_EQ(sort, (std::vector<GridSort>{{"b", false}, {"a", true}}));
  stage.click("table.t.header.c");
  EXPECT_EQ(sort, (std::vector<GridSort>{{"c", false}})) << "without Shift the others go";
}

TEST_F(GridTest, SelectsAsASpreadsheetDoes) {
  stage.click(cell(2, "a"));
  EXPECT_EQ(grid.selected_count(), 1u);
  EXPECT_TRUE(grid.selected(2));
  ImGui::GetIO().AddKeyEvent(ImGuiMod_Shift, true);
  stage.click(cell(5, "a"));
  ImGui::GetIO().AddKeyEvent(ImGuiMod_Shift, false);
  EXPECT_EQ(grid.selected_count(), 4u);
  ImGui::GetIO().AddKeyEvent(ImGuiMod_Ctrl, true);
  stage.click(cell(3, "a"));
  stage.click(cell(8, "a"));
  ImGui::GetIO().AddKeyEvent(ImGuiMod_Ctrl, false);
  EXPECT_FALSE(grid.selected(3));
  EXPECT_TRUE(grid.selected(8));
  EXPECT_EQ(grid.selected_count(), 4u);
  stage.click(cell(0, "b"));
  EXPECT_EQ(grid.selected_count(), 1u);
}

TEST_F(GridTest, MovesWithTheArrowsAndKeepsTheCursorInSight) {
  stage.click(cell(0, "a"));
  for (int i = 0; i < 30; ++i) stage.key(ImGuiKey_DownArrow);
  EXPECT_EQ(grid.cursor_row(), 30u);
  EXPECT_NE(stage.find(cell(30, "a")), nullptr);
  stage.key(ImGuiKey_RightArrow);
  EXPECT_EQ(grid.cursor_column(), 1u);
  EXPECT_TRUE(stage.find(cell(30, "b"))->focused);
  stage.key(ImGuiKey_Home);
  EXPECT_EQ(grid.cursor_row(), 0u);
  stage.key(ImGuiKey_PageDown);
  EXPECT_GT(grid.cursor_row(), 5u);
  stage.key(ImGuiKey_DownArrow, ImGuiMod_Shift);
  EXPECT_EQ(grid.selected_count(), 2u);
}

TEST_F(GridTest, OpensByEnterAndByDoubleClick) {
  stage.click(cell(4, "a"));
  EXPECT_FALSE(events.opened);
  stage.key(ImGuiKey_Enter);
  EXPECT_TRUE(events.opened);
  EXPECT_EQ(grid.cursor_row(), 4u);
  events = {};
  const Rect r = stage.rect(cell(6, "b"));
  stage.double_click(r.x + 5, r.y + 5);
  EXPECT_TRUE(events.opened);
  EXPECT_EQ(grid.cursor_row(), 6u);
}

TEST_F(GridTest, CopiesOneCellOrTheSelectedRows) {
  stage.click(cell(2, "b"));
  stage.key(ImGuiKey_C, ImGuiMod_Ctrl);
  EXPECT_EQ(stage.clipboard(), "r2c1");
  stage.key(ImGuiKey_DownArrow, ImGuiMod_Shift);
  stage.key(ImGuiKey_C, ImGuiMod_Ctrl);
  EXPECT_EQ(stage.clipboard(), "r2c0\tr2c1\t\"two\nlines\"\nr3c0\tr3c1\t\"two\nlines\"\n");
  EXPECT_EQ(grid.copy_rows_text(source, true).substr(0, 6), "a\tb\tc\n");
}

TEST_F(GridTest, KeepsTheRowAtTheTopWhenOthersArriveAboveIt) {
  stage.move_to(50, 100);
  stage.wheel(-20);
  const RowId before = top_row();
  ASSERT_GT(before, 10u);
  const float y = stage.rect(cell(top_index(), "a")).y;
  std::vector<RowId> rows = {5000, 5001, 5002};
  rows.insert(rows.end(), source.rows().begin(), source.rows().end());
  source.set(rows);
  stage.settle();
  EXPECT_EQ(top_row(), before);
  EXPECT_EQ(stage.rect(cell(top_index(), "a")).y, y);
}

TEST_F(GridTest, KeepsTheSelectionOnItsRowsWhenTheyMoveOrAreReplaced) {
  stage.click(cell(2, "a"));
  std::vector<RowId> rows = source.rows();
  std::reverse(rows.begin(), rows.end());
  source.set(rows);
  stage.settle();
  EXPECT_EQ(grid.cursor_row(), 2u);
  EXPECT_TRUE(grid.selected(2));

  rows.push_back(2000);  // a newer copy of row 2
  source.replaced[2] = 2000;
  source.set(rows);
  stage.settle();
  EXPECT_EQ(grid.cursor_row(), 2000u);
  EXPECT_TRUE(grid.selected(2000));
  EXPECT_FALSE(grid.selected(2));
  EXPECT_EQ(grid.selected_count(), 1u);

  source.replaced[2000] = std::nullopt;  // gone without a successor
  source.set(rows);
  stage.settle();
  EXPECT_FALSE(grid.cursor_row().has_value());
  EXPECT_EQ(grid.selected_count(), 0u);
}

TEST_F(GridTest, ResizesAColumnByItsEdgeAndFitsItByADoubleClickThere) {
  const Rect header = stage.rect("table.t.header.a");
  const float before = grid.columns()[0].width;
  stage.drag(header.x + header.w - 1, header.y + 10, header.x + header.w + 59, header.y + 10);
  EXPECT_NEAR(grid.columns()[0].width, before + 60, 1.5);
  const Rect wider = stage.rect("table.t.header.a");
  stage.double_click(wider.x + wider.w - 1, wider.y + 10);
  EXPECT_LT(grid.columns()[0].width, 100) << "the texts are short";
  EXPECT_TRUE(sort.empty()) << "an edge does not sort";
}

TEST_F(GridTest, MovesAColumnByDraggingItsHeader) {
  const Rect a = stage.rect("table.t.header.a");
  const Rect c = stage.rect("table.t.header.c");
  stage.drag(a.x + 40, a.y + 10, c.x + c.w - 10, c.y + 10);
  std::vector<std::string> names;
  for (const size_t i : grid.shown_columns()) names.push_back(grid.columns()[i].name);
  EXPECT_EQ(names, (std::vector<std::string>{"b", "c", "a"}));
  EXPECT_TRUE(sort.empty()) << "a drag does not sort";
}

TEST_F(GridTest, NeverHidesItsLastColumn) {
  grid.show_column(0, false);
  grid.show_column(1, false);
  grid.show_column(2, false);
  EXPECT_EQ(grid.shown_columns(), (std::vector<size_t>{2}));
}

TEST_F(GridTest, KeepsTheFirstColumnWhileItScrollsSideways) {
  box.w = 220;
  stage.settle();
  const Rect before = stage.rect(cell(0, "a"));
  stage.move_to(100, 100);
  ImGui::GetIO().AddMouseWheelEvent(-2, 0);
  stage.settle();
  EXPECT_EQ(stage.rect(cell(0, "a")), before);
  EXPECT_NE(stage.find(cell(0, "c")), nullptr);
}

TEST_F(GridTest, ScrollsUnderAFingerAndOpensByATap) {
  stage.model.touch = true;
  stage.settle();
  stage.drag(100, 200, 100, 80);
  EXPECT_GE(top_index(), 3u);
  EXPECT_FALSE(grid.cursor_row().has_value()) << "a drag selects nothing";
  stage.click(100, 100);
  EXPECT_TRUE(grid.cursor_row().has_value());
  EXPECT_TRUE(events.opened);
}

TEST_F(GridTest, TakesTheArrowsButLeavesTabToOthers) {
  stage.click(cell(0, "a"));
  stage.key(ImGuiKey_DownArrow);
  EXPECT_TRUE(stage.find("table.t")->focused);
  stage.key(ImGuiKey_Tab);
  EXPECT_FALSE(stage.find("table.t")->focused);
  EXPECT_TRUE(stage.find("after")->focused);
}

}  // namespace
}  // namespace sluice::ui
