#include "ui/value_editor.h"

#include <algorithm>
#include <cmath>

#include "base/number.h"
#include "base/text.h"
#include "imgui_internal.h"
#include "ui/cell_format.h"

namespace sluice::ui {
namespace {

using FormField = RequestForm::Field;

constexpr float kChipHeight = 24;
constexpr float kTagMax = 180;
constexpr size_t kTagsShownMax = 200;

bool is_severity(const Parameter& p) { return p.type == ParameterType::kRangeList && p.least == 1 && p.most == 5; }

std::string hint_of(const FormField& field) {
  const Parameter& p = *field.parameter;
  if (!field.fallback().empty()) return std::string(field.fallback());
  switch (p.type) {
    case ParameterType::kRangeList: return "all";
    case ParameterType::kDate: return "YYYY-MM-DD";
    case ParameterType::kTagList: return "a tag, then Enter";
    case ParameterType::kPattern: return "any, such as ^iOS";
    case ParameterType::kQql: return "token:value and token>=value";
    default: return "any";
  }
}

std::string tip_of(const FormField& field) {
  const Parameter& p = *field.parameter;
  std::string text = std::string(p.name) + "\n" + std::string(p.doc);
  if (p.type == ParameterType::kRangeList) text += p.most == 5 ? "\nSuch as 4-5." : "\nSuch as 190-400,512.";
  if (p.type == ParameterType::kDate) text += "\nYYYY-MM-DD or YYYY-MM-DDTHH:MM:SSZ.";
  if (p.type == ParameterType::kPattern) text += "\nSuch as ^iOS.";
  if (field.found_out) {
    text += "\nLeft empty, the size is found out while it pulls: pages of 2 MB or less, larger ones where fewer calls end "
            "the run earlier, smaller ones where the gateway takes too long.";
  } else if (p.fallback) {
    text += "\nDefault: " + std::string(*p.fallback) + ".";
  }
  return text;
}

bool lists(std::string_view text, std::string_view value) {
  for (const std::string_view piece : split(text, ',')) {
    if (trim(piece) == value) return true;
  }
  return false;
}

// The list with or without `value`, in the documented order; "" when it is empty or the default again.
std::string toggled(const Parameter& p, std::string_view text, std::string_view value) {
  const std::string_view now = text.empty() ? p.fallback.value_or("") : text;
  std::vector<std::string> kept;
  for (const std::string_view each : p.values) {
    if (lists(now, each) != (each == value)) kept.emplace_back(each);
  }
  const std::string joined = join(kept, ",");
  return joined == p.fallback.value_or("") ? "" : joined;
}

std::vector<std::string> tags_of(std::string_view text) {
  std::vector<std::string> tags;
  for (const std::string_view piece : split(text, ',')) {
    const std::string_view tag = trim(piece);
    if (!tag.empty()) tags.emplace_back(tag);
  }
  return tags;
}

}  // namespace

bool is_stacked(const Parameter& p) {
  switch (p.type) {
    case ParameterType::kDate:
    case ParameterType::kPattern:
    case ParameterType::kTagList:
    case ParameterType::kQql:
    case ParameterType::kSort:
    case ParameterType::kEnumList: return true;
    default: return false;
  }
}

bool read_severities(std::string_view text, bool (&on)[6]) {
  for (bool& each : on) each = false;
  if (trim(text).empty()) return true;
  for (const std::string_view piece : split(text, ',')) {
    const size_t hyphen = piece.find('-');
    const std::optional<int64_t> first = parse_int(trim(piece.substr(0, hyphen)));
    const std::optional<int64_t> last =
        hyphen == std::string_view::npos ? first : parse_int(trim(piece.substr(hyphen + 1)));
    if (!first || !last || *first < 1 || *last > 5 || *first > *last) return false;
    for (int64_t i = *first; i <= *last; ++i) on[i] = true;
  }
  return true;
}

std::string severity_ranges(const bool (&on)[6]) {
  std::string text;
  for (int first = 1; first <= 5; ++first) {
    if (!on[first]) continue;
    int last = first;
    while (last < 5 && on[last + 1]) ++last;
    if (!text.empty()) text += ",";
    text += std::to_string(first);
    if (last > first) text += "-" + std::to_string(last);
    first = last;
  }
  return text == "1-5" ? "" : text;
}

bool ValueEditor::draw(Frame& frame, FormField& field, const FormRow& row, float& y, bool focus) {
  const Parameter& p = *field.parameter;
  if (is_stacked(p)) {
    draw_label(frame, field, Rect{row.left, y, row.right - row.left, kFormLabelRow});
    y += kFormLabelRow;
    const Rect box{row.left, y, row.right - row.left, kControlHeight};
    bool changed = false;
    if (p.type == ParameterType::kTagList) return draw_tags(frame, field, row, y, focus);
    if (p.type == ParameterType::kSort && !field.raw) return draw_sort(frame, field, row, y, focus);
    if (p.type == ParameterType::kDate) {
      changed = draw_date(frame, field, box, focus);
    } else if (p.type == ParameterType::kEnumList) {
      changed = draw_choices(frame, field, box);
    } else {
      changed = draw_text(frame, field, box, focus);
    }
    y += kFormRow + 2;
    return changed;
  }
  const bool flag = p.type == ParameterType::kFlag;  // a switch leaves its label more room
  const float label_w = flag ? row.right - row.left - 36 : row.label_w - kGap2;
  draw_label(frame, field, Rect{row.left, y, label_w, kFormRow});
  const Rect box{row.left + row.label_w, y + 2, row.right - row.left - row.label_w, kControlHeight};
  bool changed = false;
  if (flag) {
    changed = draw_flag(frame, field, Rect{row.right - 32, box.y, 32, box.h});
  } else if (p.type == ParameterType::kEnum) {
    changed = draw_choice(frame, field, box);
  } else {
    changed = draw_text(frame, field, box, focus);
  }
  y += kFormRow;
  if (is_severity(p)) changed = draw_severities(frame, field, row, y) || changed;
  return changed;
}

void ValueEditor::draw_label(Frame& frame, const FormField& field, Rect box) {
  ImGui::SetCursorScreenPos(top_left(box));
  ImGui::PushItemFlag(ImGuiItemFlags_NoNav, true);
  ImGui::InvisibleButton((field.id + ".label").c_str(), ImVec2(std::max(box.w, 1.0f), box.h));
  ImGui::PopItemFlag();
  tip(frame, tip_of(field));
  draw_text_in(frame, Face::kSmall, box, field.changed() ? frame.palette.text : frame.palette.muted,
               field.parameter->label);
}

bool ValueEditor::draw_flag(Frame& frame, FormField& field, Rect box) {
  const std::string_view fallback = field.parameter->fallback.value_or("0");
  bool on = (field.changed() ? std::string_view(field.text) : fallback) == "1";
  const bool changed = draw_switch(frame, field.id.c_str(), "", box, on);
  if (changed) {
    field.text = on ? "1" : "0";
    if (field.text == fallback) field.text.clear();
  }
  if (Widget* widget = frame.log.last(field.id)) widget->label = field.parameter->label;
  return changed;
}

bool ValueEditor::draw_choice(Frame& frame, FormField& field, Rect box) {
  const Parameter& parameter = *field.parameter;
  const std::string_view fallback = parameter.fallback.value_or("");
  const std::string now = field.changed() ? field.text : std::string(fallback);
  bool changed = false;
  const auto items = [&](float width) {
    for (const std::string_view value : parameter.values) {
      const std::string id = field.id + "." + std::string(value);
      MenuItem item{id.c_str(), value};
      item.checkable = true;
      item.checked = value == now;
      if (value == fallback) item.key = "default";
      if (!draw_menu_item(frame, item, width)) continue;
      field.text = value == fallback ? "" : std::string(value);
      changed = true;
    }
  };
  draw_combo(frame, field.id.c_str(), parameter.label, now, !field.changed(), box, items);
  return changed;
}

bool ValueEditor::draw_choices(Frame& frame, FormField& field, Rect box) {
  const Parameter& parameter = *field.parameter;
  const auto now = [&] {
    return field.changed() ? std::string_view(field.text) : parameter.fallback.value_or("");
  };
  bool changed = false;
  const auto items = [&](float width) {
    for (const std::string_view value : parameter.values) {
      const std::string id = field.id + "." + std::string(value);
      MenuItem item{id.c_str(), value};
      item.checkable = true;
      item.keep_open = true;
      item.checked = lists(now(), value);
      if (value == parameter.fallback) item.key = "default";
      if (!draw_menu_item(frame, item, width)) continue;
      field.text = toggled(parameter, field.text, value);
      changed = true;
    }
  };
  const std::string shown = replace_all(now(), ",", ", ");
  draw_combo(frame, field.id.c_str(), parameter.label, shown, !field.changed(), box, items);
  if (Widget* widget = frame.log.last(field.id)) widget->value = now();
  return changed;
}

bool ValueEditor::draw_text(Frame& frame, FormField& field, Rect box, bool focus) {
  const std::string hint = hint_of(field);
  ui::Field text{field.id.c_str(), field.parameter->label};
  const bool code = field.parameter->type == ParameterType::kQql || field.parameter->type == ParameterType::kPattern;
  text.hint = hint;
  text.face = code && field.changed() ? Face::kMono : Face::kText;
  text.invalid = !field.problem.empty();
  text.focus = focus;
  return draw_field(frame, text, box, field.text);
}

bool ValueEditor::draw_severities(Frame& frame, FormField& field, const FormRow& row, float& y) {
  bool on[6] = {};
  const bool readable = read_severities(field.text, on);
  const bool all = trim(field.text).empty();
  const float w = std::floor((row.right - row.left - 4 * kGap1) / 5);
  bool changed = false;
  y += 3;
  for (int severity = 1; severity <= 5; ++severity) {
    const std::string id = field.id + "." + std::to_string(severity);
    const std::string digit = std::to_string(severity);
    const std::string name = digit + " " + std::string(severity_word(severity));
    const Rect box{row.left + static_cast<float>(severity - 1) * (w + kGap1), y, w, kChipHeight + 2};
    bool chip = readable && on[severity];
    if (!draw_chip(frame, id.c_str(), digit, name, box, frame.palette.severity[severity], chip)) continue;
    if (all || !readable) {
      for (bool& each : on) each = false;  // the first choice is "only this"
    }
    on[severity] = chip;
    field.text = severity_ranges(on);
    changed = true;
  }
  y += kChipHeight + 2 + kGap2;
  return changed;
}

bool ValueEditor::draw_date(Frame& frame, FormField& field, Rect box, bool focus) {
  const std::string hint = hint_of(field);
  ui::Field text{field.id.c_str(), field.parameter->label};
  text.hint = hint;
  text.invalid = !field.problem.empty();
  text.focus = focus;
  const Rect typed{box.x, box.y, box.w - kControlHeight - kGap1, box.h};
  bool changed = draw_field(frame, text, typed, field.text);
  const std::string id = field.id + ".calendar";
  const std::string name = "Choose the day for " + std::string(field.parameter->label);
  Button button{id.c_str(), ""};
  button.icon = Icon::kCalendar;
  button.name = name;
  button.tip = "Choose a day";
  button.on = calendar_.is_open_for(id);
  const Rect spot{box.x + box.w - kControlHeight, box.y, kControlHeight, box.h};
  if (draw_button(frame, button, spot)) calendar_.open(id, field.text, frame.model.wall);
  if (calendar_.is_open_for(id)) {
    if (std::optional<std::string> picked = calendar_.draw(frame, spot)) {
      field.text = std::move(*picked);
      changed = true;
    }
  }
  return changed;
}

bool ValueEditor::draw_tags(Frame& frame, FormField& field, const FormRow& row, float& y, bool focus) {
  const Palette& p = frame.palette;
  std::vector<std::string> tags = tags_of(field.text);
  bool changed = false;
  ui::Field text{field.id.c_str(), field.parameter->label};
  const std::string hint = tags.empty() ? hint_of(field) : "another tag";
  text.hint = hint;
  text.invalid = !field.problem.empty();
  text.focus = focus;
  bool entered = false;
  const bool typed = draw_field(frame, text, Rect{row.left, y, row.right - row.left, kControlHeight}, field.draft,
                                &entered);
  if (Widget* widget = frame.log.last(field.id)) widget->value = field.text;
  const bool comma = typed && field.draft.find(',') != std::string::npos;
  if ((entered || comma) && !trim(field.draft).empty()) {
    for (std::string& tag : tags_of(field.draft)) {
      if (std::find(tags.begin(), tags.end(), tag) == tags.end()) tags.push_back(std::move(tag));
    }
    // What is typed next begins anew; the field must not give back what it held.
    field.draft.clear();
    ImGui::ClearActiveID();
    changed = true;
    frame.again = true;
  }
  y += kFormRow;
  float x = row.left;
  for (size_t i = 0; i < std::min(tags.size(), kTagsShownMax); ++i) {
    const float w = std::min(text_width(frame, Face::kSmall, tags[i]) + 32, std::min(kTagMax, row.right - row.left));
    if (x > row.left && x + w > row.right) {
      x = row.left;
      y += kChipHeight + kGap1;
    }
    const Rect chip{x, y, w, kChipHeight};
    fill(chip, p.raised, kChipHeight / 2);
    outline(chip, p.line, kChipHeight / 2);
    draw_text_in(frame, Face::kSmall, Rect{x + 10, y, w - 32, kChipHeight}, p.text, tags[i]);
    const std::string id = field.id + ".tag." + std::to_string(i);
    const std::string name = "Remove the tag " + tags[i];
    Button remove{id.c_str(), ""};
    remove.icon = Icon::kClose;
    remove.kind = ButtonKind::kQuiet;
    remove.name = name;
    if (draw_button(frame, remove, Rect{x + w - 23, y + 1, 22, kChipHeight - 2})) {
      tags.erase(tags.begin() + static_cast<ptrdiff_t>(i));
      changed = true;
      break;
    }
    x += w + kGap1;
  }
  if (!tags.empty() || x > row.left) y += kChipHeight + kGap2;
  if (changed) field.text = join(tags, ",");
  return changed;
}

bool ValueEditor::draw_sort(Frame& frame, FormField& field, const FormRow& row, float& y, bool focus) {
  bool changed = false;
  for (size_t i = 0; i < field.rows.size(); ++i) {
    const size_t before = field.rows.size();
    const Rect box{row.left, y, row.right - row.left, kControlHeight};
    changed = draw_sort_row(frame, field, i, box, focus && i == 0) || changed;
    if (field.rows.size() != before) break;
    y += kFormRow;
  }
  const std::string id = field.id + ".add";
  Button add{id.c_str(), field.rows.empty() ? "Add an order" : "Then by"};
  add.icon = Icon::kPlus;
  add.kind = ButtonKind::kQuiet;
  add.enabled = field.rows.size() < kSortRowsMax;
  if (draw_button(frame, add, Rect{row.left - kGap1, y, button_width(frame, add), kControlHeight})) {
    field.rows.emplace_back();
    frame.again = true;
  }
  y += kFormRow;
  if (changed) field.text = sort_rows_text(field.rows);
  frame.log.add(field.id, field.parameter->label, "status", Rect{row.left, y - 2, row.right - row.left, 1}).value =
      field.text;
  return changed;
}

bool ValueEditor::draw_sort_row(Frame& frame, FormField& field, size_t index, Rect box, bool focus) {
  const std::string id = field.id + "." + std::to_string(index);
  const std::string menu_id = id + ".tokens";
  const std::string turn_id = id + ".direction";
  const std::string remove_id = id + ".remove";
  SortRow& row = field.rows[index];
  const float turn_w = 56;
  const Rect typed{box.x, box.y, box.w - turn_w - 2 * kControlHeight - 2 * kGap1, box.h};
  ui::Field text{id.c_str(), "Sort by"};
  text.hint = "token";
  text.focus = focus;
  bool changed = draw_field(frame, text, typed, row.token);

  Button tokens{menu_id.c_str(), ""};
  tokens.icon = Icon::kCaretDown;
  tokens.kind = ButtonKind::kQuiet;
  tokens.name = "Known tokens";
  tokens.tip = "Known tokens; others may exist";
  const Rect spot{typed.x + typed.w, box.y, kControlHeight, box.h};
  ImGui::PushID(menu_id.c_str());
  if (draw_button(frame, tokens, spot)) open_menu("menu");
  if (begin_menu(frame, "menu", Rect{typed.x, box.y, box.w, box.h}, box.w - 2 * kGap1)) {
    for (const std::string_view value : field.parameter->values) {
      const std::string item_id = id + "." + std::string(value);
      MenuItem item{item_id.c_str(), value};
      item.checkable = true;
      item.checked = value == row.token;
      if (!draw_menu_item(frame, item, box.w - 2 * kGap1)) continue;
      row.token = value;
      changed = true;
    }
    end_menu();
  }
  ImGui::PopID();

  Button turn{turn_id.c_str(), row.descending ? "desc" : "asc"};
  turn.tip = row.descending ? "Largest first; click for smallest first" : "Smallest first; click for largest first";
  if (draw_button(frame, turn, Rect{spot.x + spot.w + kGap1, box.y, turn_w, box.h})) {
    row.descending = !row.descending;
    changed = true;
  }
  Button remove{remove_id.c_str(), ""};
  remove.icon = Icon::kClose;
  remove.kind = ButtonKind::kQuiet;
  remove.name = "Remove this order";
  if (draw_button(frame, remove, Rect{box.x + box.w - kControlHeight, box.y, kControlHeight, box.h})) {
    field.rows.erase(field.rows.begin() + static_cast<ptrdiff_t>(index));
    changed = true;
    frame.again = true;
  }
  return changed;
}

}  // namespace sluice::ui
