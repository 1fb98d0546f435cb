// Where kept runs lie in the browser: IndexedDB, through the page's own scripts (shell/journals.js), which work on a
// site, on plain http and in a file opened from disk. The store knows nothing of what an entry means: it keeps heads,
// bodies and a summary for the list of runs, and gives them back as the bytes of a journal.
//
// Writing: one entry at a time, one transaction each, told only when that transaction is complete. A body is handed out
// piece by piece as the browser takes it. After a failure nothing of that entry is kept, nor of those of the same run
// that waited behind it, of which nothing is told; what was kept before stays.
// Reading: a piece at a time, each only when it is asked for, so that memory is bounded by the reader's pace.
// A browser that does not answer at all is given up after a minute that the page was awake (platform/patience.h): that
// is a failure like others.
//
// Codes of errors: storage_refused, storage_full, storage_blocked, storage_gone, storage_silent, storage_failed
// (shell/database.js); when reading also unknown_run, bad_checkpoint, and busy (another tab has the run under way).
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/time.h"
#include "platform/patience.h"

namespace sluice::platform {

// Larger values Chromium puts into a file of their own, each.
inline constexpr size_t kStoredPieceBytes = 32 * 1024;

struct StoredEntry {
  std::string run_id;
  uint64_t ticket = 0;              // given back with the outcome
  uint64_t place = 0;               // in the run, from 0; what the store holds there and behind makes way
  std::string head;                 // one line of JSON
  std::vector<std::string> pieces;  // of the body
  uint64_t journal_bytes = 0;       // up to and with this entry
  std::string summary;              // JSON, for the list of runs
};

struct WriteOutcome {
  std::string run_id;
  uint64_t ticket = 0;
  std::optional<Error> error;  // none: kept
};

struct ReadOutcome {
  std::string bytes;
  bool end = false;
  std::optional<Error> error;  // nothing more comes
};

class JournalStore {
 public:
  // `woken` is called when one of the polls has something new.
  explicit JournalStore(std::function<void()> woken);
  JournalStore(const JournalStore&) = delete;
  JournalStore& operator=(const JournalStore&) = delete;

  void write(StoredEntry entry);
  std::optional<WriteOutcome> poll_written();

  // One reading at a time; a new one ends the last. Opening a run makes it this tab's.
  void open_run(const std::string& run_id);
  void open_checkpoint(int offer);  // the number that sluice_api.js gave a Blob
  void read_more();                 // nothing while an answer is still due
  std::optional<ReadOutcome> poll_read();
  void close();

  std::optional<Instant> poll_timeout() const;
  void handle_timeout(Instant now);

  // The list as it was told last, the newest first: of each run the summary that was written last, where "state" is
  // "interrupted" if nobody has the run under way any more. list() asks for it anew.
  void list();
  const std::vector<std::string>& runs() const { return runs_; }
  uint64_t runs_version() const { return runs_version_; }
  bool refused() const { return refused_; }  // the browser keeps nothing, as the last list() showed
  // What the panel of kept runs asks for; a failure is told by poll_trouble().
  void forget(const std::string& run_id);
  void download(const std::string& run_id);
  std::optional<Error> poll_trouble();
  // Lets the user choose a checkpoint file; within a click, or the browser shows nothing.
  void pick_checkpoint();
  std::optional<int> poll_checkpoint();  // the chosen one, for open_checkpoint()

  // The browser's side.
  std::string_view piece(size_t index);
  void on_written(std::optional<Error> error);
  void on_read(ReadOutcome outcome);
  void on_runs(std::vector<std::string> runs, bool refused);
  void on_trouble(Error error);
  void on_checkpoint(int offer);

 private:
  struct Piece {
    size_t of;  // pieces of the entry
    size_t from;
  };

  void begin_write();

  std::function<void()> woken_;
  std::deque<StoredEntry> queue_;  // the first is being written
  std::vector<Piece> cut_;         // its body as it is stored
  std::string writing_run_;        // of the last entry that was kept, since it was begun or opened here
  Patience write_patience_;
  std::deque<WriteOutcome> written_;
  std::deque<ReadOutcome> read_;
  bool reading_ = false;  // an answer is due
  Patience read_patience_;
  std::vector<std::string> runs_;
  uint64_t runs_version_ = 0;
  bool refused_ = false;
  std::deque<Error> troubles_;
  std::optional<int> picked_;
};

}  // namespace sluice::platform
