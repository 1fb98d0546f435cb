// One world with faults drawn from a seed, pulled to its end, and judged.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace sluice::sim {

struct ChaosOutcome {
  std::vector<std::string> violations;  // empty is good
  std::vector<std::string> transcript;  // only when asked for
  std::string state;                    // how the run ended
  std::string setting;                  // the faults and limits, in one line
};

ChaosOutcome run_chaos(uint64_t seed, bool transcript);

}  // namespace sluice::sim
