#include "base/time.h"

#include <gtest/gtest.h>

namespace sluice {
namespace {

TEST(Time, CountsInMicroseconds) {
  const Instant start{5};
  EXPECT_EQ((start + Duration::seconds(2)) - start, Duration::millis(2000));
  EXPECT_LT(start, start + Duration::micros(1));
}

TEST(Time, ACountdownShowsOneUntilItIsOver) {
  EXPECT_EQ(Duration::micros(1).whole_seconds_left(), 1);
  EXPECT_EQ(Duration::seconds(1).whole_seconds_left(), 1);
  EXPECT_EQ(Duration::micros(1000001).whole_seconds_left(), 2);
  EXPECT_EQ(Duration::micros(0).whole_seconds_left(), 0);
  EXPECT_EQ(Duration::micros(-5).whole_seconds_left(), 0);
}

TEST(Time, UnixSecondsRoundDownOnBothSidesOf1970) {
  EXPECT_EQ(WallTime{1999999}.unix_seconds(), 1);
  EXPECT_EQ(WallTime{-1}.unix_seconds(), -1);
}

}  // namespace
}  // namespace sluice
