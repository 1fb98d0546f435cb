#include "ui/cell_format.h"

#include <gtest/gtest.h>

#include "ui/stage.h"

namespace sluice::ui {
namespace {

Cell number_cell(int64_t number) {
  Cell cell;
  cell.kind = Cell::Kind::kNumber;
  cell.number = number;
  return cell;
}

Cell text_cell(std::string_view text) {
  Cell cell;
  cell.kind = Cell::Kind::kText;
  cell.text = text;
  return cell;
}

TEST(ColumnLabel, SaysTheFieldAsItsUsersDo) {
  EXPECT_EQ(column_label("asset_friendly_name"), "Friendly name");
  EXPECT_EQ(column_label("asset.os"), "OS");
  EXPECT_EQ(column_label("qid"), "QID");
  EXPECT_EQ(column_label("BATTERY_LEVEL"), "Battery level");
}

TEST(ColumnLabel, ReadsThePathsOfRecords) {
  const auto label = [](std::string_view path) { return column_label(path, Naming::kRecords); };
  EXPECT_EQ(label("hardware.deviceType"), "Hardware device type");
  EXPECT_EQ(label("asset.assetId"), "Asset ID") << "said once";
  EXPECT_EQ(label("assetID"), "Asset ID");
  EXPECT_EQ(label("IPAddress"), "IP address");
  EXPECT_EQ(label("vulnerability.cvss3Base"), "Vulnerability CVSS3 base");
  EXPECT_EQ(label("cveIds"), "CVE IDs");
  EXPECT_EQ(label("."), ".") << "never without a name";
}

TEST(CellLook, GoesByTheTypeOfARecordsColumn) {
  const auto look = [](const char* name, ColumnType type) { return cell_look({name, type, {}}, Naming::kRecords); };
  EXPECT_EQ(look("asset.created", ColumnType::kDatetime), CellLook::kDate);
  EXPECT_EQ(look("managed", ColumnType::kBool), CellLook::kBool);
  EXPECT_EQ(look("asset.risk", ColumnType::kReal), CellLook::kReal);
  EXPECT_EQ(look("interfaces", ColumnType::kJson), CellLook::kJson);
  EXPECT_EQ(look("asset.assetId", ColumnType::kInt), CellLook::kId) << "a name, not an amount";
  EXPECT_EQ(look("vulnerabilityCount", ColumnType::kInt), CellLook::kNumber);
  EXPECT_EQ(look("vulnerabilities.severity", ColumnType::kInt), CellLook::kSeverity);
  EXPECT_EQ(look("severity", ColumnType::kText), CellLook::kText) << "HIGH is no step of five";
}

TEST(ColumnLabel, TellsTheSecondIdFromTheFirst) {
  EXPECT_EQ(column_label("id", Naming::kAssets), "Asset ID");
  EXPECT_EQ(column_label("asset_id", Naming::kAssets), "Second asset ID");
  EXPECT_EQ(column_label("asset_id"), "Asset ID");
  EXPECT_EQ(column_label("asset.asset_id"), "Second asset ID");
}

TEST(ShownText, GivesSeverityItsWordAndNumbersTheirThousands) {
  const StringPool pool;
  EXPECT_EQ(shown_text(CellLook::kSeverity, number_cell(4), pool), "4 Critical");
  EXPECT_EQ(shown_text(CellLook::kSeverity, number_cell(9), pool), "9");
  EXPECT_EQ(shown_text(CellLook::kNumber, number_cell(1234567), pool), "1,234,567");
  EXPECT_EQ(shown_text(CellLook::kId, number_cell(1234567), pool), "1234567") << "an id is no quantity";
  EXPECT_EQ(shown_text(CellLook::kText, Cell{}, pool), "");
}

TEST(ShownText, ShowsTheFirstLineThatSaysSomething) {
  const StringPool pool;
  EXPECT_EQ(shown_text(CellLook::kFirstLine, text_cell("\n  one\r\ntwo"), pool), "one …");
  EXPECT_EQ(shown_text(CellLook::kFirstLine, text_cell("only"), pool), "only");
  EXPECT_EQ(shown_text(CellLook::kText, text_cell("a\tb"), pool), "a b");
}

TEST(ShownText, ShowsDatesToTheMinuteInUtc) {
  const StringPool pool;
  Cell cell = number_cell(kNow);
  cell.type = ColumnType::kDatetime;
  EXPECT_EQ(shown_text(CellLook::kDate, cell, pool), "2026-11-21 08:00");
}

TEST(Ages, SayHowLongAgoAndNothingWithoutAClock) {
  EXPECT_EQ(age_text(WallTime{kNow * 1000000}, kNow - 3 * 86400 - 4 * 3600), "3 d 4 h ago");
  EXPECT_EQ(age_text(WallTime{kNow * 1000000}, kNow + 1200), "in 20 min");
  EXPECT_EQ(age_text(WallTime{}, kNow), "");
}

TEST(Spans, AreWholeSecondsAndLeaveOutNothings) {
  EXPECT_EQ(span_text(0), "0 s");
  EXPECT_EQ(span_text(58), "58 s");
  EXPECT_EQ(span_text(60), "1 min");
  EXPECT_EQ(span_text(34 * 60 + 10), "34 min 10 s");
  EXPECT_EQ(span_text(2 * 3600 + 14 * 60 + 59), "2 h 14 min");
  EXPECT_EQ(span_text(86400 + 7200), "1 d 2 h");
}

TEST(Rates, AreBytesPerSecond) {
  EXPECT_EQ(rate_text(8400000, Duration::seconds(2)), "4.2 MB/s");
  EXPECT_EQ(rate_text(8400000, Duration{}), "") << "no time has passed: there is no pace yet";
}

TEST(Counts, KnowOneFromMany) {
  EXPECT_EQ(count_text(1, "asset", "assets"), "1 asset");
  EXPECT_EQ(count_text(12482, "asset", "assets"), "12,482 assets");
}

}  // namespace
}  // namespace sluice::ui
