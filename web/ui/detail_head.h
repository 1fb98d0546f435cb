// The head of the details, for both kinds (detail.h, record_detail.h): what is shown, and the way out of it.
#pragma once

#include <string>

#include "ui/controls.h"

namespace sluice::ui {

// `under` stands small below the title. `back`: the details fill the pane, so the way out leads back to the table. True
// when it was taken.
bool draw_detail_head(Frame& frame, Rect box, const std::string& title, const std::string& under, bool back);

}  // namespace sluice::ui
