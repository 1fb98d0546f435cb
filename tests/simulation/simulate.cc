// simulate --seeds N [--from S]: runs N worlds and stops at the first that breaks an invariant.
// simulate --seed S: replays one world and prints what happened in it.

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <map>

#include "chaos.h"

namespace {

int replay(uint64_t seed) {
  const sluice::sim::ChaosOutcome outcome = sluice::sim::run_chaos(seed, true);
  std::printf("seed %llu: %s\n", static_cast<unsigned long long>(seed), outcome.setting.c_str());
  for (const std::string& line : outcome.transcript) std::printf("%s\n", line.c_str());
  std::printf("ended: %s\n", outcome.state.c_str());
  for (const std::string& violation : outcome.violations) std::printf("VIOLATION %s\n", violation.c_str());
  return outcome.violations.empty() ? 0 : 1;
}

int run_many(uint64_t from, uint64_t count) {
  std::map<std::string, uint64_t> ends;
  for (uint64_t seed = from; seed < from + count; ++seed) {
    const sluice::sim::ChaosOutcome outcome = sluice::sim::run_chaos(seed, false);
    ++ends[outcome.state];
    if (outcome.violations.empty()) continue;
    std::printf("seed %llu: %s\n  world: %s\n  replay it with: ./dev simulate --seed %llu\n",
                static_cast<unsigned long long>(seed), outcome.violations.front().c_str(), outcome.setting.c_str(),
                static_cast<unsigned long long>(seed));
    return 1;
  }
  std::printf("%llu worlds without a violation:", static_cast<unsigned long long>(count));
  for (const auto& [state, n] : ends) std::printf(" %s %llu", state.c_str(), static_cast<unsigned long long>(n));
  std::printf("\n");
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  uint64_t from = 1;
  uint64_t count = 0;
  for (int i = 1; i + 1 < argc; i += 2) {
    const uint64_t value = std::strtoull(argv[i + 1], nullptr, 10);
    if (std::strcmp(argv[i], "--seed") == 0) return replay(value);
    if (std::strcmp(argv[i], "--seeds") == 0) count = value;
    if (std::strcmp(argv[i], "--from") == 0) from = value;
  }
  if (count == 0) {
    std::fprintf(stderr, "usage: simulate --seeds N [--from S] | --seed S\n");
    return 2;
  }
  return run_many(from, count);
}
