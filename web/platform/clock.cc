#include "platform/clock.h"

#include <emscripten.h>

#include <chrono>

namespace sluice::platform {

Instant now() { return {static_cast<int64_t>(emscripten_get_now() * 1000.0)}; }

WallTime wall_now() {
  const auto since_1970 = std::chrono::system_clock::now().time_since_epoch();
  return {std::chrono::duration_cast<std::chrono::microseconds>(since_1970).count()};
}

}  // namespace sluice::platform
