// In a page: what decode.mjs calls, which has the clock. One body and one run at a time.

#include <memory>
#include <string>

#include "bench/bodies.h"
#include "bench/decode_stage.h"

namespace {

std::string body;
std::unique_ptr<sluice::bench::StageRun> run;

}  // namespace

extern "C" {

// Its length; bench_body() is where it begins.
unsigned bench_open(unsigned bytes) {
  body = sluice::bench::mobile_body(bytes);
  return static_cast<unsigned>(body.size());
}

const char* bench_body() { return body.data(); }

void bench_begin(unsigned stage) {
  run = std::make_unique<sluice::bench::StageRun>(static_cast<sluice::bench::Stage>(stage), body);
}

unsigned bench_run() { return static_cast<unsigned>(run->run()); }

void bench_end() { run.reset(); }

}  // extern "C"
