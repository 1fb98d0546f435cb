// The 14 Qualys platforms and their gateways (api-reference.md 2). A table, because the hosts follow no pattern: EU3
// is on .it, KSA1 on a domain of its own. Private platforms are reached by typing their address.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

namespace sluice {

struct Platform {
  std::string_view id;       // "US1"
  std::string_view name;     // "US Platform 1"
  std::string_view gateway;  // "https://gateway.qg1.apps.qualys.com"
};

const std::vector<Platform>& platforms();
const Platform* find_platform(std::string_view id);  // without case

}  // namespace sluice
