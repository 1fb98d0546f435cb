#include "decode/error_body.h"

#include <gtest/gtest.h>

#include <string>

namespace sluice {
namespace {

TEST(ErrorBody, ReadsASimpleReturn) {
  const ErrorBody read = read_error_body(
      "<?xml version=\"1.0\" encoding=\"UTF-8\" ?>\n<!DOCTYPE SIMPLE_RETURN SYSTEM "
      "\"https://example.test/api/2.0/simple_return.dtd\">\n<SIMPLE_RETURN><RESPONSE><CODE>2012</CODE>"
      "<TEXT>User doesn't have VMDR Mobile access.</TEXT></RESPONSE></SIMPLE_RETURN>\n<!-- end -->");
  EXPECT_EQ(read.code, "2012");
  EXPECT_EQ(read.text, "User doesn't have VMDR Mobile access.");
}

TEST(ErrorBody, ReadsTheJsonFormsThatAreKnown) {
  struct Case {
    const char* body;
    const char* code;
    const char* text;
  };
  const Case cases[] = {
      {R"({"_error":{"code":404,"message":"Files not found"}})", "404", "Files not found"},
      {R"({"responseMessage":"No access","responseCode":"UNAUTHORIZED"})", "UNAUTHORIZED", "No access"},
      {R"({"message":"Bad token"})", "", "Bad token"},
      {R"({"timestamp":1,"status":503,"error":"Service Unavailable","path":"/x"})", "", "Service Unavailable"},
      {R"({"error":{"code":7,"message":"inner"}})", "7", "inner"},
      {"\xEF\xBB\xBF {\"message\":\"a\\n  b\"}", "", "a b"},
      {R"({"_error":null,"message":5})", "", "5"},
  };
  for (const Case& c : cases) {
    const ErrorBody read = read_error_body(c.body);
    EXPECT_EQ(read.code, c.code) << c.body;
    EXPECT_EQ(read.text, c.text) << c.body;
  }
}

TEST(ErrorBody, NamesAWebPageByItsTitle) {
  EXPECT_EQ(read_error_body("<html><head><title>502\n Bad  Gateway</title></head></html>").text,
            "a web page titled \"502 Bad Gateway\"");
  EXPECT_EQ(read_error_body("<!DOCTYPE html><p>no title").text, "a web page");
}

TEST(ErrorBody, GivesPlainTextShortenedOnOneLine) {
  EXPECT_EQ(read_error_body("  upstream\r\n timed   out\n").text, "upstream timed out");
  EXPECT_LE(read_error_body(std::string(100000, 'x')).text.size(), 303u);
  EXPECT_EQ(read_error_body(std::string("a\0b", 3)).text, "a?b");
}

TEST(ErrorBody, HasNothingToSayOfNothing) {
  EXPECT_EQ(read_error_body("").text, "");
  EXPECT_EQ(read_error_body(" \n").text, "");
}

TEST(ErrorBody, BrokenBodiesAreReadAsText) {
  EXPECT_EQ(read_error_body("{\"message\":").text, "{\"message\":");
  EXPECT_EQ(read_error_body("{\"other\":1}").text, "{\"other\":1}");
  EXPECT_EQ(read_error_body("<SIMPLE_RETURN><RESPONSE>").text, "<SIMPLE_RETURN><RESPONSE>");
  EXPECT_EQ(read_error_body("<SIMPLE_RETURN/>").text, "<SIMPLE_RETURN/>");
}

TEST(ErrorBody, HostileJsonEnds) {
  EXPECT_FALSE(read_error_body("{\"a\":" + std::string(200000, '[')).text.empty());
  std::string nested = "{\"message\":\"deep\",\"a\":";
  for (int i = 0; i < 20000; ++i) nested += "[";
  for (int i = 0; i < 20000; ++i) nested += "]";
  EXPECT_EQ(read_error_body(nested + "}").text, "deep");
}

}  // namespace
}  // namespace sluice
