#include "platform/main_loop.h"

#include <emscripten.h>

#include <algorithm>
#include <utility>

#include "platform/clock.h"
#include "platform/frame_stats.h"

extern "C" {
void sluice_loop_open(void);
void sluice_loop_frame(void);
void sluice_loop_pump(void);
void sluice_loop_alarm(double delay_ms);  // negative: none
int sluice_loop_hidden(void);
}

namespace sluice::platform {
namespace {

MainLoop* the_loop = nullptr;

// Longer sleeps are cut into pieces, because a timer's delay is a 32-bit number of milliseconds.
constexpr double kAlarmMsMax = 3600.0 * 1000.0;

}  // namespace

MainLoop::MainLoop(Hooks hooks) : hooks_(std::move(hooks)) {
  the_loop = this;
  sluice_loop_open();
}

void MainLoop::request_frame() {
  if (frame_asked_) return;
  frame_asked_ = true;
  sluice_loop_frame();
}

void MainLoop::request_pump() {
  if (pump_asked_) return;
  pump_asked_ = true;
  sluice_loop_pump();
}

void MainLoop::set_alarm(std::optional<Instant> at) {
  if (at == alarm_) return;
  alarm_ = at;
  if (!at) {
    sluice_loop_alarm(-1);
    return;
  }
  const double delay_ms = std::max(0.0, (*at - now()).as_seconds() * 1000.0);
  sluice_loop_alarm(std::min(delay_ms, kAlarmMsMax));
}

bool MainLoop::hidden() const { return sluice_loop_hidden() != 0; }

void MainLoop::on_frame() {
  frame_asked_ = false;
  hooks_.frame();
}

void MainLoop::on_pump() {
  pump_asked_ = false;
  hooks_.pump();
}

}  // namespace sluice::platform

extern "C" EMSCRIPTEN_KEEPALIVE void sluice_on_frame(void) {
  sluice::platform::Task task;
  sluice::platform::the_loop->on_frame();
}

extern "C" EMSCRIPTEN_KEEPALIVE void sluice_on_pump(void) {
  sluice::platform::Task task;
  sluice::platform::the_loop->on_pump();
}

extern "C" EMSCRIPTEN_KEEPALIVE void sluice_on_alarm(void) {
  sluice::platform::Task task;
  sluice::platform::the_loop->set_alarm({});
  sluice::platform::the_loop->on_pump();
}
