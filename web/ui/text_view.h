// Text of several lines to read, select and copy: monospaced, with air between the lines, its line breaks as they came.
// Scrolls both ways; only lines in sight are drawn, so a result of some megabytes costs no more than a small one.
// Selecting: press and drag, double click for a word, Ctrl+A for all, Ctrl+C copies.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "ui/controls.h"

namespace sluice::ui {

inline constexpr float kTextViewPitch = 18;

class TextView {
 public:
  void set_text(std::string text);
  const std::string& text() const { return text_; }
  size_t line_count() const { return lines_.size(); }
  // What the text needs to be seen whole, scroll bars apart.
  float content_height() const;

  // `id` is also the widget's.
  void draw(Frame& frame, const char* id, Rect box);
  std::string selected_text() const;

 private:
  struct Line {
    size_t begin;
    size_t end;
  };

  void measure(const Frame& frame);
  size_t offset_at(const Frame& frame, float x, float y) const;   // within the content
  float x_of(const Frame& frame, const Line& line, size_t offset) const;
  void select_word(size_t offset);
  void on_input(Frame& frame, const Hit& hit, ImVec2 origin);
  void draw_lines(Frame& frame, ImVec2 origin, float view_top, float view_bottom, float width);

  std::string text_;
  std::vector<Line> lines_;
  float widest_ = -1;          // measured when first drawn
  size_t anchor_ = 0;          // byte offsets, at whole characters; equal: nothing is selected
  size_t caret_ = 0;
};

}  // namespace sluice::ui
