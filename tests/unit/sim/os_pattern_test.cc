#include "sim/os_pattern.h"

#include <gtest/gtest.h>

#include <string>

namespace sluice::sim {
namespace {

using Outcome = OsPattern::Outcome;

TEST(OsPattern, MatchesAnywhereAndWithCase) {
  const auto pattern = OsPattern::compile("OS");
  ASSERT_NE(pattern, nullptr);
  EXPECT_EQ(pattern->match("iOS"), Outcome::kMatch);
  EXPECT_EQ(pattern->match("ios"), Outcome::kNoMatch);
}

TEST(OsPattern, CaretDollarIsAnEmptyOsOnly) {
  const auto pattern = OsPattern::compile("^$");
  ASSERT_NE(pattern, nullptr);
  EXPECT_EQ(pattern->match(""), Outcome::kMatch);
  EXPECT_EQ(pattern->match("iOS"), Outcome::kNoMatch);
}

TEST(OsPattern, KnowsWhatOnlyPcreKnows) {
  EXPECT_EQ(OsPattern::compile("(?i)^(?!ios)\\w++$")->match("Android"), Outcome::kMatch);
  EXPECT_EQ(OsPattern::compile("(?<=And)roid")->match("Android"), Outcome::kMatch);
  EXPECT_EQ(OsPattern::compile("^\\p{Lu}")->match("Ärger"), Outcome::kMatch);
}

TEST(OsPattern, RefusesWhatIsNoExpression) {
  for (const char* text : {"(", "[a", "*", "a{2,1}", "\\", "(?P<n", "\xFF"}) {
    EXPECT_EQ(OsPattern::compile(text), nullptr) << text;
  }
}

TEST(OsPattern, RefusesWhatIsTooLongOrTooDeep) {
  EXPECT_NE(OsPattern::compile(std::string(1000, 'a')), nullptr);
  EXPECT_EQ(OsPattern::compile(std::string(1001, 'a')), nullptr);
  EXPECT_EQ(OsPattern::compile(std::string(200, '(') + std::string(200, ')')), nullptr);
}

TEST(OsPattern, StopsWhenMatchingExplodes) {
  const auto pattern = OsPattern::compile("^(a+)+$");
  ASSERT_NE(pattern, nullptr);
  EXPECT_EQ(pattern->match(std::string(40, 'a') + "!"), Outcome::kTooCostly);
  EXPECT_EQ(pattern->match("aaa"), Outcome::kMatch);
}

}  // namespace
}  // namespace sluice::sim
