#include "ui/fact_box.h"

#include "base/date.h"
#include "base/text.h"
#include "ui/json_text.h"

namespace sluice::ui {
namespace {

constexpr size_t kLinesBytesMax = 2000;   // of a value that is shown whole; the table's copy has all

bool draw_target(Frame& frame, const Fact& fact, Rect spot, Hit* out) {
  ImGui::PushItemFlag(ImGuiItemFlags_NoTabStop, true);
  *out = hit_box(frame, "fact", spot, fact.label, "button", true, fact.text);
  ImGui::PopItemFlag();
  frame.log.rename_last("fact", fact.log_id);
  if (out->pressed) copy_fact(frame, fact.text, fact.label);
  if (out->visible && out->hovered) fill(spot, frame.palette.hover, kCorner);
  return out->pressed;
}

}  // namespace

void copy_fact(Frame& frame, const std::string& text, std::string_view what) {
  ImGui::SetClipboardText(text.c_str());
  frame.say(MessageKind::kInfo, "Copied " + std::string(what) + ".");
}

bool draw_fact_box(Frame& frame, const Fact& fact, const StringPool& pool, Rect box) {
  const Palette& p = frame.palette;
  Hit hit;
  const bool copied = draw_target(frame, fact, Rect{box.x - 4, box.y, box.w + 8, box.h - 2}, &hit);
  if (!hit.visible) return copied;
  draw_text_in(frame, Face::kSmall, Rect{box.x, box.y + 2, box.w, 16}, p.muted, fact.label);
  // Numbers stand at the left here, under their label.
  const CellLook look = fact.look == CellLook::kNumber || fact.look == CellLook::kReal ? CellLook::kText : fact.look;
  const bool cut = draw_cell(frame, look, fact.cell, pool, Rect{box.x, box.y + 17, box.w, 22}, p.text);
  if (fact.look == CellLook::kDate && fact.cell.kind == Cell::Kind::kNumber) {
    tip(frame, iso_datetime(fact.cell.number) + "\n" + age_text(frame.model.wall, fact.cell.number) +
                   "\nClick to copy");
  } else {
    tip(frame, cut ? fact.text + "\nClick to copy" : std::string("Click to copy"));
  }
  focus_ring(frame, hit, box);
  return copied;
}

float draw_fact_lines(Frame& frame, const Fact& fact, float x, float y, float width) {
  const Palette& p = frame.palette;
  const bool json = fact.look == CellLook::kJson;
  const std::string shown = shorten(json ? json_summary(fact.text) : fact.text, kLinesBytesMax);
  const Face face = fact.look == CellLook::kId ? Face::kMono : Face::kText;
  const float h = draw_wrapped(frame, face, ImVec2(x, y), width, p.text, shown, false);
  const Rect box{x, y, width, h + 22};
  Hit hit;
  (void)draw_target(frame, fact, Rect{box.x - 4, box.y, box.w + 8, box.h - 2}, &hit);
  if (hit.visible) {
    draw_text_in(frame, Face::kSmall, Rect{x, y + 2, width, 16}, p.muted, fact.label);
    draw_wrapped(frame, face, ImVec2(x, y + 18), width, p.text, shown);
    tip(frame, "Click to copy");
    focus_ring(frame, hit, box);
  }
  return box.h + kGap1;
}

}  // namespace sluice::ui
