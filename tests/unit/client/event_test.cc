#include "client/event.h"

#include <gtest/gtest.h>

namespace sluice {
namespace {

TEST(Event, NamesAreThoseOfTheScriptingInterface) {
  EXPECT_EQ(run_state_name(RunState::kIdle), "idle");
  EXPECT_EQ(run_state_name(RunState::kComplete), "complete");
  EXPECT_EQ(run_state_name(RunState::kPartial), "partial");
  EXPECT_EQ(wait_reason_name(WaitReason::kRateLimit), "rate_limit");
  EXPECT_EQ(wait_reason_name(WaitReason::kSignIn), "sign_in");
  EXPECT_EQ(wait_reason_name(WaitReason::kNone), "");
  EXPECT_EQ(session_state_name(SessionState::kSignedIn), "signed_in");
}

TEST(Event, ARunIsActiveOrOverOrHasNotBegun) {
  for (const RunState state : {RunState::kIdle, RunState::kRunning, RunState::kWaiting, RunState::kPaused,
                               RunState::kComplete, RunState::kPartial, RunState::kStopped, RunState::kFailed}) {
    EXPECT_EQ(run_is_active(state) + run_is_over(state), state == RunState::kIdle ? 0 : 1);
  }
}

}  // namespace
}  // namespace sluice
