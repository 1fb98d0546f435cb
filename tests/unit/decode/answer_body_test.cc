#include "decode/answer_body.h"

#include <gtest/gtest.h>

namespace sluice {
namespace {

TEST(AnswerBody, AnyFuelGivesTheSameTextAndTheDigestOfWhatCame) {
  const std::string came = "caf\xC3\xA9 \xE9 \x01 end";
  for (size_t grain = 1; grain < 16; ++grain) {
    AnswerBody body(came);
    while (!body.whole()) body.advance(Fuel{grain});
    EXPECT_EQ(body.clean(), "caf\xC3\xA9 ? ? end") << grain;
    EXPECT_EQ(body.replaced(), 2u);
    EXPECT_EQ(body.first_replaced(), 6u);
    EXPECT_EQ(body.sha256(), sha256_hex(came)) << "before anything was replaced";
  }
}

TEST(AnswerBody, OnlyWhatFuelHasReachedIsShown) {
  AnswerBody body("abcdef");
  EXPECT_EQ(body.clean(), "");
  body.advance(Fuel{4});
  EXPECT_EQ(body.clean(), "abcd");
  EXPECT_FALSE(body.whole());
  body.advance(Fuel{100});
  EXPECT_TRUE(body.whole());
  body.release();
  EXPECT_EQ(body.bytes(), "");
  EXPECT_EQ(body.size(), 6u);
}

TEST(AnswerBody, AnExcerptIsOneQuotedLine) { EXPECT_EQ(excerpt("  two\nlines\t"), "\"two lines\""); }

TEST(AnswerBody, DoesNotComputeADigestThatSomebodyHas) {
  AnswerBody body("text");
  body.know_sha256("of somebody else");
  body.advance(Fuel{10});
  EXPECT_EQ(body.sha256(), "of somebody else");
  EXPECT_EQ(body.clean(), "text");
}

}  // namespace
}  // namespace sluice
