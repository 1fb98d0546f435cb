#include "ui/sort_rows.h"

#include <gtest/gtest.h>

namespace sluice::ui {
namespace {

TEST(SortRows, GoFromJsonToRowsAndBack) {
  const std::string text = R"([{"asset.name":"asc"},{"asset.risk":"desc"}])";
  const auto rows = parse_sort_rows(text);
  ASSERT_TRUE(rows.has_value());
  EXPECT_EQ(*rows, (std::vector<SortRow>{{"asset.name", false}, {"asset.risk", true}}));
  EXPECT_EQ(sort_rows_text(*rows), text);
  EXPECT_EQ(parse_sort_rows(" [ { \"a\" : \"desc\" } ] "), (std::vector<SortRow>{{"a", true}}));
}

TEST(SortRows, LeaveOutARowThatHasNoTokenYet) {
  EXPECT_EQ(sort_rows_text({{"", true}, {" name ", false}}), R"([{"name":"asc"}])");
  EXPECT_EQ(sort_rows_text({{"", true}}), "");
  EXPECT_EQ(parse_sort_rows(""), std::vector<SortRow>());
}

TEST(SortRows, RefuseWhatTheFormCannotShow) {
  for (const char* text : {"[", "[{}]", "name", R"([{"a":"up"}])", R"([{"a":"asc","b":"asc"}])", R"([{"a\"b":"asc"}])",
                           R"([{"a":"asc"},])", R"([{"a":"asc"}] x)"}) {
    EXPECT_FALSE(parse_sort_rows(text).has_value()) << text;
  }
  std::string many = "[{\"a\":\"asc\"}";
  for (size_t i = 0; i < kSortRowsMax; ++i) many += ",{\"a\":\"asc\"}";
  EXPECT_FALSE(parse_sort_rows(many + "]").has_value());
}

TEST(SortRows, EscapeATokenThatWasTyped) {
  EXPECT_EQ(sort_rows_text({{"a\"b", false}}), R"([{"a\"b":"asc"}])");
}

}  // namespace
}  // namespace sluice::ui
