#include "sim/rate_window.h"

#include <cstddef>

namespace sluice::sim {

RateWindow::RateWindow(int limit, int window_s) : limit_(limit), window_s_(window_s) {}

void RateWindow::set(int limit, int window_s) {
  limit_ = limit;
  window_s_ = window_s;
}

void RateWindow::forget(Instant now) {
  const Instant horizon = now - Duration::seconds(window_s_);
  while (!calls_.empty() && calls_.front() <= horizon) calls_.pop_front();
}

int RateWindow::inside(Instant now) {
  forget(now);
  return static_cast<int>(calls_.size());
}

bool RateWindow::full(Instant now) { return limit_ > 0 && inside(now) >= limit_; }

void RateWindow::count(Instant now) {
  forget(now);
  calls_.push_back(now);
}

int RateWindow::remaining(Instant now) {
  const int used = inside(now);
  return used >= limit_ ? 0 : limit_ - used;
}

int64_t RateWindow::to_wait_s(Instant now) {
  if (!full(now)) return 0;
  // With the limit lowered under way more than one call may have to leave first.
  const size_t leaves_last = calls_.size() - static_cast<size_t>(limit_);
  return (calls_[leaves_last] + Duration::seconds(window_s_) - now).whole_seconds_left();
}

}  // namespace sluice::sim
