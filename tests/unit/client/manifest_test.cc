#include "client/manifest.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

namespace sluice {
namespace {

using Json = nlohmann::json;

TEST(Manifest, HasEveryNameOfTheContract) {
  Manifest manifest;
  manifest.state = "complete";
  manifest.parameters = {{"action", "list"}, {"severities", "4-5"}};
  manifest.pages.push_back({});
  const Json json = Json::parse(manifest.to_json());
  for (const char* name : {"tool", "version", "runId", "source", "state", "why", "gateway", "path", "subject", "parameters",
                           "startedAt", "finishedAt", "serverTime", "timeZoneAssumed", "budget", "pages", "totals", "quarantine",
                           "unknownFields", "warnings"}) {
    EXPECT_TRUE(json.contains(name)) << name;
  }
  for (const char* name : {"index", "cursorIn", "cursorOut", "status", "bytes", "assets", "detections", "attempts", "waitedMs"}) {
    EXPECT_TRUE(json["pages"][0].contains(name)) << name;
  }
  for (const char* name : {"calls", "retries", "refused", "assets", "detections", "bytes", "duplicates", "sanitized", "quarantined",
                           "unknownFields"}) {
    EXPECT_TRUE(json["totals"].contains(name)) << name;
  }
  EXPECT_EQ(json["parameters"]["severities"], "4-5");
  EXPECT_EQ(json["timeZoneAssumed"], "UTC");
  EXPECT_FALSE(json.contains("export"));
}

TEST(Manifest, UnknownLimitsAreNullNotZero) {
  const Json json = Json::parse(Manifest().to_json());
  EXPECT_TRUE(json["budget"]["limit"].is_null());
}

TEST(Manifest, QuarantineNamesTheAssetOrNothing) {
  Manifest manifest;
  manifest.quarantine = {{231, std::nullopt, "643", "too large", "<ASSET>"}, {std::nullopt, "5-9", "", "", ""}};
  const Json json = Json::parse(manifest.to_json());
  EXPECT_EQ(json["quarantine"][0]["id"], 231);
  EXPECT_TRUE(json["quarantine"][0]["range"].is_null());
  EXPECT_TRUE(json["quarantine"][1]["id"].is_null());
}

TEST(Manifest, SurvivesTextThatIsNotUtf8) {
  Manifest manifest;
  manifest.why = "broken \xFF\xC3 text";
  EXPECT_FALSE(Json::parse(manifest.to_json(), nullptr, false).is_discarded());
}

TEST(Manifest, AnExportIsDescribed) {
  Manifest manifest;
  manifest.exported = ManifestExport{"detections", "csv", {"qid"}, "severity>=4", true, 7, 99, ""};
  const Json json = Json::parse(manifest.to_json());
  EXPECT_EQ(json["export"]["rows"], 7);
  EXPECT_EQ(json["export"]["excelSafe"], true);
  EXPECT_EQ(json["export"]["columns"][0], "qid");
}

}  // namespace
}  // namespace sluice
