#include "ui/request_rail.h"

#include <algorithm>
#include <cmath>

#include "api/mobile_api.h"
#include "base/number.h"
#include "base/text.h"
#include "ui/cell_format.h"

namespace sluice::ui {
namespace {

constexpr float kGutter = 24;          // where the mark of a changed field stands
constexpr float kLabelWidth = 138;
constexpr float kRow = 32;
constexpr float kGroupHead = 32;
constexpr float kRightPad = 14;        // a scroll bar fits in

struct GroupTitle {
  std::string_view name;
  std::string_view title;
  bool open;
};

// In the guide's order; those that most requests leave alone are closed and come last.
constexpr GroupTitle kTitles[] = {
    {"detection", "Detections", true}, {"asset", "Assets", true},     {"qid", "QIDs", true},
    {"tags", "Tags", false},           {"general", "Output", false}, {"timestamps", "Time stamps", false},
};
constexpr std::string_view kConnection = "connection";

std::string hint_of(const Parameter& p) {
  if (p.fallback) return std::string(*p.fallback);
  switch (p.type) {
    case ParameterType::kRangeList: return "all";
    case ParameterType::kDate: return "YYYY-MM-DD";
    case ParameterType::kTagList: return "none";
    default: return "any";
  }
}

std::string tip_of(const Parameter& p) {
  std::string text = std::string(p.name) + "\n" + std::string(p.doc);
  if (p.type == ParameterType::kRangeList) text += p.most == 5 ? "\nSuch as 4-5." : "\nSuch as 190-400,512.";
  if (p.type == ParameterType::kDate) text += "\nYYYY-MM-DD or YYYY-MM-DDTHH:MM:SSZ.";
  if (p.type == ParameterType::kPattern) text += "\nSuch as ^iOS.";
  if (p.fallback) text += "\nDefault: " + std::string(*p.fallback) + ".";
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

}  // namespace

RequestRail::RequestRail(const std::vector<Parameter>& catalogue) {
  for (const GroupTitle& title : kTitles) groups_.push_back(Group{title.name, title.title, title.open, {}});
  for (const Parameter& parameter : catalogue) {
    if (parameter.ours) continue;
    const auto group = std::find_if(groups_.begin(), groups_.end(),
                                    [&](const Group& g) { return g.name == parameter.group; });
    if (group == groups_.end()) {
      groups_.push_back(Group{parameter.group, parameter.group, true, {fields_.size()}});
    } else {
      group->fields.push_back(fields_.size());
    }
    fields_.push_back(Field{&parameter, "request." + std::string(parameter.name), "", ""});
  }
  groups_.push_back(Group{kConnection, "Connection", false, {}});
}

// ── values ───────────────────────────────────────────────────────────────────────────────────────────────────────────

bool RequestRail::is_changed(const Field& field) const { return !field.text.empty(); }

void RequestRail::check(Field& field) {
  field.problem.clear();
  if (field.text.empty()) return;
  const Result<void> result = check_parameter(*field.parameter, field.text);
  if (!result) field.problem = result.error().message;
}

void RequestRail::set_values(const ParameterValues& values) {
  reset();
  for (Field& field : fields_) {
    for (const auto& [name, text] : values) {
      if (name != field.parameter->name) continue;
      field.text = text == field.parameter->fallback.value_or("") ? "" : text;
      check(field);
    }
  }
}

ParameterValues RequestRail::values() const {
  ParameterValues values;
  for (const Field& field : fields_) {
    if (is_changed(field)) values.emplace_back(std::string(field.parameter->name), std::string(trim(field.text)));
  }
  return values;
}

PullRequest RequestRail::request() const {
  PullRequest request;
  request.source = kMobileSource;
  request.parameters = values();
  request.path = path_;
  return request;
}

std::optional<std::string> RequestRail::problem() const {
  for (const Field& field : fields_) {
    if (!field.problem.empty()) return field.problem;
  }
  return std::nullopt;
}

void RequestRail::focus_problem() {
  for (size_t i = 0; i < fields_.size(); ++i) {
    if (fields_[i].problem.empty()) continue;
    focus_ = i;
    for (Group& group : groups_) {
      if (std::find(group.fields.begin(), group.fields.end(), i) != group.fields.end()) group.open = true;
    }
    return;
  }
}

size_t RequestRail::changed_count() const {
  return values().size() + (path_.empty() ? 0 : 1);
}

void RequestRail::reset() {
  for (Field& field : fields_) {
    field.text.clear();
    field.problem.clear();
  }
  path_.clear();
}

// ── drawing ──────────────────────────────────────────────────────────────────────────────────────────────────────────

void RequestRail::draw(Frame& frame, Rect box) {
  fill(box, frame.palette.panel);
  draw_head(frame, Rect{box.x, box.y, box.w, kTabsHeight});
  if (begin_part("request", Rect{box.x, box.y + kTabsHeight, box.w, box.h - kTabsHeight})) {
    const ImVec2 from = ImGui::GetCursorScreenPos();
    float y = from.y + kGap1;
    for (Group& group : groups_) draw_group(frame, group, from.x, box.w, y);
    ImGui::SetCursorScreenPos(from);
    ImGui::Dummy(ImVec2(1, y - from.y + kGap4));
  }
  end_part();
}

void RequestRail::draw_head(Frame& frame, Rect box) {
  const Palette& p = frame.palette;
  hline(box.x, box.x + box.w, box.y + box.h - 1, p.line);
  const size_t changed = changed_count();
  const std::string note = changed > 0 ? with_thousands(static_cast<int64_t>(changed)) + " changed" : "all defaults";
  draw_text_in(frame, Face::kText, Rect{box.x + kGap4, box.y, 80, box.h - 1}, p.text, "Request");
  draw_text_in(frame, Face::kSmall, Rect{box.x + 84, box.y, 90, box.h - 1}, changed > 0 ? p.accent : p.muted, note);
  Button all{"request.reset", "Reset all"};
  all.kind = ButtonKind::kQuiet;
  all.tip = "Put every field back to its default";
  if (changed == 0) return;
  const float w = button_width(frame, all);
  if (draw_button(frame, all, Rect{box.x + box.w - w - kGap1, box.y + 4, w, kControlHeight})) reset();
}

void RequestRail::draw_group(Frame& frame, Group& group, float x, float width, float& y) {
  const Palette& p = frame.palette;
  if (group.fields.empty() && group.name != kConnection) return;
  const std::string id = "request.group." + std::string(group.name);
  const Rect head{x, y, width, kGroupHead};
  const Hit hit = hit_box(frame, id.c_str(), Rect{x + 2, y + 2, width - 4, kGroupHead - 4}, group.title, "button", true,
                          group.open ? "open" : "closed");
  if (hit.pressed) group.open = !group.open;
  if (hit.visible) {
    if (hit.hovered) fill(Rect{x + 4, y + 2, width - 8, kGroupHead - 4}, p.hover, kCorner);
    draw_icon(ImGui::GetWindowDrawList(), group.open ? Icon::kCaretDown : Icon::kCaretRight,
              ImVec2(x + 15, head.y + head.h / 2), p.muted);
    size_t changed = group.name == kConnection && !path_.empty() ? 1 : 0;
    for (const size_t i : group.fields) changed += is_changed(fields_[i]) ? 1 : 0;
    draw_text_in(frame, Face::kSmall, Rect{x + 28, head.y, width - 110, head.h}, p.muted, group.title);
    if (changed > 0 && !group.open) {
      draw_text_in(frame, Face::kSmall, Rect{x + width - 100, head.y, 100 - kRightPad, head.h}, p.accent,
                   with_thousands(static_cast<int64_t>(changed)) + " changed", Align::kRight);
    }
    focus_ring(frame, hit, Rect{x + 4, y + 3, width - 8, kGroupHead - 6});
  }
  y += kGroupHead;
  if (group.open) {
    for (const size_t i : group.fields) draw_field_row(frame, fields_[i], x, width, y);
    if (group.name == kConnection) draw_path(frame, x, width, y);
    y += kGap2;
  }
  hline(x, x + width, y, faded(p.line, 0.7f));
  y += 1;
}

void RequestRail::draw_field_row(Frame& frame, Field& field, float x, float width, float& y) {
  const Palette& p = frame.palette;
  const Parameter& parameter = *field.parameter;
  if (is_changed(field)) {
    const std::string id = field.id + ".reset";
    Button reset_button{id.c_str(), ""};
    reset_button.icon = Icon::kReset;
    reset_button.kind = ButtonKind::kMark;
    const std::string name = "Reset " + std::string(parameter.label);
    const std::string why = "Changed. Put it back to " +
                            (parameter.fallback ? "the default, " + std::string(*parameter.fallback) : "the default");
    reset_button.name = name;
    reset_button.tip = why;
    if (draw_button(frame, reset_button, Rect{x + 5, y + 5, 22, 22})) {
      field.text.clear();
      check(field);
    }
  }
  const float left = x + kGutter + 4;
  const bool flag = parameter.type == ParameterType::kFlag;  // a switch leaves its label more room
  const Rect label{left, y, kLabelWidth + (flag ? 70.0f : 0.0f), kRow};
  const Rect control{left + kLabelWidth, y + 2, x + width - kRightPad - left - kLabelWidth, kControlHeight};
  ImGui::SetCursorScreenPos(top_left(label));
  ImGui::InvisibleButton((field.id + ".label").c_str(), ImVec2(label.w, label.h));
  tip(frame, tip_of(parameter));
  draw_text_in(frame, Face::kSmall, Rect{label.x, label.y, label.w - kGap2, label.h},
               is_changed(field) ? p.text : p.muted, parameter.label);
  const size_t index = static_cast<size_t>(&field - fields_.data());
  const bool focus = focus_ == index;
  if (focus) {
    ImGui::SetScrollHereY();
    focus_.reset();
  }
  draw_control(frame, field, control, focus);
  y += kRow;
  if (field.problem.empty()) return;
  const float text_w = x + width - kRightPad - left;
  const float h = draw_wrapped(frame, Face::kSmall, ImVec2(left, y), text_w, p.bad, field.problem);
  frame.log.add(field.id + ".problem", field.problem, "status", visible_part(Rect{left, y, text_w, h}));
  y += h + kGap1;
}

void RequestRail::draw_control(Frame& frame, Field& field, Rect box, bool focus) {
  const Parameter& parameter = *field.parameter;
  if (parameter.type == ParameterType::kFlag) {
    const std::string_view fallback = parameter.fallback.value_or("0");
    bool on = (field.text.empty() ? fallback : std::string_view(field.text)) == "1";
    const Rect spot{box.x + box.w - 32, box.y, 32, box.h};
    if (draw_switch(frame, field.id.c_str(), "", spot, on)) {
      field.text = on ? "1" : "0";
      if (field.text == fallback) field.text.clear();
      check(field);
    }
    if (Widget* widget = frame.log.last(field.id)) widget->label = parameter.label;
    return;
  }
  if (parameter.type == ParameterType::kEnum) return draw_choice(frame, field, box);
  if (parameter.type == ParameterType::kEnumList) return draw_choices(frame, field, box);
  const std::string hint = hint_of(parameter);
  ui::Field text{field.id.c_str(), parameter.label};
  text.hint = hint;
  text.invalid = !field.problem.empty();
  text.focus = focus;
  if (draw_field(frame, text, box, field.text)) check(field);
}

void RequestRail::draw_choice(Frame& frame, Field& field, Rect box) {
  const Parameter& parameter = *field.parameter;
  const std::string_view fallback = parameter.fallback.value_or("");
  const std::string_view now = field.text.empty() ? fallback : std::string_view(field.text);
  const auto items = [&](float width) {
    for (size_t i = 0; i < parameter.values.size(); ++i) {
      const std::string id = field.id + "." + std::string(parameter.values[i]);
      MenuItem item{id.c_str(), parameter.values[i]};
      item.checkable = true;
      item.checked = parameter.values[i] == now;
      if (parameter.values[i] == fallback) item.key = "default";
      if (draw_menu_item(frame, item, width)) {
        field.text = parameter.values[i] == fallback ? "" : std::string(parameter.values[i]);
        check(field);
      }
    }
  };
  draw_combo(frame, field.id.c_str(), parameter.label, now, field.text.empty(), box, items);
}

void RequestRail::draw_choices(Frame& frame, Field& field, Rect box) {
  const Parameter& parameter = *field.parameter;
  const std::string_view now = field.text.empty() ? parameter.fallback.value_or("") : std::string_view(field.text);
  const auto items = [&](float width) {
    for (const std::string_view value : parameter.values) {
      const std::string id = field.id + "." + std::string(value);
      MenuItem item{id.c_str(), value};
      item.checkable = true;
      item.keep_open = true;
      item.checked = lists(field.text.empty() ? parameter.fallback.value_or("") : std::string_view(field.text), value);
      if (draw_menu_item(frame, item, width)) {
        field.text = toggled(parameter, field.text, value);
        check(field);
      }
    }
  };
  draw_combo(frame, field.id.c_str(), parameter.label, now, field.text.empty(), box, items);
}

void RequestRail::draw_path(Frame& frame, float x, float width, float& y) {
  const Palette& p = frame.palette;
  const float left = x + kGutter + 4;
  if (!path_.empty()) {
    Button back{"request.path.reset", ""};
    back.icon = Icon::kReset;
    back.kind = ButtonKind::kMark;
    back.name = "Reset the path";
    back.tip = "Changed. Put it back to the default";
    if (draw_button(frame, back, Rect{x + 5, y + 5, 22, 22})) path_.clear();
  }
  draw_text_in(frame, Face::kSmall, Rect{left, y, kLabelWidth - kGap2, kRow}, path_.empty() ? p.muted : p.text, "Path");
  const std::string_view now = path_.empty() ? kMobilePath : std::string_view(path_);
  const auto items = [&](float item_w) {
    for (const std::string_view path : {kMobilePath, kMobilePathOld}) {
      const std::string id = "request.path." + std::string(path == kMobilePath ? "v1" : "xapi_v1");
      MenuItem item{id.c_str(), path};
      item.checkable = true;
      item.checked = path == now;
      if (draw_menu_item(frame, item, item_w)) path_ = path == kMobilePath ? "" : std::string(path);
    }
  };
  const Rect box{left + kLabelWidth, y + 2, x + width - kRightPad - left - kLabelWidth, kControlHeight};
  draw_combo(frame, "request.path", "Path", now, path_.empty(), box, items);
  y += kRow;
}

}  // namespace sluice::ui
