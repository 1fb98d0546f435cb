#include "base/date.h"

#include <gtest/gtest.h>

namespace sluice {
namespace {

int64_t seconds(std::string_view text) {
  const std::optional<WallTime> time = parse_datetime(text);
  return time ? time->unix_seconds() : -1;
}

TEST(Date, ReadsEveryFormOfTheWire) {
  EXPECT_EQ(seconds("1970-01-01"), 0);
  EXPECT_EQ(seconds("2021-04-28 12:01:06"), 1619611266);
  EXPECT_EQ(seconds("2021-04-28T12:01:06Z"), 1619611266);
  EXPECT_EQ(seconds("2021-10-18T07:58:11.268Z"), 1634543891);
  EXPECT_EQ(parse_datetime("2021-10-18T07:58:11.268Z")->us % 1000000, 268000);
}

TEST(Date, RefusesDatesThatDoNotExist) {
  for (const char* text : {"2023-02-29", "2021-13-01", "2021-00-10", "2021-01-00", "2021-04-31", "2021-01-01T24:00:00Z",
                           "2021-01-01T00:60:00Z", "2021-01-01 00:00:60"}) {
    EXPECT_FALSE(parse_datetime(text)) << text;
  }
  EXPECT_TRUE(parse_datetime("2024-02-29"));
  EXPECT_TRUE(parse_datetime("2000-02-29"));
  EXPECT_FALSE(parse_datetime("1900-02-29"));
}

TEST(Date, RefusesWhatIsOnlyAlmostADate) {
  for (const char* text : {"", "2021", "2021-4-28", "2017-02- 15T23:15:00Z", "2021-04-28T12:01:06", "2021-04-28 12:01:06Z",
                           "2021-04-28T12:01:06Zx", "2021-04-28T12:01:06.Z", "2021-04-28 12:01", "20210428"}) {
    EXPECT_FALSE(parse_datetime(text)) << text;
  }
}

TEST(Date, CivilTimeAndSecondsAreInversesAcrossFourCenturies) {
  for (int64_t s = -6000000000; s < 8000000000; s += 86400 * 37 + 12345) {
    EXPECT_EQ(unix_from_civil(civil_from_unix(s)), s);
  }
}

TEST(Date, WritesIsoForms) {
  EXPECT_EQ(iso_datetime(1619611266), "2021-04-28T12:01:06Z");
  EXPECT_EQ(iso_datetime_millis(WallTime{1634543891268000}), "2021-10-18T07:58:11.268Z");
  EXPECT_EQ(short_datetime(1619611266), "2021-04-28 12:01");
}

TEST(Date, MillisecondsBefore1970CountUpwards) {
  EXPECT_EQ(iso_datetime_millis(WallTime{-1}), "1969-12-31T23:59:59.999Z");
}

}  // namespace
}  // namespace sluice
