#include "query/json_value.h"

#include <gtest/gtest.h>

#include "query/filter.h"

namespace sluice {
namespace {

std::string values(std::string_view json, std::string_view path) {
  std::string out;
  any_json_value(json, path, [&](std::string_view value) {
    out += std::string(value) + " ";
    return false;
  });
  return out;
}

TEST(JsonValue, ListsAreEnteredOnTheWayAndAtTheEnd) {
  const std::string_view json = R"([{"protocol":"bacnet","transport":{"protocol":"udp"},"ports":[1,[2]]},
                                    {"protocol":"cip","transport":[{"protocol":"tcp"}]},5,null])";
  EXPECT_EQ(values(json, "protocol"), "bacnet cip ");
  EXPECT_EQ(values(json, "transport.protocol"), "udp tcp ");
  EXPECT_EQ(values(json, "ports"), "1 2 ");
  EXPECT_EQ(values(json, "Transport.PROTOCOL"), "udp tcp ");
  EXPECT_EQ(values(json, "transport"), "") << "an object is no value";
  EXPECT_EQ(values(json, "nothing"), "");
}

TEST(JsonValue, EveryScalarIsItsSpellingAndNullIsNone) {
  EXPECT_EQ(values(R"([{"a":1.50},{"a":true},{"a":null},{"a":12345678901234567890},{"a":-3}])", "a"),
            "1.50 true 12345678901234567890 -3 ");
}

TEST(JsonValue, TheFirstYesEndsTheSearch) {
  int asked = 0;
  EXPECT_TRUE(any_json_value(R"([{"a":1},{"a":2},{"a":3}])", "a", [&](std::string_view value) {
    ++asked;
    return value == "2";
  }));
  EXPECT_EQ(asked, 2);
}

TEST(JsonValue, WhatIsNoJsonHoldsNothing) {
  for (const std::string_view json : {"", "{", "[{\"a\":", "nonsense", "5"}) EXPECT_EQ(values(json, "a"), "") << json;
  EXPECT_EQ(values(std::string(100000, '[') , "a"), "");
}

struct JsonFilterTest : testing::Test {
  Table table{"ot.hosts", {{"name", ColumnType::kText, {}}, {"interfaces", ColumnType::kJson, {}}}};

  void SetUp() override {
    row("a", R"([{"protocol":"bacnet","transport":{"protocol":"udp"},"vlan":9}])");
    row("b", R"([{"protocol":"cip"},{"protocol":"s7 comm","vlan":118}])");
    row("c", "");
    row("d", "[]");
    table.commit();
  }
  void row(std::string_view name, std::string_view json) {
    table.append_row(0);
    table.set_text(0, name);
    if (!json.empty()) table.set_text(1, json);
  }
  std::string kept(std::string_view text) const {
    Filter filter;
    if (const auto problem = Filter::parse(text, table, WallTime{}, filter)) return problem->message;
    std::string names;
    for (RowId r = 0; r < table.row_end(); ++r) {
      if (filter.matches(table, r)) names += cell_text(table.cell(r, 0));
    }
    return names;
  }
};

TEST_F(JsonFilterTest, AFilterReachesIntoListsOfObjects) {
  EXPECT_EQ(kept("interfaces.protocol:bacnet"), "a");
  EXPECT_EQ(kept("interfaces.protocol:`s7 comm`"), "b");
  EXPECT_EQ(kept("interfaces.protocol:\"com\""), "b") << "the beginning of a word";
  EXPECT_EQ(kept("interfaces.transport.protocol:udp"), "a");
  EXPECT_EQ(kept("interfaces.protocol:[bacnet, `cip`]"), "ab");
  EXPECT_EQ(kept("interfaces.protocol:udp"), "") << "of another field";
}

TEST_F(JsonFilterTest, ComparisonsMissingAndNot) {
  EXPECT_EQ(kept("interfaces.vlan>=100"), "b");
  EXPECT_EQ(kept("interfaces.vlan<100"), "a");
  EXPECT_EQ(kept("interfaces.vlan:[5 ... 20]"), "a");
  EXPECT_EQ(kept("interfaces.transport.protocol is null"), "bcd");
  EXPECT_EQ(kept("interfaces.protocol is not null"), "ab");
  EXPECT_EQ(kept("interfaces.protocol!=bacnet"), "bcd");
  EXPECT_EQ(kept("not interfaces.protocol:cip"), "acd");
}

TEST_F(JsonFilterTest, OnlyAJsonColumnHasAnInside) {
  EXPECT_NE(kept("name.first:a").find("There is no column"), std::string::npos);
  EXPECT_FALSE(resolve_json_path(table, "interfaces."));
  EXPECT_FALSE(resolve_json_path(table, ".protocol"));
  EXPECT_EQ(resolve_json_path(table, "INTERFACES.a.b")->path, "a.b");
}

}  // namespace
}  // namespace sluice
