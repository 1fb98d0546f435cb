#include "sim/selection.h"

#include <gtest/gtest.h>

namespace sluice::sim {
namespace {

constexpr int64_t kNow = 1700000000;
constexpr int64_t kDay = 86400;

Detection detection(int64_t qid, int severity, int64_t updated_s = 0, int64_t found_s = kNow - 1) {
  Detection d;
  d.qid = qid;
  d.severity = severity;
  d.last_update_s = updated_s;
  d.last_found_s = found_s;
  return d;
}

Asset asset(int64_t id, std::vector<Detection> detections = {}) {
  Asset a;
  a.id = id;
  a.os = "iOS";
  a.status = "Enrolled";
  a.detections = std::move(detections);
  return a;
}

struct Page {
  std::vector<int64_t> ids;
  std::optional<int64_t> next;
};

Page select(const std::vector<Asset>& assets, std::string_view parameters, bool sparse = false) {
  AssetQuery query;
  const auto complaint = read_asset_query(read_fields("action=list&" + std::string(parameters)), query);
  EXPECT_FALSE(complaint.has_value()) << (complaint ? complaint->text : "");
  AssetFilter filter(query, kNow);
  const Dataset dataset{assets};
  const Selection chosen = select_assets(
      dataset, query, filter, [](const Asset&) { return true; }, sparse);
  Page page{{}, chosen.next_id};
  for (const Asset* a : chosen.assets) page.ids.push_back(a->id);
  return page;
}

using Ids = std::vector<int64_t>;

TEST(Selection, EndsAtTheLimitAndNamesTheNextExistingId) {
  const std::vector<Asset> assets = {asset(231), asset(643), asset(700)};
  const Page first = select(assets, "truncation_limit=1");
  EXPECT_EQ(first.ids, Ids{231});
  EXPECT_EQ(first.next, 643);
  const Page last = select(assets, "truncation_limit=1&id_min=700");
  EXPECT_EQ(last.ids, Ids{700});
  EXPECT_EQ(last.next, std::nullopt);
}

TEST(Selection, AsManyAssetsAsTheLimitAreNotTruncated) {
  EXPECT_EQ(select({asset(1), asset(2)}, "truncation_limit=2").next, std::nullopt);
}

TEST(Selection, IdMinIsInclusiveAndNeedNotExist) {
  const std::vector<Asset> assets = {asset(10), asset(20)};
  EXPECT_EQ(select(assets, "id_min=10").ids, (Ids{10, 20}));
  EXPECT_EQ(select(assets, "id_min=11").ids, Ids{20});
  EXPECT_EQ(select(assets, "id_min=21").ids, Ids{});
}

TEST(Selection, TheNextIdIsTheNextThatMatches) {
  std::vector<Asset> assets = {asset(1), asset(2), asset(3)};
  assets[1].status = "De-enrolled";
  EXPECT_EQ(select(assets, "truncation_limit=1").next, 3);
  assets[2].status = "De-enrolled";
  EXPECT_EQ(select(assets, "truncation_limit=1").next, std::nullopt);
}

TEST(Selection, ShowsOnlyEnrolledUnlessToldOtherwise) {
  std::vector<Asset> assets = {asset(1), asset(2), asset(3)};
  assets[1].status = "De-enrolled";
  assets[2].status = "Ready for Re-enrollment";
  EXPECT_EQ(select(assets, "").ids, Ids{1});
  EXPECT_EQ(select(assets, "status=De-enrolled,Ready+for+Re-enrollment").ids, (Ids{2, 3}));
}

TEST(Selection, LeavesOutAnAssetWithoutDetectionsOnlyWhenDetectionsAreFiltered) {
  const std::vector<Asset> assets = {asset(1), asset(2, {detection(610100, 1)}), asset(3, {detection(612004, 4)})};
  EXPECT_EQ(select(assets, "").ids, (Ids{1, 2, 3}));
  EXPECT_EQ(select(assets, "qids=610000-610999").ids, Ids{2});
  EXPECT_EQ(select(assets, "severities=4-5").ids, Ids{3});
  EXPECT_EQ(select(assets, "qids=610100&severities=4").ids, Ids{});
}

TEST(Selection, AllDetectionFiltersMustHoldForOneDetection) {
  const std::vector<Asset> assets = {asset(1, {detection(1, 5), detection(2, 1)})};
  EXPECT_EQ(select(assets, "qids=2&severities=5").ids, Ids{});
}

TEST(Selection, SinceIncludesItsMomentAndBeforeDoesNot) {
  const std::vector<Asset> assets = {asset(1, {detection(1, 1, 1487116800)})};  // 2017-02-15
  EXPECT_EQ(select(assets, "detection_updated_since=2017-02-15").ids, Ids{1});
  EXPECT_EQ(select(assets, "detection_updated_since=2017-02-15T00:00:01Z").ids, Ids{});
  EXPECT_EQ(select(assets, "detection_updated_before=2017-02-15").ids, Ids{});
  EXPECT_EQ(select(assets, "detection_updated_before=2017-02-15T00:00:01Z").ids, Ids{1});
}

TEST(Selection, ADetectionThatNeverChangedIsJudgedByWhenItWasLastFound) {
  const std::vector<Asset> assets = {asset(1, {detection(1, 1, 0, 1487116800)}),
                                     asset(2, {detection(1, 1, 1287116800, 1487116800)})};
  EXPECT_EQ(select(assets, "detection_updated_since=2017-01-01").ids, Ids{1});
  EXPECT_EQ(select(assets, "detection_updated_before=2017-01-01").ids, Ids{2});
}

TEST(Selection, MaxDaysReachesBackFromNow) {
  const std::vector<Asset> assets = {asset(1, {detection(1, 1, kNow - 3 * kDay)}),
                                     asset(2, {detection(1, 1, kNow - 3 * kDay - 1)})};
  EXPECT_EQ(select(assets, "max_days_since_detection_updated=3").ids, Ids{1});
  EXPECT_EQ(select(assets, "max_days_since_detection_updated=4").ids, (Ids{1, 2}));
  EXPECT_EQ(select(assets, "max_days_since_detection_updated=0").ids, Ids{});
}

TEST(Selection, OsPatternSeesTheOsText) {
  std::vector<Asset> assets = {asset(1), asset(2), asset(3)};
  assets[1].os = "Android";
  assets[2].os = "";
  EXPECT_EQ(select(assets, "os_pattern=%5EiOS%24").ids, Ids{1});
  EXPECT_EQ(select(assets, "os_pattern=o").ids, Ids{2});
  EXPECT_EQ(select(assets, "os_pattern=%5E%24").ids, Ids{3});
}

TEST(Selection, ACostlyOsPatternStopsTheSearch) {
  std::vector<Asset> assets = {asset(1)};
  assets[0].os = std::string(60, 'a') + "!";
  AssetQuery query;
  ASSERT_FALSE(read_asset_query(read_fields("action=list&os_pattern=%5E(a%2B)%2B%24"), query).has_value());
  AssetFilter filter(query, kNow);
  select_assets(
      {assets}, query, filter, [](const Asset&) { return true; }, false);
  EXPECT_TRUE(filter.too_costly());
}

std::vector<Asset> tagged() {
  std::vector<Asset> assets = {asset(1), asset(2), asset(3), asset(4)};
  assets[1].tags = {{7, "BYOD"}};
  assets[2].tags = {{7, "BYOD"}, {8, "EMEA"}};
  assets[3].tags = {{8, "EMEA"}};
  return assets;
}

TEST(Selection, IncludesByAnyOrAllTags) {
  EXPECT_EQ(select(tagged(), "use_tags=1&tag_set_include=7,8").ids, (Ids{2, 3, 4}));
  EXPECT_EQ(select(tagged(), "use_tags=1&tag_set_include=7,8&tag_include_selector=all").ids, Ids{3});
  EXPECT_EQ(select(tagged(), "use_tags=1&tag_set_by=name&tag_set_include=BYOD").ids, (Ids{2, 3}));
  EXPECT_EQ(select(tagged(), "use_tags=1&tag_set_by=name&tag_set_include=byod").ids, Ids{});
  EXPECT_EQ(select(tagged(), "use_tags=1&tag_set_include=99").ids, Ids{});
  EXPECT_EQ(select(tagged(), "use_tags=1").ids, (Ids{1, 2, 3, 4}));
}

TEST(Selection, ExcludesByAnyOrAllTags) {
  const std::string all = "use_tags=1&tag_include_selector=any&tag_set_include=7,8&";
  EXPECT_EQ(select(tagged(), all + "tag_set_exclude=8").ids, Ids{2});
  EXPECT_EQ(select(tagged(), all + "tag_set_exclude=7,8").ids, Ids{});
  EXPECT_EQ(select(tagged(), all + "tag_set_exclude=7,8&tag_exclude_selector=all").ids, (Ids{2, 4}));
}

TEST(Selection, IdsAndTagsMustBothHold) {
  EXPECT_EQ(select(tagged(), "use_tags=1&tag_set_include=8&ids=1-3").ids, Ids{3});
}

TEST(Selection, SparsePagesCountTheAssetsLookedAt) {
  std::vector<Asset> assets = {asset(1), asset(2), asset(3), asset(4), asset(5)};
  for (const size_t i : {1u, 2u, 3u}) assets[i].status = "De-enrolled";
  const Page first = select(assets, "truncation_limit=2", true);
  EXPECT_EQ(first.ids, Ids{1});
  EXPECT_EQ(first.next, 3);
  const Page empty = select(assets, "truncation_limit=2&id_min=3", true);
  EXPECT_EQ(empty.ids, Ids{});
  EXPECT_EQ(empty.next, 5);
  const Page last = select(assets, "truncation_limit=2&id_min=5", true);
  EXPECT_EQ(last.ids, Ids{5});
  EXPECT_EQ(last.next, std::nullopt);
}

TEST(Selection, WhatAUserMayNotSeeIsNeverNamed) {
  AssetQuery query;
  ASSERT_FALSE(read_asset_query(read_fields("action=list&truncation_limit=1"), query).has_value());
  AssetFilter filter(query, kNow);
  const std::vector<Asset> assets = {asset(1), asset(2), asset(3)};
  for (const bool sparse : {false, true}) {
    const Selection chosen = select_assets(
        {assets}, query, filter, [](const Asset& a) { return a.id != 2; }, sparse);
    EXPECT_EQ(chosen.next_id, 3);
  }
}

}  // namespace
}  // namespace sluice::sim
