#include "sim/replies.h"

#include <gtest/gtest.h>

namespace sluice::sim {
namespace {

TEST(Replies, AnOtErrorIsAnObjectWithCodeAndMessage) {
  const Reply reply = ot_error(400, "a \"word\"");
  EXPECT_EQ(reply.status, 400);
  EXPECT_EQ(reply.body, "{\"_error\":{\"code\":400,\"message\":\"a \\\"word\\\"\"}}");
  EXPECT_EQ(reply.headers.find("Content-Type"), "application/json");
}

TEST(Replies, NothingHereHasNoErrorObject) {
  EXPECT_EQ(nothing_here(404, "/ot/x\"").body, "{\"status\":404,\"error\":\"Not Found\",\"path\":\"/ot/x\\\"\"}");
  EXPECT_EQ(nothing_here(410, "/ot/v1/host/list").body.find("_error"), std::string::npos);
  EXPECT_EQ(nothing_here(410, "").status, 410);
}

TEST(Replies, TheCommonHeadersAreTheSamples) {
  Reply reply;
  add_common_headers(reply);
  EXPECT_EQ(reply.headers.find("Cache-Control"), "no-cache, no-store, max-age=0, must-revalidate");
  EXPECT_EQ(reply.headers.find("Pragma"), "no-cache");
  EXPECT_EQ(reply.headers.find("Expires"), "0");
  EXPECT_EQ(reply.headers.find("X-Content-Type-Options"), "nosniff");
  EXPECT_EQ(reply.headers.find("X-Frame-Options"), "DENY");
  EXPECT_EQ(reply.headers.find("X-XSS-Protection"), "1 ; mode=block");
  EXPECT_EQ(reply.headers.find("Referrer-Policy"), "no-referrer");
  EXPECT_EQ(reply.headers.size(), 7u);
}

TEST(Replies, HttpDatesNameTheDay) {
  EXPECT_EQ(http_date(1675671481), "Mon, 06 Feb 2023 08:18:01 GMT");
  EXPECT_EQ(http_date(0), "Thu, 01 Jan 1970 00:00:00 GMT");
  EXPECT_EQ(http_date(-1), "Wed, 31 Dec 1969 23:59:59 GMT");
  EXPECT_EQ(http_date(1709251199), "Thu, 29 Feb 2024 23:59:59 GMT");
}

}  // namespace
}  // namespace sluice::sim
