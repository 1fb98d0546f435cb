// The bar at the top: what is pulled, the run's buttons, its progress, the budget as a gauge, who is signed in.
#pragma once

#include <string>
#include <vector>

#include "ui/controls.h"

namespace sluice::ui {

struct BarEvents {
  bool pull = false;
  bool help = false;
  bool kept_runs = false;
  const Source* source = nullptr;   // another one was chosen
};

// Below this width the choice of the source stands in the request rail.
inline constexpr float kBarWithSourceFrom = 1024;

// `problem`: what is wrong with the request, "" when nothing; told before the button is pressed.
BarEvents draw_bar(Frame& frame, Rect box, std::string_view problem = {});

// "12,482 assets · page 13 · 4.2 MB/s · 42 s", as the state of the run has it; the pieces by weight.
std::vector<std::string> progress_pieces(const RunStatus& run, Instant now);
std::string progress_text(const RunStatus& run, Instant now);
// The run that progress is told of: the one that goes on, else the last one of the source that is shown.
const RunStatus& told_run(const Model& model, const SourceView& shown);

// The run's state and progress on one line: part of the bar, or under it where the bar has no room.
void draw_progress(Frame& frame, Rect box);

}  // namespace sluice::ui
