#include "ui/json_text.h"

#include <gtest/gtest.h>

namespace sluice::ui {
namespace {

TEST(JsonSummary, CountsWhatIsInIt) {
  EXPECT_EQ(json_summary(R"([{"a":[1,2]},{"b":"x,y"}])"), "2 items") << "commas deeper down and in texts do not count";
  EXPECT_EQ(json_summary(R"([{"a":1}])"), "1 item");
  EXPECT_EQ(json_summary(R"({"a":1,"b":{"c":[1,2,3]}})"), "2 fields");
  EXPECT_EQ(json_summary("[]"), "empty");
  EXPECT_EQ(json_summary(" { } "), "empty");
}

TEST(JsonSummary, GivesPlainValuesThemselves) {
  EXPECT_EQ(json_summary(R"(["bacnet", "udp"])"), "bacnet, udp");
  EXPECT_EQ(json_summary("[1,2,null]"), "1, 2, null");
}

TEST(JsonSummary, DoesNotBreakOnWhatIsNoJson) {
  EXPECT_EQ(json_summary("plain text"), "plain text");
  EXPECT_EQ(json_summary(""), "");
  EXPECT_EQ(json_summary("[\"never closed"), "many items");
  EXPECT_EQ(json_summary("]]]"), "]]]");
  EXPECT_EQ(json_summary("[" + std::string(2 * kJsonCountBytesMax, '1') + "]"), "many items");
  EXPECT_EQ(json_summary("[\"\\"), "many items");
}

TEST(JsonSummary, SaysWhetherItSaysAll) {
  EXPECT_TRUE(json_is_plain(R"(["a","b"])"));
  EXPECT_TRUE(json_is_plain("[]"));
  for (const char* text : {"[{}]", "{}", "x", "[1", ""}) EXPECT_FALSE(json_is_plain(text)) << text;
}

TEST(JsonPretty, PutsOneValueOnALine) {
  EXPECT_EQ(json_pretty(R"([{"a":1,"b":[]},"x, {y}"])"), "[\n  {\n    \"a\": 1,\n    \"b\": []\n  },\n  \"x, {y}\"\n]");
}

TEST(JsonPretty, KeepsStringsAndNumbersByteForByte) {
  EXPECT_EQ(json_pretty(R"({"id":9223372036854775808,"t":"a\"b\\ c"})"),
            "{\n  \"id\": 9223372036854775808,\n  \"t\": \"a\\\"b\\\\ c\"\n}");
}

TEST(JsonPretty, SurvivesBrokenText) {
  for (const char* text : {"[", "{\"", "[[[[[", "}}}", "{\"a\":\"\\", "[1,,}]"}) {
    EXPECT_GE(json_pretty(text).size(), std::string_view(text).size()) << text;
  }
  EXPECT_EQ(json_pretty("no json"), "no json");
  const std::string deep(1000, '[');
  EXPECT_LT(json_pretty(deep).size(), 1000 * (2 * kJsonIndentMax + 2)) << "the indent does not grow for ever";
}

}  // namespace
}  // namespace sluice::ui
