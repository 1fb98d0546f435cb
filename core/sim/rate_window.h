// The gateway's count of calls in a rolling window (api-reference.md 4.2): the period reaches back from the moment of
// each call. A call made at T stands in the window until just before T + window; at T + window it has left. Calls that
// were refused are never counted. Times must not run backwards.
#pragma once

#include <cstdint>
#include <deque>

#include "base/time.h"

namespace sluice::sim {

class RateWindow {
 public:
  // `limit` 0: nothing is limited.
  RateWindow(int limit, int window_s);
  // Calls that had already left the old window stay forgotten.
  void set(int limit, int window_s);

  int limit() const { return limit_; }
  int window_s() const { return window_s_; }

  bool full(Instant now);
  void count(Instant now);
  int inside(Instant now);
  int remaining(Instant now);
  // Whole seconds, rounded up, until a call would be let through; 0 when one would be now.
  int64_t to_wait_s(Instant now);

 private:
  void forget(Instant now);

  int limit_;
  int window_s_;
  std::deque<Instant> calls_;
};

}  // namespace sluice::sim
