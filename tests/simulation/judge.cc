#include "judge.h"

#include <set>

#include "api/source.h"
#include "client/verify.h"
#include "ot_truth.h"
#include "truth.h"

namespace sluice::sim {
namespace {

std::string what_is_wrong_with_records(World& world, const Setting& s, const LivingInventory* living, bool complete) {
  const std::string& source = world.client().run().source;
  const Table& table = *world.client().store(source)->tables().front();
  if (living == nullptr) return ot_difference(ot_rows(world.ot_dataset(), source), table, complete);
  const OtList list = ot_list(source);
  // A record that leaves moves those behind it to earlier pages, past a reader. It can tell by the count, unless there
  // is none that can be read, or another record came and made up for it.
  const bool counts = s.world.gateway.count_header && s.faults.odd_headers == 0 && s.troubles.empty();
  const bool can_tell = !living->shrank(list) || (counts && !living->grew(list));
  return ot_living_difference(living->record_lives(list), table, complete && can_tell);
}

// Assets that the manifest lists as taken without their RESULTS.
std::set<int64_t> without_results(World& world) {
  std::set<int64_t> ids;
  for (const ManifestQuarantine& entry : world.client().manifest(world.now()).quarantine) {
    const bool taken = entry.reason.find("when its RESULTS are asked for") != std::string::npos;
    if (taken && entry.id) ids.insert(*entry.id);
  }
  return ids;
}

// Against the inventory itself: all of it when the run calls itself complete, else nothing but truth.
std::string what_is_wrong(World& world, const Setting& s, const LivingInventory* living, bool complete) {
  if (world.client().run().source != "mobile.assets") return what_is_wrong_with_records(world, s, living, complete);
  const AssetStore& store = *world.client().store();
  const std::set<int64_t> bare = without_results(world);
  if (living != nullptr) return living_difference(living->asset_lives(), store, complete, s.statuses, bare);
  if (complete) return difference(world.dataset(), store, s.statuses);
  Dataset expected = world.dataset();
  for (Asset& asset : expected.assets) {
    if (bare.count(asset.id)) drop_results(asset);
  }
  return untruth(expected, store);
}

void judge_rows(World& world, const Setting& s, const LivingInventory* living) {
  const RunState state = world.client().run().state;
  const bool complete = state == RunState::kComplete;
  const std::string wrong = what_is_wrong(world, s, living, complete);
  if (wrong.empty()) return;
  world.violate(std::string(run_state_name(state)) + (complete ? ", but " : ", and ") + wrong);
}

// A limit that is told, or as large as the one that is assumed, is never run into as long as nobody else spends calls.
void judge_limits(World& world, const Setting& s) {
  const Gateway::Counters& counted = world.gateway().counters();
  // What was called before a crash is told by the clock of the time.
  const bool forgot = !s.crashes.empty() && !s.jumps.empty();
  const bool as_assumed = s.world.gateway.rate_limit >= 300 && s.world.gateway.window_s <= 3600;
  if (as_assumed && s.alone() && !forgot && counted.refused_rate > 0) {
    world.violate("the gateway refused a call although its limit is at least the assumed one");
  }
  const GatewayOptions& gateway = s.world.gateway;
  const bool told = gateway.rate_headers && (s.mobile() || gateway.ot_concurrency_headers) && s.troubles.empty() &&
                    s.faults.odd_headers == 0;
  const bool slots_known = told || s.request.concurrency <= gateway.concurrency_limit;
  if (slots_known && !forgot && counted.refused_concurrency > 0) {
    world.violate("the gateway refused a call for its concurrency");
  }
  // Each new client learns a limit that is not the assumed one from its own first answer, or from one refusal.
  const uint64_t learned = as_assumed ? 0 : s.crashes.size();
  if (s.quiet() && !forgot && (as_assumed || s.world.gateway.rate_headers) && counted.refused_rate > learned) {
    world.violate("the gateway refused a call although its limits were known");
  }
}

void judge_end(World& world, const Setting& s, const LivingInventory* living) {
  const RunStatus& run = world.client().run();
  const bool can_know = s.world.gateway.rate_headers || s.world.gateway.rate_limit >= 300;
  // A list that shrinks again and again is given up as partial, which is the truth.
  const bool moved = living != nullptr && !s.mobile();
  if (s.quiet() && !moved && can_know && run.state != RunState::kComplete) {
    world.violate("nothing went wrong, but the run is " + std::string(run_state_name(run.state)) + ": " + run.message);
  }
  if (s.deactivations.empty() && world.gateway().counters().auth_refused > 0) {
    world.violate("a good password was refused");
  }
}

// What was interrupted, resumed, or pulled by several calls at once is what a single quiet pull brings, byte for byte.
void judge_export(World& world, const Setting& s, const LivingInventory* living) {
  const bool plain = s.crashes.empty() && s.request.concurrency == 1 && s.world.storage.fail == 0;
  const RunStatus& run = world.client().run();
  if (plain || living != nullptr || run.state != RunState::kComplete || run.duplicates > 0) return;
  WorldOptions calm = s.world;
  calm.latency = {};
  calm.storage = {};
  calm.gateway.rate_limit = 0;
  calm.gateway.token_lifetime_s = 4 * 3600;
  World other(calm);
  other.sign_in(std::string(kManagerLogin), std::string(kRehearsalPassword));
  PullRequest request = s.request;
  request.concurrency = 1;
  request.keep = false;
  if (!other.pull(request) || other.run() != RunState::kComplete) return world.violate("a calm pull does not succeed");
  for (const std::string_view table : find_source(run.source)->tables) {
    if (exported(world, std::string(table)) != exported(other, std::string(table))) {
      world.violate("the export of " + std::string(table) + " is not that of an uninterrupted pull");
    }
  }
}

void judge_manifest(World& world) {
  const RunStatus& run = world.client().run();
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

void judge_second_visit(World& world, const Setting& setting, const LivingInventory& inventory) {
  const RunStatus& run = world.client().run();
  if (!run_is_over(run.state)) return world.violate("the second run did not end: " + run.message);
  const AssetStore& store = *world.client().store();
  const std::set<int64_t> bare = without_results(world);
  std::string wrong = living_difference(inventory.asset_lives(), store, false, setting.statuses, bare);
  if (wrong.empty() && run.state == RunState::kComplete) {
    wrong = lacking(*inventory.assets(), store, setting.statuses);
  }
  if (!wrong.empty()) world.violate("after the second visit, " + wrong);
  judge_limits(world, setting);
  judge_end(world, setting, nullptr);
  judge_manifest(world);
}

void judge(World& world, const Setting& setting, const LivingInventory* living) {
  const RunStatus& run = world.client().run();
  if (!run_is_over(run.state)) return world.violate("the run did not end: " + run.message);
  judge_rows(world, setting, living);
  judge_limits(world, setting);
  judge_end(world, setting, living);
  judge_export(world, setting, living);
  judge_manifest(world);
}

}  // namespace sluice::sim
