#include "api/platforms.h"

#include <gtest/gtest.h>

#include <set>

#include "http/url.h"

namespace sluice {
namespace {

TEST(Platforms, AreFourteenWithAGatewayEach) {
  std::set<std::string_view> gateways;
  for (const Platform& p : platforms()) {
    EXPECT_TRUE(gateways.insert(p.gateway).second);
    EXPECT_EQ(normalize_gateway(p.gateway).value(), p.gateway);
  }
  EXPECT_EQ(gateways.size(), 14u);
}

// api-reference.md 2, the table of gateways.
TEST(Platforms, HaveTheirDocumentedHosts) {
  const std::pair<const char*, const char*> documented[] = {
      {"US1", "gateway.qg1.apps.qualys.com"},    {"US2", "gateway.qg2.apps.qualys.com"},
      {"US3", "gateway.qg3.apps.qualys.com"},    {"US4", "gateway.qg4.apps.qualys.com"},
      {"GOV1", "gateway.gov1.qualys.us"},        {"EU1", "gateway.qg1.apps.qualys.eu"},
      {"EU2", "gateway.qg2.apps.qualys.eu"},     {"EU3", "gateway.qg3.apps.qualys.it"},
      {"IN1", "gateway.qg1.apps.qualys.in"},     {"CA1", "gateway.qg1.apps.qualys.ca"},
      {"AE1", "gateway.qg1.apps.qualys.ae"},     {"UK1", "gateway.qg1.apps.qualys.co.uk"},
      {"AU1", "gateway.qg1.apps.qualys.com.au"}, {"KSA1", "gateway.qg1.apps.qualysksa.com"},
  };
  for (const auto& [id, host] : documented) {
    ASSERT_NE(find_platform(id), nullptr) << id;
    EXPECT_EQ(find_platform(id)->gateway, "https://" + std::string(host));
  }
}

TEST(Platforms, AreFoundByTheirId) {
  EXPECT_EQ(find_platform("EU3")->gateway, "https://gateway.qg3.apps.qualys.it");
  EXPECT_EQ(find_platform("ksa1")->gateway, "https://gateway.qg1.apps.qualysksa.com");
  EXPECT_EQ(find_platform("US9"), nullptr);
}

}  // namespace
}  // namespace sluice
