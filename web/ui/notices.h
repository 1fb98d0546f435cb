// The bands above the tables that must not be overlooked: why a run waits and until when, that what is shown is not all
// there is, and that the chosen version of the API is at its end.
#pragma once

#include <string>

#include "ui/controls.h"
#include "ui/request_form.h"

namespace sluice::ui {

// "Waiting 34 min 10 s: 300 of 300 calls of this hour are used. The pull goes on by itself; the first free call is at
// 08:41." "" when the run does not wait.
std::string wait_text(const Model& model);
// "PARTIAL: 1 asset quarantined, 3 pages not pulled" …; "" when there is nothing to warn of.
std::string partial_text(const SourceView& shown);

// Each draws at the top of `box` and gives the height that it took, 0 when there is nothing to say.
float draw_wait_banner(Frame& frame, Rect box);
// A run that has paused after too many failures and wants to know: go on, or stop.
float draw_ask_banner(Frame& frame, Rect box);
float draw_partial_band(Frame& frame, Rect box, bool& show_reasons);
// Before a run on a version past its dates (api-reference.md 5.1). `*instead`: the user wants the successor.
float draw_version_band(Frame& frame, Rect box, const RequestForm& form, bool* instead);

}  // namespace sluice::ui
