#include "ui/widget_log.h"

namespace sluice::ui {

Widget& WidgetLog::add(std::string_view id, std::string_view label, std::string_view role, Rect rect) {
  Widget& widget = widgets_.emplace_back();
  widget.id = id;
  widget.label = label;
  widget.role = role;
  widget.rect = rect;
  return widget;
}

const Widget* WidgetLog::find(std::string_view id) const {
  for (const Widget& widget : widgets_) {
    if (widget.id == id) return &widget;
  }
  return nullptr;
}

Widget* WidgetLog::last(std::string_view id) {
  for (auto at = widgets_.rbegin(); at != widgets_.rend(); ++at) {
    if (at->id == id) return &*at;
  }
  return nullptr;
}

void WidgetLog::rename_last(std::string_view from, std::string_view to) {
  if (!widgets_.empty() && widgets_.back().id == from) widgets_.back().id = to;
}

}  // namespace sluice::ui
