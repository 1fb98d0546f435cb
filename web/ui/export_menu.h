// "Export 3,108 rows": the formats, which columns, and whether a spreadsheet will open it.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "ui/controls.h"

namespace sluice::ui {

struct ExportChoice {
  std::string format;
  bool all_columns = true;
  bool excel_safe = false;
};

class ExportMenu {
 public:
  // What was chosen in this frame. `rows`: how many would be written; `noun`: what they are ("detections").
  std::optional<ExportChoice> draw(Frame& frame, Rect box, uint64_t rows, bool partial, bool icon_only);
  static float width(const Frame& frame, uint64_t rows, bool icon_only);
  void open() { open_ = true; }   // with the next draw(): Ctrl+E
  bool excel_safe() const { return excel_safe_; }

 private:
  bool open_ = false;
  bool all_columns_ = true;
  bool excel_safe_ = false;
};

}  // namespace sluice::ui
