#include "base/number.h"

#include <cinttypes>
#include <cstdio>
#include <limits>

#include "base/text.h"

namespace sluice {

std::optional<int64_t> parse_int(std::string_view text) {
  const bool negative = !text.empty() && text.front() == '-';
  if (negative) text.remove_prefix(1);
  if (text.empty()) return std::nullopt;
  const uint64_t largest = static_cast<uint64_t>(std::numeric_limits<int64_t>::max()) + (negative ? 1 : 0);
  uint64_t value = 0;
  for (const char c : text) {
    if (!is_digit(c)) return std::nullopt;
    const uint64_t digit = static_cast<uint64_t>(c - '0');
    if (value > (largest - digit) / 10) return std::nullopt;
    value = value * 10 + digit;
  }
  return negative ? static_cast<int64_t>(~value + 1) : static_cast<int64_t>(value);
}

std::string with_thousands(int64_t n) {
  std::string digits = std::to_string(n);
  const size_t first = n < 0 ? 1 : 0;
  for (size_t at = digits.size(); at > first + 3;) {
    at -= 3;
    digits.insert(at, ",");
  }
  return digits;
}

std::string human_bytes(uint64_t bytes) {
  if (bytes < 1000) return std::to_string(bytes) + " B";
  static constexpr const char* kUnits[] = {"kB", "MB", "GB", "TB"};
  double value = static_cast<double>(bytes) / 1000.0;
  size_t unit = 0;
  while (value >= 999.95 && unit + 1 < std::size(kUnits)) {
    value /= 1000.0;
    ++unit;
  }
  char text[32];
  std::snprintf(text, sizeof text, "%.1f %s", value, kUnits[unit]);
  return text;
}

std::string human_duration_ms(int64_t ms) {
  if (ms < 0) ms = 0;
  char text[48];
  const int64_t s = ms / 1000;
  if (ms < 1000) {
    std::snprintf(text, sizeof text, "%" PRId64 " ms", ms);
  } else if (s < 60) {
    std::snprintf(text, sizeof text, "%" PRId64 ".%" PRId64 " s", s, ms % 1000 / 100);
  } else if (s < 3600) {
    std::snprintf(text, sizeof text, "%" PRId64 " min %" PRId64 " s", s / 60, s % 60);
  } else if (s < 86400) {
    std::snprintf(text, sizeof text, "%" PRId64 " h %" PRId64 " min", s / 3600, s % 3600 / 60);
  } else {
    std::snprintf(text, sizeof text, "%" PRId64 " d %" PRId64 " h", s / 86400, s % 86400 / 3600);
  }
  return text;
}

}  // namespace sluice
