#include "chaos.h"

#include <gtest/gtest.h>

#include <map>

namespace sluice::sim {
namespace {

constexpr uint64_t kSeeds = 5000;

TEST(Chaos, EveryWorldEndsInTheTruth) {
  std::map<std::string, int> ends;
  for (uint64_t seed = 1; seed <= kSeeds; ++seed) {
    const ChaosOutcome outcome = run_chaos(seed, false);
    ++ends[outcome.state];
    ASSERT_TRUE(outcome.violations.empty())
        << outcome.violations.front() << "\n  world: " << outcome.setting
        << "\n  replay it with: ./dev simulate --seed " << seed;
  }
  // A chaos in which nothing ever goes wrong, or nothing ever goes right, proves nothing.
  EXPECT_GT(ends["complete"], static_cast<int>(kSeeds / 4));
  EXPECT_GT(ends["partial"], 0);
  EXPECT_GT(ends["stopped"], 0);
}

TEST(Chaos, ASeedTellsTheSameStoryTwice) {
  for (uint64_t seed = 3; seed < 30; seed += 5)
    EXPECT_EQ(run_chaos(seed, true).transcript, run_chaos(seed, true).transcript);
}

TEST(Chaos, NoTranscriptHoldsASecret) {
  for (uint64_t seed = 1; seed < 40; ++seed) {
    for (const std::string& line : run_chaos(seed, true).transcript) {
      EXPECT_EQ(line.find("password="), std::string::npos) << line;
      EXPECT_EQ(line.find("eyJ"), std::string::npos) << line;  // how every JWT begins
    }
  }
}

}  // namespace
}  // namespace sluice::sim
