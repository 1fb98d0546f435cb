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
constexpr int64_t kWaitBelievedMaxS = 31 * 86400;
constexpr size_t kCallsAtOnceMax = 5;  // that a world's pull asks for
constexpr Duration kTokenFresh = Duration::seconds(10);

GatewayOptions with_clock(GatewayOptions options, int64_t now_s) {
  if (options.start_unix_s == 0) options.start_unix_s = now_s;
  return options;
}

ClientOptions client_options(const WorldOptions& options, uint64_t generation) {
  ClientOptions c;
  c.seed = options.seed * 2654435761u + 17 + generation * 7;
  c.decode_limits = options.decode_limits;
  return c;
}

// How long a refusal says to wait; nothing when it does not, or cannot be read.
Duration told_to_wait(const Response& response) {
  const std::optional<std::string_view> wait = response.headers.find("X-RateLimit-ToWait-Sec");
  const std::optional<int64_t> wait_s = wait ? parse_int(*wait) : std::nullopt;
  const bool told = response.status == 429 && wait_s && *wait_s > 0 && *wait_s <= kWaitBelievedMaxS;
  return told ? Duration::seconds(*wait_s) : Duration{};
}

}  // namespace

World::World(WorldOptions options)
    : options_(std::move(options)),
      dataset_(make_dataset(options_.dataset)),
      ot_dataset_(make_ot_dataset(options_.gateway.ot)),
      gateway_(std::make_unique<Gateway>(with_clock(options_.gateway, options_.dataset.now_s), dataset_, ot_dataset_)),
      network_(std::make_unique<Network>(*gateway_, std::string(kWorldGateway), options_.seed)),
      journals_(options_.storage, options_.seed + 1),
      client_(std::make_unique<Client>(client_options(options_, 0))),
      pieces_(options_.seed + 2) {
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
  told_.password_refused = false;  // it is typed anew
  const Result<void> asked = client_->sign_in(std::move(request), now_);
  crashed_ = false;
  if (!asked) note("sign-in refused: " + asked.error().message);
  run_until([this] { return client_->session(now_).state != SessionState::kSigningIn; });
  return client_->session(now_);
}

Result<std::string> World::pull(PullRequest request) {
  last_pages_ = 0;
  last_assets_ = 0;
  feeds_bases_ = false;
  crashed_ = false;
  return request.since_last ? pull_since(request) : client_->pull(request, now_);
}

Result<std::string> World::pull_since(const PullRequest& request) {
  feeds_bases_ = true;
  feeding_run_.clear();
  const Result<void> begun = client_->begin_since(request, now_);
  if (!begun) return begun.error();
  if (client_->wants_bases()) client_->offer_bases(journals_.summaries(), now_);
  run_until([this] { return client_->resume_status().state != ResumeStatus::State::kReading; });
  const ResumeStatus status = client_->resume_status();
  if (status.error) return *status.error;
  return status.run_id;
}

RunState World::run(Duration longest) {
  run_until(
      [this] {
        const RunState state = client_->run().state;
        return run_is_over(state) || state == RunState::kPaused;
      },
      longest);
  return client_->run().state;
}

bool World::run_until(const std::function<bool()>& done, Duration longest) {
  const Instant end = now_ + longest;
  while (!done()) {
    if (now_ > end || !violations_.empty() || crashed_) return false;
    if (!step()) return done();
  }
  return true;
}

void World::pass(Duration duration) {
  const Instant end = now_ + duration;
  while (true) {
    while (act() && !crashed_) check();
    if (crashed_) return;
    const std::optional<Instant> next = next_event();
    if (!next || *next >= end) break;
    now_ = std::max(*next, now_ + Duration::millis(1));
  }
  now_ = end;
  client_->handle_timeout(now_);
  check();
}

bool World::step() {
  if (act()) {
    idle_steps_ = 0;
    check();
    return !crashed_;
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
  client_->set_clock(now_, wall_at_start_ + Duration::micros(now_.us));
}

std::optional<Instant> World::next_event() const {
  std::optional<Instant> next = client_->poll_timeout();
  const auto earlier = [&next](std::optional<Instant> other) {
    if (other && (!next || *other < *next)) next = other;
  };
  earlier(network_->poll_timeout());
  earlier(journals_.poll_timeout());
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

bool World::deed() {
  if (++deeds_ != fuse_) return false;
  crash();
  return true;
}

// Flights of different clients never have one number.
FlightId World::outside(FlightId flight) const { return FlightId{(generation_ << 40) + flight.value}; }

// A driver's turn (core/README.md). Each part is true when it has done something; after a crash nothing goes on.
bool World::act() {
  const uint64_t generation = generation_;
  bool acted = happen();
  network_->handle_timeout(now_);
  acted = deliver() || acted;
  if (generation_ != generation) return true;
  client_->handle_timeout(now_);
  acted = feed() || acted;
  for (bool (World::*part)() : {&World::work, &World::depart, &World::store}) {
    acted = (this->*part)() || acted;
    if (generation_ != generation) return true;
  }
  while (client_->poll_event()) acted = true;
  return acted;
}

bool World::deliver() {
  bool acted = false;
  while (std::optional<Delivery> delivery = network_->poll_delivery()) {
    acted = true;
    const uint64_t number = delivery->flight.value & ((uint64_t{1} << 40) - 1);
    const std::string flight = "flight " + std::to_string(number);
    if (delivery->flight.value >> 40 != generation_) {
      note("nobody is there any more for the answer to " + flight);
      continue;
    }
    if (delivery->response) {
      note_answer(FlightId{number}, *delivery->response);
      note("answer " + std::to_string(delivery->response->status) + " of " +
           human_bytes(delivery->response->body.size()) + " to " + flight);
      const Duration wait = told_to_wait(*delivery->response);
      const uint64_t refused = client_->run().refused;
      client_->handle_response(FlightId{number}, std::move(*delivery->response), now_);
      // An answer to a call that was dropped at this very moment is not heard.
      if (client_->run().refused > refused) told_.not_before = std::max(told_.not_before, now_ + wait);
    } else {
      note("no answer to " + flight + ": " + delivery->failure.detail);
      client_->handle_failure(FlightId{number}, std::move(delivery->failure), now_);
    }
    if (deed()) return true;
  }
  return acted;
}

// What an answer tells that binds the client from now on.
void World::note_answer(FlightId flight, const Response& response) {
  const auto sent = told_.sent.find(flight.value);
  const bool of_api = sent != told_.sent.end();
  if (!of_api && response.status >= 200 && response.status < 300) {
    told_.token_since = now_;
    told_.token_refused = false;
  }
  if (!of_api && response.status == 401) told_.password_refused = true;
  if (!of_api) return;
  if (response.status == 401 && told_.token_since && sent->second >= *told_.token_since) told_.token_refused = true;
  told_.sent.erase(sent);
}

void World::look_at_call(const Flight& flight) {
  if (flight.request.method == Method::kGet) {
    told_.sent[flight.id.value] = now_;
    if (now_ < told_.not_before) violate("a call is sent although the gateway said to wait");
    return;
  }
  if (told_.password_refused) violate("a password that was refused is sent again");
  const bool fresh = told_.token_since && now_ - *told_.token_since < kTokenFresh;
  if (fresh && !told_.token_refused && client_->session(now_).state == SessionState::kRenewing) {
    violate("a fresh token that nobody has refused is renewed");
  }
}

bool World::work() {
  bool acted = false;
  while (client_->work(Fuel{options_.fuel_units}, now_) == Work::kMore) {
    acted = true;
    if (deed()) return true;
    feed();
  }
  return acted;
}

// A client that looks for a run to build upon names one after the other.
void World::choose_feed() {
  const std::string& wanted = client_->journal_run();
  if (!feeds_bases_ || wanted == feeding_run_) return;
  feeding_run_ = wanted;
  feeding_.reset();
  if (wanted.empty()) return;
  if (const std::string* bytes = journals_.find(wanted)) {
    feeding_ = *bytes;
  } else {
    client_->end_journal(Error{"unknown_run", "There is no journal of this run."}, now_);
  }
}

bool World::feed() {
  bool acted = false;
  choose_feed();
  while (feeding_ && client_->wants_journal()) {
    acted = true;
    const size_t size = static_cast<size_t>(pieces_.between(1, 20000));
    client_->add_journal(feeding_->substr(0, size), now_);
    feeding_->erase(0, size);
    if (!feeding_->empty()) continue;
    feeding_.reset();
    client_->end_journal(std::nullopt, now_);
  }
  return acted;
}

bool World::depart() {
  bool acted = false;
  while (const std::optional<FlightId> flight = client_->poll_abort()) {
    acted = true;
    note("abort of flight " + std::to_string(flight->value));
    std::erase_if(departures_, [&](const Departure& waiting) { return waiting.flight == *flight; });
    network_->abort(outside(*flight), now_);
  }
  while (std::optional<Flight> flight = client_->poll_transmit(now_)) {
    acted = true;
    look_at_call(*flight);
    while (std::optional<JournalWrite> write = client_->poll_journal()) journals_.take(std::move(*write), now_);
    departures_.push_back({flight->id, std::move(flight->request), journals_.last_ticket()});
    if (deed()) return true;
  }
  while (!departures_.empty() && journals_.settled(departures_.front().ticket)) {
    acted = true;
    Departure leaving = std::move(departures_.front());
    departures_.pop_front();
    note(std::string(method_name(leaving.request.method)) + " " + leaving.request.url + " (" + leaving.request.reason +
         ")");
    network_->start(outside(leaving.flight), std::move(leaving.request), now_);
    if (deed()) return true;
  }
  return acted;
}

bool World::store() {
  bool acted = false;
  while (std::optional<JournalWrite> write = client_->poll_journal()) {
    acted = true;
    journals_.take(std::move(*write), now_);
  }
  while (const std::optional<WorldJournals::Outcome> outcome = journals_.poll(now_)) {
    acted = true;
    if (outcome->written) {
      client_->handle_journal_written(outcome->ticket, now_);
    } else {
      note("the store is full");
      client_->handle_journal_failed(outcome->ticket, "The store is full.", now_);
    }
    if (deed()) return true;
  }
  return acted;
}

// ── crash and resume ──

void World::crash() {
  note("CRASH: the client is gone");
  ++generation_;
  crashed_ = true;
  departures_.clear();
  feeding_.reset();
  feeds_bases_ = false;
  journals_.crash();
  client_ = std::make_unique<Client>(client_options(options_, generation_));
  told_ = {};
  jump_clock({});
  last_pages_ = 0;
  last_assets_ = 0;
}

ResumeStatus World::resume(const std::string& run_id, PullRequest request) {
  note("resuming " + run_id);
  const ResumeStatus status = go_on(request, {run_id, true}, journals_.find(run_id));
  if (crashed_ || status.state != ResumeStatus::State::kDone) return status;
  const uint64_t durable = journals_.durable_pages(run_id);
  if (client_->run().pages < durable) {
    violate("of " + std::to_string(durable) + " durable pages only " + std::to_string(client_->run().pages) +
            " came back");
  }
  return status;
}

ResumeStatus World::resume_checkpoint(const std::string& run_id, std::string bytes, PullRequest request) {
  note("resuming " + run_id + " from a checkpoint");
  journals_.forget(run_id);
  return go_on(request, {"", true}, &bytes);
}

ResumeStatus World::go_on(const PullRequest& request, ResumeSource from, const std::string* bytes) {
  crashed_ = false;
  last_pages_ = 0;
  last_assets_ = 0;
  feeds_bases_ = false;
  const Result<void> begun = client_->begin_resume(request, std::move(from), now_);
  if (!begun) return {ResumeStatus::State::kRefused, "", begun.error()};
  if (bytes) {
    feeding_ = *bytes;
  } else {
    client_->end_journal(Error{"unknown_run", "There is no journal of this run."}, now_);
  }
  run_until([this] { return client_->resume_status().state != ResumeStatus::State::kReading; });
  return client_->resume_status();
}

// What must hold at every moment, whatever the world does.
void World::check() {
  note_run();
  const Gateway::Counters& counted = gateway_->counters();
  // Pages are held until they are durable: those that a client may let wait, and those of the calls then on their way.
  if (journals_.waiting_pages() > kJournalBacklogMax + kCallsAtOnceMax) violate("pages pile up before the store");
  if (!journals_.complaints().empty()) violate(journals_.complaints().front());
  if (network_->secrets_sent_to_strays() > 0) violate("a secret went to another host");
  if (!network_->strays().empty()) violate("a call went to another host: " + network_->strays().front());
  if (counted.running_most > std::max(1, gateway_->options().concurrency_limit))
    violate("more calls at once than allowed");
  const RunStatus& run = client_->run();
  // A base that is read has pages of its own.
  const bool reads = client_->resume_status().state == ResumeStatus::State::kReading;
  if (run.pages < last_pages_) violate("a committed page was lost");
  last_pages_ = reads ? 0 : run.pages;
  const std::shared_ptr<const Store> store = client_->store(run.source);
  if (!store) return;
  uint64_t rows = 0;
  for (const Table* table : store->tables()) rows += table->live_count();
  if (run.assets + run.detections != rows) violate("the status counts other rows than the tables hold");
  // What the gateway does not have any more is taken out when it was asked for what has changed.
  const std::optional<ManifestBase> base = run_is_over(run.state) ? client_->manifest(now_).base : std::nullopt;
  if (run.assets + (base ? base->gone_count : 0) < last_assets_) violate("assets were lost");
  last_assets_ = reads ? 0 : run.assets;
}

// For people who read the transcript.
void World::note_run() {
  const RunStatus& run = client_->run();
  if (run.pages > noted_pages_) {
    note("  " + std::to_string(run.pages) + (run.pages == 1 ? " page is in: " : " pages are in: ") +
         std::to_string(run.assets) + " assets, " + std::to_string(run.detections) + " detections");
  }
  noted_pages_ = run.pages;
  const bool news = run.state != noted_state_ || run.wait_reason != noted_wait_;
  noted_state_ = run.state;
  noted_wait_ = run.wait_reason;
  if (news && run.state != RunState::kIdle) note("  " + std::string(run_state_name(run.state)) + ": " + run.message);
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
