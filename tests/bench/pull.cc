// ./dev bench pull: how much longer a pull takes than it must. Each run goes through the simulated world, in virtual
// time, against a gateway with one of three rate windows, and is held against an omniscient client (omniscient.h) that
// makes the same calls with the same latency, concurrency and reserve. Exit code 1 when a target is missed:
//
//   alone: at most 1.01 times the least time, and no call refused
//   two at a time, where the calls take longer than the windows: at least 1.8 times faster than one at a time
//
//   pull [--quick] [--source mobile.assets|ot.hosts] [--verbose]
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstring>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "bench/omniscient.h"
#include "sim/world.h"

namespace sluice::bench {
namespace {

using sim::World;
using sim::WorldOptions;

constexpr double kRatioMost = 1.01;
constexpr double kSpeedupLeast = 1.8;
constexpr int kConcurrencyOfGateway = 10;
constexpr size_t kAssetsPerPage = 10;
constexpr size_t kHostsPerPage = 1;

struct Options {
  bool quick = false;
  bool verbose = false;
  std::string source = "mobile.assets";
};

struct Case {
  Question question;
  bool default_reserve = false;
  int pages = 50;
};

struct Outcome {
  bool complete = false;
  double seconds = 0;
  double least = 0;
  uint64_t calls = 0;
  uint64_t refused = 0;

  double ratio() const { return least > 0 ? seconds / least : 0; }
};

WorldOptions world_of(const Case& c, const Options& options) {
  WorldOptions world;
  world.gateway.rate_limit = c.question.service.limit;
  world.gateway.window_s = c.question.service.window_s;
  world.gateway.concurrency_limit = kConcurrencyOfGateway;
  world.gateway.ot_concurrency_headers = true;
  world.latency.least = c.question.latency;
  world.latency.most = c.question.latency;
  world.dataset.all_enrolled = true;
  world.dataset.exact_detections_per_asset = 0;
  const auto pages = static_cast<size_t>(c.pages);
  const bool mobile = options.source == "mobile.assets";
  world.dataset.assets = mobile ? pages * kAssetsPerPage : 1;
  world.gateway.ot.hosts = mobile ? 1 : pages * kHostsPerPage;
  return world;
}

Outcome run(const Case& c, const Options& options) {
  World world(world_of(c, options));
  world.sign_in("acme_mg1", "rehearsal");
  PullRequest request;
  request.source = options.source;
  request.page_size = options.source == "mobile.assets" ? kAssetsPerPage : kHostsPerPage;
  request.concurrency = c.question.concurrency;
  if (!c.default_reserve) request.reserve_calls = c.question.reserve;
  const Instant start = world.now();
  const Result<std::string> asked = world.pull(std::move(request));
  if (!asked) std::fprintf(stderr, "pull: %s\n", asked.error().message.c_str());
  const Duration longest = Duration::seconds(400LL * 86400);
  if (c.question.other.calls == 0) {
    world.run(longest);
  } else {
    while (!run_is_over(world.client().run().state) && world.now() - start < longest) {
      world.pass(c.question.other.every);
      world.gateway().spend_calls(c.question.other.calls, world.now());
    }
  }
  Outcome outcome;
  const RunStatus& status = world.client().run();
  outcome.complete = status.state == RunState::kComplete && world.violations().empty();
  outcome.seconds = (status.finished.value_or(world.now()) - start).as_seconds();
  outcome.calls = status.calls;
  outcome.refused = status.refused;
  outcome.least = least_time(c.question, static_cast<int64_t>(status.calls - status.refused)).as_seconds();
  return outcome;
}

std::vector<Case> all_cases(bool quick) {
  const std::vector<Service> services = {{300, 3600}, {50, 86400}, {2000, 3600}};
  const std::vector<int> page_counts = quick ? std::vector<int>{50, 500} : std::vector<int>{50, 301, 1000, 5000};
  std::vector<Case> cases;
  for (const Service& service : services) {
    for (const int64_t latency_ms : {200, 2000, 20000}) {
      for (const bool with_other : {false, true}) {
        for (const bool default_reserve : {false, true}) {
          for (const int concurrency : {1, 2, 5}) {
            for (const int pages : page_counts) {
              Case c;
              c.question.service = service;
              c.question.latency = Duration::millis(latency_ms);
              c.question.concurrency = concurrency;
              c.question.reserve = default_reserve ? service.limit / 10 : 0;
              c.default_reserve = default_reserve;
              c.pages = pages;
              // A quarter of the window, a call at a time.
              const int64_t every_us = int64_t{service.window_s} * 4000000 / service.limit;
              if (with_other) c.question.other = {1, Duration::micros(every_us)};
              cases.push_back(c);
            }
          }
        }
      }
    }
  }
  return cases;
}

struct Tally {
  double worst_alone = 0;
  double worst_beside = 0;
  double least_speedup = 1e9;
  uint64_t refused_alone = 0;
  uint64_t refused_beside = 0;
  int incomplete = 0;
  int runs = 0;
};

// The calls take the time and not the window, also two at a time and with the few more calls that this takes.
bool latency_bound(const Case& c) {
  if (c.question.other.calls > 0) return false;
  Question question = c.question;
  const auto only_calls = [&](int concurrency, int calls) {
    question.concurrency = concurrency;
    const double rounds = 1 + std::ceil((calls - 1.0) / concurrency);
    return least_time(question, calls).as_seconds() <= rounds * question.latency.as_seconds() * 1.0001;
  };
  return only_calls(1, c.pages) && only_calls(2, c.pages + c.pages / 10 + 5);
}

std::string row_name(const Case& c) {
  char text[160];
  std::snprintf(text, sizeof text, "%5d/%-6d %5.1f s  x%d  reserve %-4d %-8s", c.question.service.limit,
                c.question.service.window_s, c.question.latency.as_seconds(), c.question.concurrency,
                c.question.reserve, c.question.other.calls > 0 ? "+ other" : "alone");
  return text;
}

int bench(const Options& options) {
  Tally tally;
  std::map<std::string, double> at_one;  // seconds, by case but for concurrency
  std::string row;
  for (const Case& c : all_cases(options.quick)) {
    const Outcome outcome = run(c, options);
    ++tally.runs;
    if (row_name(c) != row) {
      row = row_name(c);
      std::printf("\n%s", row.c_str());
    }
    const bool beside = c.question.other.calls > 0;
    std::printf("  %d: %.4f", c.pages, outcome.ratio());
    if (outcome.refused > 0) std::printf(" (%llu refused)", static_cast<unsigned long long>(outcome.refused));
    if (options.verbose) std::printf(" [%.1f of %.1f s, %llu calls]", outcome.seconds, outcome.least,
                                     static_cast<unsigned long long>(outcome.calls));
    if (!outcome.complete) {
      ++tally.incomplete;
      std::printf(" NOT COMPLETE");
    }
    (beside ? tally.worst_beside : tally.worst_alone) =
        std::max(beside ? tally.worst_beside : tally.worst_alone, outcome.ratio());
    (beside ? tally.refused_beside : tally.refused_alone) += outcome.refused;
    Case one = c;
    one.question.concurrency = 1;
    const std::string key = row_name(one) + std::to_string(c.pages);
    if (c.question.concurrency == 1) at_one[key] = outcome.seconds;
    if (c.question.concurrency == 2 && latency_bound(c)) {
      const double speedup = at_one[key] / outcome.seconds;
      tally.least_speedup = std::min(tally.least_speedup, speedup);
      std::printf(" [%.2f times one at a time]", speedup);
    }
    std::fflush(stdout);
  }
  const bool good = tally.worst_alone <= kRatioMost && tally.refused_alone == 0 && tally.incomplete == 0 &&
                    tally.least_speedup >= kSpeedupLeast;
  std::printf("\n\n%d runs of %s, %d not complete\n", tally.runs, options.source.c_str(), tally.incomplete);
  std::printf("alone:             worst %.4f of the least time (target %.2f), %llu refused (target 0)\n",
              tally.worst_alone, kRatioMost, static_cast<unsigned long long>(tally.refused_alone));
  std::printf("beside another:    worst %.4f, %llu refused\n", tally.worst_beside,
              static_cast<unsigned long long>(tally.refused_beside));
  std::printf("two at a time:     at least %.2f times one at a time (target %.1f)\n", tally.least_speedup, kSpeedupLeast);
  std::printf("%s\n", good ? "all targets are met" : "A TARGET IS MISSED");
  return good ? 0 : 1;
}

}  // namespace
}  // namespace sluice::bench

int main(int argc, char** argv) {
  sluice::bench::Options options;
  for (int i = 1; i < argc; ++i) {
    if (std::strcmp(argv[i], "--quick") == 0) options.quick = true;
    else if (std::strcmp(argv[i], "--verbose") == 0) options.verbose = true;
    else if (std::strcmp(argv[i], "--source") == 0 && i + 1 < argc) options.source = argv[++i];
    else {
      std::fprintf(stderr, "pull takes [--quick] [--source mobile.assets|ot.hosts] [--verbose]\n");
      return 2;
    }
  }
  return sluice::bench::bench(options);
}
