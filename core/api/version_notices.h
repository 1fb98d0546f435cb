// When versions of an endpoint lose support and die. The dates stand in assets/api_versions.json, with their source,
// and are compiled in; nothing is asked of the network. Used for the banner before a run on a version past its date.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/time.h"

namespace sluice {

struct VersionLife {
  std::string source;                          // "ot.hosts"
  std::string version;                         // "v1"
  std::optional<int64_t> end_of_support_unix_s;  // the day from which it is unsupported, 00:00 UTC
  std::optional<int64_t> end_of_life_unix_s;
  std::string successor;                       // "1.0"
  std::string told_by;                         // where the dates come from
};

// Code bad_data when the text is not what assets/README.md describes.
Result<std::vector<VersionLife>> read_version_lives(std::string_view json);
const std::vector<VersionLife>& version_lives();  // those compiled in

// What to say before a run on that version, "" for one in good health: past its end of life, past its end of support,
// or to end within 90 days.
std::string version_notice(std::string_view source, std::string_view version, WallTime now);

}  // namespace sluice
