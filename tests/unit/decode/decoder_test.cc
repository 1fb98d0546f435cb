#include "decode/decoder.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "base/sha256.h"
#include "decode_fixture.h"

namespace sluice {
namespace {

class DecoderTest : public ::testing::Test {
 protected:
  PageOutcome decode(std::string_view body, const DecodeLimits& limits = {}) {
    decode_into(d, body, kWhole, limits);
    return d.outcome;
  }

  Decoded d;
};

// ── the vendor's sample ──────────────────────────────────────────────────────────────────────────────────────────────

TEST_F(DecoderTest, TheSampleParsesToExactlyItsValues) {
  const PageOutcome outcome = decode(read_test_data("mobile-asset-list.xml"));
  ASSERT_EQ(outcome.kind, PageKind::kPage);
  EXPECT_EQ(outcome.message, "");
  EXPECT_EQ(outcome.datetime, "2021-10-18T07:58:11.268Z");
  EXPECT_EQ(outcome.assets, 1u);
  EXPECT_EQ(outcome.detections, 1u);
  EXPECT_EQ(outcome.sanitized, 0u);
  EXPECT_EQ(outcome.quarantined, 0u);
  EXPECT_TRUE(outcome.unknown_fields.empty());
  EXPECT_TRUE(outcome.warnings.empty());
  ASSERT_TRUE(outcome.warning);
  EXPECT_EQ(outcome.warning->code, "1980");
  EXPECT_EQ(outcome.warning->text, "1 record limit exceeded. Use URL to get next batch of results.");
  EXPECT_EQ(outcome.warning->url,
            "https://gateway.p04.eng.sjc01.qualys.com/sem/v1/assetList?id_min=643&action=list&truncation_limit=1");

  const std::vector<std::pair<const char*, const char*>> asset = {
      {"id", "231"},
      {"asset_id", "-"},
      {"ip", "192.168.1.101"},
      {"ipv6", "2401:4900:52b8:8433:204a:25d7:89b0:1a51"},
      {"asset_friendly_name", "abhi123abhi123_iOS_Apple_5"},
      {"os", "iOS"},
      {"os_version", "14.5"},
      {"asset_status", "Enrolled"},
      {"last_seen", "2021-04-28T12:01:06Z"},
      {"ownership", "Corporate - Owned"},
      {"model_name", "iPad (5th generation)"},
      {"manufacturer", "Apple, Inc."},
      {"username", "abhi123abhi123"},
      {"tags", "-"},
  };
  EXPECT_EQ(d.store.assets().column_count(), asset.size());
  for (const auto& [column, value] : asset) EXPECT_EQ(d.asset(0, column), value) << column;

  const std::vector<std::pair<const char*, const char*>> detection = {
      {"asset_id", "231"},
      {"qid", "610100"},
      {"type", "Information"},
      {"severity", "1"},
      {"results", "iOS Device Details :\niOS : 14.5\nModel : iPad (5th generation)"},
      {"status", "Active"},
      {"first_found_datetime", "2021-04-28T05:01:36Z"},
      {"last_found_datetime", "2021-04-28T12:01:07Z"},
      {"times_found", "21"},
      {"last_update_datetime", "2021-04-28T12:01:07Z"},
      {"last_fixed_datetime", "-"},
      {"first_reopened_datetime", "-"},
      {"last_reopened_datetime", "-"},
      {"times_reopened", "-"},
      {"asset.model_name", "iPad (5th generation)"},
  };
  for (const auto& [column, value] : detection) EXPECT_EQ(d.detection(0, column), value) << column;
  EXPECT_EQ(d.asset(0, "last_seen", true), "2021-04-28 12:01:06");
}

TEST_F(DecoderTest, NoPrefixOfTheSampleIsTakenForAPage) {
  const std::string sample = read_test_data("mobile-asset-list.xml");
  const std::string_view end_tag = "</ASSET_LIST_VM_DETECTION_OUTPUT>";
  const size_t root_end = sample.find(end_tag) + end_tag.size();
  ASSERT_LT(root_end, sample.size());
  for (size_t length = 0; length < root_end; ++length) {
    Decoded cut;
    decode_into(cut, std::string_view(sample).substr(0, length));
    ASSERT_EQ(cut.outcome.kind, length == 0 ? PageKind::kEmpty : PageKind::kCut) << length;
    ASSERT_FALSE(cut.outcome.message.empty());
    ASSERT_EQ(cut.assets(), 0u);
  }
}

TEST_F(DecoderTest, ACutInsideTheCommentBehindTheRootIsACutToo) {
  const std::string sample = read_test_data("mobile-asset-list.xml");
  EXPECT_EQ(decode(std::string_view(sample).substr(0, sample.rfind("-->"))).kind, PageKind::kCut);
}

// ── fuel ─────────────────────────────────────────────────────────────────────────────────────────────────────────────

std::vector<std::string> documents_of_every_kind() {
  const std::string sample = read_test_data("mobile-asset-list.xml");
  return {
      sample,
      "\xEF\xBB\xBF" + sample,
      sample + "trailing",
      sample + "<ASSET/>",
      sample.substr(0, sample.size() / 2),
      page_of(""),
      page_of(
          "<ASSET><ID>1</ID><OS>\x01\xC3(\xF0\x9F\x93\xB1&#0;</OS></ASSET><ASSET><OS>x</OS></ASSET><ASSET><ID>3</ID><B>"
          "</ASSET><ASSET><ID>4</ID><OS>a < b</OS></ASSET><ASSET><ID>5</ID><NEW>n</NEW></ASSET>"),
      page_of("<ASSET><ID>1</ID></ASSET>", "<BROKEN>"),
      "<SIMPLE_RETURN><RESPONSE><CODE>999</CODE><TEXT>Internal Error</TEXT></RESPONSE></SIMPLE_RETURN>",
      "<!DOCTYPE html><html></html>",
      "<!DOCTYPE a [<!ENTITY b \"c\">]><a>&b;</a>",
      "<OTHER/>",
      "{\"json\":true}",
      " \n ",
      "",
  };
}

TEST(DecoderFuel, OneByteAtATimeGivesTheSameRowsAndOutcome) {
  for (const std::string& body : documents_of_every_kind()) {
    Decoded whole;
    decode_into(whole, body);
    Decoded slow;
    decode_into(slow, body, 1);
    EXPECT_EQ(slow.all(), whole.all()) << body;
  }
}

TEST(DecoderFuel, AnyRationsGiveTheSameRowsAndOutcome) {
  for (const std::string& body : documents_of_every_kind()) {
    Decoded whole;
    decode_into(whole, body);
    for (uint64_t seed = 0; seed < 20; ++seed) EXPECT_EQ(decoded_at_random(body, seed), whole.all()) << seed << body;
  }
}

TEST(DecoderFuel, ProgressGrowsToTheEndAndOneTurnTakesNoMoreThanItsFuel) {
  const std::string body = read_test_data("mobile-asset-list.xml");
  AssetStore store(mobile_asset_columns(), mobile_detection_columns());
  const auto decoder = make_mobile_decoder(body, store);
  EXPECT_EQ(decoder->position(), 0u);
  size_t before = 0;
  while (decoder->work({100}) == Work::kMore) {
    EXPECT_LE(decoder->position(), before + 100);
    EXPECT_GT(decoder->position(), before);
    before = decoder->position();
  }
  EXPECT_EQ(decoder->position(), body.size());
  EXPECT_EQ(decoder->work({100}), Work::kDone);
}

TEST(DecoderFuel, WithoutFuelNothingHappens) {
  AssetStore store(mobile_asset_columns(), mobile_detection_columns());
  const auto decoder = make_mobile_decoder(page_of(""), store);
  EXPECT_EQ(decoder->work({0}), Work::kMore);
  EXPECT_EQ(decoder->position(), 0u);
}

TEST(DecoderCommit, RowsArePendingUntilTheCallerDecides) {
  AssetStore store(mobile_asset_columns(), mobile_detection_columns());
  const auto decoder = make_mobile_decoder(page_of("<ASSET><ID>1</ID></ASSET>"), store);
  decoder->work({kWhole});
  EXPECT_EQ(store.assets().row_end(), 0u);
  EXPECT_EQ(store.assets().pending_count(), 1u);
}

// ── pages ────────────────────────────────────────────────────────────────────────────────────────────────────────────

TEST_F(DecoderTest, APageWithoutAssetsIsAGoodPage) {
  EXPECT_EQ(decode(page_of("")).kind, PageKind::kPage);
  EXPECT_EQ(decode(page_of("\n")).assets, 0u);
  EXPECT_EQ(
      decode("<ASSET_LIST_VM_DETECTION_OUTPUT><RESPONSE><ASSET_LIST/></RESPONSE></ASSET_LIST_VM_DETECTION_OUTPUT>")
          .kind,
      PageKind::kPage);
  EXPECT_EQ(decode("<ASSET_LIST_VM_DETECTION_OUTPUT><RESPONSE/></ASSET_LIST_VM_DETECTION_OUTPUT>").kind,
            PageKind::kPage);
}

TEST_F(DecoderTest, AnEmptyDocumentIsAPageWithAWarning) {
  const PageOutcome outcome = decode("<ASSET_LIST_VM_DETECTION_OUTPUT/>");
  EXPECT_EQ(outcome.kind, PageKind::kPage);
  EXPECT_EQ(outcome.warnings, std::vector<std::string>{"The document has no RESPONSE element."});
}

TEST_F(DecoderTest, APageWithoutAssetsMaySayThatMoreFollow) {
  const PageOutcome outcome =
      decode(page_of("", "<WARNING><CODE>1980</CODE><URL>https://h/x?id_min=5&amp;a=1</URL></WARNING>"));
  EXPECT_EQ(outcome.kind, PageKind::kPage);
  ASSERT_TRUE(outcome.warning);
  EXPECT_EQ(outcome.warning->url, "https://h/x?id_min=5&a=1");
}

TEST_F(DecoderTest, TheWarningIsFoundBeforeTheListAndInIt) {
  const std::string warning = "<WARNING><URL>\n https://h/x?id_min=5 \n</URL><CODE> 1980 </CODE></WARNING>";
  const std::string asset = "<ASSET><ID>1</ID></ASSET>";
  for (const std::string& body : {"<ASSET_LIST_VM_DETECTION_OUTPUT><RESPONSE>" + warning + "<ASSET_LIST>" + asset +
                                      "</ASSET_LIST></RESPONSE></ASSET_LIST_VM_DETECTION_OUTPUT>",
                                  page_of(asset + warning), page_of(asset, warning)}) {
    const PageOutcome outcome = decode(body);
    ASSERT_TRUE(outcome.warning) << body;
    EXPECT_EQ(outcome.warning->code, "1980");
    EXPECT_EQ(outcome.warning->url, "https://h/x?id_min=5");
    EXPECT_EQ(outcome.assets, 1u);
  }
}

TEST_F(DecoderTest, OnlyAWarningWithACodeCountsAndTheNextPageGoesFirst) {
  EXPECT_FALSE(decode(page_of("", "<WARNING><TEXT>Slow today</TEXT></WARNING>")).warning);
  const PageOutcome outcome =
      decode(page_of("",
                     "<WARNING><CODE>1</CODE><TEXT>other</TEXT></WARNING><WARNING><CODE>1980</CODE>"
                     "<TEXT>more</TEXT></WARNING><WARNING><CODE>2</CODE></WARNING>"));
  ASSERT_TRUE(outcome.warning);
  EXPECT_EQ(outcome.warning->text, "more");
  EXPECT_EQ(outcome.warnings,
            (std::vector<std::string>{"The gateway warns: other (code 1)", "The gateway warns:  (code 2)"}));
}

TEST_F(DecoderTest, AnAssetInACommentOrASectionIsNone) {
  const PageOutcome outcome =
      decode(page_of("<!-- <ASSET><ID>1</ID></ASSET> it's \"old\" --><ASSET><ID>2</ID></ASSET>"
                     "<![CDATA[<ASSET><ID>3</ID></ASSET>]]>"));
  EXPECT_EQ(outcome.kind, PageKind::kPage);
  EXPECT_EQ(outcome.assets, 1u);
  EXPECT_EQ(d.asset(0, "id"), "2");
}

TEST_F(DecoderTest, ReadsTheEchoOfTheRequest) {
  const std::string echo =
      "<REQUEST><DATETIME>2021-10-18T07:58:11Z</DATETIME><PARAM_LIST><PARAM><KEY>action</KEY><VALUE>list</VALUE></"
      "PARAM>"
      "<PARAM><KEY>os_pattern</KEY><VALUE><![CDATA[^a&b$]]></VALUE></PARAM></PARAM_LIST></REQUEST>";
  const PageOutcome outcome =
      decode("<ASSET_LIST_VM_DETECTION_OUTPUT>" + echo + "<RESPONSE/></ASSET_LIST_VM_DETECTION_OUTPUT>");
  const std::vector<std::pair<std::string, std::string>> expected = {{"action", "list"}, {"os_pattern", "^a&b$"}};
  EXPECT_EQ(outcome.echoed_request, expected);
}

TEST_F(DecoderTest, CountsUnknownElementsOutsideTheAssets) {
  const PageOutcome outcome = decode(page_of("<NOTE>x</NOTE>", "<TOTAL>5</TOTAL>"));
  ASSERT_EQ(outcome.unknown_fields.size(), 2u);
  EXPECT_EQ(outcome.unknown_fields[0].path, "ASSET_LIST/NOTE");
  EXPECT_EQ(outcome.unknown_fields[1].path, "RESPONSE/TOTAL");
  EXPECT_EQ(outcome.unknown_fields[1].sample, "5");
}

TEST_F(DecoderTest, AByteOrderMarkIsNoText) { EXPECT_EQ(decode("\xEF\xBB\xBF" + page_of("")).kind, PageKind::kPage); }

// ── bytes that are no text ───────────────────────────────────────────────────────────────────────────────────────────

TEST_F(DecoderTest, BadBytesAreReplacedCountedAndTheRecordIsKept) {
  const std::string body = page_of("<ASSET><ID>1</ID><OS>i\x01O\xFFS\xED\xA0\x80</OS></ASSET>");
  const PageOutcome outcome = decode(body);
  EXPECT_EQ(outcome.kind, PageKind::kPage);
  EXPECT_EQ(outcome.sanitized, 5u);
  EXPECT_EQ(outcome.first_sanitized_offset, body.find('\x01'));
  EXPECT_EQ(d.asset(0, "os"), "i?O?S???");
}

TEST_F(DecoderTest, ANulByteEndsNothing) {
  std::string body = page_of("<ASSET><ID>1</ID><OS>before@after</OS></ASSET>");
  body[body.find('@')] = '\0';
  EXPECT_EQ(decode(body).sanitized, 1u);
  EXPECT_EQ(d.asset(0, "os"), "before?after");
}

TEST_F(DecoderTest, AReferenceToAForbiddenCharacterIsReplacedAndCountedAtItsPlace) {
  const std::string body = page_of("<ASSET><ID>1</ID><OS>a&#0;b</OS></ASSET>");
  const PageOutcome outcome = decode(body);
  EXPECT_EQ(d.asset(0, "os"), "a?b");
  EXPECT_EQ(outcome.sanitized, 4u);
  EXPECT_EQ(outcome.first_sanitized_offset, body.find("&#0;"));
}

// ── quarantine ───────────────────────────────────────────────────────────────────────────────────────────────────────

TEST_F(DecoderTest, ABrokenRecordIsQuarantinedAndItsNeighboursAreKept) {
  const PageOutcome outcome =
      decode(page_of("<ASSET><ID>1</ID></ASSET><ASSET><ID>2</ID><OS>iOS</ASSET><ASSET><ID>3</ID>"
                     "</ASSET><ASSET><ID>4</ID><OS>a < b</OS></ASSET><ASSET><ID>5</ID></ASSET>"));
  EXPECT_EQ(outcome.kind, PageKind::kPage);
  EXPECT_EQ(outcome.assets, 3u);
  EXPECT_EQ(outcome.quarantined, 2u);
  EXPECT_EQ(outcome.quarantine[0].id, 2);
  EXPECT_NE(outcome.quarantine[0].reason.find("broken XML"), std::string::npos);
  EXPECT_EQ(outcome.quarantine[1].id, 4);
  EXPECT_EQ(d.asset(2, "id"), "5");
}

TEST_F(DecoderTest, ARecordOverItsLimitIsSkippedWithItsIdAndTheLimitNamed) {
  DecodeLimits limits;
  limits.record_bytes_max = 2000;
  const PageOutcome outcome = decode(
      page_of("<ASSET><ID>1</ID><OS>" + std::string(3000, 'x') + "</OS></ASSET><ASSET><ID>2</ID></ASSET>"), limits);
  EXPECT_EQ(outcome.kind, PageKind::kPage);
  EXPECT_EQ(outcome.assets, 1u);
  ASSERT_EQ(outcome.quarantine.size(), 1u);
  EXPECT_EQ(outcome.quarantine[0].id, 1);
  EXPECT_EQ(outcome.quarantine[0].reason, "it is 3.0 kB long, over the limit of 2.0 kB (record_bytes_max)");
  EXPECT_LT(outcome.quarantine[0].sample.size(), 300u);
}

TEST_F(DecoderTest, ARecordNestedTooDeepIsQuarantined) {
  std::string deep;
  for (int i = 0; i < 100000; ++i) deep += "<A>";
  for (int i = 0; i < 100000; ++i) deep += "</A>";
  const PageOutcome outcome = decode(page_of("<ASSET><ID>1</ID>" + deep + "</ASSET><ASSET><ID>2</ID></ASSET>"));
  EXPECT_EQ(outcome.assets, 1u);
  ASSERT_EQ(outcome.quarantine.size(), 1u);
  EXPECT_EQ(outcome.quarantine[0].reason, "it is nested deeper than 32 levels (nesting_max)");
}

TEST_F(DecoderTest, TheQuarantineIsListedUpToItsLimitAndCountedBeyond) {
  DecodeLimits limits;
  limits.quarantine_max = 3;
  std::string assets;
  for (int i = 0; i < 10; ++i) assets += "<ASSET/>";
  const PageOutcome outcome = decode(page_of(assets), limits);
  EXPECT_EQ(outcome.quarantined, 10u);
  EXPECT_EQ(outcome.quarantine.size(), 3u);
}

// ── answers that are no page ─────────────────────────────────────────────────────────────────────────────────────────

TEST_F(DecoderTest, AnErrorDocumentGivesCodeAndText) {
  const PageOutcome outcome = decode(
      "<?xml version=\"1.0\" encoding=\"UTF-8\" ?>\n<!DOCTYPE SIMPLE_RETURN SYSTEM \"https://h/simple_return.dtd\">\n"
      "<SIMPLE_RETURN><RESPONSE><DATETIME>2021-10-18T07:58:11Z</DATETIME><CODE>2012</CODE>"
      "<TEXT>User doesn&apos;t have VMDR Mobile access.</TEXT></RESPONSE></SIMPLE_RETURN>");
  EXPECT_EQ(outcome.kind, PageKind::kErrorDocument);
  EXPECT_EQ(outcome.error_code, "2012");
  EXPECT_EQ(outcome.error_text, "User doesn't have VMDR Mobile access.");
  EXPECT_EQ(outcome.message, "The gateway refused the call with code 2012: User doesn't have VMDR Mobile access.");
}

TEST_F(DecoderTest, AWebPageIsNamedByItsTitle) {
  const PageOutcome outcome =
      decode("\n<!-- proxy -->\n<!DoctYPE HTML><html><head><title>Sign in</title></head></html>");
  EXPECT_EQ(outcome.kind, PageKind::kHtml);
  EXPECT_EQ(outcome.message,
            "The answer is a web page titled \"Sign in\" instead of XML: a proxy's error or a log-in page. Check the "
            "gateway's address and the proxy, then ask again.");
  EXPECT_EQ(decode("<HTML><BODY>").kind, PageKind::kHtml);
}

TEST_F(DecoderTest, NothingIsEmpty) {
  EXPECT_EQ(decode("").kind, PageKind::kEmpty);
  EXPECT_EQ(decode(" \r\n\t ").kind, PageKind::kEmpty);
  EXPECT_EQ(decode("\xEF\xBB\xBF").kind, PageKind::kEmpty);
  EXPECT_FALSE(d.outcome.message.empty());
}

TEST_F(DecoderTest, ACutBodySaysHowFarItCame) {
  const std::string body = page_of("<ASSET><ID>1</ID></ASSET><ASSET><ID>2</ID></ASSET><ASSET><I");
  const PageOutcome outcome = decode(std::string_view(body).substr(0, body.find("<I<") + 2));
  EXPECT_EQ(outcome.kind, PageKind::kCut);
  EXPECT_NE(outcome.message.find("2 whole assets"), std::string::npos) << outcome.message;
  EXPECT_NE(outcome.message.find("truncation_limit"), std::string::npos);
  EXPECT_EQ(d.assets(), 0u);
}

TEST_F(DecoderTest, AnUnknownRootIsNamedWithoutReadingOn) {
  const PageOutcome outcome = decode("<HOST_LIST_VM_DETECTION_OUTPUT><broken");
  EXPECT_EQ(outcome.kind, PageKind::kUnknownRoot);
  EXPECT_NE(outcome.message.find("<HOST_LIST_VM_DETECTION_OUTPUT>"), std::string::npos);
  EXPECT_EQ(decode("<asset_list_vm_detection_output/>").kind, PageKind::kUnknownRoot);
}

TEST_F(DecoderTest, JsonAndPlainTextAreNotXml) {
  EXPECT_EQ(decode("{\"message\":\"x\"}").kind, PageKind::kNotXml);
  const PageOutcome outcome = decode("upstream connect\nerror");
  EXPECT_EQ(outcome.kind, PageKind::kNotXml);
  EXPECT_NE(outcome.message.find("\"upstream connect error\""), std::string::npos) << outcome.message;
}

TEST_F(DecoderTest, BytesBehindTheRootSpoilThePage) {
  const PageOutcome outcome = decode(page_of("<ASSET><ID>1</ID></ASSET>") + "<!-- fine -->\n<b>Warning</b>");
  EXPECT_EQ(outcome.kind, PageKind::kTrailingBytes);
  EXPECT_NE(outcome.message.find("<b>Warning</b>"), std::string::npos) << outcome.message;
  EXPECT_EQ(d.assets(), 0u);
  EXPECT_EQ(decode(page_of("") + std::string(1, '\0')).kind, PageKind::kTrailingBytes);
}

TEST_F(DecoderTest, AnInternalDtdIsRefusedBeforeAnythingOfItIsRead) {
  EXPECT_EQ(
      decode("<!DOCTYPE ASSET_LIST_VM_DETECTION_OUTPUT [<!ENTITY x SYSTEM \"file:///etc/passwd\">]>" + page_of(""))
          .kind,
      PageKind::kInternalDtd);
}

TEST_F(DecoderTest, ABillionLaughsStayUnlaughed) {
  std::string body = "<?xml version=\"1.0\"?>\n<!DOCTYPE lolz [\n <!ENTITY lol \"lol\">\n";
  for (int i = 1; i < 10; ++i) {
    const std::string before = i == 1 ? "lol" : "lol" + std::to_string(i - 1);
    body += " <!ENTITY lol" + std::to_string(i) + " \"";
    for (int j = 0; j < 10; ++j) body += "&" + before + ";";
    body += "\">\n";
  }
  body += "]>\n<ASSET_LIST_VM_DETECTION_OUTPUT>&lol9;</ASSET_LIST_VM_DETECTION_OUTPUT>";
  const PageOutcome outcome = decode(body);
  EXPECT_EQ(outcome.kind, PageKind::kInternalDtd);
  EXPECT_NE(outcome.message.find("entities"), std::string::npos);
}

TEST_F(DecoderTest, XmlThatIsBrokenOutsideTheAssetsSpoilsThePage) {
  const std::string asset = "<ASSET><ID>1</ID></ASSET>";
  for (const std::string& body :
       {page_of(asset, "<WARNING>"), page_of(asset, "</RESPONSE>"), page_of(asset, "<W a=\"<\"/>"),
        page_of(asset + "<ASSET>"), page_of(asset, "<1>"), page_of(asset, "<W a=b/>")}) {
    Decoded broken;
    decode_into(broken, body);
    EXPECT_EQ(broken.outcome.kind, PageKind::kMalformed) << body;
    EXPECT_FALSE(broken.outcome.message.empty());
    EXPECT_EQ(broken.assets(), 0u);
  }
}

TEST_F(DecoderTest, DeepNestingOutsideTheAssetsSpoilsThePage) {
  std::string deep;
  for (int i = 0; i < 100000; ++i) deep += "<A>";
  const PageOutcome outcome = decode(page_of("", deep));
  EXPECT_EQ(outcome.kind, PageKind::kMalformed);
  EXPECT_NE(outcome.message.find("32 levels (nesting_max)"), std::string::npos) << outcome.message;
}

TEST_F(DecoderTest, ABodyOverItsLimitIsRefusedWithTheLimitNamed) {
  DecodeLimits limits;
  limits.body_bytes_max = 1000;
  const PageOutcome outcome =
      decode(page_of("<ASSET><ID>1</ID><OS>" + std::string(1000, 'x') + "</OS></ASSET>"), limits);
  EXPECT_EQ(outcome.kind, PageKind::kTooLarge);
  EXPECT_NE(outcome.message.find("over the limit of 1.0 kB (body_bytes_max)"), std::string::npos) << outcome.message;
}

TEST_F(DecoderTest, MoreRecordsThanTheLimitAreRefusedWithTheLimitNamed) {
  DecodeLimits limits;
  limits.records_max = 2;
  const std::string two = "<ASSET><ID>1</ID></ASSET><ASSET><ID>2</ID></ASSET>";
  EXPECT_EQ(decode(page_of(two), limits).kind, PageKind::kPage);
  const PageOutcome outcome = decode(page_of(two + "<ASSET><ID>3</ID></ASSET>"), limits);
  EXPECT_EQ(outcome.kind, PageKind::kTooLarge);
  EXPECT_NE(outcome.message.find("more than 2 assets (records_max)"), std::string::npos) << outcome.message;
}

TEST_F(DecoderTest, TooMuchOutsideTheAssetsIsTooLarge) {
  DecodeLimits limits;
  limits.record_bytes_max = 1000;
  EXPECT_EQ(decode(page_of("", "<X>" + std::string(2000, 'x') + "</X>"), limits).kind, PageKind::kTooLarge);
}

TEST_F(DecoderTest, WhatWasCommittedBeforeABadPageStays) {
  decode(page_of("<ASSET><ID>1</ID><OS>iOS</OS></ASSET>"));
  decode(page_of("<ASSET><ID>1</ID><OS>other</OS><NEW>n</NEW></ASSET>") + "x");
  EXPECT_EQ(d.outcome.kind, PageKind::kTrailingBytes);
  EXPECT_EQ(d.assets(), 1u);
  EXPECT_EQ(d.asset(0, "os"), "iOS");
  EXPECT_EQ(d.asset(0, "new"), "no such column");
}

// Whatever a gateway sends, the decoder ends, and a page that it calls good has every record in the table or in the
// quarantine.
TEST_F(DecoderTest, SurvivesAnyDamageToTheSample) {
  const std::string sample = read_test_data("mobile-asset-list.xml");
  for (uint64_t seed = 0; seed < 3000; ++seed) {
    Random random(seed);
    const auto below = [&random](size_t bound) { return static_cast<size_t>(random.below(bound)); };
    std::string body = sample;
    for (size_t n = 1 + below(4); n > 0; --n) {
      const size_t at = below(body.size());
      switch (below(4)) {
        case 0:
          body[at] = static_cast<char>(below(256));
          break;
        case 1:
          body.erase(at, 1 + below(20));
          break;
        case 2:
          body.insert(at, sample.substr(below(sample.size()), below(60)));
          break;
        default:
          body[at] = "<>/&\"'![]-"[below(10)];
      }
      if (body.empty()) body = "x";
    }
    Decoded damaged;
    decode_into(damaged, body, 1 + below(300));
    const bool good = damaged.outcome.kind == PageKind::kPage;
    ASSERT_EQ(damaged.outcome.message.empty(), good) << seed;
    ASSERT_EQ(damaged.assets(), good ? damaged.outcome.assets : 0) << seed;
  }
}

TEST(MobileColumns, AreThoseOfTheDocument) {
  EXPECT_EQ(mobile_asset_columns().front().name, "id");
  EXPECT_EQ(mobile_asset_columns().size(), 14u);
  EXPECT_EQ(mobile_detection_columns().front().name, "asset_id");
  EXPECT_EQ(mobile_detection_columns().size(), 14u);
}

TEST_F(DecoderTest, TheDigestIsOfTheBodyAsItCame) {
  const std::string body = page_of("<ASSET><ID>1</ID><OS>caf\xE9\x01</OS></ASSET>");
  EXPECT_EQ(decode(body).sha256, sha256_hex(body)) << "before anything was replaced";
  EXPECT_EQ(decode(body.substr(0, 60)).sha256, "") << "of what is not kept there is none";
}

}  // namespace
}  // namespace sluice
