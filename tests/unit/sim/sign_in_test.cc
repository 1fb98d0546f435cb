#include "sim/sign_in.h"

#include <gtest/gtest.h>

namespace sluice::sim {
namespace {

// The middle part of a token, decoded.
std::string claims_of(const std::string& token) {
  constexpr std::string_view kLetters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  const size_t start = token.find('.') + 1;
  std::string out;
  unsigned held = 0;
  int bits = 0;
  for (const char c : token.substr(start, token.find('.', start) - start)) {
    held = (held << 6 | static_cast<unsigned>(kLetters.find(c))) & 0xFFFFu;
    bits += 6;
    if (bits < 8) continue;
    bits -= 8;
    out += static_cast<char>((held >> bits) & 0xFFu);
  }
  return out;
}

class SignInTest : public testing::Test {
 protected:
  Reply user(std::string_view name, std::string_view password = kRehearsalPassword) {
    const std::string body = "username=" + std::string(name) + "&password=" + std::string(password) + "&token=true";
    return desk_.answer(AuthDoor::kPassword, {{"Content-Type", "application/x-www-form-urlencoded"}}, body, {}, 0);
  }
  Reply client(AuthDoor door, std::string_view id, std::string_view secret = kClientSecret) {
    return desk_.answer(door, {{"clientId", std::string(id)}, {"clientSecret", std::string(secret)}}, "", {}, 0);
  }
  std::optional<size_t> owner(const Reply& reply) { return tokens_.account_of(reply.body, {}); }

  Tokens tokens_{1, 3600, true};
  SignIn desk_{default_accounts(), default_clients(), 201, tokens_};
};

TEST_F(SignInTest, TheDoorsAreThree) {
  EXPECT_EQ(auth_door("/auth"), AuthDoor::kPassword);
  EXPECT_EQ(auth_door("/auth/oidc"), AuthDoor::kUserClient);
  EXPECT_EQ(auth_door("/auth/oauth"), AuthDoor::kSubscriptionClient);
  for (const char* path : {"/auth/", "/Auth", "/auth/oidc/", "/auth/saml", ""}) EXPECT_FALSE(auth_door(path)) << path;
}

TEST_F(SignInTest, UsersGetATokenOfTheirAccount) {
  EXPECT_EQ(user(kManagerLogin).status, 201);
  EXPECT_EQ(owner(user(kReaderLogin)), 1u);
  EXPECT_EQ(user(kManagerLogin, "wrong").status, 401);
  const Reply sso = user(kSsoLogin);
  EXPECT_EQ(sso.status, 401);
  EXPECT_NE(sso.body.find("SSO"), std::string::npos);
  EXPECT_EQ(user(kSsoLogin, "wrong").body.find("SSO"), std::string::npos) << "a stranger learns nothing";
}

TEST_F(SignInTest, TokensSayWhoSignedInAndWithWhichModules) {
  const std::string manager = claims_of(user(kManagerLogin).body);
  EXPECT_NE(manager.find("\"sub\":\"acme_mg1\""), std::string::npos) << manager;
  EXPECT_NE(manager.find("\"modulesAllowed\":[\"ADMIN\",\"ASSET INVENTORY\",\"SEM\",\"VMDR OT\",\"VM SCANNER\"]"),
            std::string::npos)
      << manager;
  EXPECT_NE(manager.find("\"credentialType\":\"UsernamePasswordCredential\""), std::string::npos);
  EXPECT_EQ(claims_of(user(kNoModuleLogin).body).find("SEM"), std::string::npos);
  const std::string client_claims = claims_of(client(AuthDoor::kUserClient, kUserClientId).body);
  EXPECT_NE(client_claims.find("\"credentialType\":\"ClientCredential\""), std::string::npos);
  EXPECT_NE(client_claims.find("\"sub\":\"acme_mg1\""), std::string::npos);
}

TEST_F(SignInTest, ClientsGetATokenOfTheirAccountAtTheirOwnDoor) {
  EXPECT_EQ(owner(client(AuthDoor::kUserClient, kUserClientId)), 0u);
  EXPECT_EQ(owner(client(AuthDoor::kSubscriptionClient, kSubscriptionClientId)), 0u);
  for (const Reply& reply : {client(AuthDoor::kSubscriptionClient, kUserClientId),
                             client(AuthDoor::kUserClient, kSubscriptionClientId),
                             client(AuthDoor::kUserClient, "nobody"), client(AuthDoor::kUserClient, "")}) {
    EXPECT_EQ(reply.status, 401);
    EXPECT_EQ(reply.body, "Invalid Client ID");
  }
  const Reply wrong = client(AuthDoor::kUserClient, kUserClientId, "wrong");
  EXPECT_EQ(wrong.status, 401);
  EXPECT_NE(wrong.body, "Invalid Client ID");
}

TEST_F(SignInTest, AClientSendsItsTwoHeadersAndAnyBody) {
  const Headers both = {{"CLIENTID", std::string(kUserClientId)}, {"clientsecret", std::string(kClientSecret)}};
  EXPECT_EQ(desk_.answer(AuthDoor::kUserClient, both, "a=b", {}, 0).status, 201);
  EXPECT_EQ(desk_.answer(AuthDoor::kUserClient, {{"clientId", std::string(kUserClientId)}}, "", {}, 0).status, 400);
  EXPECT_EQ(desk_.answer(AuthDoor::kUserClient, {}, "", {}, 0).status, 400);
  Headers encrypted = both;
  encrypted.add("encrypted", "RSA512");
  EXPECT_EQ(desk_.answer(AuthDoor::kUserClient, encrypted, "", {}, 0).status, 400);
}

TEST_F(SignInTest, ADeactivatedUserTakesHisTokensAndHisClientAlong) {
  const Reply user_token = user(kManagerLogin);
  const Reply user_client = client(AuthDoor::kUserClient, kUserClientId);
  const Reply subscription = client(AuthDoor::kSubscriptionClient, kSubscriptionClientId);
  const Reply reader = user(kReaderLogin);
  desk_.deactivate(kManagerLogin);
  desk_.deactivate("nobody");
  EXPECT_FALSE(owner(user_token) || owner(user_client));
  EXPECT_EQ(owner(subscription), 0u);
  EXPECT_EQ(owner(reader), 1u);
  EXPECT_EQ(user(kManagerLogin).status, 401);
  EXPECT_EQ(client(AuthDoor::kUserClient, kUserClientId).status, 401);
  EXPECT_EQ(client(AuthDoor::kSubscriptionClient, kSubscriptionClientId).status, 201);
}

}  // namespace
}  // namespace sluice::sim
