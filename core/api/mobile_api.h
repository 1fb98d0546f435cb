// All that is peculiar to the VMDR Mobile API (api-reference.md 6): its paths, its parameters, its page's query.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "api/parameter.h"

namespace sluice {

inline constexpr std::string_view kMobileSource = "mobile.assets";
inline constexpr std::string_view kMobilePath = "/sem/v1/assetList";
inline constexpr std::string_view kMobilePathOld = "/sem/xapi/v1/assetList";
inline constexpr int64_t kTruncationLimitDefault = 1000;   // api-reference.md 6.2
inline constexpr int64_t kTruncationLimitMax = 1000000;

const std::vector<Parameter>& mobile_parameters();

}  // namespace sluice
