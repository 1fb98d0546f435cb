// A handful of assets and detections that the tests of this room ask about, small enough to know by heart, and a random
// store of any size for the tests that compare two ways to the same answer.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/date.h"
#include "base/random.h"
#include "base/text.h"
#include "table/asset_store.h"

namespace sluice {

inline std::vector<ColumnInfo> sample_asset_columns() {
  return {{"id", ColumnType::kInt, {}},
          {"os", ColumnType::kText, {}},
          {"os_version", ColumnType::kText, {}},
          {"asset_status", ColumnType::kEnum, {"Enrolled", "De-enrolled", "Ready for Re-enrollment"}},
          {"ownership", ColumnType::kText, {}},
          {"last_seen", ColumnType::kDatetime, {}},
          {"encrypted", ColumnType::kBool, {}},
          {"risk", ColumnType::kReal, {}}};
}

inline std::vector<ColumnInfo> sample_detection_columns() {
  return {{"asset_id", ColumnType::kInt, {}},
          {"qid", ColumnType::kInt, {}},
          {"type", ColumnType::kEnum, {"Confirmed", "Potential", "Information"}},
          {"severity", ColumnType::kInt, {}},
          {"status", ColumnType::kEnum, {"New", "Active", "Fixed", "Reopened"}},
          {"results", ColumnType::kText, {}},
          {"found", ColumnType::kDatetime, {}}};
}

// Random::below() for sizes, which are smaller than 64 bits in a browser.
inline size_t size_below(Random& random, size_t bound) { return static_cast<size_t>(random.below(bound)); }

inline int64_t seconds(std::string_view datetime) { return parse_datetime(datetime)->unix_seconds(); }

struct SampleAsset {
  int64_t id;
  std::string_view os, os_version, status, ownership, last_seen, encrypted, risk;
};

struct SampleDetection {
  int64_t qid;
  std::string_view type;
  int severity;  // 0: missing
  std::string_view status, results, found;
};

class SampleStore {
 public:
  SampleStore() : store(sample_asset_columns(), sample_detection_columns()) {}

  void add(const SampleAsset& asset) {
    Table& table = store.assets();
    store.append_asset(asset.id);
    asset_id_ = asset.id;
    table.set_number(0, asset.id);
    put_text(table, 1, asset.os);
    put_text(table, 2, asset.os_version);
    put_text(table, 3, asset.status);
    put_text(table, 4, asset.ownership);
    if (!asset.last_seen.empty()) table.set_number(5, seconds(asset.last_seen));
    if (!asset.encrypted.empty()) table.set_number(6, asset.encrypted == "true" ? 1 : 0);
    put_text(table, 7, asset.risk);
  }

  void add(const SampleDetection& detection) {
    Table& table = store.detections();
    store.append_detection();
    table.set_number(0, asset_id_);
    table.set_number(1, detection.qid);
    put_text(table, 2, detection.type);
    if (detection.severity != 0) table.set_number(3, detection.severity);
    put_text(table, 4, detection.status);
    put_text(table, 5, detection.results);
    if (!detection.found.empty()) table.set_number(6, seconds(detection.found));
  }

  const Table& assets() const { return store.assets(); }
  const Table& detections() const { return store.detections(); }

  AssetStore store;

 private:
  static void put_text(Table& table, ColumnId column, std::string_view text) {
    if (!text.empty()) table.set_text(column, text);
  }

  int64_t asset_id_ = 0;
};

// Assets 10, 20, 30; detections named by their QIDs 101 … 302.
inline void fill_small(SampleStore& s) {
  s.add(SampleAsset{10, "iOS", "14.5", "Enrolled", "Corporate - Owned", "2026-01-31 08:00:00", "true", "7.5"});
  s.add(
      SampleDetection{101, "Confirmed", 5, "Active", "Installed version: 14.5\nFixed in: 14.6", "2026-01-30 23:59:59"});
  s.add(SampleDetection{102, "Potential", 3, "New", "Passcode is not set", "2026-01-31 00:00:00"});
  s.add(SampleAsset{20, "Android", "9.1", "De-enrolled", "Employee", "2025-12-01 00:00:00", "false", "10"});
  s.add(SampleDetection{201, "Confirmed", 4, "Fixed", "CVE-2021-1048 \"kernel\"", "2026-01-31 23:59:59"});
  s.add(SampleDetection{202, "Information", 0, "", "", ""});
  s.add(SampleAsset{30, "iPadOS", "14.10", "Ready for Re-enrollment", "", "", "", ""});
  s.add(SampleDetection{301, "Confirmed", 2, "Reopened", "passcode was reset", "2026-02-01 00:00:00"});
  s.add(SampleDetection{302, "Potential", 5, "Active", "Jailbreak?", "2026-01-15 12:00:00"});
  s.store.commit();
}

// One page of assets, some of them newer copies of earlier ones, with up to five detections each. Not committed.
inline void add_random_page(SampleStore& s, Random& random, size_t assets, int64_t ids) {
  static constexpr std::string_view kOs[] = {"iOS", "Android", "iPadOS", "android", ""};
  static constexpr std::string_view kVersions[] = {"9", "9.1", "14.5", "14.10", "16.0.2", ""};
  static constexpr std::string_view kStatus[] = {"Enrolled", "De-enrolled", "Ready for Re-enrollment", "Lost", ""};
  static constexpr std::string_view kOwner[] = {"Corporate - Owned", "Corporate - Dedicated", "Employee", ""};
  static constexpr std::string_view kTimes[] = {"2026-01-01 00:00:00", "2026-01-31 10:11:12", "2025-06-01 23:59:59",
                                                ""};
  static constexpr std::string_view kRisk[] = {"7.5", "10", "0.25", "-1", "unknown", ""};
  static constexpr std::string_view kType[] = {"Confirmed", "Potential", "Information"};
  static constexpr std::string_view kState[] = {"New", "Active", "Fixed", "Reopened", "Closed", ""};
  static constexpr std::string_view kResult[] = {"Installed version: 14.5", "Installed Version: 9", "passcode", ""};
  const auto pick = [&random](const auto& texts) { return texts[random.below(std::size(texts))]; };
  for (size_t i = 0; i < assets; ++i) {
    const int64_t id = random.between(1, ids);
    s.add(SampleAsset{id, pick(kOs), pick(kVersions), pick(kStatus), pick(kOwner), pick(kTimes),
                      random.chance(0.5) ? "true" : "false", pick(kRisk)});
    for (uint64_t n = random.below(6); n > 0; --n) {
      std::string result(pick(kResult));
      if (random.chance(0.5)) result += " #" + std::to_string(random.below(1000));
      s.add(SampleDetection{random.between(100, 110), pick(kType), static_cast<int>(random.below(6)), pick(kState),
                            result, pick(kTimes)});
    }
  }
}

}  // namespace sluice
