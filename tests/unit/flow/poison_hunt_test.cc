#include "flow/poison_hunt.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <vector>

namespace sluice {
namespace {

// A gateway with assets of these ids that fails for every page with a poisoned one in it.
struct Shelf {
  std::vector<int64_t> ids;
  std::set<int64_t> poisoned;
  bool only_results = false;  // without RESULTS even they come
  std::set<int64_t> taken = {};

  PoisonHunt::Outcome answer(PoisonHunt& hunt) {
    const PoisonHunt::Ask ask = hunt.ask();
    std::vector<int64_t> page;
    std::optional<int64_t> next;
    for (const int64_t id : ids) {
      if (id < ask.id_min) continue;
      if (page.size() == ask.limit) {
        next = id;
        break;
      }
      page.push_back(id);
    }
    const bool bad = std::any_of(page.begin(), page.end(), [&](int64_t id) { return poisoned.count(id) > 0; });
    if (bad && !(only_results && ask.without_results)) return hunt.fail();
    if (ask.commit) taken.insert(page.begin(), page.end());
    return hunt.succeed(next);
  }
  PoisonHunt::Outcome run(PoisonHunt& hunt) {
    PoisonHunt::Outcome outcome = PoisonHunt::Outcome::kHunting;
    while (outcome == PoisonHunt::Outcome::kHunting) outcome = answer(hunt);
    return outcome;
  }
};

std::vector<int64_t> thousand() {
  std::vector<int64_t> ids;
  for (int64_t i = 0; i < 1000; ++i) ids.push_back(500 + i * 7);
  return ids;
}

TEST(PoisonHunt, AnyOneOfAThousandIsFoundWithinTwentyFiveCallsAndNothingElseIsLeftOut) {
  for (int64_t place = 0; place < 1000; place += 37) {
    const int64_t bad = 500 + place * 7;
    Shelf shelf{thousand(), {bad}};
    PoisonHunt hunt(500, 1000);
    ASSERT_EQ(shelf.run(hunt), PoisonHunt::Outcome::kFound) << bad;
    EXPECT_LE(hunt.calls() + 5, 25) << "with the five that failed before";
    EXPECT_EQ(hunt.first_suspect(), bad);
    EXPECT_EQ(hunt.last_suspect(), bad);
    for (const int64_t id : shelf.ids) {
      if (id < bad) {
        EXPECT_EQ(shelf.taken.count(id), 1u) << id << " before " << bad;
      }
    }
    const auto behind = shelf.taken.upper_bound(bad);
    if (bad != shelf.ids.back()) {
      EXPECT_EQ(*behind, bad + 7) << "the run goes on right behind it";
    }
    EXPECT_EQ(shelf.taken.count(bad), 0u);
  }
}

TEST(PoisonHunt, TheFirstOfTheListHasNoCursorAndIsFoundByItsNeighbours) {
  Shelf shelf{{231, 233, 900}, {231}};
  PoisonHunt hunt(0, 4);
  ASSERT_EQ(shelf.run(hunt), PoisonHunt::Outcome::kFound);
  EXPECT_EQ(hunt.first_suspect(), 231);
  EXPECT_EQ(hunt.last_suspect(), 231);
  EXPECT_EQ(*shelf.taken.begin(), 233) << "its neighbour is not left out";
}

TEST(PoisonHunt, AnAssetThatComesWithoutItsResultsIsTakenSo) {
  Shelf shelf{thousand(), {3300}};
  shelf.only_results = true;
  PoisonHunt hunt(500, 1000);
  ASSERT_EQ(shelf.run(hunt), PoisonHunt::Outcome::kFoundWithoutResults);
  EXPECT_EQ(shelf.taken.count(3300), 1u);
}

TEST(PoisonHunt, TwoSideBySideAreLeftOutTogetherAndNothingElse) {
  Shelf shelf{{10, 20, 30, 40, 50}, {20, 30}};
  PoisonHunt hunt(10, 5);
  ASSERT_EQ(shelf.run(hunt), PoisonHunt::Outcome::kFound);
  EXPECT_EQ(hunt.first_suspect(), 20);
  EXPECT_EQ(hunt.last_suspect(), 30);
  EXPECT_EQ(shelf.taken, (std::set<int64_t>{10, 40}));
}

TEST(PoisonHunt, ATroubleThatHasPassedBlamesNobody) {
  Shelf shelf{{10, 20, 30, 40}, {}};
  PoisonHunt hunt(10, 4);
  EXPECT_EQ(shelf.run(hunt), PoisonHunt::Outcome::kCleared);
  EXPECT_EQ(hunt.calls(), 4);
}

TEST(PoisonHunt, TheLastOfTheListEndsTheList) {
  Shelf shelf{{10, 20}, {20}};
  PoisonHunt hunt(10, 2);
  ASSERT_EQ(shelf.run(hunt), PoisonHunt::Outcome::kFound);
  EXPECT_EQ(hunt.last_suspect(), 20);
}

TEST(PoisonHunt, AGatewayThatFailsForEverythingIsNoCaseOfPoison) {
  PoisonHunt hunt(500, 1000);
  EXPECT_FALSE(hunt.ask().commit);
  EXPECT_EQ(hunt.fail(), PoisonHunt::Outcome::kHunting);
  EXPECT_EQ(hunt.fail(), PoisonHunt::Outcome::kLost) << "it fails where no asset is";
}

TEST(PoisonHunt, AnEndlessHuntIsLost) {
  PoisonHunt hunt(500, 1000);
  hunt.succeed(std::nullopt);
  int calls = 2;
  while (hunt.fail() == PoisonHunt::Outcome::kHunting) ++calls;
  EXPECT_EQ(calls, kHuntCallsMax);
}

TEST(PoisonHunt, ASingleFailureOfASingleAssetIsNotBelieved) {
  PoisonHunt hunt(77, 1);
  hunt.succeed(std::nullopt);
  EXPECT_EQ(hunt.fail(), PoisonHunt::Outcome::kHunting);
  EXPECT_FALSE(hunt.ask().without_results);
  EXPECT_EQ(hunt.succeed(78), PoisonHunt::Outcome::kCleared);
}

}  // namespace
}  // namespace sluice
