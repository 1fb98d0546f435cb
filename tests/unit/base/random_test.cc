#include "base/random.h"

#include <gtest/gtest.h>

#include <set>

namespace sluice {
namespace {

TEST(Random, IsTheSameForTheSameSeedEverywhere) {
  Random random(42);
  EXPECT_EQ(random.next(), 1546998764402558742u);
  EXPECT_EQ(random.next(), 6990951692964543102u);
}

TEST(Random, DiffersBetweenSeeds) { EXPECT_NE(Random(1).next(), Random(2).next()); }

TEST(Random, StaysWithinItsBounds) {
  Random random(7);
  std::set<int64_t> seen;
  for (int i = 0; i < 1000; ++i) {
    const int64_t n = random.between(-2, 2);
    EXPECT_GE(n, -2);
    EXPECT_LE(n, 2);
    seen.insert(n);
    EXPECT_LT(random.below(3), 3u);
    EXPECT_LT(random.unit(), 1.0);
    EXPECT_GE(random.unit(), 0.0);
  }
  EXPECT_EQ(seen.size(), 5u);  // both ends included
  EXPECT_EQ(random.below(0), 0u);
  EXPECT_EQ(random.between(5, 5), 5);
  EXPECT_EQ(random.between(5, 4), 5);
}

TEST(Random, ChanceFollowsItsProbability) {
  Random random(9);
  int hits = 0;
  for (int i = 0; i < 10000; ++i) hits += random.chance(0.25) ? 1 : 0;
  EXPECT_NEAR(hits, 2500, 200);
  EXPECT_FALSE(random.chance(0));
}

}  // namespace
}  // namespace sluice
