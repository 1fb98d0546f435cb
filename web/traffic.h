// Sends each request the way that its address says: to the rehearsal inside the page, or out through the browser. A
// request for the rehearsal can never leave the page, and a request for a gateway never lands in the rehearsal.
#pragma once

#include <functional>
#include <optional>

#include "base/ids.h"
#include "base/time.h"
#include "client/client.h"
#include "fragment.h"
#include "platform/fetch_driver.h"
#include "rehearsal.h"

namespace sluice {

class Traffic {
 public:
  Traffic(const Fragment& fragment, WallTime wall_at_zero, std::function<void()> woken);

  void start(Flight flight, Instant now);
  void abort(FlightId flight, Instant now);
  std::optional<Instant> poll_timeout() const;
  void handle_timeout(Instant now);
  std::optional<platform::Arrival> poll_arrival();

 private:
  platform::FetchDriver browser_;
  Rehearsal rehearsal_;
};

}  // namespace sluice
