#include "decode/ot_record.h"

#include <gtest/gtest.h>

namespace sluice {
namespace {

std::optional<OtRecordReader::Refusal> read_record(OtRecordReader& reader, std::string_view record) {
  reader.begin(record);
  while (reader.work(Fuel{10}) == Work::kMore) {
  }
  return reader.take();
}

struct OtRecordTest : testing::Test {
  RecordStore store{"ot.hosts"};
  DecodeLimits limits;
  PageOutcome outcome;

  RecordRules rules() const { return {{"assets"}, {"assetId", "id"}, {"assetId", "asset.assetId"}}; }
  // Reads the records as one page and commits it.
  void page(std::initializer_list<std::string_view> records) {
    OtRecordReader reader(store, rules(), limits);
    for (const std::string_view record : records) {
      const auto refused = read_record(reader, record);
      EXPECT_FALSE(refused) << refused->reason;
    }
    outcome = {};
    reader.report(outcome);
    store.commit();
  }
  const Table& table() const { return store.table(); }
  std::string type(std::string_view column) const {
    const auto id = table().find_column(column);
    return id ? std::string(column_type_name(table().column(*id).type)) : "no such column";
  }
  std::string at(RowId row, std::string_view column, bool raw = false) const {
    const auto id = table().find_column(column);
    if (!id) return "no such column";
    const Cell cell = table().cell(row, *id);
    return cell.missing() ? "-" + cell_text(cell, raw) : cell_text(cell, raw);
  }
};

TEST_F(OtRecordTest, EveryLeafIsAColumnOfItsOwnType) {
  page({R"({"assetId":7,"name":"PLC 4","risk":61.50,"managed":true,"lastUpdated":"2023-02-06T08:18:01Z",
            "hardware":{"type":"router"},"interfaces":[{"protocol":"bacnet"},{}],"gone":null})"});
  EXPECT_EQ(type("assetId"), "int");
  EXPECT_EQ(type("name"), "text");
  EXPECT_EQ(type("risk"), "real");
  EXPECT_EQ(at(0, "risk"), "61.50");
  EXPECT_EQ(type("managed"), "bool");
  EXPECT_EQ(at(0, "managed"), "true");
  EXPECT_EQ(type("lastUpdated"), "datetime");
  EXPECT_EQ(at(0, "lastUpdated"), "2023-02-06T08:18:01Z");
  EXPECT_EQ(at(0, "hardware.type"), "router");
  EXPECT_EQ(type("interfaces"), "json");
  EXPECT_EQ(at(0, "interfaces"), "[{\"protocol\":\"bacnet\"},{}]");
  EXPECT_EQ(type("interfaces.count"), "int");
  EXPECT_EQ(at(0, "interfaces.count"), "2");
  EXPECT_EQ(type("gone"), "no such column") << "nothing is known of it yet";
}

TEST_F(OtRecordTest, AColumnWidensAndLosesNothing) {
  page({R"({"assetId":1,"slot":3,"big":1})", R"({"assetId":2,"slot":4})"});
  EXPECT_EQ(type("slot"), "int");
  page({R"({"assetId":3,"slot":"B2","big":12345678901234567890})"});
  EXPECT_EQ(type("slot"), "text");
  EXPECT_EQ(at(0, "slot"), "3");
  EXPECT_EQ(at(1, "slot"), "4");
  EXPECT_EQ(at(2, "slot"), "B2");
  EXPECT_EQ(type("big"), "text") << "an id beyond 64 bits is text, never a rounded number";
  EXPECT_EQ(at(2, "big"), "12345678901234567890");
  page({R"({"assetId":4,"slot":5})"});
  EXPECT_EQ(at(3, "slot"), "5") << "an integer in a column that has become text";
}

TEST_F(OtRecordTest, AnIntegerAndAFractionMakeAReal) {
  page({R"({"assetId":1,"score":7})", R"({"assetId":2,"score":7.25})", R"({"assetId":3,"score":8})"});
  EXPECT_EQ(type("score"), "real");
  EXPECT_EQ(at(0, "score") + " " + at(1, "score") + " " + at(2, "score"), "7 7.25 8");
}

TEST_F(OtRecordTest, ADateThatIsSometimesNoneBecomesTextAsItWasSpelled) {
  page({R"({"assetId":1,"seen":"2023-02-06 08:18:01"})", R"({"assetId":2,"seen":"2023-02-06T08:18:01.500Z"})"});
  EXPECT_EQ(type("seen"), "datetime");
  EXPECT_EQ(at(0, "seen"), "2023-02-06T08:18:01Z");
  EXPECT_EQ(at(1, "seen", true), "2023-02-06T08:18:01.500Z");
  page({R"({"assetId":3,"seen":"never"})"});
  EXPECT_EQ(at(0, "seen") + "|" + at(1, "seen") + "|" + at(2, "seen"),
            "2023-02-06 08:18:01|2023-02-06T08:18:01.500Z|never");
}

TEST_F(OtRecordTest, EpochMillisecondsAreTimesWhereTheNameSaysSo) {
  page({R"({"assetId":1,"lastDetected":1675671481000,"serial":1675671481000,"created":12,
            "polledMs":1675671481000,"items":1675671481000})"});
  EXPECT_EQ(type("polledMs"), "datetime");
  EXPECT_EQ(type("items"), "int");
  EXPECT_EQ(type("lastDetected"), "datetime");
  EXPECT_EQ(at(0, "lastDetected"), "2023-02-06T08:18:01Z");
  EXPECT_EQ(at(0, "lastDetected", true), "1675671481000");
  EXPECT_EQ(type("serial"), "int");
  EXPECT_EQ(type("created"), "int") << "twelve is no moment of this century";
}

TEST_F(OtRecordTest, TheTextNullMeansNoValue) {
  page({R"({"assetId":1,"zone":"null"})"});
  EXPECT_EQ(type("zone"), "no such column");
  page({R"({"assetId":2,"zone":"north"})", R"({"assetId":3,"zone":"null"})"});
  EXPECT_EQ(at(1, "zone"), "north");
  EXPECT_EQ(at(2, "zone"), "-");
  EXPECT_EQ(at(2, "zone", true), "-null");
}

TEST_F(OtRecordTest, TheLastCopyOfAnIdentityWins) {
  page({R"({"assetId":5,"name":"old"})"});
  page({R"({"assetId":5,"name":"new"})", R"({"id":"5","name":"another"})"});
  EXPECT_EQ(table().live_count(), 2u);
  EXPECT_FALSE(table().live(0));
  EXPECT_EQ(at(1, "name"), "new");
}

TEST_F(OtRecordTest, WithoutAnIdentityOnlyAnEqualCopyIsADuplicate) {
  page({R"({"qid":1,"port":80})", R"({"qid":1,"port":443})", R"({"qid":1,"port":80})"});
  EXPECT_EQ(table().live_count(), 2u);
}

TEST_F(OtRecordTest, TheAssetItBelongsToOrdersIt) {
  page({R"({"id":1,"asset":{"assetId":42}})", R"({"id":2})"});
  EXPECT_EQ(table().asset_key(0), 42);
  EXPECT_EQ(table().asset_key(1), 0);
}

TEST_F(OtRecordTest, ARefusedRecordLeavesNothingBehind) {
  limits.text_bytes_max = 10;
  OtRecordReader reader(store, rules(), limits);
  const auto refused = read_record(reader, R"({"assetId":9,"note":"longer than ten bytes"})");
  ASSERT_TRUE(refused);
  EXPECT_EQ(refused->id, 9);
  EXPECT_EQ(refused->reason, "note is 21 B long, over the limit of 10 B (text_bytes_max)");
  EXPECT_TRUE(read_record(reader, "[1]"));
  EXPECT_EQ(store.commit().assets, 0u);
  EXPECT_EQ(table().row_end(), 0u);
}

TEST_F(OtRecordTest, APageThatIsRolledBackWidensNothing) {
  page({R"({"assetId":1,"slot":3})"});
  OtRecordReader reader(store, rules(), limits);
  ASSERT_FALSE(read_record(reader, R"({"assetId":2,"slot":"x","extra":1})"));
  store.rollback();
  page({R"({"assetId":3,"slot":4})"});
  EXPECT_EQ(type("slot"), "int");
  EXPECT_EQ(type("extra"), "no such column");
}

TEST_F(OtRecordTest, WhatFindsNoColumnIsKeptTogether) {
  std::string wide = "{\"assetId\":1";
  for (size_t i = 0; i < kColumnCountMax + 2; ++i) {
    const std::string n = std::to_string(i);
    wide += ",\"f" + n + "\":\"v" + n + "\"";
  }
  page({wide + "}"});
  EXPECT_EQ(table().column_count(), kColumnCountMax);
  EXPECT_EQ(type("_more"), "json");
  EXPECT_EQ(at(0, "_more"), R"({"f510":"v510","f511":"v511","f512":"v512","f513":"v513"})");
  ASSERT_EQ(outcome.unknown_fields.size(), 4u);
  EXPECT_EQ(outcome.unknown_fields[0].path, "f510");
  ASSERT_EQ(outcome.warnings.size(), 1u);
}

TEST_F(OtRecordTest, FieldsOfOnePathAreToldNotMixed) {
  page({R"({"assetId":1,"a":{"b":1},"a.b":2,"tags":["x","y"],"tags.count":9})"});
  EXPECT_EQ(at(0, "a.b"), "2") << "within JSON the last of a name counts, and these have one";
  EXPECT_EQ(at(0, "tags.count"), "2");
  ASSERT_EQ(outcome.warnings.size(), 2u);
}

}  // namespace
}  // namespace sluice
