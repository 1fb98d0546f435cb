#include "flow/rate_budget.h"

#include <algorithm>
#include <array>
#include <limits>
#include <map>
#include <optional>

#include "base/planted_bug.h"
#include "base/random.h"
#include "flow/call_window.h"

namespace sluice {
namespace {

// Timers and clocks are not exact to the microsecond, two machines' clocks do not go at one pace, and a gateway may
// count in whole seconds.
constexpr Duration kSlackLeast = Duration::millis(20);
constexpr int64_t kSlackPart = 3000;

// Windows that gateways are known to have (api-reference.md 4.2), tried in turn when none is told and the present one
// has proved too short.
constexpr std::array<int, 2> kWindowLadder = {3600, 86400};
constexpr Duration kUntoldRemembered = Duration::seconds(2 * 86400);
constexpr Duration kLearnedLasts = Duration::seconds(86400);
constexpr Duration kUntoldWaitMost = Duration::seconds(3600);

Duration jitter(Random& random) { return Duration::millis(random.between(1000, 3000)); }

int whole_seconds(Duration d) {
  return static_cast<int>(std::clamp<int64_t>(d.whole_seconds_left(), 1, kWindowSecMax));
}

}  // namespace

struct RateBudget::Model {
  explicit Model(uint64_t seed) : random(seed) {}

  CallWindow::Span span() const {
    const Duration window = Duration::seconds(window_s);
    return {window, std::max(kSlackLeast, Duration::micros(window.us / kSlackPart))};
  }
  int used(Instant now) const {
    return static_cast<int>(std::min<int64_t>(calls.used(now, span()), std::numeric_limits<int>::max()));
  }
  int cut_off_running(Instant now) const;
  int slots(Instant now) const;
  void learn_limits(const LimitHeaders& headers);
  void learn_running(const LimitHeaders& headers, int beside, Instant now);
  std::optional<CallWindow::Look> look(const LimitHeaders& headers, int endpoint, Instant from, Instant to) const;
  void take_probe_in(Instant now);
  void learn_from_rate_refusal(bool first, const LimitHeaders& headers, Instant now);
  void learn_from_concurrency_refusal(int running, Instant now);
  Duration wait_after(Refusal kind, const LimitHeaders& headers, Instant now);
  Duration own_estimate(Instant now) const;
  void tidy(Instant now);

  Random random;
  CallWindow calls;
  int limit = kRateLimitAssumed;
  int window_s = kWindowSecAssumed;
  bool limit_told = false;
  bool window_told = false;
  Instant learned_until{};          // of limit and window, where a refusal has taught them
  bool learned = false;
  std::optional<int> shorter_window_s;  // what the wait told by a refusal will prove if its probe passes

  bool heard = false;               // an answer has come
  std::optional<int> concurrency;   // told
  int concurrency_cap = kConcurrencyMax;  // learned from a refusal
  std::optional<Instant> cap_until;       // where the told limit is larger: others run too, for now
  int others_running = 0;
  std::vector<Instant> cut_off;     // until when each may be running

  Instant blocked_until{};
  bool probe = false;  // the wait of a refusal is the gateway's word: afterwards one call goes whatever we think
  std::optional<FlightId> probing;  // that one
  Instant last_answer{};
  int refused_in_a_row = 0;
  Refusal last_refusal = Refusal::kRate;
  int refused_endpoint = 0;
  int limits_learned = 0;

  std::vector<int> endpoints = {0};
  bool is_apart = false;
  std::map<int, std::shared_ptr<Model>> apart;  // once the endpoints are known to have windows of their own
};

RateBudget::RateBudget(uint64_t seed) : shared_(std::make_shared<Model>(seed)) {}

RateBudget::RateBudget(const RateBudget& first, int endpoint) : endpoint_(endpoint), shared_(first.shared_) {
  std::vector<int>& known = shared_->endpoints;
  if (std::find(known.begin(), known.end(), endpoint) == known.end()) known.push_back(endpoint);
}

RateBudget::~RateBudget() = default;
RateBudget::RateBudget(RateBudget&&) noexcept = default;
RateBudget& RateBudget::operator=(RateBudget&&) noexcept = default;

RateBudget::Model& RateBudget::model() const {
  if (!shared_->is_apart) return *shared_;
  std::shared_ptr<Model>& own = shared_->apart[endpoint_];
  if (!own) own = std::make_shared<Model>(shared_->random.next());
  return *own;
}

// Each endpoint goes on with the calls of its own and with what was told so far.
void RateBudget::split() {
  for (const int endpoint : shared_->endpoints) {
    auto own = std::make_shared<Model>(*shared_);
    own->random = Random(shared_->random.next());
    own->calls.keep_only(endpoint);
    if (endpoint != shared_->refused_endpoint) {
      own->blocked_until = Instant{};
      own->probe = false;
      own->probing.reset();
      own->refused_in_a_row = 0;
    }
    shared_->apart[endpoint] = std::move(own);
  }
  shared_->is_apart = true;
}

// ── what happened ────────────────────────────────────────────────────────────────────────────────────────────────────

void RateBudget::start(FlightId flight, Instant now) {
  Model& me = model();
  me.tidy(now);
  me.calls.start(flight, endpoint_, now);
  if (me.probe) me.probing = flight;
  me.probe = false;
  me.last_answer = now;
}

void RateBudget::finish(FlightId flight, const LimitHeaders& headers, Instant now) {
  Model* me = &model();
  me->learn_limits(headers);
  const CallWindow::Ended call = me->calls.end_counted(flight, endpoint_, headers.remaining.has_value(), now);
  const std::optional<CallWindow::Look> look = me->look(headers, endpoint_, call.from, now);
  if (look && !shared_->is_apart && me->calls.proves_apart(*look, me->span())) {
    split();
    me = &model();
  }
  if (me->probing == flight) me->take_probe_in(now);
  me->last_answer = now;
  me->heard = true;
  me->refused_in_a_row = 0;
  me->tidy(now);
  if (look) me->calls.learn(*look, me->span());
  me->learn_running(headers, call.beside, now);
}

void RateBudget::finish_unheard(FlightId flight, Instant now) {
  Model& me = model();
  me.calls.end_counted(flight, endpoint_, false, now);
  if (me.probing == flight) {
    me.probing.reset();
    me.probe = true;
  }
  me.last_answer = now;
}

Instant RateBudget::refuse(FlightId flight, Refusal kind, const LimitHeaders& headers, Instant now) {
  Model& me = model();
  const bool was_probe = me.probing == flight;
  const int running = std::max(1, me.calls.in_flight()) + me.cut_off_running(now);
  if (was_probe) me.probing.reset();
  me.learn_limits(headers);
  const CallWindow::Ended call = me.calls.end_refused(flight, now);
  me.tidy(now);
  me.last_answer = now;
  me.heard = true;
  ++me.refused_in_a_row;
  me.last_refusal = kind;
  me.refused_endpoint = endpoint_;
  if (kind == Refusal::kRate) {
    std::optional<CallWindow::Look> look = me.look(headers, endpoint_, call.from, now);
    if (look) {
      look->itself = false;
      me.calls.learn(*look, me.span());
    }
    me.learn_from_rate_refusal(!was_probe, headers, now);
    me.probe = true;
  } else {
    me.learn_from_concurrency_refusal(running, now);
  }
  me.learn_running(headers, call.beside, now);
  if (planted(PlantedBug::kRefusalNotWaited)) return now;
  me.blocked_until = std::max(me.blocked_until, now + me.wait_after(kind, headers, now) + jitter(me.random));
  return me.blocked_until;
}

void RateBudget::restore(const std::vector<Instant>& counted, const std::vector<Instant>& cut_off_until, Instant now) {
  Model& me = model();
  for (const Instant at : counted) {
    const Instant to = std::min(at, now);
    me.calls.remember(endpoint_, to, to);
  }
  for (const Instant until : cut_off_until) {
    const Instant to = std::min(until, now + kCutOffMax);
    me.calls.remember(endpoint_, to - kCutOffMax, to);
    if (to > now) me.cut_off.push_back(to);
  }
  me.tidy(now);
}

void RateBudget::remember_limits(const LimitHeaders& told) {
  Model& me = model();
  LimitHeaders news;
  if (!me.limit_told) news.limit = told.limit;
  if (!me.window_told) news.window_s = told.window_s;
  if (!me.concurrency) news.concurrency_limit = told.concurrency_limit;
  me.learn_limits(news);
}

LimitHeaders RateBudget::told() const {
  const Model& me = model();
  LimitHeaders told;
  if (me.limit_told) told.limit = me.limit;
  if (me.window_told) told.window_s = me.window_s;
  told.concurrency_limit = me.concurrency;
  return told;
}

void RateBudget::Model::tidy(Instant now) {
  // A window that no header names may prove to be longer.
  calls.forget(now, window_told ? span() : CallWindow::Span{kUntoldRemembered, Duration{}});
  cut_off.erase(std::remove_if(cut_off.begin(), cut_off.end(), [now](Instant until) { return until <= now; }),
                cut_off.end());
  if (cap_until && *cap_until <= now) {
    cap_until.reset();
    concurrency_cap = kConcurrencyMax;
  }
  if (learned && now >= learned_until) {
    learned = false;
    if (!limit_told) limit = kRateLimitAssumed;
    if (!window_told) window_s = kWindowSecAssumed;
  }
}

// ── what the gateway tells ───────────────────────────────────────────────────────────────────────────────────────────

void RateBudget::Model::learn_limits(const LimitHeaders& headers) {
  if (headers.limit) {
    limit = *headers.limit;
    limit_told = true;
  }
  if (headers.window_s) {
    window_s = *headers.window_s;
    window_told = true;
  }
  if (headers.concurrency_limit) {
    if (concurrency != headers.concurrency_limit) concurrency_cap = kConcurrencyMax;
    concurrency = headers.concurrency_limit;
  }
}

// `Running` counts everybody's calls when this one came in; those that ours cannot explain are others'.
void RateBudget::Model::learn_running(const LimitHeaders& headers, int beside, Instant now) {
  const int ours_at_most = 1 + beside + cut_off_running(now);
  others_running = std::max(0, headers.concurrency_running.value_or(0) - ours_at_most);
}

std::optional<CallWindow::Look> RateBudget::Model::look(const LimitHeaders& headers, int endpoint, Instant from,
                                                        Instant to) const {
  if (!headers.remaining || !limit_told) return std::nullopt;
  CallWindow::Look look;
  look.endpoint = endpoint;
  look.from = from;
  look.to = to;
  look.counted = std::max<int64_t>(0, int64_t{limit} - *headers.remaining);
  return look;
}

// ── what refusals teach ──────────────────────────────────────────────────────────────────────────────────────────────

void RateBudget::Model::learn_from_rate_refusal(bool first, const LimitHeaders& headers, Instant now) {
  const int64_t ours = calls.ours(now, span());
  if (!limit_told && ours > 0 && ours < limit) {
    limit = static_cast<int>(ours);
    learned = true;
    learned_until = now + kLearnedLasts;
    ++limits_learned;
  }
  if (window_told) return;
  shorter_window_s.reset();
  // The call that has to leave before the next one may enter.
  const std::optional<CallWindow::Interval> leaver = calls.newest(limit);
  if (headers.to_wait_s && leaver) {
    const int told_s = whole_seconds(now + Duration::seconds(*headers.to_wait_s) - leaver->from);
    if (told_s < window_s) shorter_window_s = told_s;
    else window_s = told_s;
    learned = true;
    learned_until = now + Duration::seconds(window_s) + kLearnedLasts;
  }
  if (first || limit_told) return;
  ++limits_learned;  // at least that the window is longer than the wait that did not help
  if (leaver && now - leaver->to < span().at_least()) return;
  for (const int rung : kWindowLadder) {
    if (rung <= window_s) continue;
    window_s = rung;
    break;
  }
  learned = true;
  learned_until = now + Duration::seconds(window_s) + kLearnedLasts;
}

// A call went through although by the model the window was full: so it is shorter than thought.
void RateBudget::Model::take_probe_in(Instant now) {
  probing.reset();
  const bool for_rate = last_refusal == Refusal::kRate && refused_in_a_row > 0;
  if (window_told || limit_told || !for_rate) return;
  if (calls.ours(now, span()) <= limit) return;
  const std::optional<CallWindow::Interval> leaver = calls.newest(int64_t{limit} + 1);
  if (!leaver) return;
  const int proved_s = std::min(whole_seconds(now - leaver->from), shorter_window_s.value_or(kWindowSecMax));
  if (proved_s >= window_s) return;
  window_s = proved_s;
  learned = true;
  learned_until = now + kLearnedLasts;
}

void RateBudget::Model::learn_from_concurrency_refusal(int running, Instant now) {
  const int fewer = std::max(1, running - 1);
  if (fewer >= concurrency_cap) return;
  concurrency_cap = fewer;
  ++limits_learned;
  if (concurrency) cap_until = now + kProbeInterval;
}

// The largest of the gateway's word and our own estimate. Our estimate counts only where the gateway says nothing: an
// assumed window of an hour must not outlast its "wait 20 s".
Duration RateBudget::Model::wait_after(Refusal kind, const LimitHeaders& headers, Instant now) {
  Duration told{};
  if (headers.to_wait_s) told = std::max(told, Duration::seconds(*headers.to_wait_s));
  if (headers.retry_after) told = std::max(told, *headers.retry_after);
  const bool has_word = headers.to_wait_s.has_value() || headers.retry_after.has_value();
  if (kind == Refusal::kConcurrency) {
    if (has_word && told.us > 0) return told;
    // Full jitter, growing from 2 s to 60 s (field-notes, Conventions).
    const int64_t most_ms = std::min<int64_t>(60000, 4000LL << std::min(refused_in_a_row - 1, 5));
    return Duration::millis(random.between(2000, most_ms));
  }
  return has_word ? told : own_estimate(now);
}

// Until the call that has to leave has left; the first time no longer than a probe's interval, since the window may be
// short or the calls others'. Where the limit is told, others are the reason, and each wait is that short.
Duration RateBudget::Model::own_estimate(Instant now) const {
  const std::optional<CallWindow::Interval> leaver = calls.newest(limit);
  const Duration own = leaver ? leaver->to + span().at_most() - now : Duration{};
  if (own.us > 0 && refused_in_a_row > 1 && !limit_told) return own;
  if (own.us > 0) return std::clamp(own, Duration::seconds(1), kProbeInterval);
  const Duration grown = kProbeInterval * (int64_t{1} << std::min(refused_in_a_row - 1, 4));
  return limit_told ? kProbeInterval : std::min(grown, kUntoldWaitMost);
}

// ── may I ask ────────────────────────────────────────────────────────────────────────────────────────────────────────

Instant RateBudget::next_start(Instant now, int reserve) const {
  const Model& me = model();
  if (now < me.blocked_until) return me.blocked_until;
  if (me.probing) return now + kProbeInterval;  // its answer decides
  if (me.probe) return now;
  const CallWindow::Span span = me.span();
  int64_t ours_at_most = std::max<int64_t>(1, int64_t{me.limit} - std::max(0, reserve));
  if (planted(PlantedBug::kWindowOffByOne)) ++ours_at_most;
  const int64_t over = me.calls.used(now, span) - (ours_at_most - 1);  // calls that must leave before one may enter
  if (over <= 0) return now;
  // Those in flight leave no earlier than a window from now.
  const Instant sure = me.calls.leaves(over, now, span).value_or(now + span.at_most());
  if (!me.calls.has_others()) return sure;
  const Instant probably = me.calls.leaves_probably(over, now, span).value_or(sure);
  return std::max(now, std::min(sure, std::max(probably, me.last_answer + kProbeInterval)));
}

int RateBudget::Model::cut_off_running(Instant now) const {
  return static_cast<int>(
      std::count_if(cut_off.begin(), cut_off.end(), [now](Instant until) { return until > now; }));
}

int RateBudget::cut_off_running(Instant now) const { return model().cut_off_running(now); }

// That the gateway has for us, at least one.
int RateBudget::Model::slots(Instant now) const {
  int most = concurrency.value_or(heard ? kConcurrencyUntold : kConcurrencyAssumed);
  if (!cap_until || *cap_until > now) most = std::min(most, concurrency_cap);
  if (planted(PlantedBug::kSlotTooMany)) ++most;
  return std::max(1, most - others_running);
}

bool RateBudget::has_slot(int wanted, Instant now) const {
  const Model& me = model();
  return me.calls.in_flight() < wanted && me.calls.in_flight() + me.cut_off_running(now) < me.slots(now);
}

Instant RateBudget::next_slot(int wanted, Instant now) const {
  if (has_slot(wanted, now)) return now;
  const Model& me = model();
  if (me.calls.in_flight() >= wanted) return now + kProbeInterval;
  std::vector<Instant> ends;
  for (const Instant until : me.cut_off) {
    if (until > now) ends.push_back(until);
  }
  std::sort(ends.begin(), ends.end());
  const size_t over = static_cast<size_t>(me.calls.in_flight()) + ends.size() -
                      static_cast<size_t>(me.slots(now) - 1);  // those that must end before one may start
  return over <= ends.size() ? ends[over - 1] : now + kProbeInterval;
}

// ── what is there to spend ───────────────────────────────────────────────────────────────────────────────────────────

int RateBudget::calls_left(Instant now, int reserve) const {
  const Model& me = model();
  const int ours_at_most = std::max(1, me.limit - std::max(0, reserve));
  return std::max(0, ours_at_most - me.used(now));
}

Instant RateBudget::next_leaves(Instant now) const {
  const Model& me = model();
  const CallWindow::Span span = me.span();
  if (me.calls.used(now, span) == 0) return now;
  return me.calls.leaves(1, now, span).value_or(now + span.at_most());
}

Instant RateBudget::foresee(int64_t calls, Duration each, int parallel, Instant now, int reserve) const {
  if (calls <= 0) return now;
  const Model& me = model();
  const Duration window = me.span().at_most();
  const int64_t at_once = std::max(1, parallel);
  const int64_t ours_at_most = std::max<int64_t>(1, int64_t{me.limit} - std::max(0, reserve));
  // A ring of ends would do, but the calls looked at are few: ends[i] is when the i-th call ends.
  const int64_t looked_at = std::min(calls, kCallsForeseenMax);
  std::vector<Instant> ends;
  ends.reserve(static_cast<size_t>(looked_at));
  const int64_t used = me.calls.used(now, me.span());
  const Instant first = std::max(now, me.blocked_until);
  const std::vector<Instant> leaving = me.calls.leaving(static_cast<size_t>(kCallsForeseenMax), now, me.span());
  for (int64_t i = 0; i < looked_at; ++i) {
    Instant start = first;
    if (i >= at_once) start = std::max(start, ends[static_cast<size_t>(i - at_once)]);
    // Of those in the window now and the calls before this one, so many must have left.
    const int64_t over = used + i - (ours_at_most - 1);
    if (over > used) {
      start = std::max(start, ends[static_cast<size_t>(over - used - 1)] + window);
    } else if (over > 0) {
      const auto at = static_cast<size_t>(over - 1);
      start = std::max(start, at < leaving.size() ? leaving[at] : now + each + window);
    }
    ends.push_back(start + each);
  }
  if (calls == looked_at) return ends.back();
  const double per_call = (ends.back() - now).as_seconds() / static_cast<double>(looked_at);
  return ends.back() + Duration::seconds_real(std::min(1e9, per_call * static_cast<double>(calls - looked_at)));
}

// ── getters ──────────────────────────────────────────────────────────────────────────────────────────────────────────

int RateBudget::limit() const { return model().limit; }
int RateBudget::window_s() const { return model().window_s; }
int RateBudget::concurrency_limit() const {
  const Model& me = model();
  return std::min(me.concurrency.value_or(me.heard ? kConcurrencyUntold : kConcurrencyAssumed),
                  me.cap_until ? kConcurrencyMax : me.concurrency_cap);
}
bool RateBudget::known() const { return model().limit_told; }
int RateBudget::used(Instant now) const { return model().used(now); }
int RateBudget::remaining(Instant now) const { return std::max(0, model().limit - model().used(now)); }
int RateBudget::in_flight() const { return model().calls.in_flight(); }
int RateBudget::refused_in_a_row() const { return model().refused_in_a_row; }
Refusal RateBudget::last_refusal() const { return model().last_refusal; }
bool RateBudget::blocked(Instant now) const { return now < model().blocked_until; }
int RateBudget::limits_learned() const { return model().limits_learned; }

}  // namespace sluice
