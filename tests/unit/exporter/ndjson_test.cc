#include "exporter/ndjson.h"

#include <gtest/gtest.h>

#include "base/text.h"
#include "unit/exporter/sample_table.h"

namespace sluice {
namespace {

TEST(Ndjson, WritesOneObjectALine) {
  EXPECT_EQ(exported("ndjson", table_of_texts({"x", "two\nlines"}), {0, 1}),
            "{\"a\":\"x\"}\n{\"a\":\"two\\nlines\"}\n");
}

TEST(Ndjson, OfNoRowsIsEmpty) { EXPECT_EQ(exported("ndjson", table_of_texts({}), {}), ""); }

TEST(Ndjson, HasAsManyLinesAsRowsWhateverTheTexts) {
  Random random(4);
  const Table table = random_table(random, 300);
  const std::string file = exported("ndjson", table, all_rows(table));
  std::vector<std::string_view> lines = split(file, '\n');
  ASSERT_EQ(lines.size(), 301u);
  EXPECT_EQ(lines.back(), "") << "the last line is ended too";
  lines.pop_back();
  for (const std::string_view line : lines) {
    EXPECT_EQ(line.front(), '{');
    EXPECT_EQ(line.back(), '}');
  }
}

}  // namespace
}  // namespace sluice
