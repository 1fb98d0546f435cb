#include "rehearsal.h"

#include <string>
#include <utility>

#include "http/url.h"
#include "sim/dataset.h"

namespace sluice {

Rehearsal::Rehearsal(const Fragment& fragment, WallTime wall_at_zero)
    : fragment_(fragment), wall_at_zero_(wall_at_zero) {}

void Rehearsal::open() {
  sim::DatasetOptions inventory;
  inventory.seed = fragment_.seed;
  inventory.assets = fragment_.assets;
  sim::GatewayOptions options;
  options.rate_limit = fragment_.limit;
  options.window_s = fragment_.window_s;
  options.start_unix_s = wall_at_zero_.unix_seconds();
  options.seed = fragment_.seed;
  options.ot.seed = fragment_.seed;
  gateway_ = std::make_unique<sim::Gateway>(options, sim::make_dataset(inventory));
  network_ = std::make_unique<sim::Network>(*gateway_, std::string(kRehearsalBase), fragment_.seed);
}

void Rehearsal::start(FlightId flight, Request request, Instant now) {
  if (!network_) open();
  network_->start(flight, std::move(request), now);
}

void Rehearsal::abort(FlightId flight, Instant now) {
  if (network_) network_->abort(flight, now);
}

std::optional<Instant> Rehearsal::poll_timeout() const {
  return network_ ? network_->poll_timeout() : std::nullopt;
}

void Rehearsal::handle_timeout(Instant now) {
  if (network_) network_->handle_timeout(now);
}

std::optional<sim::Delivery> Rehearsal::poll_delivery() {
  return network_ ? network_->poll_delivery() : std::nullopt;
}

std::string Rehearsal::demo_username() { return std::string(sim::kManagerLogin); }

std::string Rehearsal::demo_password() { return std::string(sim::kRehearsalPassword); }

}  // namespace sluice
