#include "platform/run_slot.h"

#include <emscripten.h>

#include <algorithm>
#include <utility>

#include "platform/frame_stats.h"

extern "C" {
void sluice_slot_ask(const char* run, int asked);
void sluice_slot_leave(void);
void sluice_slot_beat(void);
int sluice_slot_needs_beat(void);
}

namespace sluice::platform {
namespace {

constexpr Duration kAnswerPatience = Duration::seconds(3);
constexpr Duration kBeat = Duration::seconds(1);  // a lease lasts eight of them

RunSlot* the_slot = nullptr;

}  // namespace

RunSlot::RunSlot(std::function<void()> woken) : woken_(std::move(woken)) { the_slot = this; }

void RunSlot::ask(const std::string& run_id, Instant now) {
  state_ = State::kAsking;
  run_id_ = run_id;
  patience_ = now + kAnswerPatience;
  beat_ = now + kBeat;
  sluice_slot_ask(run_id.c_str(), ++asked_);
}

void RunSlot::leave() {
  state_ = State::kNone;
  run_id_.clear();
  patience_.reset();
  ++asked_;
  sluice_slot_leave();
}

void RunSlot::on_answer(int asked, bool held) {
  if (asked != asked_ || state_ == State::kNone) return;
  state_ = held ? State::kHeld : State::kElsewhere;
  patience_.reset();
  woken_();
}

std::optional<Instant> RunSlot::poll_timeout() const {
  if (state_ == State::kNone) return std::nullopt;
  if (sluice_slot_needs_beat() == 0) return patience_;
  return patience_ ? std::min(*patience_, beat_) : beat_;
}

void RunSlot::handle_timeout(Instant now) {
  if (state_ == State::kNone) return;
  if (patience_ && now >= *patience_) {
    patience_.reset();
    state_ = State::kHeld;
  }
  if (now < beat_) return;
  beat_ = now + kBeat;
  if (sluice_slot_needs_beat() != 0) sluice_slot_beat();
}

}  // namespace sluice::platform

extern "C" EMSCRIPTEN_KEEPALIVE void sluice_on_slot(int asked, int held) {
  sluice::platform::Task task;
  sluice::platform::the_slot->on_answer(asked, held != 0);
}
