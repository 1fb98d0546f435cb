// One table tab: the filter line, the grid over a View, the column, cell and export menus, and what stands there when
// no row is left. There is one pane for each table of each source; what differs is a TableKind. The pane owns its View
// and remakes it when the store is another one, keeping filter, sort and columns by name.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "query/view.h"
#include "ui/cell_format.h"
#include "ui/empty_state.h"
#include "ui/export_menu.h"
#include "ui/filter_box.h"
#include "ui/grid.h"

namespace sluice::ui {

struct TableKind {
  std::string_view name;                      // "assets", as page-api.md calls the table
  std::string_view one;
  std::string_view many;
  std::vector<std::string_view> columns;      // shown at first, in this order; none: chosen by what the table has
  Naming naming = Naming::kDetections;
};

const TableKind& asset_kind();
const TableKind& detection_kind();
// Of the n-th table of a source.
TableKind kind_of(const Source& source, size_t table);

struct PaneEvents {
  bool open_detail = false;
  EmptyEvents empty;                          // pull, sign in, widen …; clearing the filter is done by the pane
};

class TablePane {
 public:
  explicit TablePane(TableKind kind);
  ~TablePane();

  // Before draw() and work(), every frame: the store that the model has now.
  void attach(const std::shared_ptr<const Store>& store, WallTime now);
  // `form`: of the table's source.
  PaneEvents draw(Frame& frame, Rect box, const RequestForm& form);
  Work work(Fuel fuel);
  bool stale() const;
  // The view has changed since the last draw().
  bool changed() const;

  void set_filter(std::string text);
  const TableKind& kind() const { return kind_; }
  const std::string& filter() const { return filter_.text(); }
  void focus_filter() { filter_.focus(); }
  void open_export() { export_.open(); }
  ExportIntent export_intent(std::string_view format) const;

  const Table* table() const { return table_; }
  std::optional<RowId> cursor() const { return grid_.cursor_row(); }
  uint64_t matching() const;                  // rows that the filter leaves
  size_t selected() const { return grid_.selected_count(); }
  void show_row(RowId row);                   // selects it and brings it into sight, if the filter leaves it

 private:
  class Source;

  void apply_filter(WallTime now);
  void apply_sort();
  void refresh_columns();
  std::vector<std::string> usual_columns() const;
  std::optional<EmptyEvents> draw_empty(Frame& frame, Rect box, const RequestForm& form);
  void draw_toolbar(Frame& frame, Rect box);
  void draw_columns_menu(Frame& frame, Rect anchor);
  void draw_cell_menu(Frame& frame, PaneEvents& events);
  void draw_header_menu(Frame& frame);
  void filter_by_cursor(bool exclude);
  void copy(const std::string& text, std::string_view what, Frame& frame);

  TableKind kind_;
  FilterBox filter_;
  ExportMenu export_;
  Grid grid_;
  std::vector<GridSort> sort_;
  std::shared_ptr<const Store> store_;        // outlives table_ and view_
  const Table* table_ = nullptr;
  ColumnId columns_seen_ = 0;
  std::vector<CellLook> looks_;
  std::unique_ptr<View> view_;
  TermCounts counts_;
  bool count_terms_ = false;
  uint64_t drawn_version_ = 0;
  bool terms_drawn_ = false;
  WallTime now_;
  ImVec2 menu_at_;
};

}  // namespace sluice::ui
