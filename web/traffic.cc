#include "traffic.h"

#include <utility>

#include "http/url.h"

namespace sluice {
namespace {

bool is_rehearsal(const std::string& url) { return url.compare(0, kRehearsalBase.size(), kRehearsalBase) == 0; }

}  // namespace

Traffic::Traffic(const Fragment& fragment, WallTime wall_at_zero, std::function<void()> woken)
    : browser_(std::move(woken)), rehearsal_(fragment, wall_at_zero) {}

void Traffic::start(Flight flight, Instant now) {
  if (is_rehearsal(flight.request.url)) {
    rehearsal_.start(flight.id, std::move(flight.request), now);
  } else {
    browser_.start(flight.id, std::move(flight.request), now);
  }
}

void Traffic::abort(FlightId flight, Instant now) {
  rehearsal_.abort(flight, now);
  browser_.abort(flight);
}

std::optional<Instant> Traffic::poll_timeout() const {
  const std::optional<Instant> a = browser_.poll_timeout();
  const std::optional<Instant> b = rehearsal_.poll_timeout();
  if (!a || !b) return a ? a : b;
  return *a < *b ? a : b;
}

void Traffic::handle_timeout(Instant now) {
  browser_.handle_timeout(now);
  rehearsal_.handle_timeout(now);
}

std::optional<platform::Arrival> Traffic::poll_arrival() {
  if (std::optional<platform::Arrival> arrival = browser_.poll_arrival()) return arrival;
  std::optional<sim::Delivery> delivery = rehearsal_.poll_delivery();
  if (!delivery) return std::nullopt;
  return platform::Arrival{delivery->flight, std::move(delivery->response), std::move(delivery->failure)};
}

}  // namespace sluice
