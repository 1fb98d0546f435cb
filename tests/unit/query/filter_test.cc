#include "query/filter.h"

#include <gtest/gtest.h>

#include "unit/query/sample_store.h"

namespace sluice {
namespace {

using Terms = std::vector<std::string>;

class FilterTest : public ::testing::Test {
 protected:
  FilterTest() { fill_small(s); }

  Filter parsed(std::string_view text) {
    Filter filter;
    const auto problem = Filter::parse(text, s.detections(), WallTime{}, filter);
    EXPECT_FALSE(problem) << text << ": " << problem->message;
    return filter;
  }

  SampleStore s;
};

TEST_F(FilterTest, ANewFilterMatchesAll) {
  EXPECT_TRUE(Filter().matches_all());
  EXPECT_TRUE(Filter().matches(s.detections(), 0));
  EXPECT_EQ(Filter().terms(), Terms{});
}

TEST_F(FilterTest, OnlyAnEmptyFilterMatchesAllWithoutLooking) {
  EXPECT_TRUE(parsed("  ").matches_all());
  EXPECT_FALSE(parsed("severity>=0").matches_all());
}

TEST_F(FilterTest, AFilterThatDoesNotParseLeavesTheOldOne) {
  Filter filter = parsed("severity:5");
  EXPECT_TRUE(Filter::parse("severity:", s.detections(), WallTime{}, filter));
  EXPECT_TRUE(filter.matches(s.detections(), 0));
  EXPECT_FALSE(filter.matches(s.detections(), 1));
}

TEST_F(FilterTest, AFilterMovesWithItsTerms) {
  Filter first = parsed("severity:5");
  const Filter second = std::move(first);
  EXPECT_FALSE(second.matches_all());
  EXPECT_FALSE(second.matches(s.detections(), 1));
}

TEST_F(FilterTest, TheTopLevelTermsAreGivenAsTheyWereWritten) {
  EXPECT_EQ(parsed("severity >= 4 and status:Active").terms(), (Terms{"severity >= 4", "status:Active"}));
  EXPECT_EQ(parsed(" a  \"b c\" not d ").terms(), (Terms{"a", "\"b c\"", "not d"}));
  EXPECT_EQ(parsed("(a or b) c is_null").terms(), (Terms{"(a or b)", "c", "is_null"}));
  EXPECT_EQ(parsed("a or b c").terms(), Terms{"a or b c"}) << "one term, since or is at the top";
  EXPECT_EQ(parsed("(a and b)").terms(), (Terms{"a", "b"}));
  EXPECT_EQ(parsed("not (a and b)").terms(), Terms{"not (a and b)"});
  EXPECT_EQ(parsed("severity is not null os:[a, b]").terms(), (Terms{"severity is not null", "os:[a, b]"}));
}

TEST_F(FilterTest, EachTermIsAFilterOfItsOwn) {
  const Filter whole = parsed("(severity:5 or severity:4) os:iOS (status:Active)");
  std::vector<Filter> parts;
  for (const std::string& term : whole.terms()) parts.push_back(parsed(term));
  ASSERT_EQ(parts.size(), 3u);
  for (RowId row = 0; row < s.detections().row_end(); ++row) {
    bool all = true;
    for (const Filter& part : parts) all = all && part.matches(s.detections(), row);
    EXPECT_EQ(whole.matches(s.detections(), row), all);
  }
}

TEST_F(FilterTest, AnExactTermFindsTheCellThatItWasMadeOf) {
  SampleStore odd;
  odd.add(SampleAsset{1, "iOS", "14.5", "Enrolled", "Corporate - Owned", "2026-01-31 08:00:00", "true", "7.5"});
  odd.add(SampleDetection{101, "Confirmed", 5, "Active", "`a\\` \"b\"\n[c] and (d)", "2026-01-30 23:59:59"});
  odd.add(SampleAsset{2, "", "", "", "", "", "", ""});
  odd.add(SampleDetection{102, "Potential", 0, "", "", ""});
  odd.store.commit();
  const Table& table = odd.detections();
  for (ColumnId column = 0; column < table.column_count(); ++column) {
    for (RowId row = 0; row < 2; ++row) {
      const std::string term = exact_term(table.column(column).name, cell_text(table.cell(row, column)));
      Filter filter;
      const auto problem = Filter::parse(term, table, WallTime{}, filter);
      ASSERT_FALSE(problem) << term << ": " << problem->message;
      EXPECT_TRUE(filter.matches(table, row)) << term;
      EXPECT_FALSE(filter.matches(table, 1 - row)) << term;
    }
  }
}

}  // namespace
}  // namespace sluice
