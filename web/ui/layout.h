// Where the panels lie for a canvas of some size: all beside each other when it is wide, the rail behind an icon below
// 1024 px, one pane at a time with a bar at the bottom below 640 px. Pure arithmetic.
#pragma once

#include "ui/theme.h"
#include "ui/widget_log.h"

namespace sluice::ui {

enum class LayoutKind { kWide, kCompact, kNarrow };

struct LayoutWish {
  bool rail_open = false;      // of the compact layout, where it lies over the tables
  bool detail_open = false;
  bool notes = true;           // the message strip
  float strip_height = kStripHeight;
};

struct Layout {
  LayoutKind kind = LayoutKind::kWide;
  Rect bar;
  Rect rail;                   // of the compact layout: the strip of icons
  Rect rail_over;              // compact, opened
  Rect centre;                 // notices, tabs, tables
  Rect detail;
  bool detail_over = false;    // lies over the centre
  Rect strip;
  Rect bottom;                 // narrow: which pane
};

inline constexpr float kWideFrom = 1024;
inline constexpr float kNarrowBelow = 640;
inline constexpr float kDetailBesideFrom = 1280;

Layout lay_out(float width, float height, const LayoutWish& wish);

}  // namespace sluice::ui
