#include "decode/simple_return.h"

#include <gtest/gtest.h>

namespace sluice {
namespace {

SimpleReturn read(std::string_view inside) {
  XmlRecord record;
  EXPECT_FALSE(record.parse("<SIMPLE_RETURN>" + std::string(inside) + "</SIMPLE_RETURN>"));
  return read_simple_return(record, record.root());
}

TEST(SimpleReturn, ReadsCodeAndText) {
  const SimpleReturn answer = read(
      "<RESPONSE><DATETIME>2021-10-18T07:58:11Z</DATETIME><CODE>1905</CODE><TEXT>\n parameter use_tags has invalid "
      "value: 76 \n</TEXT></RESPONSE>");
  EXPECT_EQ(answer.datetime, "2021-10-18T07:58:11Z");
  EXPECT_EQ(answer.code, "1905");
  EXPECT_EQ(answer.text, "parameter use_tags has invalid value: 76");
}

TEST(SimpleReturn, EveryPartMayBeMissing) {
  EXPECT_EQ(read("").text, "");
  EXPECT_EQ(read("<RESPONSE/>").code, "");
  EXPECT_EQ(read("<RESPONSE><TEXT>Internal Error</TEXT></RESPONSE>").text, "Internal Error");
}

TEST(SimpleReturn, AppendsTheItems) {
  EXPECT_EQ(read("<RESPONSE><TEXT>Blocked</TEXT><ITEM_LIST><ITEM><KEY>CALLS</KEY><VALUE>2</VALUE></ITEM><ITEM><KEY>WAIT"
                 "</KEY><VALUE>30 s</VALUE></ITEM></ITEM_LIST></RESPONSE>")
                .text,
            "Blocked (CALLS: 2, WAIT: 30 s)");
}

TEST(SimpleReturn, ShortensATextWithoutEnd) {
  const std::string text = read("<RESPONSE><TEXT>" + std::string(100000, 'x') + "</TEXT></RESPONSE>").text;
  EXPECT_LE(text.size(), kErrorTextBytesMax + 3);
}

}  // namespace
}  // namespace sluice
