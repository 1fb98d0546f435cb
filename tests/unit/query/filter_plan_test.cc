#include "query/filter_plan.h"

#include <gtest/gtest.h>

#include "base/number.h"
#include "query/filter.h"
#include "unit/query/sample_store.h"

namespace sluice {
namespace {

// ── a filter by the plainest means: a tree, walked for each row, without caches or jumps ──

struct NaiveFilter {
  enum class Kind { kWord, kText, kEnum, kNumber, kMissing, kNot, kAnd, kOr };
  Kind kind = Kind::kWord;
  std::string column;
  std::string value;
  int low = 0;
  int high = 0;
  std::vector<NaiveFilter> parts;

  bool keeps(const Table& table, RowId row) const {
    switch (kind) {
      case Kind::kWord:
        return any_cell(table, row);
      case Kind::kText:
        return holds_text(cell(table, row));
      case Kind::kEnum:
        return equals_ignoring_case(cell_text(cell(table, row)), value);
      case Kind::kNumber: {
        const Cell number = cell(table, row);
        return number.kind == Cell::Kind::kNumber && number.number >= low && number.number <= high;
      }
      case Kind::kMissing:
        return cell(table, row).missing();
      case Kind::kNot:
        return !parts[0].keeps(table, row);
      case Kind::kAnd:
        return parts[0].keeps(table, row) && parts[1].keeps(table, row);
      case Kind::kOr:
        return parts[0].keeps(table, row) || parts[1].keeps(table, row);
    }
    return false;
  }

  std::string text(Random& random) const {
    switch (kind) {
      case Kind::kWord:
        return value;
      case Kind::kText:
        return column + ":" + value;
      case Kind::kEnum:
        return column + (random.chance(0.5) ? "=" : ":") + to_upper(value);
      case Kind::kNumber:
        return number_text(random);
      case Kind::kMissing:
        return column + " is null";
      case Kind::kNot:
        return "not (" + parts[0].text(random) + ")";
      case Kind::kAnd:
        return "(" + parts[0].text(random) + ")" + (random.chance(0.5) ? " and " : "") + "(" + parts[1].text(random) +
               ")";
      case Kind::kOr:
        return "(" + parts[0].text(random) + ") OR (" + parts[1].text(random) + ")";
    }
    return "";
  }

 private:
  Cell cell(const Table& table, RowId row) const { return table.cell(row, *table.find_column(column)); }
  bool holds_text(const Cell& cell) const {
    return cell.kind == Cell::Kind::kText && find_ignoring_case(cell.text, value) != std::string_view::npos;
  }
  bool any_cell(const Table& table, RowId row) const {
    for (ColumnId id = 0; id < table.column_count(); ++id) {
      const Cell found = table.cell(row, id);
      if (holds_text(found)) return true;
      if (found.type == ColumnType::kInt && !found.missing() && cell_text(found) == value) return true;
    }
    return false;
  }
  std::string number_text(Random& random) const {
    const std::string from = std::to_string(low);
    const std::string to = std::to_string(high);
    switch (random.below(4)) {
      case 0:
        return column + ":" + from + "-" + to;
      case 1:
        return column + ":[" + from + " ... " + to + "]";
      case 2:
        return column + ">=" + from + " " + column + "<=" + to;
      default:
        return "(" + column + ">" + std::to_string(low - 1) + " and not " + column + ">" + to + ")";
    }
  }
};

NaiveFilter random_term(Random& random) {
  using Kind = NaiveFilter::Kind;
  static constexpr const char* kWords[] = {"ios", "passcode", "version", "105", "3", "#1", "zzz", "re"};
  static constexpr const char* kTexts[] = {"results", "asset.os", "asset.ownership", "asset.os_version"};
  static constexpr const char* kValues[] = {"i", "os", "14", "installed", "99", "-"};
  static constexpr const char* kStates[] = {"New", "Active", "Fixed", "Reopened", "Closed", "Nothing"};
  NaiveFilter term;
  term.kind = static_cast<Kind>(random.below(5));
  switch (term.kind) {
    case Kind::kWord:
      term.value = kWords[random.below(std::size(kWords))];
      break;
    case Kind::kText:
      term.column = kTexts[random.below(std::size(kTexts))];
      term.value = kValues[random.below(std::size(kValues))];
      break;
    case Kind::kEnum:
      term.column = "status";
      term.value = kStates[random.below(std::size(kStates))];
      break;
    case Kind::kNumber:
      term.column = random.chance(0.5) ? "severity" : "qid";
      term.low = static_cast<int>(random.below(6)) + (term.column == "qid" ? 100 : 0);
      term.high = term.low + static_cast<int>(random.below(4));
      break;
    default:
      term.column = random.chance(0.5) ? "status" : "asset.ownership";
      break;
  }
  return term;
}

NaiveFilter random_filter(Random& random, int depth) {
  if (depth == 0 || random.chance(0.3)) return random_term(random);
  NaiveFilter filter;
  filter.kind = static_cast<NaiveFilter::Kind>(static_cast<int>(NaiveFilter::Kind::kNot) + random.below(3));
  filter.parts.push_back(random_filter(random, depth - 1));
  if (filter.kind != NaiveFilter::Kind::kNot) filter.parts.push_back(random_filter(random, depth - 1));
  return filter;
}

TEST(FilterPlan, KeepsTheSameRowsAsTheNaiveFilter) {
  for (uint64_t seed = 0; seed < 300; ++seed) {
    Random random(seed);
    SampleStore s;
    add_random_page(s, random, 30, 1000);
    s.store.commit();
    const NaiveFilter naive = random_filter(random, 5);
    const std::string text = naive.text(random);
    Filter filter;
    const auto problem = Filter::parse(text, s.detections(), WallTime{}, filter);
    ASSERT_FALSE(problem) << seed << ": " << text << ": " << problem->message;
    for (int again = 0; again < 2; ++again) {  // the second time from memory
      for (RowId row = 0; row < s.detections().row_end(); ++row) {
        ASSERT_EQ(filter.matches(s.detections(), row), naive.keeps(s.detections(), row)) << seed << ": " << text;
      }
    }
  }
}

TEST(FilterPlan, RepeatedTextsAreReadOnce) {
  SampleStore s;
  for (int i = 0; i < 100; ++i) {
    s.add(SampleAsset{i, "Android", "9", "Enrolled", "", "", "", ""});
    s.add(SampleDetection{1, "Confirmed", 5, "New", "the same text in every row", ""});
  }
  s.store.commit();
  Filter filter;
  ASSERT_FALSE(Filter::parse("results:row", s.detections(), WallTime{}, filter));
  size_t text_bytes = 0;
  for (RowId row = 0; row < 100; ++row) ASSERT_TRUE(filter.matches(s.detections(), row, text_bytes));
  EXPECT_EQ(text_bytes, std::string_view("the same text in every row").size());
}

TEST(FilterPlan, AnswersAboutTextsOfARolledBackPageDoNotLinger) {
  Table table("t", {{"name", ColumnType::kText, {}}});
  Filter filter;
  ASSERT_FALSE(Filter::parse("name:right", table, WallTime{}, filter));
  table.append_row(1);
  table.set_text(0, "wrong");
  table.rollback();
  table.append_row(1);
  table.set_text(0, "right");  // gets the text id that "wrong" had
  table.commit();
  EXPECT_TRUE(filter.matches(table, 0));
}

TEST(FilterPlan, ABareWordLooksIntoColumnsThatWereDiscoveredLater) {
  SampleStore s;
  fill_small(s);
  Filter filter;
  ASSERT_FALSE(Filter::parse("lilac", s.detections(), WallTime{}, filter));
  EXPECT_FALSE(filter.matches(s.detections(), 0));
  const auto own = s.store.detections().add_column("own_colour", ColumnType::kText);
  const auto parents = s.store.assets().add_column("colour", ColumnType::kText);
  s.add(SampleAsset{40, "iOS", "", "", "", "", "", ""});
  s.store.assets().set_text(*parents, "Lilac");
  s.add(SampleDetection{401, "Confirmed", 1, "New", "", ""});
  s.add(SampleAsset{50, "iOS", "", "", "", "", "", ""});
  s.add(SampleDetection{501, "Confirmed", 1, "New", "", ""});
  s.store.detections().set_text(*own, "lilac");
  s.add(SampleDetection{502, "Confirmed", 1, "New", "", ""});
  s.store.commit();
  EXPECT_TRUE(filter.matches(s.detections(), 6)) << "in the asset";
  EXPECT_TRUE(filter.matches(s.detections(), 7)) << "in the detection";
  EXPECT_FALSE(filter.matches(s.detections(), 8)) << "only its neighbour has it";
}

TEST(FilterPlan, EqualTextIdsOfTheTwoPoolsAreNotConfused) {
  SampleStore s;
  s.add(SampleAsset{1, "alpha", "", "", "", "", "", ""});  // the first text of the assets' pool
  s.add(SampleDetection{1, "Confirmed", 0, "", "", ""});   // the first text of the detections' pool
  s.store.commit();
  Filter filter;
  ASSERT_FALSE(Filter::parse("confirmed alpha not beta", s.detections(), WallTime{}, filter));
  EXPECT_TRUE(filter.matches(s.detections(), 0));
  ASSERT_FALSE(Filter::parse("asset.os:confirmed", s.detections(), WallTime{}, filter));
  EXPECT_FALSE(filter.matches(s.detections(), 0));
}

TEST(FilterPlan, TermsPastTheirShareOfMemoryStillAnswer) {
  SampleStore s;
  Random random(3);
  add_random_page(s, random, 2000, 100000);
  s.store.commit();
  std::string many = "zzz0";
  for (int i = 0; i < 6000; ++i) many += " or zzz" + std::to_string(i % 10);
  Filter filter;
  ASSERT_FALSE(Filter::parse("(" + many + ") or results:\"#77\"", s.detections(), WallTime{}, filter));
  for (RowId row = s.detections().row_end() - 50; row < s.detections().row_end(); ++row) {
    const bool expected = words_begin_in({"77"}, s.detections().cell(row, 5).text);
    ASSERT_EQ(filter.matches(s.detections(), row), expected);
  }
}

}  // namespace
}  // namespace sluice
