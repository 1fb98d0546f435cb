#include "api/ot_api.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "api/source.h"

namespace sluice {
namespace {

std::string problem(std::string_view source, std::string_view name, std::string_view value) {
  const Result<void> result = check_parameters(ot_parameters(source), {{std::string(name), std::string(value)}});
  return result.ok() ? "" : result.error().message;
}

const Parameter& parameter(std::string_view source, std::string_view name) {
  const std::vector<Parameter>& all = ot_parameters(source);
  return *std::find_if(all.begin(), all.end(), [name](const Parameter& p) { return p.name == name; });
}

bool knows(const Parameter& p, std::string_view value) {
  return std::find(p.values.begin(), p.values.end(), value) != p.values.end();
}

TEST(OtApi, AllThreeEndpointsTakeTheFourDocumentedParameters) {  // api-reference.md 5.2
  for (const std::string_view source : {kOtHosts, kOtDetections, kOtProjectFiles}) {
    std::vector<std::string_view> names;
    for (const Parameter& p : ot_parameters(source)) {
      names.push_back(p.name);
      EXPECT_FALSE(p.label.empty() || p.doc.empty() || p.group.empty()) << p.name;
    }
    EXPECT_EQ(names, (std::vector<std::string_view>{"filter", "pageNumber", "pageSize", "sort"}));
  }
}

TEST(OtApi, EachEndpointKnowsItsOwnSortTokens) {  // api-reference.md 5.4
  EXPECT_TRUE(knows(parameter(kOtHosts, "sort"), "asset.lastUpdated"));
  EXPECT_TRUE(knows(parameter(kOtDetections, "sort"), "vulnerabilities.lastDetected"));
  EXPECT_TRUE(knows(parameter(kOtProjectFiles, "sort"), "engineeringToolVersion"));
  EXPECT_FALSE(knows(parameter(kOtHosts, "sort"), "vulnerabilities.qid"));
  EXPECT_EQ(parameter(kOtHosts, "sort").values.size(), 5u);
  EXPECT_EQ(parameter(kOtDetections, "sort").values.size(), 6u);
  EXPECT_EQ(parameter(kOtProjectFiles, "sort").values.size(), 10u);
}

TEST(OtApi, PagesHoldUpToAHundred) {
  for (const char* value : {"1", "50", "100"}) EXPECT_EQ(problem(kOtHosts, "pageSize", value), "") << value;
  EXPECT_EQ(problem(kOtHosts, "pageSize", "101"),
            "parameter pageSize has invalid value: 101 (please specify one of the following: 1-100)");
  for (const char* value : {"0", "-1", "ten", ""}) EXPECT_NE(problem(kOtHosts, "pageSize", value), "") << value;
}

TEST(OtApi, PagesAreCountedFromZeroByTheEngine) {
  EXPECT_EQ(problem(kOtHosts, "pageNumber", "0"), "");
  EXPECT_NE(problem(kOtHosts, "pageNumber", "-1"), "");
  EXPECT_TRUE(parameter(kOtHosts, "pageNumber").ours);
}

TEST(OtApi, SortIsJsonTextWithOneTokenAnObject) {
  for (const char* value : {R"([{"asset.name":"asc"}])", R"([{"asset.name":"desc"},{"asset.risk":"asc"}])",
                            R"([ { "a.token.of.tomorrow" : "asc" } ])"}) {
    EXPECT_EQ(problem(kOtHosts, "sort", value), "") << value;
  }
  for (const char* value : {"", "asset.name", "[]", R"({"asset.name":"asc"})", R"([{"asset.name":"up"}])", R"([{}])",
                            R"([{"a":"asc","b":"asc"}])", R"([{"":"asc"}])", R"(["asset.name"])", R"([{"a":"asc"}] x)"}) {
    EXPECT_NE(problem(kOtHosts, "sort", value), "") << value;
  }
}

TEST(OtApi, AFilterMayBeAnythingButEmpty) {
  EXPECT_EQ(problem(kOtProjectFiles, "filter", "vendor : \"Siemens\" and (a:`b` or"), "") << "its syntax is the gateway's";
  EXPECT_NE(problem(kOtProjectFiles, "filter", " "), "");
}

TEST(OtApi, AnUnknownNameIsRefusedWithoutSpeakingOfActions) {
  EXPECT_EQ(problem(kOtHosts, "limit", "5").find("Unrecognized parameter(s): limit (documented are: filter, pageNumber, "
                                                 "pageSize, sort)"),
            0u);
}

TEST(OtApi, ListsAreLookedForUnderTheirSeenNamesFirst) {
  EXPECT_EQ(ot_list_names(kOtHosts).front(), "assets");
  EXPECT_EQ(ot_list_names(kOtDetections).front(), "vulnerabilities");
  EXPECT_EQ(ot_list_names(kOtProjectFiles).front(), "data");
}

TEST(OtApi, RecordsAreIdentifiedByFieldsThatSaySo) {
  EXPECT_EQ(ot_identity(kOtHosts).front(), "assetId");
  // An asset has many detections: its id does not identify one.
  for (const std::string_view path : ot_identity(kOtDetections)) EXPECT_EQ(path.find("asset"), path.npos) << path;
}

}  // namespace
}  // namespace sluice
