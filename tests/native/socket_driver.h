// The core's native mount: carries the client's requests over real sockets, one at a time, and keeps its clocks. For
// http gateways on this machine only, as the tests and the headless program need it.
#pragma once

#include <chrono>
#include <functional>

#include "client/client.h"

namespace sluice {

class SocketDriver {
 public:
  explicit SocketDriver(Client& client);

  // Goes round the driver's loop until `done` says so; false when nothing is due any more or `longest` has passed.
  bool run_until(const std::function<bool()>& done, Duration longest);
  Instant now() const;

 private:
  void carry(Flight flight);
  bool turn();

  Client& client_;
  std::chrono::steady_clock::time_point start_;
};

}  // namespace sluice
