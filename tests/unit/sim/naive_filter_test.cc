// The gateway against the naive model, over random requests, pages and logins.
#include "unit/sim/naive_filter.h"

#include <gtest/gtest.h>

#include "unit/sim/answer.h"

namespace sluice::sim {
namespace {

constexpr int64_t kNow = 1795219200;
constexpr int kRequests = 2000;

// Follows the next-page URLs to the end.
NaiveAnswer pull(Caller& caller, const std::string& query, int64_t limit, size_t pages_max) {
  NaiveAnswer whole;
  std::string next = query + "&truncation_limit=" + std::to_string(limit);
  for (size_t page = 0; page < pages_max; ++page) {
    const ReadAnswer answer = caller.ask(next);
    EXPECT_TRUE(answer.well_formed) << next;
    EXPECT_EQ(answer.code, "") << next << ": " << answer.text;
    for (const ReadAsset& asset : answer.assets) {
      std::vector<int64_t> qids;
      for (const Fields& detection : asset.detections) qids.push_back(std::stoll(detection.at("QID")));
      whole.emplace_back(asset.id(), std::move(qids));
    }
    if (answer.warning.empty()) return whole;
    const std::string& url = answer.warning.at("URL");
    next = url.substr(url.find('?') + 1);
  }
  ADD_FAILURE() << "no end after " << pages_max << " pages: " << query;
  return whole;
}

void compare_many(bool sparse, uint64_t seed, int requests) {
  GatewayOptions options;
  options.rate_limit = 0;
  options.start_unix_s = kNow;
  options.sparse_pages = sparse;
  Caller caller(options, {.seed = 3, .assets = 180});
  Random random(seed);
  size_t rows = 0;
  for (int i = 0; i < requests; ++i) {
    const Account account = default_accounts()[static_cast<size_t>(random.below(2))];
    caller.become(account.username);
    const NaiveRequest request = random_request(random, *caller.dataset, kNow);
    const int64_t limit = random.chance(0.2) ? random.between(1, 20) : random.between(20, 300);
    const NaiveAnswer expected = naive_answer(request, *caller.dataset, account, kNow);
    ASSERT_EQ(pull(caller, request.query(), limit, 400), expected) << request.query() << " limit " << limit;
    rows += expected.size();
  }
  EXPECT_GT(rows, static_cast<size_t>(requests) * 5) << "the random requests match too little to prove anything";
}

TEST(NaiveFilter, AgreesWithTheGatewayOverRandomRequests) { compare_many(false, 11, kRequests); }
TEST(NaiveFilter, AgreesWithSparsePagesToo) { compare_many(true, 12, kRequests / 4); }

}  // namespace
}  // namespace sluice::sim
