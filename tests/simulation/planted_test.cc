// A test of the tests: with a mistake planted into the core (base/planted_bug.h) the chaos must find a violation within
// a few seeds, and without one none. A mistake that nobody finds is one that somebody may make.

#include <gtest/gtest.h>

#include <cstdio>
#include <string>

#include "base/planted_bug.h"
#include "chaos.h"

namespace sluice {

PlantedBug planted_bug = PlantedBug::kNone;

namespace sim {
namespace {

constexpr uint64_t kSeedsMax = 6000;
constexpr uint64_t kSeedsWithout = 200;

struct Planted {
  PlantedBug bug;
  const char* name;
};

constexpr Planted kPlanted[] = {
    {PlantedBug::kWindowOffByOne, "one_more_call_in_the_window_than_the_limit"},
    {PlantedBug::kSlotTooMany, "one_more_call_in_flight_than_allowed"},
    {PlantedBug::kSlotNotReleased, "a_failed_call_keeps_its_slot"},
    {PlantedBug::kRefusalNotWaited, "no_wait_after_a_refusal"},
    {PlantedBug::kCutPageCommitted, "a_page_is_committed_before_it_is_whole"},
    {PlantedBug::kCursorAlone, "the_cursor_is_not_merged_over_our_own_parameters"},
    {PlantedBug::kNextHostFollowed, "the_host_of_a_next_page_address_is_followed"},
    {PlantedBug::kWarningIsTheEnd, "a_page_with_a_warning_is_the_last"},
    {PlantedBug::kEmptyPageIsTheEnd, "a_page_without_assets_is_the_last"},
    {PlantedBug::kShrunkListNotSwept, "a_list_that_has_shrunk_is_not_swept_again"},
    {PlantedBug::kDuplicatesKept, "an_asset_that_comes_again_is_there_twice"},
    {PlantedBug::kQuarantineNotTold, "a_run_with_quarantined_assets_is_complete"},
    {PlantedBug::kPasswordRetried, "a_refused_password_is_sent_again"},
    {PlantedBug::kRenewedByEveryCall, "a_token_is_renewed_by_every_refused_call"},
    {PlantedBug::kResumeSkipsPage, "a_resumed_run_skips_a_page"},
    {PlantedBug::kResumeForgetsCalls, "a_resumed_run_forgets_its_calls"},
    {PlantedBug::kBodyNotJournalled, "a_page_is_journalled_without_its_body"},
};

class PlantedBugs : public testing::TestWithParam<Planted> {
 protected:
  ~PlantedBugs() override { planted_bug = PlantedBug::kNone; }
};

TEST_P(PlantedBugs, AreFound) {
  planted_bug = GetParam().bug;
  for (uint64_t seed = 1; seed <= kSeedsMax; ++seed) {
    const ChaosOutcome outcome = run_chaos(seed, false);
    if (outcome.violations.empty()) continue;
    std::printf("seed %d: %s\n", static_cast<int>(seed), outcome.violations.front().c_str());
    return;
  }
  FAIL() << "nobody noticed in " << kSeedsMax << " worlds";
}

INSTANTIATE_TEST_SUITE_P(All, PlantedBugs, testing::ValuesIn(kPlanted),
                         [](const auto& planted) { return std::string(planted.param.name); });

TEST(PlantedBug, WithoutOneNothingIsFound) {
  for (uint64_t seed = 1; seed <= kSeedsWithout; ++seed) {
    const ChaosOutcome outcome = run_chaos(seed, false);
    ASSERT_TRUE(outcome.violations.empty()) << outcome.violations.front() << " (seed " << seed << ")";
  }
}

}  // namespace
}  // namespace sim
}  // namespace sluice
