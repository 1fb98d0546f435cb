#include "api/errors.h"

#include <gtest/gtest.h>

namespace sluice {
namespace {

AnswerClass of(int status, std::string_view code = "", std::string_view text = "", bool concurrency = false) {
  return classify_answer(status, code, text, concurrency);
}

TEST(Errors, BothStatusesOfBothApisMeanWait) {
  EXPECT_EQ(of(429), AnswerClass::kRateRefused);
  EXPECT_EQ(of(409), AnswerClass::kRateRefused);
  EXPECT_EQ(of(409, "1960"), AnswerClass::kConcurrencyRefused);
  EXPECT_EQ(of(400, "1965"), AnswerClass::kRateRefused) << "one page of the vendor's prints 400 for it";
  EXPECT_EQ(of(429, "", "", true), AnswerClass::kConcurrencyRefused);
}

TEST(Errors, OnlyPassingTroublesAreRetried) {
  for (const int status : {500, 502, 503, 504, 408}) EXPECT_EQ(of(status), AnswerClass::kRetry) << status;
  for (const int status : {400, 403, 404, 405, 410, 413, 414, 501, 204, 304})
    EXPECT_EQ(of(status), AnswerClass::kFinal) << status;
}

TEST(Errors, ATokenThatCannotBeDecodedAsksForANewOne) {
  EXPECT_EQ(of(401), AnswerClass::kUnauthorized);
  EXPECT_EQ(of(200, "2000"), AnswerClass::kUnauthorized);
  EXPECT_EQ(of(200, "", "Error occurred while decoding token"), AnswerClass::kUnauthorized);
}

TEST(Errors, EachFinalAnswerSaysWhatToDo) {
  EXPECT_NE(final_error(403, "2012", "User is not authorized to run the VMDR Mobile API.", "/x").message.find("VMDR Mobile API Access"),
            std::string::npos);
  EXPECT_NE(final_error(403, "2012", "User doesn't have VMDR Mobile access.", "/x").message.find("module"), std::string::npos);
  EXPECT_EQ(final_error(403, "", "", "/x").code, "no_permission");
  EXPECT_EQ(final_error(410, "", "", "/x").code, "retired");
  EXPECT_EQ(final_error(404, "", "", "/x").code, "not_found");
  EXPECT_NE(final_error(414, "", "", "/x").message.find("ids"), std::string::npos);
  EXPECT_NE(final_error(400, "1905", "parameter use_tags has invalid value: 76", "/x").message.find("use_tags"), std::string::npos);
}

TEST(Errors, TheGatewaysTextIsBounded) {
  EXPECT_LT(final_error(400, "", std::string(100000, 'x'), "/x").message.size(), 1000u);
}

}  // namespace
}  // namespace sluice
