#include "ui/detail_head.h"

namespace sluice::ui {

bool draw_detail_head(Frame& frame, Rect box, const std::string& title, const std::string& under, bool back) {
  const Palette& p = frame.palette;
  float x = box.x + kGap4;
  Button close{"detail.close", ""};
  close.kind = ButtonKind::kQuiet;
  close.name = back ? "Back" : "Close the details";
  close.icon = back ? Icon::kCaretLeft : Icon::kClose;
  Rect spot{box.x + box.w - kControlHeight - kGap2, box.y + 6, kControlHeight, kControlHeight};
  if (back) {
    spot.x = box.x + kGap1;
    x += 24;
  }
  const bool closed = draw_button(frame, close, spot);
  const float width = box.x + box.w - kGap4 - kControlHeight - x;
  draw_text_in(frame, Face::kHeading, Rect{x, box.y + 6, width, 22}, p.text, title);
  draw_text_in(frame, Face::kSmall, Rect{x, box.y + 28, width, 18}, p.muted, under);
  frame.log.add("detail.title", title, "status", visible_part(Rect{x, box.y + 6, width, 22})).value = under;
  hline(box.x, box.x + box.w, box.y + box.h - 1, p.line);
  return closed;
}

}  // namespace sluice::ui
