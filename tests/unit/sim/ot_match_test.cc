#include "sim/ot_match.h"

#include <gtest/gtest.h>

namespace sluice::sim {
namespace {

constexpr int64_t kNow = 1795219200;  // 2026-11-21T00:00:00Z

using Words = std::vector<std::string>;

TEST(OtWords, PartAtWhatIsNoLetterDigitDashOrUnderscore) {
  EXPECT_EQ(words_of("Programmable Logic Controller (PLC)"), (Words{"programmable", "logic", "controller", "plc"}));
  EXPECT_EQ(words_of("PLC-KOE-014/rack_3"), (Words{"plc-koe-014", "rack_3"}));
  EXPECT_EQ(words_of("Werk Köln"), (Words{"werk", "köln"}));
  EXPECT_EQ(words_of(" (…) ")[0], "…") << "bytes past ASCII count as letters";
  EXPECT_TRUE(words_of(" ,.: ").empty());
}

TEST(OtWords, ADotStaysBetweenLettersOrDigitsAndPartsThemFromEachOther) {
  EXPECT_EQ(words_of("plant.example.com"), Words{"plant.example.com"});
  EXPECT_EQ(words_of("10.20.3.4"), Words{"10.20.3.4"});
  EXPECT_EQ(words_of("v.2"), (Words{"v", "2"}));
  EXPECT_EQ(words_of("R30.iB"), (Words{"r30", "ib"}));
  EXPECT_EQ(words_of("1,500"), Words{"1,500"});
  EXPECT_EQ(words_of("a,b"), (Words{"a", "b"}));
  EXPECT_EQ(words_of("4,b"), (Words{"4", "b"}));
  EXPECT_EQ(words_of("End."), Words{"end"});
}

TEST(OtNumbers, AreReadExactly) {
  EXPECT_EQ(read_ot_number("9007199254740993")->whole, 9007199254740993);
  EXPECT_EQ(read_ot_number("9223372036854775799")->whole, 9223372036854775799);
  EXPECT_EQ(read_ot_number("-7")->whole, -7);
  EXPECT_EQ(read_ot_number("7.25")->millionths, 250000);
  EXPECT_EQ(read_ot_number("-0.25")->whole, -1);
  EXPECT_EQ(read_ot_number("-0.25")->millionths, 750000);
  for (const char* text : {"", "-", ".", "5.", ".5", "1.2.3", "1e5", "0x10", "99999999999999999999", "9999999999999999999",
                           "1.1234567", " 1", "12B"}) {
    EXPECT_FALSE(read_ot_number(text).has_value()) << text;
  }
}

TEST(OtDates, ADayStandsForAllOfIt) {
  EXPECT_EQ(read_ot_span("2026-11-21", kNow)->from_s, kNow);
  EXPECT_EQ(read_ot_span("2026-11-21", kNow)->to_s, kNow + 86400);
  EXPECT_EQ(read_ot_span("2026-11-21T00:00:05Z", kNow)->from_s, kNow + 5);
  EXPECT_EQ(read_ot_span("2026-11-21T00:00:05Z", kNow)->to_s, kNow + 6);
  EXPECT_FALSE(read_ot_span("2026-02-30", kNow).has_value());
}

TEST(OtDates, StepsFromNow) {
  const auto at = [](std::string_view text) { return read_ot_span(text, kNow)->from_s - kNow; };
  EXPECT_EQ(at("now"), 0);
  EXPECT_EQ(at("now-90d"), -90 * 86400);
  EXPECT_EQ(at("now+1h"), 3600);
  EXPECT_EQ(at("now-1w-2d+30m-5s"), -9 * 86400 + 1800 - 5);
  EXPECT_EQ(at("now-1M"), -31 * 86400);       // from 21 November to 21 October
  EXPECT_EQ(at("now-9M"), -273 * 86400);      // to 21 February
  EXPECT_EQ(at("now-1y"), -365 * 86400);
  EXPECT_EQ(at("now+10d-1M"), -20 * 86400);   // 1 December, then 1 November
  const int64_t march31 = 1774915200;         // 2026-03-31
  EXPECT_EQ(read_ot_span("now-1M", march31)->from_s, 1772236800) << "28 February";
  for (const char* text : {"now-", "now-d", "now-90", "now-90x", "now90d", "now--1d", "now-1234567d", "now-9999y",
                           "now/d", "now-1d "}) {
    EXPECT_FALSE(read_ot_span(text, kNow).has_value()) << text;
  }
  EXPECT_TRUE(looks_like_date_maths("now-90x"));
  EXPECT_FALSE(looks_like_date_maths("now-line"));
  EXPECT_FALSE(looks_like_date_maths("now"));
}

bool matches(const OtValue& value, OtQuoting quoting, std::string_view text) {
  return ot_matches(value, make_ot_operand(quoting, text, kNow));
}

TEST(OtMatch, TextsByWords) {
  const OtValue title = OtValue::of("Controller accepts v.2 of plc-44");
  EXPECT_TRUE(matches(title, OtQuoting::kBare, "CONTROLLER"));
  EXPECT_FALSE(matches(title, OtQuoting::kBare, "control"));
  EXPECT_TRUE(matches(title, OtQuoting::kPrefix, "control"));
  EXPECT_TRUE(matches(title, OtQuoting::kPrefix, "plc-4 v acc"));
  EXPECT_FALSE(matches(title, OtQuoting::kPrefix, "plc-4 x"));
  EXPECT_FALSE(matches(title, OtQuoting::kPrefix, "44"));
  EXPECT_TRUE(matches(title, OtQuoting::kPrefix, "v.2")) << "parted the same way on both sides";
  EXPECT_TRUE(matches(title, OtQuoting::kExact, "controller ACCEPTS v.2 of plc-44"));
  EXPECT_FALSE(matches(title, OtQuoting::kExact, "Controller"));
  EXPECT_TRUE(matches(OtValue::of(""), OtQuoting::kExact, ""));
  EXPECT_FALSE(matches(title, OtQuoting::kBare, "!!"));
}

TEST(OtMatch, NumbersBooleansAndDatesByWhatTheyAre) {
  EXPECT_TRUE(matches(OtValue::integer(591001), OtQuoting::kBare, "591001"));
  EXPECT_TRUE(matches(OtValue::integer(591001), OtQuoting::kPrefix, "591001.0"));
  EXPECT_FALSE(matches(OtValue::integer(591001), OtQuoting::kPrefix, "5910")) << "numbers have no beginnings";
  EXPECT_FALSE(matches(OtValue::integer(9007199254740993), OtQuoting::kBare, "9007199254740992"));
  EXPECT_TRUE(matches(OtValue::real(7500), OtQuoting::kBare, "7.5"));
  EXPECT_TRUE(matches(OtValue::real(-250), OtQuoting::kBare, "-0.25"));
  EXPECT_TRUE(matches(OtValue::boolean(true), OtQuoting::kBare, "TRUE"));
  EXPECT_FALSE(matches(OtValue::boolean(true), OtQuoting::kBare, "1"));
  const OtValue date = OtValue::of("2026-11-20T09:00:00Z");
  EXPECT_TRUE(matches(date, OtQuoting::kBare, "2026-11-20"));
  EXPECT_TRUE(matches(date, OtQuoting::kPrefix, "2026-11-20"));
  EXPECT_FALSE(matches(date, OtQuoting::kBare, "2026-11-21"));
  EXPECT_FALSE(matches(date, OtQuoting::kExact, "2026-11-20")) << "exact is the whole text";
  EXPECT_FALSE(matches(OtValue::object(), OtQuoting::kBare, "x"));
}

std::optional<int> order(const OtValue& value, std::string_view text) {
  return ot_order(value, make_ot_operand(OtQuoting::kBare, text, kNow));
}

TEST(OtOrder, GoesByTimeElseByNumberElseByText) {
  const OtValue date = OtValue::of("2026-11-20T09:00:00Z");
  EXPECT_EQ(order(date, "2026-11-20"), 0) << "within the day";
  EXPECT_EQ(order(date, "2026-11-19"), 1);
  EXPECT_EQ(order(date, "now"), -1);
  EXPECT_EQ(order(OtValue::of("soon"), "now"), std::nullopt);
  EXPECT_EQ(order(OtValue::of("9"), "10"), -1);
  EXPECT_EQ(order(OtValue::of("12B"), "10"), std::nullopt);
  EXPECT_EQ(order(OtValue::of("Apple"), "banana"), -1);
  EXPECT_EQ(order(OtValue::integer(5), "banana"), std::nullopt);
  EXPECT_EQ(order(OtValue::real(-1500), "-1.4"), -1);
  EXPECT_EQ(order(OtValue::boolean(true), "0"), std::nullopt);
}

TEST(OtOrder, SortsNumbersBeforeBooleansBeforeTexts) {
  const std::vector<OtValue> ascending = {OtValue::integer(-3), OtValue::real(500),     OtValue::integer(1),
                                          OtValue::boolean(false), OtValue::boolean(true), OtValue::of("12B"),
                                          OtValue::of("Alpha"),    OtValue::of("alpha"),   OtValue::of("beta")};
  for (size_t i = 0; i < ascending.size(); ++i) {
    for (size_t j = 0; j < ascending.size(); ++j) {
      EXPECT_EQ(ot_order(ascending[i], ascending[j]), i < j ? -1 : i > j ? 1 : 0) << i << " " << j;
    }
  }
}

}  // namespace
}  // namespace sluice::sim
