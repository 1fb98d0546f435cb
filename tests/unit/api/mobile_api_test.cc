#include "api/mobile_api.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <vector>

namespace sluice {
namespace {

TEST(MobileApi, HasEveryDocumentedParameterOnce) {
  // api-reference.md 6.2, and id_min of 6.4.
  const std::set<std::string_view> documented = {
      "action", "echo_request", "show_asset_id", "show_results", "show_reopened_info", "output_format", "truncation_limit",
      "max_days_since_detection_updated", "detection_updated_since", "detection_updated_before", "ids", "status", "os_pattern",
      "qids", "severities", "use_tags", "tag_set_by", "tag_include_selector", "tag_exclude_selector", "tag_set_include",
      "tag_set_exclude", "show_tags", "first_found_datetime", "last_found_datetime", "last_update_datetime",
      "last_fixed_datetime", "id_min"};
  std::set<std::string_view> ours;
  for (const Parameter& p : mobile_parameters()) EXPECT_TRUE(ours.insert(p.name).second) << p.name;
  EXPECT_EQ(ours, documented);
}

// api-reference.md 6.2: each row's values, and some next to them.
TEST(MobileApi, EachParameterTakesItsDocumentedValuesAndNoOthers) {
  struct Row {
    std::string_view name;
    std::vector<std::string_view> good;
    std::vector<std::string_view> bad;
  };
  const std::vector<std::string_view> flags = {"0", "1"};
  const std::vector<std::string_view> no_flags = {"", "2", "76", "yes"};
  const std::vector<std::string_view> dates = {"2017-02-15", "2017-02-15T23:15:00Z"};
  const std::vector<std::string_view> no_dates = {"", "2017-0215", "2017-02- 15T23:15:00Z", "2017-02-30"};
  const std::vector<std::string_view> selectors = {"any", "all"};
  const std::vector<Row> rows = {
      {"action", {"list"}, {"", "show"}},
      {"echo_request", flags, no_flags},
      {"show_asset_id", flags, no_flags},
      {"show_results", flags, no_flags},
      {"show_reopened_info", flags, no_flags},
      {"output_format", {"XML"}, {"", "CSV", "xml"}},
      {"truncation_limit", {"0", "1", "1000000"}, {"", "-1", "1000001"}},
      {"max_days_since_detection_updated", {"1", "30"}, {"", "-1", "x"}},
      {"detection_updated_since", dates, no_dates},
      {"detection_updated_before", dates, no_dates},
      {"ids", {"231", "190-400", "1-3,5"}, {"", "x", "400-190"}},
      {"status", {"Enrolled", "De-enrolled,Ready for Re-enrollment"}, {"", "Active"}},
      {"os_pattern", {"^$", "iOS"}, {""}},
      {"qids", {"68518", "68518-68522"}, {"", "x"}},
      {"severities", {"1-3", "1,5"}, {"", "0", "6", "1-6"}},
      {"use_tags", flags, no_flags},
      {"tag_set_by", {"id", "name"}, {"", "colour"}},
      {"tag_include_selector", selectors, {"", "none"}},
      {"tag_exclude_selector", selectors, {"", "none"}},
      {"tag_set_include", {"7403110", "7403110,7403111"}, {""}},
      {"tag_set_exclude", {"7403110"}, {""}},
      {"show_tags", flags, no_flags},
      {"id_min", {"643"}, {"", "x", "-1"}},
  };
  for (const Row& row : rows) {
    const std::vector<Parameter>& parameters = mobile_parameters();
    const auto found =
        std::find_if(parameters.begin(), parameters.end(), [&](const Parameter& p) { return p.name == row.name; });
    ASSERT_NE(found, parameters.end()) << row.name;
    for (const std::string_view value : row.good) {
      EXPECT_TRUE(check_parameter(*found, value).ok()) << row.name << '=' << value;
    }
    for (const std::string_view value : row.bad) {
      EXPECT_FALSE(check_parameter(*found, value).ok()) << row.name << '=' << value;
    }
  }
}

// api-reference.md 6.5: no ending is documented for values that are no enumeration's.
TEST(MobileApi, AFreeValueIsRefusedWithTheSameOpening) {
  for (const std::string name : {"ids", "qids", "severities", "truncation_limit", "detection_updated_since", "id_min"}) {
    const Result<void> result = check_parameters(mobile_parameters(), {{"action", "list"}, {name, "soon"}});
    ASSERT_FALSE(result.ok()) << name;
    EXPECT_EQ(result.error().message.find("parameter " + name + " has invalid value: soon"), 0u) << name;
  }
}

TEST(MobileApi, EveryDefaultIsAValueThatTheGatewayTakes) {
  for (const Parameter& p : mobile_parameters()) {
    if (p.fallback) {
      EXPECT_TRUE(check_parameter(p, *p.fallback).ok()) << p.name;
    }
  }
}

TEST(MobileApi, EveryConstraintNamesAParameterThatExistsAndAValueThatItTakes) {
  for (const Parameter& p : mobile_parameters()) {
    for (const Constraint& c : p.constraints) {
      const auto other = std::find_if(mobile_parameters().begin(), mobile_parameters().end(),
                                      [&c](const Parameter& q) { return q.name == c.other; });
      ASSERT_NE(other, mobile_parameters().end()) << p.name;
      if (c.kind == Constraint::Kind::kNeedsValue) {
        EXPECT_TRUE(check_parameter(*other, c.value).ok()) << p.name;
      }
    }
  }
}

TEST(MobileApi, TheFourTimeStampNamesAreTakenAsDates) {  // api-reference.md 6.2
  for (const char* name : {"first_found_datetime", "last_found_datetime", "last_update_datetime", "last_fixed_datetime"}) {
    EXPECT_TRUE(check_parameters(mobile_parameters(), {{name, "2024-01-31"}}).ok()) << name;
  }
}

TEST(MobileApi, EveryParameterCanBeShownInAForm) {
  for (const Parameter& p : mobile_parameters()) {
    EXPECT_FALSE(p.label.empty() || p.doc.empty() || p.group.empty()) << p.name;
  }
}

}  // namespace
}  // namespace sluice
