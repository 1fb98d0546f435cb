#include "ui/theme.h"

#include <cmath>

namespace sluice::ui {
namespace {

constexpr Colour rgb(uint32_t hex) {
  return IM_COL32((hex >> 16) & 255, (hex >> 8) & 255, hex & 255, 255);
}

double channel(Colour colour, int shift) { return ((colour >> shift) & 255) / 255.0; }

double linear(double c) { return c <= 0.03928 ? c / 12.92 : std::pow((c + 0.055) / 1.055, 2.4); }

double luminance(Colour colour) {
  return 0.2126 * linear(channel(colour, IM_COL32_R_SHIFT)) + 0.7152 * linear(channel(colour, IM_COL32_G_SHIFT)) +
         0.0722 * linear(channel(colour, IM_COL32_B_SHIFT));
}

void set_severity(Palette& p) {
  p.severity[0] = p.muted;
  p.severity[1] = rgb(0x6B7B8C);
  p.severity[2] = rgb(0x4F8FD6);
  p.severity[3] = rgb(0xD9B23D);
  p.severity[4] = rgb(0xE8833A);
  p.severity[5] = rgb(0xE0445C);
}

void derive(Palette& p, float field_line_share) {
  p.hover = mixed(p.panel, p.text, 0.05f);
  p.pressed = mixed(p.panel, p.text, 0.12f);
  p.selected = mixed(p.panel, p.accent, 0.20f);
  p.field_line = mixed(p.panel, p.muted, field_line_share);
  p.warn_band = mixed(p.panel, p.warn, 0.16f);
  p.bad_band = mixed(p.panel, p.bad, 0.14f);
  p.scroll = mixed(p.panel, p.muted, 0.38f);
  p.scroll_hover = mixed(p.panel, p.muted, 0.70f);
  p.severity_off = mixed(p.panel, p.muted, 0.25f);
  set_severity(p);
}

Palette make_dark() {
  Palette p{};
  p.ground = rgb(0x101418);
  p.panel = rgb(0x161B21);
  p.raised = rgb(0x1E252D);
  p.line = rgb(0x2A333D);
  p.text = rgb(0xE6EDF3);
  p.muted = rgb(0x8B98A5);
  p.accent = rgb(0x4EA1FF);
  p.good = rgb(0x3FB68B);
  p.warn = rgb(0xE3A008);
  p.bad = rgb(0xF0616D);
  p.accent_text = rgb(0x101418);
  p.field = rgb(0x101418);
  derive(p, 0.75f);
  return p;
}

Palette make_light() {
  Palette p{};
  p.ground = rgb(0xF4F6F8);
  p.panel = rgb(0xFFFFFF);
  p.raised = rgb(0xEEF1F4);
  p.line = rgb(0xD5DCE3);
  p.text = rgb(0x1B232B);
  p.muted = rgb(0x5C6975);
  p.accent = rgb(0x0B6BCB);
  p.good = rgb(0x1B7F5C);
  p.warn = rgb(0x9A6700);
  p.bad = rgb(0xC4314B);
  p.accent_text = rgb(0xFFFFFF);
  p.field = rgb(0xFFFFFF);
  derive(p, 0.78f);
  p.selected = mixed(p.panel, p.accent, 0.13f);
  p.warn_band = mixed(p.panel, rgb(0xE3A008), 0.16f);
  p.bad_band = mixed(p.panel, p.bad, 0.08f);
  return p;
}

ImVec4 vec(Colour colour) { return ImGui::ColorConvertU32ToFloat4(colour); }

}  // namespace

const Palette& palette_of(Theme theme) {
  static const Palette dark = make_dark();
  static const Palette light = make_light();
  return theme == Theme::kDark ? dark : light;
}

Colour faded(Colour colour, float alpha) {
  const auto a = static_cast<uint32_t>(std::lround(alpha * 255.0f));
  return (colour & ~IM_COL32_A_MASK) | (a << IM_COL32_A_SHIFT);
}

Colour mixed(Colour ground, Colour over, float alpha) {
  const auto blend = [&](int shift) {
    const double value = channel(ground, shift) * (1 - alpha) + channel(over, shift) * alpha;
    return static_cast<uint32_t>(std::lround(value * 255.0));
  };
  return IM_COL32(blend(IM_COL32_R_SHIFT), blend(IM_COL32_G_SHIFT), blend(IM_COL32_B_SHIFT), 255);
}

double contrast(Colour a, Colour b) {
  const double la = luminance(a);
  const double lb = luminance(b);
  return (std::fmax(la, lb) + 0.05) / (std::fmin(la, lb) + 0.05);
}

void apply_style(Theme theme) {
  const Palette& p = palette_of(theme);
  ImGuiStyle& style = ImGui::GetStyle();
  style.FontSizeBase = kTextPx;
  style.WindowPadding = ImVec2(0, 0);
  style.FramePadding = ImVec2(kGap2, (kControlHeight - kTextPx) / 2);
  style.ItemSpacing = ImVec2(kGap2, kGap2);
  style.ItemInnerSpacing = ImVec2(kGap1, kGap1);
  style.WindowRounding = 0;
  style.ChildRounding = 0;
  style.FrameRounding = kCorner;
  style.PopupRounding = kCorner;
  style.GrabRounding = kCorner;
  style.ScrollbarRounding = 5;
  style.ScrollbarSize = 10;
  style.WindowBorderSize = 0;
  style.ChildBorderSize = 0;
  style.FrameBorderSize = 1;
  style.PopupBorderSize = 1;
  style.DisabledAlpha = 1;
  style.AntiAliasedLinesUseTex = false;
  style.HoverStationaryDelay = 0.12f;
  style.HoverDelayShort = 0.25f;

  ImVec4* c = style.Colors;
  c[ImGuiCol_Text] = vec(p.text);
  c[ImGuiCol_TextDisabled] = vec(p.muted);
  c[ImGuiCol_WindowBg] = vec(p.ground);
  c[ImGuiCol_ChildBg] = ImVec4(0, 0, 0, 0);
  c[ImGuiCol_PopupBg] = vec(theme == Theme::kDark ? p.raised : p.panel);
  c[ImGuiCol_Border] = vec(p.line);
  c[ImGuiCol_BorderShadow] = ImVec4(0, 0, 0, 0);
  c[ImGuiCol_FrameBg] = vec(p.field);
  c[ImGuiCol_FrameBgHovered] = vec(p.field);
  c[ImGuiCol_FrameBgActive] = vec(p.field);
  c[ImGuiCol_ScrollbarBg] = ImVec4(0, 0, 0, 0);
  c[ImGuiCol_ScrollbarGrab] = vec(p.scroll);
  c[ImGuiCol_ScrollbarGrabHovered] = vec(p.scroll_hover);
  c[ImGuiCol_ScrollbarGrabActive] = vec(p.scroll_hover);
  c[ImGuiCol_TextSelectedBg] = vec(faded(p.accent, 0.35f));
  c[ImGuiCol_InputTextCursor] = vec(p.text);
  c[ImGuiCol_NavCursor] = ImVec4(0, 0, 0, 0);  // rings are drawn by focus_ring()
  c[ImGuiCol_ModalWindowDimBg] = ImVec4(0, 0, 0, theme == Theme::kDark ? 0.55f : 0.35f);
}

}  // namespace sluice::ui
