// The last calls, for the Requests tab and `requests()`. Holds addresses, never headers or bodies, so there is no
// secret to leak; a bounded ring, so that a pull of days does not grow it.
#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <string>

#include "base/ids.h"
#include "client/event.h"

namespace sluice {

class RequestLog {
 public:
  void begin(FlightId flight, RequestLogEntry entry, Instant now);
  // Closes the entry of that flight; a flight that has left the ring is passed over.
  void end(FlightId flight, int status, uint64_t bytes, std::string note, Instant now);

  // Adds to the note of a flight that has ended, if it is still in the ring.
  void annotate(FlightId flight, const std::string& note);

  const std::deque<RequestLogEntry>& entries() const { return entries_; }
  uint64_t version() const { return version_; }

 private:
  struct Open {
    FlightId flight;
    uint64_t sequence;
    Instant sent;
  };

  std::deque<RequestLogEntry> entries_;
  std::deque<Open> open_;
  std::optional<Open> latest_;  // the flight that ended last
  uint64_t first_sequence_ = 0;
  uint64_t version_ = 0;
};

}  // namespace sluice
