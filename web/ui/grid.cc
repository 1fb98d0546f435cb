#include "ui/grid.h"

#include <algorithm>
#include <cmath>

#include "base/number.h"
#include "imgui_internal.h"

namespace sluice::ui {
namespace {

constexpr Duration kLongPress = Duration::millis(500);
constexpr float kBarWidth = 12;          // a scroll bar's lane
constexpr float kThumbMin = 28;
constexpr float kColumnMin = 44;
constexpr float kColumnMax = 900;
constexpr float kCellPad = 8;
constexpr float kWheelPx = 72;
constexpr float kDragFrom = 6;           // the pointer has to move so far before a click becomes a drag
constexpr size_t kCopyRowsMax = 200000;
constexpr size_t kSortKeysShown = 8;
constexpr std::string_view kWidthSample = "2026-11-21 07:58 Enrolled";
constexpr float kWidthSamplePx = 164;   // in Arial of 14 px

constexpr ImGuiKey kOwnKeys[] = {ImGuiKey_UpArrow, ImGuiKey_DownArrow, ImGuiKey_LeftArrow, ImGuiKey_RightArrow,
                                 ImGuiKey_PageUp,  ImGuiKey_PageDown,  ImGuiKey_Home,      ImGuiKey_End,
                                 ImGuiKey_Enter,   ImGuiKey_KeypadEnter, ImGuiKey_Space};

bool contains(const Rect& r, ImVec2 p) { return p.x >= r.x && p.x < r.x + r.w && p.y >= r.y && p.y < r.y + r.h; }

Rect clipped(Rect r, const Rect& by) {
  const float x1 = std::max(r.x, by.x);
  const float y1 = std::max(r.y, by.y);
  const float x2 = std::min(r.x + r.w, by.x + by.w);
  const float y2 = std::min(r.y + r.h, by.y + by.h);
  return Rect{x1, y1, std::max(x2 - x1, 0.0f), std::max(y2 - y1, 0.0f)};
}

void append_tsv_cell(std::string& out, const std::string& text) {
  if (text.find_first_of("\t\n\r\"") == std::string::npos) {
    out += text;
    return;
  }
  out += '"';
  for (const char c : text) {
    if (c == '"') out += '"';
    out += c;
  }
  out += '"';
}

}  // namespace

struct Grid::Shape {
  Rect box;
  Rect header;
  Rect body;                       // without scroll bars
  std::vector<size_t> columns;     // shown, by place
  std::vector<float> x;            // by place: left edge on the screen
  std::vector<float> w;
  float content_w = 0;
  double content_h = 0;
  bool v_bar = false;
  bool h_bar = false;

  float frozen_w() const { return w.empty() ? 0 : std::min(w[0], body.w); }
  Rect lane(bool frozen, const Rect& of) const {
    if (frozen) return Rect{of.x, of.y, frozen_w(), of.h};
    return Rect{of.x + frozen_w(), of.y, std::max(body.w - frozen_w(), 0.0f), of.h};
  }
  double scroll_y_max() const { return std::max(content_h - static_cast<double>(body.h), 0.0); }
  float scroll_x_max() const { return std::max(content_w - body.w, 0.0f); }
};

// ── columns ──────────────────────────────────────────────────────────────────────────────────────────────────────────

void Grid::set_columns(std::vector<GridColumn> columns, const std::vector<std::string_view>& first) {
  const auto append = [&](std::vector<size_t>& order, std::string_view name) {
    for (size_t i = 0; i < columns.size(); ++i) {
      if (columns[i].name == name && std::find(order.begin(), order.end(), i) == order.end()) order.push_back(i);
    }
  };
  first_columns_ = columns;
  first_order_.clear();
  for (const std::string_view name : first) append(first_order_, name);
  for (const GridColumn& column : columns) append(first_order_, column.name);
  std::vector<size_t> order;
  for (const size_t old : order_) {
    append(order, columns_[old].name);
    for (GridColumn& column : columns) {
      if (column.name != columns_[old].name) continue;
      column.width = columns_[old].width;
      column.scaled = columns_[old].scaled;
      column.shown = columns_[old].shown;
    }
  }
  for (const size_t i : first_order_) append(order, columns[i].name);
  columns_ = std::move(columns);
  order_ = std::move(order);
  cursor_column_ = std::min(cursor_column_, columns_.empty() ? 0 : columns_.size() - 1);
}

void Grid::show_column(size_t column, bool shown) {
  if (column >= columns_.size()) return;
  if (!shown && shown_columns().size() <= 1) return;  // a table without columns could not be mended by its header
  columns_[column].shown = shown;
}

void Grid::reset_columns() {
  columns_ = first_columns_;
  order_ = first_order_;
}

std::vector<size_t> Grid::shown_columns() const {
  std::vector<size_t> shown;
  for (const size_t column : order_) {
    if (columns_[column].shown) shown.push_back(column);
  }
  return shown;
}

// ── rows that come and go ────────────────────────────────────────────────────────────────────────────────────────────

std::optional<size_t> Grid::index_of(const GridSource& source, std::optional<RowId> row) const {
  if (!row) return std::nullopt;
  const std::vector<RowId>& rows = source.rows();
  const auto at = std::find(rows.begin(), rows.end(), *row);
  if (at == rows.end()) return std::nullopt;
  return static_cast<size_t>(at - rows.begin());
}

void Grid::follow(const GridSource& source) {
  if (source.version() == seen_version_) return;
  seen_version_ = source.version();
  const auto now = [&](std::optional<RowId> row) {
    return row && *row < source.row_end() ? source.successor(*row) : std::optional<RowId>();
  };
  if (hold_top_) {
    scroll_y_ = 0;  // the answer to another question: from its beginning
    hold_top_ = false;
  } else if (const auto top = index_of(source, now(top_row_))) {
    scroll_y_ = static_cast<double>(*top) * row_h_ + top_offset_;
  }
  cursor_row_ = now(cursor_row_);
  range_row_ = now(range_row_);
  if (selected_count_ == 0) return;
  std::vector<RowId> moved;
  for (RowId row = 0; row < selected_.size(); ++row) {
    if (!selected_[row]) continue;
    const std::optional<RowId> next = now(row);
    if (next == row) continue;
    mark(row, false, source.row_end());
    if (next) moved.push_back(*next);
  }
  for (const RowId row : moved) mark(row, true, source.row_end());
}

// Default widths are for a face like Arial; wider ones (DejaVu, Verdana) get wider columns.
void Grid::scale_widths(const Frame& frame) {
  const float factor = std::clamp(text_width(frame, Face::kText, kWidthSample) / kWidthSamplePx, 0.9f, 1.4f);
  for (std::vector<GridColumn>* columns : {&columns_, &first_columns_}) {
    for (GridColumn& column : *columns) {
      if (!column.scaled) column.width = std::ceil(column.width * factor);
      column.scaled = true;
    }
  }
}

// A finger needs taller rows than a mouse; the row at the top stays there.
void Grid::set_row_height(float height) {
  const auto px = static_cast<double>(height);
  if (px == row_h_) return;
  scroll_y_ = scroll_y_ / row_h_ * px;
  top_offset_ = top_offset_ / row_h_ * px;
  row_h_ = px;
}

void Grid::to_top() {
  scroll_y_ = 0;
  hold_top_ = true;
  top_row_.reset();
}

void Grid::forget() {
  clear_selection();
  selected_.clear();
  to_top();
  scroll_x_ = 0;
  hold_top_ = false;
  seen_version_ = ~uint64_t{0};
}

// ── selection ────────────────────────────────────────────────────────────────────────────────────────────────────────

void Grid::mark(RowId row, bool on, RowId row_end) {
  if (selected_.size() < row_end) selected_.resize(row_end, false);
  if (row >= selected_.size() || selected_[row] == on) return;
  selected_[row] = on;
  selected_count_ += on ? 1 : static_cast<size_t>(-1);
}

void Grid::clear_selection() {
  std::fill(selected_.begin(), selected_.end(), false);
  selected_count_ = 0;
  cursor_row_.reset();
  range_row_.reset();
}

void Grid::select_only(RowId row) {
  clear_selection();
  mark(row, true, row + 1);
  cursor_row_ = row;
  range_row_ = row;
}

void Grid::select_range(const GridSource& source, size_t from, size_t to) {
  std::fill(selected_.begin(), selected_.end(), false);
  selected_count_ = 0;
  const auto [low, high] = std::minmax(from, to);
  for (size_t i = low; i <= high && i < source.rows().size(); ++i) mark(source.rows()[i], true, source.row_end());
}

void Grid::click_row(const GridSource& source, size_t index, bool extend, bool toggle, GridEvents& events) {
  const RowId row = source.rows()[index];
  if (extend) {
    const size_t from = index_of(source, range_row_ ? range_row_ : cursor_row_).value_or(index);
    select_range(source, from, index);
  } else if (toggle) {
    mark(row, !selected(row), source.row_end());
    range_row_ = row;
  } else {
    select_range(source, index, index);
    range_row_ = row;
  }
  cursor_row_ = row;
  events.cursor_moved = true;
}

void Grid::move_cursor(const GridSource& source, int64_t to, bool extend, GridEvents& events) {
  if (source.rows().empty()) return;
  const auto last = static_cast<int64_t>(source.rows().size()) - 1;
  click_row(source, static_cast<size_t>(std::clamp<int64_t>(to, 0, last)), extend, false, events);
  reveal_ = true;
}

std::string Grid::copy_text(const GridSource& source) const {
  if (selected_count_ > 1) return copy_rows_text(source, false);
  if (!cursor_row_ || cursor_column_ >= columns_.size()) return {};
  return source.text(*cursor_row_, cursor_column_);
}

std::string Grid::copy_rows_text(const GridSource& source, bool header) const {
  const std::vector<size_t> shown = shown_columns();
  std::string out;
  if (header) {
    for (size_t i = 0; i < shown.size(); ++i) {
      if (i > 0) out += '\t';
      append_tsv_cell(out, columns_[shown[i]].name);
    }
    out += '\n';
  }
  size_t copied = 0;
  for (const RowId row : source.rows()) {
    if (!selected(row)) continue;
    if (++copied > kCopyRowsMax) break;
    for (size_t i = 0; i < shown.size(); ++i) {
      if (i > 0) out += '\t';
      append_tsv_cell(out, source.text(row, shown[i]));
    }
    out += '\n';
  }
  return out;
}

// ── drawing ──────────────────────────────────────────────────────────────────────────────────────────────────────────

Grid::Shape Grid::shape_of(const GridSource& source, Rect box) const {
  Shape s;
  s.box = box;
  s.columns = shown_columns();
  for (const size_t column : s.columns) s.w.push_back(std::floor(columns_[column].width));
  for (const float w : s.w) s.content_w += w;
  s.content_h = static_cast<double>(source.rows().size()) * row_h_;
  const float body_h = std::max(box.h - kHeaderHeight, 0.0f);
  s.v_bar = s.content_h > body_h;
  s.h_bar = s.content_w > box.w - (s.v_bar ? kBarWidth : 0);
  if (s.h_bar) s.v_bar = s.content_h > body_h - kBarWidth;
  s.header = Rect{box.x, box.y, box.w, kHeaderHeight};
  s.body = Rect{box.x, box.y + kHeaderHeight, box.w - (s.v_bar ? kBarWidth : 0),
                std::max(body_h - (s.h_bar ? kBarWidth : 0), 1.0f)};
  if (!s.w.empty() && s.content_w < s.body.w && columns_[s.columns.back()].align == Align::kLeft) {
    s.w.back() += s.body.w - s.content_w;
    s.content_w = s.body.w;
  }
  return s;
}

void Grid::clamp_scroll(const Shape& shape) {
  scroll_y_ = std::clamp(std::floor(scroll_y_), 0.0, shape.scroll_y_max());
  scroll_x_ = std::clamp(std::floor(scroll_x_), 0.0f, shape.scroll_x_max());
}

GridEvents Grid::draw(Frame& frame, const GridSource& source, Rect box, std::vector<GridSort>& sort) {
  GridEvents events;
  if (box.w < 40 || box.h < kHeaderHeight + kRowHeight || columns_.empty()) return events;
  if (begin_part(id_.c_str(), box, false)) {
    scale_widths(frame);
    set_row_height(frame.model.touch ? kTouchRowHeight : kRowHeight);
    follow(source);
    Shape shape = shape_of(source, box);
    clamp_scroll(shape);
    if (reveal_) {
      reveal_ = false;
      if (const auto index = index_of(source, cursor_row_)) {
        const double y = static_cast<double>(*index) * row_h_;
        scroll_y_ = std::clamp(scroll_y_, y + row_h_ - static_cast<double>(shape.body.h), y);
      }
      clamp_scroll(shape);
    }
    float x = box.x;
    for (size_t place = 0; place < shape.columns.size(); ++place) {
      shape.x.push_back(place == 0 ? x : x - scroll_x_);
      x += shape.w[place];
    }
    fill(box, frame.palette.panel);
    Widget& widget = frame.log.add(id_, "", "grid", visible_part(box));
    widget.value = std::to_string(source.rows().size());
    draw_header(frame, source, shape, sort, events);
    draw_scrollbars(frame, source, shape);
    draw_body(frame, source, shape, events);
    const auto first = static_cast<size_t>(scroll_y_ / row_h_);
    top_row_.reset();
    if (first < source.rows().size()) top_row_ = source.rows()[first];
    top_offset_ = scroll_y_ - static_cast<double>(first) * row_h_;
  }
  end_part();
  if (events.sorted) to_top();
  return events;
}

void Grid::draw_header(Frame& frame, const GridSource& source, const Shape& shape, std::vector<GridSort>& sort,
                       GridEvents& events) {
  const Palette& p = frame.palette;
  fill(shape.header, p.raised);
  for (size_t place = 0; place < shape.columns.size(); ++place) draw_resizer(frame, source, shape, place);
  draw_header_cell(frame, source, shape, 0, true, sort, events);
  ImGui::PushItemFlag(ImGuiItemFlags_NoTabStop, true);  // one stop; arrows go on from there
  for (size_t place = 1; place < shape.columns.size(); ++place) {
    draw_header_cell(frame, source, shape, place, false, sort, events);
  }
  ImGui::PopItemFlag();
  hline(shape.box.x, shape.box.x + shape.box.w, shape.header.y + shape.header.h - 1, p.line);
}

void Grid::draw_header_cell(Frame& frame, const GridSource& source, const Shape& shape, size_t place, bool frozen,
                            std::vector<GridSort>& sort, GridEvents& events) {
  const Palette& p = frame.palette;
  const size_t index = shape.columns[place];
  const GridColumn& column = columns_[index];
  const Rect lane = shape.lane(frozen, shape.header);
  const Rect whole{shape.x[place], shape.header.y, shape.w[place], shape.header.h};
  const Rect seen = clipped(whole, lane);
  if (seen.w < 1) return;

  const auto key = std::find_if(sort.begin(), sort.end(), [&](const GridSort& k) { return k.column == column.name; });
  const bool sorted = key != sort.end();
  ImGui::PushID(static_cast<int>(index));
  ImGui::PushClipRect(top_left(lane), bottom_right(lane), true);
  const Hit hit = hit_box(frame, "header", seen, column.label, "columnheader", true,
                          sorted ? (key->descending ? "descending" : "ascending") : "");
  frame.log.rename_last("header", id_ + ".header." + column.name);
  if (!moving_) tip(frame, column.tip);
  if (hit.held && std::abs(ImGui::GetMouseDragDelta(0, 0).x) > kDragFrom) moving_ = place;
  const bool drop = moving_ == place && ImGui::IsItemDeactivated();
  if (hit.hovered && ImGui::IsMouseReleased(ImGuiMouseButton_Right)) {
    events.header_menu = true;
    events.menu_at = ImGui::GetIO().MousePos;
    cursor_column_ = index;
  }
  if (hit.pressed && !moving_ && source.sortable()) {
    const bool add = ImGui::GetIO().KeyShift;
    GridSort next{column.name, false};
    if (sorted) next = *key;
    const bool drop_key = sorted && next.descending;
    if (sorted) next.descending = true;
    if (!add) {
      sort.clear();
      if (!drop_key) sort.push_back(next);
    } else if (drop_key) {
      sort.erase(key);
    } else if (sorted) {
      *key = next;
    } else if (sort.size() < kSortKeysShown) {
      sort.push_back(next);
    }
    events.sorted = true;
  } else {
    if (hit.hovered || moving_ == place) fill(seen, p.pressed);
    float right = whole.x + whole.w - kCellPad;
    if (sorted) {
      right -= 12;
      draw_icon(ImGui::GetWindowDrawList(), key->descending ? Icon::kCaretDown : Icon::kCaretUp,
                ImVec2(right + 7, whole.y + whole.h / 2), p.accent);
      if (sort.size() > 1) {
        const std::string number = std::to_string(key - sort.begin() + 1);
        right -= 8;
        draw_text_in(frame, Face::kSmall, Rect{right, whole.y, 10, whole.h}, p.accent, number);
      }
      right -= kGap1;
    }
    const Rect label{whole.x + kCellPad, whole.y, right - whole.x - kCellPad, whole.h};
    draw_text_in(frame, Face::kSmall, label, sorted ? p.text : p.muted, column.label, column.align);
    vline(whole.x + whole.w - 1, whole.y + 7, whole.y + whole.h - 7, p.line);
  }
  focus_ring(frame, hit, inset(seen, 2, 2), 2);
  ImGui::PopClipRect();
  ImGui::PopID();
  if (moving_ == place) {
    drag_header(frame, shape, place);
    if (drop) moving_.reset();
  }
}

// Shows where the column would go; moves it when the button is let go.
void Grid::drag_header(Frame& frame, const Shape& shape, size_t place) {
  const float mouse = ImGui::GetIO().MousePos.x;
  size_t target = 0;
  while (target < shape.columns.size() && mouse > shape.x[target] + shape.w[target] / 2) ++target;
  const float x = target < shape.columns.size() ? shape.x[target]
                                                 : shape.x.back() + shape.w.back();
  ImGui::GetWindowDrawList()->AddRectFilled(ImVec2(x - 1, shape.header.y), ImVec2(x + 1, shape.body.y + shape.body.h),
                                            frame.palette.accent);
  if (ImGui::IsMouseDown(ImGuiMouseButton_Left) || target == place || target == place + 1) return;
  const size_t column = shape.columns[place];
  const auto from = std::find(order_.begin(), order_.end(), column);
  order_.erase(from);
  auto to = order_.end();
  if (target < shape.columns.size()) to = std::find(order_.begin(), order_.end(), shape.columns[target]);
  order_.insert(to, column);
  frame.again = true;
}

void Grid::draw_resizer(Frame& frame, const GridSource& source, const Shape& shape, size_t place) {
  const float edge = shape.x[place] + shape.w[place];
  const Rect lane = shape.lane(place == 0, shape.header);
  const Rect zone = clipped(Rect{edge - 4, shape.header.y, 7, shape.header.h},
                            Rect{lane.x, lane.y, lane.w + (place == 0 ? 4.0f : 0.0f), lane.h});
  if (zone.w < 1) return;
  GridColumn& column = columns_[shape.columns[place]];
  ImGui::PushID(static_cast<int>(shape.columns[place]));
  ImGui::SetCursorScreenPos(top_left(zone));
  ImGui::InvisibleButton("edge", ImVec2(zone.w, zone.h));
  if (ImGui::IsItemActivated()) resize_from_ = column.width;
  if (ImGui::IsItemHovered() || ImGui::IsItemActive()) {
    ImGui::SetMouseCursor(ImGuiMouseCursor_ResizeEW);
    vline(edge - 1, shape.header.y, shape.body.y + (ImGui::IsItemActive() ? shape.body.h : 0), frame.palette.accent);
  }
  if (ImGui::IsItemActive() && ImGui::IsMouseDragging(ImGuiMouseButton_Left, 1)) {
    column.width = std::clamp(resize_from_ + ImGui::GetMouseDragDelta(0, 1).x, kColumnMin, kColumnMax);
    frame.again = true;
  }
  if (ImGui::IsItemHovered() && ImGui::IsMouseDoubleClicked(ImGuiMouseButton_Left)) {
    fit(frame, source, shape, shape.columns[place]);
    frame.again = true;
  }
  ImGui::PopID();
}

void Grid::fit(const Frame& frame, const GridSource& source, const Shape& shape, size_t column) {
  float width = text_width(frame, Face::kSmall, columns_[column].label) + 2 * kCellPad + 24;
  const auto first = static_cast<size_t>(scroll_y_ / row_h_);
  const size_t count = static_cast<size_t>(shape.body.h / row_px()) + 2;
  for (size_t i = first; i < std::min(first + count, source.rows().size()); ++i) {
    width = std::max(width, source.width(frame, source.rows()[i], column) + 2 * kCellPad + 1);
  }
  columns_[column].width = std::clamp(std::ceil(width), kColumnMin, kColumnMax);
}

void Grid::draw_body(Frame& frame, const GridSource& source, const Shape& shape, GridEvents& events) {
  ImGui::SetCursorScreenPos(top_left(shape.body));
  ImGui::InvisibleButton(
      "rows", ImVec2(shape.body.w, shape.body.h),
      ImGuiButtonFlags_EnableNav | ImGuiButtonFlags_MouseButtonLeft | ImGuiButtonFlags_MouseButtonRight);
  const ImGuiID id = ImGui::GetItemID();
  const bool focused = ImGui::IsItemFocused();
  if (frame.model.touch) {
    on_touch(frame, source, shape, events);
  } else {
    on_mouse(frame, source, shape, events);
  }
  if (focused) {
    for (const ImGuiKey key : kOwnKeys) ImGui::SetKeyOwner(key, id);  // else they would move the focus away
    on_keys(source, shape, events);
  }
  if (ImGui::IsWindowHovered()) {
    const ImGuiIO& io = ImGui::GetIO();
    const float dx = io.MouseWheelH + (io.KeyShift ? io.MouseWheel : 0);
    scroll_y_ -= static_cast<double>(io.KeyShift ? 0 : io.MouseWheel) * static_cast<double>(kWheelPx);
    scroll_x_ -= dx * kWheelPx;
    if (io.MouseWheel != 0 || io.MouseWheelH != 0) {
      hold_top_ = false;
      frame.again = true;
    }
  }
  clamp_scroll(shape);
  draw_rows(frame, source, shape, focused);
  if (focused && !cursor_row_ && frame.ring) outline(inset(shape.body, 1, 1), frame.palette.accent, 2, 2);
  if (Widget* widget = frame.log.last(id_)) widget->focused = focused;
}

void Grid::draw_rows(Frame& frame, const GridSource& source, const Shape& shape, bool focused) {
  const Palette& p = frame.palette;
  const std::vector<RowId>& rows = source.rows();
  const auto first = static_cast<size_t>(scroll_y_ / row_h_);
  const size_t last = std::min(rows.size(), first + static_cast<size_t>(shape.body.h / row_px()) + 2);
  const bool hovered = ImGui::IsItemHovered() && !frame.model.touch;
  const ImVec2 mouse = ImGui::GetIO().MousePos;
  ImGui::PushClipRect(top_left(shape.body), bottom_right(shape.body), true);
  for (size_t i = first; i < last; ++i) {
    const auto y = shape.body.y + static_cast<float>(static_cast<double>(i) * row_h_ - scroll_y_);
    const Rect row{shape.body.x, y, shape.body.w, row_px()};
    if (selected(rows[i])) {
      fill(row, p.selected);
    } else if (hovered && contains(row, mouse)) {
      fill(row, p.hover);
    }
    hline(row.x, row.x + row.w, y + row_px() - 1, faded(p.line, 0.55f));
  }
  ImGui::PopClipRect();
  for (const bool frozen : {false, true}) {
    const Rect lane = shape.lane(frozen, shape.body);
    if (lane.w < 1) continue;
    ImGui::PushClipRect(top_left(lane), bottom_right(lane), true);
    for (size_t i = first; i < last; ++i) draw_row_cells(frame, source, shape, i, frozen, focused);
    ImGui::PopClipRect();
  }
  if (scroll_x_ > 0) vline(shape.body.x + shape.frozen_w() - 1, shape.header.y, shape.body.y + shape.body.h, p.line);
}

void Grid::draw_row_cells(Frame& frame, const GridSource& source, const Shape& shape, size_t index, bool frozen,
                          bool focused) {
  const Palette& p = frame.palette;
  const RowId row = source.rows()[index];
  const auto y = shape.body.y + static_cast<float>(static_cast<double>(index) * row_h_ - scroll_y_);
  const Rect lane = shape.lane(frozen, shape.body);
  const std::string prefix = id_ + ".cell." + std::to_string(index) + ".";
  const bool is_cursor = cursor_row_ == row;
  for (size_t place = frozen ? 0 : 1; place < (frozen ? size_t{1} : shape.columns.size()); ++place) {
    const Rect cell{shape.x[place], y, shape.w[place], row_px()};
    const Rect seen = clipped(cell, lane);
    if (seen.w < 1 || seen.h < 1) continue;
    const size_t column = shape.columns[place];
    const bool cut = source.draw(frame, row, column, Rect{cell.x + kCellPad, y, cell.w - 2 * kCellPad, row_px() - 1},
                                 p.text);
    if (is_cursor && column == cursor_column_) {
      outline(Rect{seen.x, seen.y, seen.w - 1, seen.h - 1}, focused ? p.accent : faded(p.accent, 0.45f), 2);
    }
    Widget& widget = frame.log.add(prefix + columns_[column].name, columns_[column].label, "gridcell", seen);
    widget.focused = focused && is_cursor && column == cursor_column_;
    widget.value = source.short_text(row, column);
    if (ImGui::IsItemHovered() && contains(seen, ImGui::GetIO().MousePos) && !frame.model.touch) {
      tip(frame, source.tip(frame, row, column, cut));
    }
  }
}

void Grid::draw_scrollbars(Frame& frame, const GridSource& source, const Shape& shape) {
  const Palette& p = frame.palette;
  (void)source;
  const auto bar = [&](const char* id, const Rect& lane, bool vertical, double content, double view, double scroll,
                       double scroll_max) {
    const double length = static_cast<double>(vertical ? lane.h : lane.w);
    const double thumb = std::clamp(length * view / content, std::min(double{kThumbMin}, length), length);
    const double free = std::max(length - thumb, 1.0);
    ImGui::SetCursorScreenPos(top_left(lane));
    ImGui::InvisibleButton(id, ImVec2(lane.w, lane.h));
    const ImVec2 mouse = ImGui::GetIO().MousePos;
    const float at = vertical ? mouse.y - lane.y : mouse.x - lane.x;
    double offset = scroll_max > 0 ? scroll / scroll_max * free : 0;
    if (ImGui::IsItemActivated()) {
      const bool on_thumb = at >= offset && at < offset + thumb;
      if (!on_thumb) offset = std::clamp(static_cast<double>(at) - thumb / 2, 0.0, free);  // a jump to there
      grab_from_ = at;
      grab_scroll_ = offset / free * scroll_max;
    }
    if (ImGui::IsItemActive()) {
      scroll = std::clamp(grab_scroll_ + static_cast<double>(at - grab_from_) / free * scroll_max, 0.0, scroll_max);
      offset = scroll_max > 0 ? scroll / scroll_max * free : 0;
      frame.again = true;
    }
    Rect grip = vertical ? Rect{lane.x + 3, lane.y + static_cast<float>(offset), lane.w - 6, static_cast<float>(thumb)}
                         : Rect{lane.x + static_cast<float>(offset), lane.y + 3, static_cast<float>(thumb), lane.h - 6};
    fill(grip, ImGui::IsItemHovered() || ImGui::IsItemActive() ? p.scroll_hover : p.scroll, 3);
    return scroll;
  };
  if (shape.v_bar) {
    const Rect lane{shape.box.x + shape.box.w - kBarWidth, shape.body.y, kBarWidth, shape.body.h};
    scroll_y_ = bar("scroll_y", lane, true, shape.content_h, static_cast<double>(shape.body.h), scroll_y_,
                    shape.scroll_y_max());
  }
  if (shape.h_bar) {
    const Rect lane{shape.box.x, shape.body.y + shape.body.h, shape.body.w, kBarWidth};
    scroll_x_ = static_cast<float>(bar("scroll_x", lane, false, static_cast<double>(shape.content_w),
                                       static_cast<double>(shape.body.w), static_cast<double>(scroll_x_),
                                       static_cast<double>(shape.scroll_x_max())));
  }
}

// ── input ────────────────────────────────────────────────────────────────────────────────────────────────────────────

void Grid::on_mouse(Frame& frame, const GridSource& source, const Shape& shape, GridEvents& events) {
  const ImGuiIO& io = ImGui::GetIO();
  const double y = scroll_y_ + static_cast<double>(io.MousePos.y - shape.body.y);
  const auto index = static_cast<int64_t>(std::floor(y / row_h_));
  const bool on_row = index >= 0 && index < static_cast<int64_t>(source.rows().size());
  const bool left = ImGui::IsItemActivated() && ImGui::IsMouseClicked(ImGuiMouseButton_Left);
  const bool right = ImGui::IsItemHovered() && ImGui::IsMouseReleased(ImGuiMouseButton_Right);
  if (left || right) {
    for (size_t place = 0; place < shape.columns.size(); ++place) {
      if (io.MousePos.x >= shape.x[place] && io.MousePos.x < shape.x[place] + shape.w[place]) {
        cursor_column_ = shape.columns[place];
        if (place == 0) break;  // the first column lies over the others
      }
    }
  }
  if (!on_row) return;
  const auto at = static_cast<size_t>(index);
  if (left) {
    click_row(source, at, io.KeyShift, io.KeyCtrl, events);
    events.opened = ImGui::IsMouseDoubleClicked(ImGuiMouseButton_Left);
  } else if (right) {
    if (!selected(source.rows()[at])) click_row(source, at, false, false, events);
    cursor_row_ = source.rows()[at];
    events.menu = true;
    events.menu_at = io.MousePos;
  } else if (ImGui::IsItemActive() && ImGui::IsMouseDragging(ImGuiMouseButton_Left, kDragFrom) && range_row_ &&
             source.rows()[at] != cursor_row_) {
    click_row(source, at, true, false, events);  // rows between press and pointer
    reveal_ = true;
    frame.again = true;
  }
}

// A finger scrolls; a tap opens; a finger that rests asks for the row's menu.
void Grid::on_touch(Frame& frame, const GridSource& source, const Shape& shape, GridEvents& events) {
  const ImGuiIO& io = ImGui::GetIO();
  if (ImGui::IsItemActivated()) {
    panned_ = false;
    pressed_at_ = frame.model.now;
  }
  if (ImGui::IsItemActive() && ImGui::IsMouseDragging(ImGuiMouseButton_Left, panned_ ? 0 : kDragFrom)) {
    panned_ = true;
    scroll_y_ -= static_cast<double>(io.MouseDelta.y);
    scroll_x_ -= io.MouseDelta.x;
    frame.again = true;
  }
  const bool held = ImGui::IsItemActive() && pressed_at_ && !panned_;
  const bool rested = held && frame.model.now - *pressed_at_ >= kLongPress;
  const bool tapped = ImGui::IsItemDeactivated() && pressed_at_ && !panned_;
  if (held && !rested) return frame.due_in(*pressed_at_ + kLongPress - frame.model.now);
  pressed_at_.reset();
  if ((!tapped && !rested) || !contains(shape.body, io.MousePos)) return;
  const auto index = static_cast<int64_t>(
      std::floor((scroll_y_ + static_cast<double>(io.MousePos.y - shape.body.y)) / row_h_));
  if (index < 0 || index >= static_cast<int64_t>(source.rows().size())) return;
  const auto at = static_cast<size_t>(index);
  if (!rested) {
    click_row(source, at, false, false, events);
    events.opened = true;
    return;
  }
  for (size_t place = 0; place < shape.columns.size(); ++place) {
    if (io.MousePos.x < shape.x[place] || io.MousePos.x >= shape.x[place] + shape.w[place]) continue;
    cursor_column_ = shape.columns[place];
    if (place == 0) break;  // the first column lies over the others
  }
  if (!selected(source.rows()[at])) click_row(source, at, false, false, events);
  cursor_row_ = source.rows()[at];
  events.cursor_moved = false;
  events.menu = true;
  events.menu_at = io.MousePos;
  ImGui::ClearActiveID();  // lifting the finger must not choose from the menu
  frame.again = true;
}

void Grid::on_keys(const GridSource& source, const Shape& shape, GridEvents& events) {
  const ImGuiIO& io = ImGui::GetIO();
  const std::optional<size_t> cursor = index_of(source, cursor_row_);
  const int64_t at = cursor ? static_cast<int64_t>(*cursor) : -1;
  const auto page = std::max<int64_t>(static_cast<int64_t>(shape.body.h / row_px()) - 1, 1);
  const auto move = [&](int64_t to) { move_cursor(source, to, io.KeyShift, events); };
  if (ImGui::IsKeyPressed(ImGuiKey_DownArrow)) move(at + 1);
  if (ImGui::IsKeyPressed(ImGuiKey_UpArrow)) move(std::max<int64_t>(at - 1, 0));
  if (ImGui::IsKeyPressed(ImGuiKey_PageDown)) move(at + page);
  if (ImGui::IsKeyPressed(ImGuiKey_PageUp)) move(std::max<int64_t>(at - page, 0));
  if (ImGui::IsKeyPressed(ImGuiKey_Home)) move(0);
  if (ImGui::IsKeyPressed(ImGuiKey_End)) move(static_cast<int64_t>(source.rows().size()));

  const auto place = static_cast<int64_t>(
      std::find(shape.columns.begin(), shape.columns.end(), cursor_column_) - shape.columns.begin());
  int64_t next = place;
  if (ImGui::IsKeyPressed(ImGuiKey_RightArrow)) ++next;
  if (ImGui::IsKeyPressed(ImGuiKey_LeftArrow)) --next;
  next = std::clamp<int64_t>(next, 0, static_cast<int64_t>(shape.columns.size()) - 1);
  if (next != place) {
    cursor_column_ = shape.columns[static_cast<size_t>(next)];
    float left = 0;
    for (int64_t i = 0; i < next; ++i) left += shape.w[static_cast<size_t>(i)];
    const float right = left + shape.w[static_cast<size_t>(next)];
    if (next > 0) scroll_x_ = std::clamp(scroll_x_, right - shape.body.w, std::max(left - shape.frozen_w(), 0.0f));
  }

  if (ImGui::IsKeyPressed(ImGuiKey_Enter, false) || ImGui::IsKeyPressed(ImGuiKey_KeypadEnter, false)) {
    events.opened = cursor.has_value();
  }
  if (ImGui::IsKeyPressed(ImGuiKey_Menu, false) && cursor) {
    events.menu = true;
    const auto y = static_cast<float>(static_cast<double>(at + 1) * row_h_ - scroll_y_);
    events.menu_at = ImVec2(shape.body.x + kGap5, shape.body.y + std::clamp(y, 0.0f, shape.body.h));
  }
  if (io.KeyCtrl && ImGui::IsKeyPressed(ImGuiKey_A, false) && !source.rows().empty()) {
    select_range(source, 0, source.rows().size() - 1);
  }
  if (io.KeyCtrl && ImGui::IsKeyPressed(ImGuiKey_C, false)) {
    const std::string text = copy_text(source);
    if (!text.empty()) ImGui::SetClipboardText(text.c_str());
  }
}

}  // namespace sluice::ui
