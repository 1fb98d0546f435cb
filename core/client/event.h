// What a driver or a panel is told, and the states that it can look at. Plain values.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/time.h"

namespace sluice {

enum class SessionState { kSignedOut, kSigningIn, kSignedIn, kRenewing, kExpired };
// "signed_out" "signing_in" "signed_in" "renewing" "expired"
std::string_view session_state_name(SessionState state);

struct SessionStatus {
  SessionState state = SessionState::kSignedOut;
  std::string subject;
  std::string gateway;                    // normalized base
  std::optional<int64_t> expires_in_s;
  bool renews = false;                    // by itself, from what was kept for that
  std::string kind;                       // "password" | "token" | "user client" | "subscription client"
  std::vector<std::string> modules;       // modulesAllowed of the token: what it says it is good for, never trusted
  std::optional<Error> last_error;        // of the last sign-in or renewal
};

enum class RunState { kIdle, kRunning, kWaiting, kPaused, kComplete, kPartial, kStopped, kFailed };
std::string_view run_state_name(RunState state);
bool run_is_over(RunState state);    // complete, partial, stopped, failed
bool run_is_active(RunState state);  // running, waiting, paused

enum class WaitReason { kNone, kOwnPace, kRateLimit, kConcurrency, kBackoff, kOffline, kSignIn, kOtherTab };
std::string_view wait_reason_name(WaitReason reason);  // "" for kNone, else as page-api.md spells them

struct RunStatus {
  std::string id;
  std::string source;
  RunState state = RunState::kIdle;
  uint64_t pages = 0;
  uint64_t assets = 0;
  uint64_t detections = 0;
  uint64_t bytes = 0;
  uint64_t calls = 0;
  uint64_t retries = 0;
  uint64_t refused = 0;
  uint64_t duplicates = 0;
  uint64_t quarantined = 0;
  std::optional<uint64_t> total;        // none for Mobile: the gateway does not tell
  WaitReason wait_reason = WaitReason::kNone;
  std::optional<Instant> wait_until;
  int in_flight = 0;                    // calls on their way
  bool asks = false;                    // paused after too many failures: unpause() goes on, stop() keeps what is here
  bool kept = false;                    // journalled
  std::string message;                  // one sentence or two for the message strip
  std::optional<Instant> started;
  std::optional<Instant> finished;
};

struct BudgetStatus {
  int limit = 300;
  int remaining = 300;
  int window_s = 3600;
  int concurrency_limit = 1;
  bool known = false;                   // false: assumed, the gateway has not told
};

struct RequestLogEntry {
  WallTime at;
  std::string method;
  std::string url;                      // secrets masked
  int status = 0;                       // 0: no answer
  uint64_t bytes = 0;
  int64_t ms = -1;                      // -1: still on its way
  std::string reason;
  int64_t waited_ms = 0;
  std::string note;                     // what went wrong, if anything
};

struct Event {
  enum class Kind { kSession, kRun, kPage, kWait } kind = Kind::kRun;
};

}  // namespace sluice
