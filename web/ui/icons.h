// The few signs of the page, drawn as lines and shapes: crisp at any pixel ratio, and no font has to hold them.
#pragma once

#include "imgui.h"
#include "ui/theme.h"

namespace sluice::ui {

enum class Icon {
  kNone,
  kPlay,
  kPause,
  kStop,
  kCaretDown,
  kCaretUp,
  kCaretRight,
  kCaretLeft,
  kClose,
  kReset,
  kSearch,
  kColumns,
  kDownload,
  kTheme,
  kHelp,
  kUser,
  kWarning,
  kInfo,
  kError,
  kCheck,
  kSliders,
  kTable,
  kDetail,
  kLog,
  kMore,
  kCalendar,
  kPlus,
  kArchive,
};

inline constexpr float kIconPx = 16;

// Inside a box of 16 px around `centre`.
void draw_icon(ImDrawList* list, Icon icon, ImVec2 centre, Colour colour);

}  // namespace sluice::ui
