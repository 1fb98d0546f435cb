// The widgets of the canvas as page-api.md gives them: [{id, label, role, rect:[x,y,w,h], enabled, focused, value}].
#pragma once

#include <string>
#include <vector>

#include "ui/widget_log.h"

namespace sluice {

std::string widgets_json(const std::vector<ui::Widget>& widgets);

}  // namespace sluice
