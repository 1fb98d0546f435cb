#include "client/event.h"

namespace sluice {

std::string_view session_state_name(SessionState state) {
  switch (state) {
    case SessionState::kSignedOut: return "signed_out";
    case SessionState::kSigningIn: return "signing_in";
    case SessionState::kSignedIn: return "signed_in";
    case SessionState::kRenewing: return "renewing";
    case SessionState::kExpired: return "expired";
  }
  return "";
}

std::string_view run_state_name(RunState state) {
  switch (state) {
    case RunState::kIdle: return "idle";
    case RunState::kRunning: return "running";
    case RunState::kWaiting: return "waiting";
    case RunState::kPaused: return "paused";
    case RunState::kComplete: return "complete";
    case RunState::kPartial: return "partial";
    case RunState::kStopped: return "stopped";
    case RunState::kFailed: return "failed";
  }
  return "";
}

bool run_is_over(RunState state) {
  return state == RunState::kComplete || state == RunState::kPartial || state == RunState::kStopped ||
         state == RunState::kFailed;
}

bool run_is_active(RunState state) {
  return state == RunState::kRunning || state == RunState::kWaiting || state == RunState::kPaused;
}

std::string_view wait_reason_name(WaitReason reason) {
  switch (reason) {
    case WaitReason::kNone: return "";
    case WaitReason::kOwnPace: return "own_pace";
    case WaitReason::kRateLimit: return "rate_limit";
    case WaitReason::kConcurrency: return "concurrency";
    case WaitReason::kBackoff: return "backoff";
    case WaitReason::kOffline: return "offline";
    case WaitReason::kSignIn: return "sign_in";
    case WaitReason::kOtherTab: return "other_tab";
  }
  return "";
}

}  // namespace sluice
