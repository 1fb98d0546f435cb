#include "ui/keep_question.h"

#include <utility>

#include "ui/sheet.h"

namespace sluice::ui {

void KeepQuestion::ask(PullRequest request) {
  request_ = std::move(request);
  open_ = true;
}

void KeepQuestion::draw(Frame& frame) {
  if (!open_) return;
  const Palette& p = frame.palette;
  std::optional<bool> answer;
  const Sheet sheet{"keep", "keep.close", "Keep runs in this browser?"};
  const bool stays = draw_sheet(frame, sheet, [&](ImVec2 at, float width) {
    float y = at.y;
    const auto paragraph = [&](Colour colour, std::string_view text) {
      y += draw_wrapped(frame, Face::kText, ImVec2(at.x, y), width, colour, text) + kGap3;
    };
    paragraph(p.text,
              "When pages are kept on this computer while they arrive, a pull goes on where it was after a reload, a "
              "crash or a restart.");
    paragraph(p.muted,
              "They stay in this browser until you forget them, and whoever uses it can read them. Passwords and "
              "tokens are never stored. You can change this at any time under \"Kept runs\".");
    frame.log.add("keep.question", "Keep runs in this browser?", "dialog",
                  visible_part(Rect{at.x, at.y, width, y - at.y}));
    y += kGap1;
    Button keep{"keep.yes", "Keep and pull"};
    keep.kind = ButtonKind::kPrimary;
    Button memory{"keep.no", "Pull in memory only"};
    const float keep_w = button_width(frame, keep);
    const float memory_w = button_width(frame, memory);
    const float right = at.x + width;
    const Rect memory_box{right - keep_w - kGap2 - memory_w, y, memory_w, kControlHeight};
    if (draw_button(frame, memory, memory_box)) answer = false;
    if (draw_button(frame, keep, Rect{right - keep_w, y, keep_w, kControlHeight})) answer = true;
    if (answer) ImGui::CloseCurrentPopup();
    return y + kControlHeight;
  });
  if (answer) {
    frame.intents.set_keep = answer;
    frame.intents.pull = std::move(request_);
    frame.again = true;
  }
  open_ = stays && !answer;
}

}  // namespace sluice::ui
