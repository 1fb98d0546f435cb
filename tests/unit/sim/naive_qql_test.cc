// The OT lists against their naive twin: random query trees and sorts, pages followed, two logins.
#include "unit/sim/naive_qql.h"

#include <gtest/gtest.h>

#include <set>

#include "unit/sim/naive_filter.h"
#include "unit/sim/ot_answer.h"

namespace sluice::sim {
namespace {

constexpr int64_t kNow = 1795219200;

struct List {
  const char* object;
  const char* identity;
  const char* prefix;
  const std::vector<OtRow>& rows;
};

// The identities of all pages, in order.
std::vector<int64_t> pull(Caller& caller, const List& list, const std::string& query, int64_t page_size) {
  constexpr int kPagesMax = 500;
  std::vector<int64_t> ids;
  for (int page = 0; page < kPagesMax; ++page) {
    const std::string paging = "&pageSize=" + std::to_string(page_size) + "&pageNumber=" + std::to_string(page);
    const OtAnswer answer = ask_ot(caller, list.object, query + paging);
    if (answer.error() == "Files not found") return ids;
    EXPECT_EQ(answer.reply.status, 200) << answer.error();
    for (const nlohmann::json& record : answer.records) ids.push_back(record[list.identity].get<int64_t>());
    if (answer.records.size() < static_cast<size_t>(page_size)) {
      EXPECT_EQ(header_of(answer.reply, "count"), std::to_string(ids.size()));
      return ids;
    }
  }
  ADD_FAILURE() << "no end after " << kPagesMax << " pages";
  return ids;
}

std::string sort_json(const std::vector<NaiveSort>& sort) {
  std::string json = "[";
  for (const NaiveSort& key : sort) {
    if (json.size() > 1) json += ", ";
    json += "{\"" + key.token + "\": \"" + (key.descending ? "desc" : "asc") + "\"}";
  }
  return json + "]";
}

void compare_many(uint64_t seed, int requests) {
  GatewayOptions options;
  options.rate_limit = 0;
  options.start_unix_s = kNow;
  options.target_bytes_max = 1 << 20;
  options.ot.seed = seed;
  Caller caller(options, {.assets = 1});
  const auto dataset = make_ot_dataset(options.ot);
  const List lists[] = {{"host", "assetId", "asset.", dataset->hosts},
                        {"detection", "detectionId", "vulnerabilities.", dataset->detections},
                        {"projectfile", "id", "projectfile.", dataset->project_files}};
  const std::string manager = caller.token;
  caller.become(kReaderLogin);
  const std::string reader = caller.token;
  std::set<int64_t> hosts_of_reader;
  for (const nlohmann::json& host : pull_ot(caller, "host")) hosts_of_reader.insert(host["assetId"].get<int64_t>());
  ASSERT_EQ(hosts_of_reader.size(), 50u);

  Random random(seed);
  size_t matched = 0, possible = 0;
  for (int i = 0; i < requests; ++i) {
    const List& list = lists[random.below(3)];
    const bool as_reader = random.chance(0.3);
    caller.token = as_reader ? reader : manager;
    const NaiveQuery query = random_query(random, list.rows, list.prefix, 4);
    const std::vector<NaiveSort> sort = random_sort(random, list.rows, list.prefix);
    const std::string text = query.text(random);
    std::vector<const OtValue*> expected;
    for (const OtRow& row : list.rows) {
      const OtValue& host = dataset->hosts[row.rank].record;
      const bool scoped = list.object != std::string("projectfile") && as_reader;
      if (scoped && hosts_of_reader.count(host.field("assetId")->number) == 0) continue;
      ++possible;
      if (naive_holds(query, row.record, kNow)) expected.push_back(&row.record);
    }
    expected = naive_sorted(expected, sort);
    std::vector<int64_t> ids;
    for (const OtValue* record : expected) ids.push_back(record->field(list.identity)->number);
    const int64_t page_size = random.chance(0.2) ? random.between(5, 30) : random.between(60, 100);
    const std::string sent = "filter=" + escaped(text) + (sort.empty() ? "" : "&sort=" + escaped(sort_json(sort)));
    ASSERT_EQ(pull(caller, list, sent, page_size), ids)
        << "seed " << seed << ", request " << i << " for " << list.object << (as_reader ? " as Reader" : " as Manager")
        << ": " << text << " sorted by " << sort_json(sort);
    matched += ids.size();
  }
  EXPECT_GT(matched, possible / 10) << "the random filters match too little";
  EXPECT_LT(matched, possible * 9 / 10) << "the random filters match too much";
}

TEST(NaiveQql, AgreesWithTheGatewayOverRandomFiltersAndSorts) {
  for (const uint64_t seed : {31, 32, 33, 34}) compare_many(seed, 550 / kNaiveShare);
}

}  // namespace
}  // namespace sluice::sim
