#include "exporter/json_check.h"

#include <gtest/gtest.h>

#include <string>

namespace sluice {
namespace {

TEST(JsonCheck, TakesEveryKindOfValue) {
  for (const char* text :
       {"null", "true", "false", "0", "-1.5e+10", "\"\"", "\"a\\n\\u00e9\\\"\"", "[]", "{}", "[[],{}]", "[1,2,[3]]",
        "{\"a\":1,\"b\":[{}]}", " { \"a\" : [ 1 , 2 ] } ", "\"\xC3\xA9\"", "\"\xEF\xBF\xBD\""}) {
    EXPECT_TRUE(is_embeddable_json(text)) << text;
  }
}

TEST(JsonCheck, RefusesWhatWouldBreakAFile) {
  for (const char* text :
       {"",          " ",    "nul",   "truex",   "01",        "1.",       ".5",       "+1",         "-",
        "1e",        "\"",   "\"a",   "\"\\x\"", "\"\\u12\"", "\"\\",     "\"a\nb\"", "[",          "]",
        "[1,]",      "[,1]", "[1 2]", "[1}",     "{",         "{\"a\"}",  "{\"a\":}", "{\"a\":1,}", "{1:2}",
        "{\"a\":1]", "1 2",  "{}{}",  "[]]",     "\"\xFF\"",  "\"\xC3\"", "[1,\n2]"}) {
    EXPECT_FALSE(is_embeddable_json(text)) << text;
  }
}

TEST(JsonCheck, IsBoundedInDepthAndSize) {
  const auto nested = [](size_t depth) { return std::string(depth, '[') + std::string(depth, ']'); };
  EXPECT_TRUE(is_embeddable_json(nested(64)));
  EXPECT_FALSE(is_embeddable_json(nested(65)));
  EXPECT_FALSE(is_embeddable_json(std::string(100000, '[')));
  EXPECT_TRUE(is_embeddable_json("\"" + std::string(kEmbeddedJsonBytesMax - 2, 'a') + "\""));
  EXPECT_FALSE(is_embeddable_json("\"" + std::string(kEmbeddedJsonBytesMax - 1, 'a') + "\""));
}

TEST(JsonCheck, EveryCutOfASoundValueIsRefused) {
  const std::string whole = "{\"a\":[1.5,\"b\\u00e9\",{\"c\":null}],\"d\":true}";
  ASSERT_TRUE(is_embeddable_json(whole));
  for (size_t length = 0; length < whole.size(); ++length) {
    EXPECT_FALSE(is_embeddable_json(std::string_view(whole).substr(0, length))) << length;
  }
}

TEST(JsonNumber, IsOneNumberAndNothingElse) {
  EXPECT_TRUE(is_json_number("-5"));
  EXPECT_TRUE(is_json_number("0.5"));
  EXPECT_FALSE(is_json_number(""));
  EXPECT_FALSE(is_json_number("5 "));
  EXPECT_FALSE(is_json_number("-5+cmd"));
  EXPECT_FALSE(is_json_number("007"));
}

}  // namespace
}  // namespace sluice
