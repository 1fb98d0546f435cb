// The rate budgets of one gateway, one for each endpoint. OT and Mobile spend one budget unless headers show otherwise
// (api-reference.md 10, 19): all endpoints share one model until an answer proves that the gateway counts them apart,
// which is when `Remaining` at one does not know our calls at another, though they surely were counted less than a
// window ago. From then on each goes on with its own calls. What of() hands out stays valid, also over that moment.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

#include "flow/rate_budget.h"

namespace sluice {

class GatewayBudget {
 public:
  explicit GatewayBudget(uint64_t seed) : first_(seed) {}

  // `endpoint`: any name that is the same for the same endpoint, such as a source's id.
  RateBudget& of(std::string_view endpoint);
  const RateBudget* find(std::string_view endpoint) const;  // null before its first of()

 private:
  RateBudget first_;
  std::map<std::string, RateBudget, std::less<>> endpoints_;
};

}  // namespace sluice
