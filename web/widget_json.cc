#include "widget_json.h"

#include <nlohmann/json.hpp>
#include <utility>

namespace sluice {

std::string widgets_json(const std::vector<ui::Widget>& widgets) {
  nlohmann::ordered_json all = nlohmann::ordered_json::array();
  for (const ui::Widget& widget : widgets) {
    nlohmann::ordered_json json;
    json["id"] = widget.id;
    json["label"] = widget.label;
    json["role"] = widget.role;
    json["rect"] = {widget.rect.x, widget.rect.y, widget.rect.w, widget.rect.h};
    json["enabled"] = widget.enabled;
    json["focused"] = widget.focused;
    json["value"] = widget.value;
    all.push_back(std::move(json));
  }
  return all.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
}

}  // namespace sluice
