#include "decode/plain_record.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "base/random.h"
#include "unit/decode/decode_fixture.h"

namespace sluice {
namespace {

using Token = PlainRecord::Token;

// What is read of `text`, shown in pieces of `step` bytes: "ASSET( ID=7 RESULTS=[x] )". A "!" ends what is not plain, a
// "…" what is not all there.
std::string read_plainly(const std::string& text, size_t step, std::string_view expected = "") {
  std::string out;
  PlainRecord record(text.data());
  for (size_t shown = 0; shown < text.size();) {
    shown = std::min(text.size(), shown + step);
    record.show(text.data() + shown);
    for (Token token = record.next(expected); token != Token::kMore; token = record.next(expected)) {
      if (token == Token::kOther) return out + "!";
      if (token == Token::kOpen) out += std::string(record.name()) + "( ";
      if (token == Token::kClose) out += ") ";
      if (token == Token::kLeaf) {
        const std::string value(record.text());
        out += std::string(record.name()) + "=" + (record.section() ? "[" + value + "]" : value) + " ";
      }
      if (record.depth() == 0) return out + std::string(record.at());
    }
  }
  return out + "…";
}

std::string read_in_any_pieces(const std::string& text) {
  const std::string whole = read_plainly(text, text.size());
  for (size_t step = 1; step < 20; ++step) {
    EXPECT_EQ(read_plainly(text, step), whole) << "in pieces of " << step << " bytes";
    EXPECT_EQ(read_plainly(text, step, "ID"), whole) << "in pieces of " << step << " bytes, expecting an ID";
  }
  return whole;
}

TEST(PlainRecord, ReadsElementsWithTextsAndSectionsAndStopsBehindTheRecord) {
  EXPECT_EQ(read_in_any_pieces("<ASSET>\n  <ID>7</ID><OS>iOS 14</OS>\n</ASSET> tail"),
            "ASSET( ID=7 OS=iOS 14 )  tail");
  EXPECT_EQ(read_in_any_pieces("<ASSET><L><D><R>\n <![CDATA[a]]b]>\n<x>&]]>\n </R></D><D><Q>1</Q></D></L></ASSET>"),
            "ASSET( L( D( R=[a]]b]>\n<x>&] ) D( Q=1 ) ) ) ");
}

TEST(PlainRecord, KeepsTheSpaceAroundATextAndDropsWhatIsNothingElse) {
  EXPECT_EQ(read_in_any_pieces("<A><B> x \n</B><C> \t\r\n </C><D></D><E>></E></A>"), "A( B= x \n C= D= E=> ) ");
}

TEST(PlainRecord, ReadsTheFiveReferencesThatXmlItselfNames) {
  const std::string text = "&lt;a&gt; &amp;amp; &quot;b&apos;&quot;";
  EXPECT_EQ(read_in_any_pieces("<A><B>" + text + "</B><C>x</C></A>"), "A( B=" + text + " C=x ) ");
  EXPECT_EQ(without_references(text), "<a> &amp; \"b'\"");
  const std::string record = "<A><B>&amp;</B><C>x</C></A>";
  PlainRecord plain(record.data());
  plain.show(record.data() + record.size());
  plain.next("");
  plain.next("");
  EXPECT_TRUE(plain.references());
  plain.next("");
  EXPECT_FALSE(plain.references()) << "that was the text before";
}

TEST(PlainRecord, LeavesToOthersWhateverIsNotPlain) {
  for (const char* odd :
       {"<B a=\"1\">x</B>", "<B/>", "<B >x</B>", "<B>x</B >", "<B>a&#65;b</B>", "<B>&nbsp;</B>", "<B>a & b</B>", "<B>&amp b</B>", "<B>&lt;<C/></B>", "<!-- c -->", "<?p i?>", "text",
        "<B>text<C>1</C></B>", "<B>1</C>", "<b>x</b>", "<B.C>x</B.C>", "<B><![CDATA[x]]><![CDATA[y]]></B>",
        "<B>x<![CDATA[y]]></B>", "<B><![CDATA[y]]>x</B>", "<B><!-- c --></B>", "<B><C>1</C>text</B>"}) {
    const std::string read = read_in_any_pieces(std::string("<A><Z>1</Z>") + odd + "</A>");
    EXPECT_EQ(read.back(), '!') << odd << " was read as " << read;
  }
}

TEST(PlainRecord, WaitsForWhatIsNotThereYetAndNeverReadsBeyondIt) {
  const std::string whole = "<A><B>text</B><C><![CDATA[x]]> </C></A>";
  for (size_t end = 0; end < whole.size(); ++end) {
    const std::string cut = whole.substr(0, end);
    EXPECT_EQ(read_plainly(cut, 3).substr(0, 1), end < 5 ? "\xE2" : "A") << cut;
    EXPECT_NE(read_plainly(cut, 3).back(), '!') << cut;
  }
}

TEST(PlainRecord, RefusesWhatIsNestedTooDeeplyForIt) {
  std::string deep;
  for (int i = 0; i < 100; ++i) deep += "<A>";
  EXPECT_EQ(read_in_any_pieces(deep + "x").back(), '!');
}

// ── as the parser reads it ──

// A record's content of a few odd things in any order; the same with every seed.
std::string record_of(uint64_t seed) {
  static const std::vector<std::string> kPieces = {
      "<IP>10.0.0.1</IP>", "<OS> iOS </OS>", "<OS>\n\tAndroid\n</OS>", "<OS_VERSION></OS_VERSION>",
      "<OS_VERSION>  </OS_VERSION>", "<MODEL_NAME>null</MODEL_NAME>", "<MODEL_NAME>a &amp; b</MODEL_NAME>",
      "<MODEL_NAME> &lt;b&gt;\n</MODEL_NAME>", "<MODEL_NAME>&amp;lt;</MODEL_NAME>", "<OS>a&#65;</OS>", "<OS>a & b</OS>",
      "<OS_VERSION>&apos;1&quot;&bogus;</OS_VERSION>", "<ASSET_STATUS> Ready &amp; &gt; </ASSET_STATUS>",
      "<LAST_SEEN>2021-04-28 12:01:06</LAST_SEEN>", "<LAST_SEEN>2021-02-29 12:01:06</LAST_SEEN>",
      "<LAST_SEEN> 2021-04-28T12:01:06Z </LAST_SEEN>", "<USERNAME>&#0;x</USERNAME>", "<BATTERY>99</BATTERY>",
      "<BATTERY><LEVEL>9</LEVEL></BATTERY>", "<USERNAME a='1'>u</USERNAME>", "<!-- c -->", "<battery>low</battery>",
      "<TAGS><TAG><TAG_ID>1</TAG_ID><NAME>x</NAME></TAG></TAGS>", "<IP>10.0.0.2</IP>", "<ASSET_ID>0017</ASSET_ID>"};
  static const std::vector<std::string> kFound = {
      "<QID>1</QID>", "<QID>01</QID>", "<SEVERITY>5</SEVERITY>", "<STATUS>Re-Opened</STATUS>", "<STATUS>New</STATUS>",
      "<RESULTS>\n <![CDATA[ a\n]]>\n</RESULTS>", "<RESULTS> plain </RESULTS>",
      "<RESULTS> &lt;x&gt; &amp; </RESULTS>", "<TIMES_FOUND> &amp;1 </TIMES_FOUND>", "<RESULTS><![CDATA[]]></RESULTS>",
      "<RESULTS>a<![CDATA[b]]>c</RESULTS>", "<TIMES_FOUND>many</TIMES_FOUND>", "<NEW_FIELD> v </NEW_FIELD>",
      "<FIRST_FOUND_DATETIME>2021-04-28 05:01:36</FIRST_FOUND_DATETIME>", "<ODD/>"};
  Random random(seed);
  const auto some = [&random](const std::vector<std::string>& pieces) {
    std::string out;
    for (uint64_t left = random.below(5); left > 0; --left) {
      out += pieces[static_cast<size_t>(random.below(pieces.size()))] + "\n  ";
    }
    return out;
  };
  std::string out = "<ID>" + std::to_string(seed) + "</ID>" + some(kPieces);
  if (random.below(4) == 0) return out;
  out += "<DETECTION_LIST>";
  for (uint64_t left = random.below(4); left > 0; --left) out += "<DETECTION>" + some(kFound) + "</DETECTION>";
  out += "</DETECTION_LIST>";
  return random.below(8) == 0 ? out + some(kPieces) : out;
}

TEST(PlainRecord, MakesTheSameRowsAsTheParser) {
  for (uint64_t seed = 1; seed <= 300; ++seed) {
    std::string plain;
    std::string parsed;
    for (uint64_t i = 0; i < 6; ++i) {
      const std::string record = record_of(seed * 6 + i);
      plain += "<ASSET>" + record + "</ASSET>\n";
      parsed += "<ASSET><!---->" + record + "</ASSET>\n";  // a comment is nothing to the parser, and not plain
    }
    Decoded as_it_comes;
    decode_into(as_it_comes, page_of(plain), static_cast<size_t>(1 + seed % 50));
    Decoded by_the_parser;
    decode_into(by_the_parser, page_of(parsed));
    for (Decoded* decoded : {&as_it_comes, &by_the_parser}) {
      EXPECT_EQ(decoded->outcome.assets, 6u);
      decoded->outcome.sha256.clear();
      decoded->outcome.first_sanitized_offset.reset();
    }
    EXPECT_EQ(as_it_comes.all(), by_the_parser.all()) << plain;
  }
}

}  // namespace
}  // namespace sluice
