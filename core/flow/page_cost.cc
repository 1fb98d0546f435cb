#include "flow/page_cost.h"

#include <algorithm>
#include <cmath>

namespace sluice {
namespace {

constexpr double kFade = 0.9;  // of what is known, at each page

}  // namespace

void PageCost::add(uint64_t assets, uint64_t bytes, Duration took) {
  const double n = static_cast<double>(assets);
  const double s = std::max(0.0, took.as_seconds());
  weight_ = weight_ * kFade + 1;
  assets_ = assets_ * kFade + n;
  assets_squared_ = assets_squared_ * kFade + n * n;
  seconds_ = seconds_ * kFade + s;
  assets_seconds_ = assets_seconds_ * kFade + n * s;
  if (assets == 0) return;
  bytes_ = bytes_ * kFade + static_cast<double>(bytes);
  last_bytes_per_asset_ = static_cast<double>(bytes) / n;
}

std::optional<double> PageCost::bytes_per_asset() const {
  if (assets_ <= 0) return std::nullopt;
  return std::max({1.0, bytes_ / assets_, last_bytes_per_asset_});
}

Duration PageCost::time_of(uint64_t assets) const {
  if (weight_ <= 0) return {};
  const double n = static_cast<double>(assets);
  const double mean_assets = assets_ / weight_;
  const double mean_s = seconds_ / weight_;
  const double variance = assets_squared_ / weight_ - mean_assets * mean_assets;
  if (variance > 0.01 * mean_assets * mean_assets) {
    const double slope = (assets_seconds_ / weight_ - mean_assets * mean_s) / variance;
    const double growing = std::clamp(slope, 0.0, mean_assets > 0 ? mean_s / mean_assets : 0.0);
    return Duration::seconds_real(mean_s + growing * (n - mean_assets));
  }
  return Duration::seconds_real(mean_assets > 0 ? mean_s * std::max(1.0, n / mean_assets) : mean_s);
}

std::optional<TypicalPage> PageCost::typical() const {
  const std::optional<double> bytes = bytes_per_asset();
  if (!bytes) return std::nullopt;
  const double assets = std::max(1.0, std::round(assets_ / weight_));
  return TypicalPage{static_cast<uint64_t>(assets), static_cast<uint64_t>(*bytes * assets),
                     Duration::seconds_real(seconds_ / weight_)};
}

Duration Pace::time_of(int64_t calls, Duration each) const {
  const auto busy = [&](int64_t n) {
    return Duration::micros(each.us * ((n + std::max(1, parallel) - 1) / std::max(1, parallel)));
  };
  if (calls <= 0) return {};
  if (calls <= left) return busy(calls);
  const int64_t beyond = calls - std::max<int64_t>(0, left);
  const int64_t windows = (beyond - 1) / std::max<int64_t>(1, per_window);
  const int64_t last = beyond - windows * std::max<int64_t>(1, per_window);
  const Duration first = std::max(busy(std::max<int64_t>(0, left)), until_free);
  return first + std::max(window, busy(per_window)) * windows + busy(last);
}

}  // namespace sluice
