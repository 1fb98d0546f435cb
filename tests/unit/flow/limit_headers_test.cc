#include "flow/limit_headers.h"

#include <gtest/gtest.h>

namespace sluice {
namespace {

TEST(LimitHeaders, AreReadInAnyCase) {
  const LimitHeaders read = read_limit_headers({{"x-ratelimit-limit", "300"},
                                                {"X-RateLimit-Window-Sec", "3600"},
                                                {"X-RATELIMIT-REMAINING", "0"},
                                                {"X-RateLimit-ToWait-Sec", "2050"}});
  EXPECT_EQ(read.limit, 300);
  EXPECT_EQ(read.window_s, 3600);
  EXPECT_EQ(read.remaining, 0);
  EXPECT_EQ(read.to_wait_s, 2050);
  EXPECT_FALSE(read.concurrency_limit);
}

TEST(LimitHeaders, TheConcurrencyHasTwoSpellings) {
  EXPECT_EQ(read_limit_headers({{"X-ConcurrencyLimit-Limit", "2"}}).concurrency_limit, 2);
  EXPECT_EQ(read_limit_headers({{"X-Concurrency-Limit-Limit", "5"}}).concurrency_limit, 5);
  EXPECT_EQ(read_limit_headers({{"X-Concurrency-Limit-Running", "1"}}).concurrency_running, 1);
}

TEST(LimitHeaders, WhatCannotBeReadIsUnknown) {
  for (const char* value : {"", "abc", "-1", "1.5", "300, 300", "99999999999", "Infinity", "0x10"}) {
    const LimitHeaders read = read_limit_headers({{"X-RateLimit-Limit", value},
                                                  {"X-RateLimit-Window-Sec", value},
                                                  {"X-RateLimit-Remaining", value},
                                                  {"X-RateLimit-ToWait-Sec", value}});
    EXPECT_FALSE(read.limit || read.window_s || read.remaining || read.to_wait_s) << value;
  }
  EXPECT_FALSE(read_limit_headers({{"X-RateLimit-Limit", "0"}}).limit) << "no gateway allows nothing at all";
}

TEST(LimitHeaders, RetryAfterHasTwoForms) {
  EXPECT_EQ(read_limit_headers({{"Retry-After", "120"}}).retry_after, Duration::seconds(120));
  EXPECT_EQ(read_limit_headers({{"Retry-After", "Mon, 06 Feb 2023 08:20:01 GMT"}, {"Date", "Mon, 06 Feb 2023 08:18:01 GMT"}})
                .retry_after,
            Duration::seconds(120));
  EXPECT_FALSE(read_limit_headers({{"Retry-After", "Mon, 06 Feb 2023 08:20:01 GMT"}}).retry_after)
      << "a date means nothing without the gateway's own clock";
}

}  // namespace
}  // namespace sluice
