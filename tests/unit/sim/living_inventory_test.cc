#include "sim/living_inventory.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace sluice::sim {
namespace {

constexpr OtList kLists[] = {OtList::kHosts, OtList::kDetections, OtList::kProjectFiles};

LivingInventory inventory(uint64_t seed, LivingOptions options = {}, size_t assets = 20) {
  DatasetOptions dataset;
  dataset.assets = assets;
  OtDatasetOptions ot;
  ot.hosts = 10;
  return {make_dataset(dataset), make_ot_dataset(ot), seed, options};
}

const std::vector<OtRow>& rows(const OtDataset& ot, OtList list) {
  return list == OtList::kHosts ? ot.hosts : list == OtList::kDetections ? ot.detections : ot.project_files;
}

std::string text(const OtValue& value) {
  std::string out;
  append_json(out, value);
  return out;
}

TEST(LivingInventory, BeginsAsItWasAndSteady) {
  const LivingInventory living = inventory(1);
  EXPECT_EQ(living.asset_lives().size(), living.assets()->assets.size());
  for (const auto& [id, life] : living.asset_lives()) {
    EXPECT_TRUE(life.steady);
    EXPECT_EQ(life.states.size(), 1u);
  }
  for (const OtList list : kLists) EXPECT_EQ(living.record_lives(list).size(), rows(*living.ot(), list).size());
}

TEST(LivingInventory, KeepsItsIdsAscendingAndRemembersEveryStateThatItShows) {
  LivingInventory living = inventory(2);
  for (int step = 0; step < 300; ++step) {
    living.step();
    int64_t last = 0;
    for (const Asset& asset : living.assets()->assets) {
      ASSERT_GT(asset.id, last);
      last = asset.id;
      const Life<Asset>& life = living.asset_lives().at(asset.id);
      ASSERT_EQ(life.states.back().last_seen_s, asset.last_seen_s);
      ASSERT_EQ(life.states.back().status, asset.status);
    }
    for (const OtList list : kLists) {
      int64_t last_record = 0;
      for (const OtRow& row : rows(*living.ot(), list)) {
        const int64_t id = ot_record_id(row.record);
        ASSERT_GT(id, last_record);
        last_record = id;
        ASSERT_EQ(text(living.record_lives(list).at(id).states.back()), text(row.record));
      }
    }
  }
}

TEST(LivingInventory, WhatIsSteadyNeverMoved) {
  const LivingInventory before = inventory(3);
  LivingInventory living = inventory(3);
  for (int step = 0; step < 25; ++step) living.step();
  size_t steady = 0;
  for (const Asset& asset : living.assets()->assets) {
    const Life<Asset>& life = living.asset_lives().at(asset.id);
    if (!life.steady) continue;
    ++steady;
    EXPECT_EQ(life.states.size(), 1u);
    EXPECT_EQ(before.asset_lives().at(asset.id).states.front().last_seen_s, asset.last_seen_s);
  }
  const auto counted = std::count_if(living.asset_lives().begin(), living.asset_lives().end(),
                                     [](const auto& life) { return life.second.steady; });
  EXPECT_EQ(static_cast<size_t>(counted), steady) << "one that vanished is not steady";
  EXPECT_GT(steady, 0u);
  EXPECT_LT(steady, before.asset_lives().size());
}

TEST(LivingInventory, DoesWhatItMayAndNothingElse) {
  LivingInventory growing = inventory(4, {.change = false, .appear = true, .vanish = false});
  LivingInventory shrinking = inventory(4, {.change = false, .appear = false, .vanish = true});
  LivingInventory changing = inventory(4, {.change = true, .appear = false, .vanish = false});
  const size_t assets = growing.assets()->assets.size();
  for (int step = 0; step < 30; ++step) {
    growing.step();
    shrinking.step();
    changing.step();
  }
  EXPECT_GT(growing.assets()->assets.size(), assets);
  EXPECT_LT(shrinking.assets()->assets.size(), assets);
  EXPECT_EQ(changing.assets()->assets.size(), assets);
  EXPECT_TRUE(growing.grew(OtList::kHosts));
  EXPECT_FALSE(growing.shrank(OtList::kHosts));
  EXPECT_TRUE(shrinking.shrank(OtList::kHosts));
  EXPECT_FALSE(shrinking.grew(OtList::kHosts));
  EXPECT_EQ(rows(*changing.ot(), OtList::kHosts).size(), 10u);
}

TEST(LivingInventory, NewAssetsAlsoComeBeforeOthers) {
  LivingInventory living = inventory(5, {.change = false, .appear = true, .vanish = false});
  const int64_t last = living.assets()->assets.back().id;
  for (int step = 0; step < 30; ++step) living.step();
  const auto in_between = std::count_if(living.assets()->assets.begin(), living.assets()->assets.end(),
                                        [&](const Asset& asset) {
                                          return asset.id < last && !living.asset_lives().at(asset.id).steady;
                                        });
  EXPECT_GT(in_between, 0);
}

TEST(LivingInventory, TheSameSeedLivesTheSameLife) {
  LivingInventory one = inventory(6);
  LivingInventory other = inventory(6);
  for (int step = 0; step < 50; ++step) {
    one.step();
    other.step();
  }
  ASSERT_EQ(one.assets()->assets.size(), other.assets()->assets.size());
  for (size_t i = 0; i < one.assets()->assets.size(); ++i) {
    EXPECT_EQ(one.assets()->assets[i].id, other.assets()->assets[i].id);
    EXPECT_EQ(one.assets()->assets[i].username, other.assets()->assets[i].username);
  }
}

TEST(LivingInventory, AnEmptyOneCanComeToLife) {
  LivingInventory living(std::make_shared<const Dataset>(), std::make_shared<const OtDataset>(), 7);
  for (int step = 0; step < 30; ++step) living.step();
  EXPECT_GT(living.assets()->assets.size(), 0u);
}

}  // namespace
}  // namespace sluice::sim
