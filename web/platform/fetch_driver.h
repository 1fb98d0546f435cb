// Carries requests to gateways, all of them through emscripten_fetch. Secrets are revealed here and nowhere else in
// the page, and our copies are wiped as soon as the browser has its own. Callbacks of the browser only note what
// happened; poll_arrival() gives it out.
//
// What a browser does not tell is not made up: a call without an answer is kUnreachable, whether the network, the name
// or CORS is to blame. Only what the page's own security policy forbids is known (by an event of its own): kPolicy.
//
// A body stays with the browser until it has come whole; then it is read piece by piece, a task each, while a worker
// computes its digest. So no task is longer for a longer body.
//
// Timers per flight: first byte, then silence between bytes; no limit on the whole while bytes come (field-notes 5).
#pragma once

#include <deque>
#include <functional>
#include <list>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/ids.h"
#include "base/time.h"
#include "http/message.h"

struct emscripten_fetch_t;

namespace sluice::platform {

// What came of one flight.
struct Arrival {
  FlightId flight;
  std::optional<Response> response;  // else `failure`
  Failure failure;
};

class FetchDriver {
 public:
  // `woken` is called when poll_arrival() has something new.
  explicit FetchDriver(std::function<void()> woken);
  ~FetchDriver();
  FetchDriver(const FetchDriver&) = delete;
  FetchDriver& operator=(const FetchDriver&) = delete;

  void start(FlightId id, Request request, Instant now);
  // Ends the connection at once, so that the gateway no longer counts the call as running. Nothing arrives for it.
  void abort(FlightId id);
  std::optional<Instant> poll_timeout() const;
  void handle_timeout(Instant now);
  std::optional<Arrival> poll_arrival();

  // The browser's side.
  struct Call;
  void on_done(Call& call);
  void on_answer(Call& call);
  bool on_body_piece(uint32_t number, std::string piece);
  void on_body_end(uint32_t number, bool whole, std::string sha256);
  void on_policy(const std::string& blocked_address);

 private:
  void launch(Call& call, const Request& request);
  void fail(FlightId id, FailureKind kind, std::string detail);
  void close(Call& call);
  void drop(const Call& call);
  Arrival outcome(Call& call) const;
  Call* find(uint32_t number);

  std::function<void()> woken_;
  std::list<std::unique_ptr<Call>> calls_;
  uint32_t numbers_ = 0;
  std::deque<Call*> done_;
  std::deque<Arrival> arrivals_;
};

}  // namespace sluice::platform
