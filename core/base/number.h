// Integers and sizes from and to text, exactly: no locale, no doubles on the way, no silent overflow.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace sluice {

// The largest integer that a JavaScript number keeps exactly (page-api.md: beyond it a number travels as text).
inline constexpr int64_t kExactInDoubleMax = 9007199254740991;  // 2^53 - 1

// All of `text` as a decimal integer with an optional minus; nothing else, no blanks, no plus. Empty on overflow too.
std::optional<int64_t> parse_int(std::string_view text);

// "12,482"
std::string with_thousands(int64_t n);
// "812 B", "4.2 kB", "1.3 MB", "2.0 GB" (powers of 1000)
std::string human_bytes(uint64_t bytes);
// "450 ms", "3.2 s", "34 min 10 s", "2 h 14 min", "3 d 4 h"
std::string human_duration_ms(int64_t ms);

}  // namespace sluice
