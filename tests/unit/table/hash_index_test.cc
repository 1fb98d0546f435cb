#include "table/hash_index.h"

#include <gtest/gtest.h>

#include <map>
#include <vector>

#include "base/random.h"

namespace sluice {
namespace {

uint32_t find(const HashIndex& index, uint32_t hash, uint32_t number) {
  return index.find(hash, [number](uint32_t candidate) { return candidate == number; });
}

TEST(HashIndex, TellsNumbersOfOneHashApart) {
  HashIndex index;
  EXPECT_EQ(find(index, 7, 1), 0u);
  index.insert(7, 1);
  index.insert(7, 2);
  index.insert(7, 3);
  EXPECT_EQ(find(index, 7, 2), 2u);
  EXPECT_EQ(find(index, 7, 4), 0u);
  index.erase(7, 1);
  EXPECT_EQ(find(index, 7, 1), 0u);
  EXPECT_EQ(find(index, 7, 3), 3u) << "it had come to its place past the one that is gone";
  index.replace(7, 2, 9);
  EXPECT_EQ(find(index, 7, 2), 0u);
  EXPECT_EQ(find(index, 7, 9), 9u);
}

TEST(HashIndex, FindsWhatIsThereAndNothingElseHoweverItCameAndWent) {
  for (uint64_t seed = 1; seed <= 20; ++seed) {
    Random random(seed);
    HashIndex index;
    std::map<uint32_t, uint32_t> truth;  // number -> hash
    for (uint32_t number = 1; number <= 3000; ++number) {
      // Few hashes, in two shards: long runs of neighbours.
      const uint32_t hash = static_cast<uint32_t>(random.below(64) + (random.below(2) << 24));
      index.insert(hash, number);
      truth[number] = hash;
      if (random.below(3) == 0) {
        const auto victim = truth.lower_bound(static_cast<uint32_t>(random.below(number) + 1));
        index.erase(victim->second, victim->first);
        truth.erase(victim);
      }
    }
    for (uint32_t number = 1; number <= 3000; ++number) {
      const auto known = truth.find(number);
      const uint32_t hash = known == truth.end() ? static_cast<uint32_t>(random.below(64)) : known->second;
      EXPECT_EQ(find(index, hash, number), known == truth.end() ? 0 : number) << "seed " << seed;
    }
  }
}

}  // namespace
}  // namespace sluice
