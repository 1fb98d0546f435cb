#include "api/shell_words.h"

#include <gtest/gtest.h>

namespace sluice {
namespace {

using Words = std::vector<std::string>;

Words words(std::string_view text) { return split_shell_words(text).words; }

TEST(ShellWords, QuotesAreReadAsAPosixShellReadsThem) {
  EXPECT_EQ(words("curl -H 'a b' \"c d\" e\\ f"), (Words{"curl", "-H", "a b", "c d", "e f"}));
  EXPECT_EQ(words("'a\\b' \"a\\b\" \"a\\\"b\" \"\\$x\" a\\\\b"), (Words{"a\\b", "a\\b", "a\"b", "$x", "a\\b"}));
  EXPECT_EQ(words("'it'\\''s' a\"b\"'c'"), (Words{"it's", "abc"}));
  EXPECT_EQ(words("-d '' \"\""), (Words{"-d", "", ""}));
  EXPECT_EQ(words("$'a\\'b\\tc'"), Words{"a'b\tc"});
}

TEST(ShellWords, NothingIsExpanded) {
  EXPECT_EQ(words("\"Bearer $TOKEN\" ${X} `id` *"), (Words{"Bearer $TOKEN", "${X}", "`id`", "*"}));
}

TEST(ShellWords, LinesContinueInTheWayOfThreeShells) {
  for (const char* mark : {"\\", "^", "`"}) {
    for (const char* line_break : {"\n", "\r\n"}) {
      EXPECT_EQ(words(std::string("curl ") + mark + line_break + "  -i"), (Words{"curl", "-i"})) << mark;
    }
  }
  EXPECT_EQ(words("curl\n-X GET\n'u'"), (Words{"curl", "-X", "GET", "u"})) << "a document's line break is a blank";
  EXPECT_EQ(words("\"ab\\\ncd\""), Words{"abcd"});
  EXPECT_EQ(words("os=^iOS a`b"), (Words{"os=^iOS", "a`b"})) << "elsewhere they are plain characters";
}

TEST(ShellWords, AQuoteThatIsNeverClosedRunsToTheEndAndIsTold) {
  for (const char* text : {"a 'b c", "a \"b c", "a $'b c"}) {
    const ShellWords read = split_shell_words(text);
    EXPECT_TRUE(read.unclosed) << text;
    EXPECT_EQ(read.words, (Words{"a", "b c"})) << text;
  }
  EXPECT_FALSE(split_shell_words("a 'b c'").unclosed);
}

TEST(ShellWords, TypographicQuotesStandInForPlainOnes) {
  EXPECT_EQ(words("-H \xE2\x80\x9C" "a b\xE2\x80\x9D"), (Words{"-H", "a b"}));
  EXPECT_EQ(words("'\xE2\x80\x9C'"), Words{"\xE2\x80\x9C"}) << "not beside plain ones";
}

TEST(ShellWords, WhatComesAfterAPipeIsAnotherCommand) {
  EXPECT_EQ(words("curl a | jq ."), (Words{"curl", "a"}));
  EXPECT_EQ(words("curl a ; rm x"), (Words{"curl", "a"}));
  EXPECT_EQ(words("curl 'a|b' c;d"), (Words{"curl", "a|b", "c;d"}));
}

TEST(ShellWords, EveryEndOfATextIsRead) {
  const std::string text = "curl -H 'a' \"b\\\"c\" $'d\\n' e\\ f \\\r\n g^\r\nh | i";
  for (size_t length = 0; length <= text.size(); ++length) {
    EXPECT_LE(words(std::string_view(text).substr(0, length)).size(), 8u);
  }
  EXPECT_TRUE(words("").empty());
  EXPECT_TRUE(words(" \n ").empty());
}

TEST(ShellWords, ThereIsABoundOnTheirNumber) {
  std::string text;
  for (size_t i = 0; i < kShellWordsMax + 10; ++i) text += "a ";
  EXPECT_EQ(words(text).size(), kShellWordsMax);
}

}  // namespace
}  // namespace sluice
