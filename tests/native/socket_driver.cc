#include "socket_driver.h"

#include <httplib.h>

#include <algorithm>
#include <thread>
#include <utility>

#include "http/url.h"

namespace sluice {
namespace {

WallTime wall_now() {
  const auto since = std::chrono::system_clock::now().time_since_epoch();
  return WallTime{std::chrono::duration_cast<std::chrono::microseconds>(since).count()};
}

Failure failure_of(httplib::Error error) {
  const FailureKind kind = error == httplib::Error::Read ? FailureKind::kCut : FailureKind::kUnreachable;
  return {kind, httplib::to_string(error)};
}

Response response_of(const httplib::Response& reply) {
  Response response;
  response.status = reply.status;
  for (const auto& [name, value] : reply.headers) response.headers.add(name, value);
  response.body = reply.body;
  return response;
}

}  // namespace

SocketDriver::SocketDriver(Client& client, JournalFolder* journals)
    : client_(client), journals_(journals), start_(std::chrono::steady_clock::now()) {
  client_.set_clock(now(), wall_now());
}

Instant SocketDriver::now() const {
  const auto since = std::chrono::steady_clock::now() - start_;
  return Instant{std::chrono::duration_cast<std::chrono::microseconds>(since).count()};
}

void SocketDriver::carry(Flight flight) {
  const std::optional<Url> url = parse_url(flight.request.url);
  if (!url || url->scheme != "http" || !is_loopback_host(url->host)) {
    client_.handle_failure(flight.id, {FailureKind::kPolicy, "only http on this machine"}, now());
    return;
  }
  httplib::Client http(url->host, url->port.empty() ? 80 : std::stoi(url->port));
  http.set_read_timeout(static_cast<time_t>(flight.request.first_byte_timeout.us / 1000000));
  httplib::Headers headers;
  for (const Header& header : flight.request.headers.all()) headers.emplace(header.name, header.value);
  if (flight.request.bearer) headers.emplace("Authorization", "Bearer " + std::string(flight.request.bearer->reveal()));
  if (flight.request.client_secret) {
    headers.emplace("clientSecret", std::string(flight.request.client_secret->reveal()));
  }
  const std::string target = url->path + (url->query.empty() ? "" : "?" + url->query);
  httplib::Result result =
      flight.request.method == Method::kPost
          ? http.Post(target, headers, std::string(flight.request.body ? flight.request.body->reveal() : ""),
                      "application/x-www-form-urlencoded")
          : http.Get(target, headers);
  if (result) {
    client_.handle_response(flight.id, response_of(*result), now());
  } else {
    client_.handle_failure(flight.id, failure_of(result.error()), now());
  }
}

bool SocketDriver::store() {
  bool acted = false;
  while (const std::optional<JournalWrite> write = client_.poll_journal()) {
    acted = true;
    const Result<void> stored =
        journals_ ? journals_->store(*write) : Result<void>(Error{"journal_failed", "There is no folder for it."});
    if (stored) {
      client_.handle_journal_written(write->ticket, now());
    } else {
      client_.handle_journal_failed(write->ticket, stored.error().message, now());
    }
  }
  return acted;
}

// Nothing is on its way while the client thinks, so an end can only concern what is about to leave.
bool SocketDriver::called_back(FlightId flight) {
  bool called = false;
  while (const std::optional<FlightId> aborted = client_.poll_abort()) called = called || *aborted == flight;
  return called;
}

bool SocketDriver::turn() {
  client_.handle_timeout(now());
  bool acted = false;
  while (std::optional<Flight> flight = client_.poll_transmit(now())) {
    acted = true;
    store();  // a call leaves once its journal knows of it
    if (!called_back(flight->id)) carry(std::move(*flight));
  }
  while (client_.work(Fuel{256 * 1024}, now()) == Work::kMore) acted = true;
  acted = store() || acted;
  while (client_.poll_event()) acted = true;
  return acted;
}

bool SocketDriver::feed(Result<JournalSource> source) {
  if (!source) client_.end_journal(source.error(), now());
  while (client_.resume_status().state == ResumeStatus::State::kReading) {
    if (source && client_.wants_journal()) read_some(source.value());
    turn();
  }
  return client_.resume_status().state == ResumeStatus::State::kDone;
}

void SocketDriver::feed_bases(const std::string& folder) {
  std::vector<RunSummary> kept;
  if (const Result<std::vector<KeptRun>> runs = kept_runs(folder)) {
    for (const KeptRun& run : runs.value()) {
      if (std::optional<RunSummary> summary = read_run_summary(run.summary)) kept.push_back(std::move(*summary));
    }
  }
  if (client_.wants_bases()) client_.offer_bases(std::move(kept), now());
  while (client_.resume_status().state == ResumeStatus::State::kReading) {
    const std::string wanted = client_.journal_run();
    Result<JournalSource> source = JournalSource::open_run(folder, wanted);
    if (!source) client_.end_journal(source.error(), now());
    while (source && client_.journal_run() == wanted) {
      if (client_.wants_journal()) read_some(source.value());
      turn();
    }
  }
}

// What the journal holds next, or its end.
void SocketDriver::read_some(JournalSource& source) {
  Result<std::string> bytes = source.next();
  if (!bytes) return client_.end_journal(bytes.error(), now());
  if (bytes.value().empty()) return client_.end_journal(std::nullopt, now());
  client_.add_journal(bytes.take(), now());
}

bool SocketDriver::run_until(const std::function<bool()>& done, Duration longest) {
  const Instant end = now() + longest;
  while (!done()) {
    if (now() > end) return false;
    if (turn()) continue;
    const std::optional<Instant> due = client_.poll_timeout();
    if (!due) return done();
    const int64_t wait_us = std::clamp<int64_t>((*due - now()).us, 1000, 100000);
    std::this_thread::sleep_for(std::chrono::microseconds(wait_us));
  }
  return true;
}

}  // namespace sluice
