#include "session/session.h"

#include <gtest/gtest.h>

#include "base/text.h"

namespace sluice {
namespace {

constexpr std::string_view kAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

std::string base64url(std::string_view text) {
  std::string out;
  for (size_t i = 0; i < text.size(); i += 3) {
    uint32_t bits = 0;
    const size_t n = std::min<size_t>(3, text.size() - i);
    for (size_t j = 0; j < 3; ++j) bits = (bits << 8) | (j < n ? static_cast<unsigned char>(text[i + j]) : 0u);
    for (size_t j = 0; j <= n; ++j) out.push_back(kAlphabet[(bits >> (18 - 6 * j)) & 63]);
  }
  return out;
}

std::string token_of(std::string_view claims) { return "e30." + base64url(claims) + ".c2ln"; }

Response answer(int status, std::string body = "", Headers headers = {}) {
  return {status, std::move(headers), std::move(body)};
}

struct Fixture : testing::Test {
  Session session{1};
  Instant now{Duration::seconds(1000).us};
  WallTime wall{1795219200LL * 1000000};

  void begin(bool renew = true) {
    session.begin("https://gw.test", {"acme_mg1", Secret("p&a+s=s%"), renew}, now);
  }
  void sign_in(std::string_view claims = R"({"sub":"acme_mg1"})", bool renew = true) {
    begin(renew);
    session.make_auth_request(now);
    session.handle_answer(answer(201, token_of(claims)), now, wall);
    ASSERT_EQ(session.state(), Session::State::kSignedIn);
  }
  void pass(Duration d) {
    now = now + d;
    wall = wall + d;
  }
};

using SessionTest = Fixture;

TEST_F(SessionTest, SendsOneFormWithEveryValueEncoded) {
  begin();
  ASSERT_TRUE(session.wants_auth(now));
  const Request request = session.make_auth_request(now);
  EXPECT_EQ(request.method, Method::kPost);
  EXPECT_EQ(request.url, "https://gw.test/auth");
  EXPECT_EQ(request.headers.find("content-type"), "application/x-www-form-urlencoded");
  EXPECT_EQ(request.body->reveal(), "username=acme_mg1&password=p%26a%2Bs%3Ds%25&token=true&permissions=true");
  EXPECT_FALSE(request.bearer);
  EXPECT_FALSE(session.wants_auth(now)) << "one request at a time";
}

TEST_F(SessionTest, Accepts200And201) {
  for (const int status : {200, 201}) {
    begin();
    session.make_auth_request(now);
    session.handle_answer(answer(status, " " + token_of(R"({"sub":"s"})") + "\n"), now, wall);
    EXPECT_EQ(session.state(), Session::State::kSignedIn);
    EXPECT_EQ(session.subject(), "s");
  }
}

TEST_F(SessionTest, AssumesFourHoursWithoutExp) {
  sign_in();
  EXPECT_EQ(*session.expires_at() - now, Duration::seconds(4 * 3600));
}

TEST_F(SessionTest, AWrongClockHereDoesNotShortenAToken) {
  wall = wall + Duration::seconds(10 * 3600);  // ten hours fast
  sign_in(R"({"exp":1795222800,"iat":1795219200})");
  EXPECT_EQ(*session.expires_at() - now, Duration::seconds(3600));
  wall = wall + Duration::seconds(10 * 3600);
  sign_in(R"({"exp":1795222800})");
  EXPECT_EQ(*session.expires_at() - now, kTokenLifetimeAssumed) << "a token of this moment cannot have ended";
}

TEST_F(SessionTest, TheDateHeaderStandsInForIat) {
  wall = wall - Duration::seconds(7200);
  begin();
  session.make_auth_request(now);
  session.handle_answer(answer(201, token_of(R"({"exp":1795222800})"), {{"Date", "Sat, 21 Nov 2026 00:00:00 GMT"}}), now, wall);
  EXPECT_EQ(*session.expires_at() - now, Duration::seconds(1795222800 - 1795219200));
}

TEST_F(SessionTest, ASlowAnswerDoesNotMakeATokenLiveLonger) {
  begin();
  session.make_auth_request(now);
  pass(Duration::seconds(30));
  session.handle_answer(answer(201, token_of(R"({"exp":1795222800,"iat":1795219200})")), now, wall);
  EXPECT_EQ(*session.expires_at() - now, Duration::seconds(3600 - 30));
}

TEST_F(SessionTest, ARefusedPasswordIsForgottenAndNeverSentAgain) {
  begin();
  session.make_auth_request(now);
  session.handle_answer(answer(401, "bad"), now, wall);
  EXPECT_EQ(session.state(), Session::State::kSignedOut);
  EXPECT_EQ(session.last_error()->code, "bad_credentials");
  EXPECT_FALSE(session.can_renew());
  pass(Duration::seconds(3600));
  session.renew_if_due(now);
  EXPECT_FALSE(session.wants_auth(now));
}

// api-reference.md 3.1: such accounts cannot use the API, and the gateway does not say so.
TEST_F(SessionTest, ARefusedPasswordNamesSingleSignOn) {
  begin();
  session.make_auth_request(now);
  session.handle_answer(answer(401, "bad"), now, wall);
  EXPECT_NE(session.last_error()->message.find("SSO"), std::string::npos);
}

TEST_F(SessionTest, EachFailureHasItsCode) {
  const auto code_of = [&](Response response) {
    begin();
    session.make_auth_request(now);
    session.handle_answer(response, now, wall);
    return session.last_error()->code;
  };
  EXPECT_EQ(code_of(answer(401)), "bad_credentials");
  EXPECT_EQ(code_of(answer(403)), "no_permission");
  EXPECT_EQ(code_of(answer(404)), "server_error");
  EXPECT_EQ(code_of(answer(500)), "server_error");
  EXPECT_EQ(code_of(answer(200, "<html>log in</html>")), "server_error");
  begin();
  session.make_auth_request(now);
  session.handle_failure({FailureKind::kUnreachable, ""}, now);
  EXPECT_EQ(session.last_error()->code, "blocked_by_browser");
  EXPECT_NE(session.last_error()->message.find("CORS"), std::string::npos);
  EXPECT_NE(session.last_error()->message.find("./dev run --gateway"), std::string::npos);
  begin();
  session.make_auth_request(now);
  session.handle_failure({FailureKind::kPolicy, ""}, now);
  EXPECT_EQ(session.last_error()->code, "blocked_by_policy");
}

TEST_F(SessionTest, AFirstSignInIsNotRetriedBehindTheUsersBack) {
  begin();
  session.make_auth_request(now);
  session.handle_failure({FailureKind::kUnreachable, ""}, now);
  EXPECT_EQ(session.state(), Session::State::kSignedOut);
  EXPECT_FALSE(session.wants_auth(now + Duration::seconds(60)));
}

TEST_F(SessionTest, RenewsShortlyBeforeTheEndAndNotEarlier) {
  sign_in();
  pass(Duration::seconds(4 * 3600 - 121));
  session.renew_if_due(now);
  EXPECT_EQ(session.state(), Session::State::kSignedIn);
  pass(Duration::seconds(2));
  session.renew_if_due(now);
  EXPECT_EQ(session.state(), Session::State::kRenewing);
  EXPECT_TRUE(session.has_token(now)) << "the old token still works";
  const uint64_t before = session.generation();
  session.make_auth_request(now);
  session.handle_answer(answer(201, token_of("{}")), now, wall);
  EXPECT_EQ(session.state(), Session::State::kSignedIn);
  EXPECT_EQ(session.generation(), before + 1);
}

TEST_F(SessionTest, ARenewalIsTriedFiveTimesWhenNobodyAnswers) {
  sign_in();
  pass(Duration::seconds(4 * 3600));
  session.renew_if_due(now);
  int sent = 0;
  for (int i = 0; i < 50 && session.state() == Session::State::kRenewing; ++i) {
    if (session.wants_auth(now)) {
      session.make_auth_request(now);
      ++sent;
      session.handle_failure({FailureKind::kUnreachable, ""}, now);
    }
    pass(Duration::seconds(1));
  }
  EXPECT_EQ(sent, kAuthAttemptsMax);
  EXPECT_EQ(session.state(), Session::State::kExpired);
  EXPECT_TRUE(session.can_renew()) << "the password was not refused, only not heard";
}

TEST_F(SessionTest, A401RenewsOnceAndASecondOneGivesUp) {
  sign_in();
  EXPECT_EQ(session.handle_unauthorized(session.generation(), now), Session::Next::kRetry);
  EXPECT_EQ(session.state(), Session::State::kRenewing);
  session.make_auth_request(now);
  session.handle_answer(answer(201, token_of("{}")), now, wall);
  EXPECT_EQ(session.handle_unauthorized(session.generation(), now), Session::Next::kGiveUp);
  EXPECT_FALSE(session.wants_auth(now));
}

TEST_F(SessionTest, ACallThatIsAcceptedMakesTheRenewalGood) {
  sign_in();
  session.handle_unauthorized(session.generation(), now);
  session.make_auth_request(now);
  session.handle_answer(answer(201, token_of("{}")), now, wall);
  session.handle_authorized();
  EXPECT_EQ(session.handle_unauthorized(session.generation(), now), Session::Next::kRetry);
}

TEST_F(SessionTest, ALate401OfAnOldTokenDoesNotRenewTheNewOne) {
  sign_in();
  const uint64_t old = session.generation();
  session.handle_unauthorized(old, now);
  session.make_auth_request(now);
  session.handle_answer(answer(201, token_of("{}")), now, wall);
  EXPECT_EQ(session.handle_unauthorized(old, now), Session::Next::kRetry);
  EXPECT_EQ(session.state(), Session::State::kSignedIn);
}

TEST_F(SessionTest, WithoutRenewThePasswordIsGoneOnceTheTokenIsThere) {
  sign_in("{}", false);
  EXPECT_FALSE(session.can_renew());
  EXPECT_EQ(session.handle_unauthorized(session.generation(), now), Session::Next::kSignIn);
}

TEST_F(SessionTest, APasswordThatIsNotUsedIsForgottenAfterTheIdleTime) {
  sign_in();
  pass(kPasswordIdleMax);
  session.handle_timeout(now);
  EXPECT_FALSE(session.can_renew());
}

TEST_F(SessionTest, APastedTokenMustLookLikeOneAndBeAlive) {
  EXPECT_EQ(session.use_token("", Secret("hello"), now, wall).error().code, "bad_credentials");
  const Result<void> ended = session.use_token("", Secret(token_of(R"({"exp":1795219199})")), now, wall);
  EXPECT_EQ(ended.error().code, "bad_credentials");
  EXPECT_TRUE(session.use_token("", Secret(" " + token_of(R"({"exp":1795219260,"sub":"x"})") + " "), now, wall).ok());
  EXPECT_EQ(*session.expires_at() - now, Duration::seconds(60));
  EXPECT_EQ(session.subject(), "x");
  EXPECT_FALSE(session.can_renew());
}

TEST_F(SessionTest, SigningOutForgetsEverything) {
  sign_in();
  session.sign_out();
  EXPECT_FALSE(session.has_token(now));
  EXPECT_FALSE(session.can_renew());
  EXPECT_EQ(session.username(), "");
  EXPECT_FALSE(session.poll_timeout());
}

// ── API clients, api-reference.md 3.3 ────────────────────────────────────────────────────────────────────────────────

struct ApiClientTest : Fixture {
  void begin_client(ClientKind kind, bool renew = true, std::string secret = "s3cret") {
    Credentials credentials;
    credentials.renew = renew;
    credentials.client_id = "client-1";
    credentials.client_secret = Secret(std::move(secret));
    credentials.client_kind = kind;
    session.begin("https://gw.test", std::move(credentials), now);
  }
  void sign_in_client(ClientKind kind, bool renew = true) {
    begin_client(kind, renew);
    session.make_auth_request(now);
    session.handle_answer(answer(200, token_of(R"({"exp":1795233600,"iat":1795219200,"modulesAllowed":["OT","SEM"]})")), now,
                          wall);
    ASSERT_EQ(session.state(), Session::State::kSignedIn);
  }
};

TEST_F(ApiClientTest, EachKindHasItsOwnDoorAndSendsIdAndSecretAsHeaders) {
  const std::pair<ClientKind, const char*> kDoors[] = {{ClientKind::kUser, "https://gw.test/auth/oidc"},
                                                       {ClientKind::kSubscription, "https://gw.test/auth/oauth"}};
  for (const auto& [kind, url] : kDoors) {
    begin_client(kind);
    const Request request = session.make_auth_request(now);
    EXPECT_EQ(request.method, Method::kPost);
    EXPECT_EQ(request.url, url);
    EXPECT_EQ(request.headers.find("clientId"), "client-1");
    EXPECT_EQ(request.headers.find("Content-Type"), "application/x-www-form-urlencoded");
    EXPECT_FALSE(request.headers.find("clientSecret")) << "headers never hold a secret";
    EXPECT_EQ(request.client_secret->reveal(), "s3cret");
    EXPECT_FALSE(request.body);
    EXPECT_FALSE(request.bearer);
  }
}

TEST_F(ApiClientTest, IsRenewedThroughTheSameDoor) {
  sign_in_client(ClientKind::kSubscription);
  pass(Duration::seconds(4 * 3600 - 60));
  session.renew_if_due(now);
  ASSERT_TRUE(session.wants_auth(now));
  const Request request = session.make_auth_request(now);
  EXPECT_EQ(request.url, "https://gw.test/auth/oauth");
  EXPECT_EQ(request.client_secret->reveal(), "s3cret");
  EXPECT_EQ(request.reason, "renew token");
}

TEST_F(ApiClientTest, WithoutRenewalTheSecretIsGoneAfterTheFirstToken) {
  sign_in_client(ClientKind::kUser, false);
  EXPECT_FALSE(session.can_renew());
  pass(Duration::seconds(4 * 3600));
  session.renew_if_due(now);
  EXPECT_EQ(session.state(), Session::State::kExpired);
  EXPECT_FALSE(session.wants_auth(now));
}

TEST_F(ApiClientTest, TheSecretIsForgottenWhenNothingWasPulledForHalfADay) {
  sign_in_client(ClientKind::kUser);
  EXPECT_TRUE(session.can_renew());
  pass(kPasswordIdleMax);
  session.handle_timeout(now);
  EXPECT_FALSE(session.can_renew());
}

TEST_F(ApiClientTest, ARefusedSecretIsForgottenAndNeverSentAgain) {
  begin_client(ClientKind::kUser);
  session.make_auth_request(now);
  session.handle_answer(answer(401), now, wall);
  EXPECT_EQ(session.state(), Session::State::kSignedOut);
  EXPECT_EQ(session.last_error()->code, "bad_credentials");
  EXPECT_FALSE(session.can_renew());
  pass(Duration::seconds(60));
  session.renew_if_due(now);
  EXPECT_FALSE(session.wants_auth(now));
}

TEST_F(ApiClientTest, TheWrongDoorNamesTheOtherKindWhateverTheStatus) {
  for (const int status : {200, 400, 401, 404, 500}) {
    begin_client(ClientKind::kUser);
    session.make_auth_request(now);
    session.handle_answer(answer(status, R"({"message":"Invalid Client ID"})"), now, wall);
    ASSERT_TRUE(session.last_error());
    EXPECT_EQ(session.state(), Session::State::kSignedOut) << status;
    EXPECT_EQ(session.last_error()->code, "bad_credentials");
    EXPECT_NE(session.last_error()->message.find("client is a subscription-level one"), std::string::npos);
  }
  begin_client(ClientKind::kSubscription);
  session.make_auth_request(now);
  session.handle_answer(answer(401, "invalid client id"), now, wall);
  EXPECT_NE(session.last_error()->message.find("client is a user-level one"), std::string::npos);
}

TEST_F(ApiClientTest, EachFailureHasItsCodeAndNoneSpeaksOfPasswords) {
  const std::pair<int, const char*> kCodes[] = {{400, "bad_credentials"}, {401, "bad_credentials"},
                                                {403, "no_permission"},   {404, "server_error"},
                                                {405, "server_error"},    {500, "server_error"}};
  for (const auto& [status, code] : kCodes) {
    begin_client(ClientKind::kUser);
    session.make_auth_request(now);
    session.handle_answer(answer(status), now, wall);
    EXPECT_EQ(session.last_error()->code, code) << status;
    EXPECT_EQ(session.last_error()->message.find("password"), std::string::npos) << status;
    EXPECT_EQ(session.last_error()->message.find("s3cret"), std::string::npos) << status;
  }
}

TEST_F(ApiClientTest, ASecretThatFitsInNoHeaderIsNotSent) {
  for (const char* secret : {"two\nlines", "caf\xC3\xA9", "a\x01"}) {
    begin_client(ClientKind::kUser, true, secret);
    EXPECT_EQ(session.state(), Session::State::kSignedOut);
    EXPECT_EQ(session.last_error()->code, "bad_credentials");
    EXPECT_FALSE(session.wants_auth(now));
    EXPECT_FALSE(session.can_renew()) << "and is wiped";
  }
}

TEST_F(ApiClientTest, TellsWhoHowAndWhatTheTokenAllows) {
  sign_in_client(ClientKind::kUser);
  EXPECT_EQ(session.kind(), "user client");
  EXPECT_EQ(session.subject(), "client-1") << "the token names nobody";
  EXPECT_EQ(session.username(), "client-1");
  EXPECT_EQ(session.modules(), (std::vector<std::string>{"OT", "SEM"}));
  sign_in_client(ClientKind::kSubscription);
  EXPECT_EQ(session.kind(), "subscription client");
  session.sign_out();
  EXPECT_EQ(session.kind(), "");
  EXPECT_TRUE(session.modules().empty());
}

TEST_F(SessionTest, TellsAPasswordFromATokenPastedByHand) {
  sign_in(R"({"sub":"acme_mg1","modulesAllowed":["SEM"]})");
  EXPECT_EQ(session.kind(), "password");
  EXPECT_EQ(session.modules(), std::vector<std::string>{"SEM"});
  ASSERT_TRUE(session.use_token("https://gw.test", Secret(token_of(R"({"sub":"x"})")), now, wall).ok());
  EXPECT_EQ(session.kind(), "token");
  EXPECT_EQ(session.username(), "");
  EXPECT_TRUE(session.modules().empty());
  EXPECT_FALSE(session.can_renew());
}

}  // namespace
}  // namespace sluice
