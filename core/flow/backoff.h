// When to try again after a failure, and when to stop trying: full jitter rand(0, min(cap, base * 2^n)) with base 1 s
// and cap 60 s, at most five attempts a page, and a quota of retries for the whole run (field-notes, Conventions).
// Waiting for a limit is not an attempt.
#pragma once

#include <optional>

#include "base/random.h"
#include "base/time.h"

namespace sluice {

inline constexpr int kAttemptsPerPageMax = 5;
inline constexpr int kRetriesPerRunMax = 200;
inline constexpr Duration kBackoffBase = Duration::seconds(1);
inline constexpr Duration kBackoffCap = Duration::seconds(60);

class Backoff {
 public:
  explicit Backoff(uint64_t seed);

  // An attempt has failed. The wait before the next one; empty when this page has had all its attempts or the run all
  // its retries.
  std::optional<Duration> fail();
  void succeed() { attempts_ = 0; }  // the page is in

  int attempts() const { return attempts_; }  // failed ones of the present page
  int retries() const { return retries_; }    // of the run
  bool quota_spent() const { return retries_ >= kRetriesPerRunMax; }

 private:
  Random random_;
  int attempts_ = 0;
  int retries_ = 0;
};

}  // namespace sluice
