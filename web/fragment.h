// What the address of the page may ask for after its # (page-api.md, "The built site"): which gateway to preselect, a
// source, its request and a filter, and how large and how strict the rehearsal is. Never a secret: an address is kept
// in histories.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "client/client.h"

namespace sluice {

inline constexpr size_t kRehearsalAssets = 2400;
inline constexpr int64_t kRehearsalPageSize = 100;  // 24 pages
inline constexpr size_t kRehearsalAssetsMax = 100000;

struct Fragment {
  std::optional<std::string> gateway;
  std::optional<std::string> source;
  std::optional<std::string> filter;
  // What the form is filled with (api/recipe.h): apiVersion, path, p.<name> and, undocumented, x.<name>.
  PullRequest request;
  // The rehearsal's inventory and its rate window. preset=wait: 10 calls a minute, so that a pull of 24 pages runs into
  // the wait within seconds and out of it within a minute.
  uint64_t seed = 1;
  size_t assets = kRehearsalAssets;
  int limit = 300;
  int window_s = 3600;
};

// Unknown names and values that are no numbers are passed over; numbers are brought into their range.
Fragment parse_fragment(std::string_view text);

}  // namespace sluice
