#include "ui/filter_box.h"

#include <algorithm>
#include <cmath>

#include "base/text.h"

namespace sluice::ui {
namespace {
constexpr float kTextLeft = 30;
constexpr std::string_view kHintShort = "Filter";
constexpr Duration kRest = Duration::millis(200);  // half-typed words match nothing: no flicker, no needless scans
}  // namespace

bool FilterBox::draw(Frame& frame, Rect box) {
  const Palette& p = frame.palette;
  const bool clearable = !text_.empty();
  const float clear_w = clearable ? 26.0f : 0.0f;
  Field field{id_.c_str(), "Filter"};
  field.hint = box.w > 380 ? std::string_view(hint_) : kHintShort;
  field.face = text_.empty() ? Face::kText : Face::kMono;
  field.invalid = error_.has_value();
  field.escape_clears = true;
  field.focus = focus_;
  field.pad_left = kTextLeft;
  field.pad_right = 8 + clear_w + kTextLeft;
  bool entered = false;
  if (draw_field(frame, field, box, text_, &entered)) apply_at_ = frame.model.now + kRest;
  bool apply = apply_at_ && (entered || frame.model.now >= *apply_at_);
  focus_ = false;
  draw_icon(ImGui::GetWindowDrawList(), Icon::kSearch, ImVec2(box.x + 15, box.y + box.h / 2), p.muted);
  if (clearable) {
    const std::string id = id_ + ".clear";
    Button clear{id.c_str(), ""};
    clear.icon = Icon::kClose;
    clear.kind = ButtonKind::kQuiet;
    clear.name = "Clear the filter";
    clear.tip = "Clear the filter";
    if (draw_button(frame, clear, Rect{box.x + box.w - 25, box.y + 3, 22, box.h - 6})) {
      text_.clear();
      apply = true;
    }
  }
  if (error_ && !apply_at_ && text_.size() >= error_->offset) {
    const std::string_view text = text_;
    const size_t at = std::min(error_->offset, text.size());
    const float x = box.x + kTextLeft + text_width(frame, Face::kMono, text.substr(0, at));
    size_t end = at;
    if (end < text.size()) next_utf8(text, end);
    while (end < text.size() && !is_space(text[end])) ++end;
    const float right = box.x + kTextLeft + text_width(frame, Face::kMono, text.substr(0, end));
    const float limit = box.x + box.w - 8 - clear_w;
    if (x < limit) fill(Rect{x, box.y + box.h - 6, std::min(std::max(right - x, 7.0f), limit - x), 2}, p.bad);
  }
  if (apply) apply_at_.reset();
  if (apply_at_) frame.due_in(*apply_at_ - frame.model.now);
  return apply;
}

void FilterBox::draw_error(Frame& frame, Rect box) const {
  if (!error_) return;
  const Palette& p = frame.palette;
  draw_icon(ImGui::GetWindowDrawList(), Icon::kError, ImVec2(box.x + 15, box.y + box.h / 2), p.bad);
  const std::string text = error_->message + "  (character " + std::to_string(error_->offset + 1) + ")";
  draw_text_in(frame, Face::kSmall, Rect{box.x + kTextLeft, box.y, box.w - kTextLeft - kGap2, box.h}, p.bad, text);
  frame.log.add(id_ + ".error", text, "status", visible_part(box));
}

}  // namespace sluice::ui
