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

// api-reference.md 7.4. The code 1980 is a page's warning, not an error.
TEST(Errors, EachDocumentedCodeOfARequestThatIsWrongIsFinalAndShownInItsWords) {
  const std::pair<const char*, const char*> documented[] = {
      {"1901", "Unrecognized parameter(s): colour"},
      {"1903", "Missing required parameter(s): action"},
      {"1904", "Please specify only one of these parameters: a, b"},
      {"1905", "parameter ids has invalid value: x"},
      {"1907", "The following combination of key=value pairs is not supported: a=1, b=2"},
      {"1908", "Request method (GET or POST) is incompatible with specified parameter(s): a"},
      {"1922", "Please specify at least one of the following parameters: a, b"},
  };
  for (const auto& [code, text] : documented) {
    EXPECT_EQ(of(400, code, text), AnswerClass::kFinal) << code;
    EXPECT_NE(final_error(400, code, text, "/x").message.find(text), std::string::npos) << code;
  }
  for (const char* code : {"1920", "1965"}) EXPECT_EQ(of(409, code), AnswerClass::kRateRefused) << code;
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

struct Said {
  const char* text;
  const char* code;
  const char* advice;  // a word that only the right advice has
};

TEST(Errors, EachOfTheGuidesEightMessagesHasItsAdviceWhateverTheStatus) {  // api-reference.md 6.5
  const Said kSaid[] = {
      {"Unrecognized parameter(s): foo (action=list allows: action, ids)", "refused", "Take the named parameters out"},
      {"Missing required parameter(s): action", "refused", "drops the query"},
      {"parameter use_tags has invalid value: 76 (please specify one of the following: 1,0)", "refused", "Correct that value"},
      {"Internal Error", "server_error", "Qualys Support"},
      {"User is not authorized to run the VMDR Mobile API.", "no_permission", "permission \"VMDR Mobile API Access\""},
      {"User doesn't have VMDR Mobile access.", "no_permission", "module VMDR Mobile is not enabled"},
      {"Error occurred while decoding token", "bad_credentials", "another platform"},
      {"Error occurred while checking user access", "server_error", "could not look up"},
  };
  for (const Said& said : kSaid) {
    for (const int status : {200, 400, 403, 404}) {
      const Error error = final_error(status, "", said.text, "/sem/v1/assetList");
      EXPECT_EQ(error.code, said.code) << said.text << status;
      EXPECT_NE(error.message.find(said.text), std::string::npos) << error.message;
      EXPECT_NE(error.message.find(said.advice), std::string::npos) << error.message;
    }
  }
}

TEST(Errors, APermissionIsNamedWithThePlaceWhereItIsGiven) {  // api-reference.md 3.4
  const std::string mobile = final_error(403, "", "", "/sem/v1/assetList").message;
  EXPECT_NE(mobile.find("\"VMDR Mobile API Access\""), std::string::npos);
  EXPECT_NE(mobile.find("\"VMDR Mobile User\""), std::string::npos);
  const std::string ot = final_error(403, "", "", "/ot/1.0/host/list").message;
  EXPECT_NE(ot.find("\"VMDR OT.API.ACCESS\""), std::string::npos);
  EXPECT_NE(ot.find("without the UI permission may see less"), std::string::npos);
  EXPECT_EQ(ot.find("Mobile"), std::string::npos);
}

TEST(Errors, NothingFoundNamesItsPossibleCauses) {  // api-reference.md 5.5
  const std::string old = final_error(404, "", "", "/ot/v1/host/list").message;
  for (const char* cause : {"retired", "path is wrong", "not enabled"}) EXPECT_NE(old.find(cause), old.npos) << cause;
  const std::string current = final_error(404, "", "", "/ot/1.0/host/list").message;
  for (const char* cause : {"path is wrong", "not enabled"}) EXPECT_NE(current.find(cause), current.npos) << cause;
  EXPECT_EQ(current.find("retired"), std::string::npos);
  EXPECT_NE(final_error(404, "", "", "/sem/v1/assetList").message.find("the other documented one"), std::string::npos);
}

TEST(Errors, ARetiredVersionNamesItsSuccessor) {
  const Error error = final_error(410, "", "Gone", "/ot/v1/host/list");
  EXPECT_EQ(error.code, "retired");
  EXPECT_NE(error.message.find("\"Gone\""), std::string::npos);
  EXPECT_NE(error.message.find("apiVersion 1.0"), std::string::npos);
}

TEST(Errors, PagesThatAreTooLargeAndSilentRefusalsSayWhatToTry) {
  EXPECT_NE(final_error(416, "", "", "/ot/1.0/host/list").message.find("at most 100"), std::string::npos);
  EXPECT_NE(final_error(400, "", "", "/ot/1.0/host/list").message.find("does not say what"), std::string::npos);
  EXPECT_NE(final_error(400, "400", "bad token in filter", "/ot/1.0/host/list").message.find("\"bad token in filter\""),
            std::string::npos);
  EXPECT_EQ(final_error(401, "", "", "/ot/1.0/host/list").code, "bad_credentials");
}

TEST(Errors, ATokenThatCannotBeDecodedIsNeverTakenForAPassingTrouble) {
  EXPECT_EQ(of(500, "999", "Error occurred while decoding token"), AnswerClass::kUnauthorized);
  EXPECT_EQ(of(500, "999", "Error occurred while checking user access"), AnswerClass::kRetry);
  EXPECT_EQ(of(500, "999", "Internal Error"), AnswerClass::kRetry);
}

TEST(Errors, TheGatewaysTextIsBounded) {
  EXPECT_LT(final_error(400, "", std::string(100000, 'x'), "/x").message.size(), 1000u);
}

}  // namespace
}  // namespace sluice
