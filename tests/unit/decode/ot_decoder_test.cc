#include "decode/ot_decoder.h"

#include <gtest/gtest.h>

#include "base/sha256.h"

namespace sluice {
namespace {

struct Read {
  RecordStore store{"ot.hosts"};
  PageOutcome outcome;

  explicit Read(std::string body, size_t grain = ~size_t{0}, DecodeLimits limits = {}) {
    const auto decoder = make_ot_decoder(std::move(body), store, {{"assets"}, {"assetId"}, {"assetId"}}, limits);
    while (decoder->work(Fuel{grain}) == Work::kMore) {
    }
    outcome = decoder->outcome();
    if (outcome.kind == PageKind::kPage) {
      store.commit();
    } else {
      store.rollback();
    }
  }
  std::string all() const {
    std::string out = std::to_string(static_cast<int>(outcome.kind)) + "|" + outcome.message + "|" +
                      outcome.error_code + "|" + outcome.error_text + "|" + std::to_string(outcome.assets) + "|" +
                      std::to_string(outcome.quarantined) + "|" + std::to_string(outcome.sanitized) + "\n";
    for (const auto& record : outcome.quarantine) out += record.reason + "|" + record.sample + "\n";
    for (const auto& field : outcome.unknown_fields) out += field.path + "=" + field.sample + "\n";
    for (const auto& warning : outcome.warnings) out += warning + "\n";
    const Table& table = store.table();
    for (RowId row = 0; row < table.row_end(); ++row) {
      for (ColumnId column = 0; column < table.column_count(); ++column) {
        out += table.column(column).name + "=" + cell_text(table.cell(row, column)) + "|";
      }
      out += "\n";
    }
    return out;
  }
};

TEST(OtDecoder, ReadsTheDocumentedEnvelopeAndABareList) {
  const Read hosts(R"({"assets":[{"assetId":1,"name":"a"},{"assetId":2,"name":"b"}]})");
  EXPECT_EQ(hosts.outcome.kind, PageKind::kPage);
  EXPECT_EQ(hosts.outcome.assets, 2u);
  EXPECT_EQ(hosts.store.table().live_count(), 2u);
  EXPECT_EQ(Read(R"([{"assetId":1}])").outcome.assets, 1u);
  EXPECT_EQ(Read(R"({"assets":[]})").outcome.kind, PageKind::kPage);
}

TEST(OtDecoder, ABadRecordSpoilsOnlyItself) {
  const Read page(R"([{"assetId":1},{"assetId":,},17,{"assetId":3}])");
  EXPECT_EQ(page.outcome.kind, PageKind::kPage);
  EXPECT_EQ(page.outcome.assets, 2u);
  EXPECT_EQ(page.outcome.quarantined, 2u);
  EXPECT_EQ(page.outcome.quarantine[0].sample, "{\"assetId\":,}");
  EXPECT_EQ(page.outcome.quarantine[1].reason, "it is not an object");
}

TEST(OtDecoder, WhatStandsBesideTheListIsTold) {
  const Read page(R"({"page":0,"assets":[{"assetId":1}],"links":{"next":"http://x"}})");
  ASSERT_EQ(page.outcome.unknown_fields.size(), 2u);
  EXPECT_EQ(page.outcome.unknown_fields[1].path, "$.page");
}

TEST(OtDecoder, AnErrorWithStatus200IsAnErrorDocument) {
  const Read error(R"({"_error":{"code":404,"message":"Files not found"}})");
  EXPECT_EQ(error.outcome.kind, PageKind::kErrorDocument);
  EXPECT_EQ(error.outcome.error_code, "404");
  EXPECT_EQ(error.outcome.error_text, "Files not found");
  EXPECT_EQ(Read(R"({"message":"no"})").outcome.kind, PageKind::kErrorDocument);
  EXPECT_EQ(Read(R"({"assets":[{"assetId":1}],"_error":{"message":"half"}})").outcome.kind, PageKind::kErrorDocument)
      << "an error beside a list: the list is not the answer";
  const Read simple("<SIMPLE_RETURN><RESPONSE><CODE>2012</CODE><TEXT>Not allowed.</TEXT></RESPONSE></SIMPLE_RETURN>");
  EXPECT_EQ(simple.outcome.kind, PageKind::kErrorDocument);
  EXPECT_EQ(simple.outcome.error_code, "2012");
}

TEST(OtDecoder, TellsOtherAnswersApart) {
  EXPECT_EQ(Read("<html><title>Proxy</title></html>").outcome.kind, PageKind::kHtml);
  EXPECT_EQ(Read("").outcome.kind, PageKind::kEmpty);
  EXPECT_EQ(Read("  ").outcome.kind, PageKind::kEmpty);
  EXPECT_EQ(Read("OK").outcome.kind, PageKind::kNotJson);
  EXPECT_EQ(Read(R"({"hosts":3})").outcome.kind, PageKind::kUnknownRoot);
  EXPECT_EQ(Read(R"({"assets":[{"assetId":1},{"ass)").outcome.kind, PageKind::kCut);
  EXPECT_EQ(Read(R"({"assets":[]}{)").outcome.kind, PageKind::kTrailingBytes);
  EXPECT_EQ(Read(R"({"a":tru,"assets":[]})").outcome.kind, PageKind::kMalformed);
}

TEST(OtDecoder, BytesThatAreNoTextAreReplacedAndCounted) {
  const Read page("[{\"assetId\":1,\"name\":\"caf\xE9\"}]");
  EXPECT_EQ(page.outcome.kind, PageKind::kPage);
  EXPECT_EQ(page.outcome.sanitized, 1u);
  EXPECT_EQ(page.outcome.first_sanitized_offset, 25u);
}

TEST(OtDecoder, AnyFuelGivesTheSameRows) {
  for (const std::string_view body :
       {R"({"assets":[{"assetId":1,"n":"\u00e9"},{"assetId":2,"x":[1,{"y":2}]},{bad},{"assetId":3}],"t":1})",
        R"([{"assetId":1},{"assetId":2)", R"({"_error":{"code":1,"message":"m"}})", "<html>", "[]x"}) {
    const std::string whole = Read(std::string(body)).all();
    for (size_t grain = 1; grain < 12; ++grain) EXPECT_EQ(Read(std::string(body), grain).all(), whole) << body;
  }
}

TEST(OtDecoder, TheDigestIsOfTheBodyAsItCame) {
  const std::string body = "[{\"assetId\":1,\"name\":\"caf\xE9\"}]";
  for (size_t grain = 1; grain < 9; ++grain) EXPECT_EQ(Read(body, grain).outcome.sha256, sha256_hex(body));
  EXPECT_EQ(Read("[").outcome.sha256, "") << "of what is not kept there is none";
}

TEST(OtDecoder, EveryPlaceOfACutKeepsNothing) {
  const std::string body = R"({"assets":[{"assetId":1,"a":"x"},{"assetId":2}]})";
  for (size_t end = 1; end < body.size(); ++end) {
    const Read page(body.substr(0, end));
    EXPECT_EQ(page.outcome.kind, PageKind::kCut) << end;
    EXPECT_EQ(page.store.table().row_end(), 0u);
  }
}

TEST(OtDecoder, LimitsAreKept) {
  DecodeLimits limits;
  limits.body_bytes_max = 20;
  EXPECT_EQ(Read(R"([{"assetId":1},{"assetId":2}])", 8, limits).outcome.kind, PageKind::kTooLarge);
  limits = {};
  limits.records_max = 2;
  EXPECT_EQ(Read("[{},{},{}]", 8, limits).outcome.kind, PageKind::kTooLarge);
  limits = {};
  limits.nesting_max = 2;
  EXPECT_EQ(Read(R"([{"a":{"b":{}}}])", 8, limits).outcome.quarantined, 1u);
}

TEST(OtDecoder, ALongRecordIsReadInStepsThatTakeTheirFuelAndNoMore) {
  std::string list;
  for (int i = 0; i < 50000; ++i) list += (i > 0 ? "," : "") + std::string(R"({"name":"eth0","up":true})");
  const std::string body = R"([{"assetId":1,"interfaces":[)" + list + R"(]},{"assetId":2}])";
  RecordStore store("ot.hosts");
  const auto decoder = make_ot_decoder(body, store, {{"assets"}, {"assetId"}, {"assetId"}});
  size_t steps = 1;
  while (decoder->work(Fuel{1000}) == Work::kMore) ++steps;
  EXPECT_GE(steps, 19 * body.size() / 10000) << "once to find its end, once to read it";
  EXPECT_EQ(decoder->outcome().assets, 2u);
  EXPECT_EQ(Read(body).all(), Read(body, 1000).all());
}

// Only its beginning has been looked at, and how much of it is the fuel's affair.
TEST(OtDecoder, AnXmlRefusalIsToldAlikeWhateverTheFuel) {
  const std::string body = "<?xml version=\"1.0\"?><SIMPLE_RETURN><RESPONSE><DATETIME>\x01</DATETIME><CODE>1905</CODE>"
                           "<TEXT>no</TEXT></RESPONSE></SIMPLE_RETURN>";
  EXPECT_EQ(Read(body).outcome.kind, PageKind::kErrorDocument);
  EXPECT_EQ(Read(body, 1).all(), Read(body).all());
}

}  // namespace
}  // namespace sluice
