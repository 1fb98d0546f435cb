#include "sim/rate_window.h"

#include <gtest/gtest.h>

namespace sluice::sim {
namespace {

Instant at(int64_t seconds) { return Instant{} + Duration::seconds(seconds); }

TEST(RateWindow, IsFullAtItsLimitAndFreeAgainAtTheWindowsEnd) {
  RateWindow window(2, 100);
  window.count(at(0));
  EXPECT_EQ(window.remaining(at(0)), 1);
  EXPECT_FALSE(window.full(at(10)));
  window.count(at(10));
  EXPECT_TRUE(window.full(at(10)));
  EXPECT_EQ(window.remaining(at(99)), 0);
  EXPECT_TRUE(window.full(at(100) - Duration::micros(1)));
  EXPECT_FALSE(window.full(at(100)));
  EXPECT_EQ(window.remaining(at(100)), 1);
  EXPECT_EQ(window.remaining(at(110)), 2);
}

TEST(RateWindow, SaysHowLongUntilTheOldestCallLeaves) {
  RateWindow window(1, 3600);
  window.count(at(5));
  EXPECT_EQ(window.to_wait_s(at(5)), 3600);
  EXPECT_EQ(window.to_wait_s(at(3604)), 1);
  EXPECT_EQ(window.to_wait_s(at(3604) + Duration::millis(1)), 1);
  EXPECT_EQ(window.to_wait_s(at(3605)), 0);
}

TEST(RateWindow, WaitingAsLongAsItSaysIsAlwaysEnough) {
  RateWindow window(3, 60);
  for (const int64_t ms : {137, 9250, 9251}) window.count(Instant{} + Duration::millis(ms));
  const Instant asked = Instant{} + Duration::millis(20777);
  EXPECT_FALSE(window.full(asked + Duration::seconds(window.to_wait_s(asked))));
}

TEST(RateWindow, RollsInsteadOfStartingAnew) {
  RateWindow window(300, 3600);
  for (int i = 0; i < 300; ++i) window.count(at(i));
  EXPECT_TRUE(window.full(at(3599)));
  EXPECT_EQ(window.remaining(at(3600)), 1);
  EXPECT_EQ(window.remaining(at(3600 + 149)), 150);
}

TEST(RateWindow, WithALoweredLimitSeveralCallsMustLeaveFirst) {
  RateWindow window(10, 100);
  for (int i = 0; i < 5; ++i) window.count(at(i));
  window.set(2, 100);
  EXPECT_EQ(window.remaining(at(4)), 0);
  EXPECT_EQ(window.to_wait_s(at(4)), 99);
  EXPECT_FALSE(window.full(at(103)));
}

TEST(RateWindow, LimitZeroLimitsNothing) {
  RateWindow window(0, 100);
  for (int i = 0; i < 1000; ++i) window.count(at(0));
  EXPECT_FALSE(window.full(at(0)));
  EXPECT_EQ(window.to_wait_s(at(0)), 0);
  EXPECT_EQ(window.inside(at(0)), 1000);
}

}  // namespace
}  // namespace sluice::sim
