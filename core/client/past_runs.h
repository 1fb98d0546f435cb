// What past runs teach for the next ones: how many records a complete run of a request brought, and what its pages
// cost. Requests are the same when they ask the same gateway for the same records, in pages of whatever size; how many
// come depends on who asks, too. In memory alone, and no more of them than kPastRunsMax; a driver that keeps runs tells
// of those of earlier visits.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "api/parameter.h"
#include "client/pull_plan.h"
#include "client/run_summary.h"
#include "flow/page_cost.h"

namespace sluice {

inline constexpr size_t kPastRunsMax = 64;

class PastRuns {
 public:
  void note_complete(const PullPlan& plan, uint64_t records);
  void note_cost(const PullPlan& plan, const PageCost& cost);
  // Of an earlier visit, the newest first: what is known already counts more.
  void remember(const RunSummary& run);

  std::optional<uint64_t> records(const PullPlan& plan) const;
  PageCost cost(const PullPlan& plan) const;  // of the last run there; one that knows nothing if there was none

  static bool same_request(const PullPlan& a, const PullPlan& b);
  // A digest of the request and of who asks.
  static std::string request_of(const PullPlan& plan);

 private:
  std::map<std::string, uint64_t> records_;  // by request
  std::map<std::string, PageCost> costs_;
};

}  // namespace sluice
