#include "base/date.h"

#include <algorithm>
#include <cstdio>

#include "base/number.h"
#include "base/text.h"

namespace sluice {
namespace {

// Days since 1970-01-01 of a date in the proleptic Gregorian calendar, counted in eras of 400 years.
int64_t days_from_civil(int64_t year, int month, int day) {
  if (month <= 2) --year;
  const int64_t era = (year >= 0 ? year : year - 399) / 400;
  const int64_t year_of_era = year - era * 400;
  const int64_t day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
  const int64_t day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
  return era * 146097 + day_of_era - 719468;
}

bool leap(int year) { return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0); }

int days_in_month(int year, int month) {
  static constexpr int kDays[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  return month == 2 && leap(year) ? 29 : kDays[month - 1];
}

// Takes exactly `count` digits off the front.
bool take_digits(std::string_view& text, size_t count, int& out) {
  if (text.size() < count) return false;
  out = 0;
  for (size_t i = 0; i < count; ++i) {
    if (!is_digit(text[i])) return false;
    out = out * 10 + (text[i] - '0');
  }
  text.remove_prefix(count);
  return true;
}

bool take_char(std::string_view& text, char c) {
  if (text.empty() || text.front() != c) return false;
  text.remove_prefix(1);
  return true;
}

bool take_date(std::string_view& text, CivilTime& civil) {
  return take_digits(text, 4, civil.year) && take_char(text, '-') && take_digits(text, 2, civil.month) &&
         take_char(text, '-') && take_digits(text, 2, civil.day) && civil.month >= 1 && civil.month <= 12 &&
         civil.day >= 1 && civil.day <= days_in_month(civil.year, civil.month);
}

bool take_clock(std::string_view& text, CivilTime& civil) {
  return take_digits(text, 2, civil.hour) && take_char(text, ':') && take_digits(text, 2, civil.minute) &&
         take_char(text, ':') && take_digits(text, 2, civil.second) && civil.hour < 24 && civil.minute < 60 &&
         civil.second < 60;
}

// ".268" as microseconds; digits past the sixth are dropped.
bool take_fraction(std::string_view& text, int64_t& us) {
  us = 0;
  if (!take_char(text, '.')) return true;
  int64_t unit = 100000;
  size_t digits = 0;
  while (!text.empty() && is_digit(text.front())) {
    us += (text.front() - '0') * unit;
    unit /= 10;
    ++digits;
    text.remove_prefix(1);
  }
  return digits > 0;
}

// `YYYY-MM-DD HH:MM:SS` alone, which is what nearly every date of an answer looks like; nothing for any other text.
std::optional<int64_t> seconds_of_blank_datetime(std::string_view text) {
  if (text.size() != 19 || text[4] != '-' || text[7] != '-' || text[10] != ' ' || text[13] != ':' || text[16] != ':') {
    return std::nullopt;
  }
  unsigned worst = 0;
  const auto digit = [&](size_t at) {
    const unsigned value = static_cast<unsigned char>(text[at]) - unsigned{'0'};
    worst = std::max(worst, value);
    return static_cast<int>(value);
  };
  const auto two = [&](size_t at) { return digit(at) * 10 + digit(at + 1); };
  const CivilTime civil{two(0) * 100 + two(2), two(5), two(8), two(11), two(14), two(17)};
  const bool fits = worst <= 9 && civil.month >= 1 && civil.month <= 12 && civil.day >= 1 &&
                    (civil.day <= 28 || civil.day <= days_in_month(civil.year, civil.month)) && civil.hour < 24 &&
                    civil.minute < 60 && civil.second < 60;
  return fits ? std::optional<int64_t>(unix_from_civil(civil)) : std::nullopt;
}

}  // namespace

int64_t unix_from_civil(const CivilTime& c) {
  return days_from_civil(c.year, c.month, c.day) * 86400 + c.hour * 3600 + c.minute * 60 + c.second;
}

CivilTime civil_from_unix(int64_t unix_seconds) {
  int64_t days = unix_seconds / 86400;
  int64_t rest = unix_seconds % 86400;
  if (rest < 0) {
    rest += 86400;
    --days;
  }
  days += 719468;
  const int64_t era = (days >= 0 ? days : days - 146096) / 146097;
  const int64_t day_of_era = days - era * 146097;
  const int64_t year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
  const int64_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  const int64_t shifted_month = (5 * day_of_year + 2) / 153;
  CivilTime civil;
  civil.day = static_cast<int>(day_of_year - (153 * shifted_month + 2) / 5 + 1);
  civil.month = static_cast<int>(shifted_month < 10 ? shifted_month + 3 : shifted_month - 9);
  civil.year = static_cast<int>(year_of_era + era * 400 + (civil.month <= 2 ? 1 : 0));
  civil.hour = static_cast<int>(rest / 3600);
  civil.minute = static_cast<int>(rest % 3600 / 60);
  civil.second = static_cast<int>(rest % 60);
  return civil;
}

std::optional<WallTime> parse_datetime(std::string_view text) {
  if (const std::optional<int64_t> seconds = seconds_of_blank_datetime(text)) return WallTime{*seconds * 1000000};
  CivilTime civil;
  int64_t fraction_us = 0;
  if (!take_date(text, civil)) return std::nullopt;
  if (!text.empty()) {
    const bool zoned = text.front() == 'T';
    if (!zoned && text.front() != ' ') return std::nullopt;
    text.remove_prefix(1);
    if (!take_clock(text, civil) || !take_fraction(text, fraction_us)) return std::nullopt;
    if (zoned && !take_char(text, 'Z')) return std::nullopt;
    if (!text.empty()) return std::nullopt;
  }
  return WallTime{unix_from_civil(civil) * 1000000 + fraction_us};
}

std::string iso_datetime(int64_t unix_seconds) {
  const CivilTime c = civil_from_unix(unix_seconds);
  char text[80];
  std::snprintf(text, sizeof text, "%04d-%02d-%02dT%02d:%02d:%02dZ", c.year, c.month, c.day, c.hour, c.minute,
                c.second);
  return text;
}

std::string iso_datetime_millis(WallTime time) {
  std::string text = iso_datetime(time.unix_seconds());
  const int64_t ms = (time.us - time.unix_seconds() * 1000000) / 1000;
  char fraction[8];
  std::snprintf(fraction, sizeof fraction, ".%03dZ", static_cast<int>(ms));
  text.replace(text.size() - 1, 1, fraction);
  return text;
}

std::string short_datetime(int64_t unix_seconds) {
  std::string text = iso_datetime(unix_seconds).substr(0, 16);
  text[10] = ' ';
  return text;
}

}  // namespace sluice
