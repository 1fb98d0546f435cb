// What the page remembers from one visit to the next: the theme, the last gateway and user name. Never a secret.
// Where the browser keeps nothing (private windows, a full or forbidden storage) everything is simply forgotten.
#pragma once

#include <string>

namespace sluice::platform {

std::string load_pref(const char* name);  // "" when there is none
void save_pref(const char* name, const std::string& value);

}  // namespace sluice::platform
