#include "flow/limit_headers.h"

#include <algorithm>

#include "base/number.h"
#include "http/http_date.h"

namespace sluice {
namespace {

std::optional<int> read_int(const Headers& headers, std::string_view name, int least, int most) {
  const auto text = headers.find(name);
  if (!text) return std::nullopt;
  const std::optional<int64_t> n = parse_int(*text);
  if (!n || *n < least || *n > most) return std::nullopt;
  return static_cast<int>(*n);
}

std::optional<int> either(std::optional<int> a, std::optional<int> b) { return a ? a : b; }

std::optional<Duration> read_retry_after(const Headers& headers) {
  if (const std::optional<int> seconds = read_int(headers, "Retry-After", 0, kToWaitSecMax)) {
    return Duration::seconds(*seconds);
  }
  const auto text = headers.find("Retry-After");
  const auto date = headers.find("Date");
  if (!text || !date) return std::nullopt;
  const std::optional<int64_t> until_s = parse_http_date(*text);
  const std::optional<int64_t> now_s = parse_http_date(*date);
  if (!until_s || !now_s) return std::nullopt;
  return Duration::seconds(std::clamp<int64_t>(*until_s - *now_s, 0, kToWaitSecMax));
}

}  // namespace

LimitHeaders read_limit_headers(const Headers& headers) {
  LimitHeaders read;
  read.limit = read_int(headers, "X-RateLimit-Limit", 1, kRateLimitMax);
  read.window_s = read_int(headers, "X-RateLimit-Window-Sec", 1, kWindowSecMax);
  read.remaining = read_int(headers, "X-RateLimit-Remaining", 0, kRateLimitMax);
  read.to_wait_s = read_int(headers, "X-RateLimit-ToWait-Sec", 0, kToWaitSecMax);
  read.concurrency_limit = either(read_int(headers, "X-ConcurrencyLimit-Limit", 1, kConcurrencyMax),
                                  read_int(headers, "X-Concurrency-Limit-Limit", 1, kConcurrencyMax));
  read.concurrency_running = either(read_int(headers, "X-ConcurrencyLimit-Running", 0, kConcurrencyMax),
                                    read_int(headers, "X-Concurrency-Limit-Running", 0, kConcurrencyMax));
  read.retry_after = read_retry_after(headers);
  return read;
}

}  // namespace sluice
