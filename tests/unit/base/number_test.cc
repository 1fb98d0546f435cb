#include "base/number.h"

#include <gtest/gtest.h>

#include <limits>

namespace sluice {
namespace {

TEST(Number, ReadsWholeIntegersOnly) {
  EXPECT_EQ(parse_int("0"), 0);
  EXPECT_EQ(parse_int("-17"), -17);
  EXPECT_EQ(parse_int("007"), 7);
  for (const char* text : {"", "-", "+1", " 1", "1 ", "1.0", "1e3", "0x10", "1,000", "--1"}) {
    EXPECT_FALSE(parse_int(text)) << text;
  }
}

TEST(Number, KnowsTheEdgesOf64Bits) {
  EXPECT_EQ(parse_int("9223372036854775807"), std::numeric_limits<int64_t>::max());
  EXPECT_EQ(parse_int("-9223372036854775808"), std::numeric_limits<int64_t>::min());
  EXPECT_FALSE(parse_int("9223372036854775808"));
  EXPECT_FALSE(parse_int("-9223372036854775809"));
  EXPECT_FALSE(parse_int("99999999999999999999999"));
}

TEST(Number, SeparatesThousands) {
  EXPECT_EQ(with_thousands(0), "0");
  EXPECT_EQ(with_thousands(999), "999");
  EXPECT_EQ(with_thousands(1000), "1,000");
  EXPECT_EQ(with_thousands(12482), "12,482");
  EXPECT_EQ(with_thousands(-1234567), "-1,234,567");
  EXPECT_EQ(with_thousands(-999), "-999");
}

TEST(Number, WritesSizesForPeople) {
  EXPECT_EQ(human_bytes(812), "812 B");
  EXPECT_EQ(human_bytes(4200), "4.2 kB");
  EXPECT_EQ(human_bytes(999949), "999.9 kB");
  EXPECT_EQ(human_bytes(999960), "1.0 MB");  // never "1000.0 kB"
  EXPECT_EQ(human_bytes(2000000000), "2.0 GB");
}

TEST(Number, WritesDurationsForPeople) {
  EXPECT_EQ(human_duration_ms(-5), "0 ms");
  EXPECT_EQ(human_duration_ms(450), "450 ms");
  EXPECT_EQ(human_duration_ms(3250), "3.2 s");
  EXPECT_EQ(human_duration_ms(2050 * 1000), "34 min 10 s");
  EXPECT_EQ(human_duration_ms(8040 * 1000), "2 h 14 min");
  EXPECT_EQ(human_duration_ms(100 * 3600 * 1000LL), "4 d 4 h");
}

}  // namespace
}  // namespace sluice
