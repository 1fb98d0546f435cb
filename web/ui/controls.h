// The page's own few controls, made of ImGui's items and drawn with the tokens: one look for buttons, fields, switches
// and menus everywhere. Every control is placed explicitly (screen coordinates, CSS pixels), is reachable with Tab,
// shows hover, focus, pressed and disabled, and records itself in the widget log.
//
// `id` is the widget's stable id and ImGui's id at once: always a text of ours. Text that came from a user or a
// gateway is only ever drawn, never formatted and never an id.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "imgui.h"
#include "ui/frame.h"
#include "ui/icons.h"

namespace sluice::ui {

enum class Face { kText, kHeading, kSmall, kMono };
enum class Align { kLeft, kCentre, kRight };

// ImGui's current font is `face` while this lives.
class FaceScope {
 public:
  FaceScope(const Frame& frame, Face face);
  ~FaceScope();
  FaceScope(const FaceScope&) = delete;
  FaceScope& operator=(const FaceScope&) = delete;
};

float face_px(Face face);
float text_width(const Frame& frame, Face face, std::string_view text);
// One line, its top left at `pos`, on the current window.
void draw_text(const Frame& frame, Face face, ImVec2 pos, Colour colour, std::string_view text);
// One line inside the box, centred vertically, with "…" where it does not fit; true when it was cut.
bool draw_text_in(const Frame& frame, Face face, Rect box, Colour colour, std::string_view text,
                  Align align = Align::kLeft);
// Wrapped to `width`; gives the height. With draw = false it is only measured.
float draw_wrapped(const Frame& frame, Face face, ImVec2 pos, float width, Colour colour, std::string_view text,
                   bool draw = true);

void fill(Rect box, Colour colour, float corner = 0);
void outline(Rect box, Colour colour, float corner = 0, float thickness = 1);
void hline(float x1, float x2, float y, Colour colour);
void vline(float x, float y1, float y2, Colour colour);
inline ImVec2 top_left(const Rect& r) { return ImVec2(r.x, r.y); }
inline ImVec2 bottom_right(const Rect& r) { return ImVec2(r.x + r.w, r.y + r.h); }
inline Rect inset(const Rect& r, float x, float y) { return Rect{r.x + x, r.y + y, r.w - 2 * x, r.h - 2 * y}; }

// The state of an item after input; `visible` false: scrolled away, nothing to draw.
struct Hit {
  bool visible = false;
  bool pressed = false;    // clicked, or activated by key
  bool hovered = false;
  bool held = false;
  bool focused = false;    // has the keyboard focus
};

// An interactive box without a look. `record` false: the caller logs it.
Hit hit_box(Frame& frame, const char* id, Rect box, std::string_view label, std::string_view role, bool enabled = true,
            std::string_view value = {});
// The ring around what has the keyboard focus, when it got there by key.
void focus_ring(const Frame& frame, const Hit& hit, Rect box, float corner = kCorner);

// Shown while the last item is hovered or has the keyboard focus for a moment.
void tip(Frame& frame, std::string_view text);

enum class ButtonKind { kPlain, kPrimary, kQuiet, kMark, kDanger };  // kMark: quiet, in the accent colour
struct Button {
  const char* id;
  std::string_view label;       // "" for an icon alone; then `name` is what it is called
  Icon icon = Icon::kNone;
  ButtonKind kind = ButtonKind::kPlain;
  bool enabled = true;
  bool on = false;              // shown as pressed in (an open panel)
  std::string_view name = {};
  std::string_view tip = {};
};
float button_width(const Frame& frame, const Button& button);
bool draw_button(Frame& frame, const Button& button, Rect box);

// A switch with its label at the left; toggles `on`.
bool draw_switch(Frame& frame, const char* id, std::string_view label, Rect box, bool& on, bool enabled = true);
// A box with a tick and its label at the right.
bool draw_checkbox(Frame& frame, const char* id, std::string_view label, Rect box, bool& on, bool enabled = true);

struct Field {
  const char* id;
  std::string_view label;       // for the log
  std::string_view hint = {};   // shown while it is empty
  Face face = Face::kText;
  bool invalid = false;
  bool focus = false;           // take the keyboard with the next frame
  bool escape_clears = false;   // else Escape gives back the text from before
  float pad_left = 8;           // room for an icon
  float pad_right = 8;
};
// True when the text changed. *submitted: Enter was pressed.
bool draw_field(Frame& frame, const Field& field, Rect box, std::string& text, bool* submitted = nullptr);

// The same for text of several lines; it scrolls. Enter is a line break.
bool draw_area(Frame& frame, const Field& field, Rect box, std::string& text);

// A small button that is on or off, with a mark of its own colour: one of a row of choices.
bool draw_chip(Frame& frame, const char* id, std::string_view label, std::string_view name, Rect box, Colour mark,
               bool& on);

// A button that shows a choice and opens a menu below itself; `items` draws the menu's lines and is called while it is
// open, with the width for them.
void draw_combo(Frame& frame, const char* id, std::string_view label, std::string_view preview, bool preview_muted,
                Rect box, const std::function<void(float)>& items, bool quiet = false, float menu_least = 160);

// A menu hung under (or above) `anchor`; end_menu() only after true.
void open_menu(const char* id);
bool begin_menu(Frame& frame, const char* id, Rect anchor, float width);
void end_menu();
struct MenuItem {
  const char* id;
  std::string_view label;
  bool checkable = false;
  bool checked = false;
  bool enabled = true;
  std::string_view key = {};    // shown at the right: "Ctrl+C"
  bool keep_open = false;
  std::string_view log_id = {};  // the widget's id where it differs from ImGui's
};
bool draw_menu_item(Frame& frame, const MenuItem& item, float width);
void draw_menu_title(Frame& frame, std::string_view text, float width);
void draw_menu_line(Frame& frame, float width);

// A part of the window that scrolls or clips by itself; Tab goes through it as if it were not there. end_part() always
// follows.
bool begin_part(const char* id, Rect box, bool scrolls = true);
void end_part();

// The visible part of a box in the current window; w or h 0 when nothing is.
Rect visible_part(Rect box);

}  // namespace sluice::ui
