#include "sim/tokens.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

namespace sluice::sim {
namespace {

Instant at(int64_t seconds) { return Instant{} + Duration::seconds(seconds); }

TokenClaims who(std::string_view username) {
  TokenClaims claims;
  claims.username = std::string(username);
  claims.modules = {"ADMIN", "SEM"};
  return claims;
}

std::string decoded(std::string_view text) {
  constexpr std::string_view kLetters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  std::string out;
  unsigned held = 0;
  int bits = 0;
  for (const char c : text) {
    held = (held << 6 | static_cast<unsigned>(kLetters.find(c))) & 0xFFFFu;
    bits += 6;
    if (bits < 8) continue;
    bits -= 8;
    out += static_cast<char>((held >> bits) & 0xFFu);
  }
  return out;
}

TEST(Tokens, HaveTheShapeOfTheVendors) {
  Tokens tokens(1, 14400, true);
  const std::string token = tokens.issue(2, who("o\"neil"), at(0), 1700000000);
  ASSERT_EQ(std::count(token.begin(), token.end(), '.'), 2);
  const size_t first = token.find('.');
  const size_t second = token.rfind('.');
  EXPECT_EQ(decoded(token.substr(0, first)), "{\"alg\":\"HS512\"}");
  const std::string claims = decoded(token.substr(first + 1, second - first - 1));
  for (const char* part : {"\"sub\":\"o\\\"neil\"", "\"loginResponse\":\"SUCCESSFUL\"", "\"iss\":\"qas\"",
                           "\"aud\":\"qas\"", "\"usertype\":\"fo\"", "\"iat\":1700000000", "\"exp\":1700014400",
                           "\"modulesAllowed\":[\"ADMIN\",\"SEM\"]", "\"portalUserId\":", "\"ipAddress\":\""}) {
    EXPECT_NE(claims.find(part), std::string::npos) << part << " in " << claims;
  }
  EXPECT_EQ(token.size() - second - 1, 86u);  // 64 bytes
}

TEST(Tokens, CanLeaveTheExpiryOut) {
  Tokens tokens(1, 14400, false);
  const std::string token = tokens.issue(0, who("a"), at(0), 1700000000);
  EXPECT_EQ(decoded(token.substr(token.find('.') + 1)).find("exp"), std::string::npos);
  EXPECT_FALSE(tokens.account_of(token, at(14400)).has_value());
}

TEST(Tokens, AreKnownUntilTheyExpire) {
  Tokens tokens(1, 60, true);
  const std::string token = tokens.issue(3, who("a"), at(10), 0);
  EXPECT_EQ(tokens.account_of(token, at(10)), 3u);
  EXPECT_EQ(tokens.account_of(token, at(70) - Duration::micros(1)), 3u);
  EXPECT_FALSE(tokens.account_of(token, at(70)).has_value());
}

TEST(Tokens, SomeEndWithTheirUser) {
  Tokens tokens(1, 60, true);
  TokenClaims lasting = who("a");
  lasting.dies_with_user = false;
  const std::string bound = tokens.issue(1, who("a"), at(0), 0);
  const std::string free = tokens.issue(1, lasting, at(0), 0);
  const std::string other = tokens.issue(2, who("b"), at(0), 0);
  tokens.revoke_with_user(1);
  EXPECT_FALSE(tokens.account_of(bound, at(1)).has_value());
  EXPECT_EQ(tokens.account_of(free, at(1)), 1u);
  EXPECT_EQ(tokens.account_of(other, at(1)), 2u);
}

TEST(Tokens, NothingElseIsKnown) {
  Tokens tokens(1, 60, true);
  std::string token = tokens.issue(0, who("a"), at(0), 0);
  token.back() = token.back() == 'A' ? 'B' : 'A';
  EXPECT_FALSE(tokens.account_of(token, at(0)).has_value());
  EXPECT_FALSE(tokens.account_of("", at(0)).has_value());
}

TEST(Tokens, RevokingEndsAllOfThemAndNewOnesAreGood) {
  Tokens tokens(1, 60, true);
  const std::string before = tokens.issue(0, who("a"), at(0), 0);
  tokens.revoke_all();
  const std::string after = tokens.issue(0, who("a"), at(0), 0);
  EXPECT_NE(before, after);
  EXPECT_FALSE(tokens.account_of(before, at(0)).has_value());
  EXPECT_TRUE(tokens.account_of(after, at(0)).has_value());
}

TEST(Tokens, KeepNoMoreThanTheirMost) {
  Tokens tokens(1, 60, true);
  const std::string oldest = tokens.issue(0, who("a"), at(0), 0);
  std::string newest;
  for (size_t i = 0; i < kTokensMax; ++i) newest = tokens.issue(0, who("a"), at(0), 0);
  EXPECT_FALSE(tokens.account_of(oldest, at(0)).has_value());
  EXPECT_TRUE(tokens.account_of(newest, at(0)).has_value());
}

}  // namespace
}  // namespace sluice::sim
