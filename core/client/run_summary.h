// A kept run in a few words, for lists of runs and for forecasts: what it was, what it has come to, and what its pages
// cost. A driver keeps it beside the journal as JSON, always the newest, and reads it without the journal. Parameters
// are not in it, which may be long; whether two runs are of the same request is told by a digest.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "client/event.h"
#include "client/manifest.h"
#include "client/pull_plan.h"
#include "flow/page_cost.h"

namespace sluice {

struct RunSummary {
  std::string id;
  std::string source;
  std::string gateway;
  std::string path;
  std::string subject;
  std::string state;       // as a manifest says it, or "running", "waiting", "paused"; "interrupted" where a driver has
                           // found nobody behind one of these
  uint64_t assets = 0;     // records of any kind
  uint64_t bytes = 0;
  std::string started_at;  // ISO 8601
  std::string request;     // PastRuns::request_of(); "" where an earlier version did not tell
  std::optional<TypicalPage> page;

  // Nobody has it under way, and there is something left to pull.
  bool resumable() const;
};

// What a driver keeps.
std::string run_summary(const PullPlan& plan, const RunStatus& status, const Manifest& manifest, const PageCost& cost);

// And reads again. Nothing for what names no run; other members may be missing or odd, and are then left as they are
// above. The source may be one that only a later version knows.
std::optional<RunSummary> read_run_summary(std::string_view json);

}  // namespace sluice
