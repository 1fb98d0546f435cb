#include "base/secret.h"

#include <gtest/gtest.h>

#include <cstring>
#include <type_traits>
#include <utility>

namespace sluice {
namespace {

TEST(Secret, CannotBeCopied) {
  EXPECT_FALSE(std::is_copy_constructible_v<Secret>);
  EXPECT_FALSE(std::is_copy_assignable_v<Secret>);
}

TEST(Secret, MovesAndLeavesNothingBehind) {
  Secret from("pass word");
  const Secret to(std::move(from));
  EXPECT_EQ(to.reveal(), "pass word");
  EXPECT_TRUE(from.empty());  // NOLINT: looking at what was moved from is the point
}

TEST(Secret, IsWipedInPlaceWhenMovedFromEvenWhenShort) {
  alignas(Secret) unsigned char room[sizeof(Secret)];
  auto* secret = new (room) Secret("hunter2");  // short enough to live inside the object
  Secret other(std::move(*secret));
  EXPECT_EQ(std::string_view(reinterpret_cast<char*>(room), sizeof room).find("hunter2"), std::string_view::npos);
  secret->~Secret();
}

TEST(Secret, WipesALongTextWhereItStands) {
  std::string text(100, 'x');
  const char* bytes = text.data();
  wipe_text(text);
  EXPECT_TRUE(text.empty());
  EXPECT_EQ(text.data(), bytes);  // not given back, so the bytes may be looked at
  EXPECT_EQ(std::memchr(bytes, 'x', 100), nullptr);
}

TEST(Secret, HasASecondHolderOnlyOnPurpose) {
  Secret one("abc");
  const Secret two = one.duplicate();
  one.wipe();
  EXPECT_TRUE(one.empty());
  EXPECT_EQ(two.reveal(), "abc");
}

}  // namespace
}  // namespace sluice
