#include "table/table.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace sluice {
namespace {

constexpr int64_t kNoonUnix = 1619611266;  // 2021-04-28T12:01:06Z

std::vector<ColumnInfo> device_columns() {
  return {{"id", ColumnType::kInt, {}},
          {"os", ColumnType::kText, {}},
          {"status", ColumnType::kEnum, {"Enrolled", "De-enrolled"}},
          {"last_seen", ColumnType::kDatetime, {}}};
}

std::string text_at(const Table& table, RowId row, std::string_view column, bool raw = false) {
  const std::optional<ColumnId> id = table.find_column(column);
  return id ? cell_text(table.cell(row, *id), raw) : "no such column";
}

TEST(Table, RowsBecomeVisibleTogetherOnCommit) {
  Table table("devices", device_columns());
  table.append_row(231);
  table.set_number(0, 231);
  table.append_row(643);
  EXPECT_EQ(table.row_end(), 0u);
  EXPECT_EQ(table.pending_count(), 2u);
  EXPECT_EQ(table.live_count(), 0u);
  const uint64_t version = table.version();
  table.commit();
  EXPECT_EQ(table.row_end(), 2u);
  EXPECT_EQ(table.pending_count(), 0u);
  EXPECT_EQ(table.live_count(), 2u);
  EXPECT_GT(table.version(), version);
}

TEST(Table, ACommitOfNothingChangesNothing) {
  Table table("devices", device_columns());
  const uint64_t version = table.version();
  table.commit();
  EXPECT_EQ(table.version(), version);
}

TEST(Table, FieldsMayComeInAnyOrderAndMayBeLeftOut) {
  Table table("devices", device_columns());
  table.append_row(1);
  table.set_text(1, "iOS");
  table.set_number(0, 1);
  table.append_row(2);
  table.append_row(3);
  table.set_number(0, 3);
  table.commit();
  EXPECT_EQ(text_at(table, 0, "os"), "iOS");
  EXPECT_EQ(text_at(table, 0, "id"), "1");
  EXPECT_TRUE(table.cell(1, 0).missing());
  EXPECT_TRUE(table.cell(1, 1).missing());
  EXPECT_EQ(text_at(table, 2, "id"), "3");
  EXPECT_EQ(text_at(table, 2, "os"), "");
  EXPECT_EQ(table.asset_key(2), 3);
}

TEST(Table, RollbackLeavesNoTraceOfAPage) {
  Table table("devices", device_columns());
  table.append_row(1);
  table.set_text(1, "iOS");
  table.commit();
  const uint64_t version = table.version();
  const uint32_t texts = table.pool().size();

  table.append_row(2);
  table.set_text(1, "Android");
  const std::optional<ColumnId> battery = table.add_column("battery", ColumnType::kText);
  ASSERT_TRUE(battery);
  table.set_text(*battery, "80 %");
  table.rollback();

  EXPECT_EQ(table.row_end(), 1u);
  EXPECT_EQ(table.pending_count(), 0u);
  EXPECT_EQ(table.column_count(), 4u);
  EXPECT_FALSE(table.find_column("battery"));
  EXPECT_EQ(table.pool().size(), texts);
  EXPECT_EQ(table.version(), version);

  table.append_row(3);
  table.set_text(1, "iPadOS");
  table.commit();
  EXPECT_EQ(text_at(table, 0, "os"), "iOS");
  EXPECT_EQ(text_at(table, 1, "os"), "iPadOS");
}

// The shortcut for a text equal to the row before must not outlive the text.
TEST(Table, TheTextOfARolledBackRowCanComeAgain) {
  Table table("devices", device_columns());
  table.append_row(1);
  table.set_text(1, "Android");
  table.rollback();
  table.append_row(2);
  table.set_text(2, "Enrolled");
  table.append_row(3);
  table.set_text(1, "Android");
  table.commit();
  EXPECT_EQ(text_at(table, 1, "os"), "Android");
  EXPECT_EQ(text_at(table, 0, "status"), "Enrolled");
}

TEST(Table, ADeadRowIsNoLongerCountedButStaysReadable) {
  Table table("devices", device_columns());
  table.append_row(1);
  table.set_text(1, "iOS");
  table.append_row(2);
  table.commit();
  const uint64_t version = table.version();
  table.mark_dead(0);
  table.mark_dead(0);
  EXPECT_FALSE(table.live(0));
  EXPECT_TRUE(table.live(1));
  EXPECT_EQ(table.live_count(), 1u);
  EXPECT_EQ(table.row_end(), 2u);
  EXPECT_GT(table.version(), version);
  EXPECT_EQ(text_at(table, 0, "os"), "iOS");
}

TEST(Table, FindsAColumnByItsExactNameBeforeOneThatDiffersInCase) {
  Table table("t", {{"OS", ColumnType::kText, {}}, {"os", ColumnType::kText, {}}, {"Ip", ColumnType::kText, {}}});
  EXPECT_EQ(table.find_column("os"), ColumnId{1});
  EXPECT_EQ(table.find_column("OS"), ColumnId{0});
  EXPECT_EQ(table.find_column("Os"), ColumnId{0});
  EXPECT_EQ(table.find_column("ip"), ColumnId{2});
  EXPECT_FALSE(table.find_column("mac"));
}

TEST(Table, ADiscoveredColumnIsMissingInEarlierRowsAndIsMadeOnce) {
  Table table("devices", device_columns());
  table.append_row(1);
  table.commit();
  const std::optional<ColumnId> battery = table.add_column("battery", ColumnType::kText);
  EXPECT_EQ(table.add_column("battery", ColumnType::kText), battery);
  EXPECT_FALSE(table.find_column("battery")) << "readers see it with its page";
  table.append_row(2);
  table.set_text(*battery, "80 %");
  table.commit();
  EXPECT_EQ(table.column_count(), 5u);
  EXPECT_TRUE(table.cell(0, *battery).missing());
  EXPECT_EQ(text_at(table, 1, "battery"), "80 %");
  EXPECT_EQ(table.add_column("os", ColumnType::kText), ColumnId{1});
}

TEST(Table, RefusesMoreColumnsThanTheLimit) {
  Table table("t", {});
  for (size_t i = 0; i < kColumnCountMax; ++i) {
    ASSERT_TRUE(table.add_column("c" + std::to_string(i), ColumnType::kText));
  }
  EXPECT_FALSE(table.add_column("one_more", ColumnType::kText));
  EXPECT_TRUE(table.add_column("c7", ColumnType::kText));
}

class TableWithParent : public ::testing::Test {
 protected:
  void SetUp() override {
    assets.append_row(231);
    assets.set_text(1, "iOS");
    assets.append_row(643);
    assets.set_text(1, "Android");
    assets.commit();
    detections.append_row(643, 1);
    detections.set_number(0, 610100);
    detections.append_row(231, 0);
    detections.commit();
  }

  Table assets{"assets", device_columns()};
  Table detections{"detections", {{"qid", ColumnType::kInt, {}}}, &assets, "asset."};
};

TEST_F(TableWithParent, ShowsTheParentsColumnsUnderTheirPrefix) {
  EXPECT_EQ(detections.column_count(), 5u);
  EXPECT_EQ(text_at(detections, 0, "asset.os"), "Android");
  EXPECT_EQ(text_at(detections, 1, "asset.os"), "iOS");
  EXPECT_EQ(detections.column(3).name, "asset.status");
  EXPECT_EQ(detections.column(3).type, ColumnType::kEnum);
  EXPECT_EQ(detections.column(3).values.size(), 2u);
}

TEST_F(TableWithParent, TellsWhichPoolAColumnsTextsAreIn) {
  const ColumnId os = *detections.find_column("asset.os");
  EXPECT_EQ(&detections.pool_of(os), &assets.pool());
  EXPECT_EQ(&detections.pool_of(0), &detections.pool());
  EXPECT_EQ(detections.pool_of(os).view(detections.cell(0, os).text_id), "Android");
}

// Filters, sort keys and widgets hold column ids over many pages.
TEST_F(TableWithParent, AColumnIdStaysTheSameWhenEitherTableDiscoversColumns) {
  const ColumnId os = *detections.find_column("asset.os");
  const ColumnId port = *detections.add_column("port", ColumnType::kText);
  detections.append_row(643, 1);
  detections.set_text(port, "443");
  detections.commit();
  const ColumnId battery = *assets.add_column("battery", ColumnType::kText);
  assets.append_row(700);
  assets.set_text(battery, "80 %");
  assets.commit();
  detections.append_row(700, 2);
  detections.commit();

  EXPECT_EQ(detections.find_column("asset.os"), os);
  EXPECT_EQ(detections.find_column("port"), port);
  EXPECT_EQ(text_at(detections, 2, "port"), "443");
  EXPECT_EQ(text_at(detections, 3, "asset.battery"), "80 %");
  EXPECT_EQ(text_at(detections, 0, "asset.os"), "Android");
  EXPECT_EQ(detections.column_count(), 7u);
}

TEST(CellText, GivesNumbersDatesAndTextAsPeopleReadThem) {
  Table table("devices", device_columns());
  table.append_row(1);
  table.set_number(0, -42);
  table.set_text(1, "iOS");
  table.set_text(2, "Enrolled", "ENROLLED");
  table.set_blank_datetime(3, kNoonUnix);
  table.append_row(2);
  table.set_missing(1, "null");
  table.set_number(3, kNoonUnix, "2021-04-28T12:01:06.5Z");
  table.append_row(3);
  table.set_text(0, "not a number");
  table.set_number(3, kNoonUnix);
  table.commit();
  EXPECT_EQ(text_at(table, 0, "id"), "-42");
  EXPECT_EQ(text_at(table, 0, "last_seen"), "2021-04-28T12:01:06Z");
  EXPECT_EQ(text_at(table, 0, "status"), "Enrolled");
  EXPECT_EQ(text_at(table, 1, "os"), "");
  EXPECT_EQ(text_at(table, 2, "id"), "not a number");

  EXPECT_EQ(text_at(table, 0, "last_seen", true), "2021-04-28 12:01:06");
  EXPECT_EQ(text_at(table, 0, "status", true), "ENROLLED");
  EXPECT_EQ(text_at(table, 1, "os", true), "null");
  EXPECT_EQ(text_at(table, 1, "last_seen", true), "2021-04-28T12:01:06.5Z");
  EXPECT_EQ(text_at(table, 2, "last_seen", true), "2021-04-28T12:01:06Z");
}

TEST(CellText, NamesBooleans) {
  Table table("t", {{"active", ColumnType::kBool, {}}});
  table.append_row(1);
  table.set_number(0, 1);
  table.append_row(2);
  table.set_number(0, 0);
  table.commit();
  EXPECT_EQ(text_at(table, 0, "active"), "true");
  EXPECT_EQ(text_at(table, 1, "active"), "false");
}

// Every Mobile datetime is spelled so; interning each would double the table.
TEST(Table, TheUsualSpellingOfADatetimeCostsNoText) {
  Table table("devices", device_columns());
  table.append_row(1);
  table.set_blank_datetime(3, kNoonUnix);
  EXPECT_EQ(table.pool().size(), 0u);
  table.commit();
  EXPECT_TRUE(table.cell(0, 3).blank_datetime);
  EXPECT_EQ(table.cell(0, 3).number, kNoonUnix);
  EXPECT_EQ(table.cell(0, 3).raw_id, kNoText);
}

TEST(TableTypes, AColumnThatWidensKeepsEverySpelling) {
  Table table("t", {{"n", ColumnType::kInt, {}}, {"at", ColumnType::kDatetime, {}}, {"on", ColumnType::kBool, {}}});
  table.append_row(1);
  table.set_number(0, 5);
  table.set_blank_datetime(1, 1619611266);
  table.set_number(2, 1);
  table.commit();
  const uint64_t types = table.types_version();
  table.append_row(2);
  table.set_text(0, "5.5");
  table.widen(0, ColumnType::kReal);
  table.set_text(1, "soon");
  table.widen(1, ColumnType::kText);
  table.widen(2, ColumnType::kInt);
  EXPECT_EQ(table.column(0).type, ColumnType::kInt) << "not before the commit";
  table.commit();
  EXPECT_EQ(table.column(0).type, ColumnType::kReal);
  EXPECT_EQ(cell_text(table.cell(0, 0)), "5");
  EXPECT_EQ(cell_text(table.cell(1, 0)), "5.5");
  EXPECT_EQ(table.column(1).type, ColumnType::kText);
  EXPECT_EQ(cell_text(table.cell(0, 1)), "2021-04-28 12:01:06") << "as the wire spelled it";
  EXPECT_EQ(table.column(2).type, ColumnType::kText);
  EXPECT_EQ(cell_text(table.cell(0, 2)), "true");
  EXPECT_TRUE(table.cell(1, 2).missing());
  EXPECT_GT(table.types_version(), types);
}

TEST(TableTypes, ARollbackForgetsThatAColumnShouldWiden) {
  Table table("t", {{"n", ColumnType::kInt, {}}});
  table.append_row(1);
  table.set_number(0, 5);
  table.commit();
  table.append_row(2);
  table.set_text(0, "x");
  table.widen(0, ColumnType::kText);
  table.rollback();
  table.append_row(3);
  table.set_number(0, 6);
  table.commit();
  EXPECT_EQ(table.column(0).type, ColumnType::kInt);
  EXPECT_EQ(cell_text(table.cell(0, 0)) + cell_text(table.cell(1, 0)), "56");
}

Table of_numbers(int rows) {
  Table table("t", {{"n", ColumnType::kInt, {}}});
  for (int i = 0; i < rows; ++i) {
    table.append_row(i);
    if (i % 7 != 0) table.set_number(0, i, i % 5 == 0 ? "0" + std::to_string(i) : std::string());
  }
  table.commit();
  table.append_row(rows);
  table.set_text(0, "x");
  table.widen(0, ColumnType::kText);
  return table;
}

std::string texts_of(const Table& table) {
  std::string all;
  for (RowId row = 0; row < table.row_end(); ++row) all += cell_text(table.cell(row, 0), true) + ",";
  return all;
}

TEST(TableTypes, AColumnIsWidenedByFuelAndReadersSeeNothingBeforeTheCommit) {
  Table at_once = of_numbers(10000);
  at_once.commit();
  Table table = of_numbers(10000);
  const std::string before = texts_of(table);
  int steps = 0;
  uint32_t seen = table.pool().size();
  while (table.settle(Fuel{1600}) == Work::kMore) {
    ++steps;
    ASSERT_TRUE(steps % 10 != 0 || texts_of(table) == before);
    ASSERT_LE(table.pool().size(), seen + 100);
    seen = table.pool().size();
  }
  EXPECT_GE(steps, 100);
  EXPECT_EQ(table.column(0).type, ColumnType::kInt);
  const uint32_t texts = table.pool().size();
  table.commit();
  EXPECT_EQ(table.pool().size(), texts) << "nothing was left to do";
  EXPECT_EQ(texts_of(table), texts_of(at_once));
  EXPECT_EQ(cell_text(table.cell(5, 0)), "05") << "as it was spelled";
  EXPECT_EQ(table.column(0).type, ColumnType::kText);
}

TEST(TableTypes, AColumnHalfWidenedIsForgottenWithItsPage) {
  Table table = of_numbers(1000);
  const std::string before = texts_of(table);
  ASSERT_EQ(table.settle(Fuel{8000}), Work::kMore);
  table.rollback();
  EXPECT_EQ(texts_of(table), before);
  table.append_row(1);
  table.set_number(0, 77);
  table.commit();
  EXPECT_EQ(table.column(0).type, ColumnType::kInt);
  EXPECT_EQ(texts_of(table), before + "77,");
}

TEST(TableTypes, AColumnThatWidensTwiceInOnePageIsOfTheWiderType) {
  Table real("t", {{"n", ColumnType::kInt, {}}});
  real.append_row(0);
  real.set_number(0, 5);
  real.commit();
  real.append_row(1);
  real.set_text(0, "1.5");
  real.widen(0, ColumnType::kReal);
  ASSERT_EQ(real.settle(Fuel{10000}), Work::kDone);
  real.append_row(2);
  real.set_text(0, "soon");
  real.widen(0, ColumnType::kText);
  real.commit();
  EXPECT_EQ(real.column(0).type, ColumnType::kText);
  EXPECT_EQ(texts_of(real), "5,1.5,soon,");
}

TEST(TableTypes, TheParentsTypesAreTheChildsToo) {
  Table parent("p", {{"n", ColumnType::kInt, {}}});
  Table child("c", {}, &parent, "p.");
  parent.append_row(1);
  parent.set_text(0, "x");
  parent.widen(0, ColumnType::kText);
  parent.commit();
  EXPECT_EQ(child.types_version(), 1u);
  EXPECT_EQ(child.column(0).type, ColumnType::kText);
}

}  // namespace
}  // namespace sluice
