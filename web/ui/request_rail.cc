#include "ui/request_rail.h"

#include <algorithm>
#include <cmath>

#include "api/mobile_api.h"
#include "api/version_notices.h"
#include "base/number.h"
#include "base/text.h"
#include "ui/cell_format.h"

namespace sluice::ui {
namespace {

constexpr float kGutter = 28;          // where the mark of a changed field stands
constexpr float kLabelWidth = 138;
constexpr float kGroupHead = 32;
constexpr float kRightPad = 14;        // a scroll bar fits in
constexpr float kExtraHeight = 62;
constexpr float kMenuWidth = 200;

// In the guide's order; those that most requests leave alone are closed and come last.
struct GroupTitle {
  std::string_view name;
  std::string_view title;
  bool open;
};
constexpr std::string_view kConnection = "connection";
constexpr std::string_view kDetection = "detection";
constexpr GroupTitle kTitles[] = {
    {"query", "Query", true},
    {kDetection, "Detections", true},
    {"asset", "Assets", true},
    {"qid", "QIDs", true},
    {"tags", "Tags", false},
    {"general", "Output", false},
    {"timestamps", "Time stamps", false},
    {kConnection, "Connection", false},
};

// How large the pages are is a matter of the connection, wherever the guide lists it.
std::string_view group_of(const Parameter& p) { return p.name == "pageSize" ? kConnection : p.group; }

FormRow row_of(float x, float width) { return FormRow{x + kGutter, x + width - kRightPad, kLabelWidth}; }

size_t changed_in(const RequestForm& form, std::string_view group) {
  size_t count = group == kConnection ? form.changed_settings() : 0;
  if (group == kDetection && form.since_last) ++count;
  for (const RequestForm::Field& field : form.fields()) {
    if (group_of(*field.parameter) == group && field.changed()) ++count;
  }
  return count;
}

bool has_problem(const RequestForm& form, std::string_view group) {
  const auto in_group = [&](const RequestForm::Field& field) {
    return group_of(*field.parameter) == group && !field.problem.empty();
  };
  if (std::any_of(form.fields().begin(), form.fields().end(), in_group)) return true;
  if (group == kDetection && !form.since_problem.empty()) return true;
  if (group != kConnection) return false;
  return !form.extra_problem.empty() ||
         std::any_of(form.settings().begin(), form.settings().end(),
                     [](const RequestForm::Setting& setting) { return !setting.problem.empty(); });
}

}  // namespace

RequestRail::RequestRail() {
  for (const GroupTitle& title : kTitles) groups_.push_back(Group{title.name, title.title, title.open});
}

void RequestRail::focus(const RequestForm& form, std::string_view id) {
  focus_ = id;
  std::string_view name = id == kSinceId ? kDetection : kConnection;
  for (const RequestForm::Field& field : form.fields()) {
    if (field.id == id) name = group_of(*field.parameter);
  }
  for (Group& group : groups_) {
    if (group.name == name) group.open = true;
  }
}

bool RequestRail::take_focus(std::string_view id) {
  if (focus_.empty() || focus_ != id) return false;
  focus_.clear();
  ImGui::SetScrollHereY();
  return true;
}

// ── drawing ──────────────────────────────────────────────────────────────────────────────────────────────────────────

RailEvents RequestRail::draw(Frame& frame, Rect box, RequestForm& form, bool choose_source) {
  RailEvents events;
  fill(box, frame.palette.panel);
  draw_head(frame, Rect{box.x, box.y, box.w, kTabsHeight}, form, events);
  float top = box.y + kTabsHeight;
  if (choose_source) {
    draw_source(frame, Rect{box.x, top, box.w, 44}, events);
    top += 44;
  }
  ImGui::PushID(form.source().id.data());  // each source scrolls and edits by itself
  if (begin_part("request", Rect{box.x, top, box.w, box.y + box.h - top})) {
    const ImVec2 from = ImGui::GetCursorScreenPos();
    float y = from.y + kGap1;
    for (Group& group : groups_) draw_group(frame, form, group, from.x, box.w, y);
    ImGui::SetCursorScreenPos(from);
    ImGui::Dummy(ImVec2(1, y - from.y + kGap4));
  }
  end_part();
  ImGui::PopID();
  return events;
}

void RequestRail::draw_head(Frame& frame, Rect box, RequestForm& form, RailEvents& events) {
  const Palette& p = frame.palette;
  hline(box.x, box.x + box.w, box.y + box.h - 1, p.line);
  const size_t changed = form.changed_count();
  const std::string note = changed > 0 ? with_thousands(static_cast<int64_t>(changed)) + " changed" : "all defaults";
  draw_text_in(frame, Face::kText, Rect{box.x + kGap4, box.y, 80, box.h - 1}, p.text, "Request");
  draw_text_in(frame, Face::kSmall, Rect{box.x + 84, box.y, 80, box.h - 1}, changed > 0 ? p.accent : p.muted, note);
  const Rect more_box{box.x + box.w - kControlHeight - kGap1, box.y + 4, kControlHeight, kControlHeight};
  Button all{"request.reset", "Reset all"};
  all.kind = ButtonKind::kQuiet;
  all.tip = "Put every field back to its default";
  const float w = button_width(frame, all);
  if (changed > 0 && draw_button(frame, all, Rect{more_box.x - w, box.y + 4, w, kControlHeight})) form.reset();
  Button more{"request.menu", ""};
  more.icon = Icon::kMore;
  more.kind = ButtonKind::kQuiet;
  more.name = "Pass this request on, or take one over";
  more.tip = "Copy as curl or as a link, paste a curl line";
  if (draw_button(frame, more, more_box)) open_menu("request_menu");
  const Rect anchor{more_box.x + more_box.w - kMenuWidth - 8, more_box.y, kMenuWidth, more_box.h};
  if (!begin_menu(frame, "request_menu", anchor, kMenuWidth)) return;
  events.copy_curl = draw_menu_item(frame, MenuItem{"request.copy_curl", "Copy as curl"}, kMenuWidth);
  tip(frame, "The equal command line; the token is written as $TOKEN");
  events.copy_link = draw_menu_item(frame, MenuItem{"request.copy_link", "Copy link"}, kMenuWidth);
  tip(frame, "An address that opens this page with this request, without any secret");
  draw_menu_line(frame, kMenuWidth);
  events.paste_curl = draw_menu_item(frame, MenuItem{"request.paste_curl", "Paste curl …"}, kMenuWidth);
  end_menu();
}

void RequestRail::draw_source(Frame& frame, Rect box, RailEvents& events) {
  const auto items = [&](float width) {
    for (const Source& source : sources()) {
      const std::string id = "source." + std::string(source.id);
      MenuItem item{id.c_str(), source.title};
      item.checkable = true;
      item.checked = frame.shown.source == &source;
      if (draw_menu_item(frame, item, width)) events.source = &source;
    }
  };
  draw_combo(frame, "source", "Source", frame.shown.source->title, false,
             Rect{box.x + kGap3, box.y + 8, box.w - 2 * kGap3, kControlHeight}, items);
  hline(box.x, box.x + box.w, box.y + box.h - 1, faded(frame.palette.line, 0.7f));
}

void RequestRail::draw_group(Frame& frame, RequestForm& form, Group& group, float x, float width, float& y) {
  const Palette& p = frame.palette;
  const bool empty = std::none_of(form.fields().begin(), form.fields().end(), [&](const RequestForm::Field& field) {
    return group_of(*field.parameter) == group.name;
  });
  if (empty && group.name != kConnection) return;
  const std::string id = "request.group." + std::string(group.name);
  const Rect head{x, y, width, kGroupHead};
  const Hit hit = hit_box(frame, id.c_str(), Rect{x + 2, y + 2, width - 4, kGroupHead - 4}, group.title, "button", true,
                          group.open ? "open" : "closed");
  if (hit.pressed) group.open = !group.open;
  if (hit.visible) {
    if (hit.hovered) fill(Rect{x + 4, y + 2, width - 8, kGroupHead - 4}, p.hover, kCorner);
    draw_icon(ImGui::GetWindowDrawList(), group.open ? Icon::kCaretDown : Icon::kCaretRight,
              ImVec2(x + 15, head.y + head.h / 2), p.muted);
    const size_t changed = changed_in(form, group.name);
    draw_text_in(frame, Face::kSmall, Rect{x + kGutter, head.y, width - 110, head.h}, p.muted, group.title);
    if (!group.open && has_problem(form, group.name)) {
      const ImVec2 centre(x + width - kRightPad - 8, head.y + head.h / 2);
      draw_icon(ImGui::GetWindowDrawList(), Icon::kError, centre, p.bad);
    } else if (changed > 0 && !group.open) {
      draw_text_in(frame, Face::kSmall, Rect{x + width - 100, head.y, 100 - kRightPad, head.h}, p.accent,
                   with_thousands(static_cast<int64_t>(changed)) + " changed", Align::kRight);
    }
    focus_ring(frame, hit, Rect{x + 4, y + 3, width - 8, kGroupHead - 6});
  }
  y += kGroupHead;
  if (group.open) {
    if (group.name == kConnection) draw_path(frame, form, x, width, y);
    if (group.name == kDetection && form.source().api == Api::kMobile) draw_since(frame, form, x, width, y);
    for (RequestForm::Field& field : form.fields()) {
      if (group_of(*field.parameter) == group.name) draw_field_row(frame, form, field, x, width, y);
    }
    if (group.name == kConnection) draw_connection(frame, form, x, width, y);
    y += kGap2;
  }
  hline(x, x + width, y, faded(p.line, 0.7f));
  y += 1;
}

bool RequestRail::draw_reset(Frame& frame, const std::string& id, std::string_view label, std::string_view fallback,
                             float x, float y) {
  const std::string reset_id = id + ".reset";
  const std::string name = "Reset " + std::string(label);
  const std::string why = fallback.empty() ? "Changed. Put it back to the default"
                                           : "Changed. Put it back to the default, " + std::string(fallback);
  Button button{reset_id.c_str(), ""};
  button.icon = Icon::kReset;
  button.kind = ButtonKind::kMark;
  button.name = name;
  button.tip = why;
  return draw_button(frame, button, Rect{x + 4, y + 1, 22, 22});
}

void RequestRail::draw_problem(Frame& frame, const std::string& id, std::string_view text, float x, float width,
                               float& y) {
  if (text.empty()) return;
  const FormRow row = row_of(x, width);
  const float text_w = row.right - row.left;
  const float h = draw_wrapped(frame, Face::kSmall, ImVec2(row.left, y), text_w, frame.palette.bad, text);
  frame.log.add(id + ".problem", text, "status", visible_part(Rect{row.left, y, text_w, h}));
  y += h + kGap1;
}

void RequestRail::draw_field_row(Frame& frame, RequestForm& form, RequestForm::Field& field, float x, float width,
                                 float& y) {
  const Parameter& parameter = *field.parameter;
  bool changed = false;
  if (field.changed() && draw_reset(frame, field.id, parameter.label, field.fallback(), x,
                                    is_stacked(parameter) ? y : y + 3)) {
    form.set_text(field, "");
  }
  ImGui::SetCursorScreenPos(ImVec2(x, y));
  const bool focus = take_focus(field.id);
  changed = editor_.draw(frame, field, row_of(x, width), y, focus);
  if (changed) {
    form.check();
    frame.again = true;
  }
  draw_problem(frame, field.id, field.problem, x, width, y);
}

// Everything, or only what has changed: the first thing to decide, as the rest is asked for of either.
void RequestRail::draw_since(Frame& frame, RequestForm& form, float x, float width, float& y) {
  constexpr std::string_view kEverything = "everything";
  constexpr std::string_view kChanges = "what has changed";
  const FormRow row = row_of(x, width);
  if (form.since_last && draw_reset(frame, kSinceId, "what is pulled", kEverything, x, y + 3)) {
    form.since_last = false;
    form.check();
  }
  const Rect label{row.left, y, kLabelWidth - kGap2, kFormRow};
  draw_text_in(frame, Face::kSmall, label, form.since_last ? frame.palette.text : frame.palette.muted, "Pull");
  const auto items = [&](float item_w) {
    for (const bool last : {false, true}) {
      const std::string id = std::string(kSinceId) + (last ? ".last" : ".everything");
      MenuItem item{id.c_str(), last ? kChanges : kEverything};
      item.checkable = true;
      item.checked = form.since_last == last;
      if (!last) item.key = "default";
      if (!draw_menu_item(frame, item, item_w)) continue;
      form.since_last = last;
      form.check();
    }
  };
  if (take_focus(kSinceId)) frame.again = true;
  const Rect box{row.left + 44, y + 2, row.right - row.left - 44, kControlHeight};
  draw_combo(frame, kSinceId, "Pull", form.since_last ? kChanges : kEverything, !form.since_last, box, items);
  y += kFormRow;
  if (form.since_last && form.since_problem.empty()) {
    y += draw_wrapped(frame, Face::kSmall, ImVec2(row.left, y), row.right - row.left, frame.palette.muted,
                      "Since the last complete run of this request. Assets that have gone since are not noticed.") +
         kGap1;
  }
  draw_problem(frame, kSinceId, form.since_problem, x, width, y);
}

// ── the connection ───────────────────────────────────────────────────────────────────────────────────────────────────

void RequestRail::draw_path(Frame& frame, RequestForm& form, float x, float width, float& y) {
  const bool mobile = form.source().api == Api::kMobile;
  const std::string id = mobile ? "request.path" : "request.version";
  const std::string_view label = mobile ? "Path" : "API version";
  std::string& chosen = mobile ? form.path : form.version;
  std::vector<std::string_view> offered = versions_of(form.source());
  if (mobile) offered = {kMobilePath, kMobilePathOld};
  const FormRow row = row_of(x, width);
  if (!chosen.empty() && draw_reset(frame, id, label, offered.front(), x, y + 3)) chosen.clear();
  draw_text_in(frame, Face::kSmall, Rect{row.left, y, kLabelWidth - kGap2, kFormRow},
               chosen.empty() ? frame.palette.muted : frame.palette.text, label);
  const std::string now = chosen.empty() ? std::string(offered.front()) : chosen;
  const auto items = [&](float item_w) {
    for (const std::string_view each : offered) {
      const std::string item_id = id + "." + std::string(each == kMobilePathOld ? "xapi_v1" : mobile ? "v1" : each);
      MenuItem item{item_id.c_str(), each};
      item.checkable = true;
      item.checked = each == now;
      if (each == offered.front()) item.key = "default";
      if (draw_menu_item(frame, item, item_w)) chosen = each == offered.front() ? "" : std::string(each);
    }
  };
  const float left = mobile ? row.left + 44 : row.left + kLabelWidth;
  draw_combo(frame, id.c_str(), label, now, chosen.empty(), Rect{left, y + 2, row.right - left, kControlHeight}, items);
  y += kFormRow;
  const std::string notice = version_notice(form.source().id, now, frame.model.wall);
  if (notice.empty()) return;
  const float h =
      draw_wrapped(frame, Face::kSmall, ImVec2(row.left, y), row.right - row.left, frame.palette.warn, notice);
  y += h + kGap1;
}

void RequestRail::draw_connection(Frame& frame, RequestForm& form, float x, float width, float& y) {
  for (RequestForm::Setting& setting : form.settings()) draw_setting(frame, form, setting, x, width, y);
  draw_extra(frame, form, x, width, y);
}

void RequestRail::draw_setting(Frame& frame, RequestForm& form, RequestForm::Setting& setting, float x, float width,
                               float& y) {
  const FormRow row = row_of(x, width);
  const bool changed = !trim(setting.text).empty();
  if (changed && draw_reset(frame, setting.id, setting.label, setting.hint, x, y + 3)) {
    setting.text.clear();
    form.check();
  }
  const Rect label{row.left, y, kLabelWidth - kGap2, kFormRow};
  ImGui::SetCursorScreenPos(top_left(label));
  ImGui::PushItemFlag(ImGuiItemFlags_NoNav, true);
  ImGui::InvisibleButton((std::string(setting.id) + ".label").c_str(), ImVec2(label.w, label.h));
  ImGui::PopItemFlag();
  tip(frame, std::string(setting.doc) + "\nDefault: " + std::string(setting.hint) + ".");
  draw_text_in(frame, Face::kSmall, label, changed ? frame.palette.text : frame.palette.muted, setting.label);
  ui::Field field{setting.id, setting.label};
  field.hint = setting.hint;
  field.invalid = !setting.problem.empty();
  field.focus = take_focus(setting.id);
  const Rect box{row.left + kLabelWidth, y + 2, row.right - row.left - kLabelWidth, kControlHeight};
  if (draw_field(frame, field, box, setting.text)) form.check();
  y += kFormRow;
  draw_problem(frame, setting.id, setting.problem, x, width, y);
}

void RequestRail::draw_extra(Frame& frame, RequestForm& form, float x, float width, float& y) {
  const Palette& p = frame.palette;
  const std::string id = "request.extra";
  const FormRow row = row_of(x, width);
  const bool changed = !trim(form.extra).empty();
  if (changed && draw_reset(frame, id, "other parameters", "", x, y + 1)) {
    form.extra.clear();
    form.check();
  }
  draw_text_in(frame, Face::kSmall, Rect{row.left, y, row.right - row.left, kFormLabelRow},
               changed ? p.text : p.muted, "Other parameters");
  y += kFormLabelRow;
  ui::Field field{id.c_str(), "Other parameters"};
  field.hint = "name=value, one a line";
  field.face = changed ? Face::kMono : Face::kText;
  field.invalid = !form.extra_problem.empty();
  field.focus = take_focus(id);
  if (draw_area(frame, field, Rect{row.left, y, row.right - row.left, kExtraHeight}, form.extra)) form.check();
  y += kExtraHeight + kGap1;
  if (changed && form.extra_problem.empty()) {
    y += draw_wrapped(frame, Face::kSmall, ImVec2(row.left, y), row.right - row.left, p.warn,
                      "Not documented: sent as they stand here, and noted in the manifest.") +
         kGap1;
  }
  draw_problem(frame, id, form.extra_problem, x, width, y);
}

}  // namespace sluice::ui
