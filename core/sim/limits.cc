#include "sim/limits.h"

#include <algorithm>

namespace sluice::sim {
namespace {

constexpr size_t kEndpoints = 4;

}  // namespace

const std::vector<Tier>& tiers() {
  static const std::vector<Tier> kTiers = {
      {"express", 50, 86400, 1}, {"standard", 300, 3600, 2}, {"enterprise", 750, 3600, 5}, {"premium", 2000, 3600, 10}};
  return kTiers;
}

std::optional<Tier> tier_named(std::string_view name) {
  for (const Tier& tier : tiers()) {
    if (tier.name == name) return tier;
  }
  return std::nullopt;
}

Limits::Limits(int rate_limit, int window_s, int concurrency_limit, bool per_endpoint)
    : concurrency_(concurrency_limit),
      budgets_(per_endpoint ? kEndpoints : 1, Budget{RateWindow(rate_limit, window_s), {}}) {}

void Limits::set_rate(int rate_limit, int window_s) {
  for (Budget& budget : budgets_) budget.window.set(rate_limit, window_s);
}

bool Limits::no_slot(Endpoint endpoint) const { return concurrency_ > 0 && running(endpoint) >= concurrency_; }

int Limits::running() const {
  size_t running = 0;
  for (const Budget& budget : budgets_) running += budget.running.size();
  return static_cast<int>(running);
}

void Limits::begin(Endpoint endpoint, uint64_t call_id, Instant now) {
  of(endpoint).window.count(now);
  of(endpoint).running.push_back(call_id);
}

void Limits::end(uint64_t call_id) {
  for (Budget& budget : budgets_) {
    budget.running.erase(std::remove(budget.running.begin(), budget.running.end(), call_id), budget.running.end());
  }
}

int Limits::spend(int calls, Instant now) {
  int most = 0;
  for (Budget& budget : budgets_) {
    for (int i = 0; i < calls && budget.window.remaining(now) > 0; ++i) budget.window.count(now);
    most = std::max(most, budget.window.inside(now));
  }
  return most;
}

}  // namespace sluice::sim
