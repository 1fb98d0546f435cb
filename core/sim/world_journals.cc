#include "sim/world_journals.h"

#include <algorithm>
#include <utility>

namespace sluice::sim {
namespace {

constexpr size_t kComplaintsMax = 20;

std::string bytes_of(const JournalEntry& entry) {
  std::string bytes;
  for (const std::string_view view : framed(entry)) bytes += view;
  return bytes;
}

bool is_entry(const JournalEntry& entry, std::string_view kind) {
  return entry.head.find("\"entry\":\"" + std::string(kind) + "\"") != std::string::npos;
}

bool is_page(const JournalEntry& entry) { return is_entry(entry, "page"); }

}  // namespace

void WorldJournals::take(JournalWrite write, Instant now) {
  last_ticket_ = write.ticket;
  Instant due = now + Duration::micros(random_.between(options_.least.us, options_.most.us));
  if (!writing_.empty()) due = std::max(due, writing_.back().due);  // one after the other
  const bool fails = random_.chance(options_.fail);
  writing_.push_back({due, fails, std::move(write)});
}

std::optional<Instant> WorldJournals::poll_timeout() const {
  if (writing_.empty()) return std::nullopt;
  return writing_.front().due;
}

std::optional<WorldJournals::Outcome> WorldJournals::poll(Instant now) {
  if (writing_.empty() || writing_.front().due > now) return std::nullopt;
  const Writing done = std::move(writing_.front());
  writing_.pop_front();
  if (done.fails) {
    // Nothing behind it is stored either.
    std::erase_if(writing_, [&](const Writing& other) { return other.write.run_id == done.write.run_id; });
    return Outcome{done.write.ticket, false};
  }
  store(done.write, std::string::npos);
  if (is_page(done.write.entry)) ++journals_[done.write.run_id].pages;
  return Outcome{done.write.ticket, true};
}

size_t WorldJournals::waiting_pages() const {
  return static_cast<size_t>(
      std::count_if(writing_.begin(), writing_.end(), [](const Writing& w) { return is_page(w.write.entry); }));
}

void WorldJournals::store(const JournalWrite& write, size_t bytes_max) {
  Journal& journal = journals_[write.run_id];
  if (journal.bytes.empty()) journal.bytes = kJournalMagic;
  if (write.seq == 0) journal.pages = 0;  // begun anew
  if (write.offset > journal.bytes.size() && complaints_.size() < kComplaintsMax) {
    complaints_.push_back("the journal of " + write.run_id + " would have a hole before its entry " +
                          std::to_string(write.seq));
  }
  if (write.seq > journal.entries && complaints_.size() < kComplaintsMax) {
    complaints_.push_back("entry " + std::to_string(write.seq) + " of " + write.run_id + " comes too early");
  }
  journal.bytes.resize(std::min<size_t>(journal.bytes.size(), static_cast<size_t>(write.offset)));
  const std::string bytes = bytes_of(write.entry);
  journal.bytes += bytes.substr(0, bytes_max);
  const bool whole = bytes_max >= bytes.size();
  if (whole) journal.summary = write.summary;  // both or neither
  journal.entries = write.seq + (whole ? 1 : 0);
  if (whole && is_entry(write.entry, "since")) journal.pages = 0;  // those before it were of the run that is built upon
}

void WorldJournals::crash() {
  while (!writing_.empty()) {
    const Writing cut = std::move(writing_.front());
    writing_.pop_front();
    const uint64_t dice = random_.below(10);
    if (cut.fails || dice < 3) break;
    if (dice < 6) {
      const size_t size = static_cast<size_t>(cut.write.entry.framed_bytes());
      store(cut.write, static_cast<size_t>(random_.below(size)));
      break;
    }
    store(cut.write, std::string::npos);
  }
  writing_.clear();
}

const std::string* WorldJournals::find(std::string_view run_id) const {
  const auto found = journals_.find(run_id);
  return found == journals_.end() ? nullptr : &found->second.bytes;
}

void WorldJournals::forget(std::string_view run_id) {
  const auto found = journals_.find(run_id);
  if (found != journals_.end()) journals_.erase(found);
}

std::vector<std::string> WorldJournals::runs() const {
  std::vector<std::string> ids;
  for (const auto& [id, journal] : journals_) ids.push_back(id);
  std::reverse(ids.begin(), ids.end());  // an id begins with the time
  return ids;
}

std::vector<RunSummary> WorldJournals::summaries() const {
  std::vector<RunSummary> all;
  for (const auto& [id, journal] : journals_) {
    if (std::optional<RunSummary> summary = read_run_summary(journal.summary)) all.push_back(std::move(*summary));
  }
  return all;
}

uint64_t WorldJournals::entries(std::string_view run_id) const {
  const auto found = journals_.find(run_id);
  return found == journals_.end() ? 0 : found->second.entries;
}

uint64_t WorldJournals::durable_pages(std::string_view run_id) const {
  const auto found = journals_.find(run_id);
  return found == journals_.end() ? 0 : found->second.pages;
}

}  // namespace sluice::sim
