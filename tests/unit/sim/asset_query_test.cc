#include "sim/asset_query.h"

#include <gtest/gtest.h>

namespace sluice::sim {
namespace {

// What the gateway complains about; "" when it does not.
std::string complaint(std::string_view query_text) {
  AssetQuery query;
  const std::optional<Complaint> found = read_asset_query(read_fields(query_text), query);
  return found ? found->text : "";
}

int code(std::string_view query_text) {
  AssetQuery query;
  const std::optional<Complaint> found = read_asset_query(read_fields(query_text), query);
  return found ? found->code : 0;
}

AssetQuery good(std::string_view query_text) {
  AssetQuery query;
  const std::optional<Complaint> found = read_asset_query(read_fields(query_text), query);
  EXPECT_FALSE(found.has_value()) << (found ? found->text : "");
  return query;
}

TEST(AssetQuery, HasTheDocumentedDefaults) {
  const AssetQuery query = good("action=list");
  EXPECT_FALSE(query.echo_request);
  EXPECT_FALSE(query.show_asset_id);
  EXPECT_TRUE(query.show_results);
  EXPECT_FALSE(query.show_reopened_info);
  EXPECT_FALSE(query.show_tags);
  EXPECT_EQ(query.truncation_limit, 1000);
  EXPECT_EQ(query.statuses, std::vector<std::string>{"Enrolled"});
  EXPECT_FALSE(query.filters_detections());
}

TEST(AssetQuery, AsksForTheActionFirst) {
  EXPECT_EQ(complaint(""), "Missing required parameter(s): action");
  EXPECT_EQ(complaint("use_tags=76&nonsense=1"), "Missing required parameter(s): action");
  EXPECT_EQ(code(""), 1903);
  EXPECT_EQ(complaint("action=count"),
            "parameter action has invalid value: count (please specify one of the following: list)");
}

TEST(AssetQuery, NamesEveryUnknownParameterAndAllThatAreKnown) {
  const std::string text = complaint("action=list&zebra=1&ids=2&Status=Enrolled");
  EXPECT_EQ(text.find("Unrecognized parameter(s): zebra, Status (action=list allows: action, echo_request, "), 0u)
      << text;
  EXPECT_EQ(text.back(), ')');
  for (const std::string_view name : asset_query_names()) EXPECT_NE(text.find(name), std::string::npos) << name;
  EXPECT_EQ(code("action=list&zebra=1"), 1901);
  EXPECT_EQ(asset_query_names().size(), 27u);
}

TEST(AssetQuery, SaysWhichValueIsInvalidInTheGuidesWords) {
  EXPECT_EQ(complaint("action=list&use_tags=76"),
            "parameter use_tags has invalid value: 76 (please specify one of the following: 1,0)");
  EXPECT_EQ(code("action=list&use_tags=76"), 1905);
  for (const char* flag : {"echo_request", "show_asset_id", "show_results", "show_reopened_info", "show_tags"}) {
    const std::string name = flag;
    EXPECT_EQ(complaint("action=list&" + name + "=true"),
              "parameter " + name + " has invalid value: true (please specify one of the following: 1,0)");
    EXPECT_EQ(complaint("action=list&" + name + "="),
              "parameter " + name + " has invalid value:  (please specify one of the following: 1,0)");
  }
  EXPECT_EQ(complaint("action=list&output_format=CSV"),
            "parameter output_format has invalid value: CSV (please specify one of the following: XML)");
  EXPECT_EQ(complaint("action=list&status=Enrolled,Active"),
            "parameter status has invalid value: Enrolled,Active (please specify one of the following: "
            "Enrolled,De-enrolled,Ready for Re-enrollment)");
  EXPECT_EQ(complaint("action=list&use_tags=1&tag_set_by=uuid"),
            "parameter tag_set_by has invalid value: uuid (please specify one of the following: id,name)");
  EXPECT_EQ(complaint("action=list&use_tags=1&tag_include_selector=ANY"),
            "parameter tag_include_selector has invalid value: ANY (please specify one of the following: any,all)");
}

TEST(AssetQuery, TheSampleOfTheGuideWithItsMissingAmpersandIsInvalid) {
  EXPECT_EQ(complaint("action=list&truncation_limit=1includeFields=operatingSystem,hardware")
                .find("parameter truncation_limit has invalid value: 1includeFields=operatingSystem,hardware "),
            0u);
}

TEST(AssetQuery, AParameterOfTheSiblingApiIsNotKnown) {
  EXPECT_EQ(complaint("action=list&truncation_limit=1&includeFields=operatingSystem,hardware")
                .find("Unrecognized parameter(s): includeFields (action=list allows: action, "),
            0u);
}

TEST(AssetQuery, BoundsTheTruncationLimit) {
  EXPECT_EQ(good("action=list&truncation_limit=0").truncation_limit, 1000);
  EXPECT_EQ(good("action=list&truncation_limit=1").truncation_limit, 1);
  EXPECT_EQ(good("action=list&truncation_limit=1000000").truncation_limit, 1000000);
  for (const char* value : {"1000001", "-1", "", "ten", "1.5", "99999999999999999999"}) {
    EXPECT_EQ(code(std::string("action=list&truncation_limit=") + value), 1905) << value;
  }
}

TEST(AssetQuery, ReadsNumbersAndRanges) {
  const AssetQuery query = good("action=list&ids=190-400,512,400-410,%207&qids=68518-68522&severities=1-3,5");
  for (const int64_t id : {190, 400, 405, 410, 512, 7}) EXPECT_TRUE(query.ids->contains(id)) << id;
  for (const int64_t id : {189, 411, 511, 513, 6, 8}) EXPECT_FALSE(query.ids->contains(id)) << id;
  EXPECT_TRUE(query.qids->contains(68522));
  EXPECT_FALSE(query.qids->contains(68523));
  EXPECT_FALSE(query.severities->contains(4));
  for (const char* bad : {"ids=0", "ids=", "ids=1,", "ids=5-1", "ids=a-b", "ids=1-2-3", "ids=-5", "qids=1;2",
                          "severities=0", "severities=6", "severities=1-6", "severities=high"}) {
    EXPECT_EQ(code(std::string("action=list&") + bad), 1905) << bad;
  }
}

TEST(AssetQuery, ReadsDatesInTheDocumentedFormsOnly) {
  EXPECT_EQ(good("action=list&detection_updated_since=2017-02-15").updated_since_s, 1487116800);
  EXPECT_EQ(good("action=list&detection_updated_before=2017-02-15T23:15:00Z").updated_before_s, 1487200500);
  EXPECT_EQ(code("action=list&detection_updated_since=2017-0215"), 1905);
  EXPECT_EQ(code("action=list&detection_updated_before=2017-02-30"), 1905);
  EXPECT_EQ(complaint("action=list&detection_updated_since=2017-02-%2015T23:15:00Z"),
            "parameter detection_updated_since has invalid value: 2017-02- 15T23:15:00Z "
            "(please specify YYYY-MM-DD or YYYY-MM-DDTHH:MM:SSZ)")
      << "the guide's example with its stray blank";
  EXPECT_EQ(code("action=list&max_days_since_detection_updated=-1"), 1905);
  EXPECT_EQ(good("action=list&max_days_since_detection_updated=0").max_days, 0);
}

TEST(AssetQuery, SinceAndMaxDaysExcludeEachOtherAndBeforeGoesWithBoth) {
  EXPECT_EQ(complaint("action=list&detection_updated_since=2020-01-01&max_days_since_detection_updated=3"),
            "Please specify only one of these parameters: detection_updated_since, max_days_since_detection_updated");
  EXPECT_EQ(code("action=list&detection_updated_since=2020-01-01&max_days_since_detection_updated=3"), 1904);
  good("action=list&detection_updated_since=2020-01-01&detection_updated_before=2021-01-01");
  good("action=list&detection_updated_before=2021-01-01&max_days_since_detection_updated=3");
}

TEST(AssetQuery, AnOsPatternMustBeAnExpression) {
  EXPECT_NE(good("action=list&os_pattern=%5E%24").os_pattern, nullptr);
  EXPECT_EQ(code("action=list&os_pattern="), 1905);
  EXPECT_EQ(complaint("action=list&os_pattern=%28").find("parameter os_pattern has invalid value: ( "), 0u);
}

TEST(AssetQuery, TagParametersNeedUseTags) {
  for (const char* parameter : {"tag_set_by=name", "tag_include_selector=any", "tag_set_include=1"}) {
    const std::string pair = parameter;
    EXPECT_EQ(complaint("action=list&" + pair),
              "The following combination of key=value pairs is not supported: use_tags=0, " + pair);
    EXPECT_EQ(code("action=list&use_tags=0&" + pair), 1907);
    EXPECT_EQ(code("action=list&use_tags=1&" + pair), 0);
  }
  good("action=list&show_tags=1");
}

TEST(AssetQuery, ExcludingNeedsItsIncludePartner) {
  const std::string missing = "tag_include_selector field missing";
  EXPECT_EQ(complaint("action=list&use_tags=1&tag_exclude_selector=any"), missing);
  EXPECT_EQ(complaint("action=list&use_tags=1&tag_set_exclude=7"), missing);
  EXPECT_EQ(complaint("action=list&use_tags=1&tag_set_exclude=7&tag_include_selector=any"), missing);
  EXPECT_EQ(code("action=list&use_tags=1&tag_set_exclude=7"), 1903);
  good("action=list&use_tags=1&tag_set_exclude=7&tag_set_include=8");
  good("action=list&use_tags=1&tag_exclude_selector=all&tag_include_selector=any");
}

TEST(AssetQuery, TagSetsAreIdsUnlessNamesAreAskedFor) {
  EXPECT_EQ(good("action=list&use_tags=1&tag_set_include=7,8").include.ids, (std::vector<int64_t>{7, 8}));
  EXPECT_EQ(good("action=list&use_tags=1&tag_set_include=BYOD,Field+Service&tag_set_by=name").include.names,
            (std::vector<std::string>{"BYOD", "Field Service"}));
  EXPECT_EQ(complaint("action=list&use_tags=1&tag_set_include=BYOD")
                .find("parameter tag_set_include has invalid value: BYOD "),
            0u);
  EXPECT_EQ(code("action=list&use_tags=1&tag_set_by=id&tag_set_include=1&tag_set_exclude=x"), 1905);
  EXPECT_EQ(code("action=list&use_tags=1&tag_set_by=name&tag_set_include=a,,b"), 1905);
}

TEST(AssetQuery, AcceptsTheTimeStampNamesWithAnyValue) {
  good("action=list&first_found_datetime=2020-01-01&last_found_datetime=x&last_update_datetime=&last_fixed_datetime=%");
}

TEST(AssetQuery, AValueThatCannotBeDecodedIsInvalidAsItCame) {
  EXPECT_EQ(complaint("action=list&status=%zz").find("parameter status has invalid value: %zz "), 0u);
}

TEST(AssetQuery, NamesTheFirstInvalidValueInTheOrderSent) {
  EXPECT_EQ(complaint("severities=9&action=list&ids=x").find("parameter severities "), 0u);
  EXPECT_EQ(complaint("ids=x&action=list&severities=9").find("parameter ids "), 0u);
}

TEST(NumberSet, JoinsWhatOverlaps) {
  NumberSet set;
  set.add(10, 100);
  set.add(20, 30);
  set.add(5, 5);
  set.seal();
  EXPECT_TRUE(set.contains(99));
  EXPECT_TRUE(set.contains(5));
  EXPECT_FALSE(set.contains(6));
  EXPECT_FALSE(NumberSet().contains(0));
}

}  // namespace
}  // namespace sluice::sim
