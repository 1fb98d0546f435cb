#include "journal/journal_reader.h"

#include <algorithm>
#include <utility>

#include "base/number.h"
#include "base/text.h"

namespace sluice {
namespace {

constexpr std::string_view kName = "SLUICE JOURNAL ";
constexpr size_t kFirstLineBytesMax = 40;

}  // namespace

void JournalReader::add(std::string bytes) {
  if (ended_ || place_ == Place::kOver) return;
  if (read_ == waiting_.size()) {
    waiting_ = std::move(bytes);
  } else {
    waiting_.erase(0, read_);
    waiting_ += bytes;
  }
  read_ = 0;
}

void JournalReader::end() { ended_ = true; }

Work JournalReader::work(Fuel fuel) {
  while (!entry_ && place_ != Place::kOver && !fuel.empty()) {
    if (!step(fuel)) break;
  }
  if (entry_) return Work::kMore;
  if (place_ != Place::kOver && read_ < waiting_.size()) return Work::kMore;
  if (ended_) conclude();
  if (read_ == waiting_.size() || place_ == Place::kOver) {
    waiting_ = {};
    read_ = 0;
  }
  return Work::kDone;
}

std::optional<JournalEntry> JournalReader::poll_entry() { return std::exchange(entry_, std::nullopt); }

void JournalReader::take(size_t bytes, Fuel& fuel) {
  read_ += bytes;
  taken_ += bytes;
  fuel.spend(bytes);
}

// One piece of one part; false when there are not enough bytes to go on.
bool JournalReader::step(Fuel& fuel) {
  switch (place_) {
    case Place::kFirstLine: return read_first_line(fuel);
    case Place::kHead: return read_head(fuel);
    case Place::kBody: return read_body(fuel);
    case Place::kLineFeed: return read_line_feed(fuel);
    case Place::kOver: break;
  }
  return false;
}

bool JournalReader::read_first_line(Fuel& fuel) {
  if (unread().empty()) return false;
  line_ += unread().front();
  take(1, fuel);
  const std::string_view line = line_;
  if (line.size() <= kName.size() && line != kName.substr(0, line.size())) {
    fail("This is not a journal of Sluice: it does not begin with \"SLUICE JOURNAL\".");
  } else if (line.back() != '\n' && line.size() < kFirstLineBytesMax) {
    return true;
  } else if (line == kJournalMagic) {
    good_bytes_ = taken_;
    line_ = {};
    place_ = Place::kHead;
  } else if (line.size() > 1 && line.substr(0, line.size() - 1) == std::string(trim(kJournalMagic)) + "\r") {
    fail("The journal's line ends were changed on the way, so its pages are damaged. Copy the file in binary mode.");
  } else {
    fail("This journal is of another version (\"" + shorten(trim(line), kFirstLineBytesMax) +
         "\"); this Sluice reads version 1.");
  }
  return true;
}

bool JournalReader::read_head(Fuel& fuel) {
  const std::string_view left = unread().substr(0, fuel.units);
  if (left.empty()) return false;
  const size_t line_feed = left.find('\n');
  const size_t bytes = std::min(line_feed, left.size());
  if (line_.size() + bytes > kJournalHeadBytesMax) {
    stop("its head is over " + human_bytes(kJournalHeadBytesMax));
    return true;
  }
  line_ += left.substr(0, bytes);
  take(bytes, fuel);
  if (line_feed == std::string_view::npos) return true;
  take(1, fuel);
  Result<JournalHead> head = read_journal_head(line_);
  if (!head) {
    stop(head.error().message);
    return true;
  }
  head_ = head.take();
  open_ = {std::exchange(line_, {}), {}};
  body_read_ = 0;
  hash_ = {};
  if (head_.bytes > 0) {
    place_ = Place::kBody;
  } else {
    complete();
  }
  return true;
}

bool JournalReader::read_body(Fuel& fuel) {
  const uint64_t wanted = std::min<uint64_t>(head_.bytes - body_read_, fuel.units);
  const std::string_view bytes = unread().substr(0, static_cast<size_t>(wanted));
  if (bytes.empty()) return false;
  keep(bytes);
  hash_.add(bytes);
  body_read_ += bytes.size();
  take(bytes.size(), fuel);
  if (body_read_ == head_.bytes) place_ = Place::kLineFeed;
  return true;
}

void JournalReader::keep(std::string_view bytes) {
  while (!bytes.empty()) {
    if (open_.pieces.empty() || open_.pieces.back().size() == kJournalPieceBytes) open_.pieces.emplace_back();
    std::string& piece = open_.pieces.back();
    const std::string_view part = bytes.substr(0, kJournalPieceBytes - piece.size());
    piece += part;
    bytes.remove_prefix(part.size());
  }
}

bool JournalReader::read_line_feed(Fuel& fuel) {
  if (unread().empty()) return false;
  const bool is_line_feed = unread().front() == '\n';
  take(1, fuel);
  if (is_line_feed && hash_.hex() == head_.sha256) {
    complete();
  } else {
    stop("its body is not the one that was written");
  }
  return true;
}

void JournalReader::complete() {
  entry_ = std::move(open_);
  open_ = {};
  ++entries_;
  good_bytes_ = taken_;
  place_ = Place::kHead;
}

void JournalReader::fail(std::string why) {
  error_ = Error{"bad_checkpoint", std::move(why)};
  place_ = Place::kOver;
}

// An entry that cannot be read: of a first one nothing is known at all, of a later one that it is not whole.
void JournalReader::stop(std::string why) {
  open_ = {};
  line_ = {};
  place_ = Place::kOver;
  if (entries_ == 0) return fail("Nothing of this journal can be read: of its first entry, " + why + ".");
  warning_ = "Of the journal's entry " + std::to_string(entries_ + 1) + ", " + why +
             ". The journal counts up to there: " + human_bytes(good_bytes_) + ".";
}

// All bytes are read. Between two entries the journal is whole.
void JournalReader::conclude() {
  const bool between = place_ == Place::kHead && line_.empty();
  const Place place = std::exchange(place_, Place::kOver);
  if (place == Place::kOver || between) return;
  if (place == Place::kFirstLine) {
    return fail(line_.empty() ? "The journal is empty." : "This journal ends within its first line: nothing was kept.");
  }
  open_ = {};
  line_ = {};
  warning_ = "The journal ends within its entry " + std::to_string(entries_ + 1) +
             ", which was never written out. What stands before it counts.";
}

}  // namespace sluice
