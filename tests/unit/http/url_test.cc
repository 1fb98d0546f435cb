#include "http/url.h"

#include <gtest/gtest.h>

namespace sluice {
namespace {

TEST(PercentEncoding, LeavesOnlyUnreservedCharacters) {
  EXPECT_EQ(percent_encode("a-Z_0.~"), "a-Z_0.~");
  EXPECT_EQ(percent_encode("p&a+s=s%w d"), "p%26a%2Bs%3Ds%25w%20d");
  EXPECT_EQ(percent_encode("\xC3\xA4/?#"), "%C3%A4%2F%3F%23");
}

TEST(PercentEncoding, KeepsCommasAndColonsReadableInQueries) {
  EXPECT_EQ(percent_encode_query_value("1-3,5"), "1-3,5");
  EXPECT_EQ(percent_encode_query_value("2017-02-15T23:15:00Z"), "2017-02-15T23:15:00Z");
  EXPECT_EQ(percent_encode_query_value("^$"), "%5E%24");
  EXPECT_EQ(percent_encode_query_value("Ready for Re-enrollment"), "Ready%20for%20Re-enrollment");
}

TEST(PercentEncoding, IsUndoneByDecoding) {
  std::string every_byte;
  for (int i = 0; i < 256; ++i) every_byte.push_back(static_cast<char>(i));
  EXPECT_EQ(percent_decode(percent_encode(every_byte), true), every_byte);
}

TEST(PercentEncoding, DecodesStrayPercentsAsThemselves) {
  EXPECT_EQ(percent_decode("100%", false), "100%");
  EXPECT_EQ(percent_decode("%zz%4", false), "%zz%4");
  EXPECT_EQ(percent_decode("a+b", false), "a+b");
  EXPECT_EQ(percent_decode("a+b", true), "a b");
}

TEST(Query, KeepsItsOrderAndTheLastOfSeveral) {
  Query query = Query::parse("id_min=643&action=list&id_min=700&&flag");
  ASSERT_EQ(query.items().size(), 3u);
  EXPECT_EQ(*query.find("id_min"), "700");
  EXPECT_EQ(*query.find("flag"), "");
  EXPECT_EQ(query.encode(), "id_min=700&action=list&flag=");
  query.erase("action");
  EXPECT_EQ(query.find("action"), nullptr);
}

TEST(Query, EncodesOnce) {
  Query query;
  query.set("os_pattern", "^$");
  EXPECT_EQ(query.encode(), "os_pattern=%5E%24");
  EXPECT_EQ(*Query::parse(query.encode()).find("os_pattern"), "^$");
}

TEST(Url, IsTakenApart) {
  const std::optional<Url> url = parse_url("https://Gateway.QG1.apps.qualys.com:8443/sem/v1/assetList?a=1&b=2#x");
  ASSERT_TRUE(url);
  EXPECT_EQ(url->scheme, "https");
  EXPECT_EQ(url->host, "gateway.qg1.apps.qualys.com");
  EXPECT_EQ(url->port, "8443");
  EXPECT_EQ(url->path, "/sem/v1/assetList");
  EXPECT_EQ(url->query, "a=1&b=2");
  EXPECT_FALSE(parse_url("https://user:password@host/"));
  EXPECT_EQ(parse_url("http://[::1]:80/")->host, "[::1]");
  EXPECT_EQ(parse_url("http://[::1]:80/")->port, "80");
}

std::string normalized(std::string_view text) {
  const Result<std::string> result = normalize_gateway(text);
  return result.ok() ? result.value() : result.error().code;
}

TEST(Gateway, AcceptsWhatPeoplePaste) {
  EXPECT_EQ(normalized("https://gateway.qg1.apps.qualys.com"), "https://gateway.qg1.apps.qualys.com");
  EXPECT_EQ(normalized("  https:///gateway.qg1.apps.qualys.com/ "), "https://gateway.qg1.apps.qualys.com");
  EXPECT_EQ(normalized("GATEWAY.qg1.apps.qualys.com"), "https://gateway.qg1.apps.qualys.com");
  EXPECT_EQ(normalized("https://host:8443/qualys/"), "https://host:8443/qualys");
}

TEST(Gateway, KnowsThisSiteAPrefixAndTheRehearsal) {
  EXPECT_EQ(normalized(""), "");
  EXPECT_EQ(normalized("/"), "");
  EXPECT_EQ(normalized("/prefix/"), "/prefix");
  EXPECT_EQ(normalized("rehearsal"), "rehearsal:");
}

TEST(Gateway, SendsNothingUnencryptedButToLoopback) {
  EXPECT_EQ(normalized("http://127.0.0.1:9000"), "http://127.0.0.1:9000");
  EXPECT_EQ(normalized("http://localhost:9000"), "http://localhost:9000");
  EXPECT_EQ(normalized("http://gateway.qg1.apps.qualys.com"), "bad_gateway_url");
  EXPECT_EQ(normalized("http://127.0.0.1.evil.example"), "bad_gateway_url");
  EXPECT_EQ(normalized("http://localhost.evil.example"), "bad_gateway_url");
}

TEST(Gateway, RefusesWhatIsNoBaseAddress) {
  for (const char* text : {"ftp://host", "javascript:alert(1)", "https://", "https://user@host", "https://host?x=1",
                           "https://host#x", "https://ho st", "https://host:0", "https://host:99999", "/a/../b",
                           "https://host/a b", "data:text/html,x", "https://-host"}) {
    EXPECT_EQ(normalized(text), "bad_gateway_url") << text;
  }
}

TEST(Gateway, LoopbackIsJudgedByTheWholeHost) {
  EXPECT_TRUE(is_loopback_host("127.0.0.1"));
  EXPECT_TRUE(is_loopback_host("127.255.0.3"));
  EXPECT_TRUE(is_loopback_host("[::1]"));
  EXPECT_FALSE(is_loopback_host("127.0.0.1.example"));
  EXPECT_FALSE(is_loopback_host("127.0.0.256"));
  EXPECT_FALSE(is_loopback_host("128.0.0.1"));
}

}  // namespace
}  // namespace sluice
