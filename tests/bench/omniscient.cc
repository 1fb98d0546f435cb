#include "bench/omniscient.h"

#include <algorithm>
#include <deque>
#include <vector>

namespace sluice::bench {
namespace {

class Clairvoyant {
 public:
  explicit Clairvoyant(const Question& question) : question_(question) {}

  Duration time_of(int64_t calls) {
    std::vector<Instant> slots(static_cast<size_t>(question_.concurrency), Instant{});
    const Duration there = Duration::micros(question_.latency.us / 2);
    Instant last{};
    for (int64_t i = 0; i < calls; ++i) {
      Instant& slot = *std::min_element(slots.begin(), slots.end());
      const Instant arrival = first_room(std::max(slot + there, latest_));
      counted_.push_back(arrival);
      latest_ = arrival;
      slot = arrival - there + question_.latency;
      last = std::max(last, slot);
      if (i == 0) std::fill(slots.begin(), slots.end(), last);  // it tells what more there is to ask for
    }
    return last - Instant{};
  }

 private:
  Duration window() const { return Duration::seconds(question_.service.window_s); }

  void forget(Instant now) {
    while (!counted_.empty() && counted_.front() + window() <= now) counted_.pop_front();
  }

  // The other user's calls up to `now`.
  void let_other_call(Instant now) {
    while (question_.other.calls > 0 && other_next_ <= now) {
      forget(other_next_);
      const int64_t left = question_.service.limit - static_cast<int64_t>(counted_.size());
      for (int64_t i = 0; i < std::min<int64_t>(left, question_.other.calls); ++i) counted_.push_back(other_next_);
      other_next_ = other_next_ + question_.other.every;
    }
  }

  // The first moment from `from` on at which a call may be counted.
  Instant first_room(Instant from) {
    const size_t most = static_cast<size_t>(std::max(1, question_.service.limit - question_.reserve));
    for (Instant at = from;;) {
      let_other_call(at);
      forget(at);
      if (counted_.size() < most) return at;
      at = std::max(at, counted_[counted_.size() - most] + window());
    }
  }

  const Question& question_;
  std::deque<Instant> counted_;
  Instant latest_{};
  Instant other_next_ = Instant{} + question_.other.every;
};

}  // namespace

Duration least_time(const Question& question, int64_t calls) { return Clairvoyant(question).time_of(calls); }

}  // namespace sluice::bench
