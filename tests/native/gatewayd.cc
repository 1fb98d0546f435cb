// gatewayd: the simulated gateway over real HTTP, for tests and for trying the page against a socket. The gateway has
// no clock and is not thread-safe; here it gets the machine's monotonic clock and a lock. A call departs when its
// answer has been written or its connection is gone, so that concurrency is counted as a real gateway would.
//
// With --control it also answers under /_sim/ (never part of the simulated API):
//   GET  /_sim/counters                    what the gateway has counted, as JSON
//   POST /_sim/revoke                      every token so far answers 401
//   POST /_sim/rate?limit=N&window=S       another rate limit
//   POST /_sim/fault?name=NAME&calls=N     the next N answers are spoilt
//   POST /_sim/spend?calls=N               another user spends N calls
//   POST /_sim/v1?life=LIFE                the life of /ot/v1/: supported, end-of-support, gone-404, gone-410
//   POST /_sim/tier?name=NAME              the limits of a service level
//   POST /_sim/deactivate?user=NAME        a user's tokens and logins end
//   POST /_sim/scan?steps=N&seed=S         so many assets change or appear, as a scan finds them now
//   POST /_sim/ot?hosts=N&detections=M&files=F&seed=S   another OT inventory

#include <httplib.h>
#include <pthread.h>
#include <signal.h>

#include <algorithm>
#include <atomic>
#include <charconv>
#include <chrono>
#include <cstdio>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <utility>

#include "gatewayd_options.h"
#include "peer_socket.h"
#include "sim/living_inventory.h"

namespace sluice {
namespace {

constexpr size_t kThreads = 64;
constexpr size_t kRequestBytesMax = 1 << 20;
constexpr size_t kRequestsPerConnection = 100000;
constexpr int kScanStepsMax = 10000;
constexpr int kBusyWaitMs = 2000;  // for answers under way when told to end

// The page's policy without cross-origin isolation: nothing here needs shared memory.
constexpr const char* kSitePolicy =
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; connect-src 'self'; worker-src "
    "'self'; "
    "img-src 'self' data: blob:; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

// The gateway behind a lock, with the time that it is.
class SharedGateway {
 public:
  explicit SharedGateway(const GatewaydOptions& options)
      : started_(std::chrono::steady_clock::now()),
        gateway_(with_wall_clock(options.gateway), sim::make_dataset(options.dataset)) {}

  sim::Gateway::Arrival arrive(const sim::Call& call) {
    const std::lock_guard<std::mutex> lock(mutex_);
    return gateway_.arrive(call, now());
  }
  void depart(uint64_t call_id) {
    const std::lock_guard<std::mutex> lock(mutex_);
    gateway_.depart(call_id, now());
  }
  template <typename Work>
  auto with(const Work& work) {
    const std::lock_guard<std::mutex> lock(mutex_);
    return work(gateway_, now());
  }

 private:
  static sim::GatewayOptions with_wall_clock(sim::GatewayOptions options) {
    const auto since_epoch = std::chrono::system_clock::now().time_since_epoch();
    options.start_unix_s = std::chrono::duration_cast<std::chrono::seconds>(since_epoch).count();
    options.seed = static_cast<uint64_t>(since_epoch.count());  // tokens of an earlier process must not be known
    return options;
  }
  Instant now() const {
    const auto passed = std::chrono::steady_clock::now() - started_;
    return Instant{std::chrono::duration_cast<std::chrono::microseconds>(passed).count()};
  }

  std::mutex mutex_;
  std::chrono::steady_clock::time_point started_;
  sim::Gateway gateway_;
};

// One call from its arrival until its answer is written or the HTTP library lets go of the response, however that ends.
class CallAtGateway {
 public:
  CallAtGateway(SharedGateway& gateway, std::atomic<int>& busy, const sim::Call& call)
      : gateway_(gateway), busy_(busy), arrival_(gateway.arrive(call)) {
    ++busy_;
  }
  ~CallAtGateway() {
    depart();
    --busy_;
  }
  CallAtGateway(const CallAtGateway&) = delete;
  CallAtGateway& operator=(const CallAtGateway&) = delete;

  const sim::Reply& reply() const { return arrival_.reply; }
  void depart() {
    if (!departed_) gateway_.depart(arrival_.call_id);
    departed_ = true;
  }

 private:
  SharedGateway& gateway_;
  std::atomic<int>& busy_;
  sim::Gateway::Arrival arrival_;
  bool departed_ = false;
};

sim::Call call_from(const httplib::Request& request) {
  sim::Call call;
  call.method = request.method;
  call.target = request.target;
  call.authority = request.get_header_value("Host");
  for (const auto& [name, value] : request.headers) call.headers.add(name, value);
  call.body = request.body;
  return call;
}

class Server {
 public:
  explicit Server(const GatewaydOptions& options) : options_(options), gateway_(options) {}

  // The port listened on; 0 when that is not possible.
  int open() {
    set_up_library();
    if (!options_.site.empty() && !set_up_site()) return 0;
    const auto answer = [this](const httplib::Request& in, httplib::Response& out) { answer_any(in, out); };
    http_.Get(".*", answer).Post(".*", answer).Put(".*", answer).Patch(".*", answer);
    http_.Delete(".*", answer).Options(".*", answer);
    http_.set_pre_routing_handler([this](const httplib::Request& in, httplib::Response& out) {
      if (!has_no_body(in)) return httplib::Server::HandlerResponse::Unhandled;
      answer_any(in, out);
      return httplib::Server::HandlerResponse::Handled;
    });
    if (options_.port == 0) return std::max(http_.bind_to_any_port(options_.host), 0);
    return http_.bind_to_port(options_.host, options_.port) ? options_.port : 0;
  }

  void serve() { http_.listen_after_bind(); }

  void end() {
    ending_ = true;
    for (int waited = 0; busy_ > 0 && waited < kBusyWaitMs; waited += 10) {
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
    http_.stop();
    shut_all_connections();
  }

 private:
  void set_up_library() {
    http_.new_task_queue = [] { return new httplib::ThreadPool(kThreads); };
    http_.set_payload_max_length(kRequestBytesMax);
    http_.set_keep_alive_max_count(kRequestsPerConnection);
    http_.set_tcp_nodelay(true);
    // The library's own choice would let a second server share a busy port without a word.
    http_.set_socket_options([](int fd) {
      const int yes = 1;
      setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
    });
  }

  bool set_up_site() {
    http_.set_file_extension_and_mimetype_mapping("wasm", "application/wasm");
    http_.set_file_extension_and_mimetype_mapping("js", "text/javascript; charset=utf-8");
    http_.set_file_extension_and_mimetype_mapping("css", "text/css; charset=utf-8");
    http_.set_file_extension_and_mimetype_mapping("html", "text/html; charset=utf-8");
    http_.set_file_extension_and_mimetype_mapping("svg", "image/svg+xml");
    http_.set_file_request_handler([](const httplib::Request&, httplib::Response& out) {
      out.set_header("Content-Security-Policy", kSitePolicy);
      out.set_header("X-Content-Type-Options", "nosniff");
      out.set_header("X-Frame-Options", "DENY");
      out.set_header("Referrer-Policy", "no-referrer");
      out.set_header("Cache-Control", "no-cache");
    });
    if (http_.set_mount_point("/", options_.site)) return true;
    std::fprintf(stderr, "gatewayd: %s is no folder\n", options_.site.c_str());
    return false;
  }

  // A request that announces no body has none (RFC 9112 6.3); the library would wait for one and answer 400.
  static bool has_no_body(const httplib::Request& in) {
    const bool may_have_one = in.method == "POST" || in.method == "PUT" || in.method == "PATCH";
    return may_have_one && !in.has_header("Content-Length") && !in.has_header("Transfer-Encoding");
  }

  void answer_any(const httplib::Request& in, httplib::Response& out) {
    if (options_.control && in.path.compare(0, 6, "/_sim/") == 0) {
      answer_control(in, out);
    } else {
      answer_call(in, out);
    }
  }

  void answer_call(const httplib::Request& in, httplib::Response& out) {
    const auto call = std::make_shared<CallAtGateway>(gateway_, busy_, call_from(in));
    if (!wait_latency(in)) {
      // Nobody listens any more; `call` departs here.
      out.status = 499;
      return;
    }
    const sim::Reply& reply = call->reply();
    out.status = reply.status;
    std::string type;
    bool chunked = false;
    size_t announced = reply.body.size();
    for (const Header& header : reply.headers.all()) {
      if (header.name == "Content-Type") {
        type = header.value;
      } else if (header.name == "Content-Length") {
        std::from_chars(header.value.data(), header.value.data() + header.value.size(), announced);
      } else if (header.name == "transfer-encoding") {
        chunked = true;  // the library writes the header itself
      } else {
        out.set_header(header.name, header.value);
      }
    }
    if (announced == 0) {
      departs_with(out, call);
    } else if (chunked) {
      send_chunks(out, call, type);
    } else {
      send_body(out, call, type, announced);
    }
  }

  bool wait_latency(const httplib::Request& in) const {
    if (options_.latency_ms == 0) return true;
    constexpr int kStepMs = 100;  // to notice the end of the server
    const int fd = find_connection(in.remote_addr, in.remote_port);
    for (int left = options_.latency_ms; left > 0 && !ending_; left -= kStepMs) {
      if (!wait_while_connected(fd, std::min(left, kStepMs))) return false;
    }
    return true;
  }

  // Without a body the head is all there is. The library writes it after the handler; the response holds the call until
  // then.
  static void departs_with(httplib::Response& out, const std::shared_ptr<CallAtGateway>& call) {
    out.content_provider_resource_releaser_ = [call](bool) {};
  }

  // The call departs before the very last byte goes out: a caller who has read it all may ask again at once and must
  // not meet itself. Less body than announced ends the connection early, as a broken gateway would.
  static void send_body(httplib::Response& out, const std::shared_ptr<CallAtGateway>& call, const std::string& type,
                        size_t announced) {
    out.set_content_provider(
        announced, type,
        [call](size_t offset, size_t length, httplib::DataSink& sink) {
          const std::string& body = call->reply().body;
          if (offset >= body.size()) return false;
          const size_t before_last = body.size() - 1 - offset;
          if (before_last == 0) call->depart();
          return sink.write(body.data() + offset, std::min(length, std::max<size_t>(before_last, 1)));
        },
        [call](bool) {});
  }

  // Compressed when the caller accepts it; the library chooses how. The call departs before the end is written.
  static void send_chunks(httplib::Response& out, const std::shared_ptr<CallAtGateway>& call, const std::string& type) {
    out.set_chunked_content_provider(
        type,
        [call](size_t, httplib::DataSink& sink) {
          const std::string& body = call->reply().body;
          if (!sink.write(body.data(), body.size())) return false;
          call->depart();
          sink.done();
          return true;
        },
        [call](bool) {});
  }

  // ── /_sim/ ─────────────────────────────────────────────────────────────────────────────────────────────────────────

  void answer_control(const httplib::Request& in, httplib::Response& out) {
    const std::string door = in.method + " " + in.path;
    out.status = 204;
    if (door == "GET /_sim/counters") {
      out.status = 200;
      out.set_content(counters_json(), "application/json");
    } else if (door == "POST /_sim/revoke") {
      gateway_.with([](sim::Gateway& gateway, Instant) { gateway.revoke_tokens(); });
    } else if (door == "POST /_sim/spend") {
      gateway_.with([&](sim::Gateway& gateway, Instant now) { gateway.spend_calls(number(in, "calls", 1), now); });
    } else if (door == "POST /_sim/deactivate") {
      gateway_.with([&](sim::Gateway& gateway, Instant) { gateway.deactivate(in.get_param_value("user")); });
    } else if (door == "POST /_sim/v1") {
      set_v1_life(in, out);
    } else if (door == "POST /_sim/tier") {
      set_tier(in, out);
    } else if (door == "POST /_sim/ot") {
      set_ot(in, out);
    } else if (door == "POST /_sim/scan") {
      scan(in, out);
    } else if (door == "POST /_sim/rate") {
      set_rate(in, out);
    } else if (door == "POST /_sim/fault") {
      set_fault(in, out);
    } else {
      out.status = 404;
    }
  }

  void set_rate(const httplib::Request& in, httplib::Response& out) {
    const int limit = number(in, "limit", -1);
    const int window = number(in, "window", 3600);
    if (limit < 0 || window < 1) return refuse(out, "limit and window must be whole numbers");
    gateway_.with([&](sim::Gateway& gateway, Instant) { gateway.set_rate(limit, window); });
  }

  void set_fault(const httplib::Request& in, httplib::Response& out) {
    const auto trouble = sim::trouble_named(in.get_param_value("name"));
    if (!trouble) return refuse(out, "there is no fault of that name");
    gateway_.with([&](sim::Gateway& gateway, Instant) { gateway.fail_next(*trouble, number(in, "calls", 1)); });
  }

  void set_v1_life(const httplib::Request& in, httplib::Response& out) {
    const auto life = sim::v1_life_named(in.get_param_value("life"));
    if (!life) return refuse(out, "there is no life of that name");
    gateway_.with([&](sim::Gateway& gateway, Instant) { gateway.set_v1_life(*life); });
  }

  void set_tier(const httplib::Request& in, httplib::Response& out) {
    const auto tier = sim::tier_named(in.get_param_value("name"));
    if (!tier) return refuse(out, "there is no tier of that name");
    gateway_.with([&](sim::Gateway& gateway, Instant) { gateway.set_tier(*tier); });
  }

  void scan(const httplib::Request& in, httplib::Response& out) {
    const int steps = number(in, "steps", 1);
    const int seed = number(in, "seed", 1);
    if (steps < 0 || steps > kScanStepsMax || seed < 0) return refuse(out, "steps and seed must be whole numbers");
    gateway_.with([&](sim::Gateway& gateway, Instant now) {
      sim::LivingInventory living(gateway.dataset(), std::make_shared<const sim::OtDataset>(),
                                  static_cast<uint64_t>(seed), {.vanish = false});
      living.set_time(gateway.options().start_unix_s + now.us / 1000000);
      for (int step = 0; step < steps; ++step) living.step();
      gateway.set_dataset(living.assets());
    });
  }

  // What is not named stays as the gateway was started with.
  void set_ot(const httplib::Request& in, httplib::Response& out) {
    sim::OtDatasetOptions ot = gateway_.with([](const sim::Gateway& gateway, Instant) { return gateway.options().ot; });
    const int hosts = number(in, "hosts", static_cast<int>(ot.hosts));
    const int files = number(in, "files", static_cast<int>(ot.project_files));
    const int detections = number(in, "detections", ot.detections_per_host);
    const int seed = number(in, "seed", static_cast<int>(ot.seed));
    if (hosts < 0 || files < 0 || detections < 0 || seed < 0) return refuse(out, "these must be whole numbers");
    ot.hosts = static_cast<size_t>(hosts);
    ot.project_files = static_cast<size_t>(files);
    ot.detections_per_host = detections;
    ot.seed = static_cast<uint64_t>(seed);
    const auto dataset = sim::make_ot_dataset(ot);
    gateway_.with([&](sim::Gateway& gateway, Instant) { gateway.set_ot_dataset(dataset); });
  }

  static void refuse(httplib::Response& out, const char* why) {
    out.status = 400;
    out.set_content(why, "text/plain");
  }

  static int number(const httplib::Request& in, const char* name, int fallback) {
    const std::string text = in.get_param_value(name);
    int value = fallback;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (text.empty()) return fallback;
    return error == std::errc() && end == text.data() + text.size() ? value : -1;
  }

  std::string counters_json() {
    const sim::Gateway::Counters counters =
        gateway_.with([](const sim::Gateway& gateway, Instant) { return gateway.counters(); });
    std::string json;
    const auto add = [&](const char* name, auto value) {
      json += (json.empty() ? "{\"" : ",\"") + std::string(name) + "\":" + std::to_string(value);
    };
    add("calls", counters.calls);
    add("let_through", counters.let_through);
    add("refused_rate", counters.refused_rate);
    add("refused_concurrency", counters.refused_concurrency);
    add("auth_calls", counters.auth_calls);
    add("auth_refused", counters.auth_refused);
    add("troubles", counters.troubles);
    add("running", counters.running);
    add("running_most", counters.running_most);
    add("in_window_most", counters.in_window_most);
    return json + "}\n";
  }

  const GatewaydOptions& options_;
  SharedGateway gateway_;
  std::atomic<int> busy_ = 0;
  std::atomic<bool> ending_ = false;
  httplib::Server http_;
};

int run(const GatewaydOptions& options) {
  // Blocked before any thread starts, so that only the waiter below ever takes one.
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGTERM);
  sigaddset(&signals, SIGINT);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  signal(SIGPIPE, SIG_IGN);

  Server server(options);
  const int port = server.open();
  if (port == 0) {
    std::fprintf(stderr, "gatewayd: cannot listen on %s port %d; is it in use?\n", options.host.c_str(), options.port);
    return 1;
  }
  std::thread waiter([&] {
    int received = 0;
    sigwait(&signals, &received);
    server.end();
  });
  std::printf("gatewayd: listening on http://%s:%d\n", options.host.c_str(), port);
  std::fflush(stdout);
  server.serve();
  waiter.join();
  return 0;
}

}  // namespace
}  // namespace sluice

int main(int argc, char** argv) {
  std::string problem;
  const std::optional<sluice::GatewaydOptions> options = sluice::read_gatewayd_options(argc, argv, problem);
  if (!options) {
    std::fprintf(stderr, "gatewayd: %s (see gatewayd --help)\n", problem.c_str());
    return 2;
  }
  if (options->help) {
    std::fputs(sluice::gatewayd_help().c_str(), stdout);
    return 0;
  }
  return sluice::run(*options);
}
