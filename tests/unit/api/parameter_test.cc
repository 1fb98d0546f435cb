#include "api/parameter.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "api/mobile_api.h"

namespace sluice {
namespace {

std::string problem(std::string_view name, std::string_view value) {
  const Result<void> result = check_parameters(mobile_parameters(), {{std::string(name), std::string(value)}});
  return result.ok() ? "" : result.error().message;
}

TEST(Parameter, AWrongFlagIsRefusedInTheGatewaysOwnWords) {
  EXPECT_EQ(problem("use_tags", "76"), "parameter use_tags has invalid value: 76 (please specify one of the following: 1,0)");
}

TEST(Parameter, AnUnknownNameIsRefusedInTheGatewaysOwnWords) {
  EXPECT_EQ(problem("includeFields", "operatingSystem").find("Unrecognized parameter(s): includeFields (action=list allows: action, "),
            0u);
}

TEST(Parameter, FlagsAreZeroOrOne) {
  EXPECT_EQ(problem("show_results", "0"), "");
  EXPECT_EQ(problem("show_results", "1"), "");
  for (const char* value : {"", "2", "true", "01", " 1"}) EXPECT_NE(problem("show_results", value), "") << value;
}

TEST(Parameter, IntegersAreWithinTheirBounds) {
  for (const char* value : {"0", "1", "1000", "1000000"}) EXPECT_EQ(problem("truncation_limit", value), "") << value;
  for (const char* value : {"-1", "1000001", "", "1e3", "1includeFields=operatingSystem,hardware"}) {
    EXPECT_NE(problem("truncation_limit", value), "") << value;
  }
}

TEST(Parameter, RangeListsHoldNumbersAndRanges) {
  for (const char* value : {"5", "190-400", "1-3,5", "1, 2", "7-7"}) EXPECT_EQ(problem("ids", value), "") << value;
  for (const char* value : {"", "a", "400-190", "1-", "-5", "1,,2", "1-2-3", "0", "1;2"})
    EXPECT_NE(problem("ids", value), "") << value;
  EXPECT_EQ(problem("severities", "1-5"), "");
  EXPECT_NE(problem("severities", "1-6"), "");
  EXPECT_NE(problem("severities", "0"), "");
}

TEST(Parameter, StatusIsAListOfDocumentedValues) {
  EXPECT_EQ(problem("status", "Enrolled,De-enrolled,Ready for Re-enrollment"), "");
  EXPECT_EQ(problem("status", "enrolled"),
            "parameter status has invalid value: enrolled (please specify one of the following: "
            "Enrolled,De-enrolled,Ready for Re-enrollment)");
}

TEST(Parameter, DatesHaveTheTwoDocumentedForms) {
  EXPECT_EQ(problem("detection_updated_since", "2017-02-15"), "");
  EXPECT_EQ(problem("detection_updated_since", "2017-02-15T23:15:00Z"), "");
  for (const char* value : {"2017-02- 15T23:15:00Z", "2017-0215", "2017-02-30", "2017-02-15 23:15:00", "2017-02-15T23:15:00.1Z", ""}) {
    EXPECT_NE(problem("detection_updated_since", value), "") << value;
  }
}

TEST(Parameter, APatternMayBeAnythingButEmpty) {
  EXPECT_EQ(problem("os_pattern", "^$"), "");
  EXPECT_NE(problem("os_pattern", ""), "");
}

// ── combinations ─────────────────────────────────────────────────────────────────────────────────────────────────────

std::string problem_of(const ParameterValues& values) {
  const Result<void> result = check_parameters(mobile_parameters(), values);
  return result.ok() ? "" : result.error().message;
}

TEST(Parameter, SinceAndMaxDaysExcludeEachOtherAndBeforeGoesWithEither) {
  const std::string refusal =
      "Please specify only one of these parameters: max_days_since_detection_updated, detection_updated_since";
  EXPECT_EQ(problem_of({{"detection_updated_since", "2024-01-01"}, {"max_days_since_detection_updated", "7"}}), refusal);
  EXPECT_EQ(problem_of({{"max_days_since_detection_updated", "7"}, {"detection_updated_since", "2024-01-01"}}), refusal);
  EXPECT_EQ(problem_of({{"detection_updated_since", "2024-01-01"}, {"detection_updated_before", "2024-02-01"}}), "");
  EXPECT_EQ(problem_of({{"max_days_since_detection_updated", "7"}, {"detection_updated_before", "2024-02-01"}}), "");
}

TEST(Parameter, TagParametersNeedSelectionByTags) {
  for (const auto& [name, value] : ParameterValues{{"tag_set_by", "name"}, {"tag_include_selector", "all"},
                                                   {"tag_set_include", "1,2"}}) {
    EXPECT_EQ(problem_of({{name, value}}), "parameter " + name + " needs use_tags=1 in the same request.");
    EXPECT_EQ(problem_of({{name, value}, {"use_tags", "0"}}), "parameter " + name + " needs use_tags=1, not 0.");
    EXPECT_EQ(problem_of({{name, value}, {"use_tags", "1"}}), "");
  }
  EXPECT_EQ(problem_of({{"show_tags", "1"}}), "");
  EXPECT_EQ(problem_of({{"tag_set_by", "id"}}), "") << "its default changes nothing";
}

TEST(Parameter, ExcludingTagsNeedsItsPartnerAmongTheIncluding) {
  EXPECT_EQ(problem_of({{"use_tags", "1"}, {"tag_exclude_selector", "all"}}).find("tag_include_selector field missing"), 0u);
  EXPECT_EQ(problem_of({{"use_tags", "1"}, {"tag_exclude_selector", "any"}}).find("tag_include_selector field missing"), 0u)
      << "the gateway misses its partner even when it is the default";
  EXPECT_EQ(problem_of({{"use_tags", "1"}, {"tag_exclude_selector", "all"}, {"tag_include_selector", "any"}}), "");
  const std::string lone = problem_of({{"use_tags", "1"}, {"tag_set_exclude", "7"}});
  EXPECT_EQ(lone.find("tag_set_include field missing"), 0u);
  EXPECT_NE(lone.find("tag_include_selector field missing"), std::string::npos);
  EXPECT_EQ(problem_of({{"use_tags", "1"}, {"tag_set_exclude", "7"}, {"tag_set_include", "8"}}), "");
}

TEST(Parameter, AFormLearnsEveryProblemAndWhichFieldsToMark) {
  const std::vector<ParameterProblem> problems = find_problems(
      mobile_parameters(), {{"detection_updated_since", "2024-01-01"}, {"max_days_since_detection_updated", "7"},
                            {"severities", "9"}, {"tag_set_include", "1"}, {"not_in_the_catalogue", "x"}});
  std::vector<std::string> marked;
  for (const ParameterProblem& each : problems) marked.push_back(each.name);
  EXPECT_EQ(marked, (std::vector<std::string>{"severities", "detection_updated_since", "max_days_since_detection_updated",
                                              "tag_set_include"}));
  EXPECT_TRUE(find_problems(mobile_parameters(), {}).empty());
}

// ── the guide's own slips ────────────────────────────────────────────────────────────────────────────────────────────

TEST(Parameter, TheGuidesDateWithABlankIsShownWithItsBlank) {  // api-reference.md 6.6
  const std::string message = problem("detection_updated_since", "2017-02- 15T23:15:00Z");
  EXPECT_NE(message.find("There is a blank in it: 2017-02-[blank]15T23:15:00Z."), std::string::npos) << message;
  EXPECT_NE(message.find("Without it: 2017-02-15T23:15:00Z."), std::string::npos) << message;
}

TEST(Parameter, TheGuidesPatternWithoutAHyphenAndOutputDatesAreUnderstoodAsSlips) {
  EXPECT_NE(problem("detection_updated_since", "2017-0215").find("A hyphen is missing: 2017-02-15."), std::string::npos);
  EXPECT_NE(problem("detection_updated_since", "2021-04-28 12:01:06").find("As an input: 2021-04-28T12:01:06Z."),
            std::string::npos);
  EXPECT_EQ(problem("detection_updated_since", "tomorrow ").find("blank"), std::string::npos);
}

TEST(Parameter, AnUndocumentedNameIsToldOfTheExtraWay) {
  const std::string message = problem("includeFields", "operatingSystem,hardware");
  EXPECT_NE(message.find("`extra`"), std::string::npos) << message;
}

TEST(Parameter, CsvIsRefusedInTheGatewaysWords) {
  EXPECT_EQ(problem("output_format", "CSV"),
            "parameter output_format has invalid value: CSV (please specify one of the following: XML)");
}

// ── as typed, as meant ───────────────────────────────────────────────────────────────────────────────────────────────

TEST(Parameter, APatternPastedEncodedIsTheSameAsTyped) {
  const auto meant = [](std::string_view typed) {
    for (const Parameter& p : mobile_parameters()) {
      if (p.name == "os_pattern") return normalized_value(p, typed);
    }
    return std::string();
  };
  EXPECT_EQ(meant("^$"), "^$");
  EXPECT_EQ(meant("%5E%24"), "^$");
  EXPECT_EQ(meant(" %5e%24 "), "^$");
  EXPECT_EQ(meant("%5EiOS.*14%24"), "^iOS.*14$");
  for (const char* raw : {"^100%25$", "50%", "%5", "%zz", "iOS 14", "a+b"}) EXPECT_EQ(meant(raw), raw) << "kept";
}

TEST(Parameter, OtherValuesLoseOnlyTheBlanksAroundThem) {
  const Parameter& status = *std::find_if(mobile_parameters().begin(), mobile_parameters().end(),
                                          [](const Parameter& p) { return p.name == "status"; });
  EXPECT_EQ(normalized_value(status, " Ready for Re-enrollment\t"), "Ready for Re-enrollment");
  EXPECT_EQ(normalized_value(status, "%5E"), "%5E");
}

TEST(Parameter, AHostileValueIsShownShortened) {
  EXPECT_LT(problem("use_tags", std::string(100000, 'x')).size(), 500u);
}

}  // namespace
}  // namespace sluice
