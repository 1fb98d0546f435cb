#include "ui/layout.h"

#include <algorithm>

namespace sluice::ui {

Layout lay_out(float width, float height, const LayoutWish& wish) {
  Layout l;
  l.kind =
      width >= kWideFrom ? LayoutKind::kWide : (width >= kNarrowBelow ? LayoutKind::kCompact : LayoutKind::kNarrow);
  l.bar = Rect{0, 0, width, kBarHeight};
  const bool narrow = l.kind == LayoutKind::kNarrow;
  const float bottom_h = narrow ? kBottomBarHeight : 0;
  const float strip_h = std::min(wish.strip_height, std::max(height - kBarHeight - bottom_h - 120, kStripHeight));
  l.bottom = Rect{0, height - bottom_h, width, bottom_h};
  l.strip = Rect{0, height - bottom_h - strip_h, width, strip_h};
  float top = kBarHeight;
  if (narrow && wish.progress) {
    l.progress = Rect{0, top, width, kProgressHeight};
    top += kProgressHeight;
  }
  const float tall = std::max(l.strip.y - top, 1.0f);
  if (narrow) {
    l.rail = l.centre = l.detail = Rect{0, top, width, tall};
    l.detail_over = true;
    return l;
  }
  l.rail_icons = l.kind == LayoutKind::kCompact || (wish.detail_open && width < kAllBesideFrom);
  const float rail_w = l.rail_icons ? kRailIconsWidth : kRailWidth;
  l.rail = Rect{0, top, rail_w, tall};
  l.rail_over = Rect{rail_w + 1, top, std::min(kRailWidth, width - rail_w - 1), tall};
  l.centre = Rect{rail_w + 1, top, width - rail_w - 1, tall};
  if (!wish.detail_open) return l;
  const float detail_w = std::min(kDetailWidth, l.centre.w);
  l.detail = Rect{width - detail_w, top, detail_w, tall};
  l.detail_over = l.kind == LayoutKind::kCompact;
  if (!l.detail_over) l.centre.w -= detail_w + 1;
  return l;
}

}  // namespace sluice::ui
