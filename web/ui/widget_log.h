// What is on the canvas now, for those who cannot see it: tests that click what they see, and screen readers through
// the page (page-api.md, `widgets()`). Every panel records each interactive thing that it draws, in reading order. Ids
// are stable, lower-case and dotted ("pull.start", "filter.assets", "table.detections.cell.3.qid").
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace sluice::ui {

// CSS pixels, from the canvas' top left corner.
struct Rect {
  float x = 0;
  float y = 0;
  float w = 0;
  float h = 0;
  bool operator==(const Rect&) const = default;
};

struct Widget {
  std::string id;
  std::string label;   // what a person reads on it
  std::string role;  // button | textbox | combobox | option | switch | checkbox | tab | columnheader | gridcell | row |
                     // menuitem | progressbar | status | grid | link
  Rect rect;           // the visible part
  bool enabled = true;
  bool focused = false;
  std::string value;   // text of a field, "true"/"false" of a switch, "ascending" of a header …
};

class WidgetLog {
 public:
  void clear() { widgets_.clear(); }
  Widget& add(std::string_view id, std::string_view label, std::string_view role, Rect rect);
  const std::vector<Widget>& widgets() const { return widgets_; }
  const Widget* find(std::string_view id) const;
  Widget* last(std::string_view id);  // the newest with that id
  // Gives the last widget another id, if it has the first one: for lines of a menu whose ImGui id is only local.
  void rename_last(std::string_view from, std::string_view to);

 private:
  std::vector<Widget> widgets_;
};

}  // namespace sluice::ui
