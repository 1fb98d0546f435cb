#include "api/mobile_api.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

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
