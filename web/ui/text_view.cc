#include "ui/text_view.h"

#include <algorithm>
#include <cmath>

#include "base/text.h"
#include "imgui_internal.h"

namespace sluice::ui {
namespace {

constexpr float kPad = 8;
constexpr size_t kLoggedBytesMax = 64 * 1024;
constexpr size_t kMeasuredLinesMax = 20000;  // a longer text scrolls sideways as far as these need

bool is_word(char c) { return is_digit(c) || (lower(c) >= 'a' && lower(c) <= 'z') || c == '_' || (c & 0x80) != 0; }

}  // namespace

void TextView::set_text(std::string text) {
  text_ = std::move(text);
  lines_.clear();
  anchor_ = caret_ = 0;
  widest_ = -1;
  size_t begin = 0;
  while (true) {
    const size_t stop = text_.find('\n', begin);
    size_t end = std::min(stop, text_.size());
    if (end > begin && text_[end - 1] == '\r') --end;
    lines_.push_back(Line{begin, end});
    if (stop == std::string::npos) return;
    begin = stop + 1;
  }
}

float TextView::content_height() const { return static_cast<float>(lines_.size()) * kTextViewPitch + 2 * kPad; }

void TextView::measure(const Frame& frame) {
  if (widest_ >= 0) return;
  widest_ = 0;
  for (size_t i = 0; i < std::min(lines_.size(), kMeasuredLinesMax); ++i) {
    widest_ = std::max(widest_, x_of(frame, lines_[i], lines_[i].end));
  }
}

float TextView::x_of(const Frame& frame, const Line& line, size_t offset) const {
  const size_t end = std::clamp(offset, line.begin, line.end);
  return text_width(frame, Face::kMono, std::string_view(text_).substr(line.begin, end - line.begin));
}

// The gap between two characters that is nearest to the point.
size_t TextView::offset_at(const Frame& frame, float x, float y) const {
  if (lines_.empty()) return 0;
  const float last = static_cast<float>(lines_.size() - 1);
  const auto index = static_cast<size_t>(std::clamp(std::floor((y - kPad) / kTextViewPitch), 0.0f, last));
  const Line& line = lines_[index];
  const FaceScope scope(frame, Face::kMono);
  const char* rest = nullptr;  // the first character that is not wholly left of the point
  ImGui::GetFont()->CalcTextSizeA(kMonoPx, std::max(x - kPad, 0.0f), 0, text_.data() + line.begin,
                                  text_.data() + line.end, &rest);
  const auto offset = static_cast<size_t>(rest - text_.data());
  if (offset >= line.end) return line.end;
  size_t next = offset;
  next_utf8(std::string_view(text_).substr(0, line.end), next);
  const float middle = (x_of(frame, line, offset) + x_of(frame, line, next)) / 2;
  return x - kPad < middle ? offset : next;
}

void TextView::select_word(size_t offset) {
  anchor_ = caret_ = offset;
  while (anchor_ > 0 && is_word(text_[anchor_ - 1])) --anchor_;
  while (caret_ < text_.size() && is_word(text_[caret_])) ++caret_;
}

std::string TextView::selected_text() const {
  const auto [begin, end] = std::minmax(anchor_, caret_);
  return text_.substr(begin, end - begin);
}

void TextView::on_input(Frame& frame, const Hit& hit, ImVec2 origin) {
  const ImGuiIO& io = ImGui::GetIO();
  if (hit.hovered) ImGui::SetMouseCursor(ImGuiMouseCursor_TextInput);
  if (hit.held && !frame.model.touch) {
    const size_t at = offset_at(frame, io.MousePos.x - origin.x, io.MousePos.y - origin.y);
    if (ImGui::IsMouseDoubleClicked(ImGuiMouseButton_Left)) {
      select_word(at);
    } else if (ImGui::IsMouseClicked(ImGuiMouseButton_Left)) {
      if (!io.KeyShift) anchor_ = at;
      caret_ = at;
    } else if (ImGui::IsMouseDragging(ImGuiMouseButton_Left, 2)) {
      caret_ = at;
    }
  }
  if (!hit.focused || !io.KeyCtrl) return;
  if (ImGui::IsKeyPressed(ImGuiKey_A, false)) {
    anchor_ = 0;
    caret_ = text_.size();
  }
  if (ImGui::IsKeyPressed(ImGuiKey_C, false) && anchor_ != caret_) ImGui::SetClipboardText(selected_text().c_str());
}

void TextView::draw_lines(Frame& frame, ImVec2 origin, float view_top, float view_bottom, float width) {
  const Palette& p = frame.palette;
  const auto [begin, end] = std::minmax(anchor_, caret_);
  const float above = std::max((view_top - origin.y - kPad) / kTextViewPitch, 0.0f);
  for (auto i = static_cast<size_t>(above); i < lines_.size(); ++i) {
    const Line& line = lines_[i];
    const float y = origin.y + kPad + static_cast<float>(i) * kTextViewPitch;
    if (y > view_bottom) return;
    if (begin < end && begin <= line.end && end > line.begin) {
      const float from = x_of(frame, line, begin);
      // A selected line break shows as a little more.
      const float to = end > line.end ? x_of(frame, line, line.end) + 6 : x_of(frame, line, end);
      fill(Rect{origin.x + kPad + from, y, std::min(to - from, width), kTextViewPitch}, faded(p.accent, 0.35f));
    }
    const std::string_view text = std::string_view(text_).substr(line.begin, line.end - line.begin);
    draw_text(frame, Face::kMono, ImVec2(origin.x + kPad, y + (kTextViewPitch - kMonoPx) / 2), p.text, text);
  }
}

void TextView::draw(Frame& frame, const char* id, Rect box) {
  const Palette& p = frame.palette;
  measure(frame);
  fill(box, p.field, kCorner);
  ImGui::PushID(id);
  ImGui::SetCursorScreenPos(top_left(box));
  const bool open = ImGui::BeginChild("view", ImVec2(box.w, box.h), ImGuiChildFlags_NavFlattened,
                                      ImGuiWindowFlags_HorizontalScrollbar);
  Hit hit;
  if (open) {
    const ImVec2 origin = ImGui::GetCursorScreenPos();
    const Rect all{origin.x, origin.y, std::max(widest_ + 2 * kPad, box.w - 12),
                   std::max(content_height(), box.h - 12)};
    ImGui::SetCursorScreenPos(origin);
    ImGui::InvisibleButton("text", ImVec2(all.w, all.h), ImGuiButtonFlags_EnableNav);
    hit.hovered = ImGui::IsItemHovered();
    hit.held = ImGui::IsItemActive();
    hit.focused = ImGui::IsItemFocused();
    on_input(frame, hit, origin);
    draw_lines(frame, origin, box.y, box.y + box.h, all.w);
  }
  ImGui::EndChild();
  ImGui::PopID();
  outline(box, p.line, kCorner);
  focus_ring(frame, hit, box);
  const Rect seen = visible_part(box);
  if (seen.w <= 0) return;
  Widget& widget = frame.log.add(id, "", "textbox", seen);
  widget.focused = hit.focused;
  widget.value = shorten(text_, kLoggedBytesMax);
}

}  // namespace sluice::ui
