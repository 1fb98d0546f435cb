// The rehearsal: the simulated gateway inside the page, behind a simulated network with a latency of about 150 ms, in
// the page's own time. It is made when it is first called, lives as long as the page and is reached at kRehearsalBase.
#pragma once

#include <memory>
#include <optional>

#include "base/ids.h"
#include "base/time.h"
#include "fragment.h"
#include "http/message.h"
#include "sim/gateway.h"
#include "sim/network.h"

namespace sluice {

class Rehearsal {
 public:
  // `wall_at_zero` is the wall clock's time at Instant 0.
  Rehearsal(const Fragment& fragment, WallTime wall_at_zero);

  void start(FlightId flight, Request request, Instant now);
  void abort(FlightId flight, Instant now);
  std::optional<Instant> poll_timeout() const;
  void handle_timeout(Instant now);
  std::optional<sim::Delivery> poll_delivery();

  // The login that the sign-in form fills in.
  static std::string demo_username();
  static std::string demo_password();

 private:
  void open();

  Fragment fragment_;
  WallTime wall_at_zero_;
  std::unique_ptr<sim::Gateway> gateway_;
  std::unique_ptr<sim::Network> network_;
};

}  // namespace sluice
