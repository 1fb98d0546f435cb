#include "http/message.h"

#include <gtest/gtest.h>

namespace sluice {
namespace {

TEST(Headers, AreFoundWithoutCaseAndTrimmed) {
  Headers headers;
  headers.add("X-RateLimit-Limit", " 300 ");
  EXPECT_EQ(headers.find("x-ratelimit-limit"), "300");
  EXPECT_FALSE(headers.find("x-ratelimit"));
}

TEST(Headers, AreReadAsABrowserGivesThem) {
  const Headers headers = parse_headers("content-type: application/xml\r\nx-ratelimit-limit: 300\r\n\r\n");
  ASSERT_EQ(headers.size(), 2u);
  EXPECT_EQ(headers.find("Content-Type"), "application/xml");
}

TEST(Headers, SurviveNonsense) {
  const Headers headers = parse_headers("no colon\r\n: no name\r\na:b:c\r\nempty:\r\n");
  ASSERT_EQ(headers.size(), 2u);
  EXPECT_EQ(headers.find("a"), "b:c");
  EXPECT_EQ(headers.find("empty"), "");
}

TEST(Headers, AreBounded) {
  std::string block;
  for (int i = 0; i < 5000; ++i) block += "a: b\n";
  EXPECT_EQ(parse_headers(block).size(), kHeaderCountMax);
}

}  // namespace
}  // namespace sluice
