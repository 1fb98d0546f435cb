#include "decode/json_record.h"

#include <gtest/gtest.h>

namespace sluice {
namespace {

std::optional<std::string> parse(JsonRecord& record, std::string_view text, size_t fuel = 1000) {
  record.begin(text);
  while (record.work(Fuel{fuel}) == Work::kMore) {
  }
  return record.refusal();
}

// "path=kind:text" a line; kinds as letters.
std::string leaves(std::string_view text, size_t fuel = 1000) {
  JsonRecord record;
  if (const auto why = parse(record, text, fuel)) return "refused: " + *why;
  std::string out;
  for (const JsonLeaf& leaf : record.leaves()) {
    constexpr std::string_view kLetters = "-inbtao";
    out += leaf.path + "=" + kLetters[static_cast<size_t>(leaf.kind)] + ":" + leaf.text + "\n";
  }
  return out;
}

TEST(JsonRecord, WalksIntoObjectsByDottedPaths) {
  EXPECT_EQ(leaves(R"({"a":1,"b":{"c":"x","d":{"e":true}},"f":null})"),
            "a=i:1\nb.c=t:x\nb.d.e=b:true\nf=-:null\n");
}

TEST(JsonRecord, AnArrayIsKeptAsItsText) {
  EXPECT_EQ(leaves(R"({"i":[ {"p":"bac\"net","n":[1, 2.50]} , null ],"e":[],"s":["a",{"b":{}}]})"),
            "i=a:[{\"p\":\"bac\\\"net\",\"n\":[1,2.50]},null]\ne=a:[]\ns=a:[\"a\",{\"b\":{}}]\n");
  JsonRecord record;
  ASSERT_FALSE(parse(record, R"({"i":[{"a":1,"b":[1,2,3]},{},5]})"));
  EXPECT_EQ(record.leaves()[0].number, 3) << "its own items, not those inside them";
}

TEST(JsonRecord, NumbersNeverPassThroughADouble) {
  EXPECT_EQ(leaves(R"({"a":9007199254740993,"b":-9223372036854775808,"c":18446744073709551615,
                      "d":123456789012345678901234567890,"e":0.10,"f":1e3})"),
            "a=i:9007199254740993\nb=i:-9223372036854775808\nc=n:18446744073709551615\n"
            "d=n:123456789012345678901234567890\ne=n:0.10\nf=n:1e3\n");
}

TEST(JsonRecord, AnEmptyObjectIsThere) {
  EXPECT_EQ(leaves(R"({"a":{},"b":{"c":{}},"d":1})"), "a=o:{}\nb.c=o:{}\nd=i:1\n");
  EXPECT_EQ(leaves("{}"), "");
}

TEST(JsonRecord, OfANameThatComesTwiceTheLastValueCounts) {
  EXPECT_EQ(leaves(R"({"a":1,"b":2,"a":"z"})"), "a=t:z\nb=i:2\n");
  JsonRecord record;
  ASSERT_FALSE(parse(record, R"({"a":1,"a":2,"a":3})"));
  EXPECT_EQ(record.repeats(), 2u);
  EXPECT_EQ(leaves(R"({"o":{"x":1},"o":{"x":2}})"), "o.x=i:2\n") << "no empty object beside it";
}

TEST(JsonRecord, RefusesWhatIsNoObject) {
  for (const std::string_view text : {"[1]", "1", "null", "\"x\"", "", "{\"a\":}", "{\"a\":1", "{\"a\":1}x",
                                      "{\"a\":\"\\ud800\"}", "{a:1}", "{\"a\":\"\n\"}", "{\"a\":01}", "{\"a\":nan}"}) {
    EXPECT_EQ(leaves(text).rfind("refused: ", 0), 0u) << text;
  }
}

TEST(JsonRecord, ControlCharactersInTextsAreReplacedAndCounted) {
  JsonRecord record;
  ASSERT_FALSE(parse(record, R"({"a":"x\u0000y\u0007","b":["\u0001"],"c":"\t\n"})"));
  EXPECT_EQ(record.leaves()[0].text, "x?y?");
  EXPECT_EQ(record.leaves()[1].text, "[\"?\"]");
  EXPECT_EQ(record.leaves()[2].text, "\t\n");
  EXPECT_EQ(record.forbidden_bytes(), 3u);
}

TEST(JsonRecord, HasALimitOfValues) {
  std::string text = "{";
  for (size_t i = 0; i <= kLeavesPerRecordMax; ++i) {
    text += (i ? ",\"k" : "\"k") + std::to_string(i) + "\":1";
  }
  EXPECT_EQ(leaves(text + "}"), "refused: it has more than 10,000 values");
}

TEST(JsonRecord, IsReadAnewEachTime) {
  JsonRecord record;
  ASSERT_FALSE(parse(record, R"({"a":1,"a":2})"));
  ASSERT_TRUE(parse(record, "broken"));
  EXPECT_TRUE(record.leaves().empty());
  ASSERT_FALSE(parse(record, R"({"b":1})"));
  EXPECT_EQ(record.leaves().size(), 1u);
  EXPECT_EQ(record.repeats(), 0u);
}

TEST(JsonRecord, TheFuelChangesNothing) {
  const std::string text = R"({"a":{"b":[1,{"c":"x\u00e9\n"},true],"d":"long text \ud83d\ude00"},"e":-0.5e7,"f":null,"g":{}})";
  for (size_t fuel = 1; fuel < 40; ++fuel) EXPECT_EQ(leaves(text, fuel), leaves(text)) << fuel;
  EXPECT_EQ(leaves(text).rfind("refused", 0), std::string::npos);
}

TEST(JsonRecord, ALongRecordIsReadInSteps) {
  std::string array;
  for (int i = 0; i < 100000; ++i) array += (i > 0 ? ",\"" : "\"") + std::string("value\"");
  for (const std::string& value : {"[" + array + "]", "\"" + std::string(800000, 'x') + "\""}) {
    JsonRecord record;
    const std::string text = "{\"id\":1,\"long\":" + value + "}";
    record.begin(text);
    size_t steps = 1;
    while (record.work(Fuel{1000}) == Work::kMore) ++steps;
    EXPECT_GE(steps, text.size() / 1000);
    EXPECT_FALSE(record.refusal());
    EXPECT_EQ(record.leaves().size(), 2u);
  }
}

}  // namespace
}  // namespace sluice
