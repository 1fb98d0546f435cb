// Reads a journal back, entry by entry, while its bytes come in pieces of any size: for resuming a run, and for whoever
// opens a file that somebody kept. The bytes may be anything. What stands before the first place that cannot be read
// counts, and the place is told; nothing behind it is looked at, since nothing says where the next entry begins.
//
//   first line ──▶ head ──▶ body ──▶ its line feed ──▶ entry waits ──▶ head …        any of them ──▶ over
//
// A journal whose first line or first head cannot be read is none: error(). Once an entry was good the rest can only be
// short of something, which is a warning(): a last entry that was never written out (a crash, a full disk), or one
// whose body is not the one that its digest describes.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/fuel.h"
#include "base/result.h"
#include "base/sha256.h"
#include "journal/journal_entry.h"
#include "journal/journal_head.h"

namespace sluice {

class JournalReader {
 public:
  // The next bytes. They wait until work() has read them.
  void add(std::string bytes);
  // Nothing follows.
  void end();

  // Reads about fuel.units bytes. kMore: there are bytes left to read, or an entry waits to be polled (only one is held
  // at a time, and nothing is read until it is taken). kDone: all that was added has been read.
  Work work(Fuel fuel);
  std::optional<JournalEntry> poll_entry();

  // No further entry will come: the end was reached, or a place that cannot be read.
  bool over() const { return place_ == Place::kOver && !entry_; }
  // Why there is no journal at all: code bad_checkpoint.
  const std::optional<Error>& error() const { return error_; }
  // Why the journal ends earlier than its bytes do; "" when it does not.
  const std::string& warning() const { return warning_; }

  // Whole entries so far, and how many bytes they take with the first line: what is behind may be cut off, so that the
  // journal can be written on.
  uint64_t entries() const { return entries_; }
  uint64_t good_bytes() const { return good_bytes_; }

 private:
  enum class Place { kFirstLine, kHead, kBody, kLineFeed, kOver };

  std::string_view unread() const { return std::string_view(waiting_).substr(read_); }
  void take(size_t bytes, Fuel& fuel);
  bool step(Fuel& fuel);
  bool read_first_line(Fuel& fuel);
  bool read_head(Fuel& fuel);
  bool read_body(Fuel& fuel);
  bool read_line_feed(Fuel& fuel);
  void keep(std::string_view bytes);
  void complete();
  void fail(std::string why);
  void stop(std::string why);
  void conclude();

  std::string waiting_;
  size_t read_ = 0;  // of `waiting_`
  bool ended_ = false;
  Place place_ = Place::kFirstLine;
  std::string line_;  // the first line, or the head being read
  JournalHead head_;
  JournalEntry open_;
  uint64_t body_read_ = 0;
  Sha256 hash_;
  std::optional<JournalEntry> entry_;
  uint64_t entries_ = 0;
  uint64_t taken_ = 0;  // bytes of the journal that were read
  uint64_t good_bytes_ = 0;
  std::optional<Error> error_;
  std::string warning_;
};

}  // namespace sluice
