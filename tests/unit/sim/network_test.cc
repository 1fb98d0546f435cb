#include "sim/network.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>

#include "unit/sim/answer.h"

namespace sluice::sim {
namespace {

Instant at_ms(int64_t ms) { return Instant{} + Duration::millis(ms); }

Request get_request(const std::string& url, const std::string& token) {
  Request request;
  request.url = url;
  if (!token.empty()) request.bearer = Secret(token);
  return request;
}

class NetworkTest : public testing::Test {
 protected:
  explicit NetworkTest() : caller_(options(), {.seed = 5, .assets = 30}), net_(caller_.gateway, "https://gw.test", 1) {
    net_.set_latency({Duration::millis(100), Duration::millis(100), Duration::millis(0)});
  }

  static GatewayOptions options() {
    GatewayOptions options;
    options.rate_limit = 0;
    options.concurrency_limit = 0;
    return options;
  }

  Request page() const { return get_request("https://gw.test/sem/v1/assetList?action=list", caller_.token); }
  const Gateway::Counters& counters() const { return caller_.gateway.counters(); }

  // Starts one call at `now_` and waits for what comes of it.
  Delivery call(Request request) {
    const FlightId id{++last_};
    net_.start(id, std::move(request), now_);
    for (int steps = 0; steps < 100; ++steps) {
      if (std::optional<Delivery> delivery = net_.poll_delivery()) return std::move(*delivery);
      const std::optional<Instant> next = net_.poll_timeout();
      if (!next) break;
      now_ = *next;
      net_.handle_timeout(now_);
    }
    ADD_FAILURE() << "nothing came back";
    return {id, std::nullopt, {}};
  }

  void only(double Faults::*fault, double chance = 1.0) {
    Faults faults;
    faults.*fault = chance;
    net_.set_faults(faults);
  }

  Caller caller_;
  Network net_;
  Instant now_;
  uint64_t last_ = 0;
};

TEST_F(NetworkTest, CarriesACallAndItsAnswerInItsLatency) {
  const Delivery delivery = call(page());
  ASSERT_TRUE(delivery.response.has_value());
  EXPECT_EQ(delivery.response->status, 200);
  EXPECT_EQ(read_answer(delivery.response->body).assets.size(), 30u);
  EXPECT_EQ(now_, at_ms(100));
  EXPECT_EQ(net_.in_flight(), 0u);
  EXPECT_EQ(net_.poll_timeout(), std::nullopt);
}

TEST_F(NetworkTest, TheCallRunsAtTheGatewayFromArrivalToDelivery) {
  net_.start({1}, page(), at_ms(0));
  net_.handle_timeout(at_ms(49));
  EXPECT_EQ(counters().running, 0);
  net_.handle_timeout(at_ms(50));
  EXPECT_EQ(counters().running, 1);
  net_.handle_timeout(at_ms(99));
  EXPECT_EQ(counters().running, 1);
  EXPECT_FALSE(net_.poll_delivery().has_value());
  net_.handle_timeout(at_ms(100));
  EXPECT_EQ(counters().running, 0);
  EXPECT_EQ(net_.poll_delivery()->flight, FlightId{1});
}

TEST_F(NetworkTest, LargeBodiesTakeTheirTime) {
  net_.set_latency({Duration::millis(100), Duration::millis(100), Duration::seconds(100)});
  const Delivery delivery = call(page());
  const auto bytes = static_cast<int64_t>(delivery.response->body.size());
  EXPECT_EQ(now_.us, 100000 + bytes * 100);
}

TEST_F(NetworkTest, CarriesTheFormAndTheHeaders) {
  Request request;
  request.method = Method::kPost;
  request.url = "https://gw.test/auth";
  request.headers = {{"Content-Type", "application/x-www-form-urlencoded"}};
  request.body = Secret("username=acme_mg1&password=rehearsal&token=true");
  const Delivery delivery = call(std::move(request));
  EXPECT_EQ(delivery.response->status, 201);
}

TEST_F(NetworkTest, ServesABaseWithAPrefixAndTheRehearsal) {
  for (const std::string base : {"rehearsal:", "https://gw.test/prefix", ""}) {
    Network net(caller_.gateway, base, 1);
    net.start({1}, get_request(base + "/sem/v1/assetList?action=list&truncation_limit=1", caller_.token), at_ms(0));
    net.handle_timeout(at_ms(1000));
    const std::optional<Delivery> delivery = net.poll_delivery();
    ASSERT_TRUE(delivery && delivery->response) << base;
    EXPECT_EQ(delivery->response->status, 200) << base;
    const std::string host = base == "rehearsal:" ? "rehearsal" : base.empty() ? "gateway.invalid" : "gw.test";
    EXPECT_EQ(read_answer(delivery->response->body).warning.at("URL").find("https://" + host + "/sem/v1/"), 0u);
  }
}

TEST_F(NetworkTest, OtherAddressesAreUnreachableAndRemembered) {
  for (const char* url : {"https://gw.test.evil/sem/v1/assetList", "https://gw.tes/sem", "http://gw.test/sem",
                          "https://gateway.p04.eng.sjc01.qualys.com/sem/v1/assetList", "https://gw.test"}) {
    const Delivery delivery = call(get_request(url, ""));
    EXPECT_FALSE(delivery.response.has_value()) << url;
    EXPECT_EQ(delivery.failure.kind, FailureKind::kUnreachable) << url;
    EXPECT_EQ(net_.strays().back(), url);
  }
  EXPECT_EQ(net_.secrets_sent_to_strays(), 0u);
  call(get_request("https://elsewhere.test/", "token"));
  EXPECT_EQ(net_.secrets_sent_to_strays(), 1u);
  Request of_client = get_request("https://elsewhere.test/auth/oidc", "");
  of_client.client_secret = Secret("secret");
  call(std::move(of_client));
  EXPECT_EQ(net_.secrets_sent_to_strays(), 2u);
  EXPECT_EQ(counters().calls, 0u);
}

TEST_F(NetworkTest, ABodyLargerThanAskedForIsTooLarge) {
  Request request = page();
  request.body_bytes_max = 100;
  const Delivery delivery = call(std::move(request));
  EXPECT_FALSE(delivery.response.has_value());
  EXPECT_EQ(delivery.failure.kind, FailureKind::kTooLarge);
}

TEST_F(NetworkTest, AnAbortEndsTheCallAtTheGateway) {
  net_.start({1}, page(), at_ms(0));
  net_.handle_timeout(at_ms(60));
  EXPECT_EQ(counters().running, 1);
  net_.abort({1}, at_ms(70));
  EXPECT_EQ(counters().running, 0);
  EXPECT_EQ(net_.in_flight(), 0u);
  net_.handle_timeout(at_ms(1000));
  EXPECT_FALSE(net_.poll_delivery().has_value());
}

TEST_F(NetworkTest, AnAbortBeforeArrivalIsNeverSeenAndOneAfterDeliveryTakesItBack) {
  net_.start({1}, page(), at_ms(0));
  net_.abort({1}, at_ms(10));
  net_.handle_timeout(at_ms(1000));
  EXPECT_EQ(counters().calls, 0u);
  net_.start({2}, page(), at_ms(1000));
  net_.handle_timeout(at_ms(2000));
  net_.abort({2}, at_ms(2000));
  EXPECT_FALSE(net_.poll_delivery().has_value());
  net_.abort({99}, at_ms(2000));
}

TEST_F(NetworkTest, AnAbortThatComesLateLeavesTheCallCounted) {
  net_.start({1}, page(), at_ms(0));
  net_.abort({1}, at_ms(60));  // nobody pumped since; at 50 ms the call had arrived
  EXPECT_EQ(counters().calls, 1u);
  EXPECT_EQ(counters().running, 0);
}

TEST_F(NetworkTest, ALostRequestIsATimeoutThatTheGatewayNeverSaw) {
  only(&Faults::lose_request);
  Request request = page();
  request.first_byte_timeout = Duration::seconds(7);
  EXPECT_EQ(call(std::move(request)).failure.kind, FailureKind::kTimeout);
  EXPECT_EQ(now_, at_ms(7000));
  EXPECT_EQ(counters().calls, 0u);
}

TEST_F(NetworkTest, ALostAnswerIsATimeoutThatTheGatewayCounted) {
  only(&Faults::lose_answer);
  net_.start({1}, page(), at_ms(0));
  net_.handle_timeout(at_ms(299999));
  EXPECT_EQ(counters().running, 1);
  net_.handle_timeout(at_ms(300000));
  EXPECT_EQ(counters().running, 0);
  EXPECT_EQ(counters().let_through, 1u);
  EXPECT_EQ(net_.poll_delivery()->failure.kind, FailureKind::kTimeout);
}

TEST_F(NetworkTest, AnAnswerSlowerThanTheTimeoutIsATimeout) {
  only(&Faults::slow);  // 1,000 ms
  Request request = page();
  request.first_byte_timeout = Duration::millis(999);
  EXPECT_EQ(call(std::move(request)).failure.kind, FailureKind::kTimeout);
  EXPECT_EQ(now_, at_ms(999));
  EXPECT_TRUE(call(page()).response.has_value());
  EXPECT_EQ(now_, at_ms(1999));
}

TEST_F(NetworkTest, AResetIsToldAtOnceCountedOrNot) {
  only(&Faults::reset);
  for (int i = 0; i < 40; ++i) EXPECT_EQ(call(page()).failure.kind, FailureKind::kUnreachable);
  EXPECT_GT(counters().calls, 5u);
  EXPECT_LT(counters().calls, 35u);
  EXPECT_LE(now_, at_ms(40 * 100));
  EXPECT_EQ(counters().running, 0);
}

TEST_F(NetworkTest, ACutBodyIsKnownOrSilent) {
  const size_t whole = call(page()).response->body.size();
  only(&Faults::cut_body);
  int known = 0;
  int silent = 0;
  for (int i = 0; i < 60; ++i) {
    const Delivery delivery = call(page());
    if (delivery.response) {
      EXPECT_EQ(delivery.response->status, 200);
      EXPECT_LT(delivery.response->body.size(), whole);
      EXPECT_FALSE(delivery.response->headers.find("Content-Length").has_value());
      ++silent;
    } else {
      EXPECT_EQ(delivery.failure.kind, FailureKind::kCut);
      ++known;
    }
  }
  EXPECT_GT(known, 10);
  EXPECT_GT(silent, 10);
}

TEST_F(NetworkTest, TheGatewaysOwnCutBodyIsKnown) {
  caller_.gateway.fail_next(Trouble::kCutBody, 1);
  EXPECT_EQ(call(page()).failure.kind, FailureKind::kCut);
}

TEST_F(NetworkTest, ServerErrorsComeAsHtmlOrDocuments) {
  only(&Faults::server_error);
  std::map<int, int> statuses;
  std::map<std::string, int> kinds;
  for (int i = 0; i < 100; ++i) {
    const Delivery delivery = call(page());
    ++statuses[delivery.response->status];
    ++kinds[std::string(*delivery.response->headers.find("Content-Type"))];
  }
  for (const int status : {500, 502, 503, 504}) EXPECT_GT(statuses[status], 8) << status;
  EXPECT_EQ(statuses.size(), 4u);
  EXPECT_GT(kinds["application/xml"], 3);
  EXPECT_EQ(counters().calls, 100u);
}

TEST_F(NetworkTest, AProxysPageComesWith200) {
  only(&Faults::html);
  const Delivery delivery = call(page());
  EXPECT_EQ(delivery.response->status, 200);
  EXPECT_EQ(delivery.response->body.find("<html>"), 0u);
}

TEST_F(NetworkTest, ARefusalOnTheWayIs409Or429WithOrWithoutAWait) {
  only(&Faults::refuse);
  std::map<std::pair<int, bool>, int> seen;
  for (int i = 0; i < 100; ++i) {
    const Delivery delivery = call(page());
    ++seen[{delivery.response->status, delivery.response->headers.find("X-RateLimit-ToWait-Sec").has_value()}];
  }
  EXPECT_EQ(seen.size(), 4u);
  EXPECT_GT((seen[{409, false}]), 5);
  EXPECT_GT((seen[{429, true}]), 5);
  EXPECT_EQ(counters().calls, 0u);
}

TEST_F(NetworkTest, A401OnTheWayLooksLikeTheGateways) {
  only(&Faults::unauthorized);
  const Delivery delivery = call(page());
  EXPECT_EQ(delivery.response->status, 401);
  EXPECT_EQ(read_answer(delivery.response->body).text, "Error occurred while decoding token");
}

TEST_F(NetworkTest, GarbledTextStaysInsideResults) {
  const ReadAnswer clean = read_answer(call(page()).response->body);
  only(&Faults::garble);
  const std::string body = call(page()).response->body;
  EXPECT_NE(body.find_first_of("\x01\x0B\xFF\xC3\xED\xF0"), std::string::npos);
  std::string mended;
  for (const char c : body) mended += static_cast<unsigned char>(c) < 9 || c == '\x0B' || c == '\x1F' ? '?' : c;
  const ReadAnswer garbled = read_answer(mended);
  ASSERT_TRUE(garbled.well_formed);
  ASSERT_EQ(garbled.ids(), clean.ids());
  size_t changed = 0;
  for (size_t i = 0; i < clean.assets.size(); ++i) {
    EXPECT_EQ(garbled.assets[i].fields, clean.assets[i].fields);
    ASSERT_EQ(garbled.assets[i].detections.size(), clean.assets[i].detections.size());
    for (size_t k = 0; k < clean.assets[i].detections.size(); ++k) {
      Fields a = garbled.assets[i].detections[k];
      Fields b = clean.assets[i].detections[k];
      changed += a["RESULTS"] != b["RESULTS"] ? 1 : 0;
      a.erase("RESULTS");
      b.erase("RESULTS");
      EXPECT_EQ(a, b);
    }
  }
  EXPECT_GT(changed, 3u);
}

TEST_F(NetworkTest, SigningInIsSparedWhatLooksLikeARefusal) {
  net_.set_faults({.cut_body = 0.5, .unauthorized = 1, .refuse = 1, .garble = 1});
  int good = 0;
  for (int i = 0; i < 40; ++i) {
    Request request;
    request.method = Method::kPost;
    request.url = "https://gw.test/auth";
    request.headers = {{"Content-Type", "application/x-www-form-urlencoded"}};
    request.body = Secret("username=acme_mg1&password=rehearsal&token=true");
    const Delivery delivery = call(std::move(request));
    if (!delivery.response) {
      EXPECT_EQ(delivery.failure.kind, FailureKind::kCut);
      continue;
    }
    EXPECT_EQ(delivery.response->status, 201);
    ++good;
  }
  EXPECT_GT(good, 8);
}

TEST_F(NetworkTest, ALatePumpChangesNothing) {
  const auto run = [&](Duration grain) {
    Caller caller(options(), {.seed = 5, .assets = 30});
    Network net(caller.gateway, "https://gw.test", 42);
    net.set_faults({.lose_answer = 0.1, .reset = 0.1, .cut_body = 0.2, .server_error = 0.2, .slow = 0.2});
    for (uint64_t id = 1; id <= 30; ++id) {
      net.start({id}, get_request("https://gw.test/sem/v1/assetList?action=list", caller.token), Instant{});
    }
    std::vector<std::string> story;
    for (Instant now; now <= at_ms(400000); now = now + grain) {
      net.handle_timeout(now);
      while (const std::optional<Delivery> delivery = net.poll_delivery()) {
        story.push_back(std::to_string(delivery->flight.value) + ":" +
                        (delivery->response ? std::to_string(delivery->response->status) + "/" +
                                                  std::to_string(delivery->response->body.size())
                                            : std::to_string(static_cast<int>(delivery->failure.kind))));
      }
    }
    return story;
  };
  const std::vector<std::string> fine = run(Duration::millis(100));
  EXPECT_EQ(fine.size(), 30u);
  EXPECT_EQ(run(Duration::seconds(200)), fine);
}

TEST_F(NetworkTest, ClosingItEndsItsCallsAtTheGateway) {
  {
    Network net(caller_.gateway, "https://gw.test", 1);
    net.start({1}, page(), at_ms(0));
    net.handle_timeout(at_ms(80));
    EXPECT_EQ(counters().running, 1);
  }
  EXPECT_EQ(counters().running, 0);
}

TEST_F(NetworkTest, OddHeadersAreNeverAnotherNumber) {
  GatewayOptions limited;
  limited.rate_limit = 100000;
  limited.concurrency_limit = 7;
  Caller caller(limited, {.seed = 5, .assets = 1});
  Network net(caller.gateway, "https://gw.test", 3);
  Faults faults;
  faults.odd_headers = 1;
  net.set_faults(faults);
  std::set<std::string> limits;
  size_t missing = 0;
  size_t twice = 0;
  size_t both_spellings = 0;
  for (uint64_t call = 1; call <= 400; ++call) {
    net.start(FlightId{call}, get_request("https://gw.test/sem/v1/assetList?action=list", caller.token), now_);
    while (const std::optional<Instant> next = net.poll_timeout()) net.handle_timeout(now_ = *next);
    const std::optional<Delivery> delivery = net.poll_delivery();
    ASSERT_TRUE(delivery && delivery->response);
    size_t seen = 0;
    for (const Header& header : delivery->response->headers.all()) {
      if (header.name == "X-RateLimit-Limit") limits.insert(header.value), ++seen;
      both_spellings += header.name == "X-Concurrency-Limit-Limit" ? 1 : 0;
    }
    missing += seen == 0 ? 1 : 0;
    twice += seen == 2 ? 1 : 0;
  }
  EXPECT_GT(missing, 0u);
  EXPECT_GT(twice, 0u);
  EXPECT_GT(both_spellings, 0u);
  for (const char* odd : {"abc", "-1", "", "100000, 100000", "100000.0", " 100000 ", "99999999999999999999999"})
    EXPECT_TRUE(limits.count(odd)) << odd;
  limits.erase("100000");
  for (const std::string& text : limits) {
    const bool digits = !text.empty() && text.find_first_not_of("0123456789") == std::string::npos;
    EXPECT_TRUE(!digits || text.size() > 18) << text << " would have to be believed";
  }
}

TEST_F(NetworkTest, ALongTailIsNowAndThenManyTimesItsMean) {
  net_.set_latency({Duration::millis(100), Duration::millis(100), {}, Duration::millis(1000)});
  int64_t sum_ms = 0;
  int64_t most_ms = 0;
  int within_mean = 0;
  constexpr int kCalls = 3000;
  for (int i = 0; i < kCalls; ++i) {
    const Instant before = now_;
    call(page());
    const int64_t ms = (now_ - before).as_millis();
    ASSERT_GE(ms, 100);
    sum_ms += ms - 100;
    most_ms = std::max(most_ms, ms);
    within_mean += ms - 100 <= 1000 ? 1 : 0;
  }
  EXPECT_NEAR(static_cast<double>(sum_ms) / kCalls, 1000, 80);
  EXPECT_NEAR(static_cast<double>(within_mean) / kCalls, 0.632, 0.04);
  EXPECT_GT(most_ms, 6000);
  EXPECT_LT(most_ms, 31000);
}

}  // namespace
}  // namespace sluice::sim
