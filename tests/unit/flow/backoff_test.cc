#include "flow/backoff.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace sluice {
namespace {

TEST(Backoff, GivesAPageFiveAttempts) {
  Backoff backoff(1);
  for (int i = 0; i < kAttemptsPerPageMax - 1; ++i) EXPECT_TRUE(backoff.fail());
  EXPECT_FALSE(backoff.fail());
  EXPECT_EQ(backoff.retries(), kAttemptsPerPageMax - 1);
}

TEST(Backoff, WaitsWithFullJitterUnderADoublingCeiling) {
  int64_t largest[kAttemptsPerPageMax] = {};
  int64_t smallest = 1000000000;
  for (uint64_t seed = 0; seed < 500; ++seed) {
    Backoff backoff(seed);
    for (int i = 0; i < kAttemptsPerPageMax - 1; ++i) {
      const int64_t us = backoff.fail()->us;
      EXPECT_LE(us, kBackoffBase.us << i);
      largest[i] = std::max(largest[i], us);
      smallest = std::min(smallest, us);
    }
  }
  for (int i = 0; i < kAttemptsPerPageMax - 1; ++i) EXPECT_GT(largest[i], (kBackoffBase.us << i) * 9 / 10);
  EXPECT_LT(smallest, 20000);  // full jitter begins at 0
}

TEST(Backoff, AGoodPageGivesTheNextOneAllItsAttemptsBack) {
  Backoff backoff(1);
  for (int i = 0; i < 4; ++i) backoff.fail();
  backoff.succeed();
  EXPECT_TRUE(backoff.fail());
}

TEST(Backoff, TheRunHasAQuota) {
  Backoff backoff(1);
  int granted = 0;
  for (int i = 0; i < 3 * kRetriesPerRunMax; ++i) {
    if (backoff.fail()) ++granted;
    backoff.succeed();
  }
  EXPECT_EQ(granted, kRetriesPerRunMax);
  EXPECT_TRUE(backoff.quota_spent());
}

}  // namespace
}  // namespace sluice
