// One run: page after page until the gateway says that nothing is left. Asks the budget when it may send, decodes what
// comes, commits each page whole, and ends in a state that tells the truth.
//
//            may send                body of a 200             whole page, more follow
//   ready ─────────────▶ in_flight ─────────────▶ decoding ─────────────────────────────▶ ready
//     ▲                     │  │                     │  │   whole page, nothing left
//     │ refused (wait)      │  │                     │  └───────────────────────────────▶ over: complete | partial
//     │ failed (jitter)     │  │ final answer,       │ cut, HTML … (jitter) ▶ ready
//     └─────────────────────┘  │ attempts spent      │ error document, attempts spent
//                              └──────────▶ over: partial (something is kept) | failed ◀
//
// A Mobile page whose attempts are spent is searched for the one asset that makes the gateway fail (flow/poison_hunt):
// it is quarantined, the others are pulled, and the run goes on.
//
// pause() lets the page on its way come in and then holds; stop() ends the call and keeps what is committed. The state
// is `complete` only when the gateway said that nothing is left (Mobile: no WARNING 1980; OT: its count is reached, or
// its list ends) and no record was quarantined.
#pragma once

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
#include "client/pull_plan.h"
#include "decode/decoder.h"
#include "flow/backoff.h"
#include "flow/page_sequence.h"
#include "flow/pager.h"
#include "flow/poison_hunt.h"
#include "flow/rate_budget.h"
#include "http/message.h"
#include "table/asset_store.h"
#include "table/record_store.h"

namespace sluice {

inline constexpr int kRefusalsInARowMax = 100;
inline constexpr size_t kManifestWarningsMax = 200;
inline constexpr size_t kManifestQuarantineMax = 10000;

// Where the rows of a run go: the tables of the Mobile API or the one of an OT source. Not owned.
class PullTables {
 public:
  PullTables(AssetStore& assets) : assets_(&assets) {}       // NOLINT: a store is a run's tables
  PullTables(RecordStore& records) : records_(&records) {}   // NOLINT

  Store& store() const { return assets_ ? static_cast<Store&>(*assets_) : *records_; }
  std::unique_ptr<Decoder> make_decoder(std::string body, const PullPlan& plan) const;

 private:
  AssetStore* assets_ = nullptr;
  RecordStore* records_ = nullptr;
};

class PullJob {
 public:
  // The tables and `budget` outlive the job.
  PullJob(PullPlan plan, PullTables tables, RateBudget& budget, uint64_t seed, Instant now, WallTime wall);

  // ── commands ──
  void pause();
  void unpause();
  void stop(std::string why, Instant now, WallTime wall);
  // There is no token and none can be fetched: wait for the next sign-in. Cleared by signed_in().
  void hold_for_sign_in() { needs_sign_in_ = true; }
  void signed_in() { needs_sign_in_ = false; }

  // ── what the driver must do ──
  // A page is due, and neither pause, backoff, the budget nor a missing sign-in holds it.
  bool wants_transmit(Instant now) const;
  // Makes the page's request and counts it as sent. The caller adds the bearer.
  Request send(FlightId flight, Instant now);
  std::optional<FlightId> flight() const { return flight_; }
  std::optional<Instant> poll_timeout(Instant now) const;
  int64_t waited_ms() const { return waited_ms_; }  // before the call just sent

  // ── what happened outside ──
  struct Verdict {
    bool unauthorized = false;  // the session must decide: sign_in_again() or refuse_token()
    std::string note;           // for the request log
  };
  Verdict handle_response(Response response, Instant now, WallTime wall);
  std::string handle_failure(const Failure& failure, Instant now, WallTime wall);
  void refuse_token(Instant now, WallTime wall);  // a 401 that no renewal can mend

  Work work(Fuel fuel, Instant now, WallTime wall);
  bool decoding() const { return decoder_ != nullptr; }
  // What the last answer echoed of its request (echo_request=1), for the request log; "" if nothing. Once.
  std::string take_echo() { return std::exchange(echo_, {}); }
  FlightId answered() const { return answered_; }  // the flight whose answer was decoded last

  // ── getters ──
  bool over() const { return run_is_over(status_.state); }
  const RunStatus& status() const { return status_; }
  void refresh_status(Instant now, WallTime wall);  // state, wait reason and message as of now
  const Manifest& manifest() const { return manifest_; }
  const std::string& gateway() const { return plan_.gateway; }
  uint64_t committed_pages() const { return status_.pages; }

 private:
  enum class Step { kReady, kInFlight, kDecoding, kOver };

  int reserve() const;
  void judge_page(Instant now, WallTime wall);
  void commit_empty_page(Instant now, WallTime wall);
  void commit_page(const PageOutcome& outcome, Instant now, WallTime wall);
  void follow(const PageOutcome& outcome, Instant now, WallTime wall);
  // `content`: the trouble may lie in what was asked for, not only in the way to the gateway.
  void try_again(std::string what, Instant now, WallTime wall, bool content = true);
  void aim_hunt(Instant now);
  void go_on_hunting(PoisonHunt::Outcome outcome, Instant now, WallTime wall);
  void quarantine_suspects(bool only_results);
  void pass_over_page(Instant now, WallTime wall);
  void wait_for_limit(Refusal kind, const LimitHeaders& headers, Instant now, WallTime wall);
  void finish(RunState state, std::string why, Instant now, WallTime wall);
  void give_up(std::string why, Instant now, WallTime wall);
  void next_page(Instant now);
  void add_warning(std::string text);
  void note_unknown_fields(const std::vector<UnknownField>& fields);
  std::string rows_text() const;
  std::string empty_text() const;
  std::string kept_text() const;
  std::string wait_message(Instant now, WallTime wall) const;

  PullPlan plan_;
  PullTables tables_;
  Store& store_;
  RateBudget& budget_;
  std::unique_ptr<PageSequence> pages_;
  Pager* cursor_pager_ = nullptr;    // pages_ of the Mobile API, which a hunt can aim
  std::optional<PoisonHunt> hunt_;
  Backoff backoff_;
  Step step_ = Step::kReady;
  bool paused_ = false;
  bool needs_sign_in_ = false;
  std::optional<FlightId> flight_;
  Instant ready_since_{};
  Instant not_before_{};     // backoff
  int64_t waited_ms_ = 0;
  int calls_for_page_ = 0;
  int64_t page_waited_ms_ = 0;
  ManifestPage page_;        // of the page being fetched
  std::unique_ptr<Decoder> decoder_;
  LimitHeaders answer_limits_;
  std::string answer_date_;               // ISO 8601, "" where the answer does not tell
  bool page_due_ = true;                  // a page that is not in is known to be there
  std::optional<uint64_t> answer_count_;  // the `count` header of the page being fetched
  std::string last_trouble_;
  std::string echo_;
  FlightId answered_;
  RunStatus status_;
  Manifest manifest_;
};

}  // namespace sluice
