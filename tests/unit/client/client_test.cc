#include "client/client.h"

#include <gtest/gtest.h>

#include "client/past_runs.h"
#include "page_text.h"

namespace sluice {
namespace {

// header {"alg":"HS512"}, claims {"sub":"acme_mg1"}
constexpr const char* kToken = "eyJhbGciOiJIUzUxMiJ9.eyJzdWIiOiJhY21lX21nMSJ9.c2ln";

struct ClientTest : testing::Test {
  Client client{ClientOptions{}};
  Instant now{Duration::seconds(100).us};

  ClientTest() { client.set_clock(now, WallTime{1795219200LL * 1000000}); }

  Result<void> ask_sign_in(std::string gateway = "https://gw.test", std::string user = "acme_mg1") {
    SignInRequest request;
    request.gateway = std::move(gateway);
    request.username = std::move(user);
    request.password = Secret("secret-word");
    return client.sign_in(std::move(request), now);
  }
  void sign_in() {
    ASSERT_TRUE(ask_sign_in().ok());
    const Flight flight = *client.poll_transmit(now);
    client.handle_response(flight.id, {201, {}, kToken}, now);
    ASSERT_EQ(client.session(now).state, SessionState::kSignedIn);
  }
  void answer(const Flight& flight, int status, std::string body, Headers headers = {}) {
    client.handle_response(flight.id, {status, std::move(headers), std::move(body)}, now);
    while (client.work(Fuel{100}, now) == Work::kMore) {
    }
  }
};

TEST_F(ClientTest, APlatformsIdIsAGateway) {
  ASSERT_TRUE(ask_sign_in("eu3").ok());
  EXPECT_EQ(client.poll_transmit(now)->request.url, "https://gateway.qg3.apps.qualys.it/auth");
}

TEST_F(ClientTest, ABadAddressIsRefusedBeforeAnythingIsSent) {
  EXPECT_EQ(ask_sign_in("http://gateway.qg1.apps.qualys.com").error().code, "bad_gateway_url");
  EXPECT_FALSE(client.poll_transmit(now));
}

TEST_F(ClientTest, TheTokenGoesToTheConfiguredGatewayOnly) {
  sign_in();
  PullRequest request;
  request.page_size = 1000;
  ASSERT_TRUE(client.pull(request, now).ok());
  Flight flight = *client.poll_transmit(now);
  EXPECT_EQ(flight.request.url, "https://gw.test/sem/v1/assetList?action=list&truncation_limit=1000");
  EXPECT_EQ(flight.request.bearer->reveal(), kToken);
  answer(flight, 200, page_xml(asset_xml(1), warning_xml("id_min=5&action=list")));
  flight = *client.poll_transmit(now);
  EXPECT_EQ(flight.request.url, "https://gw.test/sem/v1/assetList?action=list&truncation_limit=1000&id_min=5");
}

// api-reference.md 6.1, 7.1 and 8: no body that fetch could not send, and no header that would force more preflights.
TEST_F(ClientTest, APullIsAGetWithNothingInItsBody) {
  sign_in();
  ASSERT_TRUE(client.pull({}, now).ok());
  const Flight flight = *client.poll_transmit(now);
  EXPECT_EQ(flight.request.method, Method::kGet);
  EXPECT_FALSE(flight.request.body);
  for (const char* name : {"Content-Type", "X-Requested-With", "Accept-Encoding", "Host"}) {
    EXPECT_FALSE(flight.request.headers.find(name)) << name;
  }
}

// api-reference.md 5.2: the sample's Content-Type is useless on a GET and would force a preflight.
TEST_F(ClientTest, AnOtPullIsAGetWithNothingInItsBody) {
  sign_in();
  for (const char* source : {"ot.hosts", "ot.detections", "ot.projectFiles"}) {
    PullRequest request;
    request.source = source;
    ASSERT_TRUE(client.pull(request, now).ok()) << source;
    const Flight flight = *client.poll_transmit(now);
    EXPECT_EQ(flight.request.url.find("https://gw.test/ot/1.0/"), 0u);
    EXPECT_EQ(flight.request.method, Method::kGet);
    EXPECT_EQ(flight.request.bearer->reveal(), kToken);
    EXPECT_FALSE(flight.request.body);
    EXPECT_EQ(flight.request.headers.find("Accept"), "application/json");
    for (const char* name : {"Content-Type", "X-Requested-With", "Accept-Encoding", "Host"}) {
      EXPECT_FALSE(flight.request.headers.find(name)) << name;
    }
    answer(flight, 404, "{\"_error\":{\"code\":404,\"message\":\"Files not found\"}}");
    ASSERT_FALSE(run_is_active(client.run().state));
  }
}

TEST_F(ClientTest, OneCallIsOnItsWayAtATime) {
  sign_in();
  ASSERT_TRUE(client.pull({}, now).ok());
  ASSERT_TRUE(client.poll_transmit(now));
  EXPECT_FALSE(client.poll_transmit(now));
  EXPECT_TRUE(client.flying());
}

TEST_F(ClientTest, ParametersGoOutOnceEncodedInTheUsersOrder) {
  sign_in();
  PullRequest request;
  request.parameters = {{"status", "Enrolled,Ready for Re-enrollment"}, {"os_pattern", "^$"}, {"truncation_limit", "7"}};
  ASSERT_TRUE(client.pull(request, now).ok());
  EXPECT_EQ(client.poll_transmit(now)->request.url,
            "https://gw.test/sem/v1/assetList?action=list&status=Enrolled,Ready%20for%20Re-enrollment&os_pattern=%5E%24"
            "&truncation_limit=7");
}

TEST_F(ClientTest, WhatCannotBePulledIsRefusedWithItsReason) {
  EXPECT_EQ(client.pull({}, now).error().code, "not_signed_in");
  sign_in();
  PullRequest both;
  both.page_size = 10;
  both.parameters = {{"truncation_limit", "10"}};
  EXPECT_EQ(client.pull(both, now).error().code, "invalid_parameter");
  PullRequest path;
  path.path = "/etc/passwd";
  EXPECT_EQ(client.pull(path, now).error().code, "invalid_parameter");
  PullRequest source;
  source.source = "nothing";
  EXPECT_EQ(client.pull(source, now).error().code, "invalid_parameter");
  PullRequest size;
  size.page_size = 0;
  EXPECT_EQ(client.pull(size, now).error().code, "invalid_parameter");
  ASSERT_TRUE(client.pull({}, now).ok());
  EXPECT_EQ(client.pull({}, now).error().code, "busy");
}

TEST_F(ClientTest, ARunIsNotHandedToAnotherSignIn) {
  sign_in();
  ASSERT_TRUE(client.pull({}, now).ok());
  EXPECT_EQ(ask_sign_in("https://other.test").error().code, "busy");
  EXPECT_EQ(ask_sign_in("https://gw.test", "somebody_else").error().code, "busy");
}

TEST_F(ClientTest, AnAnswerToAnEarlierSignInIsNotTakenForALaterOne) {
  ASSERT_TRUE(ask_sign_in().ok());
  const Flight first = *client.poll_transmit(now);
  client.sign_out(now);
  EXPECT_EQ(client.poll_abort(), first.id);
  ASSERT_TRUE(ask_sign_in("https://other.test").ok());
  client.handle_response(first.id, {201, {}, kToken}, now);
  EXPECT_EQ(client.session(now).state, SessionState::kSigningIn);
}

TEST_F(ClientTest, TheLogShowsEveryCallAndNoSecret) {
  sign_in();
  ASSERT_TRUE(client.pull({}, now).ok());
  const Flight flight = *client.poll_transmit(now);
  now = now + Duration::millis(250);
  answer(flight, 200, page_xml(asset_xml(1)));
  ASSERT_EQ(client.requests().size(), 2u);
  EXPECT_EQ(client.requests()[0].reason, "sign in");
  EXPECT_EQ(client.requests()[1].status, 200);
  EXPECT_EQ(client.requests()[1].ms, 250);
  EXPECT_EQ(client.requests()[1].reason, "page 1");
  for (const RequestLogEntry& entry : client.requests()) {
    EXPECT_EQ((entry.url + entry.note + entry.reason).find("secret-word"), std::string::npos);
    EXPECT_EQ((entry.url + entry.note + entry.reason).find("eyJ"), std::string::npos);
  }
}

TEST_F(ClientTest, TellsEachChangeOnce) {
  sign_in();
  ASSERT_TRUE(client.pull({}, now).ok());
  answer(*client.poll_transmit(now), 200, page_xml(asset_xml(1)));
  int sessions = 0, runs = 0, pages = 0;
  while (const std::optional<Event> event = client.poll_event()) {
    sessions += event->kind == Event::Kind::kSession;
    runs += event->kind == Event::Kind::kRun;
    pages += event->kind == Event::Kind::kPage;
  }
  EXPECT_EQ(sessions, 2);  // signing in, signed in
  EXPECT_EQ(runs, 2);      // running, complete
  EXPECT_EQ(pages, 1);
}

TEST_F(ClientTest, ANewPullHasNewTablesAndTheOldOnesLiveWhileSomebodyHoldsThem) {
  sign_in();
  ASSERT_TRUE(client.pull({}, now).ok());
  answer(*client.poll_transmit(now), 200, page_xml(asset_xml(1) + asset_xml(2)));
  const std::shared_ptr<const AssetStore> old = client.store();
  const uint64_t generation = client.store_generation();
  ASSERT_TRUE(client.pull({}, now).ok());
  EXPECT_NE(client.store_generation(), generation);
  EXPECT_EQ(old->assets().live_count(), 2u);
  EXPECT_EQ(client.store()->assets().live_count(), 0u);
}

TEST_F(ClientTest, GoingBackToAGatewayDoesNotForgetItsCalls) {
  sign_in();
  ASSERT_TRUE(client.pull({}, now).ok());
  answer(*client.poll_transmit(now), 200, page_xml(asset_xml(1)));
  EXPECT_EQ(client.budget(now).remaining, 299);
  ASSERT_TRUE(ask_sign_in("https://other.test").ok());
  client.handle_response(client.poll_transmit(now)->id, {201, {}, kToken}, now);
  EXPECT_EQ(client.budget(now).remaining, 300);
  sign_in();
  EXPECT_EQ(client.budget(now).remaining, 299);
}

// api-reference.md 4.2: /auth is exempt.
TEST_F(ClientTest, SigningInSpendsNothingOfTheRateLimit) {
  sign_in();
  sign_in();
  EXPECT_EQ(client.budget(now).remaining, 300);
  ASSERT_TRUE(client.pull({}, now).ok());
  answer(*client.poll_transmit(now), 200, page_xml(asset_xml(1)));
  EXPECT_EQ(client.budget(now).remaining, 299);
}

TEST_F(ClientTest, APastedTokenThatIsRefusedAsksForASignIn) {
  SignInRequest request;
  request.gateway = "https://gw.test";
  request.token = Secret(kToken);
  ASSERT_TRUE(client.sign_in(std::move(request), now).ok());
  ASSERT_TRUE(client.pull({}, now).ok());
  answer(*client.poll_transmit(now), 401, "");
  EXPECT_EQ(client.run().state, RunState::kPaused);
  EXPECT_EQ(client.run().wait_reason, WaitReason::kSignIn);
  EXPECT_FALSE(client.poll_transmit(now));
}

TEST_F(ClientTest, NothingIsAskedOfTheDriverWhileNothingIsDue) {
  EXPECT_FALSE(client.poll_transmit(now));
  EXPECT_FALSE(client.poll_timeout());
  EXPECT_FALSE(client.poll_event());
  EXPECT_EQ(client.work(Fuel{1000}, now), Work::kDone);
}

// ── API clients, api-reference.md 3.3 ────────────────────────────────────────────────────────────────────────────────

struct ApiClientSignIn : ClientTest {
  Result<void> ask(ClientKind kind, std::string id = "client-1", std::string secret = "s3cret-word") {
    SignInRequest request;
    request.gateway = "https://gw.test";
    request.client_id = std::move(id);
    request.client_secret = Secret(std::move(secret));
    request.client_kind = kind;
    return client.sign_in(std::move(request), now);
  }
};

TEST_F(ApiClientSignIn, GoesThroughTheDoorOfItsKindAndIsTold) {
  ASSERT_TRUE(ask(ClientKind::kSubscription, " client-1 ").ok());
  const Flight flight = *client.poll_transmit(now);
  EXPECT_EQ(flight.request.url, "https://gw.test/auth/oauth");
  EXPECT_EQ(flight.request.headers.find("clientId"), "client-1");
  EXPECT_EQ(flight.request.client_secret->reveal(), "s3cret-word");
  client.handle_response(flight.id, {201, {}, kToken}, now);
  const SessionStatus status = client.session(now);
  EXPECT_EQ(status.state, SessionState::kSignedIn);
  EXPECT_EQ(status.kind, "subscription client");
  EXPECT_TRUE(status.renews);
}

TEST_F(ApiClientSignIn, NeitherSecretNorTokenReachesTheLogOrTheStatus) {
  ASSERT_TRUE(ask(ClientKind::kUser).ok());
  const Flight flight = *client.poll_transmit(now);
  client.handle_response(flight.id, {401, {}, "s3cret-word is wrong"}, now);
  std::string shown = client.session(now).last_error->message + client.session(now).subject;
  for (const RequestLogEntry& entry : client.requests()) shown += entry.url + entry.reason + entry.note;
  EXPECT_EQ(shown.find("s3cret"), std::string::npos) << shown;
  ASSERT_TRUE(ask(ClientKind::kUser).ok());
  const Flight second = *client.poll_transmit(now);
  client.handle_response(second.id, {201, {}, kToken}, now);
  shown.clear();
  for (const RequestLogEntry& entry : client.requests()) shown += entry.url + entry.reason + entry.note;
  EXPECT_EQ(shown.find(kToken), std::string::npos) << shown;
}

TEST_F(ApiClientSignIn, NeedsBothIdAndSecret) {
  EXPECT_EQ(ask(ClientKind::kUser, "client-1", "").error().message, "Missing required parameter(s): clientSecret");
  EXPECT_EQ(ask(ClientKind::kUser, " ", "secret").error().message, "Missing required parameter(s): clientId");
  EXPECT_FALSE(client.poll_transmit(now));
}

TEST_F(ApiClientSignIn, AnotherClientCannotTakeOverARunningPull) {
  ASSERT_TRUE(ask(ClientKind::kUser).ok());
  const Flight flight = *client.poll_transmit(now);
  client.handle_response(flight.id, {201, {}, kToken}, now);
  ASSERT_TRUE(client.pull({}, now).ok());
  EXPECT_EQ(ask(ClientKind::kUser, "client-2").error().code, "busy");
  EXPECT_TRUE(ask(ClientKind::kUser, "client-1").ok());
}

TEST_F(ClientTest, ATokenPastedByHandThatEndsInMidRunWaitsForTheNextSignIn) {
  const auto paste = [this] {
    SignInRequest request;
    request.gateway = "https://gw.test";
    request.token = Secret(kToken);
    return client.sign_in(std::move(request), now);
  };
  ASSERT_TRUE(paste().ok());
  EXPECT_EQ(client.session(now).kind, "token");
  EXPECT_FALSE(client.session(now).renews);
  ASSERT_TRUE(client.pull({}, now).ok());
  answer(*client.poll_transmit(now), 401, "");
  EXPECT_EQ(client.run().wait_reason, WaitReason::kSignIn);
  EXPECT_FALSE(client.poll_transmit(now));
  ASSERT_TRUE(paste().ok());
  EXPECT_TRUE(client.poll_transmit(now)) << "the run goes on by itself";
}

TEST_F(ClientTest, TheTablesOfTheLastRunAreGivenBackByFuelOnceNobodyLooksAtThem) {
  sign_in();
  ASSERT_TRUE(client.pull({}, now).ok());
  std::string xml;
  for (int id = 1; id <= 20000; ++id) xml += asset_xml(id);
  answer(*client.poll_transmit(now), 200, page_xml(xml));
  std::shared_ptr<const AssetStore> looked_at = client.store();
  ASSERT_EQ(looked_at->assets().live_count(), 20000u);
  EXPECT_FALSE(client.busy());
  ASSERT_TRUE(client.pull({}, now).ok());
  EXPECT_FALSE(client.busy()) << "somebody looks at them";
  EXPECT_EQ(looked_at->assets().live_count(), 20000u);
  looked_at.reset();
  EXPECT_TRUE(client.busy());
  int steps = 0;
  while (client.work(Fuel{100}, now) == Work::kMore) ++steps;
  EXPECT_GT(steps, 50);
  EXPECT_FALSE(client.busy());
  answer(*client.poll_transmit(now), 200, page_xml(asset_xml(1)));
  EXPECT_EQ(client.run().state, RunState::kComplete);
  EXPECT_EQ(client.store()->assets().live_count(), 1u);
}

// Pulls 10,000 hosts, then 20,000 assets, into that much room.
void pull_two_sources(Client& client) {
  const Instant now{Duration::seconds(100).us};
  client.set_clock(now, WallTime{1795219200LL * 1000000});
  SignInRequest sign_in;
  sign_in.gateway = "https://gw.test";
  sign_in.username = "acme";
  sign_in.password = Secret("secret-word");
  ASSERT_TRUE(client.sign_in(std::move(sign_in), now).ok());
  const auto answer = [&](int status, std::string body) {
    client.handle_response(client.poll_transmit(now)->id, {status, {}, std::move(body)}, now);
    while (client.work(Fuel{10000}, now) == Work::kMore) {
    }
  };
  answer(201, kToken);
  std::string hosts;
  for (int id = 1; id <= 10000; ++id) hosts += (id > 1 ? ",{\"assetId\":" : "{\"assetId\":") + std::to_string(id) + "}";
  std::string assets;
  for (int id = 1; id <= 20000; ++id) assets += asset_xml(id);
  PullRequest request;
  request.source = "ot.hosts";
  ASSERT_TRUE(client.pull(request, now).ok());
  answer(200, "[" + hosts + "]");
  client.stop(now);
  ASSERT_EQ(client.store("ot.hosts")->tables().front()->live_count(), 10000u);
  ASSERT_TRUE(client.pull({}, now).ok());
  answer(200, page_xml(assets));
}

TEST(ClientRoom, TheTablesOfAnotherSourceCount) {
  Client roomy{ClientOptions{}};
  pull_two_sources(roomy);
  ASSERT_EQ(roomy.run().state, RunState::kComplete);
  const uint64_t both = roomy.store()->bytes() + roomy.store("ot.hosts")->bytes();
  for (const bool enough : {true, false}) {
    ClientOptions options;
    options.decode_limits.table_bytes_max = enough ? both : both - 1;
    Client client{options};
    pull_two_sources(client);
    EXPECT_EQ(client.run().state, enough ? RunState::kComplete : RunState::kFailed);
    const std::string told = "of which the tables of other sources take";
    EXPECT_EQ(client.run().message.find(told) == std::string::npos, enough) << client.run().message;
  }
}

TEST_F(ClientTest, AKeptRunOfAnEarlierVisitTellsWhatThePullWillCost) {
  sign_in();
  PullRequest request;
  request.page_size = 100;
  EXPECT_EQ(client.forecast(request, now).value().calls_needed, std::nullopt);
  PullPlan before;
  before.gateway = "https://gw.test";
  before.path = "/sem/v1/assetList";
  before.subject = "acme_mg1";
  before.parameters = {{"action", "list"}, {"truncation_limit", "1000"}};
  RunSummary kept;
  kept.source = before.source;
  kept.gateway = before.gateway;
  kept.path = before.path;
  kept.state = "complete";
  kept.assets = 2400;
  kept.request = PastRuns::request_of(before);
  kept.page = TypicalPage{1000, 4000000, Duration::seconds(20)};
  client.remember_run(kept);
  const RunForecast plan = client.forecast(request, now).value();
  EXPECT_EQ(plan.calls_needed, 24);
  ASSERT_TRUE(plan.time_left.has_value());
  EXPECT_GT(*plan.time_left, Duration::seconds(24 * 2)) << "no assumed two seconds a page, but twenty";
  EXPECT_NE(plan.why.find("the last complete run of this request"), std::string::npos) << plan.why;
}

}  // namespace
}  // namespace sluice
