#include "base/bytes.h"

#include <gtest/gtest.h>

#include <string>

namespace sluice {
namespace {

TEST(Bytes, FindsTheFirstOfTwoBytesWhereverItStands) {
  for (size_t length = 0; length < 40; ++length) {
    for (size_t at = 0; at <= length; ++at) {
      std::string text(length, '=');  // one less and one more than the bytes that are looked for
      for (size_t i = at; i < length; ++i) text[i] = i % 2 == at % 2 ? '<' : '&';
      const char* const end = text.data() + length;
      EXPECT_EQ(find_either(text.data(), end, '<', '&'), text.data() + at);
      EXPECT_EQ(find_byte(text.data(), end, '<'), text.data() + at);
    }
  }
}

TEST(Bytes, FindsNothingInBytesThatDifferByOneBit) {
  for (const char near : {'=', ';', '\xBC', '\x1C', '\0', '\xFF'}) {
    const std::string text(33, near);
    EXPECT_EQ(find_byte(text.data(), text.data() + text.size(), '<'), text.data() + text.size());
  }
}

TEST(Bytes, ComparesAllOfTheBytes) {
  for (size_t length = 0; length < 40; ++length) {
    const std::string text(length, 'x');
    EXPECT_TRUE(equal_bytes(text.data(), std::string(text).data(), length));
    for (size_t at = 0; at < length; ++at) {
      std::string other = text;
      other[at] = 'y';
      EXPECT_FALSE(equal_bytes(text.data(), other.data(), length)) << length << " bytes, the one at " << at;
    }
  }
}

}  // namespace
}  // namespace sluice
