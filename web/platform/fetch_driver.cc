#include "platform/fetch_driver.h"

#include <emscripten.h>
#include <emscripten/fetch.h>

#include <algorithm>
#include <cstring>
#include <utility>

#include "base/secret.h"
#include "http/url.h"
#include "platform/clock.h"
#include "platform/frame_stats.h"
#include "platform/inbox.h"

extern "C" {
void sluice_fetch_watch_policy(void);
// 1 when the browser can make an address of it.
int sluice_fetch_can_open(const char* url);
// Ends the browser's request of that fetch; none of its events comes any more.
void sluice_fetch_end(unsigned int fetch_id);
// Bodies are not to be given out as a whole, but by sluice_fetch_read_body().
void sluice_fetch_keep_bodies(void);
double sluice_fetch_body_bytes(unsigned int fetch_id);
void sluice_fetch_read_body(unsigned int fetch_id, unsigned int call_number);
// 1 when a redirect has led to another host.
int sluice_fetch_strayed(unsigned int fetch_id, const char* url);
}

namespace sluice::platform {

struct FetchDriver::Call {
  FetchDriver* driver = nullptr;
  uint32_t number = 0;
  FlightId id;
  std::string url;
  emscripten_fetch_t* fetch = nullptr;
  Duration first_byte_timeout;
  Duration stall_timeout;
  uint64_t body_bytes_max = 0;
  Instant last_sign;         // sent, headers, or bytes
  bool answering = false;    // headers have come
  bool too_large = false;
  bool forbidden = false;    // by the page's own policy
  bool reading = false;  // the body, which has come whole
  bool done = false;
  size_t body_bytes = 0;
  std::string body;
  std::string sha256;
  Instant body_complete;  // before emscripten_fetch has looked at it

  Duration patience() const { return answering ? stall_timeout : first_byte_timeout; }
};

namespace {

constexpr unsigned short kHeadersReceived = 2;
constexpr unsigned short kDone = 4;
constexpr const char* kClientSecret = "clientSecret";

FetchDriver* the_driver = nullptr;

FetchDriver::Call& call_of(emscripten_fetch_t* fetch) { return *static_cast<FetchDriver::Call*>(fetch->userData); }

void on_finished(emscripten_fetch_t* fetch) {
  Task task;
  FetchDriver::Call& call = call_of(fetch);
  if (call.answering) frame_stats().copied(now() - call.body_complete);
  call.fetch = fetch;
  call.driver->on_answer(call);
}

void on_ready_state(emscripten_fetch_t* fetch) {
  FetchDriver::Call& call = call_of(fetch);
  call.last_sign = now();
  if (fetch->readyState >= kHeadersReceived && fetch->status != 0) call.answering = true;
  if (fetch->readyState == kDone) call.body_complete = call.last_sign;
}

void on_progress(emscripten_fetch_t* fetch) {
  FetchDriver::Call& call = call_of(fetch);
  call.last_sign = now();
  const uint64_t loaded = fetch->dataOffset + fetch->numBytes;
  if (call.too_large || call.body_bytes_max == 0 || loaded <= call.body_bytes_max) return;
  call.too_large = true;
  call.driver->on_done(call);
}

// What a header may hold, so that the browser does not refuse it.
bool is_sendable(std::string_view value) {
  return std::all_of(value.begin(), value.end(), [](char c) { return c >= 0x20 && c < 0x7F; });
}

bool all_sendable(const Request& request) {
  if (request.bearer && !is_sendable(request.bearer->reveal())) return false;
  if (request.client_secret && !is_sendable(request.client_secret->reveal())) return false;
  return std::all_of(request.headers.all().begin(), request.headers.all().end(),
                     [](const Header& header) { return is_sendable(header.name) && is_sendable(header.value); });
}

void wipe_bytes(const char* bytes) {
  volatile char* at = const_cast<char*>(bytes);
  for (size_t left = std::strlen(bytes); left > 0; --left) *at++ = '\0';
}

// emscripten_fetch keeps copies of the header values until it is closed, but has no use for them any more.
void forget_secrets(emscripten_fetch_t& fetch) {
  fetch.__attributes.requestData = nullptr;
  fetch.__attributes.requestDataSize = 0;
  const char* const* headers = fetch.__attributes.requestHeaders;
  if (headers == nullptr) return;
  for (size_t i = 0; headers[i] != nullptr && headers[i + 1] != nullptr; i += 2) {
    const bool secret = std::strcmp(headers[i], "Authorization") == 0 || std::strcmp(headers[i], kClientSecret) == 0;
    if (secret) wipe_bytes(headers[i + 1]);
  }
}

Headers headers_of(emscripten_fetch_t& fetch) {
  const size_t length = emscripten_fetch_get_response_headers_length(&fetch);
  if (length == 0) return {};
  std::string block(length + 1, '\0');
  emscripten_fetch_get_response_headers(&fetch, block.data(), block.size());
  return parse_headers(block.c_str());
}

std::string origin_of(std::string_view address) {
  const std::optional<Url> url = parse_url(address);
  return url ? url->scheme + "://" + url->host + ":" + url->port : std::string();
}

}  // namespace

FetchDriver::FetchDriver(std::function<void()> woken) : woken_(std::move(woken)) {
  the_driver = this;
  sluice_fetch_watch_policy();
  sluice_fetch_keep_bodies();
}

FetchDriver::~FetchDriver() {
  for (const auto& call : calls_) close(*call);
}

void FetchDriver::fail(FlightId id, FailureKind kind, std::string detail) {
  arrivals_.push_back({id, std::nullopt, {kind, std::move(detail)}});
  woken_();
}

void FetchDriver::start(FlightId id, Request request, Instant start_time) {
  if (sluice_fetch_can_open(request.url.c_str()) == 0) {
    return fail(id, FailureKind::kUnreachable, "the browser does not take this address");
  }
  if (!all_sendable(request)) {
    return fail(id, FailureKind::kUnreachable, "a header holds characters that cannot be sent");
  }
  auto call = std::make_unique<Call>();
  call->driver = this;
  call->number = ++numbers_;
  call->id = id;
  call->url = request.url;
  call->first_byte_timeout = request.first_byte_timeout;
  call->stall_timeout = request.stall_timeout;
  call->body_bytes_max = request.body_bytes_max;
  call->last_sign = start_time;
  calls_.push_back(std::move(call));
  launch(*calls_.back(), request);
}

void FetchDriver::launch(Call& call, const Request& request) {
  std::string authorization;
  std::vector<const char*> headers;
  for (const Header& header : request.headers.all()) {
    headers.push_back(header.name.c_str());
    headers.push_back(header.value.c_str());
  }
  if (request.bearer) {
    const std::string_view token = request.bearer->reveal();
    authorization.reserve(token.size() + 8);
    authorization.append("Bearer ").append(token);
    headers.push_back("Authorization");
    headers.push_back(authorization.c_str());
  }
  std::string client_secret;
  if (request.client_secret) {
    client_secret = std::string(request.client_secret->reveal());
    headers.push_back(kClientSecret);
    headers.push_back(client_secret.c_str());
  }
  headers.push_back(nullptr);

  emscripten_fetch_attr_t attributes;
  emscripten_fetch_attr_init(&attributes);
  const std::string_view method = method_name(request.method);
  method.copy(attributes.requestMethod, sizeof attributes.requestMethod - 1);
  attributes.attributes = EMSCRIPTEN_FETCH_REPLACE;
  attributes.requestHeaders = headers.data();
  attributes.userData = &call;
  attributes.onsuccess = on_finished;
  attributes.onerror = on_finished;
  attributes.onprogress = on_progress;
  attributes.onreadystatechange = on_ready_state;
  if (request.body) {
    attributes.requestData = request.body->reveal().data();
    attributes.requestDataSize = request.body->reveal().size();
  }
  call.fetch = emscripten_fetch(&attributes, call.url.c_str());
  wipe_text(authorization);
  wipe_text(client_secret);
  if (call.fetch != nullptr) {
    forget_secrets(*call.fetch);
  } else if (!call.done) {
    on_done(call);
  }
}

// The body of an answer is still to be read, if it has one.
void FetchDriver::on_answer(Call& call) {
  if (call.done || call.reading) return;
  const bool whole = call.fetch != nullptr && call.fetch->status != 0 && call.fetch->readyState == kDone;
  const double bytes = whole ? sluice_fetch_body_bytes(call.fetch->id) : 0;
  call.too_large |= call.body_bytes_max > 0 && bytes > static_cast<double>(call.body_bytes_max);
  if (bytes == 0 || call.too_large) return on_done(call);
  call.reading = true;
  call.last_sign = now();
  call.body_bytes = static_cast<size_t>(bytes);
  sluice_fetch_read_body(call.fetch->id, call.number);
}

FetchDriver::Call* FetchDriver::find(uint32_t number) {
  for (const auto& call : calls_) {
    if (call->number == number && !call->done) return call.get();
  }
  return nullptr;
}

// False when nobody wants any more of it.
bool FetchDriver::on_body_piece(uint32_t number, std::string piece) {
  Call* const call = find(number);
  if (call == nullptr) return false;
  call->last_sign = now();
  if (call->body.empty() && piece.size() == call->body_bytes) {
    call->body = std::move(piece);  // nothing of a token stays behind in a second copy
  } else {
    call->body.reserve(call->body_bytes);
    call->body += piece;
  }
  return true;
}

void FetchDriver::on_body_end(uint32_t number, bool whole, std::string sha256) {
  Call* const call = find(number);
  if (call == nullptr) return;
  call->reading = !whole;
  call->sha256 = std::move(sha256);
  on_done(*call);
}

void FetchDriver::on_done(Call& call) {
  if (call.done) return;
  call.done = true;
  done_.push_back(&call);
  woken_();
}

void FetchDriver::on_policy(const std::string& blocked_address) {
  const std::string blocked = origin_of(blocked_address);
  for (const auto& call : calls_) {
    if (blocked.empty() || blocked == origin_of(call->url)) call->forbidden = true;
  }
}

void FetchDriver::close(Call& call) {
  if (call.fetch == nullptr) return;
  emscripten_fetch_t* fetch = std::exchange(call.fetch, nullptr);
  if (fetch->readyState != kDone) sluice_fetch_end(fetch->id);
  fetch->__attributes.onsuccess = nullptr;
  fetch->__attributes.onerror = nullptr;
  fetch->__attributes.onprogress = nullptr;
  fetch->__attributes.onreadystatechange = nullptr;
  emscripten_fetch_close(fetch);
}

void FetchDriver::drop(const Call& call) {
  done_.erase(std::remove(done_.begin(), done_.end(), &call), done_.end());
  calls_.remove_if([&](const std::unique_ptr<Call>& c) { return c.get() == &call; });
}

void FetchDriver::abort(FlightId id) {
  for (const auto& call : calls_) {
    if (call->id != id) continue;
    close(*call);
    return drop(*call);
  }
}

std::optional<Instant> FetchDriver::poll_timeout() const {
  std::optional<Instant> next;
  for (const auto& call : calls_) {
    const Instant due = call->last_sign + call->patience();
    if (!call->done && (!next || due < *next)) next = due;
  }
  return next;
}

void FetchDriver::handle_timeout(Instant time) {
  for (auto it = calls_.begin(); it != calls_.end();) {
    Call& call = **it++;
    if (call.done || time < call.last_sign + call.patience()) continue;
    const FlightId id = call.id;
    std::string detail = call.answering ? "the answer stopped coming" : "no answer came in time";
    close(call);
    drop(call);
    fail(id, FailureKind::kTimeout, std::move(detail));
  }
}

Arrival FetchDriver::outcome(Call& call) const {
  if (call.too_large) return {call.id, std::nullopt, {FailureKind::kTooLarge, "the answer is larger than is accepted"}};
  if (call.forbidden) {
    return {call.id, std::nullopt, {FailureKind::kPolicy, "the page's content security policy forbids the address"}};
  }
  if (call.fetch == nullptr || call.fetch->status == 0 || call.fetch->readyState != kDone || call.reading) {
    if (call.answering) return {call.id, std::nullopt, {FailureKind::kCut, "the connection ended within the answer"}};
    return {call.id, std::nullopt, {FailureKind::kUnreachable, "the browser gave no answer and no reason"}};
  }
  if (sluice_fetch_strayed(call.fetch->id, call.url.c_str()) != 0) {
    return {call.id, std::nullopt, {FailureKind::kUnreachable, "the answer came from another host, by a redirect"}};
  }
  Response response;
  response.status = call.fetch->status;
  response.headers = headers_of(*call.fetch);
  response.body = std::move(call.body);
  response.body_sha256 = std::move(call.sha256);
  return {call.id, std::move(response), {}};
}

std::optional<Arrival> FetchDriver::poll_arrival() {
  if (arrivals_.empty() && !done_.empty()) {
    Call& call = *done_.front();
    arrivals_.push_back(outcome(call));
    close(call);
    drop(call);
  }
  if (arrivals_.empty()) return std::nullopt;
  Arrival arrival = std::move(arrivals_.front());
  arrivals_.pop_front();
  return arrival;
}

}  // namespace sluice::platform

// The address that was forbidden waits in the inbox.
extern "C" EMSCRIPTEN_KEEPALIVE void sluice_on_policy(void) {
  sluice::platform::Task task;
  sluice::platform::the_driver->on_policy(sluice::platform::take_inbox());
}

// A piece of a body waits in the inbox. 0: no more of them, please.
extern "C" EMSCRIPTEN_KEEPALIVE int sluice_on_body_piece(unsigned int call_number) {
  sluice::platform::Task task;
  return sluice::platform::the_driver->on_body_piece(call_number, sluice::platform::take_inbox_bytes()) ? 1 : 0;
}

// The body's digest waits in the inbox.
extern "C" EMSCRIPTEN_KEEPALIVE void sluice_on_body_end(unsigned int call_number, int whole) {
  sluice::platform::Task task;
  sluice::platform::the_driver->on_body_end(call_number, whole != 0, sluice::platform::take_inbox());
}
