#include "ui/layout.h"

#include <gtest/gtest.h>

#include <vector>

namespace sluice::ui {
namespace {

struct Size {
  float w;
  float h;
};
constexpr Size kSizes[] = {{1280, 800}, {1920, 1080}, {1024, 768}, {800, 600}, {640, 480}, {390, 844}, {320, 480}};

bool overlap(const Rect& a, const Rect& b) {
  return a.w > 0 && b.w > 0 && a.h > 0 && b.h > 0 && a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h &&
         b.y < a.y + a.h;
}

TEST(Layout, KeepsEveryPanelInsideTheDisplayAndApartFromTheOthers) {
  for (const Size size : kSizes) {
    for (const bool detail : {false, true}) {
      for (const float strip : {28.0f, 212.0f}) {
        LayoutWish wish;
        wish.detail_open = detail;
        wish.strip_height = strip;
        wish.progress = true;
        const Layout l = lay_out(size.w, size.h, wish);
        std::vector<Rect> panels = {l.bar, l.progress, l.centre, l.strip, l.bottom};
        if (l.kind != LayoutKind::kNarrow) panels.push_back(l.rail);
        if (!l.detail_over) panels.push_back(l.detail);
        for (size_t i = 0; i < panels.size(); ++i) {
          const Rect& r = panels[i];
          EXPECT_GE(r.x, 0);
          EXPECT_GE(r.y, 0);
          EXPECT_LE(r.x + r.w, size.w);
          EXPECT_LE(r.y + r.h, size.h);
          for (size_t k = i + 1; k < panels.size(); ++k) {
            EXPECT_FALSE(overlap(r, panels[k])) << i << " and " << k << " at " << size.w << "x" << size.h;
          }
        }
        EXPECT_GT(l.centre.w, 300);
        EXPECT_GT(l.centre.h, 100);
      }
    }
  }
}

TEST(Layout, ShowsAllBesideEachOtherOnAWideDisplay) {
  LayoutWish wish;
  wish.detail_open = true;
  const Layout l = lay_out(1280, 800, wish);
  EXPECT_EQ(l.kind, LayoutKind::kWide);
  EXPECT_FALSE(l.rail_icons);
  EXPECT_EQ(l.rail.w, kRailWidth);
  EXPECT_EQ(l.detail.w, kDetailWidth);
  EXPECT_FALSE(l.detail_over);
}

TEST(Layout, LetsTheRailGiveWayToTheDetailsWhereBothDoNotFit) {
  LayoutWish wish;
  EXPECT_FALSE(lay_out(1100, 800, wish).rail_icons);
  wish.detail_open = true;
  const Layout l = lay_out(1100, 800, wish);
  EXPECT_TRUE(l.rail_icons);
  EXPECT_FALSE(l.detail_over);
}

TEST(Layout, PutsOnePaneAboveABottomBarOnAPhone) {
  const Layout l = lay_out(390, 844, LayoutWish{});
  EXPECT_EQ(l.kind, LayoutKind::kNarrow);
  EXPECT_EQ(l.centre.w, 390);
  EXPECT_EQ(l.bottom.y + l.bottom.h, 844);
  EXPECT_EQ(lay_out(640, 480, LayoutWish{}).kind, LayoutKind::kCompact);
  EXPECT_EQ(lay_out(1023, 480, LayoutWish{}).kind, LayoutKind::kCompact);
}

}  // namespace
}  // namespace sluice::ui
