#include "query/filter_value.h"

#include <gtest/gtest.h>

#include <limits>

#include "unit/query/sample_store.h"

namespace sluice {
namespace {

class FilterValues : public ::testing::Test {
 protected:
  FilterValues() { fill_small(s); }

  // The assets (by id) or detections (by QID) that the filter keeps, or the error as "offset: message".
  std::string assets(std::string_view filter) const { return kept(s.assets(), 0, filter); }
  std::string detections(std::string_view filter) const { return kept(s.detections(), 1, filter); }

  std::string kept(const Table& table, ColumnId name, std::string_view filter_text) const {
    Filter filter;
    if (const auto problem = Filter::parse(filter_text, table, now, filter)) {
      return std::to_string(problem->offset) + ": " + problem->message;
    }
    std::string names;
    for (RowId row = 0; row < table.row_end(); ++row) {
      if (!filter.matches(table, row)) continue;
      names += (names.empty() ? "" : " ") + cell_text(table.cell(row, name));
    }
    return names;
  }

  SampleStore s;
  WallTime now = *parse_datetime("2026-02-01T00:00:00Z");
};

// ── text ──

TEST_F(FilterValues, AWordIsPartOfATextWithoutCase) {
  EXPECT_EQ(assets("os:ios"), "10");
  EXPECT_EQ(assets("os:pad"), "30");
  EXPECT_EQ(assets("os:OS"), "10 30");
}

TEST_F(FilterValues, APhraseIsBeginningsOfWordsOfAText) {
  EXPECT_EQ(detections("results:\"installed vers\""), "101");
  EXPECT_EQ(detections("results:\"talled\""), "") << "no word begins so";
  EXPECT_EQ(detections("results:\"passcode reset\""), "301");
  EXPECT_EQ(detections("results:\"CVE-2021\""), "201");
  EXPECT_EQ(detections("results:\"1048\""), "") << "an id with dashes is one word";
  EXPECT_EQ(detections("results:\"?\""), "302") << "a phrase without words is looked for as it is";
}

TEST_F(FilterValues, BackticksMeanTheWholeTextExactly) {
  EXPECT_EQ(assets("os:`iOS`"), "10");
  EXPECT_EQ(assets("os:`ios`"), "");
  EXPECT_EQ(assets("ownership:`Corporate`"), "");
}

TEST_F(FilterValues, EqualMeansTheWholeTextWithoutCase) {
  EXPECT_EQ(assets("os=ios"), "10");
  EXPECT_EQ(assets("os=\"IPADOS\""), "30");
  EXPECT_EQ(assets("os=pad"), "");
  EXPECT_EQ(assets("os!=ios"), "20 30");
}

TEST_F(FilterValues, VersionsAreComparedByTheirNumbers) {
  EXPECT_EQ(assets("os_version>=14.5"), "10 30");
  EXPECT_EQ(assets("os_version>14.5"), "30") << "14.10 comes after 14.5";
  EXPECT_EQ(assets("os_version<14"), "20");
  EXPECT_EQ(assets("os_version:[9 ... 14.5]"), "10 20");
}

// ── enums ──

TEST_F(FilterValues, AnEnumsValueIsWholeAndWithoutCaseAndDashes) {
  EXPECT_EQ(assets("asset_status:enrolled"), "10") << "not De-enrolled";
  EXPECT_EQ(assets("asset_status:DEENROLLED"), "20");
  EXPECT_EQ(detections("status:Re-Opened"), "301");
  EXPECT_EQ(detections("status:`Reopened`"), "301");
  EXPECT_EQ(assets("asset_status:`ready for re-enrollment`"), "30");
}

TEST_F(FilterValues, AQuotedEnumValueMayBeShortened) {
  EXPECT_EQ(assets("asset_status:\"ready\""), "30");
  EXPECT_EQ(detections("status:\"Re-Opened\""), "301");
  EXPECT_EQ(detections("status:\"re\""), "301");
}

TEST_F(FilterValues, AnEnumHasNoOrder) {
  EXPECT_EQ(detections("status>New"),
            "7: status has no order: ask for its values by name, with \":\" or \"!=\". They are New, Active, Fixed, "
            "Reopened.");
  EXPECT_EQ(detections("status:[New ... Fixed]"),
            "8: status has no order: ask for its values by name, with \":\" or \"!=\". They are New, Active, Fixed, "
            "Reopened.");
}

// ── numbers ──

TEST_F(FilterValues, ANumberMayStandInQuotes) {
  EXPECT_EQ(detections("severity:\"5\""), "101 302");
  EXPECT_EQ(detections("severity:`5`"), "101 302");
}

TEST_F(FilterValues, ANumberMustBeOne) {
  EXPECT_EQ(detections("severity>=x"),
            "10: severity is a number; \"x\" is not one. Write severity>=4, severity:3-5 or severity:[4, 5].");
  EXPECT_EQ(detections("severity:4,5"),
            "9: severity is a number; \"4,5\" is not one. Write severity>=4, severity:3-5 or severity:[4, 5].");
  EXPECT_EQ(detections("severity:3-").substr(0, 2), "9:");
  EXPECT_EQ(detections("severity:99999999999999999999").substr(0, 2), "9:") << "past 64 bits";
  EXPECT_EQ(detections("severity:[4, x]").substr(0, 3), "13:") << "the wrong value of a list is pointed at";
}

TEST_F(FilterValues, ARangeMustNotRunBackwards) {
  EXPECT_EQ(detections("severity:5-3"), "9: This range is empty: its first value is above its last.");
  EXPECT_EQ(detections("severity:[5 ... 3]"), "10: This range is empty: its first value is above its last.");
  EXPECT_EQ(detections("os_version:[10 ... 9]"), "12: This range is empty: its first value is above its last.");
  EXPECT_EQ(assets("risk:[10 ... 7.5]"), "6: This range is empty: its first value is above its last.");
}

TEST_F(FilterValues, OverlappingRangesOfAListAreOne) {
  EXPECT_EQ(detections("severity:[4 ... 5, 1 ... 2, 2 ... 4]"), "101 102 201 301 302");
  EXPECT_EQ(detections("severity:[5, 5, 2]"), "101 301 302");
}

TEST_F(FilterValues, TheEndsOfTheScaleDoNotOverflow) {
  Table table("t", {{"n", ColumnType::kInt, {}}});
  for (const int64_t n :
       {std::numeric_limits<int64_t>::min(), int64_t{-5}, int64_t{0}, std::numeric_limits<int64_t>::max()}) {
    table.append_row(0);
    table.set_number(0, n);
  }
  table.commit();
  EXPECT_EQ(kept(table, 0, "n>9223372036854775807"), "");
  EXPECT_EQ(kept(table, 0, "n<-9223372036854775808"), "");
  EXPECT_EQ(kept(table, 0, "n>=9223372036854775807"), "9223372036854775807");
  EXPECT_EQ(kept(table, 0, "n<=-9223372036854775808"), "-9223372036854775808");
  EXPECT_EQ(kept(table, 0, "n!=9223372036854775807"), "-9223372036854775808 -5 0");
  EXPECT_EQ(kept(table, 0, "n:-5-0"), "-5 0") << "a dash before the first digit is a sign";
  EXPECT_EQ(kept(table, 0, "n:-6--1"), "-5");
}

TEST_F(FilterValues, TextThatDidNotFitANumbersColumnIsFoundByWordsAndIsNotMissing) {
  Table table("t", {{"n", ColumnType::kInt, {}}, {"name", ColumnType::kText, {}}});
  table.append_row(0);
  table.set_text(0, "many");
  table.set_text(1, "odd");
  table.commit();
  EXPECT_EQ(kept(table, 1, "many"), "odd");
  EXPECT_EQ(kept(table, 1, "n is not null"), "odd");
  EXPECT_EQ(kept(table, 1, "n>=0 or n<0"), "");
}

// ── numbers with a fraction ──

TEST_F(FilterValues, RealsAreComparedAsNumbers) {
  EXPECT_EQ(assets("risk:10"), "20");
  EXPECT_EQ(assets("risk:10.0"), "20") << "however it is spelled";
  EXPECT_EQ(assets("risk>=7.5"), "10 20");
  EXPECT_EQ(assets("risk>7.5"), "20");
  EXPECT_EQ(assets("risk<10"), "10");
  EXPECT_EQ(assets("risk<=7.5"), "10");
  EXPECT_EQ(assets("risk:7-9.5"), "10");
  EXPECT_EQ(assets("risk:[0, 9 ... 10]"), "20");
  EXPECT_EQ(assets("risk:high"), "5: risk is a number; \"high\" is not one. Write risk>=4, risk:3-5 or risk:[4, 5].");
}

// ── true and false ──

TEST_F(FilterValues, BooleansByAnyUsualName) {
  EXPECT_EQ(assets("encrypted:true"), "10");
  EXPECT_EQ(assets("encrypted:YES"), "10");
  EXPECT_EQ(assets("encrypted=1"), "10");
  EXPECT_EQ(assets("encrypted:false"), "20");
  EXPECT_EQ(assets("encrypted!=true"), "20 30") << "30 does not say";
  EXPECT_EQ(assets("encrypted:maybe"), "10: encrypted is true or false; \"maybe\" is neither.");
  EXPECT_EQ(assets("encrypted>false"), "10: encrypted has no order: ask for its values by name, with \":\" or \"!=\".");
}

// ── dates ──

TEST_F(FilterValues, ADateWithoutATimeIsThatWholeDay) {
  EXPECT_EQ(detections("found:2026-01-31"), "102 201");
  EXPECT_EQ(detections("found=2026-01-31"), "102 201");
  EXPECT_EQ(detections("found!=2026-01-31"), "101 202 301 302");
  EXPECT_EQ(detections("found>2026-01-31"), "301") << "after the day";
  EXPECT_EQ(detections("found>=2026-01-31"), "102 201 301");
  EXPECT_EQ(detections("found<2026-01-31"), "101 302");
  EXPECT_EQ(detections("found<=2026-01-31"), "101 102 201 302") << "until the day's last second";
}

TEST_F(FilterValues, ADateWithATimeIsThatSecond) {
  EXPECT_EQ(detections("found:2026-01-31T23:59:59Z"), "201");
  EXPECT_EQ(detections("found:\"2026-01-31 23:59:59\""), "201");
  EXPECT_EQ(detections("found>2026-01-31T23:59:59Z"), "301");
  EXPECT_EQ(detections("found>=2026-01-31T23:59:59Z"), "201 301");
}

TEST_F(FilterValues, AFractionOfASecondLiesBetweenTwoCells) {
  EXPECT_EQ(detections("found:2026-01-31T23:59:59.500Z"), "");
  EXPECT_EQ(detections("found>2026-01-31T23:59:59.500Z"), "301");
  EXPECT_EQ(detections("found>=2026-01-31T23:59:59.500Z"), "301");
  EXPECT_EQ(detections("found<2026-01-31T23:59:59.500Z"), "101 102 201 302");
  EXPECT_EQ(detections("found<=2026-01-31T23:59:59.500Z"), "101 102 201 302");
}

TEST_F(FilterValues, ARangeOfDatesHasBothItsDays) {
  EXPECT_EQ(detections("found:[2026-01-30 ... 2026-01-31]"), "101 102 201");
  EXPECT_EQ(detections("found:[2026-01-15, 2026-02-01]"), "301 302");
  EXPECT_EQ(detections("found:[2026-01-31 ... 2026-01-30]"),
            "7: This range is empty: its first value is above its last.");
}

TEST_F(FilterValues, DatesCountFromNow) {
  EXPECT_EQ(detections("found>=now"), "301");
  EXPECT_EQ(detections("found:now"), "301") << "that very second";
  EXPECT_EQ(detections("found>=now-1s"), "201 301");
  EXPECT_EQ(detections("found<now-15m"), "101 102 302");
  EXPECT_EQ(detections("found>=now-24h"), "102 201 301");
  EXPECT_EQ(detections("found>=NOW-2D"), "101 102 201 301");
  EXPECT_EQ(detections("found>=now-2w"), "101 102 201 301");
  EXPECT_EQ(detections("found<now+1d"), "101 102 201 301 302");
  EXPECT_EQ(detections("found:[now-24h ... now]"), "102 201 301");
}

TEST_F(FilterValues, ADateMustBeOne) {
  const std::string advice =
      " is not one. Write 2026-01-31, 2026-01-31T12:00:00Z, now, now-90d, now-24h, now-15m or now-2w.";
  for (const char* wrong : {"yesterday", "2026-02-30", "2026-1-1", "now-", "now-3x", "now-d", "now--3d", "now-9999999d",
                            "nowadays", "2026-01-31T25:00:00Z"}) {
    EXPECT_EQ(detections("found>=" + std::string(wrong)),
              "7: found is a date; \"" + std::string(wrong) + "\"" + advice);
  }
}

}  // namespace
}  // namespace sluice
