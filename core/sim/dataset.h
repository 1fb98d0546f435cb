// The inventory behind the simulated gateway: phones and tablets with detections, made from a seed, the same on every
// machine and in every build. Believable on purpose: models that exist with the OS versions they run, several owners,
// detections that fit the platform, dates in order, RESULTS of several lines. Nothing here is vendor data: QIDs, titles
// and texts are invented.
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
  std::string type;      // Information | Confirmed | Potential
  int severity = 1;      // 1..5
  std::string results;   // multi-line
  std::string status;    // New | Active | Fixed | Reopened
  int64_t first_found_s = 0;   // unix seconds, all of these; 0: none
  int64_t last_found_s = 0;
  int64_t times_found = 0;
  int64_t last_update_s = 0;
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
  std::string status;    // Enrolled | De-enrolled | Ready for Re-enrollment
  int64_t last_seen_s = 0;
  std::string ownership;
  std::string model;
  std::string manufacturer;
  std::string username;
  std::vector<Tag> tags;
  std::vector<Detection> detections;
};

struct DatasetOptions {
  uint64_t seed = 1;
  size_t assets = 2400;
  double detections_per_asset = 5.0;   // on average
  int exact_detections_per_asset = -1;  // >= 0: every asset has exactly so many
  bool all_enrolled = false;            // else a believable share is De-enrolled or Ready for Re-enrollment
  int64_t now_s = 1795219200;           // 2026-11-21T00:00:00Z: dates lie before it
};

// Assets in ascending id order, with gaps between the ids as real ones have.
struct Dataset {
  std::vector<Asset> assets;
};

std::shared_ptr<const Dataset> make_dataset(const DatasetOptions& options);

}  // namespace sluice::sim
