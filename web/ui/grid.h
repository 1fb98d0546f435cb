// A virtual table: any number of rows of 24 px (36 for a finger), of which only those in sight are drawn. The header
// and the first column stay; columns are resized by dragging their edge (a double click fits), moved by dragging their
// header, sorted by a click (Shift adds a key). Rows are selected as in a spreadsheet. Rows are known by their RowId,
// so scroll position and selection stay on their rows while others arrive. Own drawing instead of ImGui's table,
// because a million rows of 24 px are beyond the exactness of its float scroll positions.
//
// The grid owns widths, order and visibility of columns, scroll position, selection and cursor. What the cells hold is
// the source's.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/ids.h"
#include "ui/controls.h"

namespace sluice::ui {

struct GridColumn {
  std::string name;       // stable; of the table's schema
  std::string label;
  std::string tip;
  Align align = Align::kLeft;
  float width = 120;      // for a face of usual width; scaled to the font when first drawn
  bool shown = true;
  bool scaled = false;    // the grid's: `width` fits the font
};

class GridSource {
 public:
  virtual ~GridSource() = default;
  virtual const std::vector<RowId>& rows() const = 0;
  virtual uint64_t version() const = 0;                              // grows when rows() changes
  virtual RowId row_end() const = 0;                                 // RowIds are below it
  virtual std::optional<RowId> successor(RowId row) const = 0;       // the row that replaced a dead one; itself if live
  // True when something was cut off.
  virtual bool draw(Frame& frame, RowId row, size_t column, Rect box, Colour strong) const = 0;
  virtual float width(const Frame& frame, RowId row, size_t column) const = 0;
  virtual std::string text(RowId row, size_t column) const = 0;      // to copy, whole
  virtual std::string short_text(RowId row, size_t column) const { return text(row, column); }  // for the log
  virtual std::string tip(const Frame& frame, RowId row, size_t column, bool cut) const = 0;
  virtual bool sortable() const { return true; }
};

struct GridSort {
  std::string column;
  bool descending = false;
  bool operator==(const GridSort&) const = default;
};

struct GridEvents {
  bool sorted = false;          // `sort` has changed
  bool opened = false;          // Enter or a double click on the cursor's row
  bool cursor_moved = false;
  bool menu = false;            // right click or the menu key: cursor_row(), cursor_column()
  bool header_menu = false;     // right click on a header
  ImVec2 menu_at;
};

class Grid {
 public:
  // "table.assets": ids of widgets begin with it.
  explicit Grid(std::string id) : id_(std::move(id)) {}

  // Column i of the source is columns[i]; `first` names those that stand first, in that order. Widths, order and
  // visibility of names that were there before are kept.
  void set_columns(std::vector<GridColumn> columns, const std::vector<std::string_view>& first = {});
  const std::vector<GridColumn>& columns() const { return columns_; }
  void show_column(size_t column, bool shown);
  void reset_columns();                                 // as first set
  std::vector<size_t> shown_columns() const;            // in the order on the screen

  GridEvents draw(Frame& frame, const GridSource& source, Rect box, std::vector<GridSort>& sort);

  std::optional<RowId> cursor_row() const { return cursor_row_; }
  size_t cursor_column() const { return cursor_column_; }
  size_t selected_count() const { return selected_count_; }
  bool selected(RowId row) const { return row < selected_.size() && selected_[row]; }
  void select_only(RowId row);
  void reveal_cursor() { reveal_ = true; }
  void clear_selection();
  // The source has another table behind it.
  void forget();
  // The user asked another question: start at the top.
  void to_top();

  // One cell, or the selected rows as tab-separated lines under a header.
  std::string copy_text(const GridSource& source) const;
  std::string copy_rows_text(const GridSource& source, bool header) const;

 private:
  struct Shape;  // where things are in this frame

  void set_row_height(float height);
  void scale_widths(const Frame& frame);
  float row_px() const { return static_cast<float>(row_h_); }
  void follow(const GridSource& source);                 // rows() has changed
  Shape shape_of(const GridSource& source, Rect box) const;
  void draw_header(Frame& frame, const GridSource& source, const Shape& shape, std::vector<GridSort>& sort,
                   GridEvents& events);
  void draw_header_cell(Frame& frame, const GridSource& source, const Shape& shape, size_t place, bool frozen,
                        std::vector<GridSort>& sort, GridEvents& events);
  void draw_resizer(Frame& frame, const GridSource& source, const Shape& shape, size_t place);
  void drag_header(Frame& frame, const Shape& shape, size_t place);
  void fit(const Frame& frame, const GridSource& source, const Shape& shape, size_t column);
  void draw_body(Frame& frame, const GridSource& source, const Shape& shape, GridEvents& events);
  void draw_rows(Frame& frame, const GridSource& source, const Shape& shape, bool focused);
  void draw_row_cells(Frame& frame, const GridSource& source, const Shape& shape, size_t index, bool frozen,
                      bool focused);
  void draw_scrollbars(Frame& frame, const GridSource& source, const Shape& shape);
  void on_mouse(Frame& frame, const GridSource& source, const Shape& shape, GridEvents& events);
  void on_touch(Frame& frame, const GridSource& source, const Shape& shape, GridEvents& events);
  void on_keys(const GridSource& source, const Shape& shape, GridEvents& events);
  void click_row(const GridSource& source, size_t index, bool extend, bool toggle, GridEvents& events);
  void move_cursor(const GridSource& source, int64_t to, bool extend, GridEvents& events);
  void select_range(const GridSource& source, size_t from, size_t to);
  void mark(RowId row, bool on, RowId row_end);
  void clamp_scroll(const Shape& shape);
  std::optional<size_t> index_of(const GridSource& source, std::optional<RowId> row) const;

  std::string id_;
  std::vector<GridColumn> columns_;
  std::vector<GridColumn> first_columns_;      // as set, and in which order
  std::vector<size_t> first_order_;
  std::vector<size_t> order_;                  // of all columns, hidden ones included

  double row_h_ = kRowHeight;
  double scroll_y_ = 0;
  float scroll_x_ = 0;
  uint64_t seen_version_ = ~uint64_t{0};
  std::optional<RowId> top_row_;               // the first row in sight and where its top is
  double top_offset_ = 0;
  bool reveal_ = false;
  bool hold_top_ = false;                      // the rows of another question are being looked for

  std::vector<bool> selected_;
  size_t selected_count_ = 0;
  std::optional<RowId> cursor_row_;
  std::optional<RowId> range_row_;             // where Shift extends from
  size_t cursor_column_ = 0;

  std::optional<size_t> moving_;               // place of the header that is dragged
  float resize_from_ = 0;
  float grab_from_ = 0;                        // of a scroll bar
  double grab_scroll_ = 0;
  bool panned_ = false;
  std::optional<Instant> pressed_at_;          // a finger rests on a row since then
  ImVec2 pan_from_;
};

}  // namespace sluice::ui
