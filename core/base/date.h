// Dates of the wire (api-reference.md 6.6) to and from seconds since 1970-01-01T00:00:00Z. Read: `YYYY-MM-DD`,
// `YYYY-MM-DDTHH:MM:SSZ`, the same with fractions, and `YYYY-MM-DD HH:MM:SS`, which carries no zone and is assumed UTC.
// Only dates that exist are read (no 30 February, no 24:00:00).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/time.h"

namespace sluice {

struct CivilTime {
  int year = 1970;
  int month = 1;  // 1..12
  int day = 1;    // 1..31
  int hour = 0;
  int minute = 0;
  int second = 0;
};

int64_t unix_from_civil(const CivilTime& civil);
CivilTime civil_from_unix(int64_t unix_seconds);

std::optional<WallTime> parse_datetime(std::string_view text);

std::string iso_datetime(int64_t unix_seconds);           // 2021-04-28T12:01:06Z
std::string iso_datetime_millis(WallTime time);           // 2021-10-18T07:58:11.268Z
std::string short_datetime(int64_t unix_seconds);         // 2021-04-28 12:01

}  // namespace sluice
