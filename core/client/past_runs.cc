#include "client/past_runs.h"

#include <algorithm>
#include <array>

#include "base/sha256.h"

namespace sluice {
namespace {

constexpr std::array<std::string_view, 4> kPagingNames = {"truncation_limit", "id_min", "pageSize", "pageNumber"};

template <typename Run>  // a plan or a summary
std::string place_of(const Run& run) {
  return run.source + '\n' + run.gateway + '\n' + run.path;
}

// Parameters in any order, those of the paging apart.
std::string key_of(const PullPlan& plan) {
  ParameterValues values;
  for (const auto& [name, value] : plan.parameters) {
    const bool of_paging = std::find(kPagingNames.begin(), kPagingNames.end(), name) != kPagingNames.end();
    if (!of_paging) values.emplace_back(name, value);
  }
  std::sort(values.begin(), values.end());
  std::string key = place_of(plan);
  for (const auto& [name, value] : values) key += '\n' + name + '=' + value;
  return key;
}

template <typename Value>
void put(std::map<std::string, Value>& map, std::string key, const Value& value) {
  if (map.size() >= kPastRunsMax && map.find(key) == map.end()) map.erase(map.begin());
  map.insert_or_assign(std::move(key), value);
}

template <typename Value>
void put_if_new(std::map<std::string, Value>& map, std::string key, const Value& value) {
  if (map.size() < kPastRunsMax) map.try_emplace(std::move(key), value);
}

}  // namespace

std::string PastRuns::request_of(const PullPlan& plan) { return sha256_hex(key_of(plan) + '\n' + plan.subject); }

void PastRuns::note_complete(const PullPlan& plan, uint64_t records) { put(records_, request_of(plan), records); }

void PastRuns::note_cost(const PullPlan& plan, const PageCost& cost) {
  if (cost.known()) put(costs_, place_of(plan), cost);
}

void PastRuns::remember(const RunSummary& run) {
  if (run.state == run_state_name(RunState::kComplete) && !run.request.empty()) {
    put_if_new(records_, run.request, run.assets);
  }
  if (!run.page) return;
  PageCost cost;
  cost.add(run.page->assets, run.page->bytes, run.page->took);
  put_if_new(costs_, place_of(run), cost);
}

std::optional<uint64_t> PastRuns::records(const PullPlan& plan) const {
  const auto found = records_.find(request_of(plan));
  return found == records_.end() ? std::nullopt : std::optional<uint64_t>(found->second);
}

PageCost PastRuns::cost(const PullPlan& plan) const {
  const auto found = costs_.find(place_of(plan));
  return found == costs_.end() ? PageCost{} : found->second;
}

bool PastRuns::same_request(const PullPlan& a, const PullPlan& b) { return key_of(a) == key_of(b); }

}  // namespace sluice
