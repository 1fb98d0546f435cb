#include "ui/icons.h"

namespace sluice::ui {
namespace {

constexpr float kStroke = 1.5f;

struct Pen {
  ImDrawList* list;
  ImVec2 c;
  Colour colour;

  ImVec2 at(float x, float y) const { return ImVec2(c.x + x, c.y + y); }
  void line(float x1, float y1, float x2, float y2) const { list->AddLine(at(x1, y1), at(x2, y2), colour, kStroke); }
  void box(float x1, float y1, float x2, float y2, float corner = 0) const {
    list->AddRectFilled(at(x1, y1), at(x2, y2), colour, corner);
  }
  void frame(float x1, float y1, float x2, float y2, float corner) const {
    list->AddRect(at(x1, y1), at(x2, y2), colour, corner, 0, kStroke);
  }
  void ring(float x, float y, float radius) const { list->AddCircle(at(x, y), radius, colour, 24, kStroke); }
  void dot(float x, float y, float radius) const { list->AddCircleFilled(at(x, y), radius, colour, 16); }
  void bend(ImVec2 a, ImVec2 b, ImVec2 d) const {
    const ImVec2 points[3] = {at(a.x, a.y), at(b.x, b.y), at(d.x, d.y)};
    list->AddPolyline(points, 3, colour, 0, kStroke);
  }
  void arc(float radius, float from, float to) const {
    list->PathArcTo(c, radius, from, to, 20);
    list->PathStroke(colour, 0, kStroke);
  }
};

void draw_reset(const Pen& pen) {
  pen.arc(5, -2.2f, 2.6f);
  pen.bend(ImVec2(-5.8f, -4.8f), ImVec2(-3.2f, -3.9f), ImVec2(-4.2f, -1.2f));
}

void draw_theme(const Pen& pen) {
  pen.ring(0, 0, 6);
  pen.list->PathArcTo(pen.c, 6, -1.5708f, 1.5708f, 20);
  pen.list->PathFillConvex(pen.colour);
}

void draw_help(const Pen& pen) {
  pen.list->PathArcTo(pen.at(0, -2.5f), 3.2f, -2.9f, 0.9f, 16);
  pen.list->PathLineTo(pen.at(0, 1.6f));
  pen.list->PathStroke(pen.colour, 0, kStroke);
  pen.dot(0, 5, 1.1f);
}

void draw_user(const Pen& pen) {
  pen.ring(0, -3, 2.8f);
  pen.list->PathArcTo(pen.at(0, 7), 5.6f, -2.75f, -0.39f, 20);
  pen.list->PathStroke(pen.colour, 0, kStroke);
}

void draw_warning(const Pen& pen) {
  pen.list->AddTriangle(pen.at(0, -6), pen.at(6.5f, 5.5f), pen.at(-6.5f, 5.5f), pen.colour, kStroke);
  pen.line(0, -2, 0, 2);
  pen.dot(0, 3.8f, 0.9f);
}

void draw_sliders(const Pen& pen) {
  const float knobs[3] = {2.5f, -2.5f, 1};
  for (int i = 0; i < 3; ++i) {
    const float y = static_cast<float>(i - 1) * 5;
    pen.line(-6.5f, y, 6.5f, y);
    pen.dot(knobs[i], y, 2.2f);
  }
}

void draw_table(const Pen& pen) {
  pen.frame(-6.5f, -5.5f, 6.5f, 5.5f, 1);
  pen.line(-6.5f, -2, 6.5f, -2);
  pen.line(-2, -2, -2, 5.5f);
}

void draw_detail(const Pen& pen) {
  pen.frame(-6.5f, -5.5f, 6.5f, 5.5f, 1);
  pen.box(1.5f, -5, 6, 5);
}

void draw_log(const Pen& pen) {
  for (int i = -1; i <= 1; ++i) {
    const float y = static_cast<float>(i) * 4.5f;
    pen.dot(-5.5f, y, 1);
    pen.line(-2.5f, y, 6.5f, y);
  }
}

void draw_signs(const Pen& pen, Icon icon) {
  switch (icon) {
    case Icon::kReset: return draw_reset(pen);
    case Icon::kTheme: return draw_theme(pen);
    case Icon::kHelp: return draw_help(pen);
    case Icon::kUser: return draw_user(pen);
    case Icon::kWarning: return draw_warning(pen);
    case Icon::kSliders: return draw_sliders(pen);
    case Icon::kTable: return draw_table(pen);
    case Icon::kDetail: return draw_detail(pen);
    case Icon::kLog: return draw_log(pen);
    case Icon::kSearch:
      pen.ring(-1, -1, 4.2f);
      return pen.line(2.2f, 2.2f, 6, 6);
    case Icon::kColumns:
      pen.frame(-6, -5.5f, 6, 5.5f, 1);
      pen.line(-2, -5.5f, -2, 5.5f);
      return pen.line(2, -5.5f, 2, 5.5f);
    case Icon::kDownload:
      pen.line(0, -6, 0, 2.5f);
      pen.bend(ImVec2(-3.5f, -0.8f), ImVec2(0, 2.7f), ImVec2(3.5f, -0.8f));
      return pen.line(-5.5f, 6, 5.5f, 6);
    case Icon::kInfo:
      pen.ring(0, 0, 6);
      pen.line(0, -0.5f, 0, 3.5f);
      return pen.dot(0, -3, 1);
    case Icon::kError:
      pen.ring(0, 0, 6);
      pen.line(-2.2f, -2.2f, 2.2f, 2.2f);
      return pen.line(-2.2f, 2.2f, 2.2f, -2.2f);
    case Icon::kMore:
      for (int i = -1; i <= 1; ++i) pen.dot(static_cast<float>(i) * 4.5f, 0, 1.3f);
      return;
    case Icon::kCalendar:
      pen.frame(-6, -4.5f, 6, 6, 1);
      pen.line(-6, -1.5f, 6, -1.5f);
      pen.line(-3, -6.5f, -3, -4);
      return pen.line(3, -6.5f, 3, -4);
    case Icon::kArchive:
      pen.frame(-6.5f, -5.5f, 6.5f, -2, 1);
      pen.line(-5.2f, -2, -5.2f, 5.5f);
      pen.line(5.2f, -2, 5.2f, 5.5f);
      pen.line(-5.2f, 5.5f, 5.2f, 5.5f);
      return pen.line(-1.8f, 1, 1.8f, 1);
    case Icon::kPlus:
      pen.line(-4.5f, 0, 4.5f, 0);
      return pen.line(0, -4.5f, 0, 4.5f);
    default: return;
  }
}

}  // namespace

void draw_icon(ImDrawList* list, Icon icon, ImVec2 centre, Colour colour) {
  const Pen pen{list,
                ImVec2(static_cast<float>(static_cast<int>(centre.x)), static_cast<float>(static_cast<int>(centre.y))),
                colour};
  switch (icon) {
    case Icon::kPlay:
      return list->AddTriangleFilled(pen.at(-3.5f, -5), pen.at(5, 0), pen.at(-3.5f, 5), colour);
    case Icon::kPause:
      pen.box(-4, -5, -1.2f, 5);
      return pen.box(1.2f, -5, 4, 5);
    case Icon::kStop: return pen.box(-4.5f, -4.5f, 4.5f, 4.5f, 1);
    case Icon::kCaretDown: return pen.bend(ImVec2(-3.5f, -1.5f), ImVec2(0, 2), ImVec2(3.5f, -1.5f));
    case Icon::kCaretUp: return pen.bend(ImVec2(-3.5f, 2), ImVec2(0, -1.5f), ImVec2(3.5f, 2));
    case Icon::kCaretRight: return pen.bend(ImVec2(-1.5f, -3.5f), ImVec2(2, 0), ImVec2(-1.5f, 3.5f));
    case Icon::kCaretLeft: return pen.bend(ImVec2(1.5f, -3.5f), ImVec2(-2, 0), ImVec2(1.5f, 3.5f));
    case Icon::kClose:
      pen.line(-4, -4, 4, 4);
      return pen.line(-4, 4, 4, -4);
    case Icon::kCheck: return pen.bend(ImVec2(-4.5f, 0.5f), ImVec2(-1.5f, 3.5f), ImVec2(4.5f, -3.5f));
    default: return draw_signs(pen, icon);
  }
}

}  // namespace sluice::ui
