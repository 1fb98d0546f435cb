// The inventory behind the simulated gateway: phones and tablets with detections, made from a seed, the same on every
// machine and in every build. Believable on purpose: models that exist with the OS versions they run, several owners,
// detections that fit the platform, dates in order, RESULTS of several lines. Nothing here is vendor data: QIDs, titles
// and texts are invented. A few values are legal and nasty on purpose (markup, the end of a CDATA section, quotes, CJK,
// emoji, an asset without an OS, without detections, with nothing but its id): readers must survive them.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace sluice::sim {

struct Tag {
  int64_t id = 0;
  std::string name;
};

struct Detection {
  int64_t qid = 0;
  std::string type;           // Information | Confirmed | Potential
  int severity = 1;           // 1..5
  std::string results;        // multi-line
  std::string status;         // New | Active | Fixed | Reopened
  int64_t first_found_s = 0;  // unix seconds, all of these; 0: none
  int64_t last_found_s = 0;
  int64_t times_found = 0;
  int64_t last_update_s = 0;  // when the status last changed; 0: it never did
  int64_t last_fixed_s = 0;
  int64_t first_reopened_s = 0;
  int64_t last_reopened_s = 0;
  int64_t times_reopened = 0;
};

struct Asset {
  int64_t id = 0;
  std::string ip;
  std::string ipv6;
  std::string friendly_name;
  std::string os;
  std::string os_version;
  std::string status;  // Enrolled | De-enrolled | Ready for Re-enrollment
  int64_t last_seen_s = 0;
  std::string ownership;
  std::string model;
  std::string manufacturer;
  std::string username;
  std::vector<Tag> tags;
  std::vector<Detection> detections;
};

inline constexpr size_t kAssetsMax = 1000000;
inline constexpr size_t kDetectionsPerAssetMax = 4000;

struct DatasetOptions {
  uint64_t seed = 1;
  // Assets whose status is Enrolled: what a Manager's pull returns when it sends no filter. Those that are De-enrolled
  // or Ready for Re-enrollment (about 8 % of the whole) come on top of this number. At most kAssetsMax.
  size_t assets = 2400;
  double detections_per_asset = 5.0;    // on average, 0 to four times as many on one asset
  int exact_detections_per_asset = -1;  // >= 0: every asset has exactly so many, at most kDetectionsPerAssetMax
  bool all_enrolled = false;            // no others come on top
  int64_t now_s = 1795219200;           // 2026-11-21T00:00:00Z: dates lie before it
};

// Assets in ascending id order, with gaps between the ids as real ones have; an asset's QIDs ascend too and differ.
// With the same seed a larger inventory begins with the smaller one.
struct Dataset {
  std::vector<Asset> assets;
};

std::shared_ptr<const Dataset> make_dataset(const DatasetOptions& options);

}  // namespace sluice::sim
