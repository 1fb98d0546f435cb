// Points in time and spans, in whole microseconds. The core never reads a clock: the driver says what time it is with
// every call. An Instant counts from an arbitrary start and only grows (a monotonic clock); a WallTime counts from
// 1970-01-01T00:00:00Z and may jump, so nothing is ever scheduled by it.
#pragma once

#include <compare>
#include <cstdint>

namespace sluice {

struct Duration {
  int64_t us = 0;

  static constexpr Duration micros(int64_t n) { return {n}; }
  static constexpr Duration millis(int64_t n) { return {n * 1000}; }
  static constexpr Duration seconds(int64_t n) { return {n * 1000000}; }
  static constexpr Duration seconds_real(double n) { return {static_cast<int64_t>(n * 1e6)}; }

  constexpr double as_seconds() const { return static_cast<double>(us) / 1e6; }
  constexpr int64_t as_millis() const { return us / 1000; }
  // Rounded up, so that a countdown shows 1 until it is over.
  constexpr int64_t whole_seconds_left() const { return us <= 0 ? 0 : (us + 999999) / 1000000; }

  constexpr auto operator<=>(const Duration&) const = default;
  constexpr Duration operator+(Duration o) const { return {us + o.us}; }
  constexpr Duration operator-(Duration o) const { return {us - o.us}; }
  constexpr Duration operator*(int64_t n) const { return {us * n}; }
};

struct Instant {
  int64_t us = 0;

  constexpr auto operator<=>(const Instant&) const = default;
  constexpr Instant operator+(Duration d) const { return {us + d.us}; }
  constexpr Instant operator-(Duration d) const { return {us - d.us}; }
  constexpr Duration operator-(Instant o) const { return {us - o.us}; }
};

struct WallTime {
  int64_t us = 0;

  constexpr auto operator<=>(const WallTime&) const = default;
  constexpr WallTime operator+(Duration d) const { return {us + d.us}; }
  constexpr WallTime operator-(Duration d) const { return {us - d.us}; }
  constexpr Duration operator-(WallTime o) const { return {us - o.us}; }
  constexpr int64_t unix_seconds() const { return us >= 0 ? us / 1000000 : -((-us + 999999) / 1000000); }
};

}  // namespace sluice
