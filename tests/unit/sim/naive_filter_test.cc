// The gateway against its naive twin, over ten thousand random requests: every parameter, pages followed, two logins.
#include "unit/sim/naive_filter.h"

#include <gtest/gtest.h>

#include "unit/sim/answer.h"

namespace sluice::sim {
namespace {

constexpr int64_t kNow = 1795219200;
constexpr size_t kPagesMax = 400;

NaiveAsset told(const ReadAsset& read) {
  NaiveAsset asset;
  asset.id = read.id();
  asset.id_twice = read.fields.count("ASSET_ID") == 1;
  for (const auto& [id, name] : read.tags) asset.tags.push_back(name);
  for (const Fields& detection : read.detections) {
    const auto times = detection.find("TIMES_REOPENED");
    const int64_t reopened = times == detection.end() ? 0 : std::stoll(times->second);
    asset.detections.push_back({std::stoll(detection.at("QID")), detection.count("RESULTS") == 1, reopened});
  }
  return asset;
}

// Follows the next-page URLs to the end.
std::vector<NaiveAsset> pull(Caller& caller, const NaiveRequest& request, const std::string& limit) {
  std::vector<NaiveAsset> whole;
  std::string next = request.query() + limit;
  for (size_t page = 0; page < kPagesMax; ++page) {
    const ReadAnswer answer = read_answer(
        caller.send("GET", request.path() + "?" + next, {{"Authorization", "Bearer " + caller.token}}).body);
    EXPECT_TRUE(answer.well_formed) << next;
    EXPECT_EQ(answer.code, "") << next << ": " << answer.text;
    for (const ReadAsset& asset : answer.assets) whole.push_back(told(asset));
    if (answer.warning.empty()) return whole;
    const std::string& url = answer.warning.at("URL");
    next = url.substr(url.find('?') + 1);
  }
  ADD_FAILURE() << "no end after " << kPagesMax << " pages: " << next;
  return whole;
}

// The first asset in which two answers differ, in words; "" when there is none.
std::string difference(const std::vector<NaiveAsset>& got, const std::vector<NaiveAsset>& expected) {
  const auto at = [](const std::vector<NaiveAsset>& assets, size_t i) -> std::string {
    if (i >= assets.size()) return "nothing more";
    std::string text = "asset " + std::to_string(assets[i].id);
    if (assets[i].id_twice) text += " with ASSET_ID";
    for (const std::string& tag : assets[i].tags) text += " #" + tag;
    for (const NaiveDetection& found : assets[i].detections) {
      text += " " + std::to_string(found.qid) + (found.has_results ? "+results" : "");
      if (found.times_reopened != 0) text += "+reopened " + std::to_string(found.times_reopened);
    }
    return text;
  };
  for (size_t i = 0; i < got.size() || i < expected.size(); ++i) {
    if (i >= got.size() || i >= expected.size() || got[i] != expected[i]) {
      return "the gateway has " + at(got, i) + ", its twin has " + at(expected, i);
    }
  }
  return "";
}

struct User {
  std::string token;
  std::set<int64_t> visible;  // learnt from the gateway: which half a Reader sees is its own affair
};

User meet(Caller& caller, std::string_view login) {
  caller.become(login);
  User user{caller.token, {}};
  const std::string all = "action=list&show_results=0&status=Enrolled,De-enrolled,Ready+for+Re-enrollment";
  for (const int64_t id : caller.ask(all).ids()) user.visible.insert(id);
  return user;
}

void compare_many(bool sparse, uint64_t seed, int requests) {
  GatewayOptions options;
  options.rate_limit = 0;
  options.start_unix_s = kNow;
  options.sparse_pages = sparse;
  Caller caller(options, {.seed = seed, .assets = 70});
  const User users[] = {meet(caller, kManagerLogin), meet(caller, kReaderLogin)};
  ASSERT_EQ(users[0].visible.size(), caller.dataset->assets.size());
  ASSERT_LT(users[1].visible.size(), users[0].visible.size());
  Random random(seed);
  size_t rows = 0;
  for (int i = 0; i < requests; ++i) {
    const User& user = users[random.below(2)];
    caller.token = user.token;
    const NaiveRequest request = random_request(random, *caller.dataset, kNow);
    const uint64_t dice = random.below(10);
    const int64_t size = dice < 2 ? random.between(1, 9) : random.between(10, 200);
    const std::string sized = "&truncation_limit=" + std::to_string(dice == 8 ? 0 : size);
    const std::string limit = dice == 9 ? "" : sized;
    const std::vector<NaiveAsset> expected = naive_answer(request, *caller.dataset, user.visible, kNow);
    ASSERT_EQ(difference(pull(caller, request, limit), expected), "")
        << "seed " << seed << ", request " << i << ", as " << (&user == users ? "Manager" : "Reader") << ": "
        << request.path() << "?" << request.query() << limit;
    rows += expected.size();
  }
  EXPECT_GT(rows, static_cast<size_t>(requests) * 2) << "the random requests match too little to prove anything";
}

TEST(NaiveFilter, AgreesWithTheGatewayOverRandomRequests) {
  for (const uint64_t seed : {11, 12, 13, 14, 15}) compare_many(false, seed, 1700 / kNaiveShare);
}
TEST(NaiveFilter, AgreesWithSparsePagesToo) {
  for (const uint64_t seed : {21, 22, 23}) compare_many(true, seed, 500 / kNaiveShare);
}

}  // namespace
}  // namespace sluice::sim
