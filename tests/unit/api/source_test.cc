#include "api/source.h"

#include <gtest/gtest.h>

#include <set>

namespace sluice {
namespace {

std::string path(std::string_view source, std::string_view version, std::string_view wanted) {
  const Result<std::string> result = path_of(*find_source(source), version, wanted);
  return result ? result.value() : result.error().message;
}

TEST(Source, FourCanBePulledAndEachFillsTablesOfItsOwn) {
  std::vector<std::string_view> ids;
  std::set<std::string_view> tables;
  for (const Source& source : sources()) {
    ids.push_back(source.id);
    for (const std::string_view table : source.tables) {
      EXPECT_TRUE(tables.insert(table).second) << table;
      EXPECT_EQ(find_source_of_table(table), &source);
    }
    EXPECT_EQ(find_source(source.id), &source);
    EXPECT_FALSE(parameters_of(source).empty());
  }
  EXPECT_EQ(ids, (std::vector<std::string_view>{"mobile.assets", "ot.hosts", "ot.detections", "ot.projectFiles"}));
  EXPECT_EQ(tables, (std::set<std::string_view>{"assets", "detections", "ot.hosts", "ot.detections", "ot.projectFiles"}));
}

TEST(Source, AnotherWordIsNoSource) {
  EXPECT_EQ(find_source("ot.host"), nullptr);
  EXPECT_EQ(find_source(""), nullptr);
  EXPECT_EQ(find_source_of_table("hosts"), nullptr);
}

TEST(Source, NamesThePermissionAsTheGuidesDo) {
  EXPECT_EQ(find_source("mobile.assets")->permission, "VMDR Mobile API Access");
  for (const char* id : {"ot.hosts", "ot.detections", "ot.projectFiles"}) {
    EXPECT_EQ(find_source(id)->permission, "VMDR OT.API.ACCESS");
  }
}

TEST(Source, PathsOfOtFollowTheVersionAndNewIsTheDefault) {  // api-reference.md 5.1
  EXPECT_EQ(path("ot.hosts", "", ""), "/ot/1.0/host/list");
  EXPECT_EQ(path("ot.hosts", "v1", ""), "/ot/v1/host/list");
  EXPECT_EQ(path("ot.detections", "1.0", ""), "/ot/1.0/detection/list");
  EXPECT_EQ(path("ot.detections", "v1", ""), "/ot/v1/detection/list");
  EXPECT_EQ(path("ot.projectFiles", "", ""), "/ot/1.0/projectfile/list");
  EXPECT_EQ(path("ot.projectFiles", "v1", "/ot/v1/projectfile/list"), "/ot/v1/projectfile/list");
}

TEST(Source, MobileHasTwoDocumentedPathsAndNoVersions) {  // api-reference.md 6.1
  EXPECT_EQ(path("mobile.assets", "", ""), "/sem/v1/assetList");
  EXPECT_EQ(path("mobile.assets", "", "/sem/xapi/v1/assetList"), "/sem/xapi/v1/assetList");
  EXPECT_TRUE(versions_of(*find_source("mobile.assets")).empty());
  EXPECT_FALSE(path_of(*find_source("mobile.assets"), "1.0", "").ok());
}

TEST(Source, AnyOtherPathOrVersionIsRefusedInTheGatewaysWords) {
  EXPECT_EQ(path("ot.hosts", "2.0", ""),
            "parameter apiVersion has invalid value: 2.0 (please specify one of the following: 1.0,v1)");
  EXPECT_EQ(path("mobile.assets", "", "/sem/v2/assetList"),
            "parameter path has invalid value: /sem/v2/assetList (please specify one of the following: "
            "/sem/v1/assetList,/sem/xapi/v1/assetList)");
  EXPECT_EQ(path("ot.hosts", "", "/sem/v1/assetList"),
            "parameter path has invalid value: /sem/v1/assetList (please specify one of the following: /ot/1.0/host/list)");
}

}  // namespace
}  // namespace sluice
