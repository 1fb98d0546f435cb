#include "query/group.h"

#include <gtest/gtest.h>

#include <map>
#include <set>

#include "unit/query/sample_store.h"

namespace sluice {
namespace {

std::vector<RowId> all_rows(const Table& table) {
  std::vector<RowId> rows;
  for (RowId row = 0; row < table.row_end(); ++row) rows.push_back(row);
  return rows;
}

std::vector<GroupRow> group_rows(const Table& table, const std::vector<RowId>& rows, std::vector<ColumnId> by,
                                 std::optional<ColumnId> distinct, size_t fuel = 1000) {
  GroupCount count(table, rows, std::move(by), distinct);
  while (count.work(Fuel{fuel}) == Work::kMore) {
  }
  std::vector<GroupRow> groups;
  for (size_t i = 0; i < count.size(); ++i) groups.push_back(count.row(i));
  return groups;
}

// "iOS/5 x2 (1)": the values, how many rows, how many distinct.
std::vector<std::string> told(const std::vector<GroupRow>& groups) {
  std::vector<std::string> lines;
  for (const GroupRow& group : groups) {
    std::string line;
    for (const Cell& cell : group.values) line += (line.empty() ? "" : "/") + (cell.missing() ? "-" : cell_text(cell));
    lines.push_back(line + " x" + std::to_string(group.count) + " (" + std::to_string(group.distinct) + ")");
  }
  return lines;
}

using Lines = std::vector<std::string>;

TEST(GroupRows, CountsLargestFirstAndTiesByTheirValues) {
  SampleStore s;
  fill_small(s);
  const Table& table = s.detections();
  EXPECT_EQ(told(group_rows(table, all_rows(table), {*table.find_column("status")}, std::nullopt)),
            (Lines{"Active x2 (0)", "New x1 (0)", "Fixed x1 (0)", "Reopened x1 (0)", "- x1 (0)"}))
      << "documented order among equals, missing last";
}

TEST(GroupRows, CombinesColumnsAndCountsDistinctOnes) {
  SampleStore s;
  fill_small(s);
  const Table& table = s.detections();
  EXPECT_EQ(told(group_rows(table, all_rows(table), {*table.find_column("type")}, *table.find_column("asset_id"))),
            (Lines{"Confirmed x3 (3)", "Potential x2 (2)", "Information x1 (1)"}));
  EXPECT_EQ(told(group_rows(table, all_rows(table), {*table.find_column("asset.os"), *table.find_column("severity")},
                            *table.find_column("status"))),
            (Lines{"Android/4 x1 (1)", "Android/- x1 (0)", "iOS/3 x1 (1)", "iOS/5 x1 (1)", "iPadOS/2 x1 (1)",
                   "iPadOS/5 x1 (1)"}))
      << "a missing cell is no value to be counted";
}

TEST(GroupRows, LooksOnlyAtTheRowsItIsGiven) {
  SampleStore s;
  fill_small(s);
  EXPECT_EQ(told(group_rows(s.detections(), {0, 2}, {2}, 0)), (Lines{"Confirmed x2 (2)"}));
  EXPECT_EQ(told(group_rows(s.detections(), {}, {2}, 0)), Lines{});
}

TEST(GroupRows, WithoutColumnsAllRowsAreOneGroup) {
  SampleStore s;
  fill_small(s);
  EXPECT_EQ(told(group_rows(s.detections(), all_rows(s.detections()), {}, 0)), (Lines{" x6 (3)"}));
}

TEST(GroupRows, AgreesWithCountingByText) {
  for (uint64_t seed = 0; seed < 30; ++seed) {
    Random random(seed);
    SampleStore s;
    add_random_page(s, random, 80, 1000);
    s.store.commit();
    const Table& table = s.detections();
    const ColumnId by = static_cast<ColumnId>(random.below(table.column_count()));
    std::map<std::string, std::pair<uint64_t, std::set<std::string>>> expected;
    for (const RowId row : all_rows(table)) {
      auto& [count, severities] = expected[cell_text(table.cell(row, by))];
      ++count;
      if (!table.cell(row, 3).missing()) severities.insert(cell_text(table.cell(row, 3)));
    }
    const auto groups = group_rows(table, all_rows(table), {by}, ColumnId{3});
    const size_t fuel = static_cast<size_t>(1 + random.below(20));
    ASSERT_EQ(told(group_rows(table, all_rows(table), {by}, ColumnId{3}, fuel)), told(groups)) << "whatever the fuel";
    ASSERT_EQ(groups.size(), expected.size());
    for (const GroupRow& group : groups) {
      const auto& [count, severities] = expected[cell_text(group.values[0])];
      ASSERT_EQ(group.count, count);
      ASSERT_EQ(group.distinct, severities.size());
    }
  }
}

TEST(GroupRows, NoStepIsLongerThanItsFuel) {
  Table table("t", {{"name", ColumnType::kText, {}}});
  for (int i = 0; i < 5000; ++i) {
    table.append_row(i);
    table.set_text(0, "name " + std::to_string(i * 7 % 5000));
  }
  table.commit();
  const std::vector<RowId> rows = all_rows(table);
  GroupCount count(table, rows, {0}, ColumnId{0});
  int steps = 0;
  while (count.work(Fuel{100}) == Work::kMore) ++steps;
  EXPECT_GT(steps, 5000 / 100 * 2) << "counting and sorting";
  ASSERT_EQ(count.size(), 5000u);
  EXPECT_EQ(cell_text(count.row(0).values[0]), "name 0");
  EXPECT_EQ(cell_text(count.row(4999).values[0]), "name 999");
}

TEST(GroupRows, BeginsAnewWhenAColumnWidensMeanwhile) {
  Table table("t", {{"n", ColumnType::kInt, {}}});
  for (int i = 0; i < 1000; ++i) {
    table.append_row(i);
    table.set_number(0, i % 3);
  }
  table.commit();
  const std::vector<RowId> rows = all_rows(table);
  GroupCount count(table, rows, {0}, std::nullopt);
  ASSERT_EQ(count.work(Fuel{500}), Work::kMore);
  table.append_row(1000);
  table.set_text(0, "x");
  table.widen(0, ColumnType::kText);
  table.commit();
  while (count.work(Fuel{100}) == Work::kMore) {
  }
  ASSERT_EQ(count.size(), 3u);
  EXPECT_EQ(count.row(0).count, 334u);
  EXPECT_EQ(count.row(2).count, 333u);
}

}  // namespace
}  // namespace sluice
