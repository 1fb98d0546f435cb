// Where the panels lie for a canvas of some size: all beside each other when it is wide, the rail behind an icon below
// 1024 px (1280 while the details are open), one pane at a time with a bar at the bottom below 640 px. Pure arithmetic.
#pragma once

#include "ui/theme.h"
#include "ui/widget_log.h"

namespace sluice::ui {

enum class LayoutKind { kWide, kCompact, kNarrow };

struct LayoutWish {
  bool detail_open = false;
  bool progress = false;       // a run has a state to show
  float strip_height = kStripHeight;
};

struct Layout {
  LayoutKind kind = LayoutKind::kWide;
  Rect bar;
  Rect progress;               // narrow: under the bar, when there is a run
  bool rail_icons = false;     // the rail is a strip of icons
  Rect rail;
  Rect rail_over;              // the rail itself while it is icons, opened
  Rect centre;                 // notices, tabs, tables
  Rect detail;
  bool detail_over = false;    // lies over the centre
  Rect strip;
  Rect bottom;                 // narrow: which pane
};

inline constexpr float kWideFrom = 1024;
inline constexpr float kNarrowBelow = 640;
inline constexpr float kAllBesideFrom = 1280;   // rail, tables and details
inline constexpr float kProgressHeight = 28;

Layout lay_out(float width, float height, const LayoutWish& wish);

}  // namespace sluice::ui
