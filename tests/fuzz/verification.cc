#include "client/verify.h"

#include <algorithm>

#include "fuzz/target.h"

namespace sluice::fuzz {
namespace {

std::string told(std::string_view manifest, std::string_view file, size_t grain, std::string& wrong) {
  VerifyJob job(manifest);
  const size_t turns_max = 16 * file.size() + 1000;
  size_t turns = 0;
  while (!file.empty()) {
    job.add(std::string(file.substr(0, grain)));
    file.remove_prefix(std::min(grain, file.size()));
    while (job.work(Fuel{grain}) == Work::kMore) {
      if (++turns > turns_max) return wrong = "it does not end";
    }
  }
  job.end();
  while (job.work(Fuel{grain}) == Work::kMore) {
    if (++turns > turns_max) return wrong = "it does not end";
  }
  if (!job.over()) wrong = "all was given, but it is not over";
  const Verdict verdict = job.verdict();
  if (verdict.ok != verdict.problems.empty()) wrong = "it is not well, and there is no word of why";
  std::string out = verdict.ok ? "ok" : "differs";
  for (const std::string& problem : verdict.problems) out += "\n" + problem;
  return out;
}

}  // namespace

// Behind the byte of a reading a manifest, a NUL, and the export that it may be about.
std::string run_verification(std::string_view input) {
  const Reading reading(input);
  const size_t nul = std::min(reading.document.find('\0'), reading.document.size());
  const std::string_view manifest = reading.document.substr(0, nul);
  const std::string_view file = reading.document.substr(std::min(nul + 1, reading.document.size()));
  std::string wrong;
  const std::string whole = told(manifest, file, ~size_t{0}, wrong);
  const std::string in_grains = told(manifest, file, reading.grain, wrong);
  return wrong.empty() ? compare(whole, in_grains) : wrong;
}

}  // namespace sluice::fuzz
