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

TEST(Platforms, AreFoundByTheirId) {
  EXPECT_EQ(find_platform("EU3")->gateway, "https://gateway.qg3.apps.qualys.it");
  EXPECT_EQ(find_platform("ksa1")->gateway, "https://gateway.qg1.apps.qualysksa.com");
  EXPECT_EQ(find_platform("US9"), nullptr);
}

}  // namespace
}  // namespace sluice
