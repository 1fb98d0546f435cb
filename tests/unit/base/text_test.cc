#include "base/text.h"

#include <gtest/gtest.h>

namespace sluice {
namespace {

TEST(Text, TrimsTheFourBlanksOfXml) {
  EXPECT_EQ(trim(" \t\r\n a b \n"), "a b");
  EXPECT_EQ(trim(" \n"), "");
  EXPECT_EQ(trim("\fa"), "\fa");
}

TEST(Text, ComparesAsciiWithoutCase) {
  EXPECT_TRUE(equals_ignoring_case("X-RateLimit-Limit", "x-ratelimit-LIMIT"));
  EXPECT_FALSE(equals_ignoring_case("count", "counts"));
  EXPECT_EQ(find_ignoring_case("Apple iPad", "IPAD"), 6u);
  EXPECT_EQ(find_ignoring_case("iPad", "iPads"), std::string_view::npos);
  EXPECT_EQ(find_ignoring_case("x", ""), 0u);
}

TEST(Text, SplitsKeepingEmptyPieces) {
  EXPECT_EQ(split("", ',').size(), 1u);
  const std::vector<std::string_view> pieces = split(",a,,b,", ',');
  ASSERT_EQ(pieces.size(), 5u);
  EXPECT_EQ(pieces[1], "a");
  EXPECT_EQ(pieces[4], "");
}

TEST(Text, JoinsAndReplaces) {
  EXPECT_EQ(join({"a", "b", "c"}, ", "), "a, b, c");
  EXPECT_EQ(join({}, ", "), "");
  EXPECT_EQ(replace_all("a--b--", "--", "+"), "a+b+");
  EXPECT_EQ(replace_all("aaa", "", "x"), "aaa");
}

TEST(Text, ShortensAtAWholeCharacter) {
  EXPECT_EQ(shorten("abc", 3), "abc");
  EXPECT_EQ(shorten("abcd", 3), "abc\xE2\x80\xA6");
  EXPECT_EQ(shorten("a\xC3\xA4"
                    "b",
                    2),
            "a\xE2\x80\xA6");
}

TEST(Text, WritesAndReadsUtf8) {
  for (const uint32_t c : {0x41u, 0x7Fu, 0x80u, 0x7FFu, 0x800u, 0xFFFDu, 0xFFFFu, 0x10000u, 0x1F600u, 0x10FFFFu}) {
    std::string text;
    append_utf8(text, c);
    size_t offset = 0;
    EXPECT_EQ(next_utf8(text, offset), c);
    EXPECT_EQ(offset, text.size());
  }
}

TEST(Text, ReadsMalformedUtf8AsReplacementsAndAlwaysMovesOn) {
  for (const std::string_view text : {"\x80", "\xC0\x80", "\xC3", "\xE0\x80\x80", "\xED\xA0\x80", "\xF4\x90\x80\x80", "\xFF",
                                      "\xE2\x82", "\xF0\x9F\x98"}) {
    size_t offset = 0;
    EXPECT_EQ(next_utf8(text, offset), 0xFFFDu);
    EXPECT_EQ(offset, 1u);
  }
}

TEST(Text, JsonStringsAlwaysParse) {
  std::string out;
  append_json_string(out, "a\"\\\n\x01\x7F\xFF\xC3\xA4");
  EXPECT_EQ(out, "\"a\\\"\\\\\\n\\u0001\\u007f\xEF\xBF\xBD\xC3\xA4\"");
}

}  // namespace
}  // namespace sluice
