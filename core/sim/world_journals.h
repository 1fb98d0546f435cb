// Where the simulated world keeps the journals of its runs: a store that takes its time, runs out of room, and at a
// crash has kept some of what was on its way, lost some, and torn one entry in the middle. It checks that every entry
// is put where it belongs, so that what it holds is always a beginning of the journal.
#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/random.h"
#include "base/time.h"
#include "client/run_journal.h"

namespace sluice::sim {

struct StorageOptions {
  Duration least{};  // until an entry is durable
  Duration most{};
  double fail = 0;  // chance that an entry finds no room
};

class WorldJournals {
 public:
  WorldJournals(StorageOptions options, uint64_t seed) : options_(options), random_(seed) {}

  void set_options(StorageOptions options) { options_ = options; }
  void take(JournalWrite write, Instant now);
  std::optional<Instant> poll_timeout() const;
  struct Outcome {
    uint64_t ticket = 0;
    bool written = false;
  };
  std::optional<Outcome> poll(Instant now);
  // Whether all that was taken up to that ticket is durable or given up.
  bool settled(uint64_t ticket) const { return writing_.empty() || writing_.front().write.ticket > ticket; }
  size_t waiting_pages() const;  // taken and not durable yet: each is held in memory
  uint64_t last_ticket() const { return last_ticket_; }

  // The client is gone: what is on its way is kept, torn or lost.
  void crash();

  // The journal's bytes; none for a run that was never kept.
  const std::string* find(std::string_view run_id) const;
  void forget(std::string_view run_id);
  std::vector<std::string> runs() const;  // their ids, the newest first
  std::vector<RunSummary> summaries() const;
  uint64_t entries(std::string_view run_id) const;  // whole ones
  // Pages that were told to be durable.
  uint64_t durable_pages(std::string_view run_id) const;
  const std::vector<std::string>& complaints() const { return complaints_; }

 private:
  struct Writing {
    Instant due;
    bool fails = false;
    JournalWrite write;
  };
  struct Journal {
    std::string bytes;
    std::string summary;
    uint64_t entries = 0;  // whole ones
    uint64_t pages = 0;
  };
  void store(const JournalWrite& write, size_t bytes_max);

  StorageOptions options_;
  Random random_;
  std::deque<Writing> writing_;
  uint64_t last_ticket_ = 0;
  std::map<std::string, Journal, std::less<>> journals_;
  std::vector<std::string> complaints_;
};

}  // namespace sluice::sim
