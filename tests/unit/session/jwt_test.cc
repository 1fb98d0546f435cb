#include "session/jwt.h"

#include <gtest/gtest.h>

namespace sluice {
namespace {

// {"alg":"HS512"} . {"sub":"acme_mg1","exp":1795233600,"iat":1795219200,"modulesAllowed":["VM","SEM"]} . signature
constexpr std::string_view kToken =
    "eyJhbGciOiJIUzUxMiJ9."
    "eyJzdWIiOiJhY21lX21nMSIsImV4cCI6MTc5NTIzMzYwMCwiaWF0IjoxNzk1MjE5MjAwLCJtb2R1bGVzQWxsb3dlZCI6WyJWTSIsIlNFTSJdfQ."
    "c2lnbmF0dXJl";

TEST(Jwt, ReadsWhatItNeedsAndNoMore) {
  const TokenClaims claims = read_claims(kToken);
  EXPECT_EQ(claims.subject, "acme_mg1");
  EXPECT_EQ(claims.expires_unix_s, 1795233600);
  EXPECT_EQ(claims.issued_unix_s, 1795219200);
  ASSERT_EQ(claims.modules.size(), 2u);
  EXPECT_EQ(claims.modules[1], "SEM");
}

TEST(Jwt, AnUnreadableTokenHasNoClaimsAndIsNoError) {
  for (const char* text : {"", "abc", "a.b.c", "e30.e30.x", "eyJhbGciOiJIUzUxMiJ9.bm90IGpzb24.x", "..", "a..c",
                           "eyJhbGciOiJIUzUxMiJ9.eyJleHAiOiJzb29uIn0.x", "e30.eyJleHAiOi01fQ.x", "e30.eyJleHAiOjFlOTl9.x"}) {
    EXPECT_FALSE(read_claims(text).expires_unix_s) << text;
  }
}

TEST(Jwt, WhatATokenAllowsIsReadAsFarAsItIsAListOfTexts) {
  // {"modulesAllowed":["VM",7,"SEM"]}, {"modulesAllowed":"VM"}
  EXPECT_EQ(read_claims("e30.eyJtb2R1bGVzQWxsb3dlZCI6WyJWTSIsNywiU0VNIl19.x").modules,
            (std::vector<std::string>{"VM", "SEM"}));
  EXPECT_TRUE(read_claims("e30.eyJtb2R1bGVzQWxsb3dlZCI6IlZNIn0.x").modules.empty());
}

TEST(Jwt, ABareTokenIsTrimmed) { EXPECT_EQ(token_from_body(" \r\n" + std::string(kToken) + "\n"), kToken); }

TEST(Jwt, ATokenInsideJsonIsFoundUnderItsUsualNames) {
  for (const char* name : {"access_token", "accessToken", "token", "id_token", "idToken", "jwt"}) {
    EXPECT_EQ(token_from_body("{\"" + std::string(name) + "\": \"" + std::string(kToken) + "\"}"), kToken) << name;
  }
}

TEST(Jwt, OtherBodiesHoldNoToken) {
  for (const char* body : {"", "<html>log in</html>", "OK", "{\"message\":\"no\"}", "{\"token\":5}", "[]", "a b.c.d", "{"}) {
    EXPECT_EQ(token_from_body(body), "") << body;
  }
  EXPECT_EQ(token_from_body(std::string(kTokenBytesMax + 1, 'a') + ".b.c"), "");
}

TEST(Base64Url, DecodesWithAndWithoutPadding) {
  EXPECT_EQ(decode_base64url("Zg"), "f");
  EXPECT_EQ(decode_base64url("Zg=="), "f");
  EXPECT_EQ(decode_base64url("Zm9v"), "foo");
  EXPECT_EQ(decode_base64url("-_-_"), decode_base64url("+/+/"));
  EXPECT_FALSE(decode_base64url("Z"));
  EXPECT_FALSE(decode_base64url("Zm 9v"));
}

}  // namespace
}  // namespace sluice
