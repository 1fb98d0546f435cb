#include "ui/plan_strip.h"

#include "base/number.h"
#include "ui/cell_format.h"

namespace sluice::ui {
namespace {

constexpr float kOneLineFrom = 340;
constexpr float kOneLineHeight = 28;
constexpr float kTwoLinesHeight = 48;

std::string calls_text(int64_t n) { return with_thousands(n) + (n == 1 ? " call" : " calls"); }

}  // namespace

float plan_height(float width) { return width < kOneLineFrom ? kTwoLinesHeight : kOneLineHeight; }

std::string plan_calls_text(const RunForecast& plan) {
  if (!plan.calls_needed) return calls_text(plan.calls_left) + " left";
  return calls_text(*plan.calls_needed) + " needed, " + with_thousands(plan.calls_left) + " left";
}

std::string plan_time_text(const RunForecast& plan, WallTime wall) {
  if (!plan.time_left) return "How many are needed is not known yet";
  std::string text = "Done in " + span_text(plan.time_left->whole_seconds_left());
  if (wall.us != 0) text += ", at " + clock_text(wall + *plan.time_left) + " UTC";
  return text;
}

std::string plan_tip(const RunForecast& plan) {
  std::string text = plan.why;
  for (const ForecastChoice& choice : plan.choices) {
    text += "\nPages of " + with_thousands(static_cast<int64_t>(choice.page_size)) + ": " + calls_text(choice.calls) +
            ", " + span_text(choice.time.whole_seconds_left());
    if (choice.page_size == plan.page_size) text += " (as set)";
  }
  return text;
}

void draw_plan(Frame& frame, Rect box) {
  if (!frame.model.plan) return;
  const RunForecast& plan = *frame.model.plan;
  const Palette& p = frame.palette;
  fill(box, p.panel);
  hline(box.x, box.x + box.w, box.y, p.line);
  const std::string calls = plan_calls_text(plan);
  const std::string time = plan_time_text(plan, frame.model.wall);
  ImGui::SetCursorScreenPos(ImVec2(box.x, box.y));
  ImGui::InvisibleButton("plan", ImVec2(box.w, box.h));
  tip(frame, plan_tip(plan));
  frame.log.add("plan", calls + ". " + time + ".", "status", visible_part(box)).value =
      plan.calls_needed ? std::to_string(*plan.calls_needed) : "";
  const bool waits = plan.calls_needed && *plan.calls_needed > plan.calls_left;
  const Colour colour = waits ? p.warn : p.text;
  const Rect line{box.x + kGap4, box.y, box.w - 2 * kGap4, box.h};
  if (box.h > kOneLineHeight) {
    draw_text_in(frame, Face::kText, Rect{line.x, box.y + 5, line.w, 20}, colour, calls);
    draw_text_in(frame, Face::kSmall, Rect{line.x, box.y + 25, line.w, 16}, p.muted, time);
    return;
  }
  draw_text_in(frame, Face::kText, line, colour, calls);
  // At the other end; without the time of day where both do not fit.
  const float room = line.w - text_width(frame, Face::kText, calls) - kGap3;
  const bool fits = text_width(frame, Face::kSmall, time) <= room;
  draw_text_in(frame, Face::kSmall, Rect{line.x + line.w - room, line.y, room, line.h}, p.muted,
               fits ? time : plan_time_text(plan, WallTime{0}), Align::kRight);
}

}  // namespace sluice::ui
