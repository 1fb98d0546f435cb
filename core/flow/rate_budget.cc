#include "flow/rate_budget.h"

#include <algorithm>
#include <limits>

namespace sluice {
namespace {

// Timers and clocks are not exact to the microsecond.
constexpr Duration kClockSlack = Duration::millis(20);

size_t count_since(const std::deque<Instant>& calls, Instant oldest) {
  return static_cast<size_t>(calls.end() - std::upper_bound(calls.begin(), calls.end(), oldest));
}

}  // namespace

RateBudget::RateBudget(uint64_t seed) : random_(seed) {}

void RateBudget::start(FlightId flight, Instant now) {
  forget_old(now);
  in_flight_.push_back(flight);
  probe_ = false;
  last_answer_ = now;
}

void RateBudget::finish(FlightId flight, const LimitHeaders& headers, Instant now) {
  end_flight(flight);
  ours_.push_back(now);
  last_answer_ = now;
  refused_in_a_row_ = 0;
  learn(headers);
  forget_old(now);
  notice_others(headers, now);
}

void RateBudget::finish_unheard(FlightId flight, Instant now) {
  end_flight(flight);
  ours_.push_back(now);
  last_answer_ = now;
}

Instant RateBudget::refuse(FlightId flight, Refusal kind, const LimitHeaders& headers, Instant now) {
  end_flight(flight);
  last_answer_ = now;
  learn(headers);
  forget_old(now);
  if (kind == Refusal::kRate) notice_others(headers, now);
  ++refused_in_a_row_;
  last_refusal_ = kind;
  const Duration wait = wait_after_refusal(kind, headers, now) + Duration::millis(random_.between(1000, 3000));
  blocked_until_ = std::max(blocked_until_, now + wait);
  probe_ = true;
  return blocked_until_;
}

// The largest of the gateway's word and our own estimate. Our estimate counts only where the limit is known: an assumed
// window of an hour must not outlast the gateway's "wait 20 s".
Duration RateBudget::wait_after_refusal(Refusal kind, const LimitHeaders& headers, Instant now) {
  Duration told{};
  if (headers.to_wait_s) told = std::max(told, Duration::seconds(*headers.to_wait_s));
  if (headers.retry_after) told = std::max(told, *headers.retry_after);
  const bool has_word = headers.to_wait_s.has_value() || headers.retry_after.has_value();
  if (kind == Refusal::kConcurrency) {
    if (has_word && told.us > 0) return told;
    // Full jitter, growing from 2 s to 60 s (field-notes, Conventions).
    const int64_t most_ms = std::min<int64_t>(60000, 4000LL << std::min(refused_in_a_row_ - 1, 5));
    return Duration::millis(random_.between(2000, most_ms));
  }
  if (has_word) return told;
  const Duration own = ours_.empty() ? kProbeInterval : ours_.front() + window() - now;
  return std::clamp(own, Duration::seconds(1), kProbeInterval);
}

Instant RateBudget::next_start(Instant now, int reserve) const {
  if (now < blocked_until_) return blocked_until_;
  if (probe_) return now;
  const int ours_at_most = std::max(1, limit_ - std::max(0, reserve));
  const int over = used(now) - (ours_at_most - 1);  // calls that must leave before one may enter
  if (over <= 0) return now;

  // The moments at which the counted calls leave, in order; those in flight leave no earlier than a window from now.
  const Instant oldest = now - window();
  auto own = std::upper_bound(ours_.begin(), ours_.end(), oldest);
  auto other = std::upper_bound(others_.begin(), others_.end(), oldest);
  Instant last_leaver = now;
  for (int i = 0; i < over; ++i) {
    const bool take_own = own != ours_.end() && (other == others_.end() || *own <= *other);
    if (!take_own && other == others_.end()) {
      last_leaver = now;
      break;
    }
    last_leaver = take_own ? *own++ : *other++;
  }
  const Instant due = last_leaver + window() + kClockSlack;
  // Others' calls may be older than the moment we noticed them: look again now and then.
  if (count_since(others_, oldest) > 0) return std::max(now, std::min(due, last_answer_ + kProbeInterval));
  return due;
}

int RateBudget::used(Instant now) const {
  const Instant oldest = now - window();
  const size_t n = count_since(ours_, oldest) + count_since(others_, oldest) + in_flight_.size();
  return static_cast<int>(std::min<size_t>(n, static_cast<size_t>(std::numeric_limits<int>::max())));
}

int RateBudget::remaining(Instant now) const { return std::max(0, limit_ - used(now)); }

void RateBudget::learn(const LimitHeaders& headers) {
  if (headers.limit) {
    limit_ = *headers.limit;
    known_ = true;
  }
  if (headers.window_s) window_s_ = *headers.window_s;
  if (headers.concurrency_limit) concurrency_limit_ = *headers.concurrency_limit;
}

// `Remaining` counts everybody. What our own calls do not explain is somebody else's.
void RateBudget::notice_others(const LimitHeaders& headers, Instant now) {
  if (!headers.remaining || !known_) return;
  const Instant oldest = now - window();
  const int64_t counted = int64_t{limit_} - *headers.remaining;
  const int64_t own = static_cast<int64_t>(count_since(ours_, oldest)) + in_flight();
  const size_t foreign = static_cast<size_t>(std::max<int64_t>(0, counted - own));
  while (others_.size() > foreign) others_.pop_front();
  while (others_.size() < foreign) others_.push_back(now);
}

void RateBudget::forget_old(Instant now) {
  const Instant oldest = now - window();
  while (!ours_.empty() && ours_.front() <= oldest) ours_.pop_front();
  while (!others_.empty() && others_.front() <= oldest) others_.pop_front();
}

void RateBudget::end_flight(FlightId flight) { std::erase(in_flight_, flight); }

}  // namespace sluice
