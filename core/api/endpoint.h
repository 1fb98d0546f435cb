// Where a request goes: the configured gateway, one of the documented paths, a query. There is no other way in the
// program to make an address for a call that carries the token, so a token can only go to the configured gateway.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "http/message.h"
#include "http/url.h"

namespace sluice {

// What gateways and proxies commonly accept for a whole address (field-notes 13).
inline constexpr size_t kUrlBytesMax = 8000;

// The vendor's scheme <module>/<object>/<object_id>/<operation> (api-reference.md 2), with the version where the
// documented paths have it: "/ot/1.0/host/list". What is empty is left out. Only `object_id` is data, so only it is
// percent-encoded.
struct EndpointPath {
  std::string_view module = {};
  std::string_view version = {};
  std::string_view object = {};
  std::string_view object_id = {};
  std::string_view operation = {};
};
std::string endpoint_path(const EndpointPath& parts);

// "https://gateway…/sem/v1/assetList?action=list&…". `base` as normalize_gateway gives it, `path` begins with "/".
// Code invalid_parameter when the address would be too long; the message names the longest parameter.
Result<std::string> endpoint_url(std::string_view base, std::string_view path, const Query& query);

}  // namespace sluice
