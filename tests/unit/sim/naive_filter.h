// A second model of what assetList gives, as plain as can be: every asset of the inventory, one filter after the other,
// slowly, as the vendor's guide words them (api-reference.md 6.2). It shares nothing with core/sim but the inventory's
// structs: it takes typed filters, writes the query that means the same, and is told which assets a user may see.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "base/random.h"
#include "sim/dataset.h"

namespace sluice::sim {

// Of so many random requests one is made. Everywhere but in wasm, which is slow, that is each.
#ifdef __EMSCRIPTEN__
inline constexpr int kNaiveShare = 10;
#else
inline constexpr int kNaiveShare = 1;
#endif

struct NaiveRequest {
  using Ranges = std::vector<std::pair<int64_t, int64_t>>;

  std::optional<Ranges> ids;
  std::optional<std::vector<std::string>> statuses;
  std::optional<size_t> os;  // a place in the model's few patterns
  std::optional<Ranges> qids;
  std::optional<Ranges> severities;
  std::optional<int64_t> max_days;
  std::optional<int64_t> since_s;
  std::optional<int64_t> before_s;
  std::optional<int> use_tags;
  bool tags_by_name = false;
  bool says_by_id = false;  // tag_set_by=id, which is the default
  std::vector<Tag> include;
  std::vector<Tag> exclude;
  std::optional<bool> include_all;  // the selectors, when they are sent
  std::optional<bool> exclude_all;
  std::optional<int64_t> id_min;
  std::map<std::string, int> flags;  // show_asset_id, show_results, show_reopened_info, show_tags, echo_request
  std::string harmless;              // "&output_format=XML" and the like
  bool old_path = false;

  std::string query() const;  // without truncation_limit
  std::string path() const;
};

NaiveRequest random_request(Random& random, const Dataset& dataset, int64_t now_s);

struct NaiveDetection {
  int64_t qid = 0;
  bool has_results = false;
  int64_t times_reopened = 0;  // as far as it is told
  bool operator==(const NaiveDetection&) const = default;
};
struct NaiveAsset {
  int64_t id = 0;
  bool id_twice = false;
  std::vector<std::string> tags;  // as far as they are told
  std::vector<NaiveDetection> detections;
  bool operator==(const NaiveAsset&) const = default;
};

// Exactly what all pages together must hold, in order. `visible`: the ids of the user's scope.
std::vector<NaiveAsset> naive_answer(const NaiveRequest& request, const Dataset& dataset,
                                     const std::set<int64_t>& visible, int64_t now_s);

}  // namespace sluice::sim
