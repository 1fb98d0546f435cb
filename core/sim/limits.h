// The gateway's limits (api-reference.md 4): a rolling rate window and a number of calls at a time, together one
// budget. Either one budget for the whole subscription, which OT and Mobile share, or one for each endpoint; the old
// and the new path of an endpoint are one endpoint. A service level ("tier") is a preset of all three numbers.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "base/time.h"
#include "sim/rate_window.h"

namespace sluice::sim {

enum class Endpoint { kMobileAssets, kOtHosts, kOtDetections, kOtProjectFiles };

struct Tier {
  std::string_view name;
  int rate_limit = 0;
  int window_s = 0;
  int concurrency_limit = 0;
};
// express, standard, enterprise, premium (api-reference.md 4.2).
const std::vector<Tier>& tiers();
std::optional<Tier> tier_named(std::string_view name);

class Limits {
 public:
  // A rate or a concurrency of 0 limits nothing.
  Limits(int rate_limit, int window_s, int concurrency_limit, bool per_endpoint);
  void set_rate(int rate_limit, int window_s);
  void set_concurrency(int concurrency_limit) { concurrency_ = concurrency_limit; }

  int rate_limit() const { return budgets_[0].window.limit(); }
  int window_s() const { return budgets_[0].window.window_s(); }
  int concurrency_limit() const { return concurrency_; }

  bool no_slot(Endpoint endpoint) const;
  bool no_call_left(Endpoint endpoint, Instant now) { return of(endpoint).window.full(now); }
  int64_t to_wait_s(Endpoint endpoint, Instant now) { return of(endpoint).window.to_wait_s(now); }
  int remaining(Endpoint endpoint, Instant now) { return of(endpoint).window.remaining(now); }
  int inside(Endpoint endpoint, Instant now) { return of(endpoint).window.inside(now); }
  int running(Endpoint endpoint) const { return static_cast<int>(of(endpoint).running.size()); }
  int running() const;  // of all budgets

  void begin(Endpoint endpoint, uint64_t call_id, Instant now);  // counts the call and takes a slot
  void end(uint64_t call_id);                                    // no harm when it took none
  // Another user's calls, on every budget; at most what is left of each. Returns the most calls in one window.
  int spend(int calls, Instant now);

 private:
  struct Budget {
    RateWindow window;
    std::vector<uint64_t> running;
  };
  Budget& of(Endpoint endpoint) { return budgets_[budgets_.size() == 1 ? 0 : static_cast<size_t>(endpoint)]; }
  const Budget& of(Endpoint endpoint) const {
    return budgets_[budgets_.size() == 1 ? 0 : static_cast<size_t>(endpoint)];
  }

  int concurrency_;
  std::vector<Budget> budgets_;  // one, or one for each Endpoint
};

}  // namespace sluice::sim
