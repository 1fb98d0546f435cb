#include "ui/table_pane.h"

#include <algorithm>

#include "base/date.h"
#include "base/number.h"
#include "base/text.h"
#include "table/asset_store.h"
#include "ui/json_text.h"

namespace sluice::ui {
namespace {

constexpr float kToolbarHeight = 44;
constexpr float kMenuWidth = 232;
constexpr float kColumnsWidth = 264;
constexpr size_t kFilterValueBytesMax = 200;
constexpr size_t kTipBytesMax = 1500;
constexpr size_t kLoggedBytesMax = 1000;   // of a cell in the widget log
constexpr size_t kUsualColumnsMax = 20;    // of records, whose columns nobody has chosen

// The term that finds exactly this cell's value.
std::string term_of(const ColumnInfo& column, const Cell& cell, const StringPool& pool) {
  if (cell.missing()) return column.name + " is null";
  if (cell.kind == Cell::Kind::kNumber) {
    const std::string text = cell_text(cell, pool);
    return column.name + (column.type == ColumnType::kDatetime ? ":`" + text + "`" : ":" + text);
  }
  std::string_view text = cell.text;
  const bool whole = text.size() <= kFilterValueBytesMax && text.find_first_of("\r\n") == std::string_view::npos;
  const char mark = whole ? '`' : '"';
  if (!whole) {
    text = trim(text);
    text = text.substr(0, std::min(text.find_first_of("\r\n"), kFilterValueBytesMax));
  }
  std::string out = column.name + ":" + mark;
  for (const char c : text) {
    if (c == mark || c == '\\') out += '\\';
    out += c;
  }
  return out + mark;
}

std::string with_term(const std::string& filter, const std::string& term) {
  if (trim(filter).empty()) return term;
  const bool whole = find_ignoring_case(filter, " or ") == std::string_view::npos;
  return (whole ? filter : "(" + filter + ")") + " and " + term;
}

std::string_view example_of(const TableKind& kind) {
  if (kind.naming == Naming::kAssets) return "os:iOS and last_seen>now-30d";
  return kind.naming == Naming::kDetections ? "severity>=4 and status:Active" : "column:value and other>=4";
}

}  // namespace

const TableKind& asset_kind() {
  static const TableKind kind{"assets", "asset", "assets",
                              {"id", "asset_friendly_name", "os", "os_version", "asset_status", "last_seen",
                               "model_name", "manufacturer", "username", "ownership", "ip"},
                              Naming::kAssets};
  return kind;
}

const TableKind& detection_kind() {
  static const TableKind kind{"detections", "detection", "detections",
                              {"asset_id", "qid", "severity", "type", "status", "asset.asset_friendly_name", "asset.os",
                               "first_found_datetime", "last_found_datetime", "times_found", "results"},
                              Naming::kDetections};
  return kind;
}

TableKind kind_of(const Source& source, size_t table) {
  const std::string_view name = source.tables[table];
  if (name == asset_kind().name) return asset_kind();
  if (name == detection_kind().name) return detection_kind();
  return TableKind{name, source.one, source.many, {}, Naming::kRecords};
}

// ── the grid's source ────────────────────────────────────────────────────────────────────────────────────────────────

class TablePane::Source final : public GridSource {
 public:
  explicit Source(const TablePane& pane) : pane_(pane), table_(*pane.table_) {}

  const std::vector<RowId>& rows() const override { return pane_.view_->rows(); }
  uint64_t version() const override { return pane_.view_->version(); }
  RowId row_end() const override { return table_.row_end(); }

  std::optional<RowId> successor(RowId row) const override {
    if (table_.live(row)) return row;
    if (pane_.kind_.naming == Naming::kRecords) return std::nullopt;
    const auto& store = static_cast<const AssetStore&>(*pane_.store_);  // the only one with assets and detections
    const RowId asset = store.row_of(table_.asset_key(row));
    if (asset == AssetStore::kNoRow) return std::nullopt;
    if (table_.parent() == nullptr) return asset;
    const RowId nth = row - store.detections_of(table_.parent_row(row)).begin;
    const AssetStore::Span span = store.detections_of(asset);
    if (nth >= span.end - span.begin || span.begin + nth >= table_.row_end()) return std::nullopt;
    return span.begin + nth;
  }

  bool draw(Frame& frame, RowId row, size_t column, Rect box, Colour strong) const override {
    return draw_cell(frame, pane_.looks_[column], cell(row, column), pool(column), box, strong);
  }
  float width(const Frame& frame, RowId row, size_t column) const override {
    return shown_width(frame, pane_.looks_[column], cell(row, column), pool(column));
  }
  std::string text(RowId row, size_t column) const override { return cell_text(cell(row, column), pool(column)); }

  std::string short_text(RowId row, size_t column) const override {
    const Cell value = cell(row, column);
    return value.kind == Cell::Kind::kText ? shorten(value.text, kLoggedBytesMax) : cell_text(value, pool(column));
  }

  std::string tip(const Frame& frame, RowId row, size_t column, bool cut) const override {
    const Cell value = cell(row, column);
    if (value.kind == Cell::Kind::kNumber && pane_.looks_[column] == CellLook::kDate) {
      return iso_datetime(value.number) + "\n" + age_text(frame.model.wall, value.number);
    }
    if (value.kind == Cell::Kind::kText && pane_.looks_[column] == CellLook::kJson) {
      return shorten(json_pretty(shorten(value.text, kTipBytesMax)), kTipBytesMax);
    }
    const bool more = cut || (value.kind == Cell::Kind::kText && value.text.find('\n') != std::string_view::npos);
    return more ? shorten(cell_text(value, pool(column)), kTipBytesMax) : std::string();
  }

 private:
  const StringPool& pool(size_t column) const { return table_.pool_of(static_cast<ColumnId>(column)); }
  Cell cell(RowId row, size_t column) const { return table_.cell(row, static_cast<ColumnId>(column)); }

  const TablePane& pane_;
  const Table& table_;
};

// ── the question ─────────────────────────────────────────────────────────────────────────────────────────────────────

TablePane::TablePane(TableKind kind)
    : kind_(std::move(kind)), filter_(kind_.name, example_of(kind_)), grid_("table." + std::string(kind_.name)) {}
TablePane::~TablePane() = default;

void TablePane::attach(const std::shared_ptr<const Store>& store, WallTime now) {
  now_ = now;
  if (store != store_) {
    view_.reset();  // before the table that it looks at
    counts_.forget();
    store_ = store;
    grid_.forget();
    columns_seen_ = 0;
    table_ = store_ != nullptr ? store_->find(kind_.name) : nullptr;
    if (table_ != nullptr) view_ = std::make_unique<View>(*table_);
    drawn_version_ = 0;
    if (view_) {
      refresh_columns();
      apply_sort();
      apply_filter(now);
    }
  } else if (view_ && table_->column_count() != columns_seen_) {
    refresh_columns();
    if (filter_.error()) apply_filter(now);  // perhaps about a column that has come since
  }
}

// Of records: what they are called by, then what else is plain, in the order in which it came; a wide table hides the
// rest.
std::vector<std::string> TablePane::usual_columns() const {
  if (kind_.naming != Naming::kRecords) return {kind_.columns.begin(), kind_.columns.end()};
  std::vector<std::string> names;
  std::vector<std::string> others;
  std::vector<std::string> lists;
  for (ColumnId id = 0; id < table_->column_count(); ++id) {
    const ColumnInfo info = table_->column(id);
    const std::string_view last = std::string_view(info.name).substr(info.name.rfind('.') + 1);
    const bool naming = equals_ignoring_case(last, "name") || equals_ignoring_case(last, "title") ||
                        equals_ignoring_case(last, "assetId") || equals_ignoring_case(last, "qid");
    (info.type == ColumnType::kJson ? lists : (naming ? names : others)).push_back(info.name);
  }
  names.insert(names.end(), others.begin(), others.end());
  names.insert(names.end(), lists.begin(), lists.end());
  if (names.size() > kUsualColumnsMax) names.resize(kUsualColumnsMax);
  return names;
}

void TablePane::refresh_columns() {
  columns_seen_ = table_->column_count();
  const std::vector<std::string> usual = usual_columns();
  std::vector<GridColumn> columns;
  looks_.clear();
  for (ColumnId id = 0; id < columns_seen_; ++id) {
    const ColumnInfo info = table_->column(id);
    GridColumn column;
    column.name = info.name;
    column.label = column_label(info.name, kind_.naming);
    column.tip = info.name + " (" + std::string(column_type_name(info.type)) + ")";
    looks_.push_back(cell_look(info, kind_.naming));
    column.align = cell_align(looks_.back());
    column.width = default_width(info, kind_.naming);
    column.shown = std::find(usual.begin(), usual.end(), info.name) != usual.end();
    columns.push_back(std::move(column));
  }
  grid_.set_columns(std::move(columns), {usual.begin(), usual.end()});
}

void TablePane::apply_filter(WallTime now) {
  if (!view_) return;
  const std::optional<FilterError> error = view_->set_filter(filter_.text(), now);
  filter_.set_error(error);
  if (!error) grid_.to_top();
}

void TablePane::apply_sort() {
  if (!view_) return;
  std::vector<SortKey> keys;
  for (const GridSort& sort : sort_) {
    if (const auto column = table_->find_column(sort.column)) keys.push_back(SortKey{*column, sort.descending});
  }
  view_->set_sort(std::move(keys));
}

void TablePane::set_filter(std::string text) {
  filter_.set_text(std::move(text));
  apply_filter(now_);
}

Work TablePane::work(Fuel fuel) {
  if (!view_) return Work::kDone;
  if (view_->stale()) return view_->work(fuel);
  return count_terms_ ? counts_.work(fuel) : Work::kDone;
}

bool TablePane::stale() const { return view_ && (view_->stale() || (count_terms_ && !counts_.done())); }

bool TablePane::changed() const {
  if (!view_) return false;
  return view_->version() != drawn_version_ || (count_terms_ && counts_.done() && !terms_drawn_);
}

uint64_t TablePane::matching() const { return view_ ? view_->rows().size() : 0; }

void TablePane::show_row(RowId row) {
  grid_.select_only(row);
  grid_.reveal_cursor();
}

ExportIntent TablePane::export_intent(std::string_view format) const {
  ExportIntent intent;
  intent.table = kind_.name;
  intent.format = format;
  intent.filter = view_ ? view_->filter_text() : filter_.text();
  for (const GridSort& sort : sort_) intent.sort.push_back((sort.descending ? "-" : "") + sort.column);
  intent.excel_safe = export_.excel_safe();
  return intent;
}

// ── drawing ──────────────────────────────────────────────────────────────────────────────────────────────────────────

PaneEvents TablePane::draw(Frame& frame, Rect box, const RequestForm& form) {
  PaneEvents events;
  if (!view_) {
    events.empty.choice = draw_no_run(frame, box);
    return events;
  }
  drawn_version_ = view_->version();
  draw_toolbar(frame, Rect{box.x, box.y, box.w, kToolbarHeight});
  float y = box.y + kToolbarHeight;
  if (filter_.error()) {
    filter_.draw_error(frame, Rect{box.x + kGap2, y - 4, box.w - 2 * kGap2, kFilterErrorHeight});
    y += kFilterErrorHeight;
  }
  const Rect rest{box.x, y, box.w, box.y + box.h - y};
  if (std::optional<EmptyEvents> empty = draw_empty(frame, rest, form)) {
    events.empty = std::move(*empty);
    return events;
  }
  const GridEvents grid = grid_.draw(frame, Source(*this), rest, sort_);
  if (grid.sorted) apply_sort();
  events.open_detail = grid.opened;
  if (grid.menu || grid.header_menu) {
    menu_at_ = grid.menu_at;
    open_menu(grid.menu ? "cell" : "header");
  }
  draw_cell_menu(frame, events);
  draw_header_menu(frame);
  return events;
}

std::optional<EmptyEvents> TablePane::draw_empty(Frame& frame, Rect box, const RequestForm& form) {
  count_terms_ = false;
  if (!view_->rows().empty()) return std::nullopt;
  if (table_->live_count() == 0) return draw_no_rows(frame, box, kind_.many, form);
  if (view_->stale()) return EmptyEvents{};  // the answer is not known yet
  if (view_->filter_text().empty()) return std::nullopt;
  EmptyEvents events;
  if (filter_.error()) {
    events.choice = draw_bad_filter(frame, box, filter_.error()->message);
  } else {
    counts_.ask(*table_, view_->filter_text(), now_);
    count_terms_ = true;
    terms_drawn_ = counts_.done();
    events.choice = draw_no_match(frame, box, counts_, table_->live_count(), kind_.many);
  }
  if (events.choice == EmptyChoice::kClearFilter) set_filter("");
  return events;
}

// Measured from the right, drawn from the left, so that Tab goes the reading way.
void TablePane::draw_toolbar(Frame& frame, Rect box) {
  const bool narrow = box.w < 620;
  const uint64_t rows = matching();
  const uint64_t all = table_->live_count();
  const Rect row{box.x + kGap2, box.y + (box.h - kControlHeight) / 2, box.w - 2 * kGap2, kControlHeight};
  const float export_w = ExportMenu::width(frame, rows, narrow);
  const Rect export_box{row.x + row.w - export_w, row.y, export_w, row.h};
  const Rect columns_box{export_box.x - kGap2 - kControlHeight, row.y, kControlHeight, row.h};
  std::string count = with_thousands(static_cast<int64_t>(rows));
  if (rows != all) count += " of " + with_thousands(static_cast<int64_t>(all));
  if (!narrow) count += rows == 1 && all == 1 ? " row" : " rows";
  if (selected() > 1) count += " · " + with_thousands(static_cast<int64_t>(selected())) + " selected";
  const float count_w = text_width(frame, Face::kText, count) + 1;
  const Rect count_box{columns_box.x - kGap3 - count_w, row.y, count_w, row.h};

  const float filter_w = std::max(count_box.x - kGap3 - row.x, 80.0f);
  if (filter_.draw(frame, Rect{row.x, row.y, filter_w, row.h})) apply_filter(now_);
  draw_text_in(frame, Face::kText, count_box, frame.palette.muted, count, Align::kRight);
  frame.log.add("count." + std::string(kind_.name), count, "status", visible_part(count_box));

  Button columns{"table.columns", ""};
  columns.icon = Icon::kColumns;
  columns.name = "Columns";
  columns.tip = "Show and hide columns";
  if (draw_button(frame, columns, columns_box)) open_menu("columns");
  draw_columns_menu(frame, Rect{columns_box.x + kControlHeight - kColumnsWidth - 8, row.y, kColumnsWidth, row.h});

  const bool partial = frame.shown.run.state != RunState::kComplete;
  const auto choice = export_.draw(frame, export_box, rows, partial, narrow);
  if (!choice) return;
  ExportIntent intent = export_intent(choice->format);
  intent.excel_safe = choice->excel_safe;
  if (!choice->all_columns) {
    for (const size_t column : grid_.shown_columns()) intent.columns.push_back(grid_.columns()[column].name);
  }
  frame.intents.export_rows = std::move(intent);
}

void TablePane::draw_columns_menu(Frame& frame, Rect anchor) {
  if (!begin_menu(frame, "columns", anchor, kColumnsWidth)) return;
  const std::string title = with_thousands(static_cast<int64_t>(grid_.shown_columns().size())) + " of " +
                            with_thousands(static_cast<int64_t>(grid_.columns().size())) + " columns shown";
  draw_menu_title(frame, title, kColumnsWidth);
  MenuItem reset{"table.columns.reset", "Back to the usual columns"};
  if (draw_menu_item(frame, reset, kColumnsWidth)) grid_.reset_columns();
  draw_menu_line(frame, kColumnsWidth);
  for (size_t i = 0; i < grid_.columns().size(); ++i) {
    const GridColumn& column = grid_.columns()[i];
    ImGui::PushID(static_cast<int>(i));
    const std::string log_id = "table.columns." + column.name;
    MenuItem item{"column", column.label};
    item.checkable = true;
    item.checked = column.shown;
    item.keep_open = true;
    item.log_id = log_id;
    if (kind_.naming == Naming::kDetections && column.name.find('.') != std::string::npos) item.key = "asset";
    if (draw_menu_item(frame, item, kColumnsWidth)) grid_.show_column(i, !column.shown);
    tip(frame, column.tip);
    ImGui::PopID();
  }
  end_menu();
}

void TablePane::copy(const std::string& text, std::string_view what, Frame& frame) {
  ImGui::SetClipboardText(text.c_str());
  frame.say(MessageKind::kInfo, "Copied " + std::string(what) + ".");
}

void TablePane::filter_by_cursor(bool exclude) {
  const std::optional<RowId> row = grid_.cursor_row();
  if (!row) return;
  const auto column = static_cast<ColumnId>(grid_.cursor_column());
  std::string term = term_of(table_->column(column), table_->cell(*row, column), table_->pool_of(column));
  if (exclude) term = "not " + term;
  set_filter(with_term(filter_.text(), term));
}

void TablePane::draw_cell_menu(Frame& frame, PaneEvents& events) {
  if (!begin_menu(frame, "cell", Rect{menu_at_.x, menu_at_.y, 0, 0}, kMenuWidth)) return;
  const Source source(*this);
  const std::string rows = count_text(std::max<size_t>(selected(), 1), "row", "rows");
  MenuItem cell{"menu.copy_cell", "Copy the cell"};
  if (selected() <= 1) cell.key = "Ctrl+C";
  if (draw_menu_item(frame, cell, kMenuWidth) && grid_.cursor_row()) {
    copy(source.text(*grid_.cursor_row(), grid_.cursor_column()), "the cell", frame);
  }
  const std::string copy_label = "Copy " + rows;
  MenuItem copy_rows{"menu.copy_rows", copy_label};
  if (selected() > 1) copy_rows.key = "Ctrl+C";
  if (draw_menu_item(frame, copy_rows, kMenuWidth)) copy(grid_.copy_rows_text(source, false), rows, frame);
  const std::string head_label = copy_label + " with header";
  if (draw_menu_item(frame, MenuItem{"menu.copy_rows_header", head_label}, kMenuWidth)) {
    copy(grid_.copy_rows_text(source, true), rows + " with a header", frame);
  }
  draw_menu_line(frame, kMenuWidth);
  if (draw_menu_item(frame, MenuItem{"menu.filter", "Filter by this value"}, kMenuWidth)) filter_by_cursor(false);
  if (draw_menu_item(frame, MenuItem{"menu.exclude", "Exclude this value"}, kMenuWidth)) filter_by_cursor(true);
  draw_menu_line(frame, kMenuWidth);
  MenuItem detail{"menu.detail", "Open the details"};
  detail.key = "Enter";
  if (draw_menu_item(frame, detail, kMenuWidth)) events.open_detail = true;
  end_menu();
}

void TablePane::draw_header_menu(Frame& frame) {
  if (!begin_menu(frame, "header", Rect{menu_at_.x, menu_at_.y, 0, 0}, kMenuWidth)) return;
  const GridColumn column = grid_.columns()[grid_.cursor_column()];
  draw_menu_title(frame, column.label, kMenuWidth);
  const auto sort = [&](bool descending) {
    sort_.assign(1, GridSort{column.name, descending});
    apply_sort();
    grid_.to_top();
  };
  if (draw_menu_item(frame, MenuItem{"menu.sort_up", "Sort ascending"}, kMenuWidth)) sort(false);
  if (draw_menu_item(frame, MenuItem{"menu.sort_down", "Sort descending"}, kMenuWidth)) sort(true);
  MenuItem unsort{"menu.unsort", "As the gateway sent them"};
  unsort.enabled = !sort_.empty();
  if (draw_menu_item(frame, unsort, kMenuWidth)) {
    sort_.clear();
    apply_sort();
    grid_.to_top();
  }
  draw_menu_line(frame, kMenuWidth);
  if (draw_menu_item(frame, MenuItem{"menu.hide", "Hide the column"}, kMenuWidth)) {
    grid_.show_column(grid_.cursor_column(), false);
  }
  if (draw_menu_item(frame, MenuItem{"menu.reset_columns", "Back to the usual columns"}, kMenuWidth)) {
    grid_.reset_columns();
  }
  end_menu();
}

}  // namespace sluice::ui
