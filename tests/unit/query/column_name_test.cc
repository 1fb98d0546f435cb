#include "query/column_name.h"

#include <gtest/gtest.h>

#include "unit/query/sample_store.h"

namespace sluice {
namespace {

std::string resolved(const Table& table, std::string_view name) {
  const auto column = resolve_column(table, name);
  return column ? table.column(*column).name : "";
}

TEST(ResolveColumn, TakesNamesWithoutCase) {
  const SampleStore s;
  EXPECT_EQ(resolved(s.detections(), "severity"), "severity");
  EXPECT_EQ(resolved(s.detections(), "SEVERITY"), "severity");
  EXPECT_EQ(resolved(s.detections(), "Asset.OS"), "asset.os");
  EXPECT_EQ(resolved(s.detections(), "colour"), "");
}

TEST(ResolveColumn, TakesTheParentsColumnWithoutItsPrefixUnlessTheTableHasItsOwn) {
  const SampleStore s;
  EXPECT_EQ(resolved(s.detections(), "os"), "asset.os");
  EXPECT_EQ(resolved(s.detections(), "OS_Version"), "asset.os_version");
  EXPECT_EQ(resolved(s.detections(), "status"), "status");
  EXPECT_EQ(resolved(s.assets(), "os"), "os");
  EXPECT_EQ(resolved(s.assets(), "severity"), "");
}

TEST(UnknownColumnMessage, SuggestsTheNearestName) {
  const SampleStore s;
  EXPECT_EQ(unknown_column_message(s.detections(), "servrity"),
            "There is no column \"servrity\". Did you mean \"severity\"?");
  EXPECT_EQ(unknown_column_message(s.detections(), "colour"), "There is no column \"colour\".");
}

TEST(IsOwnColumn, TellsTheTablesColumnsFromItsParents) {
  const SampleStore s;
  EXPECT_TRUE(is_own_column(s.detections(), *s.detections().find_column("qid")));
  EXPECT_FALSE(is_own_column(s.detections(), *s.detections().find_column("asset.os")));
}

}  // namespace
}  // namespace sluice
