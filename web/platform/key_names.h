// The browser's names of keys in ImGui's numbers.
#pragma once

#include <string_view>

namespace sluice::platform {

// `code` is the place on the keyboard ("KeyQ"), `key` what it types ("a"). Letters go by what they type, so that
// Ctrl+C is the key marked C on every layout; everything else goes by its place. ImGuiKey_None (0) for the rest.
int key_of(std::string_view code, std::string_view key);

}  // namespace sluice::platform
