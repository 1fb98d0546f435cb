// May a call be sent now, and if not, when? A model of the gateway's rolling window (api-reference.md 4.2): each call
// that the gateway counted leaves the window `window` later. The gateway counts a call at some moment between its
// sending and its end, so a call of ours is an interval: it is taken to be in the window until a window after its end,
// or until `Remaining` shows that fewer are left: never too early, at most one latency too late.
//
// Limits are assumed (300 calls in 3,600 s, one in flight) until the gateway tells. Where it never does, refusals
// teach: the limit is no more than the calls of ours that were in the window, the window longer than the wait that did
// not help, or as short as one that did. So each refusal of a gateway that nobody else uses teaches something new. What
// refusals have taught is forgotten after a day, since others may have been the reason.
//
// When `Remaining` falls faster than our own calls can explain, others of the subscription are at work: their calls
// enter the model with the span of time in which they must have been counted. A wait for others' calls is cut short by
// a probe: as soon as enough of them probably have left, kProbeInterval after the last answer at the earliest.
//
// One budget may have siblings, one for each endpoint of a gateway (gateway_budget.h): they share one model until the
// headers prove that the gateway counts the endpoints apart.
#pragma once

#include <memory>
#include <vector>

#include "base/ids.h"
#include "base/time.h"
#include "flow/limit_headers.h"

namespace sluice {

inline constexpr int kRateLimitAssumed = 300;
inline constexpr int kWindowSecAssumed = 3600;
inline constexpr int kConcurrencyAssumed = 1;
// What is tried where answers come but never name a limit of parallel calls: the Standard service (api-reference.md
// 4.2).
inline constexpr int kConcurrencyUntold = 2;
inline constexpr Duration kProbeInterval = Duration::seconds(300);
// A call that a crash cut off runs no longer than both of its timers.
inline constexpr Duration kCutOffMax = Duration::seconds(600);

inline constexpr int64_t kCallsForeseenMax = 5000;

enum class Refusal { kRate, kConcurrency };

class RateBudget {
 public:
  explicit RateBudget(uint64_t seed);
  // A sibling: another endpoint of the same gateway. `endpoint` is different for each.
  RateBudget(const RateBudget& first, int endpoint);
  ~RateBudget();
  RateBudget(RateBudget&&) noexcept;
  RateBudget& operator=(RateBudget&&) noexcept;
  RateBudget(const RateBudget&) = delete;
  RateBudget& operator=(const RateBudget&) = delete;

  // ── what happened ──
  void start(FlightId flight, Instant now);
  // The flight has ended with an answer that was let through.
  void finish(FlightId flight, const LimitHeaders& headers, Instant now);
  // It has ended without an answer: the gateway may have counted it, so we do.
  void finish_unheard(FlightId flight, Instant now);
  // It was refused by a limit, so it was not counted. Says until when to wait (field-notes, Conventions). A flight that
  // has ended before (a refusal found in the body of a 200) is told as FlightId{}.
  Instant refuse(FlightId flight, Refusal kind, const LimitHeaders& headers, Instant now);
  // What an earlier process of this run knows, by this one's clock, negative Instants included: the ends of its calls,
  // and the moments until which calls that were cut off may still be running there: they hold a slot until then and
  // are in the window from then on. A wall clock that has jumped does no harm: times to come count as `now`, or for
  // the cut off calls as kCutOffMax from now; what is older than the window counts no more.
  void restore(const std::vector<Instant>& counted, const std::vector<Instant>& cut_off_until, Instant now);

  // What the gateway told of its limits, to an earlier process of this run; what it has told to this one counts more.
  void remember_limits(const LimitHeaders& told);

  // ── may I ask ──
  // `now` when the rate lets a call be sent at once, else the earliest moment for which that can be said today.
  // `reserve` calls of the window are left to others; at least one call of the window always stays ours.
  Instant next_start(Instant now, int reserve) const;
  // May one more call be in flight, of a run that wants `wanted` at a time (1 or more)? Bounded by the limit of
  // parallel calls, told or assumed, which calls that were cut off take up as well; before the first answer one at a
  // time.
  bool has_slot(int wanted, Instant now) const;
  // Calls of an earlier visit that were cut off and may still run at the gateway.
  int cut_off_running(Instant now) const;
  // `now` when has_slot(); else when a slot is known to become free, which any flight's end may make earlier.
  Instant next_slot(int wanted, Instant now) const;

  // ── what is there to spend ──
  int calls_left(Instant now, int reserve) const;  // that may be sent at once, one after the other
  Instant next_leaves(Instant now) const;          // when the next call leaves the window; `now` when none is in it
  // When the last of `calls` more calls would end, each of length `each` and `parallel` at a time, if nobody else came
  // and none failed. Looks no further than kCallsForeseenMax calls ahead; beyond it goes on at the same pace.
  Instant foresee(int64_t calls, Duration each, int parallel, Instant now, int reserve) const;

  // ── getters ──
  int limit() const;
  int window_s() const;
  int concurrency_limit() const;
  bool known() const;           // the gateway itself has named the rate limit
  int used(Instant now) const;  // ours and others', those in flight included
  int remaining(Instant now) const;
  int in_flight() const;
  int refused_in_a_row() const;
  Refusal last_refusal() const;
  bool blocked(Instant now) const;  // by a refusal
  LimitHeaders told() const;        // the limits that it has named, for remember_limits(); the rest is empty
  int limits_learned() const;       // from refusals: each lower limit, longer window or fewer parallel calls is one

 private:
  struct Model;

  Model& model() const;
  void split();

  int endpoint_ = 0;
  std::shared_ptr<Model> shared_;
};

}  // namespace sluice
