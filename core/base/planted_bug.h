// Mistakes that a build of its own plants into the core, one at a time, to see that the simulation finds each of them
// (tests/simulation/planted_test.cc). In every other build planted() is false at compile time, and nothing is left of
// them. Each stands where somebody could make it.
#pragma once

namespace sluice {

enum class PlantedBug {
  kNone,
  kWindowOffByOne,         // one more call in the window than the limit
  kSlotTooMany,            // one more call in flight than the gateway allows
  kSlotNotReleased,        // a call that failed keeps its slot
  kRefusalNotWaited,       // after a refusal the next call goes at once
  kCutPageCommitted,       // a body that ended early is taken for a page
  kCursorAlone,            // the next page is asked for with its address's parameters, without our own
  kNextHostFollowed,       // the next page is asked of the host that its address names
  kWarningIsTheEnd,        // a page with a WARNING is taken for the last
  kEmptyPageIsTheEnd,      // a page without assets is taken for the last
  kShrunkListNotSwept,     // an OT list that has shrunk is taken as it came
  kDuplicatesKept,         // the earlier copy of an asset stays beside the newer
  kQuarantineNotTold,      // a run that left something out calls itself complete
  kPasswordRetried,        // a refused password is sent again
  kRenewedByEveryCall,     // each call that was refused with an old token renews the newer one
  kResumeSkipsPage,        // a page of the journal is not taken in again
  kResumeForgetsCalls,     // the calls before a crash do not count
  kBodyNotJournalled,      // the journal says that a page is in, without its rows
};

#ifdef SLUICE_PLANTED_BUGS
extern PlantedBug planted_bug;  // the test program's
inline bool planted(PlantedBug bug) { return planted_bug == bug; }
#else
constexpr bool planted(PlantedBug) { return false; }
#endif

}  // namespace sluice
