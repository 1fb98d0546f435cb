#include "ui/record_detail.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "api/ot_api.h"
#include "base/number.h"
#include "base/text.h"
#include "ui/detail_head.h"
#include "ui/json_text.h"

namespace sluice::ui {
namespace {

constexpr float kHead = 52;
constexpr float kSection = 34;
constexpr float kJsonMin = 40;
constexpr float kJsonMax = 320;

std::string value_at(const Table& table, RowId row, std::string_view column) {
  const auto id = table.find_column(column);
  return id ? cell_text(table.cell(row, *id)) : std::string();
}

// What people call it: a name or a title wherever the record keeps one.
std::string name_of(const Table& table, RowId row) {
  for (const std::string_view column :
       {"name", "asset.name", "title", "vulnerability.title", "hostname", "fileName", "asset.hostname"}) {
    std::string text = value_at(table, row, column);
    if (!text.empty()) return text;
  }
  for (ColumnId id = 0; id < table.column_count(); ++id) {
    const std::string path = table.column(id).name;
    const std::string_view last = std::string_view(path).substr(path.rfind('.') + 1);
    if (!equals_ignoring_case(last, "name") && !equals_ignoring_case(last, "title")) continue;
    std::string text = cell_text(table.cell(row, id));
    if (!text.empty()) return text;
  }
  return {};
}

std::string identity_of(const Source& source, const Table& table, RowId row) {
  for (const std::string_view column : ot_identity(source.id)) {
    const std::string text = value_at(table, row, column);
    if (!text.empty()) return column_label(column, Naming::kRecords) + " " + text;
  }
  return {};
}

std::string first_up(std::string_view text) {
  std::string out(text);
  if (!out.empty() && out[0] >= 'a' && out[0] <= 'z') out[0] = static_cast<char>(out[0] - 'a' + 'A');
  return out;
}

}  // namespace

void RecordDetail::show(RowId row) { row_ = row; }

void RecordDetail::forget() {
  row_.reset();
  read_row_.reset();
  read_table_ = nullptr;
  groups_.clear();
}

RecordDetail::Group& RecordDetail::group_of(const std::string& path) {
  const size_t dot = path.find('.');
  const std::string title = dot == std::string::npos ? "" : column_label(path.substr(0, dot), Naming::kRecords);
  for (Group& group : groups_) {
    if (group.title == title) return group;
  }
  groups_.push_back(Group{title, {}, {}});
  return groups_.back();
}

void RecordDetail::read(const Source& source, const Table& table) {
  if (read_row_ == row_ && read_table_ == &table && read_columns_ == table.column_count()) return;
  read_row_ = row_;
  read_table_ = &table;
  read_columns_ = table.column_count();
  groups_.assign(1, Group{});  // what has no first part comes first
  const std::string identity = identity_of(source, table, *row_);
  title_ = name_of(table, *row_);
  if (title_.empty()) title_ = identity.empty() ? first_up(source.one) : identity;
  under_ = title_ == identity || identity.empty() ? std::string(source.title) : first_up(source.one) + ", " + identity;
  std::vector<std::string> missing;
  for (ColumnId id = 0; id < table.column_count(); ++id) {
    const ColumnInfo info = table.column(id);
    const Cell cell = table.cell(*row_, id);
    if (cell.missing()) {
      missing.push_back(column_label(info.name, Naming::kRecords));
      continue;
    }
    Group& group = group_of(info.name);
    // Within a group its own name need not be said again.
    const std::string own = group.title.empty() ? info.name : info.name.substr(info.name.find('.') + 1);
    Fact fact{"detail." + info.name, column_label(own, Naming::kRecords), cell_text(cell),
              cell_look(info, Naming::kRecords), cell};
    const bool plain = fact.look == CellLook::kJson && json_is_plain(fact.text);
    if (fact.look != CellLook::kJson || plain) {
      group.facts.push_back(std::move(fact));
    } else {
      group.json.push_back(Json{std::move(fact), {}});
      group.json.back().view.set_text(json_pretty(group.json.back().fact.text));
    }
  }
  missing_.clear();
  if (missing.empty()) return;
  const size_t more = missing.size() > kMissingNamedMax ? missing.size() - kMissingNamedMax : 0;
  missing.resize(missing.size() - more);
  missing_ = "Not given: " + join(missing, ", ");
  if (more > 0) missing_ += " and " + with_thousands(static_cast<int64_t>(more)) + " more";
}

DetailEvents RecordDetail::draw(Frame& frame, Rect box, const Source& source, const Table* table, bool back) {
  const Palette& p = frame.palette;
  DetailEvents events;
  fill(box, p.panel);
  if (row_ && (table == nullptr || *row_ >= table->row_end())) forget();
  if (!row_) {
    const Rect line{box.x + kGap4, box.y + kGap5, box.w - 2 * kGap4, 24};
    draw_text_in(frame, Face::kText, line, p.muted, "Select a row to see all of it.");
    return events;
  }
  read(source, *table);
  events.close = draw_detail_head(frame, Rect{box.x, box.y, box.w, kHead}, title_, under_, back);
  if (begin_part("detail", Rect{box.x, box.y + kHead, box.w, box.h - kHead})) {
    const ImVec2 from = ImGui::GetCursorScreenPos();
    const float x = from.x + kGap4;
    const float width = box.w - 2 * kGap4 - 2;
    float y = from.y + kGap2;
    for (size_t i = 0; i < groups_.size(); ++i) {
      ImGui::PushID(static_cast<int>(i));
      y = draw_group(frame, groups_[i], *table, x, width, y, box.h);
      ImGui::PopID();
    }
    if (!missing_.empty()) {
      y += kGap2;
      y += draw_wrapped(frame, Face::kSmall, ImVec2(x, y), width, p.muted, missing_);
    }
    ImGui::SetCursorScreenPos(from);
    ImGui::Dummy(ImVec2(1, y - from.y + kGap4));
  }
  end_part();
  return events;
}

float RecordDetail::draw_group(Frame& frame, Group& group, const Table& table, float x, float width, float y,
                               float room) {
  if (group.facts.empty() && group.json.empty()) return y;
  if (!group.title.empty()) {
    hline(x, x + width, y + 8, frame.palette.line);
    draw_text_in(frame, Face::kSmall, Rect{x, y + 10, width, kSection - 10}, frame.palette.muted, group.title);
    y += kSection;
  }
  const float column_w = std::floor((width - kGap3) / 2);
  size_t place = 0;
  for (size_t i = 0; i < group.facts.size(); ++i) {
    const Fact& fact = group.facts[i];
    ImGui::PushID(static_cast<int>(i));
    const StringPool& pool = table.pool();
    const bool text = fact.cell.kind == Cell::Kind::kText;
    const bool lines = text && (fact.text.find('\n') != std::string::npos ||
                                shown_width(frame, fact.look, fact.cell, pool) > column_w);
    if (lines) {
      y += place % 2 == 1 ? kFactHeight : 0;
      place = 0;
      y += draw_fact_lines(frame, fact, x, y, width);
    } else {
      draw_fact_box(frame, fact, pool,
                    Rect{x + static_cast<float>(place % 2) * (column_w + kGap3), y, column_w, kFactHeight});
      y += place % 2 == 1 ? kFactHeight : 0;
      ++place;
    }
    ImGui::PopID();
  }
  y += place % 2 == 1 ? kFactHeight : 0;
  for (size_t i = 0; i < group.json.size(); ++i) {
    ImGui::PushID(static_cast<int>(1000 + i));
    y = draw_json(frame, group.json[i], x, width, y, room);
    ImGui::PopID();
  }
  return y;
}

float RecordDetail::draw_json(Frame& frame, Json& json, float x, float width, float y, float room) {
  const Palette& p = frame.palette;
  const std::string summary = json_summary(json.fact.text);
  draw_text_in(frame, Face::kSmall, Rect{x, y + 2, width - 70, 22}, p.muted, json.fact.label + ": " + summary);
  const std::string id = json.fact.log_id + ".copy";
  const std::string name = "Copy " + json.fact.label;
  Button copy{id.c_str(), "Copy"};
  copy.kind = ButtonKind::kQuiet;
  copy.name = name;
  const float w = button_width(frame, copy);
  if (draw_button(frame, copy, Rect{x + width - w + kGap3, y + 2, w, 22})) {
    copy_fact(frame, json.fact.text, json.fact.label);
  }
  y += 26;
  const float height =
      std::clamp(json.view.content_height() + 2, kJsonMin, std::clamp(room * 0.45f, 120.0f, kJsonMax));
  json.view.draw(frame, json.fact.log_id.c_str(), Rect{x, y, width, height});
  return y + height + kGap2;
}

}  // namespace sluice::ui
