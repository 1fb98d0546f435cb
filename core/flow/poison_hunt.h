// Finds the one asset for which the gateway fails whenever it is in a page (field-notes 2), by asking for ever smaller
// pages, so that the run can go on without it. Decides what to ask next; sends nothing, waits for nothing.
//
//   control ──came──▶ halving ──one suspect──▶ single ──failed twice──▶ without results
//      │ failed twice       │ end of the list      │ came                 │ came   │ failed twice
//      ▼                    ▼                      ▼                      ▼        ▼
//    lost                cleared                cleared     found, without    galloping ⇄ narrowing ──▶ found
//                                                           its results
//
// The control asks for a page with nothing in it: a gateway that fails even there fails for every request, and nothing
// is blamed. Halving takes the binary logarithm of the page's size. The poisoned asset's id is where its page began, if
// a next-page address told that; else it is found by asking from further and further on, then back to the very next id
// that works. After kHuntCallsMax calls a hunt is lost.
#pragma once

#include <cstdint>
#include <optional>

namespace sluice {

inline constexpr int kHuntCallsMax = 40;
inline constexpr int kHuntConfirmations = 2;  // failures in a row before they are believed
// Where no asset is: ids of the vendor's samples have three digits; 32 bits fit whatever a gateway keeps them in.
inline constexpr int64_t kHuntControlId = 2147483647;

class PoisonHunt {
 public:
  // The page from `id_min` on (0: from the list's beginning) with that many assets at most fails.
  PoisonHunt(int64_t id_min, uint64_t page_size);

  struct Ask {
    int64_t id_min = 0;  // 0: leave it out
    uint64_t limit = 1;
    bool without_results = false;
    // The answer belongs into the tables. Of the others only that they came is of interest: what they hold is asked for
    // again.
    bool commit = true;
  };
  Ask ask() const;

  enum class Outcome {
    kHunting,
    kCleared,             // the trouble has passed: go on as usual
    kFound,               // suspects() are left out; the answer that came is behind them
    kFoundWithoutResults, // the asset in the answer comes only without its RESULTS
    kLost,                // too many calls: it is not one asset
  };
  // What was asked has come; the next page begins at `next`, none: it was the last.
  Outcome succeed(std::optional<int64_t> next);
  Outcome fail();

  int calls() const { return calls_; }
  // After kFound: the ids from first to last, both included, among which the poisoned one is; equal: that one.
  int64_t first_suspect() const { return low_ > 0 ? low_ : high_ - 1; }
  int64_t last_suspect() const { return high_ - 1; }

 private:
  enum class Phase { kControl, kHalving, kSingle, kWithoutResults, kGalloping, kNarrowing };

  void enter(Phase phase);
  int64_t probe() const;

  Phase phase_ = Phase::kControl;
  int64_t low_;            // where the suspects begin; 0: unknown
  uint64_t suspects_;
  int failures_ = 0;       // of the present question, in a row
  int calls_ = 0;
  int64_t failing_ = 0;    // asking from here on fails
  int64_t step_ = 1;
  int64_t high_ = 0;       // asking from here on works
};

}  // namespace sluice
