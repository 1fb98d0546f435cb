// What can be pulled: the four sources of both APIs, with what differs between them in one table. Everything else of
// the program names a source by its id ("ot.hosts", page-api.md, "pull") and looks up the rest here.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "api/parameter.h"

namespace sluice {

enum class Api { kMobile, kOt };

struct Source {
  std::string_view id;     // "mobile.assets"
  Api api = Api::kMobile;
  std::string_view title;  // "Mobile assets", for menus
  std::string_view one;    // "asset", for counts
  std::string_view many;   // "assets"
  std::vector<std::string_view> tables;  // that a pull fills, the main one first (page-api.md, "columns")
  std::string_view permission;           // what the account must have (api-reference.md 3.4)
  bool rows_are_detections = false;      // of the main table; else assets or files
};

// In the order in which they are offered.
const std::vector<Source>& sources();
const Source* find_source(std::string_view id);             // null for another word
const Source* find_source_of_table(std::string_view table); // null for a table that no source fills

// Code invalid_parameter, for a word that find_source() does not know: names those there are.
Error unknown_source(std::string_view id);

// The documented query parameters of a source.
const std::vector<Parameter>& parameters_of(const Source& source);

// The versions that a source's path can have, the default first: "1.0", "v1" for OT, none for Mobile.
std::vector<std::string_view> versions_of(const Source& source);

// The path of a source, such as "/ot/1.0/host/list". `version` is one of versions_of() or "" for the default; `path`
// one of the documented Mobile paths or "" for the default. Code invalid_parameter for any other, in the gateway's
// words.
Result<std::string> path_of(const Source& source, std::string_view version, std::string_view path);

}  // namespace sluice
