#include "base/result.h"

#include <gtest/gtest.h>

#include <memory>

namespace sluice {
namespace {

Result<int> half(int n) {
  if (n % 2 != 0) return Error{"odd", "An odd number has no half."};
  return n / 2;
}

TEST(Result, HoldsAValueOrAnError) {
  EXPECT_TRUE(half(4).ok());
  EXPECT_EQ(half(4).value(), 2);
  EXPECT_FALSE(half(3).ok());
  EXPECT_EQ(half(3).error().code, "odd");
}

TEST(Result, GivesAwayWhatOnlyMoves) {
  Result<std::unique_ptr<int>> result(std::make_unique<int>(5));
  EXPECT_EQ(*result.take(), 5);
}

TEST(Result, OfACommandIsSuccessOrAnError) {
  EXPECT_TRUE(Result<void>().ok());
  EXPECT_EQ(Result<void>(Error{"busy", ""}).error().code, "busy");
}

}  // namespace
}  // namespace sluice
