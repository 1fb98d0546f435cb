#include "flow/call_window.h"

#include <algorithm>

namespace sluice {
namespace {

// Beyond these the oldest are forgotten: more calls than any documented limit lets through in its window.
constexpr size_t kOursMax = 1000000;
// Beyond these the oldest groups become one: more looks of one window than matter.
constexpr size_t kOthersMax = 1000;

}  // namespace

void CallWindow::start(FlightId flight, int endpoint, Instant now) {
  for (Open& open : open_) ++open.beside;
  open_.push_back({flight, now, endpoint, in_flight()});
}

CallWindow::Ended CallWindow::end_refused(FlightId flight, Instant now) {
  const auto it = std::find_if(open_.begin(), open_.end(), [&](const Open& open) { return open.flight == flight; });
  if (it == open_.end()) return {now, in_flight()};
  const Ended ended{it->from, it->beside};
  open_.erase(it);
  return ended;
}

CallWindow::Ended CallWindow::end_counted(FlightId flight, int endpoint, bool sure, Instant now) {
  const Ended ended = end_refused(flight, now);
  insert({ended.from, now, endpoint, sure});
  return ended;
}

void CallWindow::remember(int endpoint, Instant from, Instant to) { insert({from, to, endpoint, false}); }

void CallWindow::insert(const Ours& call) {
  auto at = ours_.end();
  while (at != ours_.begin() && (at - 1)->to > call.to) --at;
  ours_.insert(at, call);
  if (ours_.size() > kOursMax) ours_.pop_front();
}

void CallWindow::forget(Instant now, Span span) {
  const Instant oldest = now - span.at_most();
  while (!ours_.empty() && ours_.front().to <= oldest) ours_.pop_front();
  while (!others_.empty() && others_.front().to <= oldest) others_.pop_front();
}

void CallWindow::keep_only(int endpoint) {
  const auto is_foreign = [endpoint](const auto& call) { return call.endpoint != endpoint; };
  open_.erase(std::remove_if(open_.begin(), open_.end(), is_foreign), open_.end());
  ours_.erase(std::remove_if(ours_.begin(), ours_.end(), is_foreign), ours_.end());
  others_.erase(std::remove_if(others_.begin(), others_.end(), is_foreign), others_.end());
}

int64_t CallWindow::ours(Instant now, Span span) const {
  const Instant oldest = now - span.at_most();
  const auto in = std::partition_point(ours_.begin(), ours_.end(), [&](const Ours& c) { return c.to <= oldest; });
  return static_cast<int64_t>(ours_.end() - in) + in_flight();
}

int64_t CallWindow::used(Instant now, Span span) const {
  const Instant oldest = now - span.at_most();
  int64_t n = ours(now, span);
  for (const Others& group : others_) {
    if (group.to > oldest) n += group.count;
  }
  return n;
}

std::optional<Instant> CallWindow::leaves(int64_t n, Instant now, Span span) const {
  const Instant oldest = now - span.at_most();
  auto own = std::partition_point(ours_.begin(), ours_.end(), [&](const Ours& c) { return c.to <= oldest; });
  auto other = std::partition_point(others_.begin(), others_.end(), [&](const Others& c) { return c.to <= oldest; });
  while (own != ours_.end() || other != others_.end()) {
    const bool take_own = own != ours_.end() && (other == others_.end() || own->to <= other->to);
    const Instant time = take_own ? own->to : other->to;
    n -= take_own ? 1 : other->count;
    if (n <= 0) return time + span.at_most();
    if (take_own) ++own;
    else ++other;
  }
  return std::nullopt;
}

std::vector<Instant> CallWindow::leaving(size_t most, Instant now, Span span) const {
  const Instant oldest = now - span.at_most();
  std::vector<Instant> ends;
  for (auto own = ours_.rbegin(); own != ours_.rend() && own->to > oldest; ++own) ends.push_back(own->to);
  for (const Others& group : others_) {
    const size_t count = std::min(most, static_cast<size_t>(group.count));
    if (group.to > oldest) ends.insert(ends.end(), count, group.to);
    if (ends.size() > kOursMax) break;
  }
  std::sort(ends.begin(), ends.end());
  if (ends.size() > most) ends.resize(most);
  for (Instant& end : ends) end = end + span.at_most();
  return ends;
}

// How many of those that are in the window at `oldest` will have left it when calls up to `time` have, if others' were
// spread evenly over the time in which each group came.
int64_t CallWindow::expected_before(Instant time, Instant oldest) const {
  const auto ended_by = [this](Instant t) {
    return std::partition_point(ours_.begin(), ours_.end(), [&](const Ours& c) { return c.to <= t; });
  };
  int64_t n = ended_by(time) - ended_by(oldest);
  for (const Others& group : others_) {
    if (group.to <= oldest) continue;
    const double length = std::max(1.0, static_cast<double>((group.to - group.from).us));
    const double share = std::clamp(static_cast<double>((time - group.from).us) / length, 0.0, 1.0);
    n += static_cast<int64_t>(share * static_cast<double>(group.count));
  }
  return n;
}

std::optional<Instant> CallWindow::leaves_probably(int64_t n, Instant now, Span span) const {
  const Instant oldest = now - span.at_most();
  if (expected_before(now, oldest) < n) return std::nullopt;
  if (expected_before(oldest, oldest) >= n) return now;  // they probably have left already
  Instant too_early = oldest;
  Instant late_enough = now;
  while (late_enough - too_early > Duration::millis(10)) {
    const Instant middle = too_early + Duration::micros((late_enough - too_early).us / 2);
    (expected_before(middle, oldest) < n ? too_early : late_enough) = middle;
  }
  return late_enough + span.at_most();
}

std::optional<CallWindow::Interval> CallWindow::newest(int64_t n) const {
  if (n < 1 || n > static_cast<int64_t>(ours_.size())) return std::nullopt;
  const Ours& call = ours_[ours_.size() - static_cast<size_t>(n)];
  return Interval{call.from, call.to};
}

// Our calls that must have been in the window at any moment of the look, its own among them.
int64_t CallWindow::certain(const Look& look, Span span, bool own_endpoint) const {
  int64_t n = look.itself ? 1 : 0;
  for (const Ours& call : ours_) {
    if (call.to > look.from) break;
    if (call.sure && call.from > look.to - span.at_least() && (!own_endpoint || call.endpoint == look.endpoint)) ++n;
  }
  return n;
}

bool CallWindow::proves_apart(const Look& look, Span span) const {
  const int64_t own = certain(look, span, true);
  return look.counted + 2 <= certain(look, span, false) && look.counted + 1 >= own;
}

void CallWindow::learn(const Look& look, Span span) {
  const int64_t at_least = certain(look, span, false);
  const Instant oldest = look.from - span.at_most();
  int64_t at_most = in_flight();
  for (const Ours& call : ours_) {
    if (call.to > oldest) ++at_most;
  }
  // A gateway that counts fewer than is certain counts in another way than this model: nothing follows for ours.
  if (look.counted >= at_least) drop_left(look);
  notice_others(look, span, at_least, at_most);
}

// Of the calls that had ended before the answered one began, no more are left than the gateway counted besides it.
// Which of them have left is not known: those that end last are kept, which is never too few at any later moment.
void CallWindow::drop_left(const Look& look) {
  const int64_t left_at_most = look.counted - (look.itself ? 1 : 0);
  int64_t before = 0;
  for (const Ours& call : ours_) {
    if (call.to > look.from) break;
    if (call.endpoint == look.endpoint) ++before;
  }
  for (auto it = ours_.begin(); before > left_at_most && it != ours_.end();) {
    if (it->endpoint != look.endpoint) {
      ++it;
      continue;
    }
    it = ours_.erase(it);
    --before;
  }
}

void CallWindow::notice_others(const Look& look, Span span, int64_t ours_at_least, int64_t ours_at_most) {
  // Those noticed before this call began were counted before it: no more can be left than ours leave room for.
  const int64_t room = std::max<int64_t>(0, look.counted - ours_at_least);
  int64_t before = 0;
  for (const Others& group : others_) {
    if (group.to <= look.from) before += group.count;
  }
  while (before > room && !others_.empty()) {
    Others& oldest = others_.front();
    const int64_t leaving = std::min(before - room, oldest.count);
    oldest.count -= leaving;
    before -= leaving;
    if (oldest.count == 0) others_.pop_front();
  }
  int64_t known = 0;
  for (const Others& group : others_) known += group.count;
  const int64_t more = look.counted - ours_at_most - known;
  if (more > 0) {
    Instant from = look.from - span.window;
    if (looked_ && *looked_ > from) from = *looked_;
    others_.push_back({from, look.to, look.endpoint, more});
    if (others_.size() > kOthersMax) {
      others_[1].from = others_[0].from;
      others_[1].count += others_[0].count;
      others_.pop_front();
    }
  }
  if (!looked_ || look.from > *looked_) looked_ = look.from;
}

}  // namespace sluice
