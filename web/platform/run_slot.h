// The one run slot of this browser. Two tabs share the gateway's limits and the user's patience, so one of them pulls
// at a time and the others wait and say so. With Web Locks a slot ends with its tab; on plain http at a host name it is
// a lease in the database, renewed by this program's alarm (which a hidden tab has too) and free some ten seconds after
// its holder has died (shell/locks.js, shell/run_slot.js).
//
//   kNone ──ask──▶ kAsking ──▶ kHeld        a lease that was lost while the computer slept: kHeld ──▶ kElsewhere
//                     └──────▶ kElsewhere ──▶ kHeld      leave() from anywhere: kNone
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "base/time.h"

namespace sluice::platform {

class RunSlot {
 public:
  enum class State { kNone, kAsking, kHeld, kElsewhere };

  // `woken` is called when the state has changed.
  explicit RunSlot(std::function<void()> woken);
  RunSlot(const RunSlot&) = delete;
  RunSlot& operator=(const RunSlot&) = delete;

  // For this run, until leave(). The answer comes within milliseconds; where none comes in time (a database that
  // hangs) the slot counts as held: not to pull at all would be worse than two tabs that both do.
  void ask(const std::string& run_id, Instant now);
  void leave();
  State state() const { return state_; }
  const std::string& run_id() const { return run_id_; }

  std::optional<Instant> poll_timeout() const;
  void handle_timeout(Instant now);

  // The browser's side.
  void on_answer(int asked, bool held);

 private:
  std::function<void()> woken_;
  State state_ = State::kNone;
  std::string run_id_;
  int asked_ = 0;  // counts ask(): an answer to an older one is passed over
  std::optional<Instant> patience_;
  Instant beat_;
};

}  // namespace sluice::platform
