#include "setting.h"

#include <memory>

namespace sluice::sim {
namespace {

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

// A slow gateway's tail goes past the client's timeout at times.
Latency draw_latency(Random& random) {
  Latency latency;
  latency.least = Duration::millis(random.between(1, 500));
  latency.most = random.chance(0.3) ? latency.least : latency.least + Duration::millis(random.between(0, 20000));
  if (random.chance(0.3)) latency.tail = Duration::millis(random.between(10, 40000));
  return latency;
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
  o.gateway.ot_concurrency_headers = random.chance(0.3);
  o.gateway.auth_status = random.chance(0.5) ? 200 : 201;
  o.fuel_units = random.chance(0.2) ? static_cast<size_t>(random.between(1, 2000)) : 64 * 1024;
  o.latency = draw_latency(random);
  return o;
}

// In some worlds one or two assets make the gateway fail for every page that holds them.
void draw_poison(WorldOptions& o, Random& random) {
  if (!random.chance(0.15)) return;
  const std::shared_ptr<const Dataset> dataset = make_dataset(o.dataset);
  o.gateway.poisoned_results_only = random.chance(0.4);
  for (int64_t i = random.between(1, 2); i > 0 && !dataset->assets.empty(); --i) {
    o.gateway.poisoned_ids.push_back(dataset->assets[random.below(dataset->assets.size())].id);
  }
}

PullRequest draw_request(Random& random) {
  PullRequest request;
  request.page_size = random.between(1, 40);
  static constexpr const char* kOtSources[] = {"ot.hosts", "ot.detections", "ot.projectFiles"};
  if (random.chance(0.3)) request.source = kOtSources[random.below(3)];
  if (random.chance(0.5)) request.reserve_calls = static_cast<int>(random.between(0, 5));
  return request;
}

// Parameters of the user's own, which every page must be asked for with.
void draw_parameters(Setting& s, Random& random) {
  if (!s.mobile() || !random.chance(0.3)) return;
  s.request.parameters = {{"status", "Enrolled,De-enrolled,Ready for Re-enrollment"}};
  s.statuses = {"Enrolled", "De-enrolled", "Ready for Re-enrollment"};
}

// An inventory that moves while it is read, about as often as pages come.
void draw_life(Setting& s, Random& random) {
  if (!random.chance(0.25)) return;
  s.lives = true;
  s.living_seed = random.next();
  s.living.change = random.chance(0.8);
  s.living.appear = random.chance(0.6);
  s.living.vanish = random.chance(0.6);
  const Duration slowest = s.world.latency.most + s.world.latency.tail;
  const int64_t pace_ms = random.between(100, slowest.as_millis() + 200);
  Duration after;
  for (int64_t i = random.between(1, 30); i > 0; --i) {
    after = after + Duration::millis(random.between(0, 2 * pace_ms));
    s.changes.push_back({.after = after});
  }
}

// The clocks of both sides are wrong, and the client's is set while the pull runs.
void draw_clocks(Setting& s, Random& random) {
  if (!random.chance(0.4)) return;
  s.world.gateway.start_unix_s = s.world.dataset.now_s + random.between(-86400, 86400);
  for (int64_t i = random.between(0, 3); i > 0; --i) {
    s.jumps.push_back({.after = Duration::millis(random.between(0, 120000)),
                       .jump = Duration::seconds(random.between(-12 * 3600, 12 * 3600))});
  }
}

void draw_troubles(Setting& s, Random& random) {
  if (random.chance(0.3)) s.faults.odd_headers = random.chance(0.3) ? 1 : random.unit();
  if (!random.chance(0.3)) return;
  const std::vector<std::string_view>& names = trouble_names();
  for (int64_t i = random.between(1, 4); i > 0; --i) {
    s.troubles.push_back({.after = Duration::millis(random.between(0, 60000)),
                          .trouble = *trouble_named(names[random.below(names.size())])});
  }
}

void draw_people(Setting& s, Random& random) {
  const auto at = [&random](int64_t most_ms) { return Moment{.after = Duration::millis(random.between(0, most_ms))}; };
  if (random.chance(0.2)) s.pauses.push_back(at(20000));
  if (random.chance(0.1)) s.stops.push_back(at(60000));
  if (random.chance(0.25)) s.revocations.push_back(at(60000));
  if (random.chance(0.05)) s.deactivations.push_back(at(60000));
  if (!random.chance(0.2)) return;
  for (int64_t i = random.between(1, 3); i > 0; --i) {
    s.other_users.push_back(at(60000));
    s.other_users.back().calls = static_cast<int>(random.between(1, 20));
  }
}

// A run that is kept, on a store of any pace and size, by a client that may end at any moment.
void draw_keeping(Setting& s, Random& random) {
  if (random.chance(0.3)) s.request.concurrency = static_cast<int>(random.between(2, 5));
  // A gateway that has its own idea of ids and a cursor in one request.
  if (random.chance(0.1)) s.world.gateway.ids_with_cursor = static_cast<IdsWithCursor>(random.between(1, 3));
  if (!random.chance(0.5)) return;
  s.request.keep = true;
  s.world.storage.least = Duration::millis(random.between(0, 50));
  s.world.storage.most = s.world.storage.least + Duration::millis(random.chance(0.5) ? random.between(0, 3000) : 0);
  if (random.chance(0.15)) s.world.storage.fail = 0.05 * random.unit();
  s.by_checkpoint = random.chance(0.3);
  if (!random.chance(0.7)) return;
  for (int64_t i = random.between(1, 3); i > 0; --i) {
    s.crashes.push_back(static_cast<uint64_t>(random.between(1, random.chance(0.5) ? 30 : 150)));
  }
}

bool no_faults(const Faults& f) {
  return f.lose_request + f.lose_answer + f.reset + f.cut_body + f.server_error + f.html + f.unauthorized + f.refuse +
             f.garble == 0;
}

std::string percent(double x) { return std::to_string(static_cast<int>(x * 100 + 0.5)) + "%"; }

std::string describe(const Faults& f) {
  return "lost " + percent(f.lose_request) + "/" + percent(f.lose_answer) + ", reset " + percent(f.reset) + ", cut " +
         percent(f.cut_body) + ", 5xx " + percent(f.server_error) + ", html " + percent(f.html) + ", 401 " +
         percent(f.unauthorized) + ", refused " + percent(f.refuse) + ", odd headers " + percent(f.odd_headers);
}

// Another visit, after a scan of some assets. An inventory that moved during the first would tell no times of that.
void draw_second_visit(Setting& s, Random& random) {
  if (!s.mobile() || s.lives || !s.deactivations.empty() || !random.chance(0.4)) return;
  s.living_seed = random.next();
  s.scans = static_cast<int>(random.between(1, 40));
}

}  // namespace

bool Setting::quiet() const {
  return no_faults(faults) && faults.odd_headers == 0 && troubles.empty() && other_users.empty() && stops.empty() &&
         world.gateway.poisoned_ids.empty() && world.storage.fail == 0 && deactivations.empty();
}

Setting draw_setting(uint64_t seed) {
  const auto generator = [seed](uint64_t part) { return Random(seed * 7919 + part); };
  Random world = generator(1);
  Random poison = generator(2);
  Random faults = generator(3);
  Random request = generator(4);
  Random people = generator(5);
  Random life = generator(6);
  Random clocks = generator(7);
  Random troubles = generator(8);
  Random parameters = generator(10);
  Random keeping = generator(9);
  Random second = generator(11);
  Setting s;
  s.world = draw_world(seed, world);
  s.faults = draw_faults(faults);
  s.request = draw_request(request);
  draw_people(s, people);
  draw_parameters(s, parameters);
  draw_life(s, life);
  // An asset taken without its RESULTS is told from its own states alone, so the two do not meet.
  if (!s.lives) draw_poison(s.world, poison);
  draw_clocks(s, clocks);
  draw_troubles(s, troubles);
  draw_keeping(s, keeping);
  draw_second_visit(s, second);
  if (!s.crashes.empty() || s.world.storage.fail > 0) s.deactivations.clear();  // nobody would come back
  return s;
}

std::string describe(const Setting& s) {
  const WorldOptions& o = s.world;
  const auto counted = [](size_t n, const char* what) { return n == 0 ? "" : ", " + std::to_string(n) + " " + what; };
  return s.request.source + ": " + std::to_string(o.dataset.assets) + " assets, pages of " +
         std::to_string(*s.request.page_size) + ", " + std::to_string(o.gateway.rate_limit) + " calls in " +
         std::to_string(o.gateway.window_s) + " s" + (o.gateway.rate_headers ? "" : " (not told)") +
         (o.gateway.sparse_pages ? ", sparse pages" : "") + counted(o.gateway.poisoned_ids.size(), "poisoned") +
         ", token " + std::to_string(o.gateway.token_lifetime_s) + " s, latency " +
         std::to_string(o.latency.least.as_millis()) + " to " + std::to_string(o.latency.most.as_millis()) +
         " ms, tail " + std::to_string(o.latency.tail.as_millis()) + " ms; " + describe(s.faults) +
         counted(s.changes.size(), "changes of the inventory") + counted(s.jumps.size(), "clock jumps") +
         counted(s.troubles.size(), "troubles of the gateway") + counted(s.other_users.size(), "calls of others") +
         counted(s.pauses.size(), "pauses") + counted(s.stops.size(), "stops") +
         counted(s.revocations.size(), "revocations") + counted(s.deactivations.size(), "deactivations") +
         (s.statuses.size() > 1 ? ", all statuses" : "") +
         counted(static_cast<size_t>(s.scans), "scans before another visit") +
         (o.gateway.ids_with_cursor == IdsWithCursor::kJoined ? "" : ", ids and id_min not joined") +
         (s.request.concurrency > 1 ? ", up to " + std::to_string(s.request.concurrency) + " calls at once" : "") +
         (s.request.keep ? ", kept (durable within " + std::to_string(o.storage.most.as_millis()) + " ms, no room " +
                               percent(o.storage.fail) + ")"
                         : "") +
         counted(s.crashes.size(), s.by_checkpoint ? "crashes, resumed from checkpoints" : "crashes");
}

}  // namespace sluice::sim
