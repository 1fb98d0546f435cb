#include "sim/limits.h"

#include <gtest/gtest.h>

namespace sluice::sim {
namespace {

Instant at(int64_t seconds) { return Instant{} + Duration::seconds(seconds); }

TEST(Limits, TiersHaveTheDocumentedNumbers) {
  const auto expect = [](std::string_view name, int rate, int window_s, int concurrency) {
    const std::optional<Tier> tier = tier_named(name);
    ASSERT_TRUE(tier.has_value()) << name;
    EXPECT_EQ(tier->rate_limit, rate);
    EXPECT_EQ(tier->window_s, window_s);
    EXPECT_EQ(tier->concurrency_limit, concurrency);
  };
  expect("express", 50, 86400, 1);
  expect("standard", 300, 3600, 2);
  expect("enterprise", 750, 3600, 5);
  expect("premium", 2000, 3600, 10);
  EXPECT_EQ(tiers().size(), 4u);
  EXPECT_FALSE(tier_named("Standard").has_value());
}

TEST(Limits, OneBudgetIsSharedByAllEndpoints) {
  Limits limits(2, 100, 2, false);
  limits.begin(Endpoint::kMobileAssets, 1, at(0));
  EXPECT_EQ(limits.remaining(Endpoint::kOtHosts, at(0)), 1);
  limits.begin(Endpoint::kOtHosts, 2, at(10));
  EXPECT_TRUE(limits.no_slot(Endpoint::kOtProjectFiles));
  EXPECT_TRUE(limits.no_call_left(Endpoint::kOtDetections, at(10)));
  EXPECT_EQ(limits.to_wait_s(Endpoint::kOtDetections, at(10)), 90);
  limits.end(1);
  EXPECT_FALSE(limits.no_slot(Endpoint::kMobileAssets));
  EXPECT_EQ(limits.running(), 1);
  limits.end(1);
  limits.end(77);
  EXPECT_EQ(limits.running(), 1);
}

TEST(Limits, ApartEachEndpointHasItsOwn) {
  Limits limits(1, 100, 1, true);
  limits.begin(Endpoint::kOtHosts, 1, at(0));
  EXPECT_TRUE(limits.no_slot(Endpoint::kOtHosts));
  EXPECT_TRUE(limits.no_call_left(Endpoint::kOtHosts, at(0)));
  for (const Endpoint other : {Endpoint::kMobileAssets, Endpoint::kOtDetections, Endpoint::kOtProjectFiles}) {
    EXPECT_FALSE(limits.no_slot(other));
    EXPECT_FALSE(limits.no_call_left(other, at(0)));
  }
  EXPECT_EQ(limits.running(Endpoint::kMobileAssets), 0);
}

TEST(Limits, AnotherUserSpendsAtMostWhatIsLeftOfEach) {
  Limits limits(5, 100, 0, true);
  limits.begin(Endpoint::kOtHosts, 1, at(0));
  EXPECT_EQ(limits.spend(4, at(0)), 5);
  EXPECT_EQ(limits.remaining(Endpoint::kOtHosts, at(0)), 0);
  EXPECT_EQ(limits.remaining(Endpoint::kMobileAssets, at(0)), 1);
  EXPECT_EQ(limits.running(), 1) << "another user's calls hold no slot here";
}

TEST(Limits, CanChangeAndCanBeNone) {
  Limits limits(5, 100, 1, false);
  limits.set_rate(1, 50);
  limits.set_concurrency(0);
  limits.begin(Endpoint::kMobileAssets, 1, at(0));
  EXPECT_FALSE(limits.no_slot(Endpoint::kMobileAssets)) << "0 limits nothing";
  EXPECT_TRUE(limits.no_call_left(Endpoint::kMobileAssets, at(49)));
  EXPECT_FALSE(limits.no_call_left(Endpoint::kMobileAssets, at(50)));
  limits.set_rate(0, 50);
  EXPECT_FALSE(limits.no_call_left(Endpoint::kMobileAssets, at(50)));
}

}  // namespace
}  // namespace sluice::sim
