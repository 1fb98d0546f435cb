#include "sim/ot_query.h"

#include <gtest/gtest.h>

namespace sluice::sim {
namespace {

constexpr int64_t kNow = 1795219200;

std::string complaint(std::string_view query_text) {
  OtQuery query;
  return read_ot_query(read_fields(query_text), OtList::kHosts, kNow, query).value_or("");
}

OtQuery good(std::string_view query_text) {
  OtQuery query;
  EXPECT_EQ(read_ot_query(read_fields(query_text), OtList::kHosts, kNow, query), std::nullopt);
  return query;
}

OtRow row(size_t rank, int64_t id, OtValue value) {
  OtRow row{rank, OtValue::object()};
  row.record.put("id", OtValue::integer(id)).put("value", std::move(value));
  return row;
}

std::vector<int64_t> ids(const OtPage& page) {
  std::vector<int64_t> ids;
  for (const OtValue* record : page.records) ids.push_back(record->field("id")->number);
  return ids;
}

const std::vector<OtRow>& rows() {
  static const std::vector<OtRow> kRows = {row(0, 1, OtValue::integer(20)), row(1, 2, OtValue()),
                                           row(2, 3, OtValue::integer(3)),  row(3, 4, OtValue::of("12B")),
                                           row(4, 5, OtValue::integer(3)),  row(5, 6, OtValue::of("alpha"))};
  return kRows;
}

bool everybody(size_t) { return true; }

TEST(OtQuery, HasItsDefaults) {
  const OtQuery query = good("");
  EXPECT_EQ(query.page_number, 0);
  EXPECT_EQ(query.page_size, kOtPageSizeDefault);
  EXPECT_TRUE(query.sort.empty());
  EXPECT_TRUE(query.filter->matches(OtValue::object()));
  EXPECT_EQ(good("pageSize=0").page_size, kOtPageSizeDefault);
  EXPECT_EQ(good("pageSize=100&pageNumber=7").page_number, 7);
  EXPECT_EQ(good("pageSize=5&pageSize=6").page_size, 6) << "the last one wins";
}

TEST(OtQuery, RefusesPagingThatIsNone) {
  for (const char* text : {"pageSize=101", "pageSize=-1", "pageSize=", "pageSize=ten", "pageSize=1.0"}) {
    EXPECT_EQ(complaint(text), "pageSize must be a whole number, at most 100") << text;
  }
  for (const char* text : {"pageNumber=-1", "pageNumber=", "pageNumber=x", "pageNumber=99999999999999999999"}) {
    EXPECT_EQ(complaint(text), "pageNumber must be a whole number from 0") << text;
  }
  EXPECT_EQ(complaint("filter=%zz"), "filter is not well encoded");
  EXPECT_EQ(complaint("filter=a"), "Invalid filter: a token must be followed by : > >= < <= != or is (at position 1)");
  EXPECT_EQ(complaint("page=1&limit=x&colour=red"), "");
}

TEST(OtQuery, ReadsASortAsJson) {
  const auto keys = read_ot_sort(" [ {\"asset.name\" : \"asc\"}, {\"risk\":\"desc\"} ] ", OtList::kHosts);
  ASSERT_TRUE(keys && keys->size() == 2);
  EXPECT_EQ((*keys)[0].path, "name");
  EXPECT_FALSE((*keys)[0].descending);
  EXPECT_EQ((*keys)[1].path, "risk");
  EXPECT_TRUE((*keys)[1].descending);
  EXPECT_EQ(read_ot_sort("[]", OtList::kHosts)->size(), 0u);
  for (const char* text :
       {"", "[", "]", "risk", "{}", "[{}]", "[{\"a\":\"up\"}]", "[{\"a\":\"ASC\"}]", "[{\"a\":1}]", "[{\"\":\"asc\"}]",
        "[{\"a\":\"asc\",\"b\":\"asc\"}]", "[{\"a\":\"asc\"},]", "[{\"a\":\"asc\"}] x", "[{\"a\\n\":\"asc\"}]",
        "[{\"a\":\"asc\"}{\"b\":\"asc\"}]", "[\"a\"]", "[{\"a\":\"asc\"}"}) {
    EXPECT_FALSE(read_ot_sort(text, OtList::kHosts).has_value()) << text;
  }
  std::string many = "[";
  for (size_t i = 0; i < kOtSortKeysMax; ++i) many += "{\"a\":\"asc\"},";
  EXPECT_FALSE(read_ot_sort(many + "{\"a\":\"asc\"}]", OtList::kHosts).has_value());
  many.back() = ']';
  EXPECT_TRUE(read_ot_sort(many, OtList::kHosts).has_value());
}

TEST(OtQuery, SortsNumbersThenTextsAndKeepsWhatHasNoneLast) {
  const auto sorted = [](const char* sort) {
    return ids(select_ot_page(rows(), good(std::string("sort=") + sort), everybody));
  };
  EXPECT_EQ(sorted("[{\"value\":\"asc\"}]"), (std::vector<int64_t>{3, 5, 1, 4, 6, 2}));
  EXPECT_EQ(sorted("[{\"value\":\"desc\"}]"), (std::vector<int64_t>{6, 4, 1, 3, 5, 2}));
  EXPECT_EQ(sorted("[{\"value\":\"asc\"},{\"id\":\"desc\"}]"), (std::vector<int64_t>{5, 3, 1, 4, 6, 2}));
  EXPECT_EQ(sorted("[{\"nothing\":\"desc\"}]"), (std::vector<int64_t>{1, 2, 3, 4, 5, 6}));
}

TEST(OtQuery, PagesCountWhatMatchesAndIsVisible) {
  const auto odd = [](size_t rank) { return rank % 2 == 0; };
  const OtPage first = select_ot_page(rows(), good("pageSize=2&filter=id%3E1"), odd);
  EXPECT_EQ(first.matching, 2u);
  EXPECT_EQ(ids(first), (std::vector<int64_t>{3, 5}));
  EXPECT_EQ(ids(select_ot_page(rows(), good("pageSize=4&pageNumber=1"), everybody)), (std::vector<int64_t>{5, 6}));
  for (const char* past : {"pageSize=3&pageNumber=2", "pageSize=6&pageNumber=1", "pageNumber=999999999999999999"}) {
    const OtPage page = select_ot_page(rows(), good(past), everybody);
    EXPECT_TRUE(page.records.empty()) << past;
    EXPECT_EQ(page.matching, 6u);
  }
  EXPECT_EQ(ids(select_ot_page(rows(), good(""), everybody, 4)), (std::vector<int64_t>{5, 6}));
  EXPECT_EQ(select_ot_page(rows(), good(""), everybody, 99).matching, 0u);
}

}  // namespace
}  // namespace sluice::sim
