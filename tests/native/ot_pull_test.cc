// The core against the OT lists of gatewayd over real sockets: what one side claims of api-reference.md 3.3, 3.4 and 5
// is asked of the other.

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "gateway_process.h"
#include "sim/accounts.h"
#include "sim/ot_dataset.h"
#include "socket_driver.h"

namespace sluice {
namespace {

constexpr Duration kLongest = Duration::seconds(60);

struct OtPull : testing::Test {
  Client client{ClientOptions{}};
  SocketDriver driver{client};

  void finish_sign_in(SignInRequest request) {
    ASSERT_TRUE(client.sign_in(std::move(request), driver.now()).ok());
    driver.run_until([&] { return client.session(driver.now()).state != SessionState::kSigningIn; }, kLongest);
  }
  void sign_in(const GatewayProcess& gateway, std::string_view user = sim::kManagerLogin) {
    ASSERT_TRUE(gateway.running());
    SignInRequest request;
    request.gateway = gateway.address();
    request.username = user;
    request.password = Secret(std::string(sim::kRehearsalPassword));
    finish_sign_in(std::move(request));
    ASSERT_EQ(client.session(driver.now()).state, SessionState::kSignedIn);
  }
  void sign_in_client(const GatewayProcess& gateway, std::string_view id, ClientKind kind) {
    ASSERT_TRUE(gateway.running());
    SignInRequest request;
    request.gateway = gateway.address();
    request.client_id = id;
    request.client_secret = Secret(std::string(sim::kClientSecret));
    request.client_kind = kind;
    finish_sign_in(std::move(request));
  }
  RunState pull(PullRequest request) {
    const Result<std::string> asked = client.pull(request, driver.now());
    EXPECT_TRUE(asked.ok());
    driver.run_until([&] { return run_is_over(client.run().state); }, kLongest);
    return client.run().state;
  }
  RunState pull(std::string_view source, ParameterValues parameters = {}, std::string version = "") {
    PullRequest request;
    request.source = source;
    request.parameters = std::move(parameters);
    request.api_version = std::move(version);
    request.reserve_calls = 0;
    return pull(request);
  }
  // The cells of one column in the order of arrival, "-" where there is none.
  std::vector<std::string> column(std::string_view source, std::string_view name) const {
    const Table& table = *client.store(source)->tables().front();
    const std::optional<ColumnId> id = table.find_column(name);
    std::vector<std::string> texts;
    for (RowId row = 0; row < table.row_end(); ++row) {
      if (!table.live(row)) continue;
      texts.push_back(id && !table.cell(row, *id).missing() ? cell_text(table.cell(row, *id)) : "-");
    }
    return texts;
  }
  // Every cell of every row, for comparing two pulls.
  std::multiset<std::string> rows(std::string_view source) const {
    const Table& table = *client.store(source)->tables().front();
    std::multiset<std::string> found;
    for (RowId row = 0; row < table.row_end(); ++row) {
      if (!table.live(row)) continue;
      std::set<std::string> cells;  // columns may come in another order
      for (ColumnId id = 0; id < table.column_count(); ++id) {
        const Cell cell = table.cell(row, id);
        if (!cell.missing()) cells.insert(std::string(table.column(id).name) + "=" + cell_text(cell));
      }
      std::string line;
      for (const std::string& cell : cells) line += cell + "\n";
      found.insert(line);
    }
    return found;
  }
};

sim::OtDatasetOptions inventory(size_t hosts, size_t files) {
  sim::OtDatasetOptions options;
  options.hosts = hosts;
  options.project_files = files;
  return options;
}

// 5.2, 5.3, 5.4: paging from zero until the count is reached, three envelopes.
TEST_F(OtPull, EachListArrivesWhole) {
  GatewayProcess gateway({"--ot-hosts", "230", "--ot-files", "110"});
  sign_in(gateway);
  const auto truth = sim::make_ot_dataset(inventory(230, 110));
  const std::pair<const char*, size_t> lists[] = {{"ot.hosts", truth->hosts.size()},
                                                  {"ot.detections", truth->detections.size()},
                                                  {"ot.projectFiles", truth->project_files.size()}};
  for (const auto& [source, count] : lists) {
    EXPECT_EQ(pull(source), RunState::kComplete) << client.run().message;
    EXPECT_EQ(client.run().total, count) << source;
    EXPECT_EQ(client.store(source)->tables().front()->live_count(), count) << source;
    EXPECT_EQ(client.run().pages, (count + 99) / 100) << source;
    EXPECT_EQ(client.run().duplicates + client.run().quarantined, 0u) << source;
  }
}

// 5.1: "renames v1".
TEST_F(OtPull, BothVersionsGiveTheSameRows) {
  GatewayProcess gateway({"--ot-hosts", "120", "--v1", "end-of-support"});
  sign_in(gateway);
  for (const char* source : {"ot.hosts", "ot.detections", "ot.projectFiles"}) {
    ASSERT_EQ(pull(source), RunState::kComplete);
    const std::multiset<std::string> current = rows(source);
    ASSERT_EQ(pull(source, {}, "v1"), RunState::kComplete);
    EXPECT_EQ(rows(source), current) << source;
    EXPECT_NE(client.requests().back().url.find("/ot/v1/"), std::string::npos);
  }
}

// 5.1, 5.5: nothing falls back to the other version.
TEST_F(OtPull, ARetiredVersionIsToldAndNothingFallsBack) {
  for (const char* life : {"gone-410", "gone-404"}) {
    GatewayProcess gateway({"--v1", life});
    sign_in(gateway);
    EXPECT_EQ(pull("ot.hosts", {}, "v1"), RunState::kFailed);
    EXPECT_EQ(client.run().calls, 1u);
    EXPECT_NE(client.run().message.find("1.0"), std::string::npos) << client.run().message;
    EXPECT_EQ(pull("ot.hosts"), RunState::kComplete);
  }
}

// 3.4: 50 of the Manager's 100, and no error for asking after others.
TEST_F(OtPull, AReaderGetsFiftyOfAHundredHosts) {
  GatewayProcess gateway({"--ot-hosts", "100"});
  sign_in(gateway);
  ASSERT_EQ(pull("ot.hosts"), RunState::kComplete);
  const std::vector<std::string> all = column("ot.hosts", "assetId");
  sign_in(gateway, sim::kReaderLogin);
  ASSERT_EQ(pull("ot.hosts"), RunState::kComplete);
  const std::vector<std::string> own = column("ot.hosts", "assetId");
  EXPECT_EQ(all.size(), 100u);
  EXPECT_EQ(own.size(), 50u);
  const std::set<std::string> seen(own.begin(), own.end());
  const auto other = std::find_if(all.begin(), all.end(), [&](const std::string& id) { return seen.count(id) == 0; });
  ASSERT_NE(other, all.end());
  EXPECT_EQ(pull("ot.hosts", {{"filter", "asset.assetId:" + *other}}), RunState::kComplete);
  EXPECT_EQ(client.run().assets, 0u);
}

// 3.4, 5.5: 403 without the permission, 404 without the module.
TEST_F(OtPull, EachLoginWithoutRightsIsToldWhatItLacks) {
  GatewayProcess gateway({});
  sign_in(gateway, sim::kNoPermissionLogin);
  EXPECT_EQ(pull("ot.hosts"), RunState::kFailed);
  EXPECT_NE(client.run().message.find("VMDR OT.API.ACCESS"), std::string::npos) << client.run().message;
  sign_in(gateway, sim::kNoModuleLogin);
  EXPECT_EQ(pull("ot.hosts"), RunState::kFailed);
  EXPECT_NE(client.run().message.find("module"), std::string::npos) << client.run().message;
}

// 5.5: a 404 with `_error` is an empty list.
TEST_F(OtPull, NothingFoundIsCompleteForEachList) {
  GatewayProcess gateway({"--ot-hosts", "10"});
  sign_in(gateway);
  for (const char* source : {"ot.hosts", "ot.detections", "ot.projectFiles"}) {
    EXPECT_EQ(pull(source, {{"filter", "name:`nobody` and vendor:`nobody`"}}), RunState::kComplete);
    EXPECT_EQ(client.run().assets + client.run().detections, 0u);
  }
}

// 5.2, 5.3: without a count the short page is the last; when there is none, the empty one.
TEST_F(OtPull, WithoutACountAShortOrEmptyPageIsTheLast) {
  for (const char* hosts : {"130", "200"}) {
    GatewayProcess gateway({"--ot-hosts", hosts, "--no-count"});
    sign_in(gateway);
    EXPECT_EQ(pull("ot.hosts"), RunState::kComplete) << client.run().message;
    EXPECT_EQ(std::to_string(client.run().assets), hosts);
    EXPECT_FALSE(client.run().total);
  }
}

// 5.2: rows move on while pages are asked for.
TEST_F(OtPull, RecordsThatMoveBetweenPagesAreCountedOnceAndNoneIsLost) {
  GatewayProcess gateway({"--ot-hosts", "150", "--ot-rows-to-come", "4"});
  sign_in(gateway);
  PullRequest request;
  request.source = "ot.hosts";
  request.page_size = 30;
  request.reserve_calls = 0;
  EXPECT_EQ(pull(request), RunState::kComplete) << client.run().message;
  EXPECT_GT(client.run().duplicates, 0u);
  const std::vector<std::string> ids = column("ot.hosts", "assetId");
  EXPECT_EQ(std::set<std::string>(ids.begin(), ids.end()).size(), 150u);
  EXPECT_EQ(ids.size(), 150u);
}

// 5.2, 5.6: the gateway's own language and order.
TEST_F(OtPull, FilterAndSortReachTheGatewayAsTheyWereTyped) {
  GatewayProcess gateway({"--ot-hosts", "120"});
  sign_in(gateway);
  const std::string filter = "hardware.manufacturer:[`Siemens`, \"Rock Auto\"] and not (asset.risk<=100 or owner is not null)";
  ASSERT_EQ(pull("ot.hosts", {{"filter", filter}, {"sort", R"([{"asset.risk":"desc"},{"asset.name":"asc"}])"}}),
            RunState::kComplete);
  const std::vector<std::string> makers = column("ot.hosts", "hardware.manufacturer");
  EXPECT_EQ(std::set<std::string>(makers.begin(), makers.end()),
            (std::set<std::string>{"Siemens", "Rockwell Automation"}));
  std::vector<int> risks;
  for (const std::string& risk : column("ot.hosts", "risk")) risks.push_back(std::stoi(risk));
  ASSERT_GT(risks.size(), 5u);
  EXPECT_TRUE(std::is_sorted(risks.rbegin(), risks.rend()));
  EXPECT_GT(risks.back(), 100);
  for (const std::string& owner : column("ot.hosts", "owner")) EXPECT_EQ(owner, "-");
}

// 5.4: ids past 2^53 keep their last digit; a column that holds numbers and texts loses neither.
TEST_F(OtPull, IdsAndMixedColumnsArriveToTheLastDigit) {
  GatewayProcess gateway({"--ot-hosts", "60"});
  sign_in(gateway);
  ASSERT_EQ(pull("ot.hosts"), RunState::kComplete);
  const std::vector<std::string> ids = column("ot.hosts", "assetId");
  EXPECT_EQ(std::count(ids.begin(), ids.end(), "9007199254740993"), 1);
  std::set<bool> with_letter;
  for (const std::string& rack : column("ot.hosts", "location.rack")) {
    EXPECT_NE(rack, "-");
    with_letter.insert(rack.back() == 'B');
  }
  EXPECT_EQ(with_letter.size(), 2u);
}

// 3.3: both kinds, each at its own door.
TEST_F(OtPull, EachKindOfApiClientPulls) {
  GatewayProcess gateway({"--ot-hosts", "20"});
  sign_in_client(gateway, sim::kUserClientId, ClientKind::kUser);
  EXPECT_EQ(pull("ot.hosts"), RunState::kComplete);
  EXPECT_NE(client.requests().front().url.find("/auth/oidc"), std::string::npos);
  sign_in_client(gateway, sim::kSubscriptionClientId, ClientKind::kSubscription);
  EXPECT_EQ(client.session(driver.now()).state, SessionState::kSignedIn);
  EXPECT_EQ(pull("ot.projectFiles"), RunState::kComplete);
  sign_in_client(gateway, sim::kUserClientId, ClientKind::kSubscription);
  EXPECT_EQ(client.session(driver.now()).state, SessionState::kSignedOut);
}

// 4.3, 5.3: a refusal has no body, and what it says is obeyed.
TEST_F(OtPull, ABlockedCallIsWaitedForAsLongAsItsHeaderSays) {
  GatewayProcess gateway({"--ot-hosts", "50", "--rate-limit", "3", "--window", "2", "--fault", "rate_refusal"});
  sign_in(gateway);
  PullRequest request;
  request.source = "ot.hosts";
  request.page_size = 10;
  request.reserve_calls = 0;
  EXPECT_EQ(pull(request), RunState::kComplete) << client.run().message;
  EXPECT_EQ(client.run().assets, 50u);
  EXPECT_GE(client.run().refused, 1u);
}

}  // namespace
}  // namespace sluice
