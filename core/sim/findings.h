// The catalogue of what the simulated scanner can find on a phone or tablet. All of it is invented: QIDs between 610000
// and 630000, titles, texts. A finding fits a platform and, for most, the OS versions before the one that mends it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "sim/devices.h"

namespace sluice::sim {

enum class FindingPlatform { kApple, kAndroid, kBoth };

struct Finding {
  int64_t qid = 0;
  std::string_view type;  // Information | Confirmed | Potential
  int severity = 1;
  FindingPlatform platform = FindingPlatform::kBoth;
  size_t mended_in = SIZE_MAX;  // place in os_versions(); the finding fits older ones only
  // RESULTS, of several lines; {os} {version} {model} {maker} {n} {app} {patch} are filled in per asset.
  std::string_view results;
};

const std::vector<Finding>& findings();
bool fits(const Finding& finding, Platform platform, size_t version);

// For those who ask for more detections than fit: QIDs of weak apps, one for each number from 0 on.
inline constexpr int64_t kWeakAppQidFirst = 626000;
inline constexpr size_t kWeakApps = 3999;

const std::vector<std::string_view>& app_names();

}  // namespace sluice::sim
