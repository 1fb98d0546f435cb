// The core's native mount: carries the client's requests over real sockets, one at a time, and keeps its clocks. For
// http gateways on this machine only, as the tests and the headless program need it.
#pragma once

#include <chrono>
#include <functional>

#include "client/client.h"
#include "journal_file.h"

namespace sluice {

class SocketDriver {
 public:
  // `journals` keeps the runs that are to be kept; null: none are.
  explicit SocketDriver(Client& client, JournalFolder* journals = nullptr);

  // Goes round the driver's loop until `done` says so; false when nothing is due any more or `longest` has passed.
  bool run_until(const std::function<bool()>& done, Duration longest);
  Instant now() const;
  // Feeds the journal to a client that has begun to resume; false when the client refuses it.
  bool feed(Result<JournalSource> source);
  // The same for one that looks for a run of this folder to build upon.
  void feed_bases(const std::string& folder);

 private:
  void carry(Flight flight);
  bool store();
  bool called_back(FlightId flight);
  bool turn();
  void read_some(JournalSource& source);

  Client& client_;
  JournalFolder* journals_;
  std::chrono::steady_clock::time_point start_;
};

}  // namespace sluice
