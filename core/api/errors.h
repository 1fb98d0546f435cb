// What an answer that is no page means, in words that a person can act on. The gateway's own text is always shown;
// codes and statuses are read as hints only, since the vendor documents few of them (api-reference.md 4.3, 6.5, 7.4).
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"

namespace sluice {

enum class AnswerClass {
  kUnauthorized,        // a new token may help
  kRateRefused,         // wait for the window
  kConcurrencyRefused,  // wait for a slot
  kRetry,               // a passing trouble: try again with jitter
  kFinal,               // asking again would give the same
};

// `code` and `text` from an error document (SIMPLE_RETURN or JSON), "" when there is none. `has_concurrency_headers`:
// the answer names a concurrency limit but no rate wait.
AnswerClass classify_answer(int status, std::string_view code, std::string_view text, bool has_concurrency_headers);

// For kFinal: code no_permission | not_found | retired | refused | server_error | bad_credentials, and a message that
// quotes the gateway and says what to do. `path` is that of the call, "/ot/v1/host/list": it tells which API's
// permission is needed and whether an old version was asked.
Error final_error(int status, std::string_view code, std::string_view text, std::string_view path);

}  // namespace sluice
