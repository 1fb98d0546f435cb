// A second model of what assetList gives, as plain as can be: every asset of the inventory, one filter after the other,
// slowly. It shares no code with core/sim but the inventory and the scope, takes typed filters, and writes the query
// that means the same.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "base/random.h"
#include "sim/gateway.h"

namespace sluice::sim {

struct NaiveRequest {
  std::optional<std::vector<std::pair<int64_t, int64_t>>> ids;
  std::optional<std::set<std::string>> statuses;
  std::optional<std::string> os;  // one of kNaiveOs
  std::optional<std::vector<std::pair<int64_t, int64_t>>> qids;
  std::optional<std::set<int>> severities;
  std::optional<int64_t> max_days;
  std::optional<int64_t> since_s;
  std::optional<int64_t> before_s;
  bool use_tags = false;
  bool tags_by_name = false;
  std::vector<int64_t> include;
  std::vector<int64_t> exclude;
  bool include_all = false;
  bool exclude_all = false;

  std::string query() const;  // without truncation_limit and id_min
};

NaiveRequest random_request(Random& random, const Dataset& dataset, int64_t now_s);

// Asset id -> its QIDs in order; exactly what all pages together must hold.
using NaiveAnswer = std::vector<std::pair<int64_t, std::vector<int64_t>>>;
NaiveAnswer naive_answer(const NaiveRequest& request, const Dataset& dataset, const Account& account, int64_t now_s);

}  // namespace sluice::sim
