#include "api/version_notices.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "api/source.h"
#include "base/date.h"

namespace sluice {
namespace {

WallTime on(std::string_view day) { return *parse_datetime(day); }

std::string notice(std::string_view day, std::string_view source = "ot.hosts", std::string_view version = "v1") {
  return version_notice(source, version, on(day));
}

bool has(const std::string& text, std::string_view words) { return text.find(words) != std::string::npos; }

TEST(VersionNotices, TheDatesCompiledInAreOfVersionsThatCanBeChosen) {  // api-reference.md 5.1
  EXPECT_EQ(version_lives().size(), 3u);
  for (const VersionLife& life : version_lives()) {
    const Source* source = find_source(life.source);
    ASSERT_NE(source, nullptr) << life.source;
    const std::vector<std::string_view> versions = versions_of(*source);
    EXPECT_NE(std::find(versions.begin(), versions.end(), life.version), versions.end());
    EXPECT_EQ(life.successor, versions.front()) << "the default";
    EXPECT_LT(*life.end_of_support_unix_s, *life.end_of_life_unix_s);
    EXPECT_FALSE(life.told_by.empty());
  }
}

TEST(VersionNotices, TheOldVersionIsWarnedOfByItsStageInLife) {
  EXPECT_EQ(notice("2025-06-30"), "");
  EXPECT_TRUE(has(notice("2025-11-15"), "is to be removed on 2026-02-01"));
  EXPECT_TRUE(has(notice("2026-01-01"), "without support since 2026-01-01, and is to be removed on 2026-02-01"));
  EXPECT_TRUE(has(notice("2026-01-31"), "without support"));
  EXPECT_TRUE(has(notice("2026-02-01"), "past its announced end of life (2026-02-01)"));
  EXPECT_TRUE(has(notice("2030-01-01"), "404 or 410"));
  EXPECT_TRUE(has(notice("2030-01-01"), "Choose version 1.0."));
}

TEST(VersionNotices, EndsWithinNinetyDaysAreToldAndNotSooner) {
  EXPECT_EQ(notice("2025-10-02"), "");
  EXPECT_TRUE(has(notice("2025-10-03"), "loses its support on 2026-01-01"));
}

TEST(VersionNotices, AVersionInGoodHealthIsNotSpokenOf) {
  EXPECT_EQ(notice("2030-01-01", "ot.hosts", "1.0"), "");
  EXPECT_EQ(notice("2030-01-01", "mobile.assets", ""), "");
  EXPECT_EQ(notice("2030-01-01", "ot.unheard", "v1"), "");
}

TEST(VersionNotices, EitherDateMayBeMissing) {
  const auto lives = read_version_lives(
      R"({"versions":[{"sources":["ot.hosts"],"version":"a","successor":"b","told_by":"x","end_of_life":"2031-02-03"},)"
      R"({"sources":["ot.hosts"],"version":"c","successor":"d","told_by":"x"}]})");
  ASSERT_TRUE(lives.ok());
  EXPECT_FALSE(lives.value()[0].end_of_support_unix_s);
  EXPECT_EQ(*lives.value()[0].end_of_life_unix_s, on("2031-02-03").unix_seconds());
  EXPECT_FALSE(lives.value()[1].end_of_life_unix_s);
}

TEST(VersionNotices, AListThatIsNotAsDescribedIsRefused) {
  const char* kBad[] = {
      "", "[]", "{}", R"({"versions":{}})", R"({"versions":[1]})", R"({"versions":[{}]})",
      R"({"versions":[{"sources":[],"version":"a","successor":"b","told_by":"x"}]})",
      R"({"versions":[{"sources":[1],"version":"a","successor":"b","told_by":"x"}]})",
      R"({"versions":[{"sources":["s"],"version":"a","successor":"b"}]})",
      R"({"versions":[{"sources":["s"],"version":"a","successor":"b","told_by":"x","end_of_life":"January 2026"}]})",
      R"({"versions":[{"sources":["s"],"version":"a","successor":"b","told_by":"x","end_of_support":20260101}]})",
      R"({"versions":[{"sources":["s"],"version":"a","successor":"b","told_by":"x","end_of_life":"2026-02-30"}]})",
  };
  for (const char* bad : kBad) {
    const auto lives = read_version_lives(bad);
    ASSERT_FALSE(lives.ok()) << bad;
    EXPECT_EQ(lives.error().code, "bad_data");
  }
}

}  // namespace
}  // namespace sluice
