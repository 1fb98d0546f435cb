// JSON as people read it: how many things are in it, and its text set out line by line. Works on the text alone and
// never fails: what is no JSON stays as it is.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace sluice::ui {

inline constexpr size_t kJsonCountBytesMax = 16 * 1024;      // of one cell that is drawn
inline constexpr size_t kJsonPrettyBytesMax = 1024 * 1024;   // beyond it the text stays as it came
inline constexpr size_t kJsonIndentMax = 64;

// On one line: "3 items" of an array that holds objects or arrays, "bacnet, udp" of one that holds plain values,
// "4 fields" of an object, "empty" of either with nothing in it; another text as it is.
std::string json_summary(std::string_view json);

// An array of plain values, which one line can show: the summary says all of it.
bool json_is_plain(std::string_view json);

// Indented by two blanks, one value a line; strings and numbers are kept byte for byte.
std::string json_pretty(std::string_view json);

}  // namespace sluice::ui
