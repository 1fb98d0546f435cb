#include "ui/calendar.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "base/number.h"
#include "base/text.h"
#include "imgui_internal.h"

namespace sluice::ui {
namespace {

constexpr float kCell = 32;
constexpr float kWidth = 7 * kCell;
constexpr int kYearLeast = 1970;
constexpr int kYearMost = 2999;
constexpr std::array<std::string_view, 12> kMonths = {"January",   "February", "March",    "April",
                                                      "May",       "June",     "July",     "August",
                                                      "September", "October",  "November", "December"};
constexpr std::array<std::string_view, 7> kDays = {"Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"};

std::string two(int n) { return (n < 10 ? "0" : "") + std::to_string(n); }

bool same_day(const CivilTime& a, const CivilTime& b) {
  return a.year == b.year && a.month == b.month && a.day == b.day;
}

}  // namespace

std::string date_text(const CivilTime& day, std::string_view time) {
  std::string text = std::to_string(day.year) + "-" + two(day.month) + "-" + two(day.day);
  return time.empty() ? text : text + "T" + std::string(time) + "Z";
}

std::optional<std::string> full_time(std::string_view typed) {
  const std::string_view text = trim(typed);
  if (text.empty()) return "";
  const std::vector<std::string_view> parts = split(text, ':');
  if (parts.size() < 2 || parts.size() > 3) return std::nullopt;
  std::string time;
  for (size_t i = 0; i < 3; ++i) {
    const std::optional<int64_t> n = i < parts.size() ? parse_int(parts[i]) : std::optional<int64_t>(0);
    if (!n || *n < 0 || *n > (i == 0 ? 23 : 59)) return std::nullopt;
    time += (i == 0 ? "" : ":") + two(static_cast<int>(*n));
  }
  return time;
}

int days_in_month(int year, int month) {
  constexpr int kLengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  const bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
  return month == 2 && leap ? 29 : kLengths[month - 1];
}

int weekday_of(const CivilTime& day) {
  CivilTime midnight{day.year, day.month, day.day, 0, 0, 0};
  const int64_t days = unix_from_civil(midnight) / 86400;  // 1970-01-01 was a Thursday
  return static_cast<int>(((days + 3) % 7 + 7) % 7);
}

void Calendar::open(std::string_view id, std::string_view text, WallTime now) {
  id_ = id;
  opening_ = true;
  today_known_ = now.us != 0;
  if (today_known_) today_ = civil_from_unix(now.unix_seconds());
  chosen_.reset();
  time_.clear();
  if (const std::optional<WallTime> date = parse_datetime(trim(text))) {
    chosen_ = civil_from_unix(date->unix_seconds());
    if (text.find('T') != std::string_view::npos) {
      time_ = two(chosen_->hour) + ":" + two(chosen_->minute) + ":" + two(chosen_->second);
    }
  }
  month_ = chosen_.value_or(today_known_ ? today_ : CivilTime{2026, 1, 1, 0, 0, 0});
  month_.day = 1;
}

void Calendar::move_month(int by) {
  month_.month += by;
  if (month_.month < 1) {
    month_.month = 12;
    --month_.year;
  } else if (month_.month > 12) {
    month_.month = 1;
    ++month_.year;
  }
  month_.year = std::clamp(month_.year, kYearLeast, kYearMost);
}

std::optional<std::string> Calendar::draw(Frame& frame, Rect anchor) {
  ImGui::PushID(id_.c_str());
  if (opening_) open_menu("calendar");
  opening_ = false;
  std::optional<std::string> picked;
  if (begin_menu(frame, "calendar", Rect{anchor.x + anchor.w - kWidth - 16, anchor.y, 0, anchor.h}, kWidth + 8)) {
    // Else they would move the focus instead of the month.
    for (const ImGuiKey key : {ImGuiKey_PageUp, ImGuiKey_PageDown}) ImGui::SetKeyOwner(key, ImGui::GetID("calendar"));
    picked = draw_head(frame, kWidth);
    if (const auto day = draw_days(frame, kWidth)) picked = day;
    if (const auto day = draw_foot(frame, kWidth)) picked = day;
    if (picked) ImGui::CloseCurrentPopup();
    end_menu();
  } else {
    id_.clear();
  }
  ImGui::PopID();
  return picked;
}

std::optional<std::string> Calendar::draw_head(Frame& frame, float width) {
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const Rect head{at.x + 4, at.y, width, kCell};
  Button back{"calendar.prev", ""};
  back.icon = Icon::kCaretLeft;
  back.kind = ButtonKind::kQuiet;
  back.name = "The month before";
  if (draw_button(frame, back, Rect{head.x, head.y + 2, 28, 28}) || ImGui::IsKeyPressed(ImGuiKey_PageUp)) {
    move_month(-1);
  }
  Button on{"calendar.next", ""};
  on.icon = Icon::kCaretRight;
  on.kind = ButtonKind::kQuiet;
  on.name = "The month after";
  if (draw_button(frame, on, Rect{head.x + head.w - 28, head.y + 2, 28, 28}) ||
      ImGui::IsKeyPressed(ImGuiKey_PageDown)) {
    move_month(1);
  }
  const std::string title =
      std::string(kMonths[static_cast<size_t>(month_.month - 1)]) + " " + std::to_string(month_.year);
  draw_text_in(frame, Face::kText, head, frame.palette.text, title, Align::kCentre);
  frame.log.add("calendar.month", title, "status", visible_part(Rect{head.x + 32, head.y, head.w - 64, head.h}));
  ImGui::SetCursorScreenPos(ImVec2(at.x, at.y + kCell));
  return std::nullopt;
}

std::optional<std::string> Calendar::draw_days(Frame& frame, float width) {
  const Palette& p = frame.palette;
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const float x = at.x + 4;
  float y = at.y;
  for (size_t i = 0; i < kDays.size(); ++i) {
    draw_text_in(frame, Face::kSmall, Rect{x + static_cast<float>(i) * kCell, y, kCell, 22}, p.muted, kDays[i],
                 Align::kCentre);
  }
  y += 22;
  std::optional<std::string> picked;
  const int lead = weekday_of(month_);
  const int count = days_in_month(month_.year, month_.month);
  const bool first_look = ImGui::IsWindowAppearing();
  const CivilTime anchor = chosen_ ? *chosen_ : today_;
  for (int day = 1; day <= count; ++day) {
    const int place = lead + day - 1;
    const CivilTime date{month_.year, month_.month, day, 0, 0, 0};
    const Rect box{x + static_cast<float>(place % 7) * kCell + 1, y + static_cast<float>(place / 7) * kCell + 1,
                   kCell - 2, kCell - 2};
    const std::string id = "calendar.day." + std::to_string(day);
    const bool chosen = chosen_ && same_day(*chosen_, date);
    const bool today = today_known_ && same_day(today_, date);
    const Hit hit = hit_box(frame, id.c_str(), box, date_text(date, ""), "button", true, chosen ? "selected" : "");
    if (first_look && same_day(anchor, date)) ImGui::SetItemDefaultFocus();
    fill(box, chosen ? p.accent : (hit.hovered ? p.hover : 0), kCorner);
    if (today && !chosen) outline(box, p.accent, kCorner);
    draw_text_in(frame, Face::kText, box, chosen ? p.accent_text : p.text, std::to_string(day), Align::kCentre);
    focus_ring(frame, hit, inset(box, 1, 1));
    if (hit.pressed) picked = date_text(date, full_time(time_).value_or(""));
  }
  (void)width;
  ImGui::SetCursorScreenPos(ImVec2(at.x, y + 6 * kCell + kGap1));  // always six weeks: nothing jumps
  return picked;
}

std::optional<std::string> Calendar::draw_foot(Frame& frame, float width) {
  const Palette& p = frame.palette;
  const ImVec2 at = ImGui::GetCursorScreenPos();
  hline(at.x, at.x + width + 8, at.y, p.line);
  const float x = at.x + 4;
  const float y = at.y + kGap2;
  std::optional<std::string> picked;
  const std::optional<std::string> time = full_time(time_);
  Field field{"calendar.time", "Time of day, UTC"};
  field.hint = "hh:mm";
  field.invalid = !time;
  bool entered = false;
  draw_text_in(frame, Face::kSmall, Rect{x, y, 60, kControlHeight}, p.muted, "UTC time");
  (void)draw_field(frame, field, Rect{x + 62, y, 80, kControlHeight}, time_, &entered);
  if (chosen_ && time && entered) picked = date_text(*chosen_, *time);
  Button today{"calendar.today", "Today"};
  today.enabled = today_known_;
  const float w = button_width(frame, today);
  if (draw_button(frame, today, Rect{x + width - w, y, w, kControlHeight})) {
    picked = date_text(today_, time.value_or(""));
  }
  ImGui::SetCursorScreenPos(at);
  ImGui::Dummy(ImVec2(width + 8, kGap2 + kControlHeight + kGap1));
  return picked;
}

}  // namespace sluice::ui
