// How many bytes this executable's code holds at the moment, as it asked for them: every operator new counts.
#pragma once

#include <cstddef>

namespace sluice {

size_t live_bytes();

}  // namespace sluice
