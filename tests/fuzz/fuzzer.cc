// libFuzzer's way into one target, whose function the build names: SLUICE_FUZZ_RUN. What is wrong is printed and ends
// the program, so that libFuzzer keeps the input.
#include <cstdint>
#include <cstdio>
#include <cstdlib>

#include "fuzz/target.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string wrong =
      sluice::fuzz::SLUICE_FUZZ_RUN(std::string_view(reinterpret_cast<const char*>(data), size));
  if (wrong.empty()) return 0;
  std::fprintf(stderr, "%s\n", wrong.c_str());
  std::abort();
}
