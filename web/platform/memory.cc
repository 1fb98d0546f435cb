#include "platform/memory.h"

#include <emscripten/heap.h>

namespace sluice::platform {

size_t heap_bytes() { return emscripten_get_heap_size(); }

}  // namespace sluice::platform
