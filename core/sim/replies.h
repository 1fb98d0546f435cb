// The answers that the gateway gives in several places, and the headers that all of them carry (api-reference.md 5.3,
// 5.5, 8). OT errors have a JSON body, `{"_error":{"code":…,"message":…}}`; a path or a version that is not there
// answers as a web framework would, without `_error`, so that it can be told from "none found".
#pragma once

#include <string>
#include <string_view>

#include "http/message.h"

namespace sluice::sim {

struct Reply {
  int status = 0;
  Headers headers;
  std::string body;
};

Reply plain_reply(int status, std::string text);
Reply xml_reply(int status, std::string body);
Reply json_reply(int status, std::string body);
Reply not_allowed(std::string_view allowed);  // 405

Reply ot_error(int status, std::string_view message);
// 404 or 410 without `_error`.
Reply nothing_here(int status, std::string_view path);

// Cache-Control to Referrer-Policy, name for name as in the vendor's two samples.
void add_common_headers(Reply& reply);
void add_cors_headers(Reply& reply);
Reply preflight_reply();

// "Mon, 06 Feb 2023 08:18:01 GMT"
std::string http_date(int64_t unix_s);

}  // namespace sluice::sim
