// How much memory the program has taken from the browser.
#pragma once

#include <cstddef>

namespace sluice::platform {

size_t heap_bytes();

}  // namespace sluice::platform
