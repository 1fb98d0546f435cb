// Decimal numbers as JSON spells them ("-5", "7.5", "1e-3"), read without a locale and to the same double on every
// machine. Used where cells of kReal columns, which are kept as text, are compared, sorted and exported.
#pragma once

#include <optional>
#include <string_view>

namespace sluice {

// Empty unless all of `text` is one number: an optional minus, digits without needless zeros in front, an optional
// fraction, an optional exponent; at most kRealDigitsMax digits in all.
std::optional<double> parse_real(std::string_view text);

inline constexpr size_t kRealDigitsMax = 64;

}  // namespace sluice
