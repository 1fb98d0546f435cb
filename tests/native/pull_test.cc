// The core against gatewayd over real sockets.

#include <gtest/gtest.h>

#include "gateway_process.h"
#include "sim/dataset.h"
#include "sim/gateway.h"
#include "socket_driver.h"
#include "ot_truth.h"
#include "truth.h"

namespace sluice {
namespace {

constexpr Duration kLongest = Duration::seconds(120);

struct NativePull : testing::Test {
  Client client{ClientOptions{}};
  SocketDriver driver{client};

  void sign_in(const GatewayProcess& gateway, const std::string& password = std::string(sim::kRehearsalPassword)) {
    SignInRequest request;
    request.gateway = gateway.address();
    request.username = sim::kManagerLogin;
    request.password = Secret(password);
    ASSERT_TRUE(client.sign_in(std::move(request), driver.now()).ok());
    driver.run_until([&] { return client.session(driver.now()).state != SessionState::kSigningIn; }, kLongest);
  }
  RunState pull(PullRequest request) {
    const Result<std::string> asked = client.pull(request, driver.now());
    EXPECT_TRUE(asked.ok());
    driver.run_until([&] { return run_is_over(client.run().state); }, kLongest);
    return client.run().state;
  }
};

TEST_F(NativePull, TwentyThousandAssetsOfTenDetectionsArriveRowForRow) {
  GatewayProcess gateway({"--seed", "5", "--assets", "20000", "--detections", "10"});
  ASSERT_TRUE(gateway.running());
  sign_in(gateway);
  ASSERT_EQ(client.session(driver.now()).state, SessionState::kSignedIn);
  PullRequest request;
  request.page_size = 1000;
  EXPECT_EQ(pull(request), RunState::kComplete);
  EXPECT_EQ(client.run().pages, 20u);
  EXPECT_EQ(client.run().assets, 20000u);
  EXPECT_EQ(client.run().detections, 200000u);
  sim::DatasetOptions options;
  options.seed = 5;
  options.assets = 20000;
  options.exact_detections_per_asset = 10;
  EXPECT_EQ(sim::difference(*sim::make_dataset(options), *client.store()), "");
}

TEST_F(NativePull, ReadsTheLimitsFromTheHeadersAndWaitsForTheWindow) {
  GatewayProcess gateway({"--assets", "30", "--rate-limit", "4", "--window", "2"});
  ASSERT_TRUE(gateway.running());
  sign_in(gateway);
  PullRequest request;
  request.page_size = 5;
  request.reserve_calls = 0;
  EXPECT_EQ(pull(request), RunState::kComplete);
  EXPECT_TRUE(client.budget(driver.now()).known);
  EXPECT_EQ(client.budget(driver.now()).limit, 4);
  EXPECT_EQ(client.run().refused, 0u);
}

TEST_F(NativePull, AWrongPasswordIsOneMessage) {
  GatewayProcess gateway({"--assets", "10"});
  ASSERT_TRUE(gateway.running());
  sign_in(gateway, "wrong");
  EXPECT_EQ(client.session(driver.now()).state, SessionState::kSignedOut);
  EXPECT_EQ(client.session(driver.now()).last_error->code, "bad_credentials");
}

TEST_F(NativePull, AGatewayKilledInMidRunLeavesWhatWasCommitted) {
  GatewayProcess gateway({"--assets", "200"});
  ASSERT_TRUE(gateway.running());
  sign_in(gateway);
  PullRequest request;
  request.page_size = 10;
  ASSERT_TRUE(client.pull(request, driver.now()).ok());
  driver.run_until([&] { return client.run().pages == 3; }, kLongest);
  gateway.kill();
  driver.run_until([&] { return client.run().asks; }, kLongest);
  EXPECT_EQ(client.run().state, RunState::kPaused) << "it holds something, so it asks";
  client.stop(driver.now());
  EXPECT_EQ(client.run().state, RunState::kStopped);
  EXPECT_GE(client.run().assets, 30u);
}

TEST_F(NativePull, TheOlderPathGivesTheSame) {
  GatewayProcess gateway({"--assets", "50"});
  ASSERT_TRUE(gateway.running());
  sign_in(gateway);
  PullRequest request;
  request.path = "/sem/xapi/v1/assetList";
  EXPECT_EQ(pull(request), RunState::kComplete);
  EXPECT_EQ(client.run().assets, 50u);
}

TEST_F(NativePull, EachOtListArrivesRowForRow) {
  GatewayProcess gateway({"--seed", "3", "--ot-hosts", "250"});
  ASSERT_TRUE(gateway.running());
  sign_in(gateway);
  sim::OtDatasetOptions options;
  options.seed = 3;
  options.hosts = 250;
  const auto inventory = sim::make_ot_dataset(options);
  for (const std::string source : {"ot.hosts", "ot.detections", "ot.projectFiles"}) {
    PullRequest request;
    request.source = source;
    EXPECT_EQ(pull(request), RunState::kComplete) << client.run().message;
    EXPECT_EQ(client.run().total, sim::ot_rows(*inventory, source).size()) << "the count header came through";
    EXPECT_EQ(sim::ot_difference(sim::ot_rows(*inventory, source), *client.store(source)->tables().front()), "");
  }
  EXPECT_EQ(client.run().refused, 0u);
}

TEST_F(NativePull, AVersionThatIsGoneIsToldApartFromNoData) {
  GatewayProcess gateway({"--v1", "gone-410"});
  ASSERT_TRUE(gateway.running());
  sign_in(gateway);
  PullRequest request;
  request.source = "ot.hosts";
  request.api_version = "v1";
  EXPECT_EQ(pull(request), RunState::kFailed);
  EXPECT_NE(client.run().message.find("retired"), std::string::npos) << client.run().message;
}

TEST_F(NativePull, AnApiClientSignsInAndPulls) {
  GatewayProcess gateway({"--assets", "10"});
  ASSERT_TRUE(gateway.running());
  for (const ClientKind kind : {ClientKind::kUser, ClientKind::kSubscription}) {
    SignInRequest request;
    request.gateway = gateway.address();
    request.client_kind = kind;
    request.client_id = kind == ClientKind::kUser ? sim::kUserClientId : sim::kSubscriptionClientId;
    request.client_secret = Secret(std::string(sim::kClientSecret));
    ASSERT_TRUE(client.sign_in(std::move(request), driver.now()).ok());
    driver.run_until([&] { return client.session(driver.now()).state != SessionState::kSigningIn; }, kLongest);
    ASSERT_EQ(client.session(driver.now()).state, SessionState::kSignedIn)
        << client.session(driver.now()).last_error->message;
    EXPECT_EQ(pull({}), RunState::kComplete);
    EXPECT_EQ(client.run().assets, 10u);
    client.sign_out(driver.now());
  }
}

}  // namespace
}  // namespace sluice
