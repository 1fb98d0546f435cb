// A small seeded generator (xoshiro256** started by splitmix64): the same seed gives the same numbers on every machine
// and in every build, which the simulation depends on. Not for secrets.
#pragma once

#include <cstdint>

namespace sluice {

class Random {
 public:
  explicit Random(uint64_t seed);

  uint64_t next();
  // 0 <= result < bound; 0 for bound 0.
  uint64_t below(uint64_t bound);
  // low <= result <= high.
  int64_t between(int64_t low, int64_t high);
  // 0 <= result < 1, in steps of 2^-53.
  double unit();
  bool chance(double probability) { return unit() < probability; }

 private:
  uint64_t state_[4];
};

}  // namespace sluice
