#include "query/row_sorter.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "unit/query/sample_store.h"

namespace sluice {
namespace {

std::vector<RowId> shuffled_rows(const Table& table, Random& random) {
  std::vector<RowId> rows(table.row_end());
  for (RowId row = 0; row < rows.size(); ++row) rows[row] = row;
  for (size_t i = rows.size(); i > 1; --i) std::swap(rows[i - 1], rows[size_below(random, i)]);
  return rows;
}

std::vector<SortKey> random_keys(const Table& table, Random& random) {
  std::vector<SortKey> keys;
  for (uint64_t n = random.below(4); n > 0; --n) {
    keys.push_back({static_cast<ColumnId>(random.below(table.column_count())), random.chance(0.5)});
  }
  return keys;
}

TEST(RowSorter, MakesTheOrderOfRowOrderWhateverTheFuel) {
  for (uint64_t seed = 0; seed < 150; ++seed) {
    Random random(seed);
    SampleStore s;
    add_random_page(s, random, 60, 40);
    s.store.commit();
    const Table& table = random.chance(0.5) ? s.assets() : s.detections();
    const std::vector<SortKey> keys = random_keys(table, random);
    std::vector<RowId> rows = shuffled_rows(table, random);
    RowSorter sorter(table, keys, rows);
    const size_t units = 1 + size_below(random, 200);
    for (Work work = Work::kMore; work == Work::kMore;) {
      Fuel fuel{units};
      work = sorter.work(fuel);
    }
    const RowOrder order(table, keys);
    std::sort(rows.begin(), rows.end(), [&](RowId a, RowId b) { return order.before(a, b); });
    ASSERT_EQ(sorter.take(), rows) << "seed " << seed;
  }
}

TEST(RowSorter, ExtremeNumbersAndMissingCellsAreNotConfused) {
  Table table("t", {{"n", ColumnType::kInt, {}}});
  const int64_t least = std::numeric_limits<int64_t>::min();
  const int64_t largest = std::numeric_limits<int64_t>::max();
  table.append_row(1);  // missing
  for (const int64_t n : {largest, least}) {
    table.append_row(1);
    table.set_number(0, n);
  }
  table.append_row(1);
  table.set_text(0, "odd");
  table.commit();
  const auto sorted = [&](bool descending) {
    RowSorter sorter(table, {{0, descending}}, {0, 1, 2, 3});
    Fuel fuel{1000};
    EXPECT_EQ(sorter.work(fuel), Work::kDone);
    return sorter.take();
  };
  EXPECT_EQ(sorted(false), (std::vector<RowId>{2, 1, 3, 0}));
  EXPECT_EQ(sorted(true), (std::vector<RowId>{3, 1, 2, 0}));
}

TEST(RowSorter, NoRowsAreSortedAtOnce) {
  const SampleStore s;
  RowSorter sorter(s.assets(), {{1, true}}, {});
  Fuel fuel{10};
  EXPECT_EQ(sorter.work(fuel), Work::kDone);
  EXPECT_EQ(sorter.take(), std::vector<RowId>{});
}

}  // namespace
}  // namespace sluice
