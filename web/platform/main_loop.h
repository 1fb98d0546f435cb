// When the program runs. Nothing here repeats by itself: a frame is asked for when the picture may have changed, a
// pump when there is work or traffic, an alarm when something is due later. So a page in which nothing happens takes
// no time at all.
//
//   frame  requestAnimationFrame; stops while the tab is hidden
//   pump   a message to ourselves: as soon as the browser has served everything else, hidden or not
//   alarm  a timer inside a small worker, because a hidden tab's own timers are slowed to one a minute;
//          a plain timer where no worker can be had
#pragma once

#include <functional>
#include <optional>

#include "base/time.h"

namespace sluice::platform {

class MainLoop {
 public:
  struct Hooks {
    std::function<void()> frame;  // draw, and pump as well
    std::function<void()> pump;   // pump without drawing; also called by the alarm
  };

  explicit MainLoop(Hooks hooks);
  MainLoop(const MainLoop&) = delete;
  MainLoop& operator=(const MainLoop&) = delete;

  void request_frame();  // cheap to repeat; one frame comes
  void request_pump();
  // The next alarm, replacing the one that was set; empty: none. The past rings at once.
  void set_alarm(std::optional<Instant> at);
  bool hidden() const;

  // The browser's side.
  void on_frame();
  void on_pump();

 private:
  Hooks hooks_;
  bool frame_asked_ = false;
  bool pump_asked_ = false;
  std::optional<Instant> alarm_;
};

}  // namespace sluice::platform
