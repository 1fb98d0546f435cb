// Answers of the Mobile asset list in any length, written by the simulated gateway from its invented inventory: with
// RESULTS of several lines, tags and reopened dates left to their defaults, as a pull asks for them.
#pragma once

#include <cstddef>
#include <string>

namespace sluice::bench {

// About `bytes` long; never longer.
std::string mobile_body(size_t bytes);

}  // namespace sluice::bench
