#include "ui/help.h"

#include <algorithm>
#include <cmath>

#include "base/text.h"

namespace sluice::ui {
namespace {

constexpr float kSheetWidth = 860;
constexpr float kTwoColumnsFrom = 700;
constexpr float kKeyWidth = 152;

struct Line {
  std::string_view left;
  std::string_view right;
};

constexpr Line kKeys[] = {
    {"/", "go to the filter"},
    {"?", "this sheet"},
    {"Tab", "the next field, the reading way"},
    {"Arrows, Page keys", "move in a table; with Shift, select"},
    {"Enter", "open the details of the row"},
    {"Ctrl+A", "select every row that matches"},
    {"Ctrl+C", "copy the cell, or the selected rows"},
    {"Ctrl+E", "export what the table shows"},
    {"Esc", "leave a field, close what is open"},
};
constexpr Line kMouse[] = {
    {"Click a header", "sort; again to turn it round; Shift adds a key"},
    {"Drag a header", "move the column; its edge resizes, a double click there fits"},
    {"Right click", "copy, filter by this, exclude this"},
};
constexpr Line kFilter[] = {
    {"iphone 14", "rows that hold both words, anywhere"},
    {"severity>=4", "also > < <= !=; dates too: last_seen<now-90d"},
    {"status:[New, Active]", "any of these"},
    {"username:`j.doe`", "exactly this; \"…\" a phrase"},
    {"os_version is null", "nothing is there; is not null"},
    {"not, and, or, ( )", "not binds first, then and"},
};

float draw_lines(Frame& frame, const Line* lines, size_t count, float x, float y, float width, Face left_face) {
  const Palette& p = frame.palette;
  const float key_w = std::min(left_face == Face::kMono ? 168.0f : kKeyWidth, width * 0.5f);
  for (size_t i = 0; i < count; ++i) {
    draw_text_in(frame, left_face, Rect{x, y, key_w - kGap2, 24}, p.text, lines[i].left);
    const float h = std::max(
        draw_wrapped(frame, Face::kText, ImVec2(x + key_w, y + 2), width - key_w, p.muted, lines[i].right) + 4, 24.0f);
    y += h;
  }
  return y;
}

template <size_t N>
float draw_block(Frame& frame, std::string_view title, const Line (&lines)[N], float x, float y, float width,
                 Face left_face = Face::kText) {
  draw_text_in(frame, Face::kSmall, Rect{x, y, width, 24}, frame.palette.accent, title);
  return draw_lines(frame, lines, N, x, y + 26, width, left_face) + kGap3;
}

}  // namespace

bool is_link(std::string_view text) {
  const std::string_view link = trim(text);
  for (const std::string_view scheme : {"https://", "http://"}) {
    if (!starts_with_ignoring_case(link, scheme)) continue;
    const std::string_view rest = link.substr(scheme.size());
    const bool clean = link.find_first_of(" \t\r\n\"<>\\") == std::string_view::npos;
    return clean && !rest.empty() && rest.front() != '/' && rest.front() != '?' && rest.front() != '#';
  }
  return false;
}

float Help::draw_feed(Frame& frame, Rect box) {
  if (!feed_read_) feed_ = frame.model.feed;
  feed_read_ = true;
  const std::string_view typed = trim(feed_);
  const bool good = typed.empty() || is_link(typed);
  draw_text_in(frame, Face::kSmall, Rect{box.x, box.y, box.w, 24}, frame.palette.accent, "Notification feed");
  Button open{"feed.open", "Open"};
  open.enabled = !typed.empty() && good;
  open.tip = "Opens the feed in a new tab; nothing is fetched by this page";
  const float w = button_width(frame, open);
  Field field{"feed.address", "Address of the vendor's notification feed"};
  field.hint = "Its address, if you have one: notices of versions that end";
  field.invalid = !good;
  const float y = box.y + 26;
  if (draw_field(frame, field, Rect{box.x, y, box.w - w - kGap2, kControlHeight}, feed_)) {
    const std::string_view now = trim(feed_);
    if (now.empty() || is_link(now)) frame.intents.set_feed = std::string(now);
  }
  if (draw_button(frame, open, Rect{box.x + box.w - w, y, w, kControlHeight})) {
    frame.intents.open_link = std::string(typed);
  }
  return 26 + kControlHeight;
}

void Help::draw(Frame& frame) {
  if (!open_) {
    feed_read_ = false;
    return;
  }
  const ImVec2 display = ImGui::GetIO().DisplaySize;
  const float width = std::min(kSheetWidth, display.x - 2 * kGap3);
  const float height = std::min(height_, display.y - 2 * kGap3);
  if (!ImGui::IsPopupOpen("help")) ImGui::OpenPopup("help");
  const ImVec2 at(std::floor((display.x - width) / 2), std::floor((display.y - height) / 2));
  ImGui::SetNextWindowPos(at);
  ImGui::SetNextWindowSize(ImVec2(width, height));
  constexpr ImGuiWindowFlags kFlags = ImGuiWindowFlags_NoTitleBar | ImGuiWindowFlags_NoResize |
                                      ImGuiWindowFlags_NoMove | ImGuiWindowFlags_NoSavedSettings;
  ImGui::PushStyleVar(ImGuiStyleVar_WindowRounding, 6);
  ImGui::PushStyleVar(ImGuiStyleVar_WindowBorderSize, 1);
  const bool shown = ImGui::BeginPopupModal("help", nullptr, kFlags);
  ImGui::PopStyleVar(2);
  if (!shown) return;
  const Palette& p = frame.palette;
  const ImVec2 from = ImGui::GetCursorScreenPos();
  const float x = from.x + kGap5;
  const float inner = width - 2 * kGap5;
  float y = from.y + kGap4;
  draw_text_in(frame, Face::kHeading, Rect{x, y, inner, 24}, p.text, "Keys and filters");
  Button close{"help.close", ""};
  close.icon = Icon::kClose;
  close.kind = ButtonKind::kQuiet;
  close.name = "Close";
  if (draw_button(frame, close, Rect{x + inner - kControlHeight + 6, y - 2, kControlHeight, kControlHeight}))
    open_ = false;
  y += 36;
  const bool two = width >= kTwoColumnsFrom;
  const float column_w = two ? std::floor((inner - kGap5) / 2) : inner;
  const float right_x = two ? x + column_w + kGap5 : x;
  const float left_y = draw_block(frame, "Keys", kKeys, x, y, column_w);
  float right_y = two ? y : left_y;
  right_y = draw_block(frame, "Pointer", kMouse, right_x, right_y, column_w);
  right_y = draw_block(frame, "Filter", kFilter, right_x, right_y, column_w, Face::kMono);
  y = std::max(left_y, right_y);
  y += draw_wrapped(
      frame, Face::kSmall, ImVec2(x, y), inner, p.muted,
      "Column names are those of the API, as the tips on the headers show them. Times are UTC. Severity is the "
      "native scale of 1 to 5, not CVSS.");
  y += kGap3;
  y += draw_feed(frame, Rect{x, y, inner, 0}) + kGap3;
  const std::string version = "Sluice " + frame.model.version;
  draw_text_in(frame, Face::kSmall, Rect{x, y, inner, 20}, p.muted, version);
  y += 24;
  ImGui::SetCursorScreenPos(from);
  ImGui::Dummy(ImVec2(1, y - from.y + kGap3));
  if (const float needed = y - from.y + kGap3 + 2 * ImGui::GetStyle().WindowPadding.y + 4; needed != height_) {
    height_ = needed;
    frame.again = true;
  }
  if (ImGui::IsKeyPressed(ImGuiKey_Escape) && !ImGui::IsAnyItemActive()) open_ = false;
  const ImVec2 mouse = ImGui::GetIO().MousePos;
  const bool beside = mouse.x < at.x || mouse.x > at.x + width || mouse.y < at.y || mouse.y > at.y + height;
  if (ImGui::IsMouseClicked(ImGuiMouseButton_Left) && beside && !ImGui::IsWindowAppearing()) open_ = false;
  if (!open_) ImGui::CloseCurrentPopup();
  ImGui::EndPopup();
}

}  // namespace sluice::ui
