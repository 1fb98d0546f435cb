// One table tab: the filter line, the grid over a View, the column, cell and export menus, and what stands there when
// no row is left. There is one pane for assets and one for detections; what differs is a TableKind. The pane owns its
// View and remakes it when the store is another one, keeping filter, sort and columns by name.
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
  std::vector<std::string_view> columns;      // shown at first, in this order
};

const TableKind& asset_kind();
const TableKind& detection_kind();

struct PaneEvents {
  bool open_detail = false;
  EmptyChoice choice = EmptyChoice::kNone;    // pull, sign in …; clearing the filter is done by the pane
};

class TablePane {
 public:
  explicit TablePane(const TableKind& kind);
  ~TablePane();

  // Before draw() and work(), every frame: the store that the model has now.
  void attach(const std::shared_ptr<const AssetStore>& store, uint64_t generation, WallTime now);
  PaneEvents draw(Frame& frame, Rect box, const ParameterValues& sent);
  Work work(Fuel fuel);
  bool stale() const;
  // The view has changed since the last draw().
  bool changed() const;

  void set_filter(std::string text);
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
  std::optional<EmptyChoice> draw_empty(Frame& frame, Rect box, const ParameterValues& sent);
  void draw_toolbar(Frame& frame, Rect box);
  void draw_columns_menu(Frame& frame, Rect anchor);
  void draw_cell_menu(Frame& frame, PaneEvents& events);
  void draw_header_menu(Frame& frame);
  void filter_by_cursor(bool exclude);
  void copy(const std::string& text, std::string_view what, Frame& frame);

  const TableKind& kind_;
  FilterBox filter_;
  ExportMenu export_;
  Grid grid_;
  std::vector<GridSort> sort_;
  std::shared_ptr<const AssetStore> store_;   // outlives table_ and view_
  uint64_t generation_ = 0;
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
