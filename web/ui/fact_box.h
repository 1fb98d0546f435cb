// One fact in the details: a small label over a value, which a click copies.
#pragma once

#include <string>
#include <string_view>

#include "ui/cell_format.h"

namespace sluice::ui {

struct Fact {
  std::string log_id;        // "detail.severity"
  std::string label;
  std::string text;          // the whole value, to copy
  CellLook look = CellLook::kText;
  Cell cell;
};

inline constexpr float kFactHeight = 42;

// `pool`: of the cell's column. True when the value was copied.
bool draw_fact_box(Frame& frame, const Fact& fact, const StringPool& pool, Rect box);
// The same over the whole width with as many lines as the value needs; gives the height.
float draw_fact_lines(Frame& frame, const Fact& fact, float x, float y, float width);
// Puts the value on the clipboard and says so.
void copy_fact(Frame& frame, const std::string& text, std::string_view what);

}  // namespace sluice::ui
