#include "ui/controls.h"

#include <algorithm>
#include <cmath>

#include "base/text.h"
#include "imgui_internal.h"

namespace sluice::ui {
namespace {

constexpr std::string_view kEllipsis = "…";
constexpr float kMenuPad = 4;
constexpr float kMenuHeightMax = 560;
constexpr float kTipWidth = 320;

ImFont* font_of(const Frame& frame, Face face) {
  ImFont* font = nullptr;
  switch (face) {
    case Face::kText: font = frame.fonts.text; break;
    case Face::kHeading: font = frame.fonts.heading; break;
    case Face::kSmall: font = frame.fonts.small; break;
    case Face::kMono: font = frame.fonts.mono; break;
  }
  return font != nullptr ? font : ImGui::GetIO().Fonts->Fonts[0];
}

const char* begin_of(std::string_view text) { return text.data(); }
const char* end_of(std::string_view text) { return text.data() + text.size(); }

ImDrawList* list() { return ImGui::GetWindowDrawList(); }

int resize_string(ImGuiInputTextCallbackData* data) {
  if (data->EventFlag == ImGuiInputTextFlags_CallbackResize) {
    auto* text = static_cast<std::string*>(data->UserData);
    text->resize(static_cast<size_t>(data->BufTextLen));
    data->Buf = text->data();
  }
  return 0;
}

struct ButtonLook {
  Colour fill;
  Colour line;
  Colour text;
};

ButtonLook look_of(const Palette& p, const Button& button, const Hit& hit) {
  ButtonLook look{p.raised, p.line, p.text};
  if (button.kind == ButtonKind::kPrimary) look = {p.accent, p.accent, p.accent_text};
  if (button.kind == ButtonKind::kQuiet) look = {0, 0, p.text};
  if (button.kind == ButtonKind::kMark) look = {0, 0, p.accent};
  if (button.kind == ButtonKind::kDanger) look = {p.raised, p.line, p.bad};
  if (!button.enabled) {
    if (button.kind == ButtonKind::kQuiet) return {0, 0, faded(p.muted, 0.65f)};
    return {p.panel, p.line, faded(p.muted, 0.75f)};
  }
  const bool primary = button.kind == ButtonKind::kPrimary;
  if (button.on) look.fill = p.pressed;
  if (hit.hovered) look.fill = primary ? mixed(p.accent, p.text, 0.12f) : mixed(p.raised, p.text, 0.08f);
  if (hit.held && hit.hovered) look.fill = primary ? mixed(p.accent, p.ground, 0.18f) : p.pressed;
  if (hit.hovered && !primary && look.line != 0) look.line = p.field_line;
  return look;
}

}  // namespace

float face_px(Face face) {
  switch (face) {
    case Face::kHeading: return kHeadingPx;
    case Face::kSmall: return kSmallPx;
    case Face::kMono: return kMonoPx;
    default: return kTextPx;
  }
}

FaceScope::FaceScope(const Frame& frame, Face face) { ImGui::PushFont(font_of(frame, face), face_px(face)); }
FaceScope::~FaceScope() { ImGui::PopFont(); }

float text_width(const Frame& frame, Face face, std::string_view text) {
  if (text.empty()) return 0;
  return std::ceil(font_of(frame, face)->CalcTextSizeA(face_px(face), FLT_MAX, 0, begin_of(text), end_of(text)).x);
}

void draw_text(const Frame& frame, Face face, ImVec2 pos, Colour colour, std::string_view text) {
  if (text.empty()) return;
  const FaceScope scope(frame, face);
  list()->AddText(ImVec2(std::floor(pos.x), std::floor(pos.y)), colour, begin_of(text), end_of(text));
}

bool draw_text_in(const Frame& frame, Face face, Rect box, Colour colour, std::string_view text, Align align) {
  if (text.empty() || box.w <= 0) return false;
  const FaceScope scope(frame, face);
  ImFont* font = ImGui::GetFont();
  const float px = face_px(face);
  const float y = std::floor(box.y + (box.h - px) / 2);
  const char* rest = nullptr;
  float width = font->CalcTextSizeA(px, box.w + 0.5f, 0, begin_of(text), end_of(text), &rest).x;
  if (rest == end_of(text)) {
    float x = box.x;
    if (align == Align::kRight) x = box.x + box.w - width;
    if (align == Align::kCentre) x = box.x + (box.w - width) / 2;
    list()->AddText(ImVec2(std::floor(x), y), colour, begin_of(text), end_of(text));
    return false;
  }
  const float dots = font->CalcTextSizeA(px, FLT_MAX, 0, begin_of(kEllipsis), end_of(kEllipsis)).x;
  width = font->CalcTextSizeA(px, std::max(box.w - dots, 1.0f), 0, begin_of(text), end_of(text), &rest).x;
  const ImVec2 pos(std::floor(box.x), y);
  list()->PushClipRect(ImVec2(box.x, box.y), ImVec2(box.x + box.w, box.y + box.h), true);
  list()->AddText(pos, colour, begin_of(text), rest);
  list()->AddText(ImVec2(std::floor(pos.x + width), y), colour, begin_of(kEllipsis), end_of(kEllipsis));
  list()->PopClipRect();
  return true;
}

namespace {

// Where the line that begins at `at` ends: at a blank, or inside a word that alone is too wide. ImGui's own wrapping
// would also part "1,000".
const char* line_stop(const char* at, const char* end, float width) {
  ImFont* font = ImGui::GetFont();
  const float px = ImGui::GetFontSize();
  const char* rest = nullptr;
  font->CalcTextSizeA(px, std::max(width, px), 0, at, end, &rest);
  if (rest == end || *rest == ' ') return rest;
  const char* stop = rest;
  while (stop > at && *stop != ' ') --stop;
  if (stop > at) return stop;
  if (rest > at) return rest;
  size_t one = 0;
  next_utf8(std::string_view(at, static_cast<size_t>(end - at)), one);
  return at + one;
}

}  // namespace

float draw_wrapped(const Frame& frame, Face face, ImVec2 pos, float width, Colour colour, std::string_view text,
                   bool draw) {
  const FaceScope scope(frame, face);
  const float px = face_px(face);
  const float pitch = std::ceil(px * 1.4f);
  float y = pos.y;
  const char* at = begin_of(text);
  const char* end = end_of(text);
  while (at < end) {
    const char* line_end = std::find(at, end, '\n');
    do {
      const char* stop = line_stop(at, line_end, width);
      if (draw) list()->AddText(ImVec2(std::floor(pos.x), std::floor(y + (pitch - px) / 2)), colour, at, stop);
      y += pitch;
      at = stop;
      while (at < line_end && *at == ' ') ++at;
    } while (at < line_end);
    if (at < end) ++at;
  }
  return y - pos.y;
}

void fill(Rect box, Colour colour, float corner) {
  if ((colour & IM_COL32_A_MASK) != 0) list()->AddRectFilled(top_left(box), bottom_right(box), colour, corner);
}

void outline(Rect box, Colour colour, float corner, float thickness) {
  if ((colour & IM_COL32_A_MASK) != 0) {
    list()->AddRect(top_left(box), bottom_right(box), colour, corner, 0, thickness);
  }
}

void hline(float x1, float x2, float y, Colour colour) {
  list()->AddRectFilled(ImVec2(x1, std::floor(y)), ImVec2(x2, std::floor(y) + 1), colour);
}

void vline(float x, float y1, float y2, Colour colour) {
  list()->AddRectFilled(ImVec2(std::floor(x), y1), ImVec2(std::floor(x) + 1, y2), colour);
}

bool begin_part(const char* id, Rect box, bool scrolls) {
  ImGui::SetCursorScreenPos(top_left(box));
  const ImGuiWindowFlags flags =
      scrolls ? ImGuiWindowFlags_None : ImGuiWindowFlags_NoScrollbar | ImGuiWindowFlags_NoScrollWithMouse;
  return ImGui::BeginChild(id, ImVec2(box.w, box.h), ImGuiChildFlags_NavFlattened, flags);
}

void end_part() { ImGui::EndChild(); }

Rect visible_part(Rect box) {
  const ImRect clip = ImGui::GetCurrentWindow()->ClipRect;
  const float x1 = std::max(box.x, clip.Min.x);
  const float y1 = std::max(box.y, clip.Min.y);
  const float x2 = std::min(box.x + box.w, clip.Max.x);
  const float y2 = std::min(box.y + box.h, clip.Max.y);
  if (x2 <= x1 || y2 <= y1) return Rect{box.x, box.y, 0, 0};
  return Rect{x1, y1, x2 - x1, y2 - y1};
}

Hit hit_box(Frame& frame, const char* id, Rect box, std::string_view label, std::string_view role, bool enabled,
            std::string_view value) {
  Hit hit;
  ImGui::SetCursorScreenPos(top_left(box));
  if (!enabled) ImGui::BeginDisabled();
  hit.pressed = ImGui::InvisibleButton(id, ImVec2(std::max(box.w, 1.0f), std::max(box.h, 1.0f)),
                                       ImGuiButtonFlags_EnableNav);
  // IsItemHovered() alone is also true under an item that was there first, such as a column's edge.
  hit.hovered = GImGui->HoveredId == ImGui::GetItemID() && ImGui::IsItemHovered(ImGuiHoveredFlags_AllowWhenDisabled);
  hit.held = ImGui::IsItemActive();
  hit.focused = ImGui::IsItemFocused();
  hit.visible = ImGui::IsItemVisible();
  if (!enabled) ImGui::EndDisabled();
  if (enabled && hit.hovered) ImGui::SetMouseCursor(ImGuiMouseCursor_Hand);
  const Rect seen = visible_part(box);
  if (seen.w > 0) {
    Widget& widget = frame.log.add(id, label, role, seen);
    widget.enabled = enabled;
    widget.focused = hit.focused;
    widget.value = value;
  }
  return hit;
}

void focus_ring(const Frame& frame, const Hit& hit, Rect box, float corner) {
  if (!hit.focused || !frame.ring) return;
  outline(inset(box, -1, -1), frame.palette.accent, corner + 1, 2);
}

void tip(Frame& frame, std::string_view text) {
  if (text.empty()) return;
  const ImGuiHoveredFlags during = ImGuiHoveredFlags_AllowWhenDisabled;
  if (!ImGui::IsItemHovered(during)) return;
  if (!ImGui::IsItemHovered(ImGuiHoveredFlags_ForTooltip | during)) {
    frame.due_in(Duration::millis(60));  // the pointer has to rest first
    return;
  }
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, ImVec2(kGap2, 6));
  if (ImGui::BeginTooltip()) {
    {
      // The tooltip is a window of its own: the face has to be given back inside it.
      const FaceScope scope(frame, Face::kSmall);
      ImGui::PushTextWrapPos(kTipWidth);
      ImGui::TextUnformatted(begin_of(text), end_of(text));
      ImGui::PopTextWrapPos();
    }
    ImGui::EndTooltip();
  }
  ImGui::PopStyleVar();
}

float button_width(const Frame& frame, const Button& button) {
  const float icon = button.icon == Icon::kNone ? 0 : kIconPx;
  if (button.label.empty()) return kControlHeight;
  return kGap3 + icon + (icon > 0 ? 6 : 0) + text_width(frame, Face::kText, button.label) + kGap3;
}

bool draw_button(Frame& frame, const Button& button, Rect box) {
  const std::string_view name = button.label.empty() ? button.name : button.label;
  const Hit hit = hit_box(frame, button.id, box, name, "button", button.enabled,
                          button.on ? std::string_view("true") : std::string_view());
  if (!button.tip.empty()) tip(frame, button.tip);
  if (!hit.visible) return hit.pressed;
  const ButtonLook look = look_of(frame.palette, button, hit);
  fill(box, look.fill, kCorner);
  if (button.kind != ButtonKind::kPrimary) outline(box, look.line, kCorner);
  if (button.label.empty()) {
    draw_icon(list(), button.icon, ImVec2(box.x + box.w / 2, box.y + box.h / 2), look.text);
  } else {
    const float icon = button.icon == Icon::kNone ? 0 : kIconPx + 6;
    const float width = std::min(text_width(frame, Face::kText, button.label), box.w - 2 * kGap1 - icon);
    const float x = std::floor(box.x + (box.w - width - icon) / 2);
    if (icon > 0) draw_icon(list(), button.icon, ImVec2(x + kIconPx / 2, box.y + box.h / 2), look.text);
    draw_text_in(frame, Face::kText, Rect{x + icon, box.y, width, box.h}, look.text, button.label);
  }
  focus_ring(frame, hit, box);
  return hit.pressed;
}

bool draw_switch(Frame& frame, const char* id, std::string_view label, Rect box, bool& on, bool enabled) {
  const Hit hit = hit_box(frame, id, box, label, "switch", enabled, on ? "true" : "false");
  if (hit.pressed) on = !on;
  if (!hit.visible) return hit.pressed;
  const Palette& p = frame.palette;
  const Rect track{box.x + box.w - 28, std::floor(box.y + (box.h - 16) / 2), 28, 16};
  draw_text_in(frame, Face::kText, Rect{box.x, box.y, box.w - 36, box.h}, enabled ? p.text : p.muted, label);
  fill(track, on ? (enabled ? p.accent : p.muted) : (hit.hovered ? p.pressed : p.field), 8);
  if (!on) outline(track, p.field_line, 8);
  const float x = on ? track.x + track.w - 8 : track.x + 8;
  list()->AddCircleFilled(ImVec2(x, track.y + 8), 5, on ? p.accent_text : p.muted, 20);
  focus_ring(frame, hit, track, 8);
  return hit.pressed;
}

bool draw_checkbox(Frame& frame, const char* id, std::string_view label, Rect box, bool& on, bool enabled) {
  const Hit hit = hit_box(frame, id, box, label, "checkbox", enabled, on ? "true" : "false");
  if (hit.pressed) on = !on;
  if (!hit.visible) return hit.pressed;
  const Palette& p = frame.palette;
  const Rect square{box.x, std::floor(box.y + (box.h - 16) / 2), 16, 16};
  fill(square, on ? p.accent : (hit.hovered ? p.pressed : p.field), 3);
  if (!on) outline(square, p.field_line, 3);
  if (on) draw_icon(list(), Icon::kCheck, ImVec2(square.x + 8, square.y + 8), p.accent_text);
  draw_text_in(frame, Face::kText, Rect{box.x + 24, box.y, box.w - 24, box.h}, enabled ? p.text : p.muted, label);
  focus_ring(frame, hit, square, 3);
  return hit.pressed;
}

namespace {

struct Typed {
  bool changed = false;
  bool hovered = false;
  bool focused = false;
  bool active = false;
};

// ImGui's own text field, with none of its look.
Typed input_text(Frame& frame, const Field& field, Rect box, std::string& text, ImGuiInputTextFlags flags) {
  const std::string hidden = "##" + std::string(field.id);  // ImGui draws no label of its own
  const bool lines = (flags & ImGuiInputTextFlags_Multiline) != 0;
  const float pad_y = lines ? 6 : (box.h - face_px(field.face)) / 2;
  ImGui::PushStyleVar(ImGuiStyleVar_FramePadding, ImVec2(field.pad_left, pad_y));
  ImGui::PushStyleVar(ImGuiStyleVar_FrameBorderSize, 0);
  ImGui::PushStyleVar(ImGuiStyleVar_ChildBorderSize, 0);
  for (const ImGuiCol colour : {ImGuiCol_FrameBg, ImGuiCol_FrameBgHovered, ImGuiCol_NavCursor, ImGuiCol_ChildBg}) {
    ImGui::PushStyleColor(colour, IM_COL32(0, 0, 0, 0));
  }
  ImGui::SetCursorScreenPos(top_left(box));
  const ImVec2 size(box.w - std::max(field.pad_right - field.pad_left, 0.0f), box.h);
  if (field.focus) {
    // Not SetKeyboardFocusHere(): what has the focus now, if it is drawn later in this frame, would cancel that.
    GImGui->NavNextActivateId = ImGui::GetID(hidden.c_str());
    GImGui->NavNextActivateFlags = ImGuiActivateFlags_PreferInput;
    frame.again = true;
  }
  Typed typed;
  typed.changed = ImGui::InputTextEx(hidden.c_str(), nullptr, text.data(), static_cast<int>(text.capacity() + 1), size,
                                     flags | ImGuiInputTextFlags_CallbackResize, resize_string, &text);
  typed.hovered = ImGui::IsItemHovered();
  typed.focused = ImGui::IsItemFocused();
  typed.active = ImGui::IsItemActive();
  ImGui::PopStyleColor(4);
  ImGui::PopStyleVar(3);
  return typed;
}

void finish_field(Frame& frame, const Field& field, Rect box, const std::string& text, const Typed& typed) {
  const Palette& p = frame.palette;
  const Rect seen = visible_part(box);
  if (seen.w > 0) {
    Colour line = typed.hovered ? p.muted : p.field_line;
    if (typed.active || typed.focused) line = p.accent;
    if (field.invalid) line = p.bad;
    outline(box, line, kCorner);
    if (typed.active || (typed.focused && frame.ring)) {
      outline(inset(box, -1, -1), faded(line, 0.45f), kCorner + 1, 1);
    }
    Widget& widget = frame.log.add(field.id, field.label, "textbox", seen);
    widget.focused = typed.active || typed.focused;
    widget.value = text;
  }
  if (typed.active) frame.due_in(Duration::millis(200));  // the caret blinks
}

}  // namespace

bool draw_field(Frame& frame, const Field& field, Rect box, std::string& text, bool* submitted) {
  const FaceScope scope(frame, field.face);
  fill(box, frame.palette.field, kCorner);
  ImGuiInputTextFlags flags = 0;
  if (field.escape_clears) flags |= ImGuiInputTextFlags_EscapeClearsAll;
  const Typed typed = input_text(frame, field, box, text, flags);
  if (submitted != nullptr) {
    *submitted = ImGui::IsItemDeactivated() &&
                 (ImGui::IsKeyPressed(ImGuiKey_Enter) || ImGui::IsKeyPressed(ImGuiKey_KeypadEnter));
  }
  if (text.empty() && !typed.active && !field.hint.empty() && visible_part(box).w > 0) {
    const Rect room{box.x + field.pad_left, box.y, box.w - field.pad_left - field.pad_right, box.h};
    draw_text_in(frame, field.face, room, frame.palette.muted, field.hint);
  }
  finish_field(frame, field, box, text, typed);
  return typed.changed;
}

bool draw_area(Frame& frame, const Field& field, Rect box, std::string& text) {
  const FaceScope scope(frame, field.face);
  fill(box, frame.palette.field, kCorner);
  const Typed typed = input_text(frame, field, box, text, ImGuiInputTextFlags_Multiline);
  if (text.empty() && !typed.active && !field.hint.empty() && visible_part(box).w > 0) {
    draw_wrapped(frame, field.face, ImVec2(box.x + field.pad_left, box.y + 4), box.w - 2 * field.pad_left,
                 frame.palette.muted, field.hint);
  }
  finish_field(frame, field, box, text, typed);
  return typed.changed;
}

bool draw_chip(Frame& frame, const char* id, std::string_view label, std::string_view name, Rect box, Colour mark,
               bool& on) {
  const Hit hit = hit_box(frame, id, box, name, "switch", true, on ? "true" : "false");
  if (hit.pressed) on = !on;
  tip(frame, name);
  if (!hit.visible) return hit.pressed;
  const Palette& p = frame.palette;
  fill(box, on ? mixed(p.field, mark, 0.22f) : (hit.hovered ? p.hover : p.field), kCorner);
  outline(box, on ? mark : p.field_line, kCorner);
  fill(Rect{box.x + 3, box.y + box.h - 5, box.w - 6, 3}, on ? mark : faded(mark, 0.35f), 1);
  draw_text_in(frame, Face::kText, Rect{box.x, box.y, box.w, box.h - 3}, on ? p.text : p.muted, label, Align::kCentre);
  focus_ring(frame, hit, box);
  return hit.pressed;
}

void draw_combo(Frame& frame, const char* id, std::string_view label, std::string_view preview, bool preview_muted,
                Rect box, const std::function<void(float)>& items, bool quiet, float menu_least) {
  const Palette& p = frame.palette;
  const Hit hit = hit_box(frame, id, box, label, "combobox", true, preview);
  ImGui::PushID(id);
  const bool open = ImGui::IsPopupOpen("menu");
  if (hit.visible) {
    if (quiet) {
      if (hit.hovered || open) fill(box, p.hover, kCorner);
    } else {
      fill(box, p.field, kCorner);
      outline(box, open ? p.accent : (hit.hovered ? p.muted : p.field_line), kCorner);
    }
    draw_text_in(frame, Face::kText, Rect{box.x + kGap2, box.y, box.w - kGap2 - 26, box.h},
                 preview_muted ? p.muted : p.text, preview);
    draw_icon(list(), Icon::kCaretDown, ImVec2(box.x + box.w - 13, box.y + box.h / 2), p.muted);
    focus_ring(frame, hit, box);
  }
  if (hit.pressed) open_menu("menu");
  const float width = std::max(box.w - 2 * kMenuPad, menu_least);
  if (begin_menu(frame, "menu", box, width)) {
    items(width);
    end_menu();
  }
  ImGui::PopID();
}

void open_menu(const char* id) { ImGui::OpenPopup(id); }

bool begin_menu(Frame& frame, const char* id, Rect anchor, float width) {
  if (!ImGui::IsPopupOpen(id)) return false;
  const ImVec2 display = ImGui::GetIO().DisplaySize;
  const float below = display.y - (anchor.y + anchor.h);
  const bool up = below < 240 && anchor.y > below;
  const float full = width + 2 * kMenuPad;
  const float x = std::clamp(anchor.x, kGap1, std::max(kGap1, display.x - full - kGap1));
  ImGui::SetNextWindowPos(ImVec2(x, up ? anchor.y - 2 : anchor.y + anchor.h + 2), ImGuiCond_Always,
                          ImVec2(0, up ? 1.0f : 0.0f));
  const float room = std::max(up ? anchor.y - kGap2 : below - kGap2, 120.0f);
  ImGui::SetNextWindowSizeConstraints(ImVec2(full, 0), ImVec2(full, std::min(room, kMenuHeightMax)));
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, ImVec2(kMenuPad, kMenuPad));
  ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, ImVec2(0, 0));
  const bool open = ImGui::BeginPopup(id, ImGuiWindowFlags_NoMove);
  if (!open) ImGui::PopStyleVar(2);
  (void)frame;
  return open;
}

void end_menu() {
  ImGui::EndPopup();
  ImGui::PopStyleVar(2);
}

bool draw_menu_item(Frame& frame, const MenuItem& item, float width) {
  const Palette& p = frame.palette;
  const ImVec2 pos = ImGui::GetCursorScreenPos();
  const Rect box{pos.x, pos.y, width, kControlHeight};
  const std::string_view value = item.checkable ? (item.checked ? "true" : "false") : "";
  const Hit hit = hit_box(frame, item.id, box, item.label, "menuitem", item.enabled, value);
  if (!item.log_id.empty() && !frame.log.widgets().empty()) frame.log.rename_last(item.id, item.log_id);
  if (hit.visible) {
    if (item.enabled && (hit.hovered || (hit.focused && frame.ring))) {
      fill(box, faded(p.accent, 0.18f), kCorner);
    }
    const Colour colour = item.enabled ? p.text : p.muted;
    float x = box.x + kGap2;
    if (item.checkable) {
      if (item.checked) draw_icon(list(), Icon::kCheck, ImVec2(x + 8, box.y + box.h / 2), p.accent);
      x += 24;
    }
    const float key = text_width(frame, Face::kSmall, item.key);
    draw_text_in(frame, Face::kText, Rect{x, box.y, box.x + box.w - kGap2 - x - (key > 0 ? key + kGap2 : 0), box.h},
                 colour, item.label);
    if (key > 0) {
      draw_text_in(frame, Face::kSmall, Rect{box.x + box.w - kGap2 - key, box.y, key + 1, box.h}, p.muted, item.key);
    }
  }
  if (hit.pressed && !item.keep_open) ImGui::CloseCurrentPopup();
  return hit.pressed;
}

void draw_menu_title(Frame& frame, std::string_view text, float width) {
  const ImVec2 pos = ImGui::GetCursorScreenPos();
  draw_text_in(frame, Face::kSmall, Rect{pos.x + kGap2, pos.y, width - 2 * kGap2, 24}, frame.palette.muted, text);
  ImGui::Dummy(ImVec2(width, 24));
}

void draw_menu_line(Frame& frame, float width) {
  const ImVec2 pos = ImGui::GetCursorScreenPos();
  hline(pos.x, pos.x + width, pos.y + 4, frame.palette.line);
  ImGui::Dummy(ImVec2(width, 9));
}

}  // namespace sluice::ui
