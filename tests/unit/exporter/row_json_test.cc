#include "exporter/row_json.h"

#include <gtest/gtest.h>

#include "base/number.h"
#include "unit/exporter/sample_table.h"

namespace sluice {
namespace {

// A one-row table with one cell of the given type, as JSON.
std::string number_json(ColumnType type, int64_t number) {
  Table table("t", {{"a", type, {}}});
  table.append_row(0);
  table.set_number(0, number);
  table.commit();
  std::string out;
  append_row_json(out, table, 0, {0}, false);
  return out;
}

std::string text_json(ColumnType type, std::string_view text) {
  Table table("t", {{"a", type, {}}});
  table.append_row(0);
  table.set_text(0, text);
  table.commit();
  std::string out;
  append_row_json(out, table, 0, {0}, false);
  return out;
}

TEST(RowJson, IntegersAreNumbersAsFarAsADoubleIsExactAndTextBeyond) {
  EXPECT_EQ(number_json(ColumnType::kInt, 610100), "{\"a\":610100}");
  EXPECT_EQ(number_json(ColumnType::kInt, -kExactInDoubleMax), "{\"a\":-9007199254740991}");
  EXPECT_EQ(number_json(ColumnType::kInt, kExactInDoubleMax), "{\"a\":9007199254740991}");
  EXPECT_EQ(number_json(ColumnType::kInt, kExactInDoubleMax + 1), "{\"a\":\"9007199254740992\"}");
  EXPECT_EQ(number_json(ColumnType::kInt, -kExactInDoubleMax - 1), "{\"a\":\"-9007199254740992\"}");
}

TEST(RowJson, BooleansAndDatetimes) {
  EXPECT_EQ(number_json(ColumnType::kBool, 1), "{\"a\":true}");
  EXPECT_EQ(number_json(ColumnType::kBool, 0), "{\"a\":false}");
  EXPECT_EQ(number_json(ColumnType::kDatetime, 1619611266), "{\"a\":\"2021-04-28T12:01:06Z\"}");
}

TEST(RowJson, TextIsEscapedAndStaysUtf8) {
  EXPECT_EQ(text_json(ColumnType::kText, "a \"b\"\n\\\x01"), "{\"a\":\"a \\\"b\\\"\\n\\\\\\u0001\"}");
  EXPECT_EQ(text_json(ColumnType::kText, "\xFF"), "{\"a\":\"\xEF\xBF\xBD\"}");
  EXPECT_EQ(text_json(ColumnType::kInt, "many"), "{\"a\":\"many\"}") << "text that did not fit its column";
  EXPECT_EQ(text_json(ColumnType::kEnum, "null"), "{\"a\":\"null\"}");
}

TEST(RowJson, RealsAreNumbersWhileADoubleKeepsAllTheirDigits) {
  EXPECT_EQ(text_json(ColumnType::kReal, "-7.5"), "{\"a\":-7.5}");
  EXPECT_EQ(text_json(ColumnType::kReal, "0.123456789012345678"), "{\"a\":\"0.123456789012345678\"}");
  EXPECT_EQ(text_json(ColumnType::kReal, "1e999"), "{\"a\":\"1e999\"}");
  EXPECT_EQ(text_json(ColumnType::kReal, "7,5"), "{\"a\":\"7,5\"}");
}

TEST(RowJson, JsonIsEmbeddedWhenItIsSound) {
  EXPECT_EQ(text_json(ColumnType::kJson, "{\"b\":[1,true]}"), "{\"a\":{\"b\":[1,true]}}");
  EXPECT_EQ(text_json(ColumnType::kJson, "{\"b\":[1,true}"), "{\"a\":\"{\\\"b\\\":[1,true}\"}");
  EXPECT_EQ(text_json(ColumnType::kText, "{}"), "{\"a\":\"{}\"}") << "only in columns that hold JSON";
}

TEST(RowJson, MissingCellsAreAbsent) {
  Table table("t", {{"a", ColumnType::kText, {}}, {"b", ColumnType::kInt, {}}, {"c", ColumnType::kText, {}}});
  table.append_row(0);
  table.set_number(1, 1);
  table.append_row(0);
  table.commit();
  std::string out;
  append_row_json(out, table, 0, {0, 1, 2}, false);
  append_row_json(out, table, 1, {0, 1, 2}, false);
  EXPECT_EQ(out, "{\"b\":1}{}");
}

TEST(RowJson, ColumnsComeInTheOrderAskedForWithTheirOwnNames) {
  Table parent("assets", {{"os", ColumnType::kText, {}}});
  parent.append_row(7);
  parent.set_text(0, "iOS");
  parent.commit();
  Table table("detections", {{"q\"id", ColumnType::kInt, {}}}, &parent, "asset.");
  table.append_row(7, 0);
  table.set_number(0, 1);
  table.commit();
  std::string out;
  append_row_json(out, table, 0, {1, 0}, false);
  EXPECT_EQ(out, "{\"asset.os\":\"iOS\",\"q\\\"id\":1}");
}

TEST(RowJson, TheWiresSpellingOnRequest) {
  Table table("t", {{"at", ColumnType::kDatetime, {}},
                    {"status", ColumnType::kEnum, {}},
                    {"n", ColumnType::kInt, {}},
                    {"x", ColumnType::kText, {}},
                    {"y", ColumnType::kText, {}}});
  table.append_row(0);
  table.set_number(0, 1619611266, "2021-04-28 12:01:06");
  table.set_text(1, "Reopened", "Re-Opened");
  table.set_number(2, 7, "007");
  table.set_missing(3, "null");
  table.commit();
  std::string out;
  append_row_json(out, table, 0, {0, 1, 2, 3, 4}, true);
  EXPECT_EQ(out, "{\"at\":\"2021-04-28 12:01:06\",\"status\":\"Re-Opened\",\"n\":\"007\",\"x\":\"null\"}");
}

}  // namespace
}  // namespace sluice
