// May a call be sent now, and if not, when? A model of the gateway's rolling window (api-reference.md 4.2): each call
// that the gateway counted leaves the window `window` later. The gateway counts a call at some moment between its
// sending and its answer, so a call is taken to be in the window from its start until window after its end: never
// too early, at most one latency too late.
//
// Limits are assumed (300 calls in 3,600 s, one in flight) until the gateway tells. When `Remaining` falls faster than
// our own calls explain, others of the subscription are at work: their calls enter the model at the moment they are
// noticed. Since their real age is unknown, a wait for them alone is cut short by a probe every kProbeInterval.
#pragma once

#include <deque>
#include <optional>
#include <vector>

#include "base/ids.h"
#include "base/random.h"
#include "base/time.h"
#include "flow/limit_headers.h"

namespace sluice {

inline constexpr int kRateLimitAssumed = 300;
inline constexpr int kWindowSecAssumed = 3600;
inline constexpr int kConcurrencyAssumed = 1;
inline constexpr Duration kProbeInterval = Duration::seconds(300);

enum class Refusal { kRate, kConcurrency };

class RateBudget {
 public:
  explicit RateBudget(uint64_t seed);

  // ── what happened ──
  void start(FlightId flight, Instant now);
  // The flight has ended with an answer that was let through.
  void finish(FlightId flight, const LimitHeaders& headers, Instant now);
  // It has ended without an answer: the gateway may have counted it, so we do.
  void finish_unheard(FlightId flight, Instant now);
  // It was refused by a limit, so it was not counted. Says until when to wait (field-notes, Conventions).
  Instant refuse(FlightId flight, Refusal kind, const LimitHeaders& headers, Instant now);

  // ── may I ask ──
  // `now` when a call may be sent at once, else the earliest moment for which that can be said today. `reserve`
  // calls of the window are left to others; at least one call of the window always stays ours.
  Instant next_start(Instant now, int reserve) const;

  // ── getters ──
  int limit() const { return limit_; }
  int window_s() const { return window_s_; }
  int concurrency_limit() const { return concurrency_limit_; }
  bool known() const { return known_; }   // the gateway itself has named the rate limit
  int used(Instant now) const;            // ours and others', those in flight included
  int remaining(Instant now) const;
  int in_flight() const { return static_cast<int>(in_flight_.size()); }
  int refused_in_a_row() const { return refused_in_a_row_; }
  Refusal last_refusal() const { return last_refusal_; }
  bool blocked(Instant now) const { return now < blocked_until_; }  // by a refusal

 private:
  void learn(const LimitHeaders& headers);
  void notice_others(const LimitHeaders& headers, Instant now);
  void forget_old(Instant now);
  void end_flight(FlightId flight);
  Duration window() const { return Duration::seconds(window_s_); }
  Duration wait_after_refusal(Refusal kind, const LimitHeaders& headers, Instant now);

  Random random_;
  int limit_ = kRateLimitAssumed;
  int window_s_ = kWindowSecAssumed;
  int concurrency_limit_ = kConcurrencyAssumed;
  bool known_ = false;
  std::vector<FlightId> in_flight_;
  std::deque<Instant> ours_;    // when each counted call of ours ended, oldest first
  std::deque<Instant> others_;  // when each call of others was noticed, oldest first
  Instant blocked_until_{};
  bool probe_ = false;  // the wait of a refusal is the gateway's word: afterwards one call goes whatever we think
  Instant last_answer_{};
  int refused_in_a_row_ = 0;
  Refusal last_refusal_ = Refusal::kRate;
};

}  // namespace sluice
