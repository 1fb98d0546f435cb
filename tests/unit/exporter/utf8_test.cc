#include "exporter/utf8.h"

#include <gtest/gtest.h>

namespace sluice {
namespace {

constexpr const char* kFace = "\xF0\x9F\x98\x80";

std::string valid(std::string_view text) {
  std::string out;
  append_valid_utf8(out, text);
  return out;
}

TEST(ValidUtf8, LeavesUtf8AsItIs) {
  EXPECT_EQ(valid("plain"), "plain");
  EXPECT_EQ(valid(std::string("\xC3\xA9 ") + kFace + " x"), std::string("\xC3\xA9 ") + kFace + " x");
  EXPECT_EQ(valid(""), "");
}

TEST(ValidUtf8, ReplacesEachByteThatIsNot) {
  EXPECT_EQ(valid("a\x80\xFFz"), "a\xEF\xBF\xBD\xEF\xBF\xBDz");
  EXPECT_EQ(valid("\xC3"), "\xEF\xBF\xBD") << "cut off";
  EXPECT_EQ(valid("\xED\xA0\x80").find('\xED'), std::string::npos) << "a surrogate";
}

TEST(Utf16, CountsUnitsAsSpreadsheetsDo) {
  EXPECT_EQ(utf16_length("abc"), 3u);
  EXPECT_EQ(utf16_length("\xC3\xA9"), 1u);
  EXPECT_EQ(utf16_length(kFace), 2u);
}

TEST(Utf16, APrefixNeverSplitsACharacter) {
  const std::string text = std::string("a") + kFace + "b";
  EXPECT_EQ(utf16_prefix(text, 0), "");
  EXPECT_EQ(utf16_prefix(text, 1), "a");
  EXPECT_EQ(utf16_prefix(text, 2), "a");
  EXPECT_EQ(utf16_prefix(text, 3), std::string("a") + kFace);
  EXPECT_EQ(utf16_prefix(text, 100), text);
}

}  // namespace
}  // namespace sluice
