// Stops the program when one of our own assumptions is broken. The world's mistakes (bad input, lost connections) are
// never checked with this: they are values (result.h). A broken check prints the place and the condition, and aborts.
#pragma once

namespace sluice {

[[noreturn]] void check_failed(const char* file, int line, const char* condition);

}  // namespace sluice

#define SLUICE_CHECK(condition) \
  ((condition) ? static_cast<void>(0) : ::sluice::check_failed(__FILE__, __LINE__, #condition))
