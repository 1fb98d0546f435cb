#include "sim/dataset.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>

#include "sim/devices.h"
#include "sim/findings.h"
#include "sim/wire.h"

namespace sluice::sim {
namespace {

class Fingerprint {
 public:
  void add(std::string_view text) {
    for (const char c : text) add_byte(static_cast<unsigned char>(c));
    add_byte(0xFF);  // no UTF-8 text has it: "ab","c" differs from "a","bc"
  }
  void add(int64_t number) { add(std::to_string(number)); }
  uint64_t value() const { return hash_; }

 private:
  void add_byte(unsigned char byte) { hash_ = (hash_ ^ byte) * 0x100000001B3u; }
  uint64_t hash_ = 0xCBF29CE484222325u;  // FNV-1a
};

uint64_t fingerprint(const Dataset& dataset) {
  Fingerprint print;
  for (const Asset& a : dataset.assets) {
    print.add(a.id);
    for (const std::string* text : {&a.ip, &a.ipv6, &a.friendly_name, &a.os, &a.os_version, &a.status, &a.ownership,
                                    &a.model, &a.manufacturer, &a.username}) {
      print.add(*text);
    }
    print.add(a.last_seen_s);
    for (const Tag& tag : a.tags) print.add(tag.id), print.add(tag.name);
    for (const Detection& d : a.detections) {
      print.add(d.type), print.add(d.results), print.add(d.status);
      for (const int64_t n :
           {d.qid, int64_t{d.severity}, d.first_found_s, d.last_found_s, d.times_found, d.last_update_s, d.last_fixed_s,
            d.first_reopened_s, d.last_reopened_s, d.times_reopened}) {
        print.add(n);
      }
    }
  }
  return print.value();
}

size_t count_status(const Dataset& dataset, std::string_view status) {
  return static_cast<size_t>(std::count_if(dataset.assets.begin(), dataset.assets.end(),
                                           [&](const Asset& asset) { return asset.status == status; }));
}

size_t count_detections(const Dataset& dataset) {
  size_t count = 0;
  for (const Asset& asset : dataset.assets) count += asset.detections.size();
  return count;
}

const Dataset& demo() {
  static const std::shared_ptr<const Dataset> kDemo = make_dataset({});
  return *kDemo;
}

// These numbers hold natively and as wasm. They change only when the inventory is changed on purpose.
TEST(Dataset, IsTheSameInEveryBuild) {
  EXPECT_EQ(fingerprint(demo()), 14484751976963023186u);
  EXPECT_EQ(fingerprint(*make_dataset({.seed = 7, .assets = 50, .exact_detections_per_asset = 10})),
            11290001854455832301u);
}

TEST(Dataset, AnotherSeedGivesAnother) {
  EXPECT_EQ(fingerprint(*make_dataset({.assets = 100})), fingerprint(*make_dataset({.assets = 100})));
  EXPECT_NE(fingerprint(*make_dataset({.seed = 2, .assets = 100})), fingerprint(*make_dataset({.assets = 100})));
}

TEST(Dataset, ALargerOneBeginsWithTheSmaller) {
  const auto small = make_dataset({.assets = 60});
  Dataset beginning = *make_dataset({.assets = 200});
  beginning.assets.resize(small->assets.size());
  EXPECT_EQ(fingerprint(beginning), fingerprint(*small));
}

TEST(Dataset, TheDemoHasWhatTheRehearsalPromises) {
  EXPECT_EQ(count_status(demo(), "Enrolled"), 2400u);
  const size_t others = demo().assets.size() - 2400;
  EXPECT_NEAR(static_cast<double>(others) / static_cast<double>(demo().assets.size()), 0.08, 0.015);
  EXPECT_GT(count_status(demo(), "De-enrolled"), 50u);
  EXPECT_GT(count_status(demo(), "Ready for Re-enrollment"), 30u);
  size_t enrolled_detections = 0;
  for (const Asset& asset : demo().assets)
    enrolled_detections += asset.status == "Enrolled" ? asset.detections.size() : 0;
  EXPECT_NEAR(static_cast<double>(enrolled_detections), 12000.0, 600.0);
}

TEST(Dataset, CanBeAllEnrolled) {
  const auto dataset = make_dataset({.assets = 500, .all_enrolled = true});
  EXPECT_EQ(dataset->assets.size(), 500u);
  EXPECT_EQ(count_status(*dataset, "Enrolled"), 500u);
}

TEST(Dataset, NumbersItsAssetsUpwardsWithGaps) {
  size_t neighbours = 0;
  for (size_t i = 1; i < demo().assets.size(); ++i) {
    ASSERT_GT(demo().assets[i].id, demo().assets[i - 1].id);
    neighbours += demo().assets[i].id == demo().assets[i - 1].id + 1 ? 1 : 0;
  }
  EXPECT_LT(neighbours, demo().assets.size() / 10);
}

TEST(Dataset, GivesAsManyDetectionsAsAskedFor) {
  EXPECT_NEAR(static_cast<double>(count_detections(*make_dataset({.assets = 3000, .detections_per_asset = 2.0}))) /
                  (3000 / 0.92),
              2.0, 0.15);
  for (const int exact : {0, 1, 10, 20, 100}) {
    const auto dataset = make_dataset({.assets = 120, .exact_detections_per_asset = exact});
    for (const Asset& asset : dataset->assets) ASSERT_EQ(asset.detections.size(), static_cast<size_t>(exact));
  }
  EXPECT_EQ(count_detections(*make_dataset({.assets = 50, .detections_per_asset = 0.0})), 0u);
}

TEST(Dataset, BoundsWhatIsAskedFor) {
  const auto dataset = make_dataset({.assets = 1, .exact_detections_per_asset = 1000000});
  EXPECT_EQ(dataset->assets.back().detections.size(), kDetectionsPerAssetMax);
  EXPECT_TRUE(make_dataset({.assets = 0})->assets.empty());
  EXPECT_EQ(count_detections(*make_dataset({.assets = 20, .detections_per_asset = -3.0})), 0u);
}

TEST(Dataset, SpreadsDetectionsFromNoneToTwenty) {
  size_t most = 0;
  size_t without = 0;
  for (const Asset& asset : demo().assets) {
    most = std::max(most, asset.detections.size());
    without += asset.detections.empty() ? 1 : 0;
  }
  EXPECT_GE(most, 15u);
  EXPECT_LE(most, 20u);
  EXPECT_GT(without, 40u);
}

TEST(Dataset, FindsOnADeviceOnlyWhatFitsIt) {
  std::map<int64_t, const Finding*> by_qid;
  for (const Finding& finding : findings()) by_qid[finding.qid] = &finding;
  ASSERT_EQ(by_qid.size(), findings().size()) << "two findings share a QID";
  for (const Asset& asset : demo().assets) {
    std::set<int64_t> qids;
    for (const Detection& detection : asset.detections) {
      const Finding* finding = by_qid.at(detection.qid);
      EXPECT_EQ(detection.severity, finding->severity);
      EXPECT_EQ(detection.type, finding->type);
      EXPECT_TRUE(qids.insert(detection.qid).second) << "QID twice on asset " << asset.id;
      if (asset.os.empty()) continue;
      const Platform platform = asset.os == "iOS" ? Platform::kApple : Platform::kAndroid;
      const auto& versions = os_versions(platform);
      const auto version = std::find(versions.begin(), versions.end(), asset.os_version) - versions.begin();
      EXPECT_TRUE(fits(*finding, platform, static_cast<size_t>(version))) << asset.os_version << " " << detection.qid;
    }
  }
}

TEST(Dataset, KeepsQidsAndSeveritiesWithinTheirBounds) {
  for (const Finding& finding : findings()) {
    EXPECT_GE(finding.qid, 610000);
    EXPECT_LT(finding.qid, kWeakAppQidFirst);
    EXPECT_TRUE(finding.severity >= 1 && finding.severity <= 5);
    EXPECT_NE(finding.results.find('\n'), std::string_view::npos) << finding.qid;
  }
  EXPECT_LE(kWeakAppQidFirst + static_cast<int64_t>(kWeakApps), 630000);
}

TEST(Dataset, RunsOnEachModelOnlyVersionsItHas) {
  for (const DeviceModel& model : device_models()) {
    EXPECT_LE(model.oldest, model.newest) << model.model;
    EXPECT_LT(model.newest, os_versions(model.platform).size()) << model.model;
  }
}

void expect_dates_in_order(const Asset& asset, const Detection& d) {
  const auto where = testing::Message() << "asset " << asset.id << " QID " << d.qid << " " << d.status;
  EXPECT_LE(d.first_found_s, d.last_found_s) << where;
  EXPECT_GE(d.times_found, 1) << where;
  EXPECT_TRUE(d.last_update_s == 0 || d.last_update_s >= d.first_found_s) << where;
  EXPECT_EQ(d.times_reopened > 0, d.status == "Reopened") << where;
  if (d.status == "Fixed") {
    EXPECT_GE(d.last_fixed_s, d.last_found_s) << where;
    EXPECT_EQ(d.last_update_s, d.last_fixed_s) << where;
  }
  if (d.status == "Reopened") {
    EXPECT_GT(d.first_reopened_s, d.first_found_s) << where;
    EXPECT_LE(d.first_reopened_s, d.last_reopened_s) << where;
    EXPECT_LE(d.last_reopened_s, d.last_found_s) << where;
    EXPECT_EQ(d.times_reopened == 1, d.first_reopened_s == d.last_reopened_s) << where;
  }
}

TEST(Dataset, KeepsDatesInOrder) {
  const DatasetOptions options;
  std::map<std::string, int> statuses;
  for (const Asset& asset : demo().assets) {
    EXPECT_LT(asset.last_seen_s, options.now_s);
    for (const Detection& detection : asset.detections) {
      ++statuses[detection.status];
      expect_dates_in_order(asset, detection);
      if (asset.last_seen_s == 0) continue;
      for (const int64_t moment : {detection.last_found_s, detection.last_update_s, detection.last_fixed_s}) {
        EXPECT_LE(moment, asset.last_seen_s) << asset.id;
      }
    }
  }
  for (const char* status : {"New", "Active", "Fixed", "Reopened"}) EXPECT_GT(statuses[status], 300) << status;
  EXPECT_EQ(statuses.size(), 4u);
}

TEST(Dataset, HoldsDetectionsThatNeverChanged) {
  size_t unchanged = 0;
  for (const Asset& asset : demo().assets) {
    for (const Detection& detection : asset.detections) unchanged += detection.last_update_s == 0 ? 1 : 0;
  }
  EXPECT_GT(unchanged, 1000u);
}

TEST(Dataset, HoldsWhatIsLegalAndNasty) {
  std::string everything;
  size_t without_os = 0;
  size_t bare = 0;
  for (const Asset& asset : demo().assets) {
    everything += asset.username + "\n" + asset.friendly_name + "\n";
    for (const Tag& tag : asset.tags) everything += tag.name;
    for (const Detection& detection : asset.detections) everything += detection.results;
    without_os += asset.os.empty() ? 1 : 0;
    bare += asset.username.empty() && asset.model.empty() && asset.last_seen_s == 0 ? 1 : 0;
  }
  for (const char* nasty :
       {"&", "<", "]]>", "]]]]>>", "\"", "'", "田中", "📱", "نورة", "\t", "\n\n\n", "=SUM", "&amp;"}) {
    EXPECT_NE(everything.find(nasty), std::string::npos) << nasty;
  }
  EXPECT_GT(without_os, 20u);
  EXPECT_GT(bare, 5u);
  EXPECT_TRUE(is_utf8(everything));
}

TEST(Dataset, HasBelievableShares) {
  std::map<std::string, int> systems;
  std::map<std::string, int> owners;
  std::set<std::string> models;
  for (const Asset& asset : demo().assets) {
    ++systems[asset.os];
    ++owners[asset.ownership];
    models.insert(asset.model);
  }
  EXPECT_GT(systems["iOS"], 1000);
  EXPECT_GT(systems["Android"], 600);
  EXPECT_GT(owners["Corporate - Owned"], 1200);
  EXPECT_GT(owners["Employee - Owned"], 300);
  EXPECT_GT(models.size(), 50u);
}

}  // namespace
}  // namespace sluice::sim
