#include "query/filter_parser.h"

#include <gtest/gtest.h>

#include "query/filter_value.h"
#include "unit/query/sample_store.h"

namespace sluice {
namespace {

class FilterSyntax : public ::testing::Test {
 protected:
  FilterSyntax() { fill_small(s); }

  // The QIDs of the detections that the filter keeps, or the error as "offset: message".
  std::string kept(std::string_view filter_text) const {
    Filter filter;
    if (const auto problem = Filter::parse(filter_text, s.detections(), WallTime{}, filter)) return told(*problem);
    std::string names;
    for (RowId row = 0; row < s.detections().row_end(); ++row) {
      if (!filter.matches(s.detections(), row)) continue;
      names += (names.empty() ? "" : " ") + cell_text(s.detections().cell(row, 1));
    }
    return names;
  }

  static std::string told(const FilterError& problem) {
    return std::to_string(problem.offset) + ": " + problem.message;
  }

  SampleStore s;
};

constexpr const char* kAll = "101 102 201 202 301 302";

TEST_F(FilterSyntax, AnEmptyFilterKeepsAll) {
  EXPECT_EQ(kept(""), kAll);
  EXPECT_EQ(kept(" \t\n"), kAll);
}

TEST_F(FilterSyntax, ABareWordIsPartOfAnyTextOfTheRow) {
  EXPECT_EQ(kept("passcode"), "102 301");
  EXPECT_EQ(kept("ASSCOD"), "102 301");
  EXPECT_EQ(kept("potential"), "102 302");
}

TEST_F(FilterSyntax, ABareWordIsAlsoLookedForInTheAsset) {
  EXPECT_EQ(kept("android"), "201 202");
  EXPECT_EQ(kept("corporate"), "101 102");
}

TEST_F(FilterSyntax, ABareNumberFindsAnIntegerCellThatIsIt) {
  EXPECT_EQ(kept("302"), "302");
  EXPECT_EQ(kept("20"), "201 202") << "the asset's id, and not every number with a 20 in it";
}

TEST_F(FilterSyntax, BareWordsSideBySideMustAllBeFound) {
  EXPECT_EQ(kept("passcode ios"), "102");
  EXPECT_EQ(kept("passcode ipados"), "301");
}

TEST_F(FilterSyntax, ABarePhraseIsFoundAsItIsWritten) {
  EXPECT_EQ(kept("\"is not set\""), "102");
  EXPECT_EQ(kept("\"not is set\""), "");
}

TEST_F(FilterSyntax, ABareBacktickedTextIsAWholeCell) {
  EXPECT_EQ(kept("`iOS`"), "101 102");
  EXPECT_EQ(kept("`ios`"), "");
}

TEST_F(FilterSyntax, AColumnAndAValue) {
  EXPECT_EQ(kept("severity:5"), "101 302");
  EXPECT_EQ(kept("SEVERITY : 5"), "101 302") << "blanks and case do not matter";
  EXPECT_EQ(kept("asset.os:android"), "201 202");
  EXPECT_EQ(kept("os:android"), "201 202") << "the asset's column without its prefix";
}

TEST_F(FilterSyntax, EveryComparisonInEverySpelling) {
  EXPECT_EQ(kept("severity=4"), "201");
  EXPECT_EQ(kept("severity==4"), "201");
  EXPECT_EQ(kept("severity!=5"), "102 201 202 301");
  EXPECT_EQ(kept("severity>4"), "101 302");
  EXPECT_EQ(kept("severity>=4"), "101 201 302");
  EXPECT_EQ(kept("severity<3"), "301");
  EXPECT_EQ(kept("severity<=3"), "102 301");
  EXPECT_EQ(kept("severity >= 4"), "101 201 302");
  EXPECT_EQ(kept("severity:>=4"), "101 201 302");
  EXPECT_EQ(kept("severity: >= 4"), "101 201 302");
  EXPECT_EQ(kept("severity:!=5"), "102 201 202 301");
}

TEST_F(FilterSyntax, UnequalKeepsExactlyWhatEqualLeavesOut) {
  EXPECT_EQ(kept("status=Active"), "101 302");
  EXPECT_EQ(kept("status!=Active"), "102 201 202 301") << "202 has no status";
}

TEST_F(FilterSyntax, AListIsAnyOfItsValues) {
  EXPECT_EQ(kept("severity:[2, 3]"), "102 301");
  EXPECT_EQ(kept("severity:[2,3 , 4]"), "102 201 301");
  EXPECT_EQ(kept("severity=[5]"), "101 302");
  EXPECT_EQ(kept("severity!=[2, 3]"), "101 201 202 302");
  EXPECT_EQ(kept("asset_status:[Ready for Re-enrollment, `De-enrolled`]"), "201 202 301 302")
      << "blanks belong to a value in a list";
  EXPECT_EQ(kept("results:[\"passc\", jailbreak]"), "102 301 302");
}

TEST_F(FilterSyntax, ARangeHasBothItsEnds) {
  EXPECT_EQ(kept("severity:[3 ... 5]"), "101 102 201 302");
  EXPECT_EQ(kept("severity:[3...4]"), "102 201");
  EXPECT_EQ(kept("severity:3-5"), "101 102 201 302");
  EXPECT_EQ(kept("severity:[2, 4 ... 5]"), "101 201 301 302") << "a range may stand in a list";
}

TEST_F(FilterSyntax, MissingAndPresent) {
  EXPECT_EQ(kept("severity is null"), "202");
  EXPECT_EQ(kept("severity IS NOT NULL"), "101 102 201 301 302");
  EXPECT_EQ(kept("asset.ownership is null"), "301 302");
  EXPECT_EQ(kept("not severity is null and passcode"), "102 301");
}

TEST_F(FilterSyntax, AndOrNotInEitherCase) {
  EXPECT_EQ(kept("severity:5 and os:iOS"), "101");
  EXPECT_EQ(kept("severity:5 AND os:iOS"), "101");
  EXPECT_EQ(kept("severity:2 or severity:3"), "102 301");
  EXPECT_EQ(kept("severity:2 OR severity:3"), "102 301");
  EXPECT_EQ(kept("not severity:5"), "102 201 202 301");
  EXPECT_EQ(kept("NOT severity:5"), "102 201 202 301");
  EXPECT_EQ(kept("not not severity:5"), "101 302");
}

TEST_F(FilterSyntax, NotBindsBeforeAndAndAndBeforeOr) {
  EXPECT_EQ(kept("severity:2 or severity:5 and os:iOS"), "101 301");
  EXPECT_EQ(kept("severity:5 and os:iOS or severity:2"), "101 301");
  EXPECT_EQ(kept("not severity:5 and os:iOS"), "102");
  EXPECT_EQ(kept("not severity:5 or os:iOS"), "101 102 201 202 301");
  EXPECT_EQ(kept("severity:2 or severity:5 os:iOS"), "101 301") << "standing side by side binds like and";
}

TEST_F(FilterSyntax, ParenthesesGroup) {
  EXPECT_EQ(kept("(severity:2 or severity:5) and os:iOS"), "101");
  EXPECT_EQ(kept("not (severity:5 or severity:2)"), "102 201 202");
  EXPECT_EQ(kept("((severity:5)) (os:ios)"), "101");
  EXPECT_EQ(kept("(severity:5)os:ios"), "101") << "no blank is needed after a parenthesis";
}

TEST_F(FilterSyntax, AMarkInsideQuotesIsEscapedWithABackslash) {
  EXPECT_EQ(kept("\"\\\"kernel\\\"\""), "201");
  EXPECT_EQ(kept("results:`CVE-2021-1048 \"kernel\"`"), "201");
  EXPECT_EQ(kept("\"\\\\\""), "") << "an escaped backslash is a backslash";
}

TEST_F(FilterSyntax, KeywordsInsideQuotesAreText) {
  EXPECT_EQ(kept("results:\"not\""), "102");
  EXPECT_EQ(kept("results:\"and\""), "");
}

TEST_F(FilterSyntax, WordsThatOnlyBeginLikeKeywordsAreWords) {
  EXPECT_EQ(kept("android"), "201 202");
  EXPECT_EQ(kept("notable"), "");
  EXPECT_EQ(kept("is"), "102") << "a word of a result";
}

// ── every problem has its message and its place ──

TEST_F(FilterSyntax, AnUnknownColumnIsNamedWithTheNearestOne) {
  EXPECT_EQ(kept("os:iOS and servrity:5"), "11: There is no column \"servrity\". Did you mean \"severity\"?");
  EXPECT_EQ(kept("ownrship is null"), "0: There is no column \"ownrship\". Did you mean \"asset.ownership\"?");
}

TEST_F(FilterSyntax, AnUnknownColumnThatMayBeTextSaysHowToLookForIt) {
  EXPECT_EQ(kept("fe80::1"), "0: There is no column \"fe80\". To look for text with \":\" in it, put it in quotes.");
  EXPECT_EQ(kept("this is null"),
            "0: There is no column \"this\". To look for text with \"is null\" in it, put it in quotes.");
}

TEST_F(FilterSyntax, UnclosedMarks) {
  EXPECT_EQ(kept("os:\"iOS"), "3: The quote that opens here is not closed.");
  EXPECT_EQ(kept("abc \""), "4: The quote that opens here is not closed.");
  EXPECT_EQ(kept("os:`iOS\""), "3: The backtick that opens here is not closed.");
  EXPECT_EQ(kept("\"a\\\""), "0: The quote that opens here is not closed.") << "the last quote is escaped";
  EXPECT_EQ(kept("a and (b or (c)"), "6: This \"(\" is not closed.");
  EXPECT_EQ(kept("a ("), "2: This \"(\" is not closed.");
  EXPECT_EQ(kept("severity:[4, 5"), "9: This \"[\" is not closed.");
  EXPECT_EQ(kept("severity:["), "9: This \"[\" is not closed.");
  EXPECT_EQ(kept("severity:[4,"), "9: This \"[\" is not closed.");
}

TEST_F(FilterSyntax, ClosingMarksWithoutAnOpeningOne) {
  EXPECT_EQ(kept("a)"), "1: This \")\" closes nothing.");
  EXPECT_EQ(kept(")"), "0: This \")\" closes nothing.");
  EXPECT_EQ(kept("(a) or b) c"), "8: This \")\" closes nothing.");
}

TEST_F(FilterSyntax, NothingWhereSomethingIsDue) {
  EXPECT_EQ(kept("a ()"), "2: Nothing stands between the parentheses.");
  EXPECT_EQ(kept("and a"), "0: \"and\" needs a term before it.");
  EXPECT_EQ(kept("a and or b"), "6: \"or\" needs a term before it.");
  EXPECT_EQ(kept("a OR"), "2: \"OR\" needs a term after it.");
  EXPECT_EQ(kept("a and "), "2: \"and\" needs a term after it.");
  EXPECT_EQ(kept("(a and) b"), "3: \"and\" needs a term after it.");
  EXPECT_EQ(kept("not"), "0: \"not\" needs a term after it.");
  EXPECT_EQ(kept("severity:"), "9: \"severity:\" needs a value.");
  EXPECT_EQ(kept("(severity >=)"), "12: \"severity >=\" needs a value.");
  EXPECT_EQ(kept("os:and x"), "3: \"os:\" needs a value; to look for the word \"and\", put it in quotes.");
  EXPECT_EQ(kept("\"\""), "0: Nothing stands between the quotes.");
  EXPECT_EQ(kept("os:\" \""), "3: Nothing stands between the quotes. For missing values write asset.os is null.");
  EXPECT_EQ(kept("severity:[]"), "9: The list is empty.");
  EXPECT_EQ(kept("severity:[4,,5]"), "12: A value is missing here.");
  EXPECT_EQ(kept("severity:[4 ... ]"), "16: A value is missing here.");
  EXPECT_EQ(kept("os:[a b `c`]"), "8: A comma or \"]\" must stand here.");
}

TEST_F(FilterSyntax, MarksWithoutAColumn) {
  EXPECT_EQ(kept("a :5"), "0: There is no column \"a\". To look for text with \":\" in it, put it in quotes.");
  EXPECT_EQ(kept(":5"), "0: A column must stand before \":\".");
  EXPECT_EQ(kept("(>=5)"), "1: A column must stand before \">=\".");
  EXPECT_EQ(kept("[4, 5]"), "0: A list needs a column and a colon before it, like severity:[4, 5].");
}

TEST_F(FilterSyntax, ComparisonsThatDoNotExist) {
  EXPECT_EQ(kept("severity><5"), "8: \"><\" is no comparison.");
  EXPECT_EQ(kept("severity>=[4]"), "10: A list cannot be compared; write severity:[…].");
}

TEST_F(FilterSyntax, AFilterThatIsTooLong) {
  EXPECT_EQ(kept(std::string(kFilterBytesMax, 'a')), "");
  EXPECT_EQ(kept(std::string(kFilterBytesMax + 1, 'a')),
            "65536: The filter is 65,537 bytes long; 65,536 are the most.");
}

TEST_F(FilterSyntax, AListThatIsTooLong) {
  std::string list = "qid:[1";
  for (size_t i = 1; i < kFilterListMax; ++i) list += ",1";
  EXPECT_EQ(kept(list + "]"), "");
  EXPECT_EQ(kept(list + ",101]"), std::to_string(list.size() + 1) + ": The list is longer than 10,000 values.");
}

TEST_F(FilterSyntax, AThousandLevelsWorkAndOneMoreIsRefused) {
  const auto nested = [](size_t levels, const std::string& open, const std::string& close) {
    std::string text;
    for (size_t i = 0; i < levels; ++i) text += open;
    text += "severity:5";
    for (size_t i = 0; i < levels; ++i) text += close;
    return text;
  };
  EXPECT_EQ(kept(nested(1000, "(", ")")), "101 302");
  EXPECT_EQ(kept(nested(1001, "(", ")")), "1000: The filter is nested deeper than 1,000 levels.");
  EXPECT_EQ(kept(nested(1000, "not ", "")), "101 302");
  EXPECT_EQ(kept(nested(999, "not ", "")), "102 201 202 301");
  EXPECT_EQ(kept(nested(1001, "not ", "")), "4000: The filter is nested deeper than 1,000 levels.");
  EXPECT_EQ(kept(nested(1000, "qid:101 or (", ")")), "101 302");
  EXPECT_EQ(kept(nested(1000, "os:iOS and (", ")")), "101");
  EXPECT_EQ(kept(nested(500, "not (", ")")), "101 302");
}

TEST_F(FilterSyntax, AChainOfAndsOrOrsHasNoDepth) {
  std::string chain = "qid:101";
  for (int i = 0; i < 5000; ++i) chain += " or qid:1";
  EXPECT_EQ(kept(chain), "101");
  chain = "severity:5";
  for (int i = 0; i < 5000; ++i) chain += " qid>1";
  EXPECT_EQ(kept(chain), "101 302");
}

TEST_F(FilterSyntax, AnyBytesGiveAFilterOrAnErrorInsideTheText) {
  static constexpr std::string_view kPieces[] = {"(",   ")",        "[",    "]",        "\"",        "`", ":",   "=",
                                                 "!",   "<",        ">",    ",",        "...",       " ", "and", "or",
                                                 "not", "is",       "null", "severity", "os",        "5", "-",   "now",
                                                 "\\",  "\xC3\xA9", "\xFF", "found",    "2026-01-31"};
  Random random(11);
  for (int i = 0; i < 20000; ++i) {
    std::string text;
    for (uint64_t n = random.below(12); n > 0; --n) text += kPieces[random.below(std::size(kPieces))];
    Filter filter;
    const auto problem = Filter::parse(text, s.detections(), WallTime{}, filter);
    if (problem) {
      ASSERT_LE(problem->offset, text.size()) << text;
      ASSERT_FALSE(problem->message.empty()) << text;
    } else {
      filter.matches(s.detections(), 0);
    }
  }
}

}  // namespace
}  // namespace sluice
