// What a gateway says of its limits in one answer (api-reference.md 4.1). Absent or unparsable means unknown, never 0
// and never infinity (field-notes 6). Both spellings of the concurrency headers are read.
#pragma once

#include <optional>

#include "base/time.h"
#include "http/message.h"

namespace sluice {

// Sanity bounds: what lies outside is taken for a mistake of the gateway's and ignored.
inline constexpr int kRateLimitMax = 1000000000;
inline constexpr int kWindowSecMax = 31 * 86400;
inline constexpr int kToWaitSecMax = 31 * 86400;
inline constexpr int kConcurrencyMax = 1000;

struct LimitHeaders {
  std::optional<int> limit;               // X-RateLimit-Limit, 1 or more
  std::optional<int> window_s;            // X-RateLimit-Window-Sec, 1 or more
  std::optional<int> remaining;           // X-RateLimit-Remaining, 0 or more
  std::optional<int> to_wait_s;           // X-RateLimit-ToWait-Sec, 0 or more
  std::optional<int> concurrency_limit;   // X-ConcurrencyLimit-Limit or X-Concurrency-Limit-Limit, 1 or more
  std::optional<int> concurrency_running;
  std::optional<Duration> retry_after;    // Retry-After in either form of RFC 9110, read against the Date header
};

LimitHeaders read_limit_headers(const Headers& headers);

}  // namespace sluice
