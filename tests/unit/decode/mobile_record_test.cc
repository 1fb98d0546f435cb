#include "decode/mobile_record.h"

#include <gtest/gtest.h>

#include <string>

#include "decode_fixture.h"

namespace sluice {
namespace {

class MobileRecordTest : public ::testing::Test {
 protected:
  // One asset with those elements beside its ID.
  void read_asset(std::string_view elements) {
    decode_into(d, page_of("<ASSET><ID>231</ID>" + std::string(elements) + "</ASSET>"));
  }
  void read_detection(std::string_view elements) { decode_into(d, page_of(asset_with_detection(elements))); }

  Decoded d;
};

TEST_F(MobileRecordTest, ReadsElementsInAnyOrder) {
  decode_into(d,
              page_of("<ASSET><DETECTION_LIST><DETECTION><STATUS>New</STATUS><QID>1</QID></DETECTION></DETECTION_LIST>"
                      "<OS>iOS</OS><IP>10.0.0.1</IP><ID>7</ID></ASSET>"));
  EXPECT_EQ(d.asset(0, "id"), "7");
  EXPECT_EQ(d.asset(0, "os"), "iOS");
  EXPECT_EQ(d.asset(0, "ip"), "10.0.0.1");
  EXPECT_EQ(d.detection(0, "asset_id"), "7");
  EXPECT_EQ(d.detection(0, "status"), "New");
  EXPECT_EQ(d.detection(0, "qid"), "1");
}

// api-reference.md 6.3, the elements that no sample shows.
TEST_F(MobileRecordTest, ElementsThatAreShownOnRequestHaveTheirColumns) {
  decode_into(d, page_of("<ASSET><ID>231</ID><ASSET_ID>231</ASSET_ID><DETECTION_LIST><DETECTION><QID>1</QID>"
                         "<STATUS>Reopened</STATUS><LAST_FIXED_DATETIME>2021-04-25 01:02:03</LAST_FIXED_DATETIME>"
                         "<FIRST_REOPENED_DATETIME>2021-04-26 01:02:03</FIRST_REOPENED_DATETIME>"
                         "<LAST_REOPENED_DATETIME>2021-04-27 01:02:03</LAST_REOPENED_DATETIME>"
                         "<TIMES_REOPENED>4</TIMES_REOPENED></DETECTION></DETECTION_LIST></ASSET>"));
  EXPECT_EQ(d.asset(0, "asset_id"), "231");
  EXPECT_EQ(d.detection(0, "last_fixed_datetime"), "2021-04-25T01:02:03Z");
  EXPECT_EQ(d.detection(0, "first_reopened_datetime"), "2021-04-26T01:02:03Z");
  EXPECT_EQ(d.detection(0, "last_reopened_datetime"), "2021-04-27T01:02:03Z");
  EXPECT_EQ(d.detection(0, "times_reopened"), "4");
  EXPECT_TRUE(d.outcome.unknown_fields.empty());
}

TEST_F(MobileRecordTest, EveryFieldButTheIdIsOptional) {
  decode_into(d, page_of("<ASSET><ID>1</ID></ASSET><ASSET><ID>2</ID><DETECTION_LIST/></ASSET>"
                         "<ASSET><ID>3</ID><DETECTION_LIST><DETECTION/></DETECTION_LIST></ASSET>"));
  EXPECT_EQ(d.outcome.kind, PageKind::kPage);
  EXPECT_EQ(d.assets(), 3u);
  EXPECT_EQ(d.detections(), 1u);
  EXPECT_EQ(d.asset(0, "os"), "-");
  EXPECT_EQ(d.detection(0, "asset_id"), "3");
  EXPECT_EQ(d.detection(0, "qid"), "-");
  EXPECT_TRUE(d.outcome.warnings.empty());
}

TEST_F(MobileRecordTest, AnAssetWithoutAReadableIdIsQuarantinedAndTheOthersAreKept) {
  decode_into(
      d, page_of("<ASSET><ID>1</ID></ASSET><ASSET><OS>iOS</OS></ASSET><ASSET><ID>seven</ID></ASSET>"
                 "<ASSET><ID/></ASSET><ASSET><ID>-4</ID></ASSET><ASSET/><ASSET><ID>99999999999999999999</ID></ASSET>"
                 "<ASSET><ID>null</ID></ASSET><ASSET><ID> 2 </ID></ASSET>"));
  EXPECT_EQ(d.outcome.kind, PageKind::kPage);
  EXPECT_EQ(d.assets(), 2u);
  EXPECT_EQ(d.asset(1, "id"), "2");
  EXPECT_EQ(d.outcome.quarantined, 7u);
  ASSERT_EQ(d.outcome.quarantine.size(), 7u);
  EXPECT_EQ(d.outcome.quarantine[0].reason, "it has no ID");
  EXPECT_EQ(d.outcome.quarantine[0].sample, "<ASSET><OS>iOS</OS></ASSET>");
  EXPECT_EQ(d.outcome.quarantine[1].reason, "its ID \"seven\" is no asset id");
  EXPECT_FALSE(d.outcome.quarantine[1].id);
}

TEST_F(MobileRecordTest, ARefusedAssetLeavesNoDetectionsBehind) {
  decode_into(d,
              page_of("<ASSET><OS>iOS</OS><DETECTION_LIST><DETECTION><QID>1</QID></DETECTION></DETECTION_LIST></ASSET>"
                      "<ASSET><ID>5</ID><DETECTION_LIST><DETECTION><QID>2</QID></DETECTION></DETECTION_LIST></ASSET>"));
  EXPECT_EQ(d.detections(), 1u);
  EXPECT_EQ(d.detection(0, "qid"), "2");
  EXPECT_EQ(d.outcome.detections, 1u);
}

TEST_F(MobileRecordTest, TheLiteralNullIsNoValue) {
  read_asset(
      "<OS>null</OS><LAST_SEEN>null</LAST_SEEN><USERNAME>nullable</USERNAME><OWNERSHIP><![CDATA[null]]></OWNERSHIP>");
  EXPECT_TRUE(d.store.assets().cell(0, *d.store.assets().find_column("os")).missing());
  EXPECT_TRUE(d.store.assets().cell(0, *d.store.assets().find_column("last_seen")).missing());
  EXPECT_TRUE(d.store.assets().cell(0, *d.store.assets().find_column("ownership")).missing());
  EXPECT_EQ(d.asset(0, "os", true), "null");
  EXPECT_EQ(d.asset(0, "username"), "nullable");
  EXPECT_TRUE(d.outcome.warnings.empty());
}

TEST_F(MobileRecordTest, AnEmptyTextIsATextAndAnEmptyNumberIsNone) {
  read_asset("<OS></OS><IP/><LAST_SEEN/><ASSET_STATUS></ASSET_STATUS><ASSET_ID></ASSET_ID>");
  EXPECT_EQ(d.asset(0, "os"), "");
  EXPECT_EQ(d.asset(0, "ip"), "");
  EXPECT_EQ(d.asset(0, "last_seen"), "-");
  EXPECT_EQ(d.asset(0, "asset_status"), "-");
  EXPECT_EQ(d.asset(0, "asset_id"), "-");
  EXPECT_TRUE(d.outcome.warnings.empty());
}

TEST_F(MobileRecordTest, SpellsReopenedAsTheApiDocumentsItAndKeepsTheRawText) {
  read_detection("<STATUS>Re-Opened</STATUS>");
  EXPECT_EQ(d.detection(0, "status"), "Reopened");
  EXPECT_EQ(d.detection(0, "status", true), "Re-Opened");
}

TEST_F(MobileRecordTest, KeepsEnumValuesThatNobodyHasDocumented) {
  read_detection("<STATUS>Ignored</STATUS><TYPE>Info</TYPE>");
  EXPECT_EQ(d.detection(0, "status"), "Ignored");
  EXPECT_EQ(d.detection(0, "type"), "Info");
}

TEST_F(MobileRecordTest, ReadsDatetimesInEveryFormOfTheWire) {
  read_detection(
      "<FIRST_FOUND_DATETIME>2021-04-28 05:01:36</FIRST_FOUND_DATETIME>"
      "<LAST_FOUND_DATETIME>2021-04-28T05:01:36Z</LAST_FOUND_DATETIME>"
      "<LAST_UPDATE_DATETIME>2021-04-28T05:01:36.268Z</LAST_UPDATE_DATETIME>"
      "<LAST_FIXED_DATETIME>2021-02-30 05:01:36</LAST_FIXED_DATETIME>"
      "<FIRST_REOPENED_DATETIME>\n 2021-04-28 \n</FIRST_REOPENED_DATETIME>");
  EXPECT_EQ(d.detection(0, "first_found_datetime"), "2021-04-28T05:01:36Z");
  EXPECT_EQ(d.detection(0, "first_found_datetime", true), "2021-04-28 05:01:36");
  EXPECT_EQ(d.detection(0, "last_found_datetime", true), "2021-04-28T05:01:36Z");
  EXPECT_EQ(d.detection(0, "last_update_datetime"), "2021-04-28T05:01:36Z");
  EXPECT_EQ(d.detection(0, "last_update_datetime", true), "2021-04-28T05:01:36.268Z");
  EXPECT_EQ(d.detection(0, "last_fixed_datetime"), "2021-02-30 05:01:36") << "no such day: kept as text";
  EXPECT_EQ(d.detection(0, "first_reopened_datetime"), "2021-04-28T00:00:00Z");
  ASSERT_EQ(d.outcome.warnings.size(), 1u);
  EXPECT_EQ(d.outcome.warnings[0],
            "1 value of detections.last_fixed_datetime did not fit the type datetime and stayed text; the first is "
            "\"2021-02-30 05:01:36\".");
}

TEST_F(MobileRecordTest, ReadsIntegersAndKeepsOddSpellings) {
  read_detection(
      "<QID>0610100</QID><SEVERITY> 5 </SEVERITY><TIMES_FOUND>9007199254740993</TIMES_FOUND>"
      "<TIMES_REOPENED>1e3</TIMES_REOPENED>");
  EXPECT_EQ(d.detection(0, "qid"), "610100");
  EXPECT_EQ(d.detection(0, "qid", true), "0610100");
  EXPECT_EQ(d.detection(0, "severity"), "5");
  EXPECT_EQ(d.detection(0, "times_found"), "9007199254740993");
  EXPECT_EQ(d.detection(0, "times_found", true), "9007199254740993");
  EXPECT_EQ(d.detection(0, "times_reopened"), "1e3");
  EXPECT_EQ(d.outcome.warnings.size(), 1u);
}

TEST_F(MobileRecordTest, KeepsResultsByteForByte) {
  read_detection("<RESULTS>\n   <![CDATA[  col1\tcol2\r\n\n <b>&amp;</b>  ]]>\n  </RESULTS>");
  EXPECT_EQ(d.detection(0, "results"), "  col1\tcol2\r\n\n <b>&amp;</b>  ");
}

TEST_F(MobileRecordTest, KeepsResultsWithoutASectionWithTheirWhiteSpace) {
  read_detection("<RESULTS>  indented\n  twice &lt;x&gt;\n</RESULTS>");
  EXPECT_EQ(d.detection(0, "results"), "  indented\n  twice <x>\n");
}

TEST_F(MobileRecordTest, ResultsMayHoldMarkupThatLooksLikeTheEndOfTheAsset) {
  read_detection("<RESULTS><![CDATA[</RESULTS></DETECTION></ASSET></ASSET_LIST>]]></RESULTS><QID>3</QID>");
  EXPECT_EQ(d.detection(0, "results"), "</RESULTS></DETECTION></ASSET></ASSET_LIST>");
  EXPECT_EQ(d.detection(0, "qid"), "3");
}

TEST_F(MobileRecordTest, KeepsUnknownElementsAsColumnsAndCountsThem) {
  decode_into(d,
              page_of("<ASSET><ID>1</ID><BATTERY>80 %</BATTERY></ASSET>"
                      "<ASSET><ID>2</ID><BATTERY>70 %</BATTERY><DETECTION_LIST><DETECTION><QID>1</QID><PORT>443</PORT>"
                      "</DETECTION></DETECTION_LIST></ASSET>"));
  EXPECT_EQ(d.asset(0, "battery"), "80 %");
  EXPECT_EQ(d.asset(1, "battery"), "70 %");
  EXPECT_EQ(d.detection(0, "port"), "443");
  EXPECT_EQ(d.detection(0, "asset.battery"), "70 %");
  ASSERT_EQ(d.outcome.unknown_fields.size(), 2u);
  EXPECT_EQ(d.outcome.unknown_fields[0].path, "ASSET/BATTERY");
  EXPECT_EQ(d.outcome.unknown_fields[0].count, 2u);
  EXPECT_EQ(d.outcome.unknown_fields[0].sample, "80 %");
  EXPECT_EQ(d.outcome.unknown_fields[1].path, "DETECTION/PORT");
}

TEST_F(MobileRecordTest, KeepsTheInsideOfUnknownElementsAsText) {
  read_asset("<HARDWARE><CPU>A12</CPU><RAM unit=\"GB\">4</RAM></HARDWARE>");
  EXPECT_EQ(d.asset(0, "hardware"), "<CPU>A12</CPU><RAM unit=\"GB\">4</RAM>");
}

TEST_F(MobileRecordTest, AnUnknownElementCannotTakeTheColumnThatTheDecoderFills) {
  read_detection("<ASSET_ID>999</ASSET_ID><QID>1</QID>");
  EXPECT_EQ(d.detection(0, "asset_id"), "231");
  EXPECT_EQ(d.detection(0, "detection_asset_id"), "999");
}

TEST_F(MobileRecordTest, StrangersInTheDetectionListAreKeptWithTheAsset) {
  read_asset("<DETECTION_LIST><COUNT>1</COUNT><DETECTION><QID>4</QID></DETECTION><ID>666</ID></DETECTION_LIST>");
  EXPECT_EQ(d.asset(0, "id"), "231");
  EXPECT_EQ(d.asset(0, "detection_list_count"), "1");
  EXPECT_EQ(d.asset(0, "detection_list_id"), "666");
  EXPECT_EQ(d.detections(), 1u);
}

TEST_F(MobileRecordTest, NamesThatDifferInCaseMeetInOneColumn) {
  read_asset("<Battery>80 %</Battery><BATTERY>81 %</BATTERY><os>iOS</os>");
  EXPECT_EQ(d.asset(0, "battery"), "80 %, 81 %");
  EXPECT_EQ(d.asset(0, "os"), "iOS");
}

TEST_F(MobileRecordTest, JoinsRepeatedElementsInsteadOfLosingAny) {
  read_asset(
      "<IP>10.0.0.1</IP><IP>10.0.0.2</IP><IP>10.0.0.3</IP><LAST_SEEN>2021-04-28 12:01:06</LAST_SEEN>"
      "<LAST_SEEN>2021-04-29 12:01:06</LAST_SEEN><OS>null</OS><OS>iOS</OS>");
  EXPECT_EQ(d.asset(0, "ip"), "10.0.0.1, 10.0.0.2, 10.0.0.3");
  EXPECT_EQ(d.asset(0, "last_seen"), "2021-04-28T12:01:06Z");
  EXPECT_EQ(d.asset(0, "last_seen", true), "2021-04-28 12:01:06, 2021-04-29 12:01:06");
  EXPECT_EQ(d.asset(0, "os"), "iOS");
  ASSERT_EQ(d.outcome.warnings.size(), 2u);
  EXPECT_EQ(d.outcome.warnings[0], "ASSET/IP stood more than once in 1 row; the values were joined.");
}

TEST_F(MobileRecordTest, SeveralDetectionListsAreOne) {
  read_asset(
      "<DETECTION_LIST><DETECTION><QID>1</QID></DETECTION></DETECTION_LIST><OS>iOS</OS>"
      "<DETECTION_LIST><DETECTION><QID>2</QID></DETECTION></DETECTION_LIST>");
  EXPECT_EQ(d.detections(), 2u);
  EXPECT_EQ(d.detection(1, "qid"), "2");
  EXPECT_EQ(d.detection(1, "asset.os"), "iOS");
}

TEST_F(MobileRecordTest, GivesTagsAsAListOfObjects) {
  read_asset(
      "<TAGS><TAG><TAG_ID>17</TAG_ID><NAME><![CDATA[Cloud \"A\"]]></NAME></TAG>"
      "<TAG><TAG_ID>x</TAG_ID><NAME>B &amp; C</NAME></TAG></TAGS>");
  EXPECT_EQ(d.asset(0, "tags"), R"([{"tag_id":17,"name":"Cloud \"A\""},{"tag_id":"x","name":"B & C"}])");
}

TEST_F(MobileRecordTest, ToleratesOtherShapesOfTags) {
  decode_into(d, page_of("<ASSET><ID>1</ID><TAGS/></ASSET><ASSET><ID>2</ID><TAGS><TAG>one</TAG></TAGS></ASSET>"
                         "<ASSET><ID>3</ID><TAGS>two</TAGS></ASSET><ASSET><ID>4</ID><TAGS>null</TAGS></ASSET>"
                         "<ASSET><ID>5</ID><TAGS><TAG>a</TAG></TAGS><TAGS><TAG>b</TAG></TAGS></ASSET>"));
  EXPECT_EQ(d.asset(0, "tags"), "[]");
  EXPECT_EQ(d.asset(1, "tags"), R"([{"name":"one"}])");
  EXPECT_EQ(d.asset(2, "tags"), R"([{"name":"two"}])");
  EXPECT_EQ(d.asset(3, "tags"), "-");
  EXPECT_EQ(d.asset(4, "tags"), R"([{"name":"a"},{"name":"b"}])");
}

TEST_F(MobileRecordTest, EqualQidsOfOneAssetAreAllKeptAndTold) {
  decode_into(d,
              page_of("<ASSET><ID>8</ID><DETECTION_LIST><DETECTION><QID>5</QID></DETECTION><DETECTION><QID>6</QID>"
                      "</DETECTION><DETECTION><QID>5</QID></DETECTION></DETECTION_LIST></ASSET>"
                      "<ASSET><ID>9</ID><DETECTION_LIST><DETECTION><QID>5</QID></DETECTION></DETECTION_LIST></ASSET>"));
  EXPECT_EQ(d.detections(), 4u);
  ASSERT_EQ(d.outcome.warnings.size(), 1u);
  EXPECT_EQ(d.outcome.warnings[0], "Asset 8 has QID 5 2 times; all were kept.");
}

TEST_F(MobileRecordTest, ToleratesAttributesAndCountsThem) {
  read_asset("<OS lang=\"en\">iOS</OS><IP lang='x'>1.1.1.1</IP>");
  EXPECT_EQ(d.asset(0, "os"), "iOS");
  EXPECT_EQ(d.asset(0, "ip"), "1.1.1.1");
  ASSERT_EQ(d.outcome.unknown_fields.size(), 2u);
  EXPECT_EQ(d.outcome.unknown_fields[0].path, "ASSET/OS/@lang");
}

TEST_F(MobileRecordTest, AFieldOverItsLimitQuarantinesTheRecordAndNamesTheLimit) {
  DecodeLimits limits;
  limits.text_bytes_max = 1000;
  decode_into(d,
              page_of("<ASSET><ID>1</ID><DETECTION_LIST><DETECTION><RESULTS>" + std::string(1001, 'x') +
                      "</RESULTS></DETECTION></DETECTION_LIST></ASSET><ASSET><ID>2</ID><OS>" + std::string(1000, 'y') +
                      "</OS></ASSET>"),
              kWhole, limits);
  EXPECT_EQ(d.assets(), 1u);
  EXPECT_EQ(d.detections(), 0u);
  ASSERT_EQ(d.outcome.quarantine.size(), 1u);
  EXPECT_EQ(d.outcome.quarantine[0].id, 1);
  EXPECT_EQ(d.outcome.quarantine[0].reason,
            "its field RESULTS is 1.0 kB long, over the limit of 1.0 kB (text_bytes_max)");
}

// Joining must not cost the square of the count.
TEST_F(MobileRecordTest, AnElementRepeatedWithoutEndIsReadInReasonableTime) {
  std::string many;
  for (int i = 0; i < 300000; ++i) many += "<A>1</A>";
  read_asset(many);
  EXPECT_EQ(d.asset(0, "a").size(), 300000u * 3 - 2);
}

TEST_F(MobileRecordTest, MoreUnknownFieldsThanColumnsAreCountedAndTheRestIsKept) {
  std::string many;
  for (int i = 0; i < 2000; ++i) many += "<F" + std::to_string(i) + ">v</F" + std::to_string(i) + ">";
  read_asset(many + "<OS>iOS</OS>");
  EXPECT_EQ(d.asset(0, "os"), "iOS");
  EXPECT_EQ(d.asset(0, "f400"), "v");
  EXPECT_EQ(d.store.assets().column_count(), kColumnCountMax);
  EXPECT_EQ(d.outcome.unknown_fields.size(), DecodeLimits{}.unknown_fields_max);
  ASSERT_EQ(d.outcome.warnings.size(), 1u);
  EXPECT_NE(d.outcome.warnings[0].find("found no column"), std::string::npos);
}

TEST_F(MobileRecordTest, ColumnsStayTheSameOverPages) {
  decode_into(d, page_of("<ASSET><ID>1</ID><BATTERY>80 %</BATTERY></ASSET>"));
  decode_into(d, page_of("<ASSET><ID>2</ID><WIFI>home</WIFI><BATTERY>70 %</BATTERY></ASSET>"));
  EXPECT_EQ(d.asset(0, "battery"), "80 %");
  EXPECT_EQ(d.asset(1, "battery"), "70 %");
  EXPECT_EQ(d.asset(0, "wifi"), "-");
  EXPECT_EQ(d.asset(1, "wifi"), "home");
}

TEST(AssetIdNearStart, ReadsOnlyTheAssetsOwnId) {
  EXPECT_EQ(asset_id_near_start("<ASSET>\n <ID> 231 </ID>"), 231);
  EXPECT_EQ(asset_id_near_start("<ASSET><DETECTION_LIST><ID>4</ID>"), std::nullopt);
  EXPECT_EQ(asset_id_near_start("<ASSET><ID>x</ID>"), std::nullopt);
  EXPECT_EQ(asset_id_near_start("<ASSET><ID>23"), std::nullopt);
  EXPECT_EQ(asset_id_near_start(std::string(5000, ' ') + "<ID>4</ID>"), std::nullopt);
}

}  // namespace
}  // namespace sluice
