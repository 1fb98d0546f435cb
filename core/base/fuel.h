// Rationed work. Long jobs (decoding, filtering, exporting) are cut into grains so that a frame is never late: the
// driver owns the deadline and calls work() until it is reached; the core owns the grain. Fuel is bytes or rows, never
// time, so that the same input is cut at the same places on every machine.
#pragma once

#include <cstddef>

namespace sluice {

enum class Work { kMore, kDone };

struct Fuel {
  size_t units = 0;

  bool empty() const { return units == 0; }
  // Spends up to `n`; a job may overdraw by one indivisible step and then finds the tank empty.
  void spend(size_t n) { units = n < units ? units - n : 0; }
};

// Well under a millisecond of decoding on a slow machine.
inline constexpr size_t kDecodeGrainBytes = 16 * 1024;
inline constexpr size_t kScanGrainRows = 2048;

}  // namespace sluice
