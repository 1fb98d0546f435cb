#include "query/real_number.h"

#include <algorithm>
#include <cstdint>

#include "base/text.h"

namespace sluice {
namespace {

constexpr uint64_t kMantissaMax = 100000000000000000;  // room for one more digit in 64 bits
constexpr int kExponentMax = 400;                      // past the range of a double in either direction

struct Parts {
  uint64_t mantissa = 0;
  int exponent = 0;
};

// Digits past the mantissa's room only move the decimal point.
bool take_digits(std::string_view& text, Parts& parts, bool fraction) {
  size_t digits = 0;
  for (; digits < text.size() && is_digit(text[digits]); ++digits) {
    if (parts.mantissa < kMantissaMax) {
      parts.mantissa = parts.mantissa * 10 + static_cast<uint64_t>(text[digits] - '0');
      if (fraction) --parts.exponent;
    } else if (!fraction) {
      ++parts.exponent;
    }
  }
  text.remove_prefix(digits);
  return digits > 0;
}

bool take(std::string_view& text, char c) {
  if (text.empty() || text.front() != c) return false;
  text.remove_prefix(1);
  return true;
}

bool take_exponent(std::string_view& text, Parts& parts) {
  if (!take(text, 'e') && !take(text, 'E')) return true;
  const bool negative = take(text, '-');
  if (!negative) take(text, '+');
  int exponent = 0;
  size_t digits = 0;
  for (; digits < text.size() && is_digit(text[digits]); ++digits) {
    exponent = std::min(exponent * 10 + (text[digits] - '0'), 2 * kExponentMax);
  }
  text.remove_prefix(digits);
  parts.exponent += negative ? -exponent : exponent;
  return digits > 0;
}

double scaled(const Parts& parts) {
  double value = static_cast<double>(parts.mantissa);
  const int exponent = std::clamp(parts.exponent, -kExponentMax, kExponentMax);
  for (int i = 0; i < exponent; ++i) value *= 10;
  for (int i = 0; i > exponent; --i) value /= 10;
  return value;
}

}  // namespace

std::optional<double> parse_real(std::string_view text) {
  if (text.size() > kRealDigitsMax) return std::nullopt;
  const bool negative = take(text, '-');
  if (text.size() > 1 && text[0] == '0' && is_digit(text[1])) return std::nullopt;
  Parts parts;
  if (!take_digits(text, parts, false)) return std::nullopt;
  if (take(text, '.') && !take_digits(text, parts, true)) return std::nullopt;
  if (!take_exponent(text, parts) || !text.empty()) return std::nullopt;
  const double value = scaled(parts);
  return negative ? -value : value;
}

}  // namespace sluice
