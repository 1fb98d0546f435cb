#include "exporter/exporter.h"

#include <gtest/gtest.h>

#include "unit/exporter/sample_table.h"

namespace sluice {
namespace {

TEST(Exporter, KnowsItsFormats) {
  EXPECT_EQ(export_mime_type("csv"), "text/csv;charset=utf-8");
  EXPECT_EQ(export_mime_type("ndjson"), "application/x-ndjson");
  EXPECT_EQ(export_mime_type("json"), "application/json");
}

TEST(Exporter, RefusesAFormatThatDoesNotExist) {
  const Table table = table_of_texts({});
  const auto exporter = make_exporter("xlsx", table, {}, {});
  ASSERT_FALSE(exporter.ok());
  EXPECT_EQ(exporter.error().code, "unknown_format");
  EXPECT_EQ(exporter.error().message, "\"xlsx\" is no export format. There are csv, ndjson and json.");
}

TEST(Exporter, WritesTheColumnsAndRowsAskedForInTheirOrder) {
  Table table("t", {{"a", ColumnType::kInt, {}}, {"b", ColumnType::kInt, {}}, {"c", ColumnType::kInt, {}}});
  for (int row = 0; row < 3; ++row) {
    table.append_row(0);
    for (ColumnId column = 0; column < 3; ++column) table.set_number(column, row * 10 + static_cast<int>(column));
  }
  table.commit();
  ExportOptions options;
  options.columns = {2, 0};
  EXPECT_EQ(exported("csv", table, {2, 0}, options), "c,a\r\n22,20\r\n2,0\r\n");
  EXPECT_EQ(exported("ndjson", table, {1}), "{\"a\":10,\"b\":11,\"c\":12}\n");
}

TEST(Exporter, WritesWhatWasThereWhenItBegan) {
  Table table = table_of_texts({"x", "y"});
  auto exporter = make_exporter("csv", table, all_rows(table), {}).take();
  std::string out;
  exporter->work(Fuel{1}, out);
  const auto late = table.add_column("late", ColumnType::kText);
  table.append_row(0);
  table.set_text(*late, "z");
  table.commit();
  table.mark_dead(1);
  EXPECT_EQ(exporter->work(Fuel{10}, out), Work::kDone);
  EXPECT_EQ(out, "a\r\nx\r\ny\r\n");
}

}  // namespace
}  // namespace sluice
