// The façade that every mount holds: the page, the native driver, the simulated world. It joins the session, the pull
// job, the tables and the request log, and does nothing by itself: the driver asks poll_transmit() what to send, says
// what came back, says when time has passed, and gives fuel.
//
//   driver loop:  handle_response / handle_failure …   (what has arrived)
//                 handle_timeout(now)
//                 while (poll_transmit(now)) start it
//                 while (work(grain, now) == kMore && there is time left)
//                 while (poll_event()) …
//
// One session and one run at a time; a new pull replaces the tables of the last one.
#pragma once

#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "api/parameter.h"
#include "base/fuel.h"
#include "base/ids.h"
#include "base/result.h"
#include "base/secret.h"
#include "base/time.h"
#include "client/event.h"
#include "client/manifest.h"
#include "client/pull_plan.h"
#include "client/run_forecast.h"
#include "client/run_journal.h"
#include "client/run_summary.h"
#include "http/message.h"
#include "session/credentials.h"
#include "table/asset_store.h"
#include "table/store.h"

namespace sluice {

inline constexpr size_t kRequestLogMax = 1000;

struct SignInRequest {
  std::string gateway;    // "", "/prefix", an address, a platform id, "rehearsal"
  std::string username;
  Secret password;
  Secret token;           // pasted by hand, instead of the two above
  std::string client_id;  // an API client, instead of all of them (api-reference.md 3.3)
  Secret client_secret;
  ClientKind client_kind = ClientKind::kUser;
  bool renew = true;      // keep the password for renewals
};

struct Flight {
  FlightId id;
  Request request;
};

// A run that goes on, and where its journal comes from. While a base for a pull of what has changed is looked for,
// run_id is that of the journal to be read now.
struct ResumeSource {
  std::string run_id;  // of a run that a store of this driver holds; "": a checkpoint from anywhere
  bool keep = true;    // a checkpoint's run is journalled here as well
};

struct ResumeStatus {
  enum class State { kNone, kReading, kDone, kRefused } state = State::kNone;
  std::string run_id;          // once the first entry is read
  std::optional<Error> error;  // kRefused: unknown_run, bad_checkpoint, not_signed_in, invalid_parameter
};

struct ClientOptions {
  std::string version = "0.1.0";
  uint64_t seed = 1;                     // of jitter and run ids
  DecodeLimits decode_limits;
};

class Client {
 public:
  explicit Client(ClientOptions options);
  ~Client();

  // The driver's clocks, told once and again whenever the wall clock may have jumped.
  void set_clock(Instant now, WallTime wall);
  WallTime wall(Instant now) const;

  // ── commands ──
  // Codes: bad_gateway_url, busy, invalid_parameter (no user name or password, or no client id or secret).
  // Success means "asked": the outcome is in session().
  Result<void> sign_in(SignInRequest request, Instant now);
  void sign_out(Instant now);
  // The run id. Codes: invalid_parameter, not_signed_in, busy.
  // With since_last it builds upon what the last run has left in the tables, if that was complete and of the same
  // request; such a run is never kept. Where there is none, everything is pulled and the manifest says so.
  Result<std::string> pull(const PullRequest& request, Instant now);
  void pause(Instant now);
  void unpause(Instant now);
  void stop(Instant now);   // keeps what was committed
  // Another tab of this browser holds the one run slot: nothing of a run is sent meanwhile.
  void hold_for_other_tab(bool held, Instant now);
  void set_online(bool online, Instant now);

  // ── a run that goes on ── the driver feeds its journal: begin_resume(), add_journal() while wants_journal(), then
  // end_journal(); work() reads it, and resume_status() tells what came of it. Takes the place of pull(): `request` is
  // the same or names nothing but concurrency and reserve_calls. Codes: busy, invalid_parameter.
  Result<void> begin_resume(const PullRequest& request, ResumeSource from, Instant now);
  // A pull with since_last, where the driver's store holds runs. While wants_bases() it asks for the list of them: the
  // newest that is complete and of the same request is read and built upon; where there is none, pull() is what
  // happens. resume_status() tells. Codes as for pull().
  Result<void> begin_since(const PullRequest& request, Instant now);
  bool wants_bases() const;
  void offer_bases(std::vector<RunSummary> kept, Instant now);
  // Whose journal is to be fed; "" for a checkpoint, or when none is read. When it changes while a base is looked for,
  // the driver leaves the one and begins the other.
  const std::string& journal_run() const;
  bool wants_journal() const;
  void add_journal(std::string bytes, Instant now);
  // `trouble`: the driver could not read it (unknown_run, or what its store says); what came so far does not count.
  void end_journal(std::optional<Error> trouble, Instant now);
  ResumeStatus resume_status() const;

  // ── what happened outside ──
  void handle_response(FlightId flight, Response response, Instant now);
  void handle_failure(FlightId flight, Failure failure, Instant now);
  void handle_timeout(Instant now);
  void handle_journal_written(uint64_t ticket, Instant now);  // it is durable
  // It is not, and nothing behind it will be: the run stops, with everything so far kept. `why`: a sentence.
  void handle_journal_failed(uint64_t ticket, std::string why, Instant now);

  // ── what the driver must do ──
  std::optional<Flight> poll_transmit(Instant now);
  std::optional<FlightId> poll_abort();            // a flight to end at once; its outcome is not awaited
  std::optional<Instant> poll_timeout() const;     // when to call handle_timeout at the latest
  std::optional<Event> poll_event();
  // What the store must append to a run's journal, in order. Each is acknowledged by one of handle_journal_*.
  std::optional<JournalWrite> poll_journal();
  Work work(Fuel fuel, Instant now);

  // ── getters ──
  SessionStatus session(Instant now) const;
  const RunStatus& run() const;
  BudgetStatus budget(Instant now) const;
  // What this pull would cost if it began now; of the run under way, where it asks for the same, what is left of it.
  // Code invalid_parameter.
  Result<RunForecast> forecast(const PullRequest& request, Instant now) const;
  // A kept run of an earlier visit, for forecasts; the newest first.
  void remember_run(const RunSummary& run);
  // What the last run of each source has brought; pulling one source leaves the others' tables as they are.
  std::shared_ptr<const Store> store(std::string_view source) const;  // null before the first run of that source
  std::shared_ptr<const AssetStore> store() const;  // of mobile.assets
  // The store that holds the table of that name, an empty one before its source's first run; null for a name that no
  // source fills.
  std::shared_ptr<const Store> store_with(std::string_view table) const;
  Manifest manifest_of(Instant now, std::string_view table) const;  // of the run that filled that table
  uint64_t store_generation() const;                // grows when any of them is another object
  const std::deque<RequestLogEntry>& requests() const;
  uint64_t requests_version() const;
  Manifest manifest(Instant now) const;                           // of the current or last run
  Manifest manifest(Instant now, std::string_view source) const;  // of that source's current or last run
  bool busy() const;                               // work() would do something
  bool flying() const;                             // a call is on its way
  bool journal_settled() const;                    // every entry is durable, or nothing is kept

 private:
  struct Impl;

  void stop_run(std::string why, Instant now);

  std::unique_ptr<Impl> impl_;
};

}  // namespace sluice
