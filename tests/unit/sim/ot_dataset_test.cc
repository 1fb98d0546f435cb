#include "sim/ot_dataset.h"

#include <gtest/gtest.h>

#include <map>
#include <set>

#include "sim/wire.h"

namespace sluice::sim {
namespace {

std::string json(const std::vector<OtRow>& rows) {
  std::string out;
  for (const OtRow& row : rows) append_json(out, row.record);
  return out;
}

int64_t number(const OtRow& row, const char* path) { return values_at(row.record, path)[0]->number; }
std::string text(const OtRow& row, const char* path) { return values_at(row.record, path)[0]->text; }

TEST(OtDataset, HasTheSizesAskedFor) {
  const auto usual = make_ot_dataset({});
  EXPECT_EQ(usual->hosts.size(), 100u);
  EXPECT_NEAR(static_cast<double>(usual->detections.size()), 400.0, 80.0);
  EXPECT_EQ(usual->project_files.size(), 24u);
  const auto none = make_ot_dataset({.hosts = 0, .project_files = 0});
  EXPECT_TRUE(none->hosts.empty() && none->detections.empty() && none->project_files.empty());
  EXPECT_EQ(make_ot_dataset({.hosts = 1})->detections.size(), 0u);
  EXPECT_EQ(make_ot_dataset({.hosts = 20, .detections_per_host = -5})->detections.size(), 0u);
}

TEST(OtDataset, IsTheSameForTheSameSeed) {
  const auto one = make_ot_dataset({.seed = 4});
  const auto two = make_ot_dataset({.seed = 4});
  const auto other = make_ot_dataset({.seed = 5});
  EXPECT_EQ(json(one->hosts), json(two->hosts));
  EXPECT_EQ(json(one->detections), json(two->detections));
  EXPECT_EQ(json(one->project_files), json(two->project_files));
  EXPECT_NE(json(one->hosts), json(other->hosts));
}

TEST(OtDataset, IdsAscendAndSomeAreMoreThanADoubleHolds) {
  const auto dataset = make_ot_dataset({});
  const auto ascending = [](const std::vector<OtRow>& rows, const char* id) {
    for (size_t i = 1; i < rows.size(); ++i) {
      if (number(rows[i - 1], id) >= number(rows[i], id)) return false;
    }
    return true;
  };
  EXPECT_TRUE(ascending(dataset->hosts, "assetId"));
  EXPECT_TRUE(ascending(dataset->detections, "detectionId"));
  EXPECT_TRUE(ascending(dataset->project_files, "id"));
  size_t lost = 0;
  for (const OtRow& host : dataset->hosts) {
    const int64_t id = number(host, "assetId");
    lost += static_cast<int64_t>(static_cast<double>(id)) != id ? 1 : 0;
  }
  EXPECT_EQ(lost, 3u);
}

TEST(OtDataset, DetectionsBelongToTheirHosts) {
  const auto dataset = make_ot_dataset({});
  std::map<size_t, int64_t> found;
  for (const OtRow& detection : dataset->detections) {
    const OtRow& host = dataset->hosts[detection.rank];
    EXPECT_EQ(number(detection, "asset.assetId"), number(host, "assetId"));
    EXPECT_EQ(text(detection, "asset.name"), text(host, "name"));
    EXPECT_EQ(text(detection, "hardware.vendor"), text(host, "hardware.manufacturer"));
    const int64_t first = *read_moment(text(detection, "firstDetected"));
    const int64_t last = *read_moment(text(detection, "lastDetected"));
    EXPECT_LE(first, last);
    EXPECT_LE(last, *read_moment(text(host, "lastUpdated")));
    ++found[detection.rank];
  }
  for (const OtRow& host : dataset->hosts) EXPECT_EQ(number(host, "vulnerabilityCount"), found[host.rank]);
  EXPECT_EQ(found[0], 0);
}

// What the fields are called is our own affair; that they are uneven is the point.
TEST(OtDataset, RecordsAreUneven) {
  const auto dataset = make_ot_dataset({});
  std::map<std::string, std::set<OtValue::Kind>> kinds;
  std::map<std::string, size_t> seen;
  bool beyond_ascii = false;
  for (const OtRow& host : dataset->hosts) {
    for (const char* path : {"operatingSystem", "uptimeHours", "owner", "notes", "location.rack", "managed", "tags"}) {
      for (const OtValue* value : values_at(host.record, path)) kinds[path].insert(value->kind);
      seen[path] += values_at(host.record, path).empty() ? 0 : 1;
    }
    for (const char c : text(host, "location.plant")) beyond_ascii = beyond_ascii || (c & 0x80) != 0;
  }
  for (const char* path : {"operatingSystem", "uptimeHours", "owner", "notes", "tags"}) {
    EXPECT_GT(seen[path], 0u) << path;
    EXPECT_LT(seen[path], 100u) << path;
  }
  EXPECT_EQ(kinds["location.rack"], (std::set{OtValue::Kind::kInteger, OtValue::Kind::kText}));
  EXPECT_EQ(kinds["uptimeHours"], std::set{OtValue::Kind::kReal});
  EXPECT_EQ(kinds["managed"], std::set{OtValue::Kind::kBool});
  EXPECT_TRUE(beyond_ascii);
}

TEST(OtDataset, HasWhatTheDocumentedTokensNeed) {
  const auto dataset = make_ot_dataset({});
  const auto everywhere = [](const std::vector<OtRow>& rows, const char* path) {
    for (const OtRow& row : rows) {
      if (row.record.field(std::string_view(path).substr(0, std::string_view(path).find('.'))) == nullptr) return false;
    }
    return true;
  };
  for (const char* path : {"assetId", "created", "lastUpdated", "name", "risk", "vulnerabilityCount", "hardware.class",
                           "hardware.type", "hardware.manufacturer", "interfaces.protocol", "inventory.source"}) {
    EXPECT_TRUE(everywhere(dataset->hosts, path)) << path;
  }
  for (const char* path : {"criticality", "lastDetected", "qid", "severity", "typeDetected", "vulnCategory", "status",
                           "hardware.vendor", "vulnerability.criticality", "vulnerability.title"}) {
    EXPECT_TRUE(everywhere(dataset->detections, path)) << path;
  }
  for (const char* path : {"assetCount", "engineeringToolName", "engineeringToolVersion", "fileHash", "lastUpdated", "name",
                           "plantLocation", "status", "uploadedBy", "vendor"}) {
    EXPECT_TRUE(everywhere(dataset->project_files, path)) << path;
  }
}

}  // namespace
}  // namespace sluice::sim
