// The foot of the request: what this pull will cost, or what is left of the one under way: calls needed, calls left,
// when it will be done. Resting on it tells why, and what other page sizes would change. Draws nothing where nobody is
// signed in, since then no budget is known.
#pragma once

#include <string>

#include "ui/controls.h"

namespace sluice::ui {

// Two lines in a rail, one where there is room for it: a small screen is wide enough, and has no height to spare.
float plan_height(float width);

// "25 calls needed, 270 left"
std::string plan_calls_text(const RunForecast& plan);
// "Done in 1 min 40 s, at 14:32 UTC"; without a total that it is not known. `wall` 0: no time of day.
std::string plan_time_text(const RunForecast& plan, WallTime wall);
// Why, and a line for each page size that was compared.
std::string plan_tip(const RunForecast& plan);

// Into a box of plan_height().
void draw_plan(Frame& frame, Rect box);

}  // namespace sluice::ui
