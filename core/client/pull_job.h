// One run: page after page until the gateway says that nothing is left. Asks the budget when it may send, decodes what
// comes, commits each page whole, and ends in a state that tells the truth. Each strand of it is a lane (pull_lane.h);
// a run of one call at a time has one.
//
//            may send                body of a 200             whole page, more follow
//   ready ─────────────▶ in_flight ─────────────▶ arrived ──────────────────────────────▶ ready
//     ▲                     │  │                     │  │   whole page, nothing left here
//     │ refused (wait)      │  │                     │  └───────────────────────────────▶ idle; all idle: over
//     │ failed (jitter)     │  │ final answer        │ cut, HTML … (jitter) ▶ ready
//     └─────────────────────┘  │                     │ error document
//                              └──────────▶ over: partial (something is kept) | failed ◀
//
// A Mobile page whose attempts are spent is searched for the one asset that makes the gateway fail (flow/poison_hunt):
// it is quarantined, the others are pulled, and the run goes on. Where no asset is behind it, a run that has something
// to lose pauses and asks (the breaker): unpause() goes on, stop() keeps what is here, and by itself it tries one call
// every now and then, so that a night's outage does not end it.
//
// Side by side: a Mobile pull cuts the ids that are left into ranges (flow/id_ranges), an OT pull asks for pages ahead,
// which are committed in their order. The tables' rows are those of one call at a time; where the gateway refuses or
// mixes ranges the run goes on with one lane.
//
// pause() lets the pages on their way come in and then holds; stop() ends the calls and keeps what is committed. The
// state is `complete` only when the gateway said that nothing is left (Mobile: no WARNING 1980; OT: its count is
// reached, or its list ends) and no record was quarantined.
//
// A pull of only what has changed (pull_increment.h) goes through its lanes twice: for the names of what has changed,
// and for the assets themselves.
//
// A run that is kept (PullPlan::keep) tells its journal (run_journal.h) of each call and page. To resume, a job is made
// of the journal's first entry and given the further ones by replay(), then end_replay().
#pragma once

#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/fuel.h"
#include "base/ids.h"
#include "base/time.h"
#include "client/event.h"
#include "client/manifest.h"
#include "client/pull_increment.h"
#include "client/pull_lane.h"
#include "client/pull_plan.h"
#include "client/run_journal.h"
#include "decode/decoder.h"
#include "flow/backoff.h"
#include "flow/id_ranges.h"
#include "flow/numbered_pager.h"
#include "flow/page_sequence.h"
#include "flow/page_sizer.h"
#include "flow/rate_budget.h"
#include "http/message.h"
#include "table/asset_store.h"
#include "table/record_store.h"

namespace sluice {

inline constexpr int kRefusalsInARowMax = 100;
inline constexpr size_t kManifestWarningsMax = 200;
inline constexpr size_t kManifestQuarantineMax = 10000;
// The breaker's own tries: 5 minutes after it has opened, then 10, 20, 40, 60, 60 …
inline constexpr Duration kBreakerFirstWait = Duration::seconds(300);
inline constexpr Duration kBreakerWaitMax = Duration::seconds(3600);
inline constexpr int kBreakerTriesMax = 12;

// Where the rows of a run go: the tables of the Mobile API or the one of an OT source. Not owned.
class PullTables {
 public:
  PullTables(AssetStore& assets) : assets_(&assets) {}      // NOLINT: a store is a run's tables
  PullTables(RecordStore& records) : records_(&records) {}  // NOLINT

  Store& store() const { return assets_ ? static_cast<Store&>(*assets_) : *records_; }
  AssetStore* assets() const { return assets_; }  // null for an OT source
  std::unique_ptr<Decoder> make_decoder(std::string body, const PullPlan& plan) const;

 private:
  AssetStore* assets_ = nullptr;
  RecordStore* records_ = nullptr;
};

class PullJob {
 public:
  // The tables and `budget` outlive the job.
  PullJob(PullPlan plan, PullTables tables, RateBudget& budget, uint64_t seed, Instant now, WallTime wall);

  // Before anything is sent: the tables hold a complete run of the same request, and only what has changed since is
  // pulled. The source is Mobile's.
  void begin_increment(IncrementFrom from, Instant now);

  // ── commands ──
  void pause();
  void unpause(Instant now);  // also closes the breaker
  void stop(std::string why, Instant now, WallTime wall);
  // There is no token and none can be fetched: wait for the next sign-in. Cleared by signed_in().
  void hold_for_sign_in() { needs_sign_in_ = true; }
  void signed_in() { needs_sign_in_ = false; }
  // The token could not be renewed for a trouble that may pass: the breaker opens, if the run has anything to lose.
  bool rest(std::string why, Instant now, WallTime wall);
  void hold_for_other_tab(bool held) { other_tab_ = held; }
  void set_online(bool online, Instant now);

  // ── what the driver must do ──
  // A page is due, and neither pause, backoff, the budget nor a missing sign-in holds it.
  bool wants_transmit(Instant now) const { return next_to_send(now).has_value(); }
  // Makes the page's request and counts it as sent. The caller adds the bearer.
  Request send(FlightId flight, Instant now, WallTime wall);
  bool owns(FlightId flight) const { return lane_of(flight).has_value(); }
  bool in_flight() const;
  std::optional<FlightId> poll_abort();  // a call whose answer is not wanted any more
  std::optional<Instant> poll_timeout(Instant now) const;
  int64_t waited_ms() const { return waited_ms_; }  // before the call just sent

  // ── what happened outside ──
  struct Verdict {
    bool unauthorized = false;  // the session must decide: sign_in_again() or refuse_token()
    std::string note;           // for the request log
  };
  Verdict handle_response(FlightId flight, Response response, Instant now, WallTime wall);
  std::string handle_failure(FlightId flight, const Failure& failure, Instant now, WallTime wall);
  void refuse_token(Instant now, WallTime wall);  // a 401 that no renewal can mend

  Work work(Fuel fuel, Instant now, WallTime wall);
  // The tables have rows of a page that was given up; work() takes them back.
  bool tidying() const { return !store().tidied(); }
  // What other tables take of the memory that all may take.
  void set_other_table_bytes(uint64_t bytes) {
    plan_.decode_limits.other_table_bytes = bytes + (naming() ? tables_.store().bytes() : 0);
  }
  bool decoding() const { return decoder_ != nullptr || replayed_ || next_to_decode(); }
  // What the last answer echoed of its request (echo_request=1), for the request log; "" if nothing. Once.
  std::string take_echo() { return std::exchange(echo_, {}); }
  FlightId answered() const { return answered_; }  // the flight whose answer was decoded last

  // ── the journal ──
  void open_journal();  // of a new run
  RunJournal& journal() { return journal_; }
  const RunJournal& journal() const { return journal_; }
  // The store cannot hold more: the run ends, with everything so far kept.
  void handle_journal_failed(std::string why, Instant now, WallTime wall);

  // ── resuming ──
  // `copies`: the entries are written anew, for a store that does not hold them.
  void begin_replay(std::string started_at, bool copies);
  void replay_run(JournalEntry raw);  // the first entry, of which this job was made
  void replay_run_of_base();          // or that of a run which is built upon: this run's own takes its place
  bool replaying() const { return replaying_; }
  // The journal tells calls by their flights: those of this process need other numbers.
  uint64_t last_kept_flight() const { return last_kept_flight_; }
  // One entry behind the first, when decoding() is false. A page is then taken in by work(). False: it contradicts what
  // is here, so the journal counts up to the entry before (its page is asked for again).
  bool replay(KeptEntry entry, JournalEntry raw, Instant now);
  // Whether the page given last could be taken in; looked at when work() has nothing to do.
  bool replayed_well() const { return !replay_failed_; }
  // The journal that was read is of a complete run, whose first page tells the time.
  std::optional<IncrementFrom> as_base() const;
  // Instead of end_replay(): the run that was read is built upon, under the id that this job's plan has.
  void end_replay_of_base(IncrementFrom from, Instant now, WallTime wall);
  // `warning`: what was wrong with the journal, "" if nothing.
  void end_replay(std::string_view warning, Instant now, WallTime wall);

  // ── getters ──
  bool over() const { return run_is_over(status_.state); }
  const RunStatus& status() const { return status_; }
  void refresh_status(Instant now, WallTime wall);  // state, wait reason and message as of now
  const Manifest& manifest() const { return manifest_; }
  const std::string& gateway() const { return plan_.gateway; }
  const PullPlan& plan() const { return plan_; }
  bool increments() const { return increment_ != nullptr; }
  uint64_t committed_pages() const { return status_.pages; }
  const PageCost& page_cost() const { return sizer_.cost(); }

 private:
  bool naming() const { return increment_ && increment_->naming(); }
  PullTables target() const { return naming() ? PullTables(increment_->named_store()) : tables_; }
  Store& store() const { return target().store(); }
  void begin_account(std::string started_at, Instant now);
  int reserve() const;
  bool held() const;
  bool held(Instant now) const;
  int calls_at_once() const;
  bool slot_free(Instant now) const;
  std::optional<Instant> next_due(Instant now) const;
  // Places in lanes_.
  std::optional<size_t> next_to_send(Instant now) const;
  std::optional<size_t> next_to_decode() const;
  std::optional<size_t> lane_of(FlightId flight) const;
  PullLane& new_lane();
  uint64_t page_limit(Instant now) const;
  std::string batch_of(const Pager& pager) const;
  void make_strands(const std::vector<SavedCursor>& saved, Instant now);
  void drop_call(PullLane& lane, Instant now);
  void leave(PullLane& lane, Instant now);

  void spread(Instant now);
  bool spread_pages(Instant now);
  bool spread_ids(Instant now);
  void trim_ahead(Instant now);
  bool mixes_ranges(const PullLane& lane) const;
  bool strays_from_batch(const PullLane& lane) const;
  void go_on_alone(std::string why, Instant now);

  void note_answer(PullLane& lane, const Response& response, Instant now);
  Verdict refuse_or_fail(PullLane& lane, const Response& response, Instant now, WallTime wall);
  bool begin_decoding(Instant now, WallTime wall);
  bool settled(Fuel fuel);
  std::string full_message() const;
  void judge_page(Instant now, WallTime wall);
  void commit_page(PullLane& lane, const PageOutcome& outcome, std::vector<std::string> raw, Instant now,
                   WallTime wall);
  void take_in(ManifestPage& page, const PageOutcome& outcome, std::optional<uint64_t> total, const std::string& date);
  void note_outcome(const ManifestPage& page, const PageOutcome& outcome);
  void follow(PullLane& lane, const PageOutcome& outcome, std::vector<std::string> raw, Instant now, WallTime wall);
  void go_to_next_page(PullLane& lane, Instant now);
  void end_lane(PullLane& lane);
  void end_lanes_behind(const PullLane& ended, Instant now);
  void finish_if_done(Instant now, WallTime wall);
  void build_upon(IncrementFrom from, std::string started_at, Instant now);
  void begin_fetching();
  bool fetches_named() const { return increment_ && !naming() && !increment_->base().everything; }
  void fetch_everything(std::string why, Instant now);
  void ask_as_increment_says();
  void warn_of_increment();
  void finish_increment();

  // `content`: the trouble may lie in what was asked for, not only in the way to the gateway.
  void try_again(PullLane& lane, std::string what, Instant now, WallTime wall, bool content = true);
  void open_breaker(std::string why, Instant now, WallTime wall);
  Duration hunt_pause();
  void aim_hunt(PullLane& lane, Instant now);
  void go_on_hunting(PullLane& lane, PoisonHunt::Outcome outcome, Instant now, WallTime wall);
  void quarantine_suspects(PullLane& lane, bool only_results);
  void add_quarantine(ManifestQuarantine entry);
  void pass_over_page(PullLane& lane, Instant now, WallTime wall);
  void wait_for_limit(Refusal kind, const LimitHeaders& headers, Instant now, WallTime wall);
  void finish(RunState state, std::string why, Instant now, WallTime wall);
  void give_up(std::string why, Instant now, WallTime wall);

  void add_warning(std::string text);
  void note_unknown_fields(const std::vector<UnknownField>& fields);
  void tell_wait(Instant now);
  std::string how_it_ended(std::string_view why) const;
  std::string kept() const;
  std::string wait_message(Instant now, WallTime wall) const;
  std::string backoff_message() const;
  std::string due_cursor() const;

  KeptTotals totals() const;
  std::vector<SavedCursor> strands() const;
  void summarize();
  Work replay_work(Fuel fuel);
  void take_in_replayed(const PageOutcome& outcome);
  void take_totals(const KeptTotals& kept);
  void keep_replayed(JournalEntry raw);
  void take_up_strands(Instant now);
  void finish_as_kept(Instant now);

  PullPlan plan_;
  PullTables tables_;
  RateBudget& budget_;
  Random random_;
  ParameterValues asked_;         // plan_'s, or what an increment asks for
  std::vector<IdBatch> batches_;  // and its batches
  std::unique_ptr<PullIncrement> increment_;
  std::deque<PullLane> lanes_;  // a deque: lanes stay where they are
  IdRanges ids_;
  PageSizer sizer_;                    // where the page size is found out
  uint64_t page_size_cap_;             // elsewhere: lowered by timeouts, and back
  std::shared_ptr<NumberedPager> numbered_;  // of an OT pull
  bool numbered_ended_ = false;
  bool alone_ = false;        // one strand: nobody asked for more, or the parameters or the gateway forbid it
  bool ranges_work_ = false;  // a page of a range has come as it should
  uint64_t asked_pages_ = 0;  // for people
  uint64_t arrivals_ = 0;
  std::deque<FlightId> aborts_;

  bool paused_ = false;
  bool needs_sign_in_ = false;
  bool other_tab_ = false;
  bool online_ = true;
  std::optional<Instant> breaker_;  // open until then
  int breaker_tries_ = 0;
  bool trying_ = false;  // the breaker's own single call
  uint64_t retries_since_break_ = 0;
  std::string breaker_why_;

  int64_t waited_ms_ = 0;
  std::unique_ptr<Decoder> decoder_;
  PullLane* decoding_lane_ = nullptr;
  std::string echo_;
  FlightId answered_;
  RunStatus status_;
  Manifest manifest_;

  RunJournal journal_;
  std::vector<SavedCursor> last_strands_;  // as the journal has them

  // ── while a journal is read ──
  bool replaying_ = false;
  bool replay_failed_ = false;
  std::string replay_full_;  // the tables could not hold it
  bool copies_ = false;
  std::optional<KeptEntry> replayed_;         // the page being taken in again
  std::optional<JournalEntry> replayed_raw_;  // and its bytes
  std::string replayed_body_;
  size_t joined_pieces_ = 0;
  uint64_t replayed_entries_ = 0;
  LimitHeaders kept_limits_;
  uint64_t last_kept_flight_ = 0;
  uint64_t replayed_bytes_ = kJournalMagic.size();
  RunState ended_as_ = RunState::kIdle;
  std::string ended_why_;
  std::string ended_at_;
  std::map<uint64_t, WallTime> open_calls_;  // sent, and not heard of in the journal
  std::vector<WallTime> counted_calls_;      // when those that ended did so
};

}  // namespace sluice
