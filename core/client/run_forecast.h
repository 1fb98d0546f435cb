// What a run will cost before it is started, or what is left of one that goes on: calls, the time until its last page
// is in, and how both change with the size of a page (plan() of page-api.md). A pure function of what is known: the
// budget with every call in its window, what pages have cost, and how many records there are. What is not known is
// said not to be, never guessed.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/time.h"
#include "client/pull_plan.h"
#include "flow/page_cost.h"
#include "flow/rate_budget.h"

namespace sluice {

// Of one page, where none has been measured. It decides little: where many calls are needed the window does.
inline constexpr Duration kPageTimeAssumed = Duration::seconds(2);

struct ForecastInput {
  const RateBudget* budget = nullptr;  // of the endpoint; null: never called, so the assumed limits and an empty window
  Instant now;
  std::optional<int> reserve_calls;    // none: 10 % of the limit
  int concurrency = 1;
  uint64_t page_size = 1;
  bool page_size_is_auto = false;
  uint64_t page_size_most = 1;         // that the API allows
  std::vector<uint64_t> other_sizes;   // to compare with
  PageCost cost;
  // Records that are there in all, and where that is known from: "the gateway's count", "the last complete run of this
  // request". None: unknown.
  std::optional<uint64_t> total;
  std::string total_from;
  uint64_t came = 0;                   // records of a run that goes on
  bool changes_only = false;           // of what changed since the last complete run: how much, nobody knows before
  std::string noun_one = "asset";
  std::string noun_many = "assets";
};

struct ForecastChoice {
  uint64_t page_size = 0;
  int64_t calls = 0;
  Duration time;  // from now until the last page is in
};

struct RunForecast {
  std::optional<int64_t> calls_needed;  // from now on
  int calls_left = 0;                   // in the window, the reserve apart
  std::optional<Duration> time_left;
  uint64_t page_size = 0;
  std::string why;                      // sentences for a person
  std::vector<ForecastChoice> choices;  // by page size, the forecast's own among them; empty when the total is unknown
};

// The page sizes of a plan: its own, the most that its API allows, and those to compare with.
void know_sizes(const PullPlan& plan, ForecastInput& known);

RunForecast forecast_run(const ForecastInput& known);

}  // namespace sluice
