#include "query/verdict_cache.h"

#include <gtest/gtest.h>

namespace sluice {
namespace {

using Verdict = VerdictCache::Verdict;

TEST(VerdictCache, RemembersEachIdApartFromItsNeighbours) {
  VerdictCache cache;
  cache.limit(1024);
  for (uint32_t id = 0; id < 200; ++id) {
    if (id % 3 != 0) cache.put(id, id % 3 == 1);
  }
  for (uint32_t id = 0; id < 200; ++id) {
    const Verdict expected = id % 3 == 0 ? Verdict::kUnknown : id % 3 == 1 ? Verdict::kYes : Verdict::kNo;
    ASSERT_EQ(cache.get(id), expected) << id;
  }
}

TEST(VerdictCache, ForgetsWhatIsPastItsLimit) {
  VerdictCache cache;
  cache.limit(8);  // 32 ids
  cache.put(31, true);
  cache.put(32, true);
  EXPECT_EQ(cache.get(31), Verdict::kYes);
  EXPECT_EQ(cache.get(32), Verdict::kUnknown);
}

}  // namespace
}  // namespace sluice
