#include "client/client.h"

#include <algorithm>
#include <map>
#include <utility>

#include "api/platforms.h"
#include "base/date.h"
#include "base/number.h"
#include "base/random.h"
#include "base/text.h"
#include "client/pull_job.h"
#include "client/request_log.h"
#include "flow/gateway_budget.h"
#include "http/url.h"
#include "session/session.h"

namespace sluice {
namespace {

// Budgets of gateways that were used before, so that going back to one does not forget its calls.
constexpr size_t kBudgetsMax = 16;
constexpr size_t kEventsMax = 1000;

SessionState public_state(Session::State state) {
  switch (state) {
    case Session::State::kSignedOut: return SessionState::kSignedOut;
    case Session::State::kSigningIn: return SessionState::kSigningIn;
    case Session::State::kSignedIn: return SessionState::kSignedIn;
    case Session::State::kRenewing: return SessionState::kRenewing;
    case Session::State::kExpired: return SessionState::kExpired;
  }
  return SessionState::kSignedOut;
}

Result<std::string> gateway_of(std::string_view text) {
  if (const Platform* platform = find_platform(trim(text))) return std::string(platform->gateway);
  return normalize_gateway(text);
}

// The first thing without which there is nothing to sign in with, as page-api.md spells it.
std::string missing_of(const SignInRequest& request) {
  if (!request.client_id.empty() || !request.client_secret.empty()) {
    if (request.client_id.empty()) return "clientId";
    return request.client_secret.empty() ? "clientSecret" : "";
  }
  if (request.username.empty()) return "username";
  return request.password.empty() ? "password" : "";
}

Error invalid(std::string message) { return {"invalid_parameter", std::move(message)}; }

}  // namespace

struct Client::Impl {
  // What the last run of a source has brought.
  struct Pulled {
    std::shared_ptr<Store> store;
    Manifest manifest;  // once another source's run has taken its place
  };
  enum class Purpose { kAuth, kPage };
  struct Open {
    FlightId id;
    Purpose purpose;
    uint64_t generation;  // of the token it carries
  };

  explicit Impl(ClientOptions o)
      : options(std::move(o)), random(options.seed), session(options.seed ^ 0x5e5510), clock_wall{0} {}

  WallTime wall(Instant now) const { return clock_wall + (now - clock_now); }
  // Every call that brings the time moves the client's idea of it.
  void touch(Instant now) {
    clock_wall = wall(now);
    clock_now = now;
  }
  void emit(Event::Kind kind) {
    if (events.size() < kEventsMax) events.push_back({kind});
  }
  RateBudget& budget_of(const std::string& gateway, std::string_view endpoint);
  PullTables make_tables(const Source& source);
  std::string make_run_id(Instant now);
  void after(Instant now);
  void emit_changes();
  FlightId new_flight() { return FlightId{next_flight++}; }
  Flight launch(FlightId id, Request request, Purpose purpose, int64_t waited_ms, Instant now);
  std::optional<Open> land(FlightId flight);
  void handle_page(const Open& open, Response response, Instant now);
  void drop_flight(FlightId flight, std::string note);
  void drop_auth_flights();

  ClientOptions options;
  Random random;
  Session session;
  Instant clock_now{};
  WallTime clock_wall;
  std::map<std::string, GatewayBudget> budgets;
  std::shared_ptr<AssetStore> mobile_store;
  std::map<std::string, Pulled, std::less<>> pulled;  // by source
  uint64_t store_generation = 0;
  std::unique_ptr<PullJob> job;
  RunStatus no_run;
  RequestLog log;
  std::vector<Open> open;
  std::deque<FlightId> aborts;
  std::deque<Event> events;
  uint64_t next_flight = 1;
  // What was last told, to tell changes.
  Session::State told_session = Session::State::kSignedOut;
  RunState told_run = RunState::kIdle;
  WaitReason told_wait = WaitReason::kNone;
  uint64_t told_pages = 0;
};

// `endpoint`: a source's id; the old and the new path of a source are one endpoint.
RateBudget& Client::Impl::budget_of(const std::string& gateway, std::string_view endpoint) {
  const auto known = budgets.find(gateway);
  if (known != budgets.end()) return known->second.of(endpoint);
  if (budgets.size() >= kBudgetsMax) {
    // Never the one that a run still holds.
    for (auto it = budgets.begin(); it != budgets.end(); ++it) {
      if (job && it->first == job->gateway()) continue;
      budgets.erase(it);
      break;
    }
  }
  return budgets.emplace(gateway, GatewayBudget(random.next())).first->second.of(endpoint);
}

// New tables in the place of what the last run of that source has brought; the other sources' stay.
PullTables Client::Impl::make_tables(const Source& source) {
  if (source.api == Api::kMobile) {
    mobile_store = std::make_shared<AssetStore>(mobile_asset_columns(), mobile_detection_columns());
    pulled[std::string(source.id)] = {mobile_store, {}};
    return *mobile_store;
  }
  const auto records = std::make_shared<RecordStore>(std::string(source.tables.front()));
  pulled[std::string(source.id)] = {records, {}};
  return *records;
}

std::string Client::Impl::make_run_id(Instant now) {
  std::string stamp = iso_datetime(wall(now).unix_seconds());
  stamp = replace_all(replace_all(stamp, "-", ""), ":", "");
  static constexpr char kHex[] = "0123456789abcdef";
  std::string tail;
  for (int i = 0; i < 6; ++i) tail.push_back(kHex[random.below(16)]);
  return "run-" + stamp + "-" + tail;
}

// Brings the states up to date after anything has happened, and tells what has changed.
void Client::Impl::after(Instant now) {
  if (job && !job->over()) {
    const bool stuck = session.state() == Session::State::kExpired || session.state() == Session::State::kSignedOut;
    if (stuck && !job->flight()) job->hold_for_sign_in();
    job->refresh_status(now, wall(now));
  }
  emit_changes();
}

void Client::Impl::emit_changes() {
  if (session.state() != told_session) {
    told_session = session.state();
    emit(Event::Kind::kSession);
  }
  const RunStatus& run = job ? job->status() : no_run;
  if (run.pages != told_pages) {
    told_pages = run.pages;
    if (run.pages > 0) emit(Event::Kind::kPage);
  }
  if (run.wait_reason != told_wait) {
    told_wait = run.wait_reason;
    emit(Event::Kind::kWait);
  }
  if (run.state != told_run) {
    told_run = run.state;
    emit(Event::Kind::kRun);
  }
}

Flight Client::Impl::launch(FlightId id, Request request, Purpose purpose, int64_t waited_ms, Instant now) {
  RequestLogEntry entry;
  entry.at = wall(now);
  entry.method = method_name(request.method);
  entry.url = request.url;
  entry.reason = request.reason;
  entry.waited_ms = waited_ms;
  log.begin(id, std::move(entry), now);
  open.push_back({id, purpose, session.generation()});
  return {id, std::move(request)};
}

std::optional<Client::Impl::Open> Client::Impl::land(FlightId flight) {
  const auto it = std::find_if(open.begin(), open.end(), [&](const Open& o) { return o.id == flight; });
  if (it == open.end()) return std::nullopt;
  const Open found = *it;
  open.erase(it);
  return found;
}

void Client::Impl::handle_page(const Open& landed, Response response, Instant now) {
  const int status = response.status;
  const uint64_t bytes = response.body.size();
  if (!job || job->flight() != landed.id) {
    log.end(landed.id, status, bytes, "came after the run had ended", now);
    return;
  }
  const PullJob::Verdict verdict = job->handle_response(std::move(response), now, wall(now));
  log.end(landed.id, status, bytes, verdict.note, now);
  if (!verdict.unauthorized) {
    if (status == 200) session.handle_authorized();
    return;
  }
  switch (session.handle_unauthorized(landed.generation, now)) {
    case Session::Next::kRetry: break;  // the page is asked for again with the next token
    case Session::Next::kSignIn: job->hold_for_sign_in(); break;
    case Session::Next::kGiveUp: job->refuse_token(now, wall(now)); break;
  }
}

// Ends a call on its way: its outcome is of no interest any more.
void Client::Impl::drop_flight(FlightId flight, std::string note) {
  if (!land(flight)) return;
  log.end(flight, 0, 0, std::move(note), clock_now);
  aborts.push_back(flight);
}

// The answer to an earlier sign-in must never become the token of a later one.
void Client::Impl::drop_auth_flights() {
  const std::vector<Open> flights = open;
  for (const Open& o : flights) {
    if (o.purpose == Purpose::kAuth) drop_flight(o.id, "ended: signed out");
  }
}

Client::Client(ClientOptions options) : impl_(std::make_unique<Impl>(std::move(options))) {}
Client::~Client() = default;

void Client::set_clock(Instant now, WallTime wall) {
  impl_->clock_now = now;
  impl_->clock_wall = wall;
}

WallTime Client::wall(Instant now) const { return impl_->wall(now); }

Result<void> Client::sign_in(SignInRequest request, Instant now) {
  Impl& me = *impl_;
  me.touch(now);
  Result<std::string> gateway = gateway_of(request.gateway);
  if (!gateway) return gateway.error();
  const bool running = me.job && !me.job->over();
  const bool other_place = me.session.gateway() != gateway.value();
  request.client_id = std::string(trim(request.client_id));
  const std::string& wanted = request.client_id.empty() ? request.username : request.client_id;
  const bool other_user = !wanted.empty() && !me.session.username().empty() && wanted != me.session.username();
  if (running && (other_place || other_user)) {
    return Error{"busy", "A pull from " + (me.job->gateway().empty() ? "this site" : me.job->gateway()) +
                             " is under way for another sign-in. Stop it first; what it has pulled is kept."};
  }
  if (me.session.state() == Session::State::kSigningIn) {
    return Error{"busy", "A sign-in is already under way. Wait for its outcome."};
  }
  if (!request.token.empty()) {
    Result<void> used = me.session.use_token(gateway.take(), std::move(request.token), now, me.wall(now));
    if (!used) return used;
    me.drop_auth_flights();
    if (running) me.job->signed_in();
    me.after(now);
    return {};
  }
  const std::string missing = missing_of(request);
  if (!missing.empty()) return invalid("Missing required parameter(s): " + missing);
  me.drop_auth_flights();
  me.session.begin(gateway.take(),
                   {std::move(request.username), std::move(request.password), request.renew,
                    std::move(request.client_id), std::move(request.client_secret), request.client_kind},
                   now);
  me.after(now);
  return {};
}

void Client::sign_out(Instant now) {
  Impl& me = *impl_;
  me.touch(now);
  me.drop_auth_flights();
  stop_run("Signed out during the pull.", now);
  me.session.sign_out();
  me.after(now);
}

Result<std::string> Client::pull(const PullRequest& request, Instant now) {
  Impl& me = *impl_;
  me.touch(now);
  if (me.job && !me.job->over()) {
    return Error{"busy", "A pull is already under way. Stop it first; what it has pulled is kept."};
  }
  Result<PullPlan> planned = plan_pull(request, me.session.gateway());
  if (!planned) return planned.error();
  const bool usable = me.session.has_token(now) || me.session.can_renew();
  if (!usable || me.session.state() == Session::State::kSigningIn) {
    return Error{"not_signed_in", "Nobody is signed in, so nothing was sent. Sign in first."};
  }
  PullPlan plan = planned.take();
  plan.run_id = me.make_run_id(now);
  plan.subject = me.session.subject();
  plan.version = me.options.version;
  plan.decode_limits = me.options.decode_limits;
  me.session.renew_if_due(now);
  RateBudget& budget = me.budget_of(plan.gateway, plan.source);
  if (me.job) me.pulled[me.job->status().source].manifest = me.job->manifest();
  me.job.reset();
  const PullTables tables = me.make_tables(plan.origin());
  ++me.store_generation;
  me.told_pages = 0;
  const std::string id = plan.run_id;
  me.job = std::make_unique<PullJob>(std::move(plan), tables, budget, me.random.next(), now, me.wall(now));
  me.after(now);
  return id;
}

void Client::pause(Instant now) {
  impl_->touch(now);
  if (impl_->job) impl_->job->pause();
  impl_->after(now);
}

void Client::unpause(Instant now) {
  Impl& me = *impl_;
  me.touch(now);
  if (!me.job || me.job->over()) return;
  me.job->unpause();
  // A run that was held because the token could not be renewed asks once more, if the password is still there.
  me.session.renew_if_due(now);
  if (me.session.state() != Session::State::kExpired) me.job->signed_in();
  me.after(now);
}

void Client::stop_run(std::string why, Instant now) {
  Impl& me = *impl_;
  if (!me.job || me.job->over()) return;
  if (const std::optional<FlightId> flight = me.job->flight()) me.drop_flight(*flight, "ended by stop");
  me.job->stop(std::move(why), now, me.wall(now));
}

void Client::stop(Instant now) {
  impl_->touch(now);
  stop_run("Stopped by the user before the gateway said that nothing is left.", now);
  impl_->after(now);
}

void Client::handle_response(FlightId flight, Response response, Instant now) {
  Impl& me = *impl_;
  me.touch(now);
  const std::optional<Impl::Open> landed = me.land(flight);
  if (!landed) return;
  if (landed->purpose == Impl::Purpose::kPage) {
    me.handle_page(*landed, std::move(response), now);
  } else {
    const uint64_t bytes = response.body.size();
    me.session.handle_answer(response, now, me.wall(now));
    wipe_text(response.body);  // it held the token
    const std::optional<Error>& error = me.session.last_error();
    me.log.end(flight, response.status, bytes, error ? error->message : std::string(), now);
    if (me.job && me.session.state() == Session::State::kSignedIn) me.job->signed_in();
  }
  me.after(now);
}

void Client::handle_failure(FlightId flight, Failure failure, Instant now) {
  Impl& me = *impl_;
  me.touch(now);
  const std::optional<Impl::Open> landed = me.land(flight);
  if (!landed) return;
  if (landed->purpose == Impl::Purpose::kAuth) {
    me.session.handle_failure(failure, now);
    const std::optional<Error>& error = me.session.last_error();
    me.log.end(flight, 0, 0, error ? error->message : failure.detail, now);
  } else if (me.job && me.job->flight() == flight) {
    me.log.end(flight, 0, 0, me.job->handle_failure(failure, now, me.wall(now)), now);
  } else {
    me.log.end(flight, 0, 0, failure.detail, now);
  }
  me.after(now);
}

void Client::handle_timeout(Instant now) {
  impl_->touch(now);
  impl_->session.handle_timeout(now);
  impl_->after(now);
}

std::optional<Flight> Client::poll_transmit(Instant now) {
  Impl& me = *impl_;
  me.touch(now);
  if (me.job && me.job->wants_transmit(now)) me.session.renew_if_due(now);
  if (me.session.wants_auth(now)) {
    Flight flight = me.launch(me.new_flight(), me.session.make_auth_request(now), Impl::Purpose::kAuth, 0, now);
    me.after(now);
    return flight;
  }
  me.after(now);
  if (!me.job || !me.job->wants_transmit(now)) return std::nullopt;
  if (me.session.state() != Session::State::kSignedIn || !me.session.has_token(now)) return std::nullopt;
  const FlightId id = me.new_flight();
  Request request = me.job->send(id, now);
  request.bearer = me.session.token();
  Flight flight = me.launch(id, std::move(request), Impl::Purpose::kPage, me.job->waited_ms(), now);
  me.after(now);
  return flight;
}

std::optional<FlightId> Client::poll_abort() {
  if (impl_->aborts.empty()) return std::nullopt;
  const FlightId flight = impl_->aborts.front();
  impl_->aborts.pop_front();
  return flight;
}

std::optional<Instant> Client::poll_timeout() const {
  const Impl& me = *impl_;
  std::optional<Instant> next = me.session.poll_timeout();
  const bool token_on_its_way = me.session.state() == Session::State::kRenewing ||
                                me.session.state() == Session::State::kSigningIn;
  if (me.job && !me.job->over() && !token_on_its_way) {
    const std::optional<Instant> due = me.job->poll_timeout(me.clock_now);
    if (due && (!next || *due < *next)) next = due;
  }
  return next;
}

std::optional<Event> Client::poll_event() {
  if (impl_->events.empty()) return std::nullopt;
  const Event event = impl_->events.front();
  impl_->events.pop_front();
  return event;
}

Work Client::work(Fuel fuel, Instant now) {
  Impl& me = *impl_;
  me.touch(now);
  if (!me.job || !me.job->decoding()) return Work::kDone;
  const Work more = me.job->work(fuel, now, me.wall(now));
  if (const std::string echo = me.job->take_echo(); !echo.empty()) me.log.annotate(me.job->answered(), echo);
  if (more == Work::kDone) me.after(now);
  return more;
}

SessionStatus Client::session(Instant now) const {
  const Session& s = impl_->session;
  SessionStatus status;
  status.state = public_state(s.state());
  status.subject = s.subject();
  status.gateway = s.gateway();
  if (const std::optional<Instant> end = s.expires_at()) {
    status.expires_in_s = std::max<int64_t>(0, (*end - now).us / 1000000);
  }
  status.renews = s.can_renew();
  status.kind = std::string(s.kind());
  status.modules = s.modules();
  status.last_error = s.last_error();
  return status;
}

const RunStatus& Client::run() const { return impl_->job ? impl_->job->status() : impl_->no_run; }

BudgetStatus Client::budget(Instant now) const {
  BudgetStatus status;
  const auto known = impl_->budgets.find(impl_->session.gateway());
  if (known == impl_->budgets.end()) return status;
  const RateBudget* used = known->second.find(impl_->job ? impl_->job->status().source : std::string());
  if (!used) return status;
  const RateBudget& budget = *used;
  status.limit = budget.limit();
  status.remaining = budget.remaining(now);
  status.window_s = budget.window_s();
  status.concurrency_limit = budget.concurrency_limit();
  status.known = budget.known();
  return status;
}

std::shared_ptr<const Store> Client::store(std::string_view source) const {
  const auto found = impl_->pulled.find(source);
  return found == impl_->pulled.end() ? nullptr : found->second.store;
}
std::shared_ptr<const AssetStore> Client::store() const { return impl_->mobile_store; }
uint64_t Client::store_generation() const { return impl_->store_generation; }
const std::deque<RequestLogEntry>& Client::requests() const { return impl_->log.entries(); }
uint64_t Client::requests_version() const { return impl_->log.version(); }
bool Client::busy() const { return impl_->job && impl_->job->decoding(); }
bool Client::flying() const { return !impl_->open.empty(); }

Manifest Client::manifest(Instant now) const {
  if (!impl_->job) return Manifest{};
  Manifest manifest = impl_->job->manifest();
  if (manifest.state.empty()) {
    // Looked at while the run goes on: what is here so far is not complete.
    manifest.state = "partial";
    manifest.why = "The run is still going on.";
    manifest.finished_at = iso_datetime_millis(impl_->wall(now));
  }
  return manifest;
}


std::shared_ptr<const Store> Client::store_with(std::string_view table) const {
  const Source* source = find_source_of_table(table);
  if (!source) return nullptr;
  if (std::shared_ptr<const Store> filled = store(source->id)) return filled;
  if (source->api == Api::kMobile) {
    return std::make_shared<AssetStore>(mobile_asset_columns(), mobile_detection_columns());
  }
  return std::make_shared<RecordStore>(std::string(source->tables.front()));
}

Manifest Client::manifest_of(Instant now, std::string_view table) const {
  const Source* source = find_source_of_table(table);
  return source ? manifest(now, source->id) : Manifest{};
}

Manifest Client::manifest(Instant now, std::string_view source) const {
  if (impl_->job && impl_->job->status().source == source) return manifest(now);
  const auto found = impl_->pulled.find(source);
  return found == impl_->pulled.end() ? Manifest{} : found->second.manifest;
}

}  // namespace sluice
