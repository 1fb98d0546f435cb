#include "http/http_date.h"

#include <string>

#include "base/date.h"
#include "base/number.h"
#include "base/text.h"

namespace sluice {

std::optional<int64_t> parse_http_date(std::string_view text) {
  static constexpr std::string_view kMonths[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                 "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  text = trim(text);
  // "Mon, 06 Feb 2023 08:18:01 GMT": the day of the week is not looked at.
  if (text.size() != 29 || text.substr(3, 2) != ", " || text.substr(25) != " GMT") return std::nullopt;
  int month = 0;
  for (int i = 0; i < 12; ++i) {
    if (equals_ignoring_case(text.substr(8, 3), kMonths[i])) month = i + 1;
  }
  if (month == 0) return std::nullopt;
  const std::string month_text = month < 10 ? "0" + std::to_string(month) : std::to_string(month);
  const std::string iso = std::string(text.substr(12, 4)) + "-" + month_text + "-" + std::string(text.substr(5, 2)) +
                          "T" + std::string(text.substr(17, 8)) + "Z";
  const std::optional<WallTime> time = parse_datetime(iso);
  if (!time) return std::nullopt;
  return time->unix_seconds();
}

}  // namespace sluice
