#include "query/step_sort.h"

#include <gtest/gtest.h>

#include "base/random.h"

namespace sluice {
namespace {

struct Item {
  uint64_t key;
  size_t position;
  bool operator==(const Item&) const = default;
};
struct ByKey {
  bool operator()(const Item& a, const Item& b) const { return a.key < b.key; }
};

std::vector<Item> random_items(Random& random, size_t count, uint64_t keys) {
  std::vector<Item> items;
  for (size_t i = 0; i < count; ++i) items.push_back({random.below(keys), i});
  return items;
}

TEST(StepSort, SortsStablyWhateverTheFuel) {
  Random random(1);
  for (const size_t count : {0, 1, 2, 7, 8, 9, 64, 100, 1000}) {
    for (const size_t units : {1, 2, 3, 50, 1000000}) {
      const std::vector<Item> items = random_items(random, count, 20);
      std::vector<Item> expected = items;
      std::stable_sort(expected.begin(), expected.end(), ByKey{});
      StepSort<Item, ByKey> sort(items, ByKey{}, 8, 4);
      Work work = Work::kMore;
      for (int calls = 0; work == Work::kMore; ++calls) {
        ASSERT_LT(calls, 100000);
        Fuel fuel{units};
        work = sort.work(fuel);
      }
      ASSERT_EQ(sort.take(), expected) << count << " items, " << units << " units";
    }
  }
}

TEST(StepSort, OneCallDoesAboutAsMuchAsItsFuelPaysFor) {
  Random random(2);
  size_t compared = 0;
  const auto counting = [&compared](const Item& a, const Item& b) {
    ++compared;
    return a.key < b.key;
  };
  StepSort<Item, decltype(counting)> sort(random_items(random, 20000, 1000000), counting, 64, 4);
  size_t most = 0;
  for (Work work = Work::kMore; work == Work::kMore;) {
    compared = 0;
    Fuel fuel{100};
    work = sort.work(fuel);
    most = std::max(most, compared);
  }
  EXPECT_LE(most, 100 * 4 * 8u) << "runs may be sorted by insertion";
}

TEST(StepSort, WhatIsSortedAlreadyCostsOneLook) {
  std::vector<Item> items;
  for (size_t i = 0; i < 4000; ++i) items.push_back({i / 3, i});
  StepSort<Item, ByKey> sort(items, ByKey{}, 8, 4);
  Fuel fuel{1001};
  EXPECT_EQ(sort.work(fuel), Work::kDone);
  EXPECT_EQ(sort.take(), items);
}

TEST(StepSort, WithoutFuelNothingHappens) {
  StepSort<Item, ByKey> sort({{2, 0}, {1, 1}}, ByKey{}, 8, 4);
  Fuel none{0};
  EXPECT_EQ(sort.work(none), Work::kMore);
}

}  // namespace
}  // namespace sluice
