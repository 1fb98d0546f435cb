#include "flow/backoff.h"

#include <algorithm>

namespace sluice {

Backoff::Backoff(uint64_t seed) : random_(seed) {}

std::optional<Duration> Backoff::fail() {
  ++attempts_;
  if (attempts_ >= kAttemptsPerPageMax || quota_spent()) return std::nullopt;
  ++retries_;
  const int64_t most_us = std::min(kBackoffCap.us, kBackoffBase.us << std::min(attempts_ - 1, 6));
  return Duration::micros(random_.between(0, most_us));
}

}  // namespace sluice
