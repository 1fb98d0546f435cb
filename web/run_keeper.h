// Stands between the client and the browser's storage: carries a run's journal out, entry by entry, and back in when a
// run is resumed; holds each call of a kept run back until its journal knows of it; takes the browser's one run slot
// while a run is active and lets the client wait while another tab has it. Does nothing by itself: the app gives it a
// turn whenever anything has happened.
#pragma once

#include <deque>
#include <functional>
#include <optional>
#include <string>

#include "base/result.h"
#include "base/time.h"
#include "client/client.h"
#include "platform/journal_store.h"
#include "platform/run_slot.h"

namespace sluice {

// What is resumed: a run of this browser, or a checkpoint under the number that the page's scripts gave it.
struct ResumeFrom {
  std::string run_id;
  std::optional<int> checkpoint;
  bool keep = false;  // a checkpoint's run is kept here as well
};

class RunKeeper {
 public:
  // `client` must outlive it; `woken` is called when a turn is wanted.
  RunKeeper(Client& client, std::function<void()> woken);

  // Codes: busy, invalid_parameter; what is found out while the journal is read is in client.resume_status().
  Result<void> resume(const PullRequest& request, const ResumeFrom& from, Instant now);

  // A pull with since_last: looks through the runs of this browser for one to build upon. The run id; codes as for
  // Client::pull. client.resume_status() tells when it has begun.
  Result<std::string> pull_since(const PullRequest& request, Instant now);

  void turn(Instant now);

  // A call that the client wants sent. It leaves when everything that the journal has to say so far is durable: a call
  // that a crash cuts off must be known to the run that goes on, since the gateway has counted it. What is not
  // journalled (signing in, runs in memory) passes by.
  void depart(Flight flight);
  std::optional<Flight> poll_departure();
  void call_back(FlightId flight);  // one that was sent off already is no business of this class
  // False for the few milliseconds until the browser has said who has the run slot: nothing is sent meanwhile.
  bool may_transmit() const { return slot_.state() != platform::RunSlot::State::kAsking; }
  std::optional<Instant> poll_timeout() const;
  void handle_timeout(Instant now);

  platform::JournalStore& store() { return store_; }
  const platform::JournalStore& store() const { return store_; }

 private:
  struct Unwritten {
    uint64_t ticket = 0;
    std::string run_id;
  };
  struct Departure {
    Flight flight;
    uint64_t ticket = 0;  // of the last write before it; 0: it waits for none
  };

  void hear_of_writes(Instant now);
  void write();
  void offer_bases(Instant now);
  void open_wanted();
  void read(Instant now);
  void take_turns(Instant now);

  Client& client_;
  platform::JournalStore store_;
  platform::RunSlot slot_;
  std::deque<Unwritten> unwritten_;  // in order; the client has not been told what became of them
  uint64_t last_ticket_ = 0;
  std::deque<Departure> departures_;
  bool reading_ = false;
  // ── while a run to build upon is looked for ──
  bool of_bases_ = false;     // the client says whose journal it wants
  uint64_t list_before_ = 0;  // the version of the list of runs that was asked for anew
  std::string open_run_;
  bool holds_ = false;  // the client waits for another tab
};

}  // namespace sluice
