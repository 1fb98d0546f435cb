// The page's two clocks. The monotonic one starts with the page and never jumps; the wall clock is the computer's.
#pragma once

#include "base/time.h"

namespace sluice::platform {

Instant now();
WallTime wall_now();

}  // namespace sluice::platform
