#include "client/pull_plan.h"

#include <gtest/gtest.h>

namespace sluice {
namespace {

// The address of the first call, or why there is none.
std::string planned(PullRequest request) {
  const Result<PullPlan> plan = plan_pull(request, "https://gw.test");
  if (!plan) return plan.error().message;
  return plan.value().path + "?" + query_of(plan.value().parameters).encode();
}

PullRequest of(std::string source, ParameterValues parameters = {}) {
  PullRequest request;
  request.source = std::move(source);
  request.parameters = std::move(parameters);
  return request;
}

TEST(PullPlan, EachSourceHasItsPathAndItsPageSize) {
  EXPECT_EQ(planned(of("mobile.assets")), "/sem/v1/assetList?action=list&truncation_limit=1000");
  EXPECT_EQ(planned(of("ot.hosts")), "/ot/1.0/host/list?pageSize=100");
  EXPECT_EQ(planned(of("ot.detections")), "/ot/1.0/detection/list?pageSize=100");
  EXPECT_EQ(planned(of("ot.projectFiles")), "/ot/1.0/projectfile/list?pageSize=100");
}

TEST(PullPlan, TheOldVersionAndTheOldPathAreASwitch) {
  PullRequest request = of("ot.hosts");
  request.api_version = "v1";
  EXPECT_EQ(planned(request), "/ot/v1/host/list?pageSize=100");
  request.api_version = "2";
  EXPECT_EQ(planned(request), "parameter apiVersion has invalid value: 2 (please specify one of the following: 1.0,v1)");
  PullRequest mobile = of("mobile.assets");
  mobile.path = "/sem/xapi/v1/assetList";
  EXPECT_EQ(planned(mobile), "/sem/xapi/v1/assetList?action=list&truncation_limit=1000");
  mobile.path = "/sem/v2/assetList";
  EXPECT_NE(planned(mobile).find("invalid value"), std::string::npos);
}

TEST(PullPlan, ParametersGoOutInTheUsersOrderEncodedOnce) {
  EXPECT_EQ(planned(of("ot.hosts", {{"sort", R"([{"asset.name":"asc"}])"}, {"filter", "vendor : \"Siemens\""}})),
            "/ot/1.0/host/list?sort=%5B%7B%22asset.name%22:%22asc%22%7D%5D&filter=vendor%20:%20%22Siemens%22"
            "&pageSize=100");
  EXPECT_EQ(planned(of("mobile.assets", {{"os_pattern", "%5E%24"}})), planned(of("mobile.assets", {{"os_pattern", "^$"}})));
  EXPECT_NE(planned(of("mobile.assets", {{"os_pattern", "^$"}})).find("os_pattern=%5E%24"), std::string::npos);
}

TEST(PullPlan, PageSizesHaveTheLimitsOfTheirApi) {
  PullRequest request = of("ot.hosts");
  request.page_size = 101;
  EXPECT_EQ(planned(request), "parameter pageSize has invalid value: 101 (please specify one of the following: 1-100)");
  request.page_size = 7;
  EXPECT_EQ(planned(request), "/ot/1.0/host/list?pageSize=7");
  request.parameters = {{"pageSize", "8"}};
  EXPECT_NE(planned(request).find("only one of these parameters"), std::string::npos);
  request.page_size.reset();
  EXPECT_EQ(planned(request), "/ot/1.0/host/list?pageSize=8");
  EXPECT_EQ(plan_pull(request, "https://gw.test").value().page_size, 8u);
  const Result<PullPlan> zero = plan_pull(of("mobile.assets", {{"truncation_limit", "0"}}), "https://gw.test");
  EXPECT_EQ(zero.value().page_size, 1000u) << "0 means 1000";
}

TEST(PullPlan, ExtraParametersAreSentWithAWarning) {
  PullRequest request = of("ot.hosts");
  request.extra = {{"includeFields", "hardware"}};
  const Result<PullPlan> plan = plan_pull(request, "https://gw.test");
  ASSERT_TRUE(plan);
  EXPECT_EQ(query_of(plan.value().parameters).encode(), "pageSize=100&includeFields=hardware");
  ASSERT_EQ(plan.value().warnings.size(), 1u);
  EXPECT_NE(plan.value().warnings[0].find("includeFields is not documented"), std::string::npos);
  request.extra = {{"filter", "x"}};
  EXPECT_NE(planned(request).find("is documented"), std::string::npos) << "its value would go unchecked";
  request.extra = {{"", "x"}};
  EXPECT_NE(planned(request).find("no name"), std::string::npos);
}

TEST(PullPlan, WhatIsWrongIsToldBeforeAnythingIsSent) {
  EXPECT_NE(planned(of("classic.hosts")).find("mobile.assets,ot.hosts,ot.detections,ot.projectFiles"), std::string::npos);
  EXPECT_NE(planned(of("ot.hosts", {{"severities", "5"}})).find("Unrecognized parameter(s): severities"),
            std::string::npos);
  EXPECT_NE(planned(of("mobile.assets", {{"severities", "6"}})).find("severities has invalid value: 6"),
            std::string::npos);
  PullRequest request = of("mobile.assets");
  request.concurrency = 0;
  EXPECT_NE(planned(request).find("concurrency"), std::string::npos);
  request.concurrency = 1;
  request.reserve_calls = -1;
  EXPECT_NE(planned(request).find("reserveCalls"), std::string::npos);
  EXPECT_NE(planned(of("mobile.assets", {{"ids", std::string(9000, '7')}})).find("ids"), std::string::npos);
}

TEST(PullPlan, ThePageNumberIsTheEngines) {
  const Result<PullPlan> plan = plan_pull(of("ot.hosts", {{"pageNumber", "3"}}), "https://gw.test");
  ASSERT_TRUE(plan);
  EXPECT_EQ(query_of(plan.value().parameters).encode(), "pageSize=100");
  EXPECT_EQ(plan.value().warnings.size(), 1u);
}

}  // namespace
}  // namespace sluice
