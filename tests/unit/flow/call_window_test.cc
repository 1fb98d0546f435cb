#include "flow/call_window.h"

#include <gtest/gtest.h>

namespace sluice {
namespace {

constexpr CallWindow::Span kMinute{Duration::seconds(60), Duration::millis(20)};

struct CallWindowTest : testing::Test {
  CallWindow window;
  uint64_t flights = 0;

  static Instant at(double seconds) { return Instant{} + Duration::seconds_real(seconds); }
  void call(double from, double to, bool sure = true, int endpoint = 0) {
    const FlightId id{++flights};
    window.start(id, endpoint, at(from));
    window.end_counted(id, endpoint, sure, at(to));
  }
  void look(double from, double to, int64_t counted, int endpoint = 0) {
    window.learn({endpoint, at(from), at(to), counted, true}, kMinute);
  }
  double leaves(int64_t n, double now) const {
    return (window.leaves(n, at(now), kMinute).value_or(Instant{}) - Instant{}).as_seconds();
  }
  double probably(int64_t n, double now) const {
    return (window.leaves_probably(n, at(now), kMinute).value_or(Instant{}) - Instant{}).as_seconds();
  }
};

TEST_F(CallWindowTest, ACallStaysUntilAWindowAfterItsEnd) {
  call(0, 10);
  EXPECT_EQ(window.used(at(69), kMinute), 1);
  EXPECT_EQ(window.used(at(70.1), kMinute), 0);
  EXPECT_NEAR(leaves(1, 20), 70, 0.1);
  EXPECT_FALSE(window.leaves(2, at(20), kMinute).has_value());
}

// Counted somewhere in 0 to 10 s, and the second answer, counted in 62 to 64 s, no longer knows it.
TEST_F(CallWindowTest, AnAnswerThatCountsFewerLetsACallGoBeforeItsTime) {
  call(0, 10);
  EXPECT_EQ(window.used(at(64), kMinute), 1);
  call(62, 64);
  look(62, 64, 1);
  EXPECT_EQ(window.used(at(64), kMinute), 1) << "the second call alone";
}

TEST_F(CallWindowTest, OfThoseThatMayHaveLeftTheLastIsKept) {
  call(0, 10);
  call(10, 20);
  call(62, 64);
  look(62, 64, 2);
  EXPECT_EQ(window.used(at(64), kMinute), 2);
  EXPECT_NEAR(leaves(1, 64), 80, 0.1);
}

TEST_F(CallWindowTest, ACountBelowWhatIsCertainIsNotBelieved) {
  for (int i = 0; i < 5; ++i) call(i, i + 0.5);
  look(4, 4.5, 1);
  EXPECT_EQ(window.used(at(5), kMinute), 5);
}

TEST_F(CallWindowTest, AnUnheardCallMayNeverHaveBeenCounted) {
  call(0, 1, false);
  call(2, 3);
  look(2, 3, 1);
  EXPECT_EQ(window.used(at(3), kMinute), 1);
}

TEST_F(CallWindowTest, MoreThanOursCanExplainIsOthers) {
  call(0, 1);
  look(0, 1, 1);
  call(10, 11);
  look(10, 11, 5);
  EXPECT_EQ(window.used(at(11), kMinute), 5);
  EXPECT_EQ(window.ours(at(11), kMinute), 2);
  EXPECT_NEAR(leaves(2, 11), 71, 0.2) << "the last moment is a window after the second look";
  EXPECT_NEAR(probably(2, 11), 60 + 11.0 / 3, 0.2) << "three calls between the looks, the first of them";
  EXPECT_NEAR(probably(4, 11), 71, 0.2);
}

TEST_F(CallWindowTest, AtTheFirstLookOthersMayBeOfAnyAge) {
  call(100, 101);
  look(100, 101, 4);
  EXPECT_NEAR(probably(1, 101), 120.3, 0.2);
  EXPECT_NEAR(probably(2, 101), 140.6, 0.2);
  EXPECT_NEAR(leaves(1, 101), 161, 0.1);
}

TEST_F(CallWindowTest, WhatProbablyHasLeftIsDueNowAndNotAlwaysALittleLater) {
  call(100, 101);
  look(100, 101, 4);
  for (const double now : {125.0, 125.001, 130.0, 140.0}) EXPECT_DOUBLE_EQ(probably(1, now), now);
}

TEST_F(CallWindowTest, CallsBesideEachOtherAreOursWhicheverWasCountedFirst) {
  window.start(FlightId{1}, 0, at(0));
  window.start(FlightId{2}, 0, at(0));
  EXPECT_EQ(window.end_counted(FlightId{1}, 0, true, at(1)).beside, 1);
  look(0, 1, 2);
  EXPECT_FALSE(window.has_others());
  window.end_counted(FlightId{2}, 0, true, at(2));
  look(0, 2, 1);
  EXPECT_FALSE(window.has_others());
  EXPECT_EQ(window.used(at(2), kMinute), 2) << "the first may have been counted after this look";
}

TEST_F(CallWindowTest, HugeCountsOfOthersTakeNoRoom) {
  call(0, 1);
  look(0, 1, 1000000000);
  EXPECT_EQ(window.used(at(1), kMinute), 1000000000);
  EXPECT_NEAR(leaves(999999999, 1), 61, 0.1);
  EXPECT_NEAR(probably(500000000, 1), 31, 1);
}

TEST_F(CallWindowTest, OneEndpointsLookProvesTheOthersApartOnlyBeyondDoubt) {
  for (int i = 0; i < 3; ++i) call(i, i + 0.5, true, 1);
  call(10, 11, true, 2);
  EXPECT_TRUE(window.proves_apart({2, at(10), at(11), 1, true}, kMinute));
  EXPECT_TRUE(window.proves_apart({2, at(10), at(11), 2, true}, kMinute)) << "one of others beside ours";
  EXPECT_FALSE(window.proves_apart({2, at(10), at(11), 3, true}, kMinute));
  EXPECT_FALSE(window.proves_apart({2, at(70), at(71), 1, true}, kMinute)) << "they may have left";
}

}  // namespace
}  // namespace sluice
