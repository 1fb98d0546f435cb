// The calls that may stand in a gateway's rolling window: ours, each with the interval in which the gateway must have
// counted it, and those of others that its answers betray. Pure accounting; rate_budget.h decides what follows from it.
//
// A call of ours is counted at some moment from its start to its end: `sure` when its answer came with the gateway's
// count, so that it certainly was. An answer that says how many calls stood in the window when its own was counted
// bounds both kinds: fewer than ours by our reckoning means that some have left already, more means others.
#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <vector>

#include "base/ids.h"
#include "base/time.h"

namespace sluice {

class CallWindow {
 public:
  // What an answer says: `counted` calls stood in the window at some moment from `from` to `to`.
  struct Look {
    int endpoint = 0;
    Instant from;
    Instant to;
    int64_t counted = 0;
    bool itself = true;  // the call that was answered is one of them; a refused one is not
  };
  // The gateway's window, and how far its clock's pace and grain may be from ours over one window.
  struct Span {
    Duration window;
    Duration slack;
    Duration at_most() const { return window + slack; }
    Duration at_least() const { return window - slack; }
  };

  // ── what happened ──
  void start(FlightId flight, int endpoint, Instant now);
  struct Ended {
    Instant from;    // when it was started; `now` for a flight that is not known
    int beside = 0;  // flights of ours that may have run at the same moment
  };
  Ended end_counted(FlightId flight, int endpoint, bool sure, Instant now);
  Ended end_refused(FlightId flight, Instant now);
  // A call of an earlier process, counted in `from` to `to`.
  void remember(int endpoint, Instant from, Instant to);
  // The answer's call, unless refused, has been ended before.
  void learn(const Look& look, Span span);
  void forget(Instant now, Span span);
  void keep_only(int endpoint);

  // ── getters ──
  int64_t used(Instant now, Span span) const;  // the most that may be in the window, those in flight included
  int64_t ours(Instant now, Span span) const;  // of them ours, those in flight included
  bool has_others() const { return !others_.empty(); }
  int in_flight() const { return static_cast<int>(open_.size()); }
  // When the `n`th of the ended calls in the window (1 or more) surely has left. Empty when fewer have ended.
  std::optional<Instant> leaves(int64_t n, Instant now, Span span) const;
  // The same of the first `most` of them.
  std::vector<Instant> leaving(size_t most, Instant now, Span span) const;
  // When it probably has: others' calls taken as spread evenly over the time in which each group of them came.
  std::optional<Instant> leaves_probably(int64_t n, Instant now, Span span) const;
  // The interval of the `n`th newest ended call of ours.
  struct Interval {
    Instant from;
    Instant to;
  };
  std::optional<Interval> newest(int64_t n) const;
  // The look counts fewer than are certain for all endpoints together, but no fewer than for its own: the gateway
  // keeps a window for each. One call's difference proves nothing, since a gateway may not count the call it answers.
  bool proves_apart(const Look& look, Span span) const;

 private:
  struct Ours {
    Instant from;
    Instant to;
    int endpoint;
    bool sure;
  };
  struct Others {
    Instant from;
    Instant to;
    int endpoint;
    int64_t count;
  };
  struct Open {
    FlightId flight;
    Instant from;
    int endpoint;
    int beside;
  };
  void insert(const Ours& call);
  int64_t expected_before(Instant time, Instant oldest) const;
  int64_t certain(const Look& look, Span span, bool own_endpoint) const;
  void drop_left(const Look& look);
  void notice_others(const Look& look, Span span, int64_t ours_at_least, int64_t ours_at_most);

  std::vector<Open> open_;
  std::deque<Ours> ours_;      // by `to`
  std::deque<Others> others_;  // by `to`
  std::optional<Instant> looked_;  // the latest moment whose count is known to be explained by what is here
};

}  // namespace sluice
