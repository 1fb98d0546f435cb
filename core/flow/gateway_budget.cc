#include "flow/gateway_budget.h"

namespace sluice {

RateBudget& GatewayBudget::of(std::string_view endpoint) {
  const auto known = endpoints_.find(endpoint);
  if (known != endpoints_.end()) return known->second;
  const int number = static_cast<int>(endpoints_.size()) + 1;
  return endpoints_.emplace(std::string(endpoint), RateBudget(first_, number)).first->second;
}

const RateBudget* GatewayBudget::find(std::string_view endpoint) const {
  const auto known = endpoints_.find(endpoint);
  return known == endpoints_.end() ? nullptr : &known->second;
}

}  // namespace sluice
