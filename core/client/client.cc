#include "client/client.h"

#include <algorithm>
#include <map>
#include <utility>

#include "api/platforms.h"
#include "base/date.h"
#include "base/number.h"
#include "base/random.h"
#include "base/text.h"
#include "client/past_runs.h"
#include "client/pull_job.h"
#include "client/request_log.h"
#include "client/store_attic.h"
#include "flow/gateway_budget.h"
#include "http/url.h"
#include "journal/journal_reader.h"
#include "session/session.h"

namespace sluice {
namespace {

// Budgets of gateways that were used before, so that going back to one does not forget its calls.
constexpr size_t kBudgetsMax = 16;
constexpr size_t kEventsMax = 1000;
// Of a journal that is read: more is asked for once this has been worked off.
constexpr size_t kJournalAheadBytesMax = 4 * 1000 * 1000;
// A journal that names more calls was not written by us; its numbers are not gone on with.
constexpr uint64_t kFlightsKeptMax = 1000000000;
constexpr std::string_view kStoppedCode = "stopped";

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

// A checkpoint may come from anywhere: what it names must be this client's own.
bool known_path(const PullPlan& kept) {
  const Source& source = kept.origin();
  const auto is = [&](const Result<std::string>& path) { return path.ok() && path.value() == kept.path; };
  if (source.api == Api::kMobile) return is(path_of(source, "", kept.path));
  return is(path_of(source, "1.0", "")) || is(path_of(source, "v1", ""));
}

std::string shown_gateway(const std::string& gateway) { return gateway.empty() ? "this site" : shorten(gateway, 200); }

Error busy_with_a_pull() { return {"busy", "A pull is already under way. Stop it first; what it has pulled is kept."}; }

uint64_t records_of(const RunStatus& run, const Source& source) {
  return source.rows_are_detections ? run.detections : run.assets;
}

Error invalid(std::string message) { return {"invalid_parameter", std::move(message)}; }

}  // namespace

struct Client::Impl {
  // What the last run of a source has brought.
  struct Pulled {
    std::shared_ptr<Store> store;
    Manifest manifest;  // once another source's run has taken its place
  };
  // A journal being read.
  struct Resuming {
    PullRequest request;
    ResumeSource from;
    JournalReader reader;
    bool entered = false;  // the job is made
    size_t waiting = 0;    // bytes given and not read
    // ── when what is read is to be built upon ──
    std::optional<PullPlan> increment = std::nullopt;  // the new run
    bool wants_bases = false;
    std::deque<std::string> more_bases = {};  // to be tried if this one does not do
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
  uint64_t other_table_bytes() const;
  Result<PullPlan> plan_run(const PullRequest& request, Instant now);
  std::optional<IncrementFrom> base_in_tables(const PullPlan& plan) const;
  std::string begin_run(PullPlan plan, bool since_last, Instant now);
  void try_next_base();
  std::string make_run_id(Instant now);
  void hold_for_token(Instant now);
  void after(Instant now);
  void emit_changes();
  FlightId new_flight() { return FlightId{next_flight++}; }
  Flight launch(FlightId id, Request request, Purpose purpose, int64_t waited_ms, Instant now);
  std::optional<Open> land(FlightId flight);
  void handle_page(const Open& open, Response response, Instant now);
  void drop_flight(FlightId flight, std::string note);
  void drop_auth_flights();
  void drop_unwanted();
  Work read_journal(Fuel fuel, Instant now);
  bool take_entry(JournalEntry entry, Instant now);
  std::optional<Error> check_resumed(const PullPlan& kept, Instant now) const;
  void enter_resumed(KeptEntry kept, JournalEntry entry, Instant now);
  void finish_resume(std::string warning, Instant now);
  void refuse_resume(Error error);
  enum class Tables { kNew, kOfLastRun };
  void start_job(PullPlan plan, Tables tables, Instant now);
  void outlive_journal();

  ClientOptions options;
  Random random;
  Session session;
  Instant clock_now{};
  WallTime clock_wall;
  std::map<std::string, GatewayBudget> budgets;
  PastRuns past;
  std::shared_ptr<AssetStore> mobile_store;
  std::map<std::string, Pulled, std::less<>> pulled;  // by source
  StoreAttic attic;
  uint64_t store_generation = 0;
  std::unique_ptr<PullJob> job;
  std::deque<JournalWrite> late_writes;  // of runs before this one
  std::map<uint64_t, std::string> late_tickets;  // of their writes that are on their way to the store: the run
  std::map<uint64_t, uint64_t> tickets;  // of this run's writes that are on their way to the store: their place
  uint64_t next_ticket = 1;
  std::unique_ptr<Resuming> resuming;
  ResumeStatus resume_status;
  bool other_tab = false;
  bool online = true;
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
  ++store_generation;
  Pulled& place = pulled[std::string(source.id)];
  if (source.api == Api::kMobile) {
    mobile_store.reset();
    attic.put(std::exchange(place.store, nullptr));
    mobile_store = std::make_shared<AssetStore>(mobile_asset_columns(), mobile_detection_columns());
    place = {mobile_store, {}};
    return *mobile_store;
  }
  attic.put(std::exchange(place.store, nullptr));
  const auto records = std::make_shared<RecordStore>(std::string(source.tables.front()));
  place = {records, {}};
  return *records;
}

// Beside the tables of the run.
uint64_t Client::Impl::other_table_bytes() const {
  uint64_t sum = attic.bytes();
  for (const auto& [source, kept] : pulled) {
    if (kept.store && source != job->status().source) sum += kept.store->bytes();
  }
  return sum;
}

// In the place of the last run. The caller tells what has changed. kOfLastRun: Mobile's, which are there.
void Client::Impl::start_job(PullPlan plan, Tables which, Instant now) {
  RateBudget& budget = budget_of(plan.gateway, plan.source);
  if (job) {
    pulled[job->status().source].manifest = job->manifest();
    outlive_journal();
  }
  job.reset();
  const PullTables tables = which == Tables::kOfLastRun ? PullTables(*mobile_store) : make_tables(plan.origin());
  told_pages = 0;
  job = std::make_unique<PullJob>(std::move(plan), tables, budget, random.next(), now, wall(now));
  job->hold_for_other_tab(other_tab);
  job->set_online(online, now);
}

// What the last run's journal still has to say is stored although another run has begun.
void Client::Impl::outlive_journal() {
  while (std::optional<JournalWrite> write = job->journal().poll()) late_writes.push_back(std::move(*write));
  for (const auto& [ticket, seq] : tickets) late_tickets[ticket] = job->plan().run_id;
  tickets.clear();
}

std::string Client::Impl::make_run_id(Instant now) {
  std::string stamp = iso_datetime(wall(now).unix_seconds());
  stamp = replace_all(replace_all(stamp, "-", ""), ":", "");
  static constexpr char kHex[] = "0123456789abcdef";
  std::string tail;
  for (int i = 0; i < 6; ++i) tail.push_back(kHex[random.below(16)]);
  return "run-" + stamp + "-" + tail;
}

// A renewal that nobody answered is tried again later, as a failed page is; without a password somebody must sign in.
void Client::Impl::hold_for_token(Instant now) {
  if (session.can_renew() && session.state() == Session::State::kExpired) {
    const std::optional<Error> error = session.last_error();
    if (job->rest(error ? error->message : "The session could not be renewed.", now, wall(now))) return;
  }
  job->hold_for_sign_in();
}

// Brings the states up to date after anything has happened, and tells what has changed.
void Client::Impl::after(Instant now) {
  if (job && !job->over()) {
    const bool stuck = session.state() == Session::State::kExpired || session.state() == Session::State::kSignedOut;
    if (stuck && !job->replaying()) hold_for_token(now);
    job->refresh_status(now, wall(now));
  }
  drop_unwanted();
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
    if (job && !job->increments()) past.note_cost(job->plan(), job->page_cost());
    if (run.pages > 0) emit(Event::Kind::kPage);
  }
  if (run.wait_reason != told_wait) {
    told_wait = run.wait_reason;
    emit(Event::Kind::kWait);
  }
  if (run.state != told_run) {
    told_run = run.state;
    if (run.state == RunState::kComplete) past.note_complete(job->plan(), records_of(run, job->plan().origin()));
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
  if (!job || !job->owns(landed.id)) {
    log.end(landed.id, status, bytes, "came after the run had ended", now);
    return;
  }
  const PullJob::Verdict verdict = job->handle_response(landed.id, std::move(response), now, wall(now));
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

// Calls of a run whose answers are not wanted any more.
void Client::Impl::drop_unwanted() {
  if (!job) return;
  while (const std::optional<FlightId> flight = job->poll_abort()) drop_flight(*flight, "ended: not wanted any more");
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
  impl_->touch(now);
  Result<PullPlan> planned = impl_->plan_run(request, now);
  if (!planned) return planned.error();
  return impl_->begin_run(planned.take(), request.since_last, now);
}

// All that can be wrong is found here, while nothing has happened yet.
Result<PullPlan> Client::Impl::plan_run(const PullRequest& request, Instant now) {
  if (resuming || (job && !job->over())) return busy_with_a_pull();
  Result<PullPlan> planned = plan_pull(request, session.gateway());
  if (!planned) return planned.error();
  const bool usable = session.has_token(now) || session.can_renew();
  if (!usable || session.state() == Session::State::kSigningIn) {
    return Error{"not_signed_in", "Nobody is signed in, so nothing was sent. Sign in first."};
  }
  PullPlan plan = planned.take();
  plan.run_id = make_run_id(now);
  plan.subject = session.subject();
  plan.version = options.version;
  plan.decode_limits = options.decode_limits;
  plan.expected = past.records(plan);
  return plan;
}

std::string Client::Impl::begin_run(PullPlan plan, bool since_last, Instant now) {
  session.renew_if_due(now);
  const std::string id = plan.run_id;
  std::optional<IncrementFrom> base = since_last ? base_in_tables(plan) : std::nullopt;
  if (base && plan.keep) {
    plan.keep = false;
    plan.warnings.push_back("This run is not kept: the run that it builds upon was not.");
  }
  if (since_last && !base) {
    plan.warnings.push_back(
        "There is no complete run of this request from which to go on, so that everything was pulled.");
  }
  start_job(std::move(plan), base ? Tables::kOfLastRun : Tables::kNew, now);
  if (base) job->begin_increment(std::move(*base), now);
  if (job->plan().keep) job->open_journal();
  after(now);
  return id;
}

// What the last Mobile run has left in the tables, where it is good for this request.
std::optional<IncrementFrom> Client::Impl::base_in_tables(const PullPlan& plan) const {
  const auto last = pulled.find(plan.source);
  if (!mobile_store || last == pulled.end()) return std::nullopt;
  const bool of_job = job && job->status().source == plan.source;
  const Manifest& manifest = of_job ? job->manifest() : last->second.manifest;
  PullPlan before;
  before.source = manifest.source;
  before.gateway = manifest.gateway;
  before.path = manifest.path;
  before.parameters = manifest.parameters;
  if (manifest.subject != plan.subject || !PastRuns::same_request(before, plan)) return std::nullopt;
  const bool complete = manifest.state == run_state_name(RunState::kComplete);
  return increment_from(manifest, complete ? RunState::kComplete : RunState::kPartial);
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
  me.job->unpause(now);
  // A run that was held because the token could not be renewed asks once more, if the password is still there.
  me.session.renew_if_due(now);
  if (me.session.state() != Session::State::kExpired) me.job->signed_in();
  me.after(now);
}

void Client::stop_run(std::string why, Instant now) {
  Impl& me = *impl_;
  if (me.resuming && !me.resuming->entered && !me.resuming->increment) return;
  if (me.resuming)
    me.refuse_resume({std::string(kStoppedCode), "Reading what was kept was stopped. Nothing of it is lost."});
  if (!me.job || me.job->over()) return;
  me.job->stop(std::move(why), now, me.wall(now));
  while (const std::optional<FlightId> flight = me.job->poll_abort()) me.drop_flight(*flight, "ended by stop");
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
  } else if (me.job && me.job->owns(flight)) {
    me.log.end(flight, 0, 0, me.job->handle_failure(flight, failure, now, me.wall(now)), now);
  } else {
    me.log.end(flight, 0, 0, failure.detail, now);
  }
  me.after(now);
}

void Client::handle_timeout(Instant now) {
  impl_->touch(now);
  const RunState state = impl_->job ? impl_->job->status().state : RunState::kIdle;
  if (state == RunState::kRunning || state == RunState::kWaiting) impl_->session.keep_awake(now);
  impl_->session.handle_timeout(now);
  // The breaker's own try begins with a token.
  if (impl_->job && impl_->job->wants_transmit(now)) impl_->session.renew_if_due(now);
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
  Request request = me.job->send(id, now, me.wall(now));
  request.bearer = me.session.token();
  Flight flight = me.launch(id, std::move(request), Impl::Purpose::kPage, me.job->waited_ms(), now);
  me.after(now);
  return flight;
}

void Client::hold_for_other_tab(bool held, Instant now) {
  impl_->touch(now);
  impl_->other_tab = held;
  if (impl_->job) impl_->job->hold_for_other_tab(held);
  impl_->after(now);
}

void Client::set_online(bool online, Instant now) {
  impl_->touch(now);
  impl_->online = online;
  if (impl_->job) impl_->job->set_online(online, now);
  impl_->after(now);
}

std::optional<JournalWrite> Client::poll_journal() {
  Impl& me = *impl_;
  std::optional<JournalWrite> write;
  if (!me.late_writes.empty()) {
    write = std::move(me.late_writes.front());
    me.late_writes.pop_front();
    write->ticket = me.next_ticket++;
    me.late_tickets[write->ticket] = write->run_id;
    return write;
  }
  if (me.job) write = me.job->journal().poll();
  if (!write) return std::nullopt;
  write->ticket = me.next_ticket++;
  me.tickets[write->ticket] = write->seq;
  return write;
}

void Client::handle_journal_written(uint64_t ticket, Instant now) {
  Impl& me = *impl_;
  me.touch(now);
  if (const auto known = me.tickets.find(ticket); known != me.tickets.end()) {
    me.job->journal().written(known->second);
    me.tickets.erase(known);
  }
  me.late_tickets.erase(ticket);
  me.after(now);
}

void Client::handle_journal_failed(uint64_t ticket, std::string why, Instant now) {
  Impl& me = *impl_;
  me.touch(now);
  if (const auto late = me.late_tickets.find(ticket); late != me.late_tickets.end()) {
    // What is behind it would be of no use.
    std::erase_if(me.late_writes, [&](const JournalWrite& write) { return write.run_id == late->second; });
    me.late_tickets.erase(late);
  }
  if (me.tickets.count(ticket) > 0) {
    me.tickets.clear();
    me.job->handle_journal_failed(std::move(why), now, me.wall(now));
    // What was being copied, a checkpoint or a base, is kept elsewhere.
    if (me.resuming && me.resuming->entered) {
      me.resuming.reset();
      me.resume_status.state = ResumeStatus::State::kDone;
    }
  }
  me.after(now);
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
  const bool token_on_its_way =
      me.session.state() == Session::State::kRenewing || me.session.state() == Session::State::kSigningIn;
  if (me.job && !me.job->over() && !token_on_its_way) {
    const std::optional<Instant> due = me.job->poll_timeout(me.clock_now);
    if (due && (!next || *due < *next)) next = due;
  }
  return next;
}

// ── a run that goes on ──

Result<void> Client::begin_resume(const PullRequest& request, ResumeSource from, Instant now) {
  Impl& me = *impl_;
  me.touch(now);
  if (me.resuming || (me.job && !me.job->over())) return busy_with_a_pull();
  if (!request.parameters.empty()) {
    // Checked while nothing is read yet, worded as for a new pull.
    Result<PullPlan> planned = plan_pull(request, me.session.gateway());
    if (!planned) return planned.error();
  }
  me.resuming = std::make_unique<Impl::Resuming>();
  me.resuming->request = request;
  me.resuming->from = std::move(from);
  me.resume_status = {ResumeStatus::State::kReading, "", std::nullopt};
  return {};
}

Result<void> Client::begin_since(const PullRequest& request, Instant now) {
  Impl& me = *impl_;
  me.touch(now);
  Result<PullPlan> planned = me.plan_run(request, now);
  if (!planned) return planned.error();
  me.resume_status = {ResumeStatus::State::kReading, planned.value().run_id, std::nullopt};
  me.resuming = std::make_unique<Impl::Resuming>();
  me.resuming->request = request;
  me.resuming->from.keep = request.keep;
  const bool in_tables = !request.keep && me.base_in_tables(planned.value()).has_value();
  me.resuming->increment = planned.take();
  me.resuming->wants_bases = !in_tables;
  if (in_tables) me.try_next_base();
  return {};
}

bool Client::wants_bases() const { return impl_->resuming && impl_->resuming->wants_bases; }

void Client::offer_bases(std::vector<RunSummary> kept, Instant now) {
  impl_->touch(now);
  if (!wants_bases()) return;
  impl_->resuming->wants_bases = false;
  const std::string wanted = PastRuns::request_of(*impl_->resuming->increment);
  std::erase_if(kept, [&](const RunSummary& run) {
    return run.request != wanted || run.state != run_state_name(RunState::kComplete);
  });
  std::sort(kept.begin(), kept.end(),
            [](const RunSummary& a, const RunSummary& b) { return a.started_at > b.started_at; });
  for (RunSummary& run : kept) impl_->resuming->more_bases.push_back(std::move(run.id));
  impl_->try_next_base();
}

// The next run that may do as a base; where none is left, the pull begins without their journals.
void Client::Impl::try_next_base() {
  // What was begun to be copied has its id: its last entries may still be on their way to the store, or fail there.
  if (resuming->entered) resume_status.run_id = resuming->increment->run_id = make_run_id(clock_now);
  if (resuming->more_bases.empty()) {
    PullPlan plan = std::move(*resuming->increment);
    resuming.reset();
    resume_status.state = ResumeStatus::State::kDone;
    begin_run(std::move(plan), true, clock_now);
    return;
  }
  resuming->from.run_id = std::move(resuming->more_bases.front());
  resuming->more_bases.pop_front();
  resuming->reader = JournalReader();
  resuming->entered = false;
  resuming->waiting = 0;
}

const std::string& Client::journal_run() const {
  static const std::string kNone;
  return impl_->resuming ? impl_->resuming->from.run_id : kNone;
}

bool Client::wants_journal() const {
  return impl_->resuming && !impl_->resuming->wants_bases && impl_->resuming->waiting < kJournalAheadBytesMax;
}

void Client::add_journal(std::string bytes, Instant now) {
  impl_->touch(now);
  if (!impl_->resuming) return;
  impl_->resuming->waiting += bytes.size();
  impl_->resuming->reader.add(std::move(bytes));
}

void Client::end_journal(std::optional<Error> trouble, Instant now) {
  impl_->touch(now);
  if (!impl_->resuming) return;
  if (trouble) {
    impl_->refuse_resume(std::move(*trouble));
  } else {
    impl_->resuming->reader.end();
  }
  impl_->after(now);
}

ResumeStatus Client::resume_status() const { return impl_->resume_status; }

// One piece of work: a page that is taken in again, or the next bytes of the journal.
Work Client::Impl::read_journal(Fuel fuel, Instant now) {
  if (job && resuming->entered && job->decoding()) {
    job->work(fuel, now, wall(now));
    if (!job->decoding() && !job->replayed_well()) finish_resume("A page could not be read again.", now);
    if (!job->decoding()) after(now);
    return Work::kMore;
  }
  // Copies for a store of ours are held until they are durable, so the store sets the pace.
  if (resuming->entered && job->journal().backed_up()) return Work::kDone;
  const Work more = resuming->reader.work(fuel);
  if (more == Work::kDone) resuming->waiting = 0;
  if (std::optional<JournalEntry> entry = resuming->reader.poll_entry()) {
    if (!take_entry(std::move(*entry), now)) return Work::kDone;
    return Work::kMore;
  }
  if (resuming->reader.over()) {
    if (resuming->reader.error()) {
      refuse_resume(*resuming->reader.error());
    } else {
      finish_resume(resuming->reader.warning(), now);
    }
    after(now);
    return Work::kDone;
  }
  return more;
}

// False when the journal is done with, one way or the other.
bool Client::Impl::take_entry(JournalEntry entry, Instant now) {
  std::optional<KeptEntry> kept = read_kept_entry(entry.head);
  if (resuming->entered) {
    if (kept && job->replay(std::move(*kept), std::move(entry), now)) return true;
    finish_resume("An entry of it cannot be understood.", now);
    return false;
  }
  if (!kept || kept->kind != KeptEntry::Kind::kRun) {
    refuse_resume({"bad_checkpoint",
                   "This is no journal of a run that Sluice has pulled: it does not begin with the "
                   "request. Choose another file, or pull anew."});
    return false;
  }
  if (std::optional<Error> error = check_resumed(kept->plan, now)) {
    refuse_resume(std::move(*error));
    return false;
  }
  enter_resumed(std::move(*kept), std::move(entry), now);
  return true;
}

// The run must go on where it was: the same gateway, the same user, the same request.
std::optional<Error> Client::Impl::check_resumed(const PullPlan& kept, Instant now) const {
  const bool usable = session.has_token(now) || session.can_renew();
  if (!usable || session.state() == Session::State::kSigningIn) {
    return Error{"not_signed_in", "Nobody is signed in, so the run cannot go on. Sign in to " +
                                      shown_gateway(kept.gateway) + " as " + shorten(kept.subject, 100) +
                                      " and resume it then."};
  }
  if (kept.gateway != session.gateway()) {
    return invalid("This run was pulled from " + shown_gateway(kept.gateway) + ". Sign in there and resume it then.");
  }
  if (!kept.subject.empty() && !session.subject().empty() && kept.subject != session.subject()) {
    return invalid("This run was begun by " + shorten(kept.subject, 100) + ", and " + shorten(session.subject(), 100) +
                   " may see other assets. Sign in as " + shorten(kept.subject, 100) + ", or pull anew.");
  }
  if (resuming->from.run_id != "" && resuming->from.run_id != kept.run_id) {
    return Error{"bad_checkpoint", "What is kept under this run's id is another run. Pull anew."};
  }
  if (!known_path(kept))
    return Error{"bad_checkpoint", "This checkpoint names an address that is none of the API's. Pull anew."};
  const PullRequest& asked = resuming->request;
  if (resuming->increment) {
    if (PastRuns::same_request(*resuming->increment, kept)) return std::nullopt;
    return invalid("This run is of another request.");
  }
  if (asked.parameters.empty()) return std::nullopt;
  const Result<PullPlan> same = plan_pull(asked, kept.gateway);
  if (same.ok() && same.value().source == kept.source && same.value().parameters == kept.parameters)
    return std::nullopt;
  return invalid("A run is resumed with the parameters that it was begun with. Leave them out, or pull anew.");
}

void Client::Impl::enter_resumed(KeptEntry kept, JournalEntry entry, Instant now) {
  if (resuming->increment) {
    resuming->entered = true;
    start_job(*resuming->increment, Tables::kNew, now);
    job->begin_replay(std::move(kept.started_at), true);
    job->replay_run_of_base();
    return after(now);
  }
  const bool from_store = !resuming->from.run_id.empty();
  PullPlan plan = std::move(kept.plan);
  plan.version = options.version;
  plan.decode_limits = options.decode_limits;
  plan.keep = from_store || resuming->from.keep;
  if (resuming->request.concurrency > 1) plan.concurrency = resuming->request.concurrency;
  plan.concurrency = std::min(plan.concurrency, kConcurrencyMax);
  if (Result<std::vector<IdBatch>> batches = batches_of(plan)) plan.id_batches = batches.take();
  if (resuming->request.reserve_calls) plan.reserve_calls = resuming->request.reserve_calls;
  resume_status.run_id = plan.run_id;
  resuming->entered = true;
  start_job(std::move(plan), Tables::kNew, now);
  job->begin_replay(std::move(kept.started_at), !from_store);
  job->replay_run(std::move(entry));
  after(now);
}

void Client::Impl::finish_resume(std::string warning, Instant now) {
  if (!resuming->entered) {
    return refuse_resume({"bad_checkpoint", "Nothing of this run was kept. Pull anew."});
  }
  std::optional<IncrementFrom> base;
  if (resuming->increment) {
    base = warning.empty() ? job->as_base() : std::nullopt;
    if (!base) return try_next_base();
    base->run_id = resuming->from.run_id;
  }
  resuming.reset();
  resume_status.state = ResumeStatus::State::kDone;
  next_flight = std::max(next_flight, std::min(job->last_kept_flight(), kFlightsKeptMax) + 1);
  session.renew_if_due(now);
  if (base) return job->end_replay_of_base(std::move(*base), now, wall(now));
  job->end_replay(warning, now, wall(now));
}

void Client::Impl::refuse_resume(Error error) {
  if (resuming->increment && error.code != kStoppedCode) return try_next_base();
  if (resuming->entered && job) job->stop("Its journal cannot be read: " + error.message, clock_now, wall(clock_now));
  resuming.reset();
  resume_status.state = ResumeStatus::State::kRefused;
  resume_status.error = std::move(error);
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
  if (me.attic.clear(fuel) == Work::kMore) return Work::kMore;
  if (me.job) me.job->set_other_table_bytes(me.other_table_bytes());
  if (me.resuming) return me.read_journal(fuel, now);
  if (!me.job || !(me.job->decoding() || me.job->tidying())) return Work::kDone;
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

Result<RunForecast> Client::forecast(const PullRequest& request, Instant now) const {
  const Impl& me = *impl_;
  Result<PullPlan> planned = plan_pull(request, me.session.gateway());
  if (!planned) return planned.error();
  PullPlan plan = planned.take();
  plan.subject = me.session.subject();
  const Source& source = plan.origin();
  ForecastInput known;
  const auto gateway = me.budgets.find(plan.gateway);
  if (gateway != me.budgets.end()) known.budget = gateway->second.find(plan.source);
  known.now = now;
  known.reserve_calls = plan.reserve_calls;
  known.concurrency = request.concurrency;
  known.page_size_is_auto = plan.page_size_is_auto;
  known.cost = me.past.cost(plan);
  known.noun_one = source.one;
  known.noun_many = source.many;
  know_sizes(plan, known);
  if (const std::optional<uint64_t> records = me.past.records(plan)) {
    known.total = records;
    known.total_from = "the last complete run of this request";
  }
  const bool same = me.job && PastRuns::same_request(me.job->plan(), plan);
  if (same && me.job->status().total) {
    known.total = me.job->status().total;
    known.total_from = "the gateway's count";
  }
  known.changes_only = request.since_last;
  if (request.since_last) known.total.reset();
  if (same && !me.job->over()) known.came = records_of(me.job->status(), source);
  return forecast_run(known);
}

void Client::remember_run(const RunSummary& run) { impl_->past.remember(run); }

std::shared_ptr<const Store> Client::store(std::string_view source) const {
  const auto found = impl_->pulled.find(source);
  return found == impl_->pulled.end() ? nullptr : found->second.store;
}
std::shared_ptr<const AssetStore> Client::store() const { return impl_->mobile_store; }
uint64_t Client::store_generation() const { return impl_->store_generation; }
const std::deque<RequestLogEntry>& Client::requests() const { return impl_->log.entries(); }
uint64_t Client::requests_version() const { return impl_->log.version(); }
bool Client::busy() const {
  const auto& job = impl_->job;
  return impl_->resuming || impl_->attic.can_clear() || (job && (job->decoding() || job->tidying()));
}
bool Client::flying() const { return !impl_->open.empty(); }
bool Client::journal_settled() const { return !impl_->job || impl_->job->journal().settled(); }

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
