#include "sim/world.h"

#include <algorithm>
#include <utility>

#include "base/number.h"

namespace sluice::sim {
namespace {

constexpr size_t kTranscriptMax = 200000;
constexpr size_t kViolationsMax = 20;
// The client may ask to be called again at once now and then; doing so for ever is a busy loop.
constexpr int kIdleStepsMax = 1000;

GatewayOptions with_clock(GatewayOptions options, int64_t now_s) {
  if (options.start_unix_s == 0) options.start_unix_s = now_s;
  return options;
}

ClientOptions client_options(const WorldOptions& options) {
  ClientOptions c;
  c.seed = options.seed * 2654435761u + 17;
  c.decode_limits = options.decode_limits;
  return c;
}

}  // namespace

World::World(WorldOptions options)
    : options_(std::move(options)),
      dataset_(make_dataset(options_.dataset)),
      ot_dataset_(make_ot_dataset(options_.gateway.ot)),
      gateway_(std::make_unique<Gateway>(with_clock(options_.gateway, options_.dataset.now_s), dataset_, ot_dataset_)),
      network_(std::make_unique<Network>(*gateway_, std::string(kWorldGateway), options_.seed)),
      client_(client_options(options_)) {
  network_->set_latency(options_.latency);
  network_->set_faults(options_.faults);
  jump_clock(Duration::seconds(options_.dataset.now_s));
}

World::~World() = default;

SessionStatus World::sign_in(std::string username, std::string password, bool renew) {
  SignInRequest request;
  request.gateway = kWorldGateway;
  request.username = std::move(username);
  request.password = Secret(std::move(password));
  request.renew = renew;
  const Result<void> asked = client_.sign_in(std::move(request), now_);
  if (!asked) note("sign-in refused: " + asked.error().message);
  run_until([this] { return client_.session(now_).state != SessionState::kSigningIn; });
  return client_.session(now_);
}

Result<std::string> World::pull(PullRequest request) {
  last_pages_ = 0;
  last_assets_ = 0;
  return client_.pull(request, now_);
}

RunState World::run(Duration longest) {
  run_until(
      [this] {
        const RunState state = client_.run().state;
        return run_is_over(state) || state == RunState::kPaused;
      },
      longest);
  return client_.run().state;
}

bool World::run_until(const std::function<bool()>& done, Duration longest) {
  const Instant end = now_ + longest;
  while (!done()) {
    if (now_ > end || !violations_.empty()) return false;
    if (!step()) return done();
  }
  return true;
}

void World::pass(Duration duration) {
  const Instant end = now_ + duration;
  while (true) {
    while (act()) check();
    const std::optional<Instant> next = next_event();
    if (!next || *next >= end) break;
    now_ = std::max(*next, now_ + Duration::millis(1));
  }
  now_ = end;
  client_.handle_timeout(now_);
  check();
}

bool World::step() {
  if (act()) {
    idle_steps_ = 0;
    check();
    return true;
  }
  const std::optional<Instant> next = next_event();
  if (!next) return false;
  if (*next <= now_) {
    if (++idle_steps_ > kIdleStepsMax) {
      violate("the client asks to be called again at once, for ever");
      return false;
    }
    now_ = now_ + Duration::millis(1);
  } else {
    now_ = *next;
  }
  check();
  return true;
}

void World::later(Duration after, std::string note, std::function<void()> happening) {
  happenings_.emplace(now_ + after, Happening{std::move(note), std::move(happening)});
}

void World::jump_clock(Duration by) {
  wall_at_start_ = wall_at_start_ + by;
  client_.set_clock(now_, wall_at_start_ + Duration::micros(now_.us));
}

std::optional<Instant> World::next_event() const {
  std::optional<Instant> next = client_.poll_timeout();
  const auto earlier = [&next](std::optional<Instant> other) {
    if (other && (!next || *other < *next)) next = other;
  };
  earlier(network_->poll_timeout());
  if (!happenings_.empty()) earlier(happenings_.begin()->first);
  return next;
}

bool World::happen() {
  bool acted = false;
  while (!happenings_.empty() && happenings_.begin()->first <= now_) {
    const Happening due = std::move(happenings_.begin()->second);
    happenings_.erase(happenings_.begin());
    if (!due.note.empty()) note(due.note);
    due.happen();
    acted = true;
  }
  return acted;
}

bool World::act() {
  bool acted = happen();
  network_->handle_timeout(now_);
  while (std::optional<Delivery> delivery = network_->poll_delivery()) {
    acted = true;
    if (delivery->response) {
      note("answer " + std::to_string(delivery->response->status) + " of " +
           human_bytes(delivery->response->body.size()) + " to flight " + std::to_string(delivery->flight.value));
      client_.handle_response(delivery->flight, std::move(*delivery->response), now_);
    } else {
      note("no answer to flight " + std::to_string(delivery->flight.value) + ": " + delivery->failure.detail);
      client_.handle_failure(delivery->flight, std::move(delivery->failure), now_);
    }
  }
  client_.handle_timeout(now_);
  while (client_.work(Fuel{options_.fuel_units}, now_) == Work::kMore) acted = true;
  while (const std::optional<FlightId> flight = client_.poll_abort()) {
    acted = true;
    note("abort of flight " + std::to_string(flight->value));
    network_->abort(*flight, now_);
  }
  while (std::optional<Flight> flight = client_.poll_transmit(now_)) {
    acted = true;
    note(std::string(method_name(flight->request.method)) + " " + flight->request.url + " (" + flight->request.reason +
         ")");
    network_->start(flight->id, std::move(flight->request), now_);
  }
  while (client_.poll_event()) acted = true;
  return acted;
}

// What must hold at every moment, whatever the world does.
void World::check() {
  const Gateway::Counters& counted = gateway_->counters();
  if (network_->secrets_sent_to_strays() > 0) violate("a secret went to another host");
  if (!network_->strays().empty()) violate("a call went to another host: " + network_->strays().front());
  if (counted.running_most > std::max(1, gateway_->options().concurrency_limit))
    violate("more calls at once than allowed");
  const RunStatus& run = client_.run();
  if (run.pages < last_pages_) violate("a committed page was lost");
  last_pages_ = run.pages;
  const std::shared_ptr<const Store> store = client_.store(run.source);
  if (!store) return;
  uint64_t rows = 0;
  for (const Table* table : store->tables()) rows += table->live_count();
  if (run.assets + run.detections != rows) violate("the status counts other rows than the tables hold");
  if (run.assets < last_assets_) violate("assets were lost");
  last_assets_ = run.assets;
}

void World::violate(std::string text) {
  note("VIOLATION: " + text);
  if (violations_.size() < kViolationsMax) {
    violations_.push_back(human_duration_ms(now_.us / 1000) + ": " + std::move(text));
  }
}

void World::note(std::string text) {
  if (!options_.transcript || transcript_.size() >= kTranscriptMax) return;
  transcript_.push_back(human_duration_ms(now_.us / 1000) + "  " + std::move(text));
}

}  // namespace sluice::sim
