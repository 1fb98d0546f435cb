#include "query/real_number.h"

#include <gtest/gtest.h>

namespace sluice {
namespace {

TEST(ParseReal, ReadsNumbersAsJsonSpellsThem) {
  EXPECT_EQ(parse_real("0"), 0.0);
  EXPECT_EQ(parse_real("-7.5"), -7.5);
  EXPECT_EQ(parse_real("1e3"), 1000.0);
  EXPECT_EQ(parse_real("25E-2"), 0.25);
  EXPECT_EQ(parse_real("0.000"), 0.0);
  EXPECT_EQ(parse_real("12345678901234567890"), 12345678901234567890.0);
}

TEST(ParseReal, RefusesWhatIsNoNumber) {
  for (const char* text :
       {"", "-", ".5", "5.", "1e", "1e+", "+1", "01", "0x1", "1 ", " 1", "1,5", "nan", "inf", "--1"}) {
    EXPECT_FALSE(parse_real(text)) << text;
  }
  EXPECT_FALSE(parse_real(std::string(65, '1'))) << "past kRealDigitsMax";
}

TEST(ParseReal, EndsEvenForAbsurdExponents) {
  EXPECT_GT(*parse_real("1e999999999"), 1e300);
  EXPECT_EQ(*parse_real("1e-999999999"), 0.0);
}

}  // namespace
}  // namespace sluice
