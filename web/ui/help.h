// The keys and the filter language on one sheet, over everything else; Esc or a click beside it closes it.
#pragma once

#include "ui/controls.h"

namespace sluice::ui {

// False when it was closed in this frame.
bool draw_help(Frame& frame);

}  // namespace sluice::ui
