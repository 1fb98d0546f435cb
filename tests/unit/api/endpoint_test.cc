#include "api/endpoint.h"

#include <gtest/gtest.h>

namespace sluice {
namespace {

TEST(Endpoint, JoinsGatewayPathAndQuery) {
  const Query query = Query::parse("action=list&ids=1-5,9");
  EXPECT_EQ(endpoint_url("https://gw.test", "/sem/v1/assetList", query).value(),
            "https://gw.test/sem/v1/assetList?action=list&ids=1-5,9");
  EXPECT_EQ(endpoint_url("", "/sem/v1/assetList", {}).value(), "/sem/v1/assetList");
  EXPECT_EQ(endpoint_url("/qualys", "/sem/v1/assetList", {}).value(), "/qualys/sem/v1/assetList");
}

TEST(Endpoint, PathsFollowTheVendorsSchemeAndAnObjectIdIsOptional) {  // api-reference.md 2
  EXPECT_EQ(endpoint_path({.module = "ot", .version = "1.0", .object = "host", .operation = "list"}),
            "/ot/1.0/host/list");
  EXPECT_EQ(endpoint_path({.module = "ot", .version = "v1", .object = "host", .object_id = "17", .operation = "count"}),
            "/ot/v1/host/17/count");
  EXPECT_EQ(endpoint_path({.module = "sem", .version = "v1", .object = "assetList"}), "/sem/v1/assetList");
}

TEST(Endpoint, AnObjectIdCannotLeaveItsPlaceInThePath) {
  EXPECT_EQ(endpoint_path({.module = "ot", .object = "host", .object_id = "../auth?x=1", .operation = "list"}),
            "/ot/host/..%2Fauth%3Fx%3D1/list");
}

TEST(Endpoint, NamesTheParameterThatMakesAnAddressTooLong) {
  Query query = Query::parse("action=list");
  query.set("qids", std::string(9000, '1'));
  const Result<std::string> url = endpoint_url("https://gw.test", "/sem/v1/assetList", query);
  ASSERT_FALSE(url.ok());
  EXPECT_EQ(url.error().code, "invalid_parameter");
  EXPECT_NE(url.error().message.find("qids"), std::string::npos);
}

}  // namespace
}  // namespace sluice
