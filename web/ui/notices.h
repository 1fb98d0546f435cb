// The two bands above the tables that must not be overlooked: why a run waits and until when, and that what is shown
// is not all there is.
#pragma once

#include <string>

#include "ui/controls.h"

namespace sluice::ui {

// "Waiting 34 min 10 s: 300 of 300 calls of this hour are used. The pull goes on by itself; the first free call is at
// 08:41." "" when the run does not wait.
std::string wait_text(const Model& model);
// "PARTIAL: 1 asset quarantined, 3 pages not pulled" …; "" when there is nothing to warn of.
std::string partial_text(const Model& model);

// Each draws at the top of `box` and gives the height that it took, 0 when there is nothing to say.
float draw_wait_banner(Frame& frame, Rect box);
float draw_partial_band(Frame& frame, Rect box, bool& show_reasons);

}  // namespace sluice::ui
