#include "flow/page_sizer.h"

#include <algorithm>

namespace sluice {
namespace {

constexpr uint64_t kGrowthMost = 4;     // of a page over the largest that has come
constexpr int kWindowsLookedAtMax = 64;
constexpr double kGainLeast = 0.01;     // of the time, or a larger page is not worth it

uint64_t divided_up(uint64_t n, uint64_t by) { return by == 0 ? n : n / by + (n % by == 0 ? 0 : 1); }

// The time grows with the size: a size that is quick enough, found by halving.
uint64_t quick_enough(const PageCost& cost, uint64_t size, uint64_t least) {
  for (int i = 0; i < 20 && size > least && cost.time_of(size) > kPageTimeMost; ++i) size /= 2;
  return std::max(size, least);
}

}  // namespace

std::optional<PageSizeRange> sizes_for(const PageCost& cost, const PageSizerLimits& limits) {
  const std::optional<double> bytes = cost.bytes_per_asset();
  if (!bytes) return std::nullopt;
  const auto holding = [&](uint64_t wanted) {
    const auto size = static_cast<uint64_t>(static_cast<double>(wanted) / *bytes);
    return std::clamp(size, limits.least, limits.most);
  };
  const uint64_t most = quick_enough(cost, holding(limits.bytes_most), limits.least);
  return PageSizeRange{std::min(most, holding(limits.bytes_wanted)), most};
}

PageSizer::PageSizer(uint64_t first, PageSizerLimits limits)
    : first_(std::clamp(first, limits.least, limits.most)), limits_(limits), cap_(limits.most) {}

std::optional<uint64_t> PageSizer::wanted() const {
  const std::optional<PageSizeRange> sizes = sizes_for(cost_, limits_);
  return sizes ? std::optional<uint64_t>(sizes->wanted) : std::nullopt;
}

uint64_t PageSizer::most() const {
  uint64_t most = std::min(limits_.most, cap_);
  if (const std::optional<PageSizeRange> sizes = sizes_for(cost_, limits_)) most = std::min(most, sizes->most);
  most = std::min(most, std::max(first_, largest_) * kGrowthMost);
  return quick_enough(cost_, most, limits_.least);
}

uint64_t PageSizer::next(const PageSizerView& view) const {
  const std::optional<uint64_t> base = wanted();
  const uint64_t bound = most();
  if (!base) return std::min(first_, bound);
  return soonest_size(cost_, std::min(*base, bound), bound, view.assets_left.value_or(came_), view);
}

uint64_t soonest_size(const PageCost& cost, uint64_t small, uint64_t bound, uint64_t expected,
                      const PageSizerView& view) {
  // A little more than expected, so that a few new assets do not cost a window.
  const uint64_t assets = expected + expected / 50 + 1;
  Pace pace;
  pace.left = std::max(0, view.calls_left);
  pace.until_free = view.until_free;
  pace.per_window = view.calls_per_window > 0 ? view.calls_per_window : std::max(1, view.calls_left);
  pace.window = view.window;
  pace.parallel = view.parallel;
  const auto time_with = [&](uint64_t size) {
    return pace.time_of(static_cast<int64_t>(divided_up(assets, size)), cost.time_of(size)).as_seconds();
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
