#include "decode/xml_record.h"

#include <gtest/gtest.h>

#include <string>

namespace sluice {
namespace {

class XmlRecordTest : public ::testing::Test {
 protected:
  // The value of <A>…</A> with that inside.
  std::string value_of(std::string_view inside, OuterSpace outer_space = OuterSpace::kTrim) {
    const auto why = record.parse("<A>" + std::string(inside) + "</A>");
    if (why) return "refused: " + *why;
    return std::string(record.text(record.root(), outer_space).value);
  }

  XmlRecord record;
};

TEST_F(XmlRecordTest, WalksElementsOnly) {
  ASSERT_FALSE(record.parse("<A><!-- c --><B>1</B> text <?pi x?><C/><B>2</B></A>"));
  const XmlElement root = record.root();
  EXPECT_EQ(root.name(), "A");
  EXPECT_EQ(root.first_child().name(), "B");
  EXPECT_EQ(root.first_child().next_sibling().name(), "C");
  EXPECT_EQ(root.first_child().next_sibling().next_sibling().name(), "B");
  EXPECT_FALSE(root.first_child().next_sibling().next_sibling().next_sibling());
  EXPECT_EQ(record.text(root.child("B"), OuterSpace::kTrim).value, "1");
  EXPECT_FALSE(root.child("D"));
}

TEST_F(XmlRecordTest, TrimsTextAndKeepsTheRawWhiteSpace) {
  ASSERT_FALSE(record.parse("<A>\n  iPad  Pro\n</A>"));
  const XmlText text = record.text(record.root(), OuterSpace::kTrim);
  EXPECT_EQ(text.value, "iPad  Pro");
  EXPECT_EQ(text.raw, "\n  iPad  Pro\n");
  EXPECT_EQ(record.text(record.root(), OuterSpace::kKeep).value, "\n  iPad  Pro\n");
  EXPECT_EQ(value_of("iPad"), "iPad");
}

TEST_F(XmlRecordTest, WhiteSpaceAroundACdataSectionIsNotPartOfTheTextAndInsideIs) {
  EXPECT_EQ(value_of("\n   <![CDATA[ a\n\n b ]]>\n  "), " a\n\n b ");
  EXPECT_EQ(value_of("\n   <![CDATA[ a\n\n b ]]>\n  ", OuterSpace::kKeep), " a\n\n b ");
  EXPECT_EQ(value_of("<![CDATA[]]>"), "");
}

TEST_F(XmlRecordTest, JoinsTextAndSectionsInOrder) {
  EXPECT_EQ(value_of(" head: <![CDATA[<b> & ]]> tail &amp; end "), "head: <b> &  tail & end");
  EXPECT_EQ(value_of("<![CDATA[a]]]]><![CDATA[>b]]>"), "a]]>b");
  EXPECT_EQ(value_of("a<!-- x -->b"), "ab");
  EXPECT_EQ(value_of("<![CDATA[a]]>\n<![CDATA[b]]>"), "ab");
}

TEST_F(XmlRecordTest, KeepsLineEndsAsTheyCame) {
  EXPECT_EQ(value_of("<![CDATA[a\r\nb\rc]]>"), "a\r\nb\rc");
  EXPECT_EQ(value_of("a\r\nb"), "a\r\nb");
}

TEST_F(XmlRecordTest, DecodesReferencesOnceAndOutsideOfSectionsOnly) {
  EXPECT_EQ(value_of("&lt;a&gt; &amp;lt; &quot;&apos;"), "<a> &lt; \"'");
  EXPECT_EQ(value_of("&#65;&#x42;&#x1F4F1;"), "AB\xF0\x9F\x93\xB1");
  EXPECT_EQ(value_of("<![CDATA[&lt;&#65;]]>"), "&lt;&#65;");
  EXPECT_EQ(value_of(" &#10;a "), "\na");
  EXPECT_EQ(record.forbidden_bytes(), 0u);
}

TEST_F(XmlRecordTest, LeavesWhatIsNoReferenceAsItIs) {
  for (const char* text : {"a & b", "&nbsp;", "&", "&;", "&#;", "&#x;", "&#xZZ;", "&AMP;", "&amp", "&#12a;",
                           "&averyveryveryverylongname;"}) {
    EXPECT_EQ(value_of(text), text);
  }
}

TEST_F(XmlRecordTest, ReplacesReferencesToForbiddenCharactersAndCountsThem) {
  EXPECT_EQ(value_of("a&#0;b&#x1F;c"), "a?b?c");
  EXPECT_EQ(record.forbidden_bytes(), 10u);
  EXPECT_EQ(record.first_forbidden_offset(), 4u);
  EXPECT_EQ(value_of("&#xD800;&#xFFFE;&#x110000;&#99999999999;"), "????");
}

TEST_F(XmlRecordTest, CountsEachForbiddenReferenceOnceThoughTheRawTextIsMadeToo) {
  EXPECT_EQ(value_of(" &#0; "), "?");
  EXPECT_EQ(record.forbidden_bytes(), 4u);
  ASSERT_FALSE(record.parse("<A> a&amp;b </A>"));
  EXPECT_EQ(record.text(record.root(), OuterSpace::kTrim).raw, " a&b ");
}

TEST_F(XmlRecordTest, GivesInnerMarkupBack) {
  ASSERT_FALSE(record.parse("<A>\n <B>1 &amp; 2</B><C d=\"e\"/><![CDATA[<]]>\n</A>"));
  EXPECT_EQ(record.inner_xml(record.root()), "<B>1 &amp; 2</B><C d=\"e\"/><![CDATA[<]]>");
}

TEST_F(XmlRecordTest, SeesAttributes) {
  ASSERT_FALSE(record.parse("<A><B x='1'/><C/></A>"));
  EXPECT_EQ(record.root().first_child().first_attribute(), "x");
  EXPECT_TRUE(record.root().first_child().has_attributes());
  EXPECT_FALSE(record.root().child("C").has_attributes());
}

TEST_F(XmlRecordTest, SaysWhyItRefuses) {
  for (const char* bytes : {"<A><B></A>", "<A", "<A></A", "", "<A><1/></A>", "<A b=></A>"}) {
    const auto why = record.parse(bytes);
    ASSERT_TRUE(why) << bytes;
    EXPECT_EQ(why->find("broken XML: "), 0u) << *why;
  }
  EXPECT_FALSE(record.parse("<A/>")) << "a refusal must not stick";
}

TEST_F(XmlRecordTest, LeavesItsInputAlone) {
  const std::string bytes = "<A>x &amp; y<![CDATA[z]]></A>";
  const std::string copy = bytes;
  ASSERT_FALSE(record.parse(bytes));
  record.text(record.root(), OuterSpace::kTrim);
  EXPECT_EQ(bytes, copy);
}

TEST_F(XmlRecordTest, AHugeAttributeIsOnlyLong) {
  ASSERT_FALSE(record.parse("<A x=\"" + std::string(1000000, 'y') + "\">z</A>"));
  EXPECT_EQ(record.text(record.root(), OuterSpace::kTrim).value, "z");
}

}  // namespace
}  // namespace sluice
