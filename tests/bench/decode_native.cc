// Natively: prints one line of JSON for each size and stage, {"bytes","stage","rows","seconds":[…]}.
//
//   decode_native --rounds N --mb 2,8,64

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>

#include "base/text.h"
#include "bench/bodies.h"
#include "bench/decode_stage.h"

namespace {

using sluice::bench::Stage;

double seconds_of(Stage stage, const std::string& body, uint64_t& rows) {
  sluice::bench::StageRun run(stage, body);
  const auto begin = std::chrono::steady_clock::now();
  rows = run.run();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
}

void measure(size_t bytes, int rounds) {
  const std::string body = sluice::bench::mobile_body(bytes);
  for (uint32_t i = 0; i < static_cast<uint32_t>(Stage::kCount); ++i) {
    const Stage stage = static_cast<Stage>(i);
    uint64_t rows = 0;
    std::string list;
    for (int round = 0; round < rounds; ++round) {
      list += (round > 0 ? "," : "") + std::to_string(seconds_of(stage, body, rows));
    }
    std::printf("{\"bytes\":%zu,\"stage\":\"%s\",\"rows\":%llu,\"seconds\":[%s]}\n", body.size(),
                std::string(stage_name(stage)).c_str(), static_cast<unsigned long long>(rows), list.c_str());
    std::fflush(stdout);
  }
}

}  // namespace

int main(int argc, char** argv) {
  int rounds = 5;
  std::string sizes = "2,8,64";
  for (int i = 1; i + 1 < argc; i += 2) {
    if (std::strcmp(argv[i], "--rounds") == 0) rounds = std::atoi(argv[i + 1]);
    if (std::strcmp(argv[i], "--mb") == 0) sizes = argv[i + 1];
  }
  for (const std::string_view size : sluice::split(sizes, ',')) {
    measure(static_cast<size_t>(std::atoi(std::string(size).c_str())) * 1000 * 1000, rounds);
  }
  return 0;
}
