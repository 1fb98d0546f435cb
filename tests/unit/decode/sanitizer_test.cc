#include "decode/sanitizer.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "base/random.h"

namespace sluice {
namespace {

struct Cleaned {
  std::string text;
  uint64_t replaced = 0;
  std::optional<uint64_t> first;
  bool operator==(const Cleaned&) const = default;
};

Cleaned clean_whole(std::string text) {
  Sanitizer sanitizer;
  EXPECT_EQ(sanitizer.clean(text.data(), text.size(), true), text.size());
  return {text, sanitizer.replaced(), sanitizer.first_offset()};
}

// The bytes arrive in pieces; what is not final yet is shown again with more behind it.
Cleaned clean_in_pieces(std::string text, const std::vector<size_t>& pieces) {
  Sanitizer sanitizer;
  size_t done = 0;
  size_t reach = 0;
  for (const size_t piece : pieces) {
    reach = std::min(text.size(), reach + piece);
    done += sanitizer.clean(text.data() + done, reach - done, reach == text.size());
    EXPECT_LE(reach - done, 3u);
  }
  EXPECT_EQ(done, text.size());
  return {text, sanitizer.replaced(), sanitizer.first_offset()};
}

Cleaned clean_byte_by_byte(const std::string& text) {
  return clean_in_pieces(text, std::vector<size_t>(text.size(), 1));
}

TEST(Sanitizer, LeavesGoodTextAlone) {
  const std::string text =
      "Tab\t, lines\r\n, DEL \x7F, caf\xC3\xA9, \xE6\xBC\xA2\xE5\xAD\x97, \xF0\x9F\x93\xB1, \xEF\xBF\xBD";
  EXPECT_EQ(clean_whole(text), (Cleaned{text, 0, std::nullopt}));
  EXPECT_EQ(clean_byte_by_byte(text), (Cleaned{text, 0, std::nullopt}));
}

TEST(Sanitizer, ReplacesEveryControlCharacterThatXmlForbids) {
  for (int c = 0; c < 0x20; ++c) {
    const std::string text = std::string("name") + static_cast<char>(c) + "rest of the name";
    const bool allowed = c == '\t' || c == '\n' || c == '\r';
    const Cleaned expected = allowed ? Cleaned{text, 0, std::nullopt} : Cleaned{"name?rest of the name", 1, 4};
    EXPECT_EQ(clean_whole(text), expected) << c;
  }
}

TEST(Sanitizer, ReplacesEachByteOfMalformedUtf8) {
  struct Case {
    const char* what;
    std::string bytes;
    std::string expected;
  };
  const Case cases[] = {
      {"a continuation byte alone", "\x80", "?"},
      {"an overlong slash", "\xC0\xAF", "??"},
      {"an overlong of three bytes", "\xE0\x80\xAF", "???"},
      {"an overlong of four bytes", "\xF0\x80\x80\xAF", "????"},
      {"a surrogate", "\xED\xA0\x80", "???"},
      {"past U+10FFFF", "\xF4\x90\x80\x80", "????"},
      {"a lead byte of five", "\xF8\x88\x80\x80\x80", "?????"},
      {"0xFE and 0xFF", "\xFE\xFF", "??"},
      {"two of three bytes, then a letter",
       "\xE6\xBC"
       "a",
       "??a"},
      {"three of four bytes, then a good character", "\xF0\x9F\x93\xC3\xA9", "???\xC3\xA9"},
      {"a lead byte, then a lead byte", "\xC3\xC3\xA9", "?\xC3\xA9"},
      {"U+FFFE", "\xEF\xBF\xBE", "???"},
      {"U+FFFF", "\xEF\xBF\xBF", "???"},
      {"cut at the end", "\xF0\x9F", "??"},
  };
  for (const Case& c : cases) {
    for (const std::string& padding : {std::string(), std::string("0123456"), std::string("0123456789abcdef")}) {
      const Cleaned cleaned = clean_whole(padding + c.bytes);
      EXPECT_EQ(cleaned.text, padding + c.expected) << c.what;
      EXPECT_EQ(cleaned.first, padding.size()) << c.what;
      EXPECT_EQ(clean_byte_by_byte(padding + c.bytes), cleaned) << c.what;
    }
  }
}

TEST(Sanitizer, ReplacesNulBytes) { EXPECT_EQ(clean_whole(std::string("a\0\0b", 4)), (Cleaned{"a??b", 2, 1})); }

TEST(Sanitizer, CountsTheFirstOffsetOverAllPieces) {
  EXPECT_EQ(clean_in_pieces("0123456789\x01 and \x02", {4, 4, 4, 100}), (Cleaned{"0123456789? and ?", 2, 10}));
}

TEST(Sanitizer, HoldsBackAnUnfinishedCharacterUntilItIsWhole) {
  std::string text = "ab\xE6\xBC\xA2";
  Sanitizer sanitizer;
  EXPECT_EQ(sanitizer.clean(text.data(), 4, false), 2u);
  EXPECT_EQ(sanitizer.clean(text.data() + 2, 3, true), 3u);
  EXPECT_EQ(text, "ab\xE6\xBC\xA2");
}

TEST(Sanitizer, AnyPiecesGiveTheSame) {
  Random random(11);
  for (int round = 0; round < 300; ++round) {
    std::string text;
    for (uint64_t n = random.below(60); n > 0; --n) {
      switch (random.below(5)) {
        case 0:
          text.push_back(static_cast<char>(random.below(256)));
          break;
        case 1:
          text += "\xF0\x9F\x93\xB1";
          break;
        case 2:
          text += "\xE6\xBC";
          break;
        default:
          text += "plain text";
      }
    }
    std::vector<size_t> pieces;
    for (size_t sum = 0; sum < text.size(); sum += pieces.back())
      pieces.push_back(static_cast<size_t>(1 + random.below(12)));
    if (text.empty()) continue;
    EXPECT_EQ(clean_in_pieces(text, pieces), clean_whole(text)) << round;
  }
}

}  // namespace
}  // namespace sluice
