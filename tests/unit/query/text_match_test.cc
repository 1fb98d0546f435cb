#include "query/text_match.h"

#include <gtest/gtest.h>

#include "base/random.h"
#include "base/text.h"

namespace sluice {
namespace {

using Words = std::vector<std::string>;

TEST(SubstringSearch, FindsTextAnywhereWithoutCase) {
  const SubstringSearch search("PassCode");
  EXPECT_TRUE(search.found_in("passcode"));
  EXPECT_TRUE(search.found_in("The PASSCODE is not set"));
  EXPECT_TRUE(search.found_in("no passcode"));
  EXPECT_FALSE(search.found_in("passcod"));
  EXPECT_FALSE(search.found_in("pass code"));
  EXPECT_FALSE(search.found_in(""));
}

TEST(SubstringSearch, FindsNothingInEverything) { EXPECT_TRUE(SubstringSearch("").found_in("")); }

TEST(SubstringSearch, FindsNeedlesLongerThanItsStepsCanCount) {
  const std::string needle = std::string(300, 'a') + "b" + std::string(300, 'c');
  EXPECT_TRUE(SubstringSearch(needle).found_in(std::string(1000, 'a') + "b" + std::string(1000, 'C')));
  EXPECT_FALSE(SubstringSearch(needle).found_in(std::string(1000, 'a') + "bb" + std::string(1000, 'c')));
}

TEST(SubstringSearch, AgreesWithPlainSearchOnTextsOfFewLetters) {
  Random random(7);
  const auto text_of = [&](uint64_t length_max) {
    std::string text;
    for (uint64_t n = random.below(length_max + 1); n > 0; --n) text.push_back("abAB"[random.below(4)]);
    return text;
  };
  for (int i = 0; i < 20000; ++i) {
    const std::string needle = text_of(5);
    const std::string text = text_of(24);
    ASSERT_EQ(SubstringSearch(needle).found_in(text), find_ignoring_case(text, needle) != std::string_view::npos)
        << needle << " in " << text;
  }
}

TEST(Words, AreSplitAtBlanksAndMarks) {
  EXPECT_EQ(words_of("Fixed in: (iOS) 14"), (Words{"Fixed", "in", "iOS", "14"}));
  EXPECT_EQ(words_of(""), Words{});
  EXPECT_EQ(words_of(" ,.;"), Words{});
}

TEST(Words, KeepIdsWithDashesWhole) {
  EXPECT_EQ(words_of("see CVE-2021-1048, De-enrolled"), (Words{"see", "CVE-2021-1048", "De-enrolled"}));
  EXPECT_EQ(words_of("Corporate - Owned"), (Words{"Corporate", "Owned"}));
}

TEST(Words, AreSplitByADotOnlyBetweenADigitAndALetter) {
  EXPECT_EQ(words_of("com.example.app 14.5 1,000 v.2 2.b 3,x end."),
            (Words{"com.example.app", "14.5", "1,000", "v", "2", "2", "b", "3", "x", "end"}));
}

TEST(Words, OfAPhraseMustEachBeginSomeWord) {
  EXPECT_TRUE(words_begin_in({"inst", "vers"}, "Installed Version: 3"));
  EXPECT_TRUE(words_begin_in({"vers", "inst"}, "Installed Version: 3"));
  EXPECT_FALSE(words_begin_in({"stalled"}, "Installed Version: 3"));
  EXPECT_FALSE(words_begin_in({"inst", "patch"}, "Installed Version: 3"));
}

TEST(CompareText, IgnoresCaseUntilOnlyCaseIsLeft) {
  EXPECT_LT(compare_text("apple", "Banana"), 0);
  EXPECT_GT(compare_text("banana", "Apple"), 0);
  EXPECT_LT(compare_text("Apple", "apple"), 0);
  EXPECT_LT(compare_text("app", "Apple"), 0);
  EXPECT_EQ(compare_text("a", "a"), 0);
  EXPECT_LT(compare_text("z", "\xC3\xA9"), 0) << "bytes past ASCII come after letters";
}

TEST(CompareNaturally, TakesDigitsByTheirValue) {
  EXPECT_LT(compare_naturally("9.1", "14.5"), 0);
  EXPECT_LT(compare_naturally("14.5", "14.10"), 0);
  EXPECT_EQ(compare_naturally("14.05", "14.5"), 0);
  EXPECT_EQ(compare_naturally("IOS", "ios"), 0);
  EXPECT_LT(compare_naturally("14", "14.5"), 0);
  EXPECT_LT(compare_naturally("99999999999999999999", "100000000000000000000"), 0) << "no number is too long";
}

TEST(FoldEnum, MakesSpellingsOfOneValueEqual) {
  EXPECT_EQ(fold_enum("Re-Opened"), fold_enum("REOPENED"));
  EXPECT_EQ(fold_enum("Ready for Re-enrollment"), fold_enum("ready_for_re_enrollment"));
  EXPECT_NE(fold_enum("Enrolled"), fold_enum("De-enrolled"));
}

TEST(NearestName, ForgivesAFewWrongLetters) {
  const std::vector<std::string> names = {"qid", "severity", "status", "asset.ownership"};
  EXPECT_EQ(nearest_name("servrity", names), "severity");
  EXPECT_EQ(nearest_name("Sevreity", names), "severity") << "two letters swapped are one mistake";
  EXPECT_EQ(nearest_name("ownrship", names), "asset.ownership") << "the prefix may be left out";
  EXPECT_EQ(nearest_name("colour", names), "");
  EXPECT_EQ(nearest_name(std::string(5000, 's'), names), "");
}

}  // namespace
}  // namespace sluice
