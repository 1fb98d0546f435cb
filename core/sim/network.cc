#include "sim/network.h"

#include <algorithm>
#include <array>
#include <deque>
#include <map>
#include <utility>

#include "base/check.h"

namespace sluice::sim {
namespace {

constexpr int64_t kSlowFactor = 10;

// What chance has in store for one call, all drawn when it starts.
struct Fate {
  bool lose_request = false;
  bool lose_answer = false;
  bool reset = false;
  bool reset_late = false;  // after the gateway has counted the call
  bool cut = false;
  bool cut_silently = false;
  bool server_error = false;
  bool html = false;
  bool unauthorized = false;
  bool refuse = false;
  bool garble = false;
  bool odd_headers = false;
  uint64_t dice = 0;  // for the details of a fault
  Duration latency;
};

enum class Stage {
  kToGateway,  // next: arrives
  kToClient,   // next: its outcome is delivered
};

struct Flying {
  Request request;
  Fate fate;
  Stage stage = Stage::kToGateway;
  Instant started;
  Instant due;                      // when the next step happens
  std::optional<uint64_t> call_id;  // at the gateway
  std::optional<Response> response;
  Failure failure;
};

Failure failed(FailureKind kind, std::string detail) { return {kind, std::move(detail)}; }

Response html_response(int status, std::string_view title) {
  Response response;
  response.status = status;
  response.headers.add("Content-Type", "text/html");
  response.body = "<html>\n<head><title>" + std::string(title) + "</title></head>\n<body><h1>" + std::string(title) +
                  "</h1><hr>proxy</body>\n</html>\n";
  return response;
}

Response error_document(int status, int code, std::string_view text) {
  Response response;
  response.status = status;
  response.headers.add("Content-Type", "application/xml");
  response.body =
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<SIMPLE_RETURN><RESPONSE>"
      "<DATETIME>2026-01-01T00:00:00.000Z</DATETIME><CODE>" +
      std::to_string(code) + "</CODE><TEXT>" + std::string(text) + "</TEXT></RESPONSE></SIMPLE_RETURN>\n";
  return response;
}

Response server_error(uint64_t dice) {
  struct Kind {
    int status;
    std::string_view title;
  };
  static constexpr std::array<Kind, 4> kKinds = {
      {{500, "Internal Server Error"}, {502, "Bad Gateway"}, {503, "Service Unavailable"}, {504, "Gateway Time-out"}}};
  const Kind& kind = kKinds[static_cast<size_t>(dice % kKinds.size())];
  if (kind.status == 500 && dice / 4 % 2 == 0) return error_document(500, 999, "Internal Error");
  return html_response(kind.status, kind.title);
}

Response refusal(uint64_t dice) {
  const bool says_wait = dice / 2 % 2 == 0;
  Response response;
  response.status = 429;
  if (dice % 2 == 0) response = error_document(409, 1960, "This call cannot run until 2 that are running have ended.");
  if (says_wait) response.headers.add("X-RateLimit-ToWait-Sec", std::to_string(1 + dice / 4 % 20));
  return response;
}

// Bytes that no reader wants, put into some RESULTS right after their CDATA opens. The next-page URL is spared.
void garble(std::string& body, Random& random) {
  static constexpr std::array<std::string_view, 6> kGarbage = {"\x01",     "\x0B\x1F",     "\xFF",
                                                               "\xC3\x28", "\xED\xA0\x80", "\xF0\x9F"};
  constexpr std::string_view kOpening = "<![CDATA[";
  const size_t end = std::min(body.find("<WARNING>"), body.size());
  std::string out;
  size_t copied = 0;
  for (size_t at = body.find(kOpening); at < end; at = body.find(kOpening, at + 1)) {
    if (!random.chance(0.2)) continue;
    const size_t inside = at + kOpening.size();
    out.append(body, copied, inside - copied);
    out += kGarbage[static_cast<size_t>(random.below(kGarbage.size()))];
    copied = inside;
  }
  out.append(body, copied, std::string::npos);
  body = std::move(out);
}

// "https://gw.test/prefix" -> "gw.test"; "rehearsal:" -> "rehearsal"
std::string authority_of(std::string_view base) {
  const size_t scheme = base.find("://");
  if (scheme != std::string_view::npos) base = base.substr(scheme + 3);
  return std::string(base.substr(0, base.find_first_of(scheme == std::string_view::npos ? ":/" : "/")));
}

// Exponentially distributed, straight between the powers of two: no logarithm, which machines round differently.
Duration tail(Duration mean, double drawn) {
  constexpr double kLn2 = 0.6931471805599453;
  double left = 1 - drawn;
  int halvings = 0;
  for (; left < 0.5 && halvings < 2 * kTailMeansMax; ++halvings) left *= 2;
  const double means = std::min<double>(kLn2 * (halvings + 2 * (1 - left)), kTailMeansMax);
  return Duration::millis(static_cast<int64_t>(static_cast<double>(mean.as_millis()) * means));
}

bool is_limit_header(std::string_view name) {
  return name.substr(0, 11) == "X-RateLimit" || name.substr(0, 13) == "X-Concurrency";
}

// Spellings that are no plain whole number. None of them is another number, which a reader would have to believe.
std::string odd_spelling(const std::string& value, uint64_t dice) {
  switch (dice % 12) {
    case 0: return "abc";
    case 1: return "-1";
    case 2: return "";
    case 3: return "99999999999999999999999";
    case 4: return value + ", " + value;
    case 5: return value + ".0";
    case 6: return " " + value + " ";
    case 7: return "0x" + value;
    case 8: return "Mon, 23 Nov 2026 00:00:00 GMT";
    case 9: return value + " seconds";
    case 10: return "\"" + value + "\"";
    default: return "NaN";
  }
}

// Each header of a limit is spelled oddly, left out, sent twice, or left as it is; Window-Sec may be 0, and a second
// spelling of the concurrency headers may stand beside the first.
Headers odd_headers(const Headers& headers, Random& random) {
  Headers out;
  for (const Header& header : headers.all()) {
    if (!is_limit_header(header.name)) {
      out.add(header.name, header.value);
      continue;
    }
    const uint64_t dice = random.next() >> 8;
    switch (random.below(6)) {
      case 0: break;
      case 1: out.add(header.name, header.value); break;
      case 2:
        out.add(header.name, header.value);
        out.add(header.name, odd_spelling(header.value, dice));
        break;
      case 3:
        out.add(header.name, header.name == "X-RateLimit-Window-Sec" ? "0" : odd_spelling(header.value, dice));
        break;
      default: out.add(header.name, odd_spelling(header.value, dice));
    }
    constexpr std::string_view kConcurrency = "X-ConcurrencyLimit-";
    if (header.name.substr(0, kConcurrency.size()) == kConcurrency && dice % 2 == 0) {
      out.add("X-Concurrency-Limit-" + header.name.substr(kConcurrency.size()), header.value);
    }
  }
  return out;
}

}  // namespace

struct Network::Impl {
  Impl(Gateway& to, std::string address, uint64_t seed)
      : gateway(to), base(std::move(address)), random(seed), authority(authority_of(base)) {}

  Fate draw(bool to_auth);
  std::map<FlightId, Flying>::iterator next();
  void run_until(Instant now);
  void step(FlightId id, Flying& flying);
  void arrive(Flying& flying);
  std::optional<Response> answer_on_the_way(const Fate& fate) const;
  void pass_to_gateway(Flying& flying);
  void replace_answer(Flying& flying);
  void spoil_body(Flying& flying);
  void settle(Flying& flying);
  void finish(FlightId id, Flying& flying);
  void give_up_at_timeout(Flying& flying);
  bool leads_here(std::string_view url) const;

  Gateway& gateway;
  std::string base;
  Random random;
  std::string authority;
  Latency latency;
  Faults faults;
  std::map<FlightId, Flying> flying;
  std::deque<Delivery> ready;
  std::vector<std::string> strays;
  uint64_t stray_secrets = 0;
};

// Always the same number of draws, so that one fault switched on leaves the others as they were.
Fate Network::Impl::draw(bool to_auth) {
  Fate fate;
  fate.lose_request = random.chance(faults.lose_request);
  fate.lose_answer = random.chance(faults.lose_answer);
  fate.reset = random.chance(faults.reset);
  fate.reset_late = random.chance(0.5);
  fate.cut = random.chance(faults.cut_body);
  fate.cut_silently = random.chance(0.5) && !to_auth;
  fate.server_error = random.chance(faults.server_error);
  fate.html = random.chance(faults.html);
  fate.unauthorized = random.chance(faults.unauthorized) && !to_auth;
  fate.refuse = random.chance(faults.refuse) && !to_auth;
  fate.garble = random.chance(faults.garble) && !to_auth;
  const bool slow = random.chance(faults.slow);
  fate.odd_headers = random.chance(faults.odd_headers) && !to_auth;
  fate.dice = random.next() >> 8;
  fate.latency = Duration::micros(random.between(latency.least.us, latency.most.us)) * (slow ? kSlowFactor : 1);
  fate.latency = fate.latency + tail(latency.tail, random.unit());
  return fate;
}

bool Network::Impl::leads_here(std::string_view url) const {
  return url.size() > base.size() && url.substr(0, base.size()) == base && url[base.size()] == '/';
}

// The one whose next step comes first; of several at one time the oldest.
std::map<FlightId, Flying>::iterator Network::Impl::next() {
  return std::min_element(flying.begin(), flying.end(),
                          [](const auto& a, const auto& b) { return a.second.due < b.second.due; });
}

void Network::Impl::run_until(Instant now) {
  for (auto at = next(); at != flying.end() && at->second.due <= now; at = next()) step(at->first, at->second);
}

void Network::Impl::step(FlightId id, Flying& call) {
  if (call.stage == Stage::kToGateway) {
    arrive(call);
  } else {
    finish(id, call);
    flying.erase(id);
  }
}

void Network::Impl::arrive(Flying& call) {
  call.stage = Stage::kToClient;
  if (call.fate.reset && !call.fate.reset_late) {
    call.failure = failed(FailureKind::kUnreachable, "connection reset");
    return;
  }
  call.response = answer_on_the_way(call.fate);
  if (!call.response) {
    pass_to_gateway(call);
    replace_answer(call);
    spoil_body(call);
  }
  if (call.fate.odd_headers) call.response->headers = odd_headers(call.response->headers, random);
  settle(call);
}

std::optional<Response> Network::Impl::answer_on_the_way(const Fate& fate) const {
  if (fate.unauthorized) return error_document(401, 2000, "Error occurred while decoding token");
  if (fate.refuse) return refusal(fate.dice);
  return std::nullopt;
}

void Network::Impl::pass_to_gateway(Flying& call) {
  Call wire;
  wire.method = std::string(method_name(call.request.method));
  wire.target = call.request.url.substr(base.size());
  wire.authority = authority;
  wire.headers = call.request.headers;
  if (call.request.bearer) wire.headers.add("Authorization", "Bearer " + std::string(call.request.bearer->reveal()));
  if (call.request.client_secret) wire.headers.add("clientSecret", std::string(call.request.client_secret->reveal()));
  if (call.request.body) wire.body = std::string(call.request.body->reveal());
  Gateway::Arrival arrival = gateway.arrive(wire, call.due);
  wipe_text(wire.body);
  call.call_id = arrival.call_id;
  call.response = Response{arrival.reply.status, std::move(arrival.reply.headers), std::move(arrival.reply.body)};
}

void Network::Impl::replace_answer(Flying& call) {
  if (call.fate.server_error) call.response = server_error(call.fate.dice);
  if (call.fate.html) call.response = html_response(200, "Please wait");
}

void Network::Impl::spoil_body(Flying& call) {
  Response& response = *call.response;
  if (call.fate.garble) garble(response.body, random);
  // The gateway's own cut bodies announce more than they hold.
  const std::optional<std::string_view> announced = response.headers.find("Content-Length");
  if (announced && *announced != std::to_string(response.body.size()))
    call.fate.cut = true, call.fate.cut_silently = false;
  if (!call.fate.cut || response.body.empty()) return;
  response.body.resize(static_cast<size_t>(call.fate.dice % response.body.size()));
  if (!call.fate.cut_silently) call.failure = failed(FailureKind::kCut, "the body ended early");
}

// Decides when the outcome is delivered, and which it is.
void Network::Impl::settle(Flying& call) {
  const uint64_t bytes = call.response->body.size();
  const Instant first_byte = call.started + call.fate.latency;
  call.due = first_byte + Duration::micros(latency.per_megabyte.us * static_cast<int64_t>(bytes) / 1000000);
  const uint64_t most = call.request.body_bytes_max;
  if (most > 0 && bytes > most) call.failure = failed(FailureKind::kTooLarge, "the body is larger than asked for");
  if (call.fate.reset) call.failure = failed(FailureKind::kUnreachable, "connection reset");
  const bool failing = !call.failure.detail.empty();
  if (failing) call.response.reset();
  if (call.fate.lose_answer || first_byte > call.started + call.request.first_byte_timeout) give_up_at_timeout(call);
}

void Network::Impl::give_up_at_timeout(Flying& call) {
  call.response.reset();
  call.failure = failed(FailureKind::kTimeout, "no answer in time");
  call.due = call.started + call.request.first_byte_timeout;
}

void Network::Impl::finish(FlightId id, Flying& call) {
  if (call.call_id) gateway.depart(*call.call_id, call.due);
  ready.push_back({id, std::move(call.response), std::move(call.failure)});
}

Network::Network(Gateway& gateway, std::string base, uint64_t seed)
    : impl_(std::make_unique<Impl>(gateway, std::move(base), seed)) {}

Network::~Network() {
  for (const auto& [id, call] : impl_->flying) {
    if (call.call_id) impl_->gateway.depart(*call.call_id, call.started);
  }
}

void Network::set_latency(Latency latency) { impl_->latency = latency; }
void Network::set_faults(Faults faults) { impl_->faults = faults; }

void Network::start(FlightId flight, Request request, Instant now) {
  SLUICE_CHECK(impl_->flying.count(flight) == 0);
  const bool here = impl_->leads_here(request.url);
  const std::string_view path = here ? std::string_view(request.url).substr(impl_->base.size()) : std::string_view();
  Flying call;
  const std::string_view place = path.substr(0, path.find('?'));
  call.fate = impl_->draw(place == "/auth" || place.substr(0, 6) == "/auth/");
  call.started = now;
  call.due = now + Duration::micros(call.fate.latency.us / 2);
  call.request = std::move(request);
  const bool too_far = call.due > now + call.request.first_byte_timeout;
  if (!here) {
    call.stage = Stage::kToClient;
    call.failure = failed(FailureKind::kUnreachable, "no such host");
    if (impl_->strays.size() < kStraysMax) impl_->strays.push_back(call.request.url);
    if (call.request.bearer || call.request.client_secret || call.request.body) ++impl_->stray_secrets;
  } else if (call.fate.lose_request || too_far) {
    call.stage = Stage::kToClient;
    impl_->give_up_at_timeout(call);
  }
  impl_->flying.emplace(flight, std::move(call));
}

void Network::abort(FlightId flight, Instant now) {
  impl_->run_until(now);
  const auto found = impl_->flying.find(flight);
  if (found != impl_->flying.end()) {
    if (found->second.call_id) impl_->gateway.depart(*found->second.call_id, now);
    impl_->flying.erase(found);
  }
  std::deque<Delivery>& ready = impl_->ready;
  ready.erase(std::remove_if(ready.begin(), ready.end(), [&](const Delivery& d) { return d.flight == flight; }),
              ready.end());
}

std::optional<Instant> Network::poll_timeout() const {
  const auto at = impl_->next();
  if (at == impl_->flying.end()) return std::nullopt;
  return at->second.due;
}

void Network::handle_timeout(Instant now) { impl_->run_until(now); }

std::optional<Delivery> Network::poll_delivery() {
  if (impl_->ready.empty()) return std::nullopt;
  Delivery delivery = std::move(impl_->ready.front());
  impl_->ready.pop_front();
  return delivery;
}

size_t Network::in_flight() const { return impl_->flying.size(); }
const std::vector<std::string>& Network::strays() const { return impl_->strays; }
uint64_t Network::secrets_sent_to_strays() const { return impl_->stray_secrets; }

}  // namespace sluice::sim
