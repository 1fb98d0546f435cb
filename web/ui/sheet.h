// A sheet over everything else: a heading, a way out, and whatever its owner draws on it. As high as its content; Esc
// or a click beside it closes it.
#pragma once

#include <functional>
#include <string_view>

#include "ui/controls.h"

namespace sluice::ui {

struct Sheet {
  const char* id;              // ImGui's and, with ".close" behind it, the way out's
  const char* close_id;
  std::string_view title;
  float width = 560;           // at most; less where the display has less
  bool beside_closes = true;   // a click beside it
};

// `body` draws from the position that it is given, in the width that it is given, and gives back the y below its last
// line. False when the sheet wants to be closed.
bool draw_sheet(Frame& frame, const Sheet& sheet, const std::function<float(ImVec2, float)>& body);

}  // namespace sluice::ui
