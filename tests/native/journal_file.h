// The native store of journals: one file a run in a folder, `<run id>.journal`, readable by its owner alone, since it
// holds what the gateway told. Each entry is on the disk (fsync) when append() returns. What cannot be written (a full
// disk, a limit, no permission) is an error with the system's own words, and the file then ends with the last entry
// that was whole. Beside it stands `<run id>.json`, the newest summary of the run, for lists.
//
// JournalFolder is what a driver hands its client's writes to; JournalSource gives the bytes back.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "client/run_journal.h"
#include "journal/journal_entry.h"

namespace sluice {

class JournalFile {
 public:
  // A new journal. Code journal_exists, bad_run_id or one of append()'s.
  static Result<JournalFile> create(const std::string& folder, const std::string& run_id);
  // To write on: an end that was torn is cut off first. Code unknown_run, bad_checkpoint, journal_in_use (another
  // program writes it), or one of append()'s.
  static Result<JournalFile> reopen(const std::string& folder, const std::string& run_id);

  JournalFile(JournalFile&& other) noexcept;
  JournalFile& operator=(JournalFile&& other) noexcept;
  ~JournalFile();

  // Durable when it returns well. Code disk_full (no space, a quota, a limit on file sizes) or journal_failed.
  Result<void> append(const JournalEntry& entry);
  // Cuts off what is behind the first `bytes`. Code journal_failed, also when there are fewer.
  Result<void> cut(uint64_t bytes);
  // Replaces the run's summary (JSON), whole or not at all.
  Result<void> keep_summary(const std::string& json);

  uint64_t bytes() const { return bytes_; }
  const std::string& path() const { return path_; }

 private:
  JournalFile(int fd, std::string path, uint64_t bytes) : fd_(fd), path_(std::move(path)), bytes_(bytes) {}
  Result<void> write_out(const std::vector<std::string_view>& views);

  int fd_ = -1;
  std::string path_;
  uint64_t bytes_ = 0;  // whole entries and the first line
};

// A journal's bytes in pieces of at most kJournalPieceBytes: of a run in a folder, or of any file.
class JournalSource {
 public:
  // Code unknown_run when there is no such file, journal_failed when it cannot be read.
  static Result<JournalSource> open(const std::string& path);
  static Result<JournalSource> open_run(const std::string& folder, const std::string& run_id);

  JournalSource(JournalSource&& other) noexcept;
  JournalSource& operator=(JournalSource&&) = delete;
  ~JournalSource();

  // "" at the end.
  Result<std::string> next();

 private:
  JournalSource(int fd, std::string path) : fd_(fd), path_(std::move(path)) {}

  int fd_ = -1;
  std::string path_;
};

// The journals of a folder, as a client's driver writes them.
class JournalFolder {
 public:
  explicit JournalFolder(std::string path) : path_(std::move(path)) {}

  // Puts an entry where it belongs: what stands there and behind it goes. Durable when it returns well.
  Result<void> store(const JournalWrite& write);
  const std::string& path() const { return path_; }

 private:
  Result<JournalFile*> file_of(const JournalWrite& write);

  std::string path_;
  std::string open_id_;
  std::optional<JournalFile> open_;
};

struct KeptRun {
  std::string run_id;
  uint64_t bytes = 0;
  std::string summary;  // JSON; "" when none was kept
};
// The runs of a folder, by id. A folder that is not there holds none.
Result<std::vector<KeptRun>> kept_runs(const std::string& folder);

// Letters, digits, '-' and '_': what may be part of a file's name.
bool is_run_id(const std::string& text);

}  // namespace sluice
