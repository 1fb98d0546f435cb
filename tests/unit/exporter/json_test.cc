#include "exporter/json.h"

#include <gtest/gtest.h>

#include "exporter/json_check.h"
#include "unit/exporter/sample_table.h"

namespace sluice {
namespace {

TEST(Json, WritesOneArray) {
  EXPECT_EQ(exported("json", table_of_texts({"x", "y"}), {0, 1}), "[\n{\"a\":\"x\"},\n{\"a\":\"y\"}\n]\n");
  EXPECT_EQ(exported("json", table_of_texts({"x"}), {0}), "[\n{\"a\":\"x\"}\n]\n");
}

TEST(Json, OfNoRowsIsAnEmptyArray) { EXPECT_EQ(exported("json", table_of_texts({}), {}), "[\n]\n"); }

TEST(Json, ParsesWhateverTheTexts) {
  Random random(9);
  const Table table = random_table(random, 100);
  std::string file = exported("json", table, all_rows(table));
  for (char& c : file) {
    if (c == '\n') c = ' ';  // the check wants one line
  }
  EXPECT_TRUE(is_embeddable_json(file));
}

}  // namespace
}  // namespace sluice
