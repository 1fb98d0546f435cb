// Colours and measures of the page, the same tokens as the HTML parts use, so that nobody sees a seam. Panels take
// every colour from a Palette and every length from here; no other file holds a literal colour.
#pragma once

#include <cstdint>
#include <string_view>

#include "imgui.h"
#include "ui/model.h"

namespace sluice::ui {

using Colour = ImU32;  // ImGui's packed RGBA

struct Palette {
  Colour ground;
  Colour panel;
  Colour raised;
  Colour line;
  Colour text;
  Colour muted;
  Colour accent;
  Colour good;
  Colour warn;
  Colour bad;
  // Derived from those above.
  Colour hover;          // a row or a plain button under the pointer
  Colour pressed;
  Colour selected;       // a selected row
  Colour accent_text;    // on accent
  Colour field;          // inside an input
  Colour field_line;     // its edge: at least 3:1 against the panel
  Colour warn_band;      // behind warnings over the whole width
  Colour bad_band;
  Colour scroll;
  Colour scroll_hover;
  Colour severity[6];    // [1]..[5]; [0] is muted
  Colour severity_off;   // the steps that are not reached
};

const Palette& palette_of(Theme theme);

// `alpha` 0..1 of a colour.
Colour faded(Colour colour, float alpha);
// `over` painted on `ground` with `alpha`.
Colour mixed(Colour ground, Colour over, float alpha);
// WCAG 2 contrast ratio, 1..21, of two opaque colours.
double contrast(Colour a, Colour b);

// ── measures, CSS pixels ──
inline constexpr float kTextPx = 14;
inline constexpr float kSmallPx = 12;
inline constexpr float kHeadingPx = 16;
inline constexpr float kMonoPx = 13;

inline constexpr float kGap1 = 4;
inline constexpr float kGap2 = 8;
inline constexpr float kGap3 = 12;
inline constexpr float kGap4 = 16;
inline constexpr float kGap5 = 24;
inline constexpr float kCorner = 4;

inline constexpr float kBarHeight = 44;
inline constexpr float kRailWidth = 288;
inline constexpr float kRailIconsWidth = 44;
inline constexpr float kDetailWidth = 380;
inline constexpr float kTabsHeight = 36;
inline constexpr float kStripHeight = 28;
inline constexpr float kControlHeight = 28;
inline constexpr float kRowHeight = 24;
inline constexpr float kTouchRowHeight = 36;
inline constexpr float kHeaderHeight = 28;
inline constexpr float kBottomBarHeight = 52;

// Sets ImGui's own style to the tokens.
void apply_style(Theme theme);

}  // namespace sluice::ui
