#include "sim/answer_xml.h"

#include <gtest/gtest.h>

#include "unit/sim/answer.h"

namespace sluice::sim {
namespace {

Asset sample_asset() {
  Asset asset;
  asset.id = 231;
  asset.ip = "192.168.1.101";
  asset.friendly_name = "abhi123abhi123_iOS_Apple_5";
  asset.os = "iOS";
  asset.status = "Enrolled";
  asset.last_seen_s = 1619611266;
  asset.tags = {{7, "Sales & <Field>"}};
  Detection detection;
  detection.qid = 610100;
  detection.type = "Information";
  detection.severity = 1;
  detection.results = "iOS Device Details :\niOS : 14.5";
  detection.status = "Active";
  detection.first_found_s = 1619586096;
  detection.times_found = 21;
  asset.detections = {detection};
  return asset;
}

std::string write(const Asset& asset, std::string_view parameters, std::string_view next = "") {
  AssetQuery query;
  EXPECT_FALSE(read_asset_query(read_fields("action=list&" + std::string(parameters)), query).has_value());
  const AssetFilter filter(query, 0);
  return asset_list_xml({"gw.test", 1634543891268, std::nullopt}, query, filter, {&asset}, next);
}

TEST(AnswerXml, IsWrittenToTheLetter) {
  const std::string expected =
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
      "<!DOCTYPE ASSET_LIST_VM_DETECTION_OUTPUT SYSTEM "
      "\"https://gw.test/sem/xapi/v1/asset/asset_list_output.dtd\">\n"
      "<ASSET_LIST_VM_DETECTION_OUTPUT>\n"
      "  <RESPONSE>\n"
      "    <DATETIME>2021-10-18T07:58:11.268Z</DATETIME>\n"
      "    <ASSET_LIST>\n"
      "      <ASSET>\n"
      "        <ID>231</ID>\n"
      "        <IP>192.168.1.101</IP>\n"
      "        <ASSET_FRIENDLY_NAME>abhi123abhi123_iOS_Apple_5</ASSET_FRIENDLY_NAME>\n"
      "        <OS>iOS</OS>\n"
      "        <ASSET_STATUS>Enrolled</ASSET_STATUS>\n"
      "        <LAST_SEEN>2021-04-28 12:01:06</LAST_SEEN>\n"
      "        <DETECTION_LIST>\n"
      "          <DETECTION>\n"
      "            <QID>610100</QID>\n"
      "            <TYPE>Information</TYPE>\n"
      "            <SEVERITY>1</SEVERITY>\n"
      "            <RESULTS>\n"
      "              <![CDATA[iOS Device Details :\niOS : 14.5]]>\n"
      "            </RESULTS>\n"
      "            <STATUS>Active</STATUS>\n"
      "            <FIRST_FOUND_DATETIME>2021-04-28 05:01:36</FIRST_FOUND_DATETIME>\n"
      "            <TIMES_FOUND>21</TIMES_FOUND>\n"
      "          </DETECTION>\n"
      "        </DETECTION_LIST>\n"
      "      </ASSET>\n"
      "    </ASSET_LIST>\n"
      "    <WARNING>\n"
      "      <CODE>1980</CODE>\n"
      "      <TEXT>1000 record limit exceeded. Use URL to get next batch of results.</TEXT>\n"
      "      <URL>\n"
      "        <![CDATA[https://gw.test/sem/v1/assetList?id_min=643&action=list]]>\n"
      "      </URL>\n"
      "    </WARNING>\n"
      "  </RESPONSE>\n"
      "</ASSET_LIST_VM_DETECTION_OUTPUT>\n"
      "<!-- ";
  const std::string written = write(sample_asset(), "", "https://gw.test/sem/v1/assetList?id_min=643&action=list");
  EXPECT_EQ(written.substr(0, expected.size()), expected);
  EXPECT_EQ(written.substr(written.size() - 5), " -->\n");
  EXPECT_EQ(written.substr(expected.size(), written.size() - expected.size() - 5).find("--"), std::string::npos);
}

TEST(AnswerXml, LeavesOutWhatThereIsNot) {
  Asset bare;
  bare.id = 9;
  bare.status = "Enrolled";
  const ReadAnswer answer = read_answer(write(bare, "show_tags=1"));
  ASSERT_TRUE(answer.well_formed);
  EXPECT_EQ(answer.assets.at(0).fields, (Fields{{"ID", "9"}, {"ASSET_STATUS", "Enrolled"}}));
  EXPECT_EQ(write(bare, "").find("DETECTION_LIST"), std::string::npos);
  EXPECT_EQ(write(bare, "").find("WARNING"), std::string::npos);
  EXPECT_EQ(write(bare, "show_tags=1").find("TAGS"), std::string::npos);
}

TEST(AnswerXml, ShowsTheAssetIdASecondTimeOnRequest) {
  const ReadAnswer answer = read_answer(write(sample_asset(), "show_asset_id=1"));
  EXPECT_EQ(answer.assets.at(0).fields.at("ID"), "231");
  EXPECT_EQ(answer.assets.at(0).fields.at("ASSET_ID"), "231");
  EXPECT_EQ(write(sample_asset(), "").find("ASSET_ID"), std::string::npos);
}

TEST(AnswerXml, ShowsTagsOnRequest) {
  const ReadAnswer answer = read_answer(write(sample_asset(), "show_tags=1"));
  ASSERT_EQ(answer.assets.at(0).tags.size(), 1u);
  EXPECT_EQ(answer.assets.at(0).tags[0].first, "7");
  EXPECT_EQ(answer.assets.at(0).tags[0].second, "Sales & <Field>");
  EXPECT_EQ(write(sample_asset(), "").find("<TAG"), std::string::npos);
}

TEST(AnswerXml, LeavesResultsOutOnRequest) {
  EXPECT_EQ(write(sample_asset(), "show_results=0").find("RESULTS"), std::string::npos);
}

TEST(AnswerXml, ShowsReopenedInfoOnRequestAndOnlyOfTheReopened) {
  Asset asset = sample_asset();
  EXPECT_EQ(write(asset, "show_reopened_info=1").find("REOPENED"), std::string::npos);
  asset.detections[0].times_reopened = 2;
  asset.detections[0].first_reopened_s = 1619586096;
  asset.detections[0].last_reopened_s = 1619611266;
  const Fields shown = read_answer(write(asset, "show_reopened_info=1")).assets.at(0).detections.at(0);
  EXPECT_EQ(shown.at("FIRST_REOPENED_DATETIME"), "2021-04-28 05:01:36");
  EXPECT_EQ(shown.at("LAST_REOPENED_DATETIME"), "2021-04-28 12:01:06");
  EXPECT_EQ(shown.at("TIMES_REOPENED"), "2");
  EXPECT_EQ(write(asset, "").find("REOPENED"), std::string::npos);
}

TEST(AnswerXml, WritesOnlyTheDetectionsThatAreLeft) {
  Asset asset = sample_asset();
  asset.detections.push_back(asset.detections[0]);
  asset.detections[1].qid = 612004;
  asset.detections[1].severity = 4;
  const ReadAnswer answer = read_answer(write(asset, "severities=4"));
  ASSERT_EQ(answer.assets.at(0).detections.size(), 1u);
  EXPECT_EQ(answer.assets.at(0).detections[0].at("QID"), "612004");
}

TEST(AnswerXml, HardTextComesBackAsItWas) {
  for (const std::string& hard :
       {std::string("a]]>b"), std::string("]]>"), std::string("]]]]>>"), std::string("<![CDATA[x]]>"),
        std::string("  lead\n\ntail  \n"), std::string("&amp; <b> \"q\" 田 📦"), std::string("]]")}) {
    Asset asset = sample_asset();
    asset.username = hard;
    asset.detections[0].results = hard;
    const ReadAnswer answer = read_answer(write(asset, ""));
    ASSERT_TRUE(answer.well_formed) << hard;
    EXPECT_EQ(answer.assets.at(0).fields.at("USERNAME"), hard);
    EXPECT_EQ(answer.assets.at(0).detections.at(0).at("RESULTS"), hard);
  }
}

TEST(AnswerXml, RepeatsTheRequestBeforeTheResponse) {
  AssetQuery query;
  const AssetFilter filter(query, 0);
  const Echo echo{
      "acme_mg1", "https://gw.test/sem/v1/assetList", {{"action", "list", true}, {"os_pattern", "<&>", true}}};
  const std::string xml = asset_list_xml({"gw.test", 0, echo}, query, filter, {}, "");
  const ReadAnswer answer = read_answer(xml);
  EXPECT_LT(xml.find("<REQUEST>"), xml.find("<RESPONSE>"));
  EXPECT_EQ(answer.request.at("USER_LOGIN"), "acme_mg1");
  EXPECT_EQ(answer.request.at("RESOURCE"), "https://gw.test/sem/v1/assetList");
  EXPECT_EQ(answer.request.at("DATETIME"), "1970-01-01T00:00:00.000Z");
  ASSERT_EQ(answer.parameters.size(), 2u);
  EXPECT_EQ(answer.parameters[1].second, "<&>");
}

TEST(AnswerXml, SimpleReturnHasCodeTextAndItems) {
  const std::string xml =
      simple_return_xml({"gw.test", 1634543891268, std::nullopt}, 1960, "Wait & see", {{"CALLS_TO_FINISH", "1"}});
  const ReadAnswer answer = read_answer(xml);
  ASSERT_TRUE(answer.well_formed);
  EXPECT_NE(xml.find("<!DOCTYPE SIMPLE_RETURN SYSTEM \"https://gw.test/api/2.0/simple_return.dtd\">"),
            std::string::npos);
  EXPECT_EQ(answer.root, "SIMPLE_RETURN");
  EXPECT_EQ(answer.datetime, "2021-10-18T07:58:11.268Z");
  EXPECT_EQ(answer.code, "1960");
  EXPECT_EQ(answer.text, "Wait & see");
  EXPECT_EQ(answer.items.at("CALLS_TO_FINISH"), "1");
}

}  // namespace
}  // namespace sluice::sim
