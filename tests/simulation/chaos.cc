#include "chaos.h"

#include <algorithm>

#include "client/verify.h"
#include "ot_truth.h"
#include "sim/world.h"
#include "truth.h"

namespace sluice::sim {
namespace {

constexpr Duration kLongestRun = Duration::seconds(40 * 86400);

// Each fault is off in half of the worlds, else up to `most`.
double draw(Random& random, double most) { return random.chance(0.5) ? 0 : random.unit() * most; }

Faults draw_faults(Random& random) {
  Faults f;
  if (random.chance(0.15)) return f;  // a quiet world now and then
  f.lose_request = draw(random, 0.05);
  f.lose_answer = draw(random, 0.05);
  f.reset = draw(random, 0.15);
  f.cut_body = draw(random, 0.15);
  f.server_error = draw(random, 0.15);
  f.html = draw(random, 0.10);
  f.unauthorized = draw(random, 0.10);
  f.refuse = draw(random, 0.15);
  f.garble = 0;  // it changes the truth on purpose: scenarios and unit tests look at it
  f.slow = draw(random, 0.10);
  return f;
}

WorldOptions draw_world(uint64_t seed, Random& random) {
  WorldOptions o;
  o.seed = seed;
  o.dataset.seed = seed;
  o.dataset.assets = static_cast<size_t>(random.between(0, 120));
  o.dataset.detections_per_asset = 3;
  static constexpr int kLimits[][2] = {{300, 3600}, {50, 86400}, {10, 60}, {3, 30}, {1, 10}, {2000, 3600}};
  const auto& limit = kLimits[random.below(6)];
  o.gateway.rate_limit = limit[0];
  o.gateway.window_s = limit[1];
  o.gateway.concurrency_limit = static_cast<int>(random.between(1, 3));
  o.gateway.rate_headers = random.chance(0.8);
  o.gateway.hyphenated_concurrency_headers = random.chance(0.5);
  if (random.chance(0.4)) o.gateway.foreign_next_host = "gateway.p04.internal.test";
  o.gateway.full_next_url = random.chance(0.5);
  o.gateway.sparse_pages = random.chance(0.3);
  o.gateway.token_lifetime_s = random.chance(0.5) ? 4 * 3600 : static_cast<int>(random.between(150, 2000));
  o.gateway.token_has_exp = random.chance(0.7);
  o.gateway.ot.seed = seed;
  o.gateway.ot.hosts = static_cast<size_t>(random.between(1, 60));
  o.gateway.ot.detections_per_host = 2;
  o.gateway.ot.project_files = static_cast<size_t>(random.between(0, 30));
  o.gateway.count_header = random.chance(0.7);
  o.gateway.auth_status = random.chance(0.5) ? 200 : 201;
  o.latency.least = Duration::millis(random.between(1, 500));
  o.latency.most = o.latency.least + Duration::millis(random.between(0, 20000));
  o.fuel_units = random.chance(0.2) ? static_cast<size_t>(random.between(1, 2000)) : 64 * 1024;
  return o;
}

// In some worlds one or two assets make the gateway fail for every page that holds them.
void poison(WorldOptions& o, Random& random) {
  if (!random.chance(0.15)) return;
  const std::shared_ptr<const Dataset> dataset = make_dataset(o.dataset);
  o.gateway.poisoned_results_only = random.chance(0.4);
  for (int64_t i = random.between(1, 2); i > 0 && !dataset->assets.empty(); --i) {
    o.gateway.poisoned_ids.push_back(dataset->assets[random.below(dataset->assets.size())].id);
  }
}

bool faultless(const Faults& f) {
  const double chances = f.lose_request + f.lose_answer + f.reset + f.cut_body + f.server_error + f.html +
                         f.unauthorized + f.refuse + f.garble;
  return chances == 0;
}

std::string describe(const WorldOptions& o, const Faults& f, int64_t page_size) {
  const auto percent = [](double x) { return std::to_string(static_cast<int>(x * 100 + 0.5)) + "%"; };
  return std::to_string(o.dataset.assets) + " assets, pages of " + std::to_string(page_size) + ", " +
         std::to_string(o.gateway.rate_limit) + " calls in " + std::to_string(o.gateway.window_s) + " s" +
         (o.gateway.rate_headers ? "" : " (not told)") + (o.gateway.sparse_pages ? ", sparse pages" : "") +
         (o.gateway.poisoned_ids.empty() ? "" : ", " + std::to_string(o.gateway.poisoned_ids.size()) + " poisoned") +
         ", token " +
         std::to_string(o.gateway.token_lifetime_s) + " s; lost " + percent(f.lose_request) + "/" +
         percent(f.lose_answer) + ", reset " + percent(f.reset) + ", cut " + percent(f.cut_body) + ", 5xx " +
         percent(f.server_error) + ", html " + percent(f.html) + ", 401 " + percent(f.unauthorized) + ", refused " +
         percent(f.refuse);
}

// Against the inventory itself: all of it when the run calls itself complete, else nothing but truth.
std::string what_is_wrong(World& world, bool complete) {
  const std::string& source = world.client().run().source;
  if (source != "mobile.assets") {
    const Table& table = *world.client().store(source)->tables().front();
    return ot_difference(ot_rows(world.ot_dataset(), source), table, complete);
  }
  const AssetStore& store = *world.client().store();
  if (complete) return difference(world.dataset(), store);
  // Assets that the manifest lists as taken without their RESULTS.
  Dataset expected = world.dataset();
  for (const ManifestQuarantine& entry : world.client().manifest(world.now()).quarantine) {
    if (entry.reason.find("when its RESULTS are asked for") == std::string::npos) continue;
    for (Asset& asset : expected.assets) {
      if (asset.id != entry.id) continue;
      for (Detection& detection : asset.detections) detection.results.clear();
    }
  }
  return untruth(expected, store);
}

void judge(World& world, const WorldOptions& o, const Faults& faults) {
  const RunStatus& run = world.client().run();
  if (!run_is_over(run.state)) return world.violate("the run did not end: " + run.message);
  const bool complete = run.state == RunState::kComplete;
  if (std::string wrong = what_is_wrong(world, complete); !wrong.empty()) {
    world.violate(std::string(run_state_name(run.state)) + (complete ? ", but " : ", and ") + wrong);
  }
  const Gateway::Counters& counted = world.gateway().counters();
  // An assumed limit as large as the real one, or one that can be read, is never run into when nothing goes wrong.
  const bool can_know = o.gateway.rate_headers || (o.gateway.rate_limit >= 300 && o.gateway.window_s <= 3600);
  if (faultless(faults) && can_know && counted.refused_rate + counted.refused_concurrency > 0) {
    world.violate("the gateway refused a call although its limits were known");
  }
  const bool poisoned = !o.gateway.poisoned_ids.empty() && run.source == "mobile.assets";
  if (faultless(faults) && run.state != RunState::kComplete && can_know && !poisoned) {
    world.violate("nothing went wrong, but the run is " + std::string(run_state_name(run.state)) + ": " + run.message);
  }
  if (counted.auth_refused > 0) world.violate("a good password was refused");
  const Manifest manifest = world.client().manifest(world.now());
  if (manifest.pages.size() != run.pages) world.violate("the manifest lists other pages than were committed");
  if (manifest.state != run_state_name(run.state)) world.violate("the manifest's state is not the run's");
  VerifyJob verify(manifest.to_json());
  verify.end(false);
  while (verify.work(Fuel{1000}) == Work::kMore) {
  }
  if (!verify.verdict().ok) world.violate("the manifest contradicts itself: " + verify.verdict().problems.front());
}

}  // namespace

ChaosOutcome run_chaos(uint64_t seed, bool transcript) {
  Random random(seed * 7919 + 1);
  WorldOptions options = draw_world(seed, random);
  poison(options, random);
  options.transcript = transcript;
  const Faults faults = draw_faults(random);
  PullRequest request;
  request.page_size = random.between(1, 40);
  static constexpr const char* kOtSources[] = {"ot.hosts", "ot.detections", "ot.projectFiles"};
  if (random.chance(0.3)) request.source = kOtSources[random.below(3)];
  if (random.chance(0.5)) request.reserve_calls = static_cast<int>(random.between(0, 5));
  const bool stops = random.chance(0.1);
  const bool pauses = random.chance(0.2);
  const bool other_user = random.chance(0.2);

  World world(options);
  ChaosOutcome outcome;
  outcome.setting = request.source + ": " + describe(options, faults, *request.page_size);
  if (world.sign_in(std::string(kManagerLogin), std::string(kRehearsalPassword)).state != SessionState::kSignedIn) {
    world.violate("signing in to a healthy gateway failed");
  }
  world.network().set_faults(faults);
  if (const Result<std::string> asked = world.pull(request); !asked)
    world.violate("pull refused: " + asked.error().message);
  if (pauses) {
    world.pass(Duration::millis(random.between(0, 20000)));
    world.client().pause(world.now());
    world.pass(Duration::millis(random.between(0, 20000)));
    world.client().unpause(world.now());
  }
  if (other_user) {
    world.pass(Duration::millis(random.between(0, 20000)));
    world.gateway().spend_calls(static_cast<int>(random.between(1, 20)), world.now());
  }
  if (stops) {
    world.pass(Duration::millis(random.between(0, 60000)));
    world.client().stop(world.now());
  }
  // A renewal that nobody answers pauses the run and asks: somebody is there and says "go on", a few times.
  for (int i = 0; i < 20; ++i) {
    world.run(kLongestRun);
    if (world.client().run().state != RunState::kPaused) break;
    world.network().set_faults({});
    if (world.client().session(world.now()).state == SessionState::kExpired) {
      world.sign_in(std::string(kManagerLogin), std::string(kRehearsalPassword));
    }
    world.client().unpause(world.now());
  }
  Faults judged = faults;
  if (other_user || stops) judged.reset = 1;  // not a quiet world
  judge(world, options, judged);
  outcome.violations = world.violations();
  outcome.transcript = world.transcript();
  outcome.state = run_state_name(world.client().run().state);
  return outcome;
}

}  // namespace sluice::sim
