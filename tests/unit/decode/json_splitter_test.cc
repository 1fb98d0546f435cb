#include "decode/json_splitter.h"

#include <gtest/gtest.h>

namespace sluice {
namespace {

// What the splitter tells of a document, as lines; shown whole, or growing by `grain` bytes.
std::string told(std::string_view document, size_t grain = ~size_t{0}, JsonSplitLimits limits = {}) {
  JsonSplitter splitter({"assets", "data"}, limits);
  std::string out;
  size_t shown = std::min(grain, document.size());
  for (;;) {
    const bool last = shown == document.size();
    switch (splitter.next(document.substr(0, shown), last)) {
      case JsonSplitter::Step::kNeedMore:
        shown = std::min(shown + grain, document.size());
        break;
      case JsonSplitter::Step::kRecord: {
        const JsonSplitter::Record& record = splitter.record();
        out += "item " + std::string(document.substr(record.begin, record.end - record.begin));
        if (record.too_large) out += " too large";
        if (record.too_deep) out += " too deep";
        out += "\n";
        break;
      }
      case JsonSplitter::Step::kEnd:
        return out + "rest " + splitter.rest() + (splitter.has_list() ? "" : " no list");
      case JsonSplitter::Step::kFailed:
        return out + "failed " + std::to_string(static_cast<int>(splitter.failure())) + " at " +
               std::to_string(splitter.failure_offset());
    }
  }
}

std::string failed(JsonSplitter::Failure failure) { return "failed " + std::to_string(static_cast<int>(failure)); }

TEST(JsonSplitter, FindsTheItemsOfTheNamedListAndKeepsTheRest) {
  EXPECT_EQ(told(R"( {"page":0,"assets":[ {"a":1}, {"b":[2,{}]} ],"more":true} )"),
            "item {\"a\":1}\nitem {\"b\":[2,{}]}\nrest {\"page\":0,\"assets\":[],\"more\":true}");
}

TEST(JsonSplitter, ABareArrayIsAList) {
  EXPECT_EQ(told(R"([{"a":1},{"b":2}])"), "item {\"a\":1}\nitem {\"b\":2}\nrest []");
  EXPECT_EQ(told("[]"), "rest []");
}

TEST(JsonSplitter, BracketsAndQuotesInsideTextsAreText) {
  EXPECT_EQ(told(R"({"note":"\"assets\":[{","assets":[{"t":"]}\\\"{["}]})"),
            "item {\"t\":\"]}\\\\\\\"{[\"}\nrest {\"note\":\"\\\"assets\\\":[{\",\"assets\":[]}");
}

TEST(JsonSplitter, OnlyAMemberOfTheTopObjectIsTheList) {
  EXPECT_EQ(told(R"({"x":{"assets":[{"a":1}]},"y":"assets"})"),
            "rest {\"x\":{\"assets\":[{\"a\":1}]},\"y\":\"assets\"} no list");
  EXPECT_EQ(told(R"({"assets":null})"), "rest {\"assets\":null} no list");
  EXPECT_EQ(told(R"({"vulnerabilities":[{"a":1}]})"), "rest {\"vulnerabilities\":[{\"a\":1}]} no list");
}

TEST(JsonSplitter, OfTwoListsTheFirstCounts) {
  EXPECT_EQ(told(R"({"data":[{"a":1}],"assets":[{"b":2}]})"),
            "item {\"a\":1}\nrest {\"data\":[],\"assets\":[{\"b\":2}]}");
}

TEST(JsonSplitter, ItemsThatAreNoObjectsAreItemsToo) {
  EXPECT_EQ(told(R"([1, "two,]", null ,true])"), "item 1\nitem \"two,]\"\nitem null\nitem true\nrest []");
}

TEST(JsonSplitter, SaysWhatIsWrongOutsideTheItems) {
  using F = JsonSplitter::Failure;
  EXPECT_EQ(told("").rfind(failed(F::kEmpty), 0), 0u);
  EXPECT_EQ(told(" \n ").rfind(failed(F::kEmpty), 0), 0u);
  EXPECT_EQ(told("<html>").rfind(failed(F::kNotJson), 0), 0u);
  EXPECT_EQ(told("\"text\"").rfind(failed(F::kNotJson), 0), 0u);
  EXPECT_EQ(told("{} {}").rfind(failed(F::kTrailingBytes), 0), 0u);
  EXPECT_EQ(told("{]").rfind(failed(F::kMalformed), 0), 0u);
  EXPECT_EQ(told("[,]").rfind(failed(F::kMalformed), 0), 0u);
  EXPECT_EQ(told("[{} {}]"), "item {}\n" + failed(F::kMalformed) + " at 4");
  EXPECT_EQ(told("[{},]"), "item {}\n" + failed(F::kMalformed) + " at 4") << "a comma promises an item";
  EXPECT_EQ(told("[{]}").rfind(failed(F::kMalformed), 0), 0u) << "brackets that do not pair";
}

TEST(JsonSplitter, EveryPlaceOfACutIsACut) {
  const std::string document = R"({"n":"x\"","assets":[{"a":[1]},2,"s"],"m":{}})";
  ASSERT_NE(told(document).find("rest"), std::string::npos);
  for (size_t end = 1; end < document.size(); ++end) {
    const std::string out = told(std::string_view(document).substr(0, end));
    EXPECT_NE(out.find(failed(JsonSplitter::Failure::kCut)), std::string::npos) << end << ": " << out;
  }
}

TEST(JsonSplitter, ShownByteByByteItTellsTheSame) {
  for (const std::string_view document :
       {std::string_view("\xEF\xBB\xBF{\"assets\":[{\"a\":\"\\\\\\\"]\"},12,{}],\"z\":[1]}"), std::string_view("[{}, ]"),
        std::string_view("{\"data\":[]} x"), std::string_view("\xEF\xBB\xBF"), std::string_view("{\"a\":{\"b\":[")}) {
    for (size_t grain = 1; grain < 7; ++grain) EXPECT_EQ(told(document, grain), told(document)) << document;
  }
}

TEST(JsonSplitter, LimitsAreKeptAndNamed) {
  JsonSplitLimits limits;
  limits.record_bytes_max = 10;
  limits.nesting_max = 3;
  limits.rest_bytes_max = 40;
  EXPECT_EQ(told(R"([{"a":"0123456789"},{}])", 1, limits), "item {\"a\":\"0123456789\"} too large\nitem {}\nrest []");
  EXPECT_EQ(told(R"([[[[[]]]]])", 1, limits), "item [[[[]]]] too deep\nrest []");
  EXPECT_EQ(told(R"({"a":{"b":{"c":{}}}})", 1, limits).rfind(failed(JsonSplitter::Failure::kTooDeep), 0), 0u);
  EXPECT_EQ(told("{\"a\":\"" + std::string(50, 'x') + "\"}", 1, limits)
                .rfind(failed(JsonSplitter::Failure::kRestTooLarge), 0),
            0u);
}

}  // namespace
}  // namespace sluice
