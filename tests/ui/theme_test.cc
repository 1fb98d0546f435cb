#include "ui/theme.h"

#include <gtest/gtest.h>

namespace sluice::ui {
namespace {

constexpr double kTextContrast = 4.5;    // WCAG 2.2, 1.4.3
constexpr double kEdgeContrast = 3.0;    // WCAG 2.2, 1.4.11: edges of controls

class EachTheme : public ::testing::TestWithParam<Theme> {
 protected:
  const Palette& p = palette_of(GetParam());
};

TEST(Contrast, IsTwentyOneForBlackOnWhiteAndOneForEqualColours) {
  EXPECT_NEAR(contrast(IM_COL32(0, 0, 0, 255), IM_COL32(255, 255, 255, 255)), 21.0, 0.01);
  EXPECT_NEAR(contrast(IM_COL32(80, 90, 100, 255), IM_COL32(80, 90, 100, 255)), 1.0, 0.001);
}

TEST_P(EachTheme, TextCanBeReadOnEveryGroundThatItStandsOn) {
  const Colour grounds[] = {p.ground, p.panel, p.raised, p.field, p.hover, p.selected, p.warn_band};
  for (const Colour ground : grounds) EXPECT_GE(contrast(p.text, ground), kTextContrast);
}

TEST_P(EachTheme, MutedTextCanBeReadOnPanelsAndHeaders) {
  for (const Colour ground : {p.ground, p.panel, p.raised, p.field}) {
    EXPECT_GE(contrast(p.muted, ground), kTextContrast);
  }
}

TEST_P(EachTheme, MessagesInColourCanBeRead) {
  for (const Colour colour : {p.accent, p.good, p.warn, p.bad}) {
    EXPECT_GE(contrast(colour, p.panel), kTextContrast);
  }
  EXPECT_GE(contrast(p.bad, p.ground), kTextContrast) << "what is wrong with a filter stands on the ground";
  EXPECT_GE(contrast(p.accent_text, p.accent), kTextContrast);
}

TEST_P(EachTheme, EdgesOfFieldsStandOutFromTheirPanel) {
  EXPECT_GE(contrast(p.field_line, p.panel), kEdgeContrast);
}

INSTANTIATE_TEST_SUITE_P(Both, EachTheme, ::testing::Values(Theme::kDark, Theme::kLight));

TEST(Palette, HoldsTheTokensOfThePage) {
  EXPECT_EQ(palette_of(Theme::kDark).ground, IM_COL32(0x10, 0x14, 0x18, 255));
  EXPECT_EQ(palette_of(Theme::kDark).accent, IM_COL32(0x4E, 0xA1, 0xFF, 255));
  EXPECT_EQ(palette_of(Theme::kLight).panel, IM_COL32(255, 255, 255, 255));
  EXPECT_EQ(palette_of(Theme::kLight).bad, IM_COL32(0xC4, 0x31, 0x4B, 255));
  EXPECT_EQ(palette_of(Theme::kLight).severity[5], IM_COL32(0xE0, 0x44, 0x5C, 255));
}

}  // namespace
}  // namespace sluice::ui
