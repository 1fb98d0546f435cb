// Text on its way into a file: whatever bytes came in, what goes out is UTF-8.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace sluice {

// Appends `text`; each byte that is not UTF-8 becomes U+FFFD.
void append_valid_utf8(std::string& out, std::string_view text);

// How long a spreadsheet thinks a text is: in UTF-16 units.
size_t utf16_length(std::string_view text);
// The longest beginning of `text`, in whole characters, that a spreadsheet thinks is at most `units` long.
std::string_view utf16_prefix(std::string_view text, size_t units);

}  // namespace sluice
