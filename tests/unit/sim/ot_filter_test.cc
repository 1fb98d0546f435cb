#include "sim/ot_filter.h"

#include <gtest/gtest.h>

namespace sluice::sim {
namespace {

constexpr int64_t kNow = 1795219200;  // 2026-11-21T00:00:00Z

OtValue plc() {
  OtValue hardware = OtValue::object();
  hardware.put("type", OtValue::of("Programmable Logic Controller (PLC)"));
  hardware.put("manufacturer", OtValue::of("Rockwell Automation"));
  hardware.put("model", OtValue::of("Logix 5580 1756-L83E"));
  hardware.put("serialNumber", OtValue());
  OtValue one = OtValue::object();
  one.put("address", OtValue::of("10.20.3.4")).put("protocol", OtValue::of("cip"));
  OtValue two = OtValue::object();
  two.put("address", OtValue::of("192.168.250.7")).put("protocol", OtValue::of("bacnet"));
  OtValue interfaces = OtValue::list();
  interfaces.add(std::move(one)).add(std::move(two));
  OtValue record = OtValue::object();
  record.put("assetId", OtValue::integer(9007199254740993));
  record.put("name", OtValue::of("PLC-KOE-014"));
  record.put("created", OtValue::of("2026-11-01T08:30:00Z"));
  record.put("risk", OtValue::integer(420));
  record.put("score", OtValue::real(7500));
  record.put("managed", OtValue::boolean(true));
  record.put("hardware", std::move(hardware));
  record.put("interfaces", std::move(interfaces));
  record.put("tags", OtValue::texts({"Purdue L1", "Safety relevant"}));
  record.put("notes", OtValue::list());
  return record;
}

bool holds(std::string_view text) {
  std::string problem;
  const std::unique_ptr<OtFilter> filter = OtFilter::read(text, OtList::kHosts, kNow, problem);
  EXPECT_NE(filter, nullptr) << text << ": " << problem;
  return filter && filter->matches(plc());
}

std::string problem_of(std::string_view text) {
  std::string problem;
  EXPECT_EQ(OtFilter::read(text, OtList::kHosts, kNow, problem), nullptr) << text;
  return problem;
}

TEST(OtFilter, NothingAskedMatchesEverything) {
  EXPECT_TRUE(holds(""));
  EXPECT_TRUE(holds(" \t "));
}

TEST(OtFilter, TokensLeadIntoTheRecordWithoutCaseAndWithOrWithoutTheirPrefix) {
  for (const char* term : {"asset.risk:420", "risk:420", "ASSET.RISK : 420", "asset.assetID:9007199254740993",
                           "hardware.manufacturer:rockwell", "Hardware.Manufacturer :rockwell",
                           "interfaces.protocol:bacnet"}) {
    EXPECT_TRUE(holds(term)) << term;
  }
  EXPECT_FALSE(holds("assetId:9007199254740992")) << "ids must not pass through doubles";
  EXPECT_FALSE(holds("vulnerabilities.risk:420")) << "the prefix of another list leads nowhere";
  EXPECT_EQ(ot_path(OtList::kDetections, "Vulnerabilities.vulnerability.title"), "vulnerability.title");
  EXPECT_EQ(ot_path(OtList::kDetections, "asset.name"), "asset.name");
  EXPECT_EQ(ot_path(OtList::kProjectFiles, "vendor"), "vendor");
}

TEST(OtFilter, AnUnknownTokenIsAFieldWithoutAValue) {
  EXPECT_FALSE(holds("asset.colour:red"));
  EXPECT_FALSE(holds("asset.colour > 1"));
  EXPECT_TRUE(holds("asset.colour is null"));
  EXPECT_TRUE(holds("not asset.colour:red"));
  EXPECT_TRUE(holds("asset.colour != red"));
}

TEST(OtFilter, BareWordsMatchAnyQuotedOnesAllByTheirBeginningsExactOnesTheWhole) {
  EXPECT_TRUE(holds("hardware.type: valve controller"));
  EXPECT_FALSE(holds("hardware.type: valve contr"));
  EXPECT_TRUE(holds("hardware.type: \"contr progr\""));
  EXPECT_FALSE(holds("hardware.type: \"contr valve\""));
  EXPECT_TRUE(holds("hardware.manufacturer: `rockwell automation`"));
  EXPECT_FALSE(holds("hardware.manufacturer: `Rockwell`"));
  EXPECT_TRUE(holds("asset.name: \"plc-koe\""));
  EXPECT_FALSE(holds("asset.name: \"koe\"")) << "a name with dashes is one word";
}

TEST(OtFilter, ListsAreAnyOfAndRangesTakeInBothEnds) {
  EXPECT_TRUE(holds("hardware.manufacturer: [`Siemens`, `Rockwell Automation`]"));
  EXPECT_TRUE(holds("hardware.manufacturer:[Siemens,\"rock\"]"));
  EXPECT_FALSE(holds("hardware.manufacturer: [Siemens, Omron]"));
  EXPECT_TRUE(holds("risk: [420 ... 500]"));
  EXPECT_TRUE(holds("risk: [1...420]"));
  EXPECT_FALSE(holds("risk: [421 ... 500]"));
  EXPECT_TRUE(holds("score: [7.4 ... 7.5]"));
  EXPECT_TRUE(holds("created: [2026-10-01 ... 2026-11-01]")) << "the last day is taken in whole";
  EXPECT_FALSE(holds("created: [2026-10-01 ... 2026-10-31]"));
  EXPECT_TRUE(holds("created: [now-1M ... now]"));
  EXPECT_TRUE(holds("risk != [1, 2]"));
}

TEST(OtFilter, Comparisons) {
  EXPECT_TRUE(holds("risk > 419 and risk >= 420 and risk < 421 and risk <= 420 and risk != 421"));
  EXPECT_FALSE(holds("risk > 420 or risk < 420 or risk >= 421 or risk <= 419 or risk != 420"));
  EXPECT_TRUE(holds("score>7.49"));
  EXPECT_TRUE(holds("created >= now-90d"));
  EXPECT_FALSE(holds("created >= now-2w"));
  EXPECT_TRUE(holds("name >= plc-koe-01"));
  EXPECT_FALSE(holds("name > 5")) << "a text that is no number is not beside one";
  EXPECT_FALSE(holds("managed > 0"));
}

TEST(OtFilter, NullIsAnAbsentFieldANullAndAnEmptyList) {
  for (const char* path : {"owner", "hardware.serialNumber", "notes"}) {
    EXPECT_TRUE(holds(std::string(path) + " is null")) << path;
    EXPECT_FALSE(holds(std::string(path) + " IS NOT NULL")) << path;
  }
  EXPECT_TRUE(holds("hardware is not null"));
  EXPECT_TRUE(holds("tags is not null"));
}

TEST(OtFilter, NotBindsBeforeAndBeforeOr) {
  EXPECT_TRUE(holds("risk:420 or risk:1 and risk:2"));
  EXPECT_FALSE(holds("(risk:420 or risk:1) and risk:2"));
  EXPECT_TRUE(holds("not risk:1 and risk:420"));
  EXPECT_FALSE(holds("not (risk:1 or risk:420)"));
  EXPECT_TRUE(holds("NOT NOT risk:420"));
  EXPECT_TRUE(holds("risk:1 OR(risk:420 AND(managed:true))"));
  EXPECT_FALSE(holds("not risk:420 or risk:1"));
}

TEST(OtFilter, ValuesMayHoldWhatLooksLikeTheLanguageWhenQuoted) {
  EXPECT_FALSE(holds("name: \"a and b or (c)\""));
  EXPECT_FALSE(holds("name: `is null`"));
  EXPECT_FALSE(holds("name: \"say \\\"hi\\\"\""));
  EXPECT_TRUE(holds("tags: not safety")) << "inside a value not is a word";
}

TEST(OtFilter, SaysWhatIsWrong) {
  const std::vector<std::pair<std::string, std::string>> wrong = {
      {"risk", "a token must be followed by"},
      {"risk:", "a value is missing"},
      {"risk: and name:x", "a value is missing"},
      {"risk:1 and", "a term is missing"},
      {"risk:1 name:x", "joined by and or or"},
      {"risk:1 not name:x", "joined by and or or"},
      {"risk:\"1\" name:x", "joined by and or or"},
      {"(risk:1", "not closed"},
      {"risk:1)", "was not opened"},
      {"()", "must begin with a token"},
      {":1", "must begin with a token"},
      {"risk:\"1", "a quotation is not closed"},
      {"risk:`1", "a quotation is not closed"},
      {"risk:\"\"", "quotes without a word"},
      {"risk:[1, 2", "a list is not closed"},
      {"risk:[]", "a value is missing"},
      {"risk:[1,]", "a value is missing"},
      {"risk:[1 ... 2 ... 3]", "a list is not closed"},
      {"risk:[1, 2 ... 3]", "a list is not closed"},
      {"risk > [1, 2]", "takes one value"},
      {"risk > 1 2", "takes one value"},
      {"risk:>1", "two operators"},
      {"risk is", "null or not null"},
      {"risk is not", "null or not null"},
      {"created > now-90x", "date maths"},
      {"created > now-99999y", "date maths"},
      {"created > now-1234567d", "date maths"},
  };
  for (const auto& [text, part] : wrong) {
    EXPECT_NE(problem_of(text).find(part), std::string::npos) << text << ": " << problem_of(text);
  }
}

TEST(OtFilter, AThousandLevelsAndNoMore) {
  const auto nested = [](size_t levels) {
    return std::string(levels, '(') + "risk:420" + std::string(levels, ')');
  };
  EXPECT_TRUE(holds(nested(kOtLevelsMax)));
  EXPECT_NE(problem_of(nested(kOtLevelsMax + 1)).find("1000 levels"), std::string::npos);
  std::string nots;
  for (size_t i = 0; i < kOtLevelsMax; ++i) nots += "not ";
  EXPECT_TRUE(holds(nots + "risk:420"));
  EXPECT_NE(problem_of(nots + "not risk:420").find("1000 levels"), std::string::npos);
  std::string chain = "risk:1";
  for (size_t i = 0; i < 3 * kOtLevelsMax; ++i) chain += " or risk:420";
  EXPECT_TRUE(holds(chain)) << "a chain is one level";
  EXPECT_EQ(problem_of(std::string(kOtFilterBytesMax + 1, ' ')), "the query is too long");
}

TEST(OtFilter, SurvivesAnyText) {
  const std::string pieces[] = {"risk", ":",     "(",     ")",   "[", "]",    "\"", "`",
                                " and ", " not ", "...", ",", "\xFF", ">", "is "};
  uint64_t state = 7;
  for (int round = 0; round < 20000; ++round) {
    std::string text;
    for (int i = 0; i < 12; ++i) {
      state = state * 6364136223846793005u + 1442695040888963407u;
      text += pieces[(state >> 33) % 15];
    }
    std::string problem;
    const std::unique_ptr<OtFilter> filter = OtFilter::read(text, OtList::kHosts, kNow, problem);
    if (filter) filter->matches(plc());
    ASSERT_EQ(filter == nullptr, !problem.empty()) << text;
  }
}

}  // namespace
}  // namespace sluice::sim
