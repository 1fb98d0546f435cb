#include <algorithm>
#include <memory>
#include <vector>

#include "base/sha256.h"
#include "client/client.h"
#include "fuzz/target.h"

namespace sluice::fuzz {
namespace {

constexpr size_t kOperationsMax = 400;
constexpr size_t kTurnsMax = 100000;  // of work() after one another
constexpr WallTime kWall{1795219200LL * 1000000};

// Bytes taken from the front; zeros when there are no more.
class Tape {
 public:
  explicit Tape(std::string_view bytes) : left_(bytes) {}
  bool empty() const { return left_.empty(); }
  unsigned byte() {
    if (left_.empty()) return 0;
    const auto first = static_cast<unsigned char>(left_.front());
    left_.remove_prefix(1);
    return first;
  }
  // A text of at most 255 bytes behind its length.
  std::string_view text() {
    const std::string_view out = left_.substr(0, byte());
    left_.remove_prefix(std::min(left_.size(), out.size()));
    return out;
  }

 private:
  std::string_view left_;
};

// A driver that does whatever the tape says, in any order, and looks at the client after each step.
class Driver {
 public:
  explicit Driver(std::string_view input)
      : tape_(input), secret_(sha256_hex(input)), client_(std::make_unique<Client>(ClientOptions{})) {
    client_->set_clock(now_, kWall);
    const unsigned how = tape_.byte();
    sign_in(how);
    if (how & 0x80) return;
    transmit();
    if (flying_.empty()) return;  // a token was pasted
    client_->handle_response(flying_.front().id, {200, {}, token(how)}, now_);
    flying_.clear();
  }

  std::string drive() {
    for (size_t i = 0; i < kOperationsMax && !tape_.empty() && wrong_.empty(); ++i) {
      operate();
      if (wrong_.empty()) check();
    }
    if (wrong_.empty()) check_secrets();
    return wrong_;
  }

 private:
  struct Flying {
    FlightId id;
    bool asks_for_token;
  };

  void operate() {
    const unsigned what = tape_.byte();
    if (what >= 0xA0) return turn();
    switch (what % 16) {
      case 0: return sign_in(tape_.byte());
      case 1: return client_->sign_out(now_);
      case 2: return pull(tape_.byte());
      case 3: return client_->pause(now_);
      case 4: return client_->unpause(now_);
      case 5: return client_->stop(now_);
      case 6:
      case 7: return transmit();
      case 8:
      case 9:
      case 10: return respond();
      case 11: return fail();
      case 12: return pass(tape_.byte());
      case 13: return work(tape_.byte());
      case 14: return set_wall(tape_.byte());
      default: return keep_or_crash(tape_.byte());
    }
  }

  // What a good driver does, so that runs get somewhere: waits until something may be sent, sends it, gives the answer
  // that the tape holds, and works it off.
  void turn() {
    for (int wait = 0; wait < 3 && flying_.empty() && client_->poll_timeout(); ++wait) {
      transmit();
      if (flying_.empty()) pass(1);
    }
    transmit();
    if (!flying_.empty()) respond();
    work(0x7F);
  }

  void sign_in(unsigned how) {
    SignInRequest request;
    request.gateway = how & 0x10 ? "US1" : "https://gw.test";
    request.renew = (how & 0x20) == 0;
    switch (how % 4) {
      case 0:
      case 1:
        request.username = "acme_mg1";
        request.password = Secret(secret_);
        break;
      case 2: request.token = Secret(token(0)); break;
      default:
        request.client_id = "acme-client";
        request.client_secret = Secret(secret_);
        request.client_kind = how & 0x40 ? ClientKind::kUser : ClientKind::kSubscription;
    }
    if (client_->sign_in(std::move(request), now_).ok()) asked_ = true;
  }

  // Ends by its own word 10 minutes from the beginning, before the beginning, or says nothing.
  std::string token(unsigned which) const {
    static constexpr const char* kClaims[] = {"eyJzdWIiOiJhY21lX21nMSJ9", "eyJleHAiOjE3OTUyMTk4MDB9", "eyJleHAiOjF9"};
    return std::string("eyJhbGciOiJIUzUxMiJ9.") + kClaims[which % 3] + "." + secret_;
  }

  void pull(unsigned how) {
    static constexpr const char* kSources[] = {"mobile.assets", "ot.hosts", "ot.detections", "ot.projectFiles"};
    PullRequest request;
    request.source = kSources[how % 4];
    if (how & 0x10) request.page_size = 2;
    if (how & 0x20) request.reserve_calls = 0;
    request.concurrency = how & 0x08 ? 3 : 1;
    request.keep = (how & 0x04) != 0;
    request.since_last = how % 4 == 0 && (how & 0x80) != 0;
    if (how & 0x40) request.parameters = {{how & 1 ? "filter" : "os_pattern", std::string(tape_.text())}};
    if (client_->pull(request, now_).ok()) over_ = {};
  }

  void transmit() {
    for (size_t i = 0; i < 3; ++i) {
      const std::optional<Flight> flight = client_->poll_transmit(now_);
      if (!flight) return;
      for (const Flying& other : flying_) {
        if (other.id == flight->id) wrong_ = "two flights of one id";
      }
      const Request& request = flight->request;
      const std::string& url = request.url;
      const bool ours = url.rfind("https://gw.test/", 0) == 0 ||
                        url.rfind("https://gateway.qg1.apps.qualys.com/", 0) == 0;
      if (!ours) wrong_ = "a call to another host: " + url;
      if (has_secret(url)) wrong_ = "a secret in an address";
      for (const Header& header : request.headers.all()) {
        if (has_secret(header.value)) wrong_ = "a secret in a header that is no secret's";
      }
      flying_.push_back({flight->id, !request.bearer});
    }
  }

  void respond() {
    static constexpr int kStatuses[] = {200, 200, 200, 200, 201, 401, 403, 404, 409, 410, 429, 500, 502, 503, 0, 204};
    const unsigned shape = tape_.byte();
    Response response;
    response.status = kStatuses[shape % 16];
    const unsigned body = tape_.byte();
    if (shape & 0x10) response.headers = parse_headers(tape_.text());
    if (shape & 0x20) add_limits(response.headers, tape_.byte());
    FlightId id{tape_.empty() ? 0u : shape};  // nobody's, or one that has ended
    bool for_token = false;
    if (!flying_.empty() && !(shape & 0x40)) {
      const size_t which = shape & 0x80 ? flying_.size() - 1 : 0;
      id = flying_[which].id;
      for_token = flying_[which].asks_for_token;
      flying_.erase(flying_.begin() + static_cast<std::ptrdiff_t>(which));
    } else if (is_flying(id)) {
      return;
    }
    response.body = for_token && body % 8 < 6 ? token(body) : body_of(body);
    client_->handle_response(id, std::move(response), now_);
  }

  static void add_limits(Headers& headers, unsigned how) {
    headers.add("X-RateLimit-Limit", std::to_string(how % 8));
    headers.add("X-RateLimit-Remaining", std::to_string(how % 5));
    headers.add("X-RateLimit-Window-Sec", std::to_string(how % 7 * 60));
    headers.add("X-RateLimit-ToWait-Sec", how & 0x10 ? std::to_string(how) : "soon");
    headers.add("X-Concurrency-Limit-Limit", std::to_string(how % 3));
    headers.add("count", std::to_string(how % 11));
  }

  std::string body_of(unsigned which) {
    const std::string id = std::to_string(next_id_ += which % 3);
    switch (which % 8) {
      case 0: return mobile_page(id, "");
      case 1:
      case 2:
        return mobile_page(id, "<WARNING><CODE>1980</CODE><TEXT>more</TEXT><URL><![CDATA[https://elsewhere.test/x?id_min=" +
                                   id + "]]></URL></WARNING>");
      case 3: return R"({"assets":[{"assetId":)" + id + R"(,"name":"a"},{"assetId":7}]})";
      case 4: return "[]";
      case 5: return "<html>no</html>";
      case 6: return R"({"_error":{"code":404,"message":"Files not found"}})";
      default: return std::string(tape_.text());
    }
  }

  static std::string mobile_page(const std::string& id, const std::string& warning) {
    return "<?xml version=\"1.0\"?><ASSET_LIST_VM_DETECTION_OUTPUT><RESPONSE><DATETIME>2026-11-20T00:00:00Z</DATETIME>"
           "<ASSET_LIST><ASSET><ID>" + id +
           "</ID><OS>iOS</OS><DETECTION_LIST><DETECTION><QID>610000</QID></DETECTION></DETECTION_LIST></ASSET>"
           "</ASSET_LIST>" +
           warning + "</RESPONSE></ASSET_LIST_VM_DETECTION_OUTPUT>";
  }

  void fail() {
    const unsigned how = tape_.byte();
    static constexpr FailureKind kKinds[] = {FailureKind::kUnreachable, FailureKind::kPolicy, FailureKind::kTimeout,
                                             FailureKind::kCut, FailureKind::kTooLarge, FailureKind::kAborted};
    if (flying_.empty()) return;
    const FlightId id = flying_.front().id;
    flying_.erase(flying_.begin());
    client_->handle_failure(id, {kKinds[how % 6], "the network"}, now_);
  }

  // Up to 12 days at once; half of the time exactly to the moment that the client asked for.
  void pass(unsigned how) {
    const std::optional<Instant> wanted = client_->poll_timeout();
    if (how & 1 && wanted) {
      now_ = std::max(now_, *wanted);
    } else {
      now_ = now_ + Duration::millis(int64_t{1} << (how % 31));
    }
    client_->handle_timeout(now_);
  }

  void work(unsigned grain) {
    for (size_t turn = 0; client_->work(Fuel{grain + 1}, now_) == Work::kMore; ++turn) {
      if (turn >= kTurnsMax) return void(wrong_ = "the work does not end");
      if (grain & 0x80) return;
    }
  }

  void set_wall(unsigned how) {
    client_->set_clock(now_, kWall + Duration::seconds((int64_t{how} - 128) * 3600));
  }

  void abort_and_poll() {
    while (const std::optional<FlightId> id = client_->poll_abort()) {
      flying_.erase(std::remove_if(flying_.begin(), flying_.end(), [&](const Flying& f) { return f.id == *id; }),
                    flying_.end());
    }
    while (client_->poll_event()) {
    }
  }

  // The store writes what it is given, or fails; or the client ends and another goes on with what was stored, cut at
  // some byte or damaged.
  void keep_or_crash(unsigned how) {
    if (how < 0xC0) return store(how);
    std::string journal = journal_.substr(0, how & 1 ? journal_.size() * tape_.byte() / 255 : journal_.size());
    if (how & 2 && !journal.empty()) journal[journal.size() * tape_.byte() / 256] ^= static_cast<char>(tape_.byte());
    client_ = std::make_unique<Client>(ClientOptions{});
    client_->set_clock(now_, kWall);
    flying_.clear();
    over_ = {};
    sign_in(2);
    ResumeSource from;
    if (how & 4) from.run_id = kept_run_;
    if (!client_->begin_resume({}, from, now_).ok()) return;
    if (from.run_id.empty()) journal_.clear();
    for (size_t at = 0; at < journal.size() && client_->wants_journal(); at += 1000) {
      client_->add_journal(journal.substr(at, 1000), now_);
      work(how & 0x7F);
    }
    client_->end_journal(std::nullopt, now_);
    work(0x7F);
    const bool reading = client_->resume_status().state == ResumeStatus::State::kReading;
    if (reading) wrong_ = "the reading of a journal does not end";
  }

  void store(unsigned how) {
    while (std::optional<JournalWrite> write = client_->poll_journal()) {
      if (how & 1) return client_->handle_journal_failed(write->ticket, "It is full.", now_);
      if (write->run_id != kept_run_) journal_.clear();
      kept_run_ = write->run_id;
      if (journal_.empty()) journal_ = kJournalMagic;
      if (write->offset > journal_.size()) wrong_ = "a journal with a hole";
      journal_.resize(std::min<size_t>(journal_.size(), write->offset));
      for (const std::string_view bytes : framed(write->entry)) journal_ += bytes;
      if (has_secret(journal_)) wrong_ = "a secret in the journal";
      client_->handle_journal_written(write->ticket, now_);
      if (how & 2) return;
    }
  }

  bool is_flying(FlightId id) const {
    return std::any_of(flying_.begin(), flying_.end(), [&](const Flying& f) { return f.id == id; });
  }

  void check() {
    abort_and_poll();
    const auto auths = std::count_if(flying_.begin(), flying_.end(), [](const Flying& f) { return f.asks_for_token; });
    if (auths > 1) wrong_ = "two sign-ins on their way";
    const std::ptrdiff_t calls = static_cast<std::ptrdiff_t>(flying_.size()) - auths;
    if (calls > 3) wrong_ = "more calls at once than anybody asked for";
    if (!flying_.empty() && !asked_) wrong_ = "a call before anybody signed in";
    check_run();
    client_->session(now_);
    client_->budget(now_);
  }

  void check_run() {
    const RunStatus& run = client_->run();
    if (run_is_over(run.state)) {
      if (over_ == run.id && over_state_ != run.state) wrong_ = "a run that was over is something else";
      over_ = run.id;
      over_state_ = run.state;
    } else if (!over_.empty() && over_ == run.id) {
      wrong_ = "a run that was over goes on";
    }
    if (run.state == RunState::kIdle) return;
    const std::shared_ptr<const Store> store = client_->store(run.source);
    if (!store) return void(wrong_ = "a run without a store");
    uint64_t rows = 0;
    for (const Table* table : store->tables()) rows += table->live_count();
    if (rows != run.assets + run.detections) wrong_ = "the status counts other rows than the tables hold";
    if (run.pages != pages_) check_pages(run, *store->tables().front());
    pages_ = run.pages;
    if (run.refused > run.calls) wrong_ = "more calls were refused than made";
  }

  // Each record that a page is said to have brought is a row, or has replaced one. Of what a run builds upon some were
  // replaced and some are gone; a page of names brings nothing.
  void check_pages(const RunStatus& run, const Table& main) {
    const Manifest manifest = client_->manifest(now_);
    if (manifest.pages.size() != run.pages) wrong_ = "the manifest lists other pages than were committed";
    const ManifestBase base = manifest.base.value_or(ManifestBase());
    uint64_t told = base.assets;
    for (const ManifestPage& page : manifest.pages) {
      if (!page.names) told += main.name() == "assets" ? page.assets : records_of(page);
    }
    if (told != main.live_count() + run.duplicates + base.replaced + base.gone_count)
      wrong_ = "the pages count other records than the table holds";
  }

  // Of an OT page, which has records of one kind alone.
  static uint64_t records_of(const ManifestPage& page) { return page.assets + page.detections; }

  bool has_secret(std::string_view text) const { return text.find(secret_) != std::string_view::npos; }

  void check_secrets() {
    for (const RequestLogEntry& entry : client_->requests()) {
      if (has_secret(entry.url) || has_secret(entry.reason) || has_secret(entry.note)) wrong_ = "a secret in the log";
    }
    if (has_secret(client_->manifest(now_).to_json())) wrong_ = "a secret in the manifest";
    const SessionStatus session = client_->session(now_);
    if (has_secret(session.subject) || (session.last_error && has_secret(session.last_error->message)))
      wrong_ = "a secret in the session's status";
    if (has_secret(client_->run().message)) wrong_ = "a secret in the run's message";
  }

  Tape tape_;
  std::string secret_;  // in no input, since it is made of the whole input
  Instant now_{Duration::seconds(100).us};
  std::unique_ptr<Client> client_;
  std::string journal_;    // of the last run that is kept, as a store has it
  std::string kept_run_;
  std::vector<Flying> flying_;
  bool asked_ = false;
  uint64_t next_id_ = 1;
  uint64_t pages_ = 0;  // of the run at the last look
  std::string over_;  // the id of the run that was seen to be over
  RunState over_state_ = RunState::kIdle;
  std::string wrong_;
};

}  // namespace

std::string run_client_operations(std::string_view input) { return Driver(input).drive(); }

}  // namespace sluice::fuzz
