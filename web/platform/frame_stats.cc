#include "platform/frame_stats.h"

#include <algorithm>
#include <vector>

#include "platform/clock.h"

namespace sluice::platform {
namespace {

int task_depth = 0;

}  // namespace

void FrameStats::drawn(Duration build) {
  build_us_[drawn_ % kFramesKept] = build.us;
  ++drawn_;
}

void FrameStats::task(Duration length) {
  Duration& longest = drawn_ <= kStartFrames ? longest_start_task_ : longest_task_;
  longest = std::max(longest, length);
}

void FrameStats::copied(Duration length) { longest_copy_ = std::max(longest_copy_, length); }

double FrameStats::build_ms(double fraction) const {
  const size_t count = static_cast<size_t>(std::min<uint64_t>(drawn_, kFramesKept));
  if (count == 0) return 0;
  std::vector<int64_t> sorted(build_us_.begin(), build_us_.begin() + static_cast<std::ptrdiff_t>(count));
  std::sort(sorted.begin(), sorted.end());
  const auto index = static_cast<size_t>(fraction * static_cast<double>(count - 1) + 0.5);
  return static_cast<double>(sorted[std::min(index, count - 1)]) / 1000.0;
}

FrameStats& frame_stats() {
  static FrameStats stats;
  return stats;
}

Task::Task() : start_(now()) { ++task_depth; }

Task::~Task() {
  if (--task_depth == 0) frame_stats().task(now() - start_);
}

}  // namespace sluice::platform
