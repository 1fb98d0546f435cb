#include "flow/page_sizer.h"

#include <algorithm>

namespace sluice {
namespace {

constexpr uint64_t kGrowthMost = 4;     // of a page over the largest that has come
constexpr int kWindowsLookedAtMax = 64;
constexpr double kGainLeast = 0.01;     // of the time, or a larger page is not worth it

uint64_t divided_up(uint64_t n, uint64_t by) { return by == 0 ? n : n / by + (n % by == 0 ? 0 : 1); }

}  // namespace

PageSizer::PageSizer(uint64_t first, PageSizerLimits limits)
    : first_(std::clamp(first, limits.least, limits.most)), limits_(limits), cap_(limits.most) {}

std::optional<uint64_t> PageSizer::wanted() const {
  const std::optional<double> bytes = cost_.bytes_per_asset();
  if (!bytes) return std::nullopt;
  const auto size = static_cast<uint64_t>(static_cast<double>(limits_.bytes_wanted) / *bytes);
  return std::clamp(size, limits_.least, limits_.most);
}

uint64_t PageSizer::most() const {
  uint64_t most = std::min(limits_.most, cap_);
  if (const std::optional<double> bytes = cost_.bytes_per_asset()) {
    most = std::min(most, static_cast<uint64_t>(static_cast<double>(limits_.bytes_most) / *bytes));
  }
  most = std::min(most, std::max(first_, largest_) * kGrowthMost);
  // The time grows with the size: the largest size that is quick enough, found by halving.
  for (int i = 0; i < 20 && most > limits_.least && cost_.time_of(most) > kPageTimeMost; ++i) most /= 2;
  return std::max(most, limits_.least);
}

uint64_t PageSizer::next(const PageSizerView& view) const {
  const std::optional<uint64_t> base = wanted();
  const uint64_t bound = most();
  if (!base) return std::min(first_, bound);
  const uint64_t small = std::min(*base, bound);
  // A little more than expected, so that a few new assets do not cost a window.
  const uint64_t expected = view.assets_left.value_or(came_);
  const uint64_t assets = expected + expected / 50 + 1;
  Pace pace;
  pace.left = std::max(0, view.calls_left);
  pace.until_free = view.until_free;
  pace.per_window = view.calls_per_window > 0 ? view.calls_per_window : std::max(1, view.calls_left);
  pace.window = view.window;
  pace.parallel = view.parallel;
  const auto time_with = [&](uint64_t size) {
    return pace.time_of(static_cast<int64_t>(divided_up(assets, size)), cost_.time_of(size)).as_seconds();
  };
  const auto waits_with = [&](uint64_t size) {
    const int64_t beyond = static_cast<int64_t>(divided_up(assets, size)) - pace.left;
    return beyond <= 0 ? 0 : 1 + (beyond - 1) / pace.per_window;
  };
  uint64_t best = small;
  double best_s = time_with(small) * (1 - kGainLeast);
  for (int windows = 0; windows < kWindowsLookedAtMax; ++windows) {
    const uint64_t calls = static_cast<uint64_t>(pace.left + windows * pace.per_window);
    if (calls == 0) continue;
    const uint64_t wished = divided_up(assets, calls);
    if (wished <= small) break;
    const uint64_t size = std::min(wished, bound);
    const double s = time_with(size);
    if (s >= best_s || waits_with(size) >= waits_with(best)) continue;
    best = size;
    best_s = s;
  }
  return best;
}

void PageSizer::page_came(uint64_t assets, uint64_t bytes, Duration took) {
  cost_.add(assets, bytes, took);
  came_ += assets;
  largest_ = std::max(largest_, assets);
  if (cap_ < limits_.most) cap_ = std::min(limits_.most, cap_ + std::max<uint64_t>(1, cap_ / 10));
}

void PageSizer::timed_out(uint64_t asked) {
  cap_ = std::max(limits_.least, std::min(cap_, asked) / 2);
}

}  // namespace sluice
