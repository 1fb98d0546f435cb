// What the page's work has cost, for status().frame and for the tests that hold us to it. One for the whole page.
//
// A task is one entry from the browser (a frame, a callback, a timer, a message) until it returns. The copy of a
// response body inside emscripten_fetch happens in a task that is not ours and is counted apart, and so is what happens
// until the first pictures are drawn: the browser compiles the program and the shaders meanwhile.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "base/time.h"

namespace sluice::platform {

class FrameStats {
 public:
  static constexpr size_t kFramesKept = 512;
  static constexpr uint64_t kStartFrames = 3;

  void drawn(Duration build);
  void skipped() { ++skipped_; }
  void task(Duration length);
  void copied(Duration length);

  uint64_t drawn_count() const { return drawn_; }
  uint64_t skipped_count() const { return skipped_; }
  // Of the last kFramesKept frames; 0 before the first. 0 <= fraction <= 1.
  double build_ms(double fraction) const;
  double longest_start_task_ms() const { return longest_start_task_.as_seconds() * 1000.0; }
  double longest_task_ms() const { return longest_task_.as_seconds() * 1000.0; }
  double longest_copy_ms() const { return longest_copy_.as_seconds() * 1000.0; }

 private:
  std::array<int64_t, kFramesKept> build_us_{};
  uint64_t drawn_ = 0;
  uint64_t skipped_ = 0;
  Duration longest_start_task_;
  Duration longest_task_;
  Duration longest_copy_;
};

FrameStats& frame_stats();

// Measures the task that it lives in. Entries may nest (a resize during a message): only the outermost counts.
class Task {
 public:
  Task();
  ~Task();
  Task(const Task&) = delete;
  Task& operator=(const Task&) = delete;

 private:
  Instant start_;
};

}  // namespace sluice::platform
