#include "query/view.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "unit/query/sample_store.h"

namespace sluice {
namespace {

constexpr Fuel kPlenty{1000000};

std::string qids(const View& view) {
  std::string names;
  for (const RowId row : view.rows()) names += (names.empty() ? "" : " ") + cell_text(view.table().cell(row, 1));
  return names;
}

std::vector<SortKey> keys_of(const Table& table, const std::vector<std::string>& texts) {
  return parse_sort(texts, table).take();
}

class ViewTest : public ::testing::Test {
 protected:
  ViewTest() { fill_small(s); }

  void add_asset_with(int64_t asset, int64_t qid, int severity) {
    s.add(SampleAsset{asset, "iOS", "", "", "", "", "", ""});
    s.add(SampleDetection{qid, "Confirmed", severity, "Active", "", ""});
  }

  SampleStore s;
};

TEST_F(ViewTest, BeginsWithAllRowsByAsset) {
  View view(s.detections());
  EXPECT_TRUE(view.stale());
  EXPECT_EQ(qids(view), "") << "nothing before there was fuel";
  EXPECT_EQ(view.work(kPlenty), Work::kDone);
  EXPECT_EQ(qids(view), "101 102 201 202 301 302");
  EXPECT_FALSE(view.stale());
}

TEST_F(ViewTest, FiltersAndSorts) {
  View view(s.detections());
  EXPECT_FALSE(view.set_filter("severity>=3", WallTime{}));
  view.set_sort(keys_of(s.detections(), {"-severity"}));
  view.work(kPlenty);
  EXPECT_EQ(qids(view), "101 302 201 102");
  EXPECT_EQ(view.filter_text(), "severity>=3");
  EXPECT_EQ(view.sort().size(), 1u);
}

TEST_F(ViewTest, AFilterThatDoesNotParseLeavesEverythingAsItWas) {
  View view(s.detections());
  EXPECT_FALSE(view.set_filter("severity:5", WallTime{}));
  view.work(kPlenty);
  const uint64_t version = view.version();
  const auto problem = view.set_filter("severity:", WallTime{});
  ASSERT_TRUE(problem);
  EXPECT_EQ(problem->offset, 9u);
  EXPECT_FALSE(view.stale());
  EXPECT_EQ(view.filter_text(), "severity:5");
  EXPECT_EQ(view.version(), version);
  EXPECT_EQ(qids(view), "101 302");
}

TEST_F(ViewTest, ShowsTheLastFinishedStateWhileANewOneIsMade) {
  View view(s.detections());
  view.work(kPlenty);
  EXPECT_FALSE(view.set_filter("severity:5", WallTime{}));
  EXPECT_EQ(view.work(Fuel{2}), Work::kMore);
  EXPECT_EQ(qids(view), "101 102 201 202 301 302");
  EXPECT_TRUE(view.stale());
  while (view.work(Fuel{1}) == Work::kMore) {
    EXPECT_TRUE(qids(view) == "101 102 201 202 301 302" || qids(view) == "101 302") << qids(view);
  }
  EXPECT_EQ(qids(view), "101 302");
}

TEST_F(ViewTest, TakesInNewRowsAfterACommitAndNotBefore) {
  View view(s.detections());
  view.work(kPlenty);
  add_asset_with(40, 401, 5);
  EXPECT_FALSE(view.stale());
  s.store.commit();
  EXPECT_TRUE(view.stale());
  view.work(kPlenty);
  EXPECT_EQ(qids(view), "101 102 201 202 301 302 401");
}

TEST_F(ViewTest, PutsNewRowsInTheirPlaces) {
  View view(s.detections());
  view.set_sort(keys_of(s.detections(), {"-severity"}));
  view.work(kPlenty);
  EXPECT_EQ(qids(view), "101 302 201 102 301 202");
  add_asset_with(15, 151, 5);
  add_asset_with(40, 401, 1);
  s.store.commit();
  view.work(kPlenty);
  EXPECT_EQ(qids(view), "101 151 302 201 102 301 401 202");
}

TEST_F(ViewTest, DropsRowsThatWereReplaced) {
  View view(s.detections());
  view.work(kPlenty);
  add_asset_with(20, 209, 1);
  s.store.commit();
  view.work(kPlenty);
  EXPECT_EQ(qids(view), "101 102 209 301 302");
}

TEST_F(ViewTest, DropsReplacedRowsAlsoWhenTheNewOnesDoNotMatch) {
  View view(s.detections());
  EXPECT_FALSE(view.set_filter("severity>=4", WallTime{}));
  view.work(kPlenty);
  EXPECT_EQ(qids(view), "101 201 302");
  add_asset_with(20, 209, 1);
  s.store.commit();
  view.work(kPlenty);
  EXPECT_EQ(qids(view), "101 302");
}

TEST_F(ViewTest, ItsVersionGrowsOnlyWhenItsRowsChange) {
  View view(s.detections());
  EXPECT_FALSE(view.set_filter("os:ios", WallTime{}));
  view.work(kPlenty);
  const uint64_t version = view.version();
  s.add(SampleAsset{40, "Android", "", "", "", "", "", ""});
  s.add(SampleDetection{401, "Confirmed", 5, "", "", ""});
  s.store.commit();
  view.work(kPlenty);
  EXPECT_EQ(view.version(), version) << "the new row does not match";
  view.set_sort(keys_of(s.detections(), {"qid"}));
  view.work(kPlenty);
  EXPECT_EQ(view.version(), version) << "the order is the same";
  add_asset_with(50, 501, 5);
  s.store.commit();
  view.work(kPlenty);
  EXPECT_GT(view.version(), version);
}

TEST_F(ViewTest, LooksOnlyAtNewRowsAfterACommit) {
  SampleStore large;
  for (int id = 0; id < 5000; ++id) {
    large.add(SampleAsset{id, "iOS", "", "", "", "", "", ""});
    large.add(SampleDetection{id, "Confirmed", 5, "", "", ""});
  }
  large.store.commit();
  View view(large.detections());
  EXPECT_FALSE(view.set_filter("severity:5", WallTime{}));
  view.work(kPlenty);
  large.add(SampleAsset{6000, "iOS", "", "", "", "", "", ""});
  large.add(SampleDetection{6000, "Confirmed", 5, "", "", ""});
  large.store.commit();
  EXPECT_EQ(view.work(Fuel{20}), Work::kDone);
  EXPECT_EQ(view.rows().size(), 5001u);
}

TEST_F(ViewTest, SortingAnewDoesNotAskTheFilterAgain) {
  View view(s.detections());
  EXPECT_FALSE(view.set_filter("found>=now", *parse_datetime("2026-02-01T00:00:00Z")));
  view.work(kPlenty);
  EXPECT_EQ(qids(view), "301");
  view.set_sort(keys_of(s.detections(), {"-qid"}));
  view.work(kPlenty);
  EXPECT_EQ(qids(view), "301");
}

TEST_F(ViewTest, ASortThatComesWhileAFilterIsOpenDoesNotLoseTheFilter) {
  View view(s.detections());
  view.work(kPlenty);
  EXPECT_FALSE(view.set_filter("severity:5", WallTime{}));
  view.work(Fuel{2});
  view.set_sort(keys_of(s.detections(), {"-qid"}));
  view.work(kPlenty);
  EXPECT_EQ(qids(view), "302 101");
}

TEST_F(ViewTest, AnEmptyTableIsNoWork) {
  const SampleStore empty;
  View view(empty.detections());
  EXPECT_EQ(view.work(kPlenty), Work::kDone);
  EXPECT_FALSE(view.stale());
  EXPECT_EQ(view.rows().size(), 0u);
}

TEST_F(ViewTest, WithoutFuelItOnlySaysWhetherThereIsWork) {
  View view(s.detections());
  EXPECT_EQ(view.work(Fuel{0}), Work::kMore);
  view.work(kPlenty);
  EXPECT_EQ(view.work(Fuel{0}), Work::kDone);
}

TEST_F(ViewTest, MovesWithItsState) {
  View first(s.detections());
  first.work(kPlenty);
  View second = std::move(first);
  EXPECT_EQ(qids(second), "101 102 201 202 301 302");
}

// ── properties ──

std::vector<RowId> rows_from_scratch(const Table& table, const std::string& filter_text,
                                     const std::vector<SortKey>& keys) {
  Filter filter;
  EXPECT_FALSE(Filter::parse(filter_text, table, WallTime{}, filter));
  std::vector<RowId> rows;
  for (RowId row = 0; row < table.row_end(); ++row) {
    if (table.live(row) && filter.matches(table, row)) rows.push_back(row);
  }
  std::sort(rows.begin(), rows.end(), [&](RowId a, RowId b) { return row_before(table, keys, a, b); });
  return rows;
}

const char* random_question(Random& random) {
  static constexpr const char* kFilters[] = {
      "", "severity>=3", "ios", "status:New or status:Fixed", "not passcode", "results is null", "zzz"};
  return kFilters[random.below(std::size(kFilters))];
}

// Questions, commits, roll-backs and rations of fuel in any order: in the end the view is what a new one would be.
TEST(ViewProperties, KeptUpToDateItEqualsAViewMadeFromScratch) {
  static const std::vector<std::vector<std::string>> kSorts = {{},          {"-severity"},        {"asset.os", "-qid"},
                                                               {"results"}, {"-status", "found"}, {"asset_id"}};
  for (uint64_t seed = 0; seed < 400; ++seed) {
    Random random(seed);
    SampleStore s;
    View view(s.detections());
    std::string filter_text;
    std::vector<SortKey> keys;
    const int64_t ids = random.chance(0.5) ? 20 : 2000;  // many replacements or few
    for (int step = 0; step < 30; ++step) {
      switch (random.below(6)) {
        case 0:
          filter_text = random_question(random);
          ASSERT_FALSE(view.set_filter(filter_text, WallTime{}));
          break;
        case 1:
          keys = keys_of(s.detections(), kSorts[size_below(random, kSorts.size())]);
          view.set_sort(keys);
          break;
        case 2:
          add_random_page(s, random, size_below(random, 20), ids);
          if (random.chance(0.8))
            s.store.commit();
          else
            s.store.rollback();
          break;
        default:
          view.work(Fuel{static_cast<size_t>(random.below(60))});
          break;
      }
    }
    s.store.rollback();
    const size_t units = 1 + size_below(random, 100);
    for (int calls = 0; view.work(Fuel{units}) == Work::kMore; ++calls) ASSERT_LT(calls, 100000);
    ASSERT_EQ(view.rows(), rows_from_scratch(s.detections(), filter_text, keys)) << "seed " << seed;
    ASSERT_FALSE(view.stale());
  }
}

TEST(ViewProperties, AnyFuelGivesTheSameRows) {
  SampleStore s;
  Random random(5);
  for (int page = 0; page < 5; ++page) {
    add_random_page(s, random, 200, 700);
    s.store.commit();
  }
  const auto made_with = [&](size_t units) {
    View view(s.detections());
    EXPECT_FALSE(view.set_filter("severity>=2", WallTime{}));
    view.set_sort(keys_of(s.detections(), {"results", "-found"}));
    while (view.work(Fuel{units}) == Work::kMore) {
    }
    return view.rows();
  };
  const std::vector<RowId> rows = made_with(1000000);
  EXPECT_GT(rows.size(), 500u);
  for (const size_t units : {1, 2, 7, 100, 2048}) EXPECT_EQ(made_with(units), rows) << units;
}

TEST(View, AColumnThatWidensIsAskedAnew) {
  Table table("t", {{"slot", ColumnType::kInt, {}}});
  const auto work_off = [](View& view) {
    while (view.work(Fuel{1}) == Work::kMore) {
    }
  };
  for (const int64_t slot : {30, 4, 100}) {
    table.append_row(slot);
    table.set_number(0, slot);
  }
  table.commit();
  View view(table);
  ASSERT_FALSE(view.set_filter("slot>=30", WallTime{}));
  view.set_sort({{0, true}});
  work_off(view);
  EXPECT_EQ(view.rows(), (std::vector<RowId>{2, 0}));
  table.append_row(5);
  table.set_text(0, "B2");
  table.widen(0, ColumnType::kText);
  table.commit();
  EXPECT_TRUE(view.stale());
  work_off(view);
  Filter fresh;
  ASSERT_FALSE(Filter::parse("slot>=30", table, WallTime{}, fresh));
  std::vector<RowId> expected;
  for (RowId row = 0; row < table.row_end(); ++row) {
    if (fresh.matches(table, row)) expected.push_back(row);
  }
  std::sort(expected.begin(), expected.end(), [&](RowId a, RowId b) { return row_before(table, {{0, true}}, a, b); });
  EXPECT_EQ(view.rows(), expected) << "for the rows of before too";
}

}  // namespace
}  // namespace sluice
