// The journal of one run, as it is written and as it is read again. PullJob tells it what has happened; it makes the
// entries (journal/journal_entry.h) that a driver stores one after the other. Reading turns a head back into the same
// facts; a head comes from a file that anybody may have made, so that each member is checked.
//
//   run         the request, once, at the beginning
//   call        before each call is sent: when, so that a resumed run counts it
//   page        after each page is in the tables: its line of the manifest, what the run has come to, where each strand
//               goes on; its body behind it
//   quarantine  an asset that is left out, and where the strands go on behind it
//   end         how the run ended; pages may follow when it was resumed
//   since       all before is an earlier, complete run; what follows pulls what has changed since (pull_increment.h)
//
// Every entry also lists the calls that have ended since the one before.
#pragma once

#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/ids.h"
#include "base/time.h"
#include "client/event.h"
#include "client/manifest.h"
#include "client/pull_plan.h"
#include "client/run_summary.h"
#include "flow/limit_headers.h"
#include "flow/page_sequence.h"
#include "journal/journal_entry.h"

namespace sluice {

inline constexpr size_t kJournalStrandsMax = 1000;  // a limit on parallel calls is never higher
inline constexpr size_t kJournalEndedMax = 100000;
inline constexpr size_t kJournalBacklogMax = 2;  // pages on their way to the store: more hold the next call

// What a driver stores. In order; the store appends it whole or not at all and then says so (Client).
struct JournalWrite {
  std::string run_id;
  uint64_t ticket = 0;  // what the driver acknowledges it by
  uint64_t seq = 0;     // its place in the journal, from 0. What a store holds at this place and behind is of no use
                        // (the damaged end of an earlier visit) and goes
  uint64_t offset = 0;  // bytes of the journal before this entry, the first line included
  JournalEntry entry;
  std::string summary;  // JSON of the run as of now (run_summary.h)
};

// What a run has spent and brought, as of an entry.
struct KeptTotals {
  uint64_t calls = 0;
  uint64_t retries = 0;
  uint64_t refused = 0;
  uint64_t bytes = 0;
  LimitHeaders limits;  // as the gateway has told them: limit, window_s and concurrency_limit
};

struct KeptCall {
  uint64_t flight = 0;
  WallTime at;
};

struct KeptEntry {
  enum class Kind { kRun, kCall, kPage, kQuarantine, kEnd, kSince, kOther } kind = Kind::kOther;
  std::vector<KeptCall> ended;
  PullPlan plan;                     // kRun: what it says of the request; limits and budgets are the client's own
  std::string started_at;            // kRun, kSince
  std::string base_run_id;           // kSince
  KeptCall call;                     // kCall
  ManifestPage page;                 // kPage
  std::string server_time;           // kPage
  std::optional<uint64_t> total;     // kPage
  std::optional<KeptTotals> totals;  // kPage, kQuarantine, kEnd
  std::vector<SavedCursor> strands;  // kPage, kQuarantine: none when nothing is left
  ManifestQuarantine quarantine;     // kQuarantine
  RunState state = RunState::kIdle;  // kEnd
  std::string why;                   // kEnd
  std::string finished_at;           // kEnd
};

// Nothing for a head that is no entry of a run's journal. One of a kind that is not known is kOther: a later version
// may write more.
std::optional<KeptEntry> read_kept_entry(std::string_view head);

class RunJournal {
 public:
  // ── what happened ──
  void open(const PullPlan& plan, std::string_view started_at);
  // Of that run, for copy() and go_on().
  void set_run(std::string run_id) { run_id_ = std::move(run_id); }
  // Goes on behind `entries` entries of `bytes` bytes that a store holds already.
  void go_on(uint64_t entries, uint64_t bytes);
  // An entry as it was read, for a store that does not hold it yet.
  void copy(JournalEntry entry);
  void call(FlightId flight, WallTime at);
  void call_ended(FlightId flight, WallTime at);
  void page(const ManifestPage& page, std::string_view server_time, std::optional<uint64_t> total,
            const KeptTotals& totals, const std::vector<SavedCursor>& strands, std::vector<std::string> body);
  void quarantine(const ManifestQuarantine& entry, const KeptTotals& totals, const std::vector<SavedCursor>& strands);
  void end(RunState state, std::string_view why, std::string_view finished_at, const KeptTotals& totals);
  void since(std::string_view base_run_id, std::string_view started_at);
  void summarize(std::string summary) { summary_ = std::move(summary); }

  // ── what the driver must do ──
  std::optional<JournalWrite> poll();
  void written(uint64_t seq);
  void drop();  // nothing is written any more

  bool backed_up() const { return waiting_pages_.size() >= kJournalBacklogMax; }
  bool settled() const { return queue_.empty() && unwritten_ == 0; }
  uint64_t entries() const { return next_seq_; }

 private:
  void add(JournalEntry entry, bool page);

  std::string run_id_;
  std::deque<JournalWrite> queue_;
  std::vector<uint64_t> waiting_pages_;  // seq of pages that are not written yet
  std::vector<KeptCall> ended_;
  std::string summary_;
  uint64_t next_seq_ = 0;
  uint64_t bytes_ = kJournalMagic.size();
  size_t unwritten_ = 0;  // handed out, not acknowledged
  bool dropped_ = false;
};

}  // namespace sluice
