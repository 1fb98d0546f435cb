#include "sim/wire.h"

#include <gtest/gtest.h>

namespace sluice::sim {
namespace {

TEST(Wire, TakesATargetApartAtTheFirstQuestionMark) {
  EXPECT_EQ(read_target("/a/b?x=1?y").path, "/a/b");
  EXPECT_EQ(read_target("/a/b?x=1?y").query, "x=1?y");
  EXPECT_EQ(read_target("/a/b").query, "");
  EXPECT_EQ(read_target("/a?b#c").query, "b");
}

TEST(Wire, DecodesPercentAndPlusInFields) {
  const std::vector<Field> fields = read_fields("status=Ready+for%20Re-enrollment&p%61ss=a%2Bb%26c%3D%25");
  ASSERT_EQ(fields.size(), 2u);
  EXPECT_EQ(fields[0].value, "Ready for Re-enrollment");
  EXPECT_EQ(fields[1].name, "pass");
  EXPECT_EQ(fields[1].value, "a+b&c=%");
}

TEST(Wire, TheLastOfARepeatedNameWinsAtThePlaceOfTheFirst) {
  const std::vector<Field> fields = read_fields("a=1&b=2&a=3");
  ASSERT_EQ(fields.size(), 2u);
  EXPECT_EQ(fields[0].name, "a");
  EXPECT_EQ(fields[0].value, "3");
}

TEST(Wire, KeepsWhatItCannotDecodeAndSaysSo) {
  for (const char* text : {"a=%", "a=%4", "a=%zz", "a=%FF", "a=%C3%28", "a=%ED%A0%80"}) {
    const std::vector<Field> fields = read_fields(text);
    ASSERT_EQ(fields.size(), 1u) << text;
    EXPECT_FALSE(fields[0].sound) << text;
    EXPECT_EQ(fields[0].value, std::string(text).substr(2)) << text;
  }
  EXPECT_TRUE(read_fields("a=%E7%94%B0").front().sound);
}

TEST(Wire, SkipsEmptyPiecesAndTakesANameWithoutAValue) {
  const std::vector<Field> fields = read_fields("&&a&b=&");
  ASSERT_EQ(fields.size(), 2u);
  EXPECT_EQ(fields[0].value, "");
  EXPECT_TRUE(read_fields("").empty());
}

TEST(Wire, LooksAtNoMoreThanAThousandFields) {
  std::string text;
  for (int i = 0; i < 1500; ++i) text += "n" + std::to_string(i) + "=1&";
  EXPECT_EQ(read_fields(text).size(), kFieldsMax);
}

TEST(Wire, EscapesSoThatReadingGivesTheSameBack) {
  const std::string hard = "a b+c&d=e%f/?#\"<>|^$\\é,:.-_~";
  EXPECT_EQ(read_fields("x=" + escape_for_query(hard)).front().value, hard);
  EXPECT_EQ(escape_for_query("1-3,5"), "1-3,5");
  EXPECT_EQ(escape_for_query("^$"), "%5E%24");
}

TEST(Wire, ReadsWholeNumbersAndNothingElse) {
  EXPECT_EQ(read_whole_number("0"), 0);
  EXPECT_EQ(read_whole_number("999999999999999999"), 999999999999999999);
  for (const char* text : {"", "-1", "+1", " 1", "1 ", "1.0", "0x1", "1000000000000000000", "1includeFields"}) {
    EXPECT_EQ(read_whole_number(text), std::nullopt) << text;
  }
}

TEST(Wire, ReadsListsWithTheirEmptyItems) {
  EXPECT_EQ(read_list("a, b ,c"), (std::vector<std::string_view>{"a", "b", "c"}));
  EXPECT_EQ(read_list("a,,b,"), (std::vector<std::string_view>{"a", "", "b", ""}));
  EXPECT_EQ(read_list(""), (std::vector<std::string_view>{""}));
}

TEST(Wire, ReadsOnlyMomentsThatExist) {
  EXPECT_EQ(read_moment("1970-01-01"), 0);
  EXPECT_EQ(read_moment("2017-02-15T23:15:00Z"), 1487200500);
  EXPECT_EQ(read_moment("2024-02-29"), 1709164800);
  for (const char* text : {"2023-02-29", "2023-13-01", "2023-00-10", "2023-04-31", "2023-1-1", "20230101",
                           "2023-01-01T", "2023-01-01T24:00:00Z", "2023-01-01T23:60:00Z", "2023-01-01T23:15:00",
                           "2023-01-01 23:15:00", "2017-02- 15T23:15:00Z", "2017-0215", "", "today"}) {
    EXPECT_EQ(read_moment(text), std::nullopt) << text;
  }
}

TEST(Wire, WritesMomentsInBothForms) {
  EXPECT_EQ(moment_text(1619611266), "2021-04-28 12:01:06");
  EXPECT_EQ(moment_text_millis(1634543891268), "2021-10-18T07:58:11.268Z");
  EXPECT_EQ(moment_text_millis(-1), "1969-12-31T23:59:59.999Z");
}

TEST(Wire, WritesBase64UrlWithoutPadding) {
  EXPECT_EQ(base64url(""), "");
  EXPECT_EQ(base64url("f"), "Zg");
  EXPECT_EQ(base64url("fo"), "Zm8");
  EXPECT_EQ(base64url("foobar"), "Zm9vYmFy");
  EXPECT_EQ(base64url("\xFB\xFF\xFE"), "-__-");
}

TEST(Wire, EscapesTextAndReplacesWhatXmlForbids) {
  std::string out;
  append_xml_text(out, "a<b>&\"c\"\t\n\x01\x1F\xFFz\xEF\xBF\xBFé田");
  EXPECT_EQ(out, "a&lt;b&gt;&amp;&quot;c&quot;\t\n\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBDz\xEF\xBF\xBDé田");
}

TEST(Wire, SplitsTheEndOfACdataSection) {
  std::string out;
  append_cdata(out, "x]]>y]]]>");
  EXPECT_EQ(out, "<![CDATA[x]]]]><![CDATA[>y]]]]]><![CDATA[>]]>");
}

}  // namespace
}  // namespace sluice::sim
