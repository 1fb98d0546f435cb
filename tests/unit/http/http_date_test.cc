#include "http/http_date.h"

#include <gtest/gtest.h>

namespace sluice {
namespace {

TEST(HttpDate, ReadsThePreferredForm) {
  EXPECT_EQ(parse_http_date("Mon, 06 Feb 2023 08:18:01 GMT"), 1675671481);
  EXPECT_EQ(parse_http_date(" Thu, 01 Jan 1970 00:00:00 GMT "), 0);
}

TEST(HttpDate, RefusesEverythingElse) {
  for (const char* text : {"", "0", "Mon, 06 Xxx 2023 08:18:01 GMT", "Mon, 31 Feb 2023 08:18:01 GMT",
                           "Monday, 06-Feb-23 08:18:01 GMT", "Mon, 06 Feb 2023 08:18:01 CET", "Mon, 06 Feb 2023 8:18:01 GMT"}) {
    EXPECT_FALSE(parse_http_date(text)) << text;
  }
}

}  // namespace
}  // namespace sluice
