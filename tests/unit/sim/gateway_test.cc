#include "sim/gateway.h"

#include <gtest/gtest.h>

#include <set>

#include "unit/sim/answer.h"
#include "unit/sim/ot_answer.h"

namespace sluice::sim {
namespace {

constexpr std::string_view kForm = "application/x-www-form-urlencoded";

GatewayOptions quick(int rate_limit = 300, int window_s = 3600) {
  GatewayOptions options;
  options.rate_limit = rate_limit;
  options.window_s = window_s;
  options.start_unix_s = 1795219200;
  return options;
}

DatasetOptions few(size_t assets = 40) { return {.seed = 5, .assets = assets}; }

Headers form() { return {{"Content-Type", std::string(kForm)}}; }

// ── /auth ────────────────────────────────────────────────────────────────────────────────────────────────────────────

TEST(GatewayAuth, AnswersTheTokenBareWith201) {
  Caller caller(quick(), few());
  const Reply reply = caller.sign_in(kManagerLogin);
  EXPECT_EQ(reply.status, 201);
  EXPECT_EQ(reply.body.substr(0, 3), "eyJ");
  EXPECT_EQ(reply.body.find_first_of(" \r\n{\""), std::string::npos);
  EXPECT_EQ(header_of(reply, "X-RateLimit-Limit"), "-");
}

TEST(GatewayAuth, CanAnswer200) {
  GatewayOptions options = quick();
  options.auth_status = 200;
  Caller caller(options, few());
  EXPECT_EQ(caller.sign_in(kManagerLogin).status, 200);
}

TEST(GatewayAuth, DecodesTheForm) {
  GatewayOptions options = quick();
  options.accounts = {{.username = "a+b c", .password = "p&=%+ é"}};
  Caller caller(options, few());
  EXPECT_EQ(caller.sign_in("a%2Bb+c", "p%26%3D%25%2B+%C3%A9").status, 201);
  EXPECT_EQ(caller.sign_in("a+b+c", "p%26%3D%25%2B+%C3%A9").status, 401);
}

TEST(GatewayAuth, RefusesWrongLoginsWithAPlainMessage) {
  Caller caller(quick(), few());
  for (const auto& [user, password] : {std::pair{"acme_mg1", "wrong"}, std::pair{"nobody", "rehearsal"},
                                       std::pair{"", ""}, std::pair{"acme_mg1", "Rehearsal"}}) {
    const Reply reply = caller.sign_in(user, password);
    EXPECT_EQ(reply.status, 401);
    EXPECT_EQ(header_of(reply, "Content-Type"), "text/plain;charset=UTF-8");
    EXPECT_FALSE(reply.body.empty());
  }
}

TEST(GatewayAuth, WantsAFormWithItsFields) {
  Caller caller(quick(), few());
  const std::string good = "username=acme_mg1&password=rehearsal&token=true";
  EXPECT_EQ(caller.send("POST", "/auth", form(), good).status, 201);
  EXPECT_EQ(
      caller.send("POST", "/auth", {{"content-type", "application/x-www-form-urlencoded; charset=UTF-8"}}, good).status,
      201);
  EXPECT_EQ(caller.send("POST", "/auth", {{"Content-Type", "application/json"}}, good).status, 415);
  EXPECT_EQ(caller.send("POST", "/auth", {}, good).status, 415);
  EXPECT_EQ(caller.send("POST", "/auth", form(), "username=acme_mg1&password=rehearsal").status, 400);
  EXPECT_EQ(caller.send("POST", "/auth", form(), "username=acme_mg1&password=rehearsal&token=false").status, 400);
  EXPECT_EQ(caller.send("POST", "/auth", form(), "password=rehearsal&token=true").status, 400);
  EXPECT_EQ(caller.send("POST", "/auth", form(), "").status, 400);
}

TEST(GatewayAuth, RefusesOtherMethods) {
  Caller caller(quick(), few());
  for (const char* method : {"GET", "PUT", "DELETE", "HEAD", "OPTIONS", "post"}) {
    const Reply reply = caller.send(method, "/auth", form(), "username=acme_mg1&password=rehearsal&token=true");
    EXPECT_EQ(reply.status, 405) << method;
    EXPECT_EQ(header_of(reply, "Allow"), "POST");
  }
}

TEST(GatewayAuth, IsCountedApartAndNeverLimited) {
  Caller caller(quick(1), few());
  for (int i = 0; i < 20; ++i) EXPECT_EQ(caller.sign_in(kManagerLogin).status, 201);
  caller.sign_in("nobody");
  const Gateway::Counters& counters = caller.gateway.counters();
  EXPECT_EQ(counters.auth_calls, 22u);  // one by the fixture
  EXPECT_EQ(counters.auth_refused, 1u);
  EXPECT_EQ(counters.calls, 0u);
  EXPECT_EQ(caller.get("action=list").status, 200);
}

// ── who may ask ──────────────────────────────────────────────────────────────────────────────────────────────────────

TEST(GatewayAccess, BothPathsAnswerGetAndNothingElseDoes) {
  Caller caller(quick(), few());
  const Headers bearer = {{"Authorization", "Bearer " + caller.token}};
  EXPECT_EQ(caller.send("GET", "/sem/v1/assetList?action=list", bearer).status, 200);
  EXPECT_EQ(caller.send("GET", "/sem/xapi/v1/assetList?action=list", bearer).status, 200);
  for (const char* method : {"POST", "PUT", "HEAD", "DELETE", "OPTIONS"}) {
    const Reply reply = caller.send(method, "/sem/v1/assetList?action=list", bearer);
    EXPECT_EQ(reply.status, 405) << method;
    EXPECT_EQ(header_of(reply, "Allow"), "GET");
  }
  for (const char* path :
       {"/", "", "/sem/v1/assetlist", "/sem/v2/assetList", "/sem/v1/assetList/", "/ot/1.0/host"}) {
    EXPECT_EQ(caller.send("GET", path, bearer).status, 404) << path;
  }
}

TEST(GatewayAccess, ATokenThatCannotBeDecodedIs401) {
  Caller caller(quick(), few());
  const std::vector<std::string> values = {"",
                                           "Bearer",
                                           "Bearer x.y.z",
                                           "bearer " + caller.token,
                                           "Basic " + caller.token,
                                           "Bearer  " + caller.token,
                                           caller.token,
                                           "Bearer " + caller.token + "x"};
  for (const std::string& value : values) {
    const Reply reply = caller.send("GET", "/sem/v1/assetList?action=list", {{"Authorization", value}});
    EXPECT_EQ(reply.status, 401) << value;
    const ReadAnswer answer = read_answer(reply.body);
    EXPECT_EQ(answer.root, "SIMPLE_RETURN");
    EXPECT_EQ(answer.text, "Error occurred while decoding token");
    EXPECT_EQ(answer.code, "2000");
    EXPECT_EQ(header_of(reply, "X-RateLimit-Remaining"), "-");
  }
  EXPECT_EQ(caller.send("GET", "/sem/v1/assetList?action=list").status, 401);
  EXPECT_EQ(caller.gateway.counters().let_through, 0u);
}

TEST(GatewayAccess, TokensExpireAndCanBeRevoked) {
  GatewayOptions options = quick();
  options.token_lifetime_s = 60;
  Caller caller(options, few());
  caller.now = Instant{} + Duration::seconds(60) - Duration::micros(1);
  EXPECT_EQ(caller.get("action=list").status, 200);
  caller.now = Instant{} + Duration::seconds(60);
  EXPECT_EQ(caller.get("action=list").status, 401);
  caller.become(kManagerLogin);
  EXPECT_EQ(caller.get("action=list").status, 200);
  caller.gateway.revoke_tokens();
  EXPECT_EQ(caller.get("action=list").status, 401);
}

TEST(GatewayAccess, ModuleAndPermissionHaveTheirOwnMessages) {
  Caller caller(quick(), few());
  caller.become(kNoModuleLogin);
  EXPECT_EQ(caller.get("action=list").status, 403);
  EXPECT_EQ(caller.ask("action=list").text, "User doesn't have VMDR Mobile access.");
  caller.become(kNoPermissionLogin);
  EXPECT_EQ(caller.get("action=list").status, 403);
  EXPECT_EQ(caller.ask("action=list").text, "User is not authorized to run the VMDR Mobile API.");
  EXPECT_EQ(caller.ask("action=list").code, "2012");
}

TEST(GatewayAccess, AReaderSeesAFixedHalf) {
  Caller caller(quick(), few(400));
  const std::vector<int64_t> all = caller.ask("action=list").ids();
  caller.become(kReaderLogin);
  const std::vector<int64_t> some = caller.ask("action=list").ids();
  EXPECT_EQ(all.size(), 400u);
  EXPECT_NEAR(static_cast<double>(some.size()), 200.0, 50.0);
  EXPECT_TRUE(std::includes(all.begin(), all.end(), some.begin(), some.end()));
  EXPECT_EQ(caller.ask("action=list").ids(), some);
  const Account reader = default_accounts()[1];
  for (const int64_t id : all) {
    const bool seen = std::binary_search(some.begin(), some.end(), id);
    EXPECT_EQ(seen, in_scope(reader, id));
    if (seen || caller.gateway.counters().let_through > 250) continue;
    EXPECT_TRUE(caller.ask("action=list&ids=" + std::to_string(id)).assets.empty());
  }
}

// ── limits ───────────────────────────────────────────────────────────────────────────────────────────────────────────

TEST(GatewayLimits, CountedAnswersCarryTheHeaders) {
  Caller caller(quick(300, 3600), few());
  const Reply reply = caller.get("action=list");
  EXPECT_EQ(header_of(reply, "X-RateLimit-Limit"), "300");
  EXPECT_EQ(header_of(reply, "X-RateLimit-Window-Sec"), "3600");
  EXPECT_EQ(header_of(reply, "X-RateLimit-Remaining"), "299");
  EXPECT_EQ(header_of(reply, "X-RateLimit-ToWait-Sec"), "-");
  EXPECT_EQ(header_of(reply, "X-ConcurrencyLimit-Limit"), "2");
  EXPECT_EQ(header_of(reply, "X-ConcurrencyLimit-Running"), "1");
  EXPECT_EQ(header_of(caller.get("action=nonsense"), "X-RateLimit-Remaining"), "298");
}

TEST(GatewayLimits, BeyondTheRateIs429WithAnEmptyBody) {
  Caller caller(quick(2, 100), few());
  caller.get("action=list");
  caller.now = Instant{} + Duration::seconds(30);
  caller.get("action=list");
  const Reply reply = caller.get("action=list");
  EXPECT_EQ(reply.status, 429);
  EXPECT_EQ(reply.body, "");
  EXPECT_EQ(header_of(reply, "Content-Type"), "-");
  EXPECT_EQ(header_of(reply, "X-RateLimit-Limit"), "2");
  EXPECT_EQ(header_of(reply, "X-RateLimit-Window-Sec"), "100");
  EXPECT_EQ(header_of(reply, "X-RateLimit-Remaining"), "0");
  EXPECT_EQ(header_of(reply, "X-RateLimit-ToWait-Sec"), "70");
  EXPECT_EQ(caller.gateway.counters().refused_rate, 1u);
}

TEST(GatewayLimits, RefusedCallsAreNotCountedInTheWindow) {
  Caller caller(quick(1, 100), few());
  caller.get("action=list");
  for (int second = 10; second < 100; second += 10) {
    caller.now = Instant{} + Duration::seconds(second);
    EXPECT_EQ(caller.get("action=list").status, 429);
  }
  caller.now = Instant{} + Duration::seconds(100);
  EXPECT_EQ(caller.get("action=list").status, 200);
  EXPECT_EQ(caller.gateway.counters().in_window_most, 1);
  EXPECT_EQ(caller.gateway.counters().calls, 11u);
  EXPECT_EQ(caller.gateway.counters().let_through, 2u);
}

TEST(GatewayLimits, ACallRunsUntilItDeparts) {
  Caller caller(quick(), few());
  const Call call{"GET", "/sem/v1/assetList?action=list", "gw.test", {{"Authorization", "Bearer " + caller.token}}, ""};
  const auto first = caller.gateway.arrive(call, caller.now);
  const auto second = caller.gateway.arrive(call, caller.now);
  EXPECT_EQ(header_of(second.reply, "X-ConcurrencyLimit-Running"), "2");
  const auto third = caller.gateway.arrive(call, caller.now);
  EXPECT_EQ(third.reply.status, 409);
  EXPECT_EQ(read_answer(third.reply.body).code, "1960");
  EXPECT_EQ(read_answer(third.reply.body).root, "SIMPLE_RETURN");
  EXPECT_EQ(header_of(third.reply, "X-ConcurrencyLimit-Limit"), "2");
  EXPECT_EQ(header_of(third.reply, "X-ConcurrencyLimit-Running"), "2");
  caller.gateway.depart(third.call_id, caller.now);  // held no slot
  EXPECT_EQ(caller.gateway.arrive(call, caller.now).reply.status, 409);
  caller.gateway.depart(first.call_id, caller.now);
  EXPECT_EQ(caller.gateway.arrive(call, caller.now).reply.status, 200);
  const Gateway::Counters& counters = caller.gateway.counters();
  EXPECT_EQ(counters.running, 2);
  EXPECT_EQ(counters.running_most, 2);
  EXPECT_EQ(counters.refused_concurrency, 2u);
  EXPECT_EQ(counters.let_through, 3u);
}

TEST(GatewayLimits, ConcurrencyIsCheckedBeforeTheRate) {
  GatewayOptions options = quick(1);
  options.concurrency_limit = 1;
  Caller caller(options, few());
  const Call call{"GET", "/sem/v1/assetList?action=list", "gw.test", {{"Authorization", "Bearer " + caller.token}}, ""};
  const auto running = caller.gateway.arrive(call, caller.now);
  EXPECT_EQ(caller.gateway.arrive(call, caller.now).reply.status, 409);
  caller.gateway.depart(running.call_id, caller.now);
  EXPECT_EQ(caller.gateway.arrive(call, caller.now).reply.status, 429);
}

TEST(GatewayLimits, DepartingTwiceOrNeverHavingBeenThereDoesNoHarm) {
  Caller caller(quick(), few());
  caller.gateway.depart(12345, caller.now);
  const Call call{"GET", "/sem/v1/assetList?action=list", "gw.test", {{"Authorization", "Bearer " + caller.token}}, ""};
  const auto arrival = caller.gateway.arrive(call, caller.now);
  caller.gateway.depart(arrival.call_id, caller.now);
  caller.gateway.depart(arrival.call_id, caller.now);
  EXPECT_EQ(caller.gateway.counters().running, 0);
}

TEST(GatewayLimits, HeadersCanBeSilentOrSpeltOtherwise) {
  GatewayOptions options = quick(1);
  options.rate_headers = false;
  Caller silent(options, few());
  EXPECT_EQ(header_of(silent.get("action=list"), "X-RateLimit-Limit"), "-");
  EXPECT_EQ(header_of(silent.get("action=list"), "X-RateLimit-ToWait-Sec"), "-");
  EXPECT_EQ(silent.get("action=list").status, 429);
  options.rate_headers = true;
  options.hyphenated_concurrency_headers = true;
  Caller hyphenated(options, few());
  EXPECT_EQ(header_of(hyphenated.get("action=list"), "X-Concurrency-Limit-Limit"), "2");
}

TEST(GatewayLimits, CanBeWithoutLimits) {
  GatewayOptions options = quick(0);
  options.concurrency_limit = 0;
  Caller caller(options, few());
  for (int i = 0; i < 500; ++i) ASSERT_EQ(caller.get("action=list&ids=1").status, 200);
  EXPECT_EQ(header_of(caller.get("action=list"), "X-RateLimit-Limit"), "-");
}

TEST(GatewayLimits, AnotherUserSpendsFromTheSameWindow) {
  Caller caller(quick(10), few());
  caller.gateway.spend_calls(7, caller.now);
  EXPECT_EQ(header_of(caller.get("action=list"), "X-RateLimit-Remaining"), "2");
  caller.gateway.spend_calls(1000, caller.now);
  EXPECT_EQ(caller.get("action=list").status, 429);
  EXPECT_EQ(caller.gateway.counters().in_window_most, 10);
  EXPECT_EQ(caller.gateway.counters().let_through, 1u);
}

TEST(GatewayLimits, TheRateCanChangeUnderWay) {
  Caller caller(quick(10), few());
  for (int i = 0; i < 5; ++i) caller.get("action=list");
  caller.gateway.set_rate(4, 60);
  const Reply reply = caller.get("action=list");
  EXPECT_EQ(reply.status, 429);
  EXPECT_EQ(header_of(reply, "X-RateLimit-Limit"), "4");
  EXPECT_EQ(header_of(reply, "X-RateLimit-Window-Sec"), "60");
}

TEST(GatewayLimits, AnEarlierTimeDoesNotTurnItsClockBack) {
  Caller caller(quick(1, 100), few());
  caller.now = Instant{} + Duration::seconds(50);
  caller.get("action=list");
  caller.now = Instant{};
  EXPECT_EQ(header_of(caller.get("action=list"), "X-RateLimit-ToWait-Sec"), "100");
}

// ── answers ──────────────────────────────────────────────────────────────────────────────────────────────────────────

TEST(GatewayAnswers, TellsItsOwnWallClock) {
  Caller caller(quick(), few());
  caller.now = Instant{} + Duration::millis(1268);
  EXPECT_EQ(caller.ask("action=list").datetime, "2026-11-21T00:00:01.268Z");
  EXPECT_EQ(header_of(caller.get("action=list"), "Content-Type"), "application/xml");
}

TEST(GatewayAnswers, EveryFieldOfTheInventoryArrives) {
  Caller caller(quick(), few(150));
  const ReadAnswer answer =
      caller.ask("action=list&show_tags=1&show_reopened_info=1&status=Enrolled,De-enrolled,Ready+for+Re-enrollment");
  ASSERT_EQ(answer.assets.size(), caller.dataset->assets.size());
  for (size_t i = 0; i < answer.assets.size(); ++i) {
    const Asset& truth = caller.dataset->assets[i];
    const ReadAsset& read = answer.assets[i];
    const auto field = [&](const char* name) { return read.fields.count(name) ? read.fields.at(name) : std::string(); };
    EXPECT_EQ(read.id(), truth.id);
    EXPECT_EQ(field("IP"), truth.ip);
    EXPECT_EQ(field("IPV6"), truth.ipv6);
    EXPECT_EQ(field("ASSET_FRIENDLY_NAME"), truth.friendly_name);
    EXPECT_EQ(field("OS"), truth.os);
    EXPECT_EQ(field("OS_VERSION"), truth.os_version);
    EXPECT_EQ(field("ASSET_STATUS"), truth.status);
    EXPECT_EQ(field("OWNERSHIP"), truth.ownership);
    EXPECT_EQ(field("MODEL_NAME"), truth.model);
    EXPECT_EQ(field("MANUFACTURER"), truth.manufacturer);
    EXPECT_EQ(field("USERNAME"), truth.username);
    EXPECT_EQ(read.tags.size(), truth.tags.size());
    ASSERT_EQ(read.detections.size(), truth.detections.size());
    for (size_t k = 0; k < truth.detections.size(); ++k) {
      EXPECT_EQ(read.detections[k].at("QID"), std::to_string(truth.detections[k].qid));
      EXPECT_EQ(read.detections[k].at("RESULTS"), truth.detections[k].results);
      EXPECT_EQ(read.detections[k].at("STATUS"), truth.detections[k].status);
      EXPECT_EQ(read.detections[k].count("TIMES_REOPENED") == 1, truth.detections[k].times_reopened > 0);
    }
  }
}

TEST(GatewayAnswers, RepeatsTheRequestWhenAsked) {
  Caller caller(quick(), few());
  const ReadAnswer echoed = caller.ask("action=list&echo_request=1&os_pattern=%5Ei%26");
  EXPECT_EQ(echoed.request.at("USER_LOGIN"), "acme_mg1");
  EXPECT_EQ(echoed.request.at("RESOURCE"), "https://gw.test/sem/v1/assetList");
  ASSERT_EQ(echoed.parameters.size(), 3u);
  EXPECT_EQ(echoed.parameters[0], (std::pair<std::string, std::string>("action", "list")));
  EXPECT_EQ(echoed.parameters[2], (std::pair<std::string, std::string>("os_pattern", "^i&")));
  EXPECT_TRUE(caller.ask("action=list").request.empty());
  const ReadAnswer refused = caller.ask("action=list&echo_request=1&ids=x");
  EXPECT_EQ(refused.code, "1905");
  EXPECT_EQ(refused.parameters.size(), 3u);
}

TEST(GatewayAnswers, AWrongParameterIs400InASimpleReturn) {
  Caller caller(quick(), few());
  const Reply reply = caller.get("action=list&use_tags=76");
  EXPECT_EQ(reply.status, 400);
  EXPECT_EQ(read_answer(reply.body).text,
            "parameter use_tags has invalid value: 76 (please specify one of the following: 1,0)");
  EXPECT_EQ(caller.get("").status, 400);
  EXPECT_EQ(caller.ask("").text, "Missing required parameter(s): action");
}

TEST(GatewayAnswers, ACostlyPatternIsAnInvalidValue) {
  DatasetOptions inventory = few(10);
  Caller caller(quick(), inventory);
  auto changed = std::make_shared<Dataset>(*caller.dataset);
  changed->assets[0].os = std::string(80, 'a') + "!";
  changed->assets[0].status = "Enrolled";
  caller.gateway.set_dataset(changed);
  const Reply reply = caller.get("action=list&os_pattern=%5E%28a%2B%29%2B%24");
  EXPECT_EQ(reply.status, 400);
  EXPECT_EQ(read_answer(reply.body).text.find("parameter os_pattern has invalid value: ^(a+)+$ "), 0u);
}

TEST(GatewayAnswers, NothingFoundIsAnEmptyList) {
  Caller caller(quick(), few());
  const Reply reply = caller.get("action=list&ids=999999999");
  EXPECT_EQ(reply.status, 200);
  EXPECT_TRUE(read_answer(reply.body).assets.empty());
  EXPECT_EQ(reply.body.find("WARNING"), std::string::npos);
}

TEST(GatewayAnswers, AHostHeaderThatIsNoneStaysOutOfTheDocument) {
  Caller caller(quick(), few());
  const Call call{"GET",
                  "/sem/v1/assetList?action=list&truncation_limit=1",
                  "x\"><evil>]]>",
                  {{"Authorization", "Bearer " + caller.token}},
                  ""};
  const Reply reply = caller.gateway.arrive(call, caller.now).reply;
  EXPECT_EQ(reply.body.find("evil"), std::string::npos);
  EXPECT_TRUE(read_answer(reply.body).well_formed);
}

TEST(GatewayAnswers, AnAddressThatIsTooLongIs414) {
  Caller caller(quick(), few());
  EXPECT_EQ(caller.get("action=list&ids=1" + std::string(8200, '1')).status, 414);
  EXPECT_EQ(caller.gateway.counters().let_through, 0u);
}

// ── paging ───────────────────────────────────────────────────────────────────────────────────────────────────────────

struct Walk {
  std::vector<int64_t> ids;
  size_t pages = 0;
};

Walk walk(Caller& caller, std::string query) {
  Walk walk;
  for (int64_t last = -1; walk.pages < 1000;) {
    const ReadAnswer answer = caller.ask(query);
    ++walk.pages;
    for (const int64_t id : answer.ids()) {
      EXPECT_GT(id, last);
      last = id;
      walk.ids.push_back(id);
    }
    if (answer.warning.empty()) return walk;
    EXPECT_EQ(answer.warning.at("CODE"), "1980");
    const std::string& url = answer.warning.at("URL");
    query = url.substr(url.find('?') + 1);
  }
  ADD_FAILURE() << "it does not end";
  return walk;
}

TEST(GatewayPaging, AllPagesTogetherAreTheWholeOnce) {
  for (const bool sparse : {false, true}) {
    GatewayOptions options = quick(0);
    options.sparse_pages = sparse;
    Caller caller(options, few(230));
    const std::vector<int64_t> whole = caller.ask("action=list&truncation_limit=1000000").ids();
    ASSERT_EQ(whole.size(), 230u);
    for (const int limit : {1, 2, 7, 115, 229, 230, 231}) {
      const Walk walked = walk(caller, "action=list&truncation_limit=" + std::to_string(limit));
      EXPECT_EQ(walked.ids, whole) << "limit " << limit;
      const size_t listed = sparse ? caller.dataset->assets.size() : whole.size();
      EXPECT_EQ(walked.pages, (listed + static_cast<size_t>(limit) - 1) / static_cast<size_t>(limit)) << limit;
    }
  }
}

TEST(GatewayPaging, TheDefaultPageIsAThousand) {
  Caller caller(quick(), few(1200));
  EXPECT_EQ(caller.ask("action=list").assets.size(), 1000u);
  EXPECT_EQ(caller.ask("action=list&truncation_limit=0").warning.at("TEXT"),
            "1000 record limit exceeded. Use URL to get next batch of results.");
}

TEST(GatewayPaging, TheRehearsalIsTwentyFourPages) {
  Caller caller(quick(), {});
  const Walk walked = walk(caller, "action=list&truncation_limit=100");
  EXPECT_EQ(walked.pages, 24u);
  EXPECT_EQ(walked.ids.size(), 2400u);
}

TEST(GatewayPaging, TheNextUrlKeepsTheFiltersOfTheAskedHostAndPath) {
  Caller caller(quick(), few());
  const Reply reply = caller.send(
      "GET", "/sem/xapi/v1/assetList?action=list&status=Enrolled,Ready+for+Re-enrollment&truncation_limit=1&id_min=2",
      {{"Authorization", "Bearer " + caller.token}});
  const ReadAnswer answer = read_answer(reply.body);
  const std::string next = std::to_string(caller.dataset->assets[1].id);
  EXPECT_EQ(answer.warning.at("URL"),
            "https://gw.test/sem/xapi/v1/assetList?id_min=" + next +
                "&action=list&status=Enrolled,Ready%20for%20Re-enrollment&truncation_limit=1");
}

TEST(GatewayPaging, TheNextUrlCanBeAsInTheGuidesSample) {
  GatewayOptions options = quick();
  options.full_next_url = false;
  options.foreign_next_host = "gateway.p04.eng.sjc01.qualys.com";
  Caller caller(options, few());
  const ReadAnswer answer = caller.ask("action=list&severities=1-5&truncation_limit=1");
  const std::string& url = answer.warning.at("URL");
  EXPECT_EQ(url.find("https://gateway.p04.eng.sjc01.qualys.com/sem/v1/assetList?id_min="), 0u);
  EXPECT_EQ(url.substr(url.find('&')), "&action=list&truncation_limit=1");
}

TEST(GatewayPaging, SparsePagesMayHoldNothing) {
  GatewayOptions options = quick();
  options.sparse_pages = true;
  Caller caller(options, few());
  const ReadAnswer answer = caller.ask("action=list&qids=1&truncation_limit=5");
  EXPECT_TRUE(answer.assets.empty());
  EXPECT_EQ(answer.warning.at("CODE"), "1980");
}

// ── troubles, CORS ───────────────────────────────────────────────────────────────────────────────────────────────────

TEST(GatewayTroubles, HappenOnceEachInTheirOrder) {
  GatewayOptions options = quick();
  options.next_errors = {Trouble::kInternalError, Trouble::kAccessCheck, Trouble::kUnauthorized, Trouble::kRateRefusal,
                         Trouble::kConcurrencyRefusal};
  Caller caller(options, few());
  const Reply internal = caller.get("action=list");
  EXPECT_EQ(internal.status, 500);
  EXPECT_EQ(read_answer(internal.body).text, "Internal Error");
  EXPECT_EQ(read_answer(internal.body).code, "999");
  const Reply access = caller.get("action=list");
  EXPECT_EQ(access.status, 500);
  EXPECT_EQ(read_answer(access.body).text, "Error occurred while checking user access");
  EXPECT_EQ(caller.get("action=list").status, 401);
  const Reply rate = caller.get("action=list");
  EXPECT_EQ(rate.status, 429);
  EXPECT_EQ(header_of(rate, "X-RateLimit-Remaining"), "0");
  EXPECT_EQ(caller.get("action=list").status, 409);
  EXPECT_EQ(caller.get("action=list").status, 200);
  const Gateway::Counters& counters = caller.gateway.counters();
  EXPECT_EQ(counters.troubles, 5u);
  EXPECT_EQ(counters.refused_rate + counters.refused_concurrency, 0u);
  EXPECT_EQ(counters.let_through, 3u);
}

TEST(GatewayTroubles, WaitForACallWithAGoodToken) {
  Caller caller(quick(), few());
  caller.gateway.fail_next(Trouble::kInternalError, 1);
  EXPECT_EQ(caller.send("GET", "/sem/v1/assetList?action=list").status, 401);
  EXPECT_EQ(caller.get("action=list").status, 500);
}

TEST(GatewayTroubles, SpoilAGoodAnswer) {
  Caller caller(quick(), few());
  caller.gateway.fail_next(Trouble::kMalformedXml, 1);
  const Reply malformed = caller.get("action=list");
  EXPECT_EQ(malformed.status, 200);
  EXPECT_FALSE(read_answer(malformed.body).well_formed);
  caller.gateway.fail_next(Trouble::kHtmlPage, 1);
  const Reply html = caller.get("action=list");
  EXPECT_EQ(html.status, 200);
  EXPECT_EQ(header_of(html, "Content-Type"), "text/html");
  caller.gateway.fail_next(Trouble::kCutBody, 1);
  const Reply cut = caller.get("action=list");
  EXPECT_EQ(header_of(cut, "Content-Length"), std::to_string(caller.get("action=list").body.size()));
  EXPECT_LT(cut.body.size(), caller.get("action=list").body.size());
}

TEST(GatewayTroubles, HaveNames) {
  for (const std::string_view name : trouble_names()) EXPECT_EQ(trouble_name(*trouble_named(name)), name);
  EXPECT_EQ(trouble_named("cut_body"), Trouble::kCutBody);
  EXPECT_EQ(trouble_named("flood"), std::nullopt);
}

TEST(GatewayTroubles, OnlySoManyWait) {
  Caller caller(quick(0), few(1));
  caller.gateway.fail_next(Trouble::kInternalError, 1000000000);
  for (size_t i = 0; i < kTroublesMax; ++i) ASSERT_EQ(caller.get("action=list").status, 500);
  EXPECT_EQ(caller.get("action=list").status, 200);
}

TEST(GatewayCors, IsOffByDefault) {
  Caller caller(quick(), few());
  const Reply preflight = caller.send("OPTIONS", "/sem/v1/assetList");
  EXPECT_EQ(preflight.status, 405);
  for (const Reply& reply : {preflight, caller.get("action=list"), caller.sign_in(kManagerLogin)}) {
    for (const Header& header : reply.headers.all()) EXPECT_NE(header.name.find("Access-Control"), 0u);
  }
}

TEST(GatewayCors, AnswersPreflightsAndExposesTheLimitHeaders) {
  GatewayOptions options = quick();
  options.cors = true;
  Caller caller(options, few());
  const Reply preflight = caller.send("OPTIONS", "/sem/v1/assetList");
  EXPECT_EQ(preflight.status, 204);
  EXPECT_NE(header_of(preflight, "Access-Control-Allow-Headers").find("Authorization"), std::string::npos);
  EXPECT_EQ(header_of(preflight, "Access-Control-Allow-Origin"), "*");
  const Reply reply = caller.get("action=list");
  EXPECT_EQ(header_of(reply, "Access-Control-Allow-Origin"), "*");
  for (const char* name :
       {"count", "X-RateLimit-ToWait-Sec", "X-ConcurrencyLimit-Limit", "X-Concurrency-Limit-Running"}) {
    EXPECT_NE(header_of(reply, "Access-Control-Expose-Headers").find(name), std::string::npos) << name;
  }
  EXPECT_EQ(header_of(caller.sign_in("nobody"), "Access-Control-Allow-Origin"), "*");
  EXPECT_EQ(caller.gateway.counters().calls, 1u);
}

// ── OT ───────────────────────────────────────────────────────────────────────────────────────────────────────────────

std::vector<std::string> header_names(const Reply& reply) {
  std::vector<std::string> names;
  for (const Header& header : reply.headers.all()) names.push_back(header.name);
  return names;
}

TEST(GatewayOt, A200HasTheHeadersOfTheVendorsSampleAndNoOthers) {
  Caller caller(quick(), few(1));
  const Reply reply = ask_ot(caller, "host", "pageSize=3").reply;
  EXPECT_EQ(reply.status, 200);
  EXPECT_EQ(header_names(reply),
            (std::vector<std::string>{"X-RateLimit-Remaining", "X-RateLimit-Window-Sec", "X-RateLimit-Limit",
                                      "transfer-encoding", "count", "vary", "Content-Type", "Date", "Cache-Control",
                                      "Pragma", "Expires", "X-Content-Type-Options", "X-Frame-Options",
                                      "X-XSS-Protection", "Referrer-Policy"}));
  EXPECT_EQ(header_of(reply, "count"), "100");
  EXPECT_EQ(header_of(reply, "Date"), "Sat, 21 Nov 2026 00:00:00 GMT");
  EXPECT_EQ(header_of(reply, "X-XSS-Protection"), "1 ; mode=block");
  EXPECT_EQ(header_of(reply, "Content-Type"), "application/json");
  EXPECT_EQ(header_of(reply, "vary"), "accept-encoding");
}

TEST(GatewayOt, A429HasTheHeadersOfTheVendorsSampleAndNoBody) {
  Caller caller(quick(1, 3600), few(1));
  ask_ot(caller, "host");
  const Reply reply = ask_ot(caller, "host").reply;
  EXPECT_EQ(reply.status, 429);
  EXPECT_EQ(reply.body, "");
  EXPECT_EQ(header_names(reply),
            (std::vector<std::string>{"X-RateLimit-Remaining", "X-RateLimit-ToWait-Sec", "X-RateLimit-Window-Sec",
                                      "X-RateLimit-Limit", "Cache-Control", "Pragma", "Expires",
                                      "X-Content-Type-Options", "X-Frame-Options", "X-XSS-Protection",
                                      "Referrer-Policy"}));
  EXPECT_EQ(header_of(reply, "X-RateLimit-ToWait-Sec"), "3600");
}

TEST(GatewayOt, EachListHasItsEnvelope) {
  Caller caller(quick(), few(1));
  const OtAnswer hosts = ask_ot(caller, "host", "pageSize=7");
  EXPECT_EQ(hosts.body["assets"].size(), 7u);
  EXPECT_EQ(hosts.body.size(), 1u);
  const OtAnswer detections = ask_ot(caller, "detection", "pageSize=7");
  EXPECT_EQ(detections.body["vulnerabilities"].size(), 7u);
  const OtAnswer files = ask_ot(caller, "projectfile", "pageSize=7");
  EXPECT_TRUE(files.body.is_array());
  EXPECT_EQ(files.body.size(), 7u);
  EXPECT_EQ(header_of(files.reply, "count"), "24");
}

TEST(GatewayOt, PagesTogetherHoldEachRecordOnce) {
  Caller caller(quick(0), few(1));
  for (const char* object : {"host", "detection", "projectfile"}) {
    const std::vector<nlohmann::json> whole = pull_ot(caller, object);
    std::set<std::string> texts;
    for (const nlohmann::json& record : whole) texts.insert(record.dump());
    EXPECT_EQ(texts.size(), whole.size());
    std::vector<nlohmann::json> pieces;
    for (int page = 0; pieces.size() < whole.size() && page < 200; ++page) {
      const OtAnswer answer = ask_ot(caller, object, "pageSize=9&pageNumber=" + std::to_string(page));
      EXPECT_EQ(header_of(answer.reply, "count"), std::to_string(whole.size()));
      pieces.insert(pieces.end(), answer.records.begin(), answer.records.end());
    }
    EXPECT_EQ(pieces, whole) << object;
  }
}

TEST(GatewayOt, PastTheEndIsAnEmptyListWithItsCount) {
  Caller caller(quick(), few(1));
  for (const char* number : {"2", "3", "999999999999999999"}) {
    const OtAnswer answer = ask_ot(caller, "host", std::string("pageSize=50&pageNumber=") + number);
    EXPECT_EQ(answer.reply.status, 200);
    EXPECT_EQ(answer.reply.body, "{\"assets\":[]}");
    EXPECT_EQ(header_of(answer.reply, "count"), "100");
  }
  EXPECT_EQ(ask_ot(caller, "projectfile", "pageNumber=9").reply.body, "[]");
}

TEST(GatewayOt, NoProjectFileIs404WithAnErrorNoHostIsAnEmptyList) {
  Caller caller(quick(), few(1));
  const OtAnswer files = ask_ot(caller, "projectfile", "filter=vendor%3ANobody");
  EXPECT_EQ(files.reply.status, 404);
  EXPECT_EQ(files.reply.body, "{\"_error\":{\"code\":404,\"message\":\"Files not found\"}}");
  EXPECT_EQ(ask_ot(caller, "host", "filter=asset.name%3ANobody").reply.body, "{\"assets\":[]}");
  EXPECT_EQ(ask_ot(caller, "detection", "filter=vulnerabilities.qid%3A1").reply.body, "{\"vulnerabilities\":[]}");
}

TEST(GatewayOt, RefusesWhatItCannotReadWithAnError) {
  Caller caller(quick(0), few(1));
  for (const char* query : {"pageSize=101", "pageSize=-1", "pageSize=ten", "pageNumber=-1", "pageNumber=1.5", "sort=risk",
                            "sort=%5B%7B%22asset.name%22%3A%22up%22%7D%5D", "filter=risk", "filter=%FF", "filter=(a:1"}) {
    const OtAnswer answer = ask_ot(caller, "host", query);
    EXPECT_EQ(answer.reply.status, 400) << query;
    EXPECT_EQ(answer.body["_error"]["code"], 400);
    EXPECT_FALSE(answer.error().empty());
    EXPECT_EQ(header_of(answer.reply, "count"), "-");
  }
  EXPECT_EQ(ask_ot(caller, "host", "pageSize=0").records.size(), 50u);
  EXPECT_EQ(ask_ot(caller, "host", "page=3&limit=7&lastSeenAssetId=5").records.size(), 50u) << "unknown: ignored";
}

TEST(GatewayOt, AReaderSeesExactlyHalfAndItsDetections) {
  Caller caller(quick(0), few(1));
  const std::vector<nlohmann::json> all = pull_ot(caller, "host");
  const std::vector<nlohmann::json> all_found = pull_ot(caller, "detection");
  caller.become(kReaderLogin);
  const std::vector<nlohmann::json> half = pull_ot(caller, "host");
  EXPECT_EQ(all.size(), 100u);
  ASSERT_EQ(half.size(), 50u);
  std::set<int64_t> ids;
  for (const nlohmann::json& host : half) ids.insert(host["assetId"].get<int64_t>());
  std::vector<nlohmann::json> expected;
  for (const nlohmann::json& found : all_found) {
    if (ids.count(found["asset"]["assetId"].get<int64_t>()) != 0) expected.push_back(found);
  }
  EXPECT_EQ(pull_ot(caller, "detection"), expected);
  for (const nlohmann::json& host : all) {
    const std::string id = std::to_string(host["assetId"].get<int64_t>());
    EXPECT_EQ(ask_ot(caller, "host", "filter=asset.assetId%3A" + id).records.size(), ids.count(std::stoll(id)));
  }
  caller.become(kNoUiLogin);
  EXPECT_EQ(pull_ot(caller, "host").size(), 50u) << "without the UI's permission less shows";
}

TEST(GatewayOt, TheOldVersionHasThreeLives) {
  Caller caller(quick(0), few(1));
  const std::vector<nlohmann::json> today = pull_ot(caller, "detection");
  for (const V1Life life : {V1Life::kSupported, V1Life::kEndOfSupport}) {
    caller.gateway.set_v1_life(life);
    EXPECT_EQ(pull_ot(caller, "detection", "", "v1"), today);
    EXPECT_EQ(header_names(ask_ot(caller, "host", "", "v1").reply), header_names(ask_ot(caller, "host").reply));
  }
  for (const auto& [life, status] : {std::pair{V1Life::kGone404, 404}, std::pair{V1Life::kGone410, 410}}) {
    caller.gateway.set_v1_life(life);
    const uint64_t counted = caller.gateway.counters().let_through;
    for (const char* object : {"host", "detection", "projectfile"}) {
      const OtAnswer gone = ask_ot(caller, object, "", "v1");
      EXPECT_EQ(gone.reply.status, status);
      EXPECT_FALSE(gone.body.contains("_error"));
    }
    EXPECT_EQ(caller.gateway.counters().let_through, counted);
    EXPECT_EQ(ask_ot(caller, "host").reply.status, 200);
  }
  EXPECT_EQ(v1_life_named("end-of-support"), V1Life::kEndOfSupport);
  EXPECT_EQ(v1_life_named("dead"), std::nullopt);
}

TEST(GatewayOt, OtherPathsAre404WithoutAnErrorAndOtherMethods405) {
  Caller caller(quick(), few(1));
  const Headers bearer = {{"Authorization", "Bearer " + caller.token}};
  for (const char* path : {"/ot/2.0/host/list", "/ot/1.0/Host/list", "/ot/1.0/host/list/", "/ot/1.0/host/count", "/ot/"}) {
    const Reply reply = caller.send("GET", path, bearer);
    EXPECT_EQ(reply.status, 404) << path;
    EXPECT_EQ(reply.body.find("_error"), std::string::npos);
    EXPECT_EQ(header_of(reply, "Content-Type"), "application/json");
  }
  for (const char* method : {"POST", "PUT", "DELETE", "HEAD", "PATCH"}) {
    EXPECT_EQ(caller.send(method, "/ot/1.0/host/list", bearer).status, 405) << method;
  }
}

TEST(Gateway, NextPageAddressesCanLeadBackOrRoundInCirclesOrOverlap) {
  Caller caller(quick(), few());
  const auto& assets = caller.dataset->assets;
  const std::string begin = std::to_string(assets[10].id);
  const auto next_after = [&](Trouble trouble) {
    caller.gateway.fail_next(trouble, 1);
    const ReadAnswer answer = caller.ask("action=list&status=Enrolled,De-enrolled,Ready for Re-enrollment"
                                         "&truncation_limit=5&id_min=" + begin);
    EXPECT_EQ(answer.assets.size(), 5u);
    const std::string url = answer.warning.at("URL");
    return url.substr(url.find("id_min=") + 7, url.find('&') - url.find("id_min=") - 7);
  };
  EXPECT_EQ(next_after(Trouble::kNoHeaders), std::to_string(assets[15].id));
  EXPECT_EQ(next_after(Trouble::kCursorLoops), begin);
  EXPECT_EQ(next_after(Trouble::kCursorBackwards), std::to_string(assets[10].id - 1));
  EXPECT_EQ(next_after(Trouble::kCursorOverlaps), std::to_string(assets[14].id));
  caller.gateway.fail_next(Trouble::kCursorLoops, 1);
  EXPECT_TRUE(caller.ask("action=list").warning.empty()) << "a last page leads nowhere";
}

TEST(GatewayOt, SaysWhoMayNotAsk) {
  Caller caller(quick(), few(1));
  const Reply nobody = caller.send("GET", "/ot/1.0/host/list");
  EXPECT_EQ(nobody.status, 401);
  EXPECT_EQ(nobody.body, "{\"_error\":{\"code\":401,\"message\":\"Error occurred while decoding token\"}}");
  caller.become(kNoPermissionLogin);
  EXPECT_EQ(ask_ot(caller, "host").reply.status, 403);
  EXPECT_NE(ask_ot(caller, "host").error().find("VMDR OT.API.ACCESS"), std::string::npos);
  caller.become(kNoModuleLogin);
  const OtAnswer without = ask_ot(caller, "host");
  EXPECT_EQ(without.reply.status, 404);
  EXPECT_FALSE(without.body.contains("_error"));
  caller.become(kAccessCheckLogin);
  EXPECT_EQ(ask_ot(caller, "host").reply.status, 500);
  EXPECT_EQ(ask_ot(caller, "host").error(), "Error occurred while checking user access");
}

TEST(GatewayOt, RecordsThatAppearUnderWayPushOthersToLaterPages) {
  GatewayOptions options = quick();
  options.ot_rows_to_come = 2;
  Caller caller(options, few(1));
  const OtAnswer first = ask_ot(caller, "host", "pageSize=100&pageNumber=0");
  EXPECT_EQ(first.records.size(), 98u);
  EXPECT_EQ(header_of(first.reply, "count"), "98");
  const OtAnswer again = ask_ot(caller, "host", "pageSize=98&pageNumber=1");
  EXPECT_EQ(header_of(again.reply, "count"), "99");
  ASSERT_EQ(again.records.size(), 1u);
  EXPECT_EQ(again.records.front(), first.records.back());
  EXPECT_EQ(pull_ot(caller, "host").size(), 100u);
}

TEST(GatewayOt, TroublesSpoilItsAnswersToo) {
  Caller caller(quick(), few(1));
  const auto after = [&](Trouble trouble) {
    caller.gateway.fail_next(trouble, 1);
    return ask_ot(caller, "host");
  };
  EXPECT_EQ(after(Trouble::kInternalError).error(), "Internal Error");
  EXPECT_EQ(after(Trouble::kUnauthorized).reply.status, 401);
  EXPECT_TRUE(after(Trouble::kMalformedXml).body.is_discarded());
  EXPECT_EQ(header_of(after(Trouble::kHtmlPage).reply, "Content-Type"), "text/html");
  const OtAnswer cut = after(Trouble::kCutBody);
  EXPECT_EQ(header_of(cut.reply, "Content-Length"), std::to_string(ask_ot(caller, "host").reply.body.size()));
  EXPECT_EQ(header_of(cut.reply, "transfer-encoding"), "-");
  const OtAnswer odd = after(Trouble::kUnparsableHeaders);
  EXPECT_EQ(header_of(odd.reply, "count"), "100 or so");
  EXPECT_EQ(header_of(odd.reply, "X-RateLimit-Limit"), "300 or so");
  EXPECT_EQ(odd.records.size(), 50u);
  EXPECT_EQ(header_of(after(Trouble::kNegativeHeaders).reply, "count"), "-100");
  const Reply bare = after(Trouble::kNoHeaders).reply;
  for (const std::string& name : header_names(bare)) {
    EXPECT_TRUE(name != "count" && name.find("RateLimit") == std::string::npos) << name;
  }
  EXPECT_EQ(header_of(bare, "vary"), "accept-encoding");
  EXPECT_EQ(header_of(caller.get("action=list"), "X-RateLimit-Limit"), "300");
}

TEST(GatewayOt, CanLeaveTheCountOutAndTellTheConcurrency) {
  GatewayOptions options = quick();
  options.count_header = false;
  options.ot_concurrency_headers = true;
  options.hyphenated_concurrency_headers = true;
  Caller caller(options, few(1));
  const Reply reply = ask_ot(caller, "host").reply;
  EXPECT_EQ(header_of(reply, "count"), "-");
  EXPECT_EQ(header_of(reply, "X-Concurrency-Limit-Limit"), "2");
  EXPECT_EQ(header_of(reply, "X-Concurrency-Limit-Running"), "1");
}

TEST(GatewayOt, TheInventoryCanBeGivenAndChanged) {
  Caller caller(quick(), few(1));
  caller.gateway.set_ot_dataset(make_ot_dataset({.seed = 9, .hosts = 3, .project_files = 0}));
  EXPECT_EQ(ask_ot(caller, "host").records.size(), 3u);
  EXPECT_EQ(ask_ot(caller, "projectfile").reply.status, 404);
  Gateway given(quick(), make_dataset(few(1)), make_ot_dataset({.seed = 9, .hosts = 5}));
  const Reply token = given.arrive({"POST", "/auth", "gw.test", form(), "username=acme_mg1&password=rehearsal&token=true"}, {})
                          .reply;
  const Headers bearer = {{"Authorization", "Bearer " + token.body}};
  const Reply hosts = given.arrive({"GET", "/ot/1.0/host/list", "gw.test", bearer, ""}, {}).reply;
  EXPECT_EQ(header_of(hosts, "count"), "5");
}

// ── budgets ──────────────────────────────────────────────────────────────────────────────────────────────────────────

TEST(GatewayBudgets, OtAndMobileShareOneOrHaveOneEach) {
  Caller shared(quick(3), few(1));
  shared.get("action=list");
  EXPECT_EQ(header_of(ask_ot(shared, "host").reply, "X-RateLimit-Remaining"), "1");
  EXPECT_EQ(header_of(ask_ot(shared, "host", "", "v1").reply, "X-RateLimit-Remaining"), "0");
  EXPECT_EQ(shared.get("action=list").status, 429);
  GatewayOptions options = quick(1);
  options.per_endpoint_limits = true;
  Caller apart(options, few(1));
  EXPECT_EQ(apart.get("action=list").status, 200);
  for (const char* object : {"host", "detection", "projectfile"}) {
    EXPECT_EQ(ask_ot(apart, object).reply.status, 200) << object;
    EXPECT_EQ(ask_ot(apart, object, "", "v1").reply.status, 429) << "one endpoint under two paths";
  }
  EXPECT_EQ(apart.get("action=list").status, 429);
  EXPECT_EQ(apart.gateway.counters().in_window_most, 1);
}

TEST(GatewayBudgets, ConcurrencyIsPerBudgetToo) {
  GatewayOptions options = quick();
  options.concurrency_limit = 1;
  options.per_endpoint_limits = true;
  Caller caller(options, few(1));
  const Headers bearer = {{"Authorization", "Bearer " + caller.token}};
  const auto start = [&](const char* target) {
    return caller.gateway.arrive({"GET", target, "gw.test", bearer, ""}, {});
  };
  const auto hosts = start("/ot/1.0/host/list");
  EXPECT_EQ(hosts.reply.status, 200);
  EXPECT_EQ(start("/ot/1.0/detection/list").reply.status, 200);
  const Reply refused = start("/ot/v1/host/list").reply;
  EXPECT_EQ(refused.status, 409);
  EXPECT_EQ(nlohmann::json::parse(refused.body, nullptr, false)["_error"]["code"], 409);
  EXPECT_EQ(header_of(refused, "X-ConcurrencyLimit-Limit"), "1");
  EXPECT_EQ(caller.gateway.counters().running, 2);
  EXPECT_EQ(caller.gateway.counters().running_most, 1);
  caller.gateway.depart(hosts.call_id, {});
  EXPECT_EQ(start("/ot/v1/host/list").reply.status, 200);
}

TEST(GatewayBudgets, RefusalsCanBeClassic) {
  GatewayOptions options = quick(1, 100);
  options.classic_refusals = true;
  Caller caller(options, few(1));
  caller.get("action=list");
  for (const Reply& reply : {caller.get("action=list"), ask_ot(caller, "host").reply}) {
    EXPECT_EQ(reply.status, 409);
    const ReadAnswer answer = read_answer(reply.body);
    EXPECT_EQ(answer.root, "SIMPLE_RETURN");
    EXPECT_EQ(answer.code, "1965");
    EXPECT_EQ(answer.items.at("SECONDS_TO_WAIT"), "100");
    EXPECT_EQ(header_of(reply, "X-RateLimit-ToWait-Sec"), "100");
  }
  caller.gateway.fail_next(Trouble::kConcurrencyRefusal, 1);
  EXPECT_EQ(read_answer(ask_ot(caller, "host").reply.body).code, "1960");
}

TEST(GatewayBudgets, ATierIsARateAndAConcurrency) {
  Caller caller(quick(), few(1));
  caller.gateway.set_tier(*tier_named("express"));
  const Reply reply = caller.get("action=list");
  EXPECT_EQ(header_of(reply, "X-RateLimit-Limit"), "50");
  EXPECT_EQ(header_of(reply, "X-RateLimit-Window-Sec"), "86400");
  EXPECT_EQ(header_of(reply, "X-ConcurrencyLimit-Limit"), "1");
  EXPECT_EQ(caller.gateway.options().concurrency_limit, 1);
}

// ── API clients, users who go ────────────────────────────────────────────────────────────────────────────────────────

TEST(GatewayClients, SeeWhatTheirAccountSees) {
  Caller caller(quick(), few(1));
  const auto sign_in = [&](const char* door, std::string_view id) {
    return caller.send("POST", door, {{"clientId", std::string(id)}, {"clientSecret", std::string(kClientSecret)}});
  };
  const Reply user = sign_in("/auth/oidc", kUserClientId);
  const Reply subscription = sign_in("/auth/oauth", kSubscriptionClientId);
  EXPECT_EQ(user.status, 201);
  EXPECT_EQ(subscription.status, 201);
  caller.token = user.body;
  EXPECT_EQ(header_of(ask_ot(caller, "host").reply, "count"), "100");
  EXPECT_EQ(caller.get("action=list").status, 200);
  caller.gateway.deactivate(kManagerLogin);
  EXPECT_EQ(ask_ot(caller, "host").reply.status, 401) << "a user's client dies with its user";
  caller.token = subscription.body;
  EXPECT_EQ(ask_ot(caller, "host").reply.status, 200) << "a subscription's does not";
  EXPECT_EQ(caller.sign_in(kManagerLogin).status, 401);
  EXPECT_EQ(caller.send("GET", "/auth/oauth").status, 405);
  EXPECT_EQ(caller.gateway.counters().auth_calls, 5u);
}

TEST(GatewayAccess, EveryDocumentedMessageCanBeProvoked) {
  Caller caller(quick(), few(1));
  std::set<std::string> said;
  const auto hear = [&](const std::string& query) { said.insert(caller.ask(query).text); };
  hear("action=list&colour=red");
  hear("truncation_limit=5");
  hear("action=list&use_tags=76");
  caller.gateway.fail_next(Trouble::kInternalError, 1);
  hear("action=list");
  for (const std::string_view login : {kNoPermissionLogin, kNoModuleLogin, kAccessCheckLogin}) {
    caller.become(login);
    hear("action=list");
  }
  caller.token = "eyJ.bad.token";
  hear("action=list");
  std::set<std::string> beginnings;
  for (const std::string& text : said) beginnings.insert(text.substr(0, text.find(':')));
  EXPECT_EQ(beginnings, (std::set<std::string>{"Unrecognized parameter(s)", "Missing required parameter(s)",
                                               "parameter use_tags has invalid value", "Internal Error",
                                               "User is not authorized to run the VMDR Mobile API.",
                                               "User doesn't have VMDR Mobile access.",
                                               "Error occurred while decoding token",
                                               "Error occurred while checking user access"}));
}

TEST(Gateway, SurvivesAnyTarget) {
  Caller caller(quick(0), few(3));
  for (const char* target :
       {"?", "#", "/sem/v1/assetList?", "/sem/v1/assetList?&&&=&=", "/sem/v1/assetList?action=list&%",
        "/sem/v1/assetList?\xFF\xFE=\x01", "/sem/v1/assetList?action=list&ids=,,,", "//auth", "*",
        "/ot/1.0/host/list?filter=%", "/ot/1.0/host/list?sort=%22", "/ot/1.0/detection/list?filter=((((", "/ot/",
        "/ot/1.0/projectfile/list?pageSize=1e2", "/ot//host/list", "/ot/1.0/host/list?filter=a%00:b%00",
        "/auth/oauth?clientId=x"}) {
    const Reply reply = caller.send("GET", target, {{"Authorization", "Bearer " + caller.token}});
    EXPECT_GE(reply.status, 400) << target;
    if (!reply.body.empty() && header_of(reply, "Content-Type") == "application/xml") {
      EXPECT_TRUE(read_answer(reply.body).well_formed) << reply.body;
    }
  }
}

}  // namespace
}  // namespace sluice::sim
