#include "client/run_forecast.h"

#include <algorithm>

#include "api/mobile_api.h"
#include "api/ot_api.h"
#include "base/number.h"
#include "flow/page_sizer.h"

namespace sluice {
namespace {

std::string count_text(uint64_t n, std::string_view one, std::string_view many) {
  return with_thousands(static_cast<int64_t>(n)) + " " + std::string(n == 1 ? one : many);
}

int64_t calls_for(uint64_t records, uint64_t page_size) {
  const uint64_t size = std::max<uint64_t>(1, page_size);
  return static_cast<int64_t>(std::max<uint64_t>(1, records / size + (records % size == 0 ? 0 : 1)));
}

class Forecaster {
 public:
  explicit Forecaster(const ForecastInput& known)
      : known_(known),
        budget_(known.budget ? *known.budget : unused_),
        reserve_(known.reserve_calls.value_or(budget_.limit() / 10)) {}

  RunForecast make() const;

 private:
  uint64_t records_left() const { return *known_.total > known_.came ? *known_.total - known_.came : 0; }
  Duration page_time(uint64_t size) const;
  uint64_t page_size() const;
  int parallel() const;
  ForecastChoice choice(uint64_t size) const;
  std::string why(const RunForecast& made) const;
  std::string needed_text(const RunForecast& made) const;
  std::string budget_text(const RunForecast& made) const;
  std::string better_text(const RunForecast& made) const;

  const ForecastInput& known_;
  const RateBudget unused_{1};
  const RateBudget& budget_;
  int reserve_;
};

Duration Forecaster::page_time(uint64_t size) const {
  return known_.cost.known() ? known_.cost.time_of(size) : kPageTimeAssumed;
}

// What the gateway allows is learned with the first answer: before, the run's own wish counts, up to the Standard.
int Forecaster::parallel() const {
  const int told = budget_.concurrency_limit();
  const bool unheard = !budget_.known() && told == kConcurrencyAssumed;
  return std::max(1, std::min(known_.concurrency, unheard ? kConcurrencyUntold : told));
}

ForecastChoice Forecaster::choice(uint64_t size) const {
  const int64_t calls = calls_for(records_left(), size);
  const Instant end = budget_.foresee(calls, page_time(size), parallel(), known_.now, reserve_);
  return {size, calls, end - known_.now};
}

// One that is found out under way is what it will be found to be, as far as pages that came tell.
uint64_t Forecaster::page_size() const {
  const std::optional<PageSizeRange> sizes = sizes_for(known_.cost, PageSizerLimits{});
  if (!known_.page_size_is_auto || !sizes) return known_.page_size;
  if (!known_.total) return sizes->wanted;
  PageSizerView view;
  view.calls_left = budget_.calls_left(known_.now, reserve_);
  view.calls_per_window = std::max(1, budget_.limit() - reserve_);
  view.until_free = budget_.next_leaves(known_.now) - known_.now;
  view.window = Duration::seconds(budget_.window_s());
  view.parallel = parallel();
  return soonest_size(known_.cost, sizes->wanted, sizes->most, records_left(), view);
}

RunForecast Forecaster::make() const {
  RunForecast made;
  made.calls_left = budget_.calls_left(known_.now, reserve_);
  made.page_size = page_size();
  if (known_.total) {
    const ForecastChoice own = choice(made.page_size);
    made.calls_needed = own.calls;
    made.time_left = own.time;
    made.choices.push_back(own);
    for (const uint64_t size : known_.other_sizes) {
      if (size >= 1 && size <= known_.page_size_most && size != made.page_size) made.choices.push_back(choice(size));
    }
    std::sort(made.choices.begin(), made.choices.end(),
              [](const ForecastChoice& a, const ForecastChoice& b) { return a.page_size < b.page_size; });
  }
  made.why = why(made);
  return made;
}

std::string Forecaster::why(const RunForecast& made) const {
  return needed_text(made) + " " + budget_text(made) + better_text(made);
}

std::string Forecaster::needed_text(const RunForecast& made) const {
  if (!made.calls_needed && known_.changes_only) {
    return "How much has changed is not known before the gateway says so: one call if nothing has.";
  }
  if (!made.calls_needed) {
    return "How many " + known_.noun_many + " there are is not known before the gateway says that nothing is left.";
  }
  const std::string more = known_.came > 0 ? " more" : "";
  return count_text(records_left(), known_.noun_one, known_.noun_many) + more + " by " + known_.total_from + ": " +
         count_text(static_cast<uint64_t>(*made.calls_needed), "call", "calls") + " with pages of " +
         with_thousands(static_cast<int64_t>(made.page_size)) + (known_.page_size_is_auto ? " (auto)." : ".");
}

std::string Forecaster::budget_text(const RunForecast& made) const {
  std::string text = count_text(static_cast<uint64_t>(made.calls_left), "call is", "calls are") + " left of " +
                     with_thousands(budget_.limit()) + " in " +
                     human_duration_ms(int64_t{budget_.window_s()} * 1000) +
                     (budget_.known() ? "" : ", as is assumed until the gateway tells");
  if (reserve_ > 0) text += "; " + with_thousands(reserve_) + " of them stay for others";
  text += ".";
  if (made.time_left && *made.calls_needed > made.calls_left) text += " The run has to wait for the window.";
  if (made.time_left && !known_.cost.known()) {
    text += " How long a page takes is not known yet; " + human_duration_ms(kPageTimeAssumed.as_millis()) +
            " are assumed.";
  }
  return text;
}

// Worth telling: another size that ends at least a tenth and a minute earlier.
std::string Forecaster::better_text(const RunForecast& made) const {
  if (!made.time_left) return "";
  const ForecastChoice* best = nullptr;
  for (const ForecastChoice& other : made.choices) {
    if (!best || other.time < best->time) best = &other;
  }
  const Duration gain = *made.time_left - best->time;
  if (gain < Duration::seconds(60) || gain * 10 < *made.time_left) return "";
  return " Pages of " + with_thousands(static_cast<int64_t>(best->page_size)) + " would end it " +
         human_duration_ms(gain.as_millis()) + " earlier.";
}

}  // namespace

void know_sizes(const PullPlan& plan, ForecastInput& known) {
  const bool mobile = plan.origin().api == Api::kMobile;
  known.page_size = plan.page_size;
  known.page_size_most = static_cast<uint64_t>(mobile ? kTruncationLimitMax : kOtPageSizeMax);
  known.other_sizes = mobile ? std::vector<uint64_t>{100, 500, 1000, 5000, 10000} : std::vector<uint64_t>{25, 50, 100};
}

RunForecast forecast_run(const ForecastInput& known) { return Forecaster(known).make(); }

}  // namespace sluice
