#include "ui/plan_strip.h"

#include "base/number.h"
#include "ui/cell_format.h"

namespace sluice::ui {
namespace {

std::string calls_text(int64_t n) { return with_thousands(n) + (n == 1 ? " call" : " calls"); }

}  // namespace

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
  const Rect first{box.x + kGap4, box.y + 5, box.w - 2 * kGap4, 20};
  draw_text_in(frame, Face::kText, first, waits ? p.warn : p.text, calls);
  draw_text_in(frame, Face::kSmall, Rect{first.x, box.y + 25, first.w, 16}, p.muted, time);
}

}  // namespace sluice::ui
