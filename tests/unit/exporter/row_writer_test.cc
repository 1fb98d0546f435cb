#include "exporter/row_writer.h"

#include <gtest/gtest.h>

#include "unit/exporter/sample_table.h"

namespace sluice {
namespace {

TEST(RowWriter, AnyFuelGivesTheSameBytes) {
  Random random(2);
  const Table table = random_table(random, 200);
  for (const char* format : {"csv", "ndjson", "json"}) {
    const std::string whole = exported(format, table, all_rows(table));
    for (const size_t units : {1, 2, 3, 50, 2048}) {
      EXPECT_EQ(exported(format, table, all_rows(table), {}, units), whole) << format << ", " << units;
    }
  }
}

TEST(RowWriter, WritesAboutAsManyRowsAsItHasFuel) {
  const Table table = table_of_texts(std::vector<std::string>(100, "short"));
  auto exporter = make_exporter("csv", table, all_rows(table), {}).take();
  std::string out;
  EXPECT_EQ(exporter->work(Fuel{30}, out), Work::kMore);
  EXPECT_EQ(exporter->rows_written(), 30u);
  EXPECT_EQ(exporter->work(Fuel{70}, out), Work::kDone);
  EXPECT_EQ(exporter->rows_written(), 100u);
}

TEST(RowWriter, LongTextsSpendMoreFuel) {
  const Table table = table_of_texts({std::string(100000, 'x'), "y"});
  auto exporter = make_exporter("ndjson", table, {0, 1}, {}).take();
  std::string out;
  EXPECT_EQ(exporter->work(Fuel{50}, out), Work::kMore);
  EXPECT_EQ(exporter->rows_written(), 1u);
}

TEST(RowWriter, AppendsAndNeverLooksBack) {
  const Table table = table_of_texts({"x", "y"});
  const std::string whole = exported("json", table, {0, 1});
  auto exporter = make_exporter("json", table, {0, 1}, {}).take();
  std::string file;
  for (Work work = Work::kMore; work == Work::kMore;) {
    std::string piece;  // the caller takes what there is away
    work = exporter->work(Fuel{1}, piece);
    file += piece;
  }
  EXPECT_EQ(file, whole);
}

TEST(RowWriter, WithoutFuelNothingIsWritten) {
  const Table table = table_of_texts({});
  auto exporter = make_exporter("csv", table, {}, {}).take();
  std::string out;
  EXPECT_EQ(exporter->work(Fuel{0}, out), Work::kMore);
  EXPECT_EQ(out, "");
}

TEST(RowWriter, IsDoneOnlyOnce) {
  const Table table = table_of_texts({"x"});
  auto exporter = make_exporter("json", table, {0}, {}).take();
  std::string out;
  EXPECT_EQ(exporter->work(Fuel{10}, out), Work::kDone);
  const std::string whole = out;
  EXPECT_EQ(exporter->work(Fuel{10}, out), Work::kDone);
  EXPECT_EQ(out, whole);
}

}  // namespace
}  // namespace sluice
