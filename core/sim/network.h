// The way between a client and the simulated gateway, under whatever clock the mount has: each request travels, is
// answered, and the answer travels back, with latencies and faults drawn from a seed. It takes what poll_transmit
// gives and gives back what handle_response and handle_failure take. Used by World (virtual time) and by the page's
// rehearsal (the page's own time).
//
// A call takes half its latency to the gateway and half back. It runs at the gateway from its arrival until its answer
// is delivered, lost or given up, or until abort(). Events happen at their own times, in order, however late
// handle_timeout() is called, so that the same seed and the same starts give the same run.
//
//   started ── arrives ── answered ──> delivered
//      │          │
//      │          └─ lost_answer, or slower than the request's first-byte timeout ──> kTimeout (it ran until then)
//      └─ lost_request ──> kTimeout (the gateway never saw it)
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/ids.h"
#include "base/random.h"
#include "base/time.h"
#include "http/message.h"
#include "sim/gateway.h"

namespace sluice::sim {

// Chances between 0 and 1, each drawn for every call of its own.
//
// /auth is spared the faults that would make a good password look refused: it is never answered 401, 409 or 429 by a
// fault, its body is never cut in silence nor garbled.
struct Faults {
  double lose_request = 0;  // never reaches the gateway
  double lose_answer = 0;   // counted by the gateway, the client hears nothing
  double reset = 0;         // a lost connection, told at once; before or after the gateway has counted the call
  double cut_body = 0;      // the body ends early: half of them known by their Content-Length (kCut), half in silence
  double server_error = 0;  // 500, 502, 503, 504 with HTML or an error document, in place of the gateway's answer
  double html = 0;          // 200 with a proxy's HTML page, in place of the gateway's answer
  double unauthorized = 0;  // 401 although the token is good, said before the gateway is reached
  double refuse = 0;        // 409 or 429 although nothing is exceeded, with or without ToWait-Sec; likewise before it
  double garble = 0;        // control characters and broken UTF-8 inside some RESULTS: records stay whole
  double slow = 0;          // ten times the latency
  double odd_headers = 0;   // one or several headers of the limits spelled so that they cannot be read, or are missing
};

// Drawn evenly between `least` and `most`, and on top of it from a long tail: exponentially distributed with the mean
// `tail`, cut at kTailMeansMax of it. A tail of half a minute goes past a first-byte timeout of five now and then.
struct Latency {
  Duration least = Duration::millis(120);
  Duration most = Duration::millis(180);
  Duration per_megabyte = Duration::millis(0);
  Duration tail = Duration::millis(0);
};
inline constexpr int kTailMeansMax = 30;

inline constexpr size_t kStraysMax = 1000;

struct Delivery {
  FlightId flight;
  std::optional<Response> response;  // else `failure`
  Failure failure;
};

class Network {
 public:
  // `gateway` must outlive the network, and calls still under way there end with it. `base` is the only address that
  // leads to it ("https://gw.test", "rehearsal:"); a request to any other fails as unreachable and is listed in
  // strays().
  Network(Gateway& gateway, std::string base, uint64_t seed);
  ~Network();

  void set_latency(Latency latency);
  void set_faults(Faults faults);  // from now on

  void start(FlightId flight, Request request, Instant now);
  void abort(FlightId flight, Instant now);  // the gateway sees the call end

  std::optional<Instant> poll_timeout() const;
  void handle_timeout(Instant now);
  std::optional<Delivery> poll_delivery();

  size_t in_flight() const;
  // Addresses that were asked and are not the gateway, the first kStraysMax of them.
  const std::vector<std::string>& strays() const;
  uint64_t secrets_sent_to_strays() const;  // requests with a bearer or a body among them

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace sluice::sim
