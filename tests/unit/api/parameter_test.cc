#include "api/parameter.h"

#include <gtest/gtest.h>

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

TEST(Parameter, AHostileValueIsShownShortened) {
  EXPECT_LT(problem("use_tags", std::string(100000, 'x')).size(), 500u);
}

}  // namespace
}  // namespace sluice
