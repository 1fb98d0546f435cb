#include "sim/ot_value.h"

#include <gtest/gtest.h>

namespace sluice::sim {
namespace {

std::string json(const OtValue& value) {
  std::string out;
  append_json(out, value);
  return out;
}

OtValue nested() {
  OtValue first = OtValue::object();
  first.put("address", OtValue::of("10.0.0.1")).put("vlan", OtValue());
  OtValue second = OtValue::object();
  second.put("address", OtValue::of("10.0.0.2")).put("vlan", OtValue::integer(7));
  OtValue list = OtValue::list();
  list.add(std::move(first)).add(std::move(second));
  OtValue record = OtValue::object();
  record.put("assetId", OtValue::integer(1)).put("interfaces", std::move(list)).put("tags", OtValue::texts({"a", "b"}));
  return record;
}

TEST(OtValue, IsWrittenAsJson) {
  OtValue record = nested();
  record.put("say \"hi\"", OtValue::of("line\nbreak \xFF"));
  record.put("on", OtValue::boolean(true)).put("empty", OtValue::object()).put("none", OtValue::list());
  EXPECT_EQ(json(record),
            "{\"assetId\":1,\"interfaces\":[{\"address\":\"10.0.0.1\",\"vlan\":null},{\"address\":\"10.0.0.2\","
            "\"vlan\":7}],\"tags\":[\"a\",\"b\"],\"say \\\"hi\\\"\":\"line\\nbreak \xEF\xBF\xBD\",\"on\":true,"
            "\"empty\":{},\"none\":[]}");
}

TEST(OtValue, KeepsLargeIntegersAndThousandths) {
  EXPECT_EQ(json(OtValue::integer(9007199254740993)), "9007199254740993");
  EXPECT_EQ(json(OtValue::integer(INT64_MIN)), "-9223372036854775808");
  EXPECT_EQ(json(OtValue::real(7500)), "7.5");
  EXPECT_EQ(json(OtValue::real(9000)), "9.0") << "a float stays one";
  EXPECT_EQ(json(OtValue::real(1)), "0.001");
  EXPECT_EQ(json(OtValue::real(-50)), "-0.05");
}

TEST(OtValue, PathsEnterObjectsAndListsWithoutCase) {
  const OtValue record = nested();
  ASSERT_EQ(values_at(record, "INTERFACES.address").size(), 2u);
  EXPECT_EQ(values_at(record, "interfaces.Address")[1]->text, "10.0.0.2");
  EXPECT_EQ(values_at(record, "interfaces.vlan").size(), 1u) << "null is no value";
  EXPECT_EQ(values_at(record, "tags").size(), 2u);
  EXPECT_EQ(values_at(record, "interfaces").size(), 2u);
  for (const char* path : {"", ".", "assetId.x", "interfaces..address", "interfaces.address.", "inter", "tags.a"}) {
    EXPECT_TRUE(values_at(record, path).empty() || std::string_view(path) == "interfaces.address.") << path;
  }
}

TEST(OtValue, FieldsAreFoundByTheirExactName) {
  EXPECT_EQ(nested().field("assetID"), nullptr);
  const OtValue record = nested();
  ASSERT_NE(record.field("assetId"), nullptr);
  EXPECT_EQ(record.field("assetId")->number, 1);
}

}  // namespace
}  // namespace sluice::sim
