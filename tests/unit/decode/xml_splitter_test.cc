#include "decode/xml_splitter.h"

#include <gtest/gtest.h>

#include <functional>
#include <string>
#include <vector>

#include "base/random.h"

namespace sluice {
namespace {

using Step = XmlSplitter::Step;
using Failure = XmlSplitter::Failure;

// What a splitter tells of a document: "root:R record:<r>…</r> end:<rest>" or "failed:n".
std::string split_with(std::string_view document, const std::function<size_t()>& next_piece,
                       XmlSplitLimits limits = {}) {
  XmlSplitter splitter("L", "R", limits);
  std::string told;
  size_t shown = 0;
  while (true) {
    shown = std::min(document.size(), shown + next_piece());
    const bool last = shown == document.size();
    Step step = splitter.next(document.substr(0, shown), last);
    for (; step == Step::kRoot || step == Step::kRecord; step = splitter.next(document.substr(0, shown), last)) {
      const XmlSplitter::Record& record = splitter.record();
      if (step == Step::kRoot) {
        told += "root:" + splitter.root() + " ";
        continue;
      }
      told += "record:" + std::string(document.substr(record.begin, record.end - record.begin));
      if (record.too_large) told += "(large)";
      if (record.too_deep) told += "(deep)";
      if (record.broken) told += "(broken)";
      told += " ";
    }
    if (step == Step::kEnd) return told + "end:" + splitter.take_rest();
    if (step == Step::kFailed) return told + "failed:" + std::to_string(static_cast<int>(splitter.failure()));
    if (last) return told + "asked for more than there is";
  }
}

std::string split(std::string_view document, XmlSplitLimits limits = {}) {
  return split_with(
      document, [&] { return document.size(); }, limits);
}

std::string failed(Failure failure) { return "failed:" + std::to_string(static_cast<int>(failure)); }

TEST(XmlSplitter, GivesTheRecordsAndTheRest) {
  EXPECT_EQ(split("<D><H>x</H><L>\n <R><A>1</A></R>\n <R>2</R>\n</L><W/></D>"),
            "root:D record:<R><A>1</A></R> record:<R>2</R> end:<D><H>x</H><L>\n \n</L><W/></D>");
}

TEST(XmlSplitter, OnlyAnElementInsideTheListIsARecord) {
  EXPECT_EQ(split("<D><R>no</R><L><X><R>no</R></X><R>yes</R></L></D>"),
            "root:D record:<R>yes</R> end:<D><R>no</R><L><X><R>no</R></X></L></D>");
  EXPECT_EQ(split("<D><L><RX>no</RX></L></D>"), "root:D end:<D><L><RX>no</RX></L></D>");
}

TEST(XmlSplitter, MarkupInsideCdataAndCommentsIsText) {
  EXPECT_EQ(split("<D><L><R><![CDATA[</R></L>]]></R><!-- <R>'\" --><R/></L></D>"),
            "root:D record:<R><![CDATA[</R></L>]]></R> record:<R/> end:<D><L><!-- <R>'\" --></L></D>");
  EXPECT_EQ(split("<D><L><R><!-- </R> ]]> --><?pi </R> ?>x</R></L></D>"),
            "root:D record:<R><!-- </R> ]]> --><?pi </R> ?>x</R> end:<D><L></L></D>");
  EXPECT_EQ(split("<D><L><R><![CDATA[a]]]]><![CDATA[>]]></R></L></D>"),
            "root:D record:<R><![CDATA[a]]]]><![CDATA[>]]></R> end:<D><L></L></D>");
}

TEST(XmlSplitter, QuotesInTagsMayHoldTheEndOfATag) {
  EXPECT_EQ(split("<D a='>'><L><R b=\"/>\" c='\">'>x</R></L></D>"),
            "root:D record:<R b=\"/>\" c='\">'>x</R> end:<D a='>'><L></L></D>");
}

TEST(XmlSplitter, TagsMayHoldWhiteSpace) {
  EXPECT_EQ(split("<D\n><L ><R\t>x</R\n></L ></D >"), "root:D record:<R\t>x</R\n> end:<D\n><L ></L ></D >");
}

TEST(XmlSplitter, ARecordMayHoldElementsOfItsOwnName) {
  EXPECT_EQ(split("<D><L><R>a<R>b</R>c</R><R/></L></D>"),
            "root:D record:<R>a<R>b</R>c</R> record:<R/> end:<D><L></L></D>");
}

// The vendor's own DOCTYPE: a `<`, a `>` and a line break inside the quotes.
TEST(XmlSplitter, SkipsADoctypeWhateverItsSystemIdHolds) {
  EXPECT_EQ(split("<?xml version=\"1.0\"?>\n<!DOCTYPE D SYSTEM \"<base>\n/x[1].dtd\">\n<D/>"), "root:D end:<D/>");
  EXPECT_EQ(split("<!DOCTYPE D PUBLIC '-//\"X' \"y'z\"><D/>"), "root:D end:<D/>");
}

TEST(XmlSplitter, RefusesAnInternalSubset) {
  EXPECT_EQ(split("<!DOCTYPE D [<!ENTITY a \"b\">]><D>&a;</D>"), failed(Failure::kInternalDtd));
  EXPECT_EQ(split("<!DOCTYPE D SYSTEM \"x.dtd\" [ ]><D/>"), failed(Failure::kInternalDtd));
}

TEST(XmlSplitter, KnowsAWebPageWhenItSeesOne) {
  EXPECT_EQ(split("<!doctype html><html><body>"), failed(Failure::kHtml));
  EXPECT_EQ(split("\xEF\xBB\xBF\n<!-- x --><!DOCTYPE HTML PUBLIC \"-//W3C//DTD HTML 4.01//EN\">"),
            failed(Failure::kHtml));
  EXPECT_EQ(split("<HTML lang=en>"), failed(Failure::kHtml));
  EXPECT_EQ(split("<!DOCTYPE htmlish><htmlish/>"), "root:htmlish end:<htmlish/>");
}

TEST(XmlSplitter, TellsNothingFromSomethingElse) {
  EXPECT_EQ(split(""), failed(Failure::kEmpty));
  EXPECT_EQ(split(" \r\n\t"), failed(Failure::kEmpty));
  EXPECT_EQ(split("\xEF\xBB\xBF"), failed(Failure::kEmpty));
  EXPECT_EQ(split("{\"a\":1}"), failed(Failure::kNotXml));
  EXPECT_EQ(split("Service unavailable <b>"), failed(Failure::kNotXml));
  EXPECT_EQ(split("< 5"), failed(Failure::kNotXml));
  EXPECT_EQ(split("<!ELEMENT a>"), failed(Failure::kNotXml));
  EXPECT_EQ(split("</D>"), failed(Failure::kNotXml));
}

TEST(XmlSplitter, BehindTheRootOnlyCommentsInstructionsAndWhiteSpaceMayStand) {
  EXPECT_EQ(split("<D/>\n<!-- it's \"over\" -->\n<?pi?> "), "root:D end:<D/>");
  for (const char* tail : {"x", "<D/>", "</D>", "<![CDATA[ ]]>", "<!DOCTYPE D>", "{}", "< "}) {
    EXPECT_EQ(split(std::string("<D/>") + tail), "root:D " + failed(Failure::kTrailingBytes)) << tail;
  }
}

TEST(XmlSplitter, BrokenMarkupOutsideRecordsIsTheEnd) {
  for (const char* inside : {"<A>", "</A>", "<A", "< ", "<!X>", "<L><R>x</L>", "<A b=\"<\">", "<L></D>"}) {
    EXPECT_EQ(split("<D>" + std::string(inside) + "</D>"), "root:D " + failed(Failure::kMalformed)) << inside;
  }
  EXPECT_EQ(split("<!DOCTYPE D <"), failed(Failure::kMalformed));
}

TEST(XmlSplitter, BrokenMarkupInsideARecordBreaksThatRecordAlone) {
  EXPECT_EQ(split("<D><L><R>a < b</R><R>x</R></L></D>"),
            "root:D record:<R>a < b</R>(broken) record:<R>x</R> end:<D><L></L></D>");
  EXPECT_EQ(split("<D><L><R><A b=\"x>1</A></R><R>x</R></L></D>"),
            "root:D record:<R><A b=\"x>1</A></R>(broken) record:<R>x</R> end:<D><L></L></D>");
  EXPECT_EQ(split("<D><L><R><A</R><R>x</R></L></D>"),
            "root:D record:<R><A</R>(broken) record:<R>x</R> end:<D><L></L></D>");
}

TEST(XmlSplitter, TagsThatDoNotMatchStayInsideTheirRecord) {
  EXPECT_EQ(split("<D><L><R><A></B></C></R><R>x</R></L></D>"),
            "root:D record:<R><A></B></C></R> record:<R>x</R> end:<D><L></L></D>");
}

TEST(XmlSplitter, LimitsNesting) {
  const XmlSplitLimits limits{1000, 1000, 5};
  EXPECT_EQ(split("<D><L><R><A><B/></A></R></L></D>", limits), "root:D record:<R><A><B/></A></R> end:<D><L></L></D>");
  EXPECT_EQ(split("<D><L><R><A><B><C></C></B></A></R></L></D>", limits),
            "root:D record:<R><A><B><C></C></B></A></R>(deep) end:<D><L></L></D>");
  EXPECT_EQ(split("<D><A><B><C><E><F>", limits), "root:D " + failed(Failure::kTooDeep));
}

TEST(XmlSplitter, LimitsARecordsLengthAndTheRests) {
  const XmlSplitLimits limits{20, 30, 5};
  EXPECT_EQ(split("<D><L><R>0123456789ABC</R></L></D>", limits),
            "root:D record:<R>0123456789ABC</R> end:<D><L></L></D>");
  EXPECT_EQ(split("<D><L><R>0123456789ABCD</R><R/></L></D>", limits),
            "root:D record:<R>0123456789ABCD</R>(large) record:<R/> end:<D><L></L></D>");
  EXPECT_EQ(split("<D>" + std::string(40, 'x') + "</D>", limits), "root:D " + failed(Failure::kRestTooLarge));
}

TEST(XmlSplitter, StaysFailed) {
  XmlSplitter splitter("L", "R");
  EXPECT_EQ(splitter.next("x", false), Step::kFailed);
  EXPECT_EQ(splitter.next("x<D/>", true), Step::kFailed);
  EXPECT_EQ(splitter.failure(), Failure::kNotXml);
}

constexpr std::string_view kRichDocument =
    "\xEF\xBB\xBF<?xml version='1.0'?><!-- \"--- -->\n<!DOCTYPE D SYSTEM \"<a>\n'/b\"><D x='1'><H>t</H><L a=\"/L>\">"
    "<R b='>'>one<![CDATA[</R>]]]]>]]></R> <R/><!-- </L> --><R>a < b<A "
    "c=\"</A></R><R><R><Q/></R></R></L><W><![CDATA[&]]>"
    "</W></D><?pi ?>\n<!-- end -->\n";

TEST(XmlSplitter, AnyPiecesGiveTheSame) {
  const std::string whole = split(kRichDocument);
  ASSERT_NE(whole.find("end:"), std::string::npos) << whole;
  EXPECT_EQ(split_with(kRichDocument, [] { return size_t{1}; }), whole);
  for (uint64_t seed = 0; seed < 200; ++seed) {
    Random random(seed);
    EXPECT_EQ(split_with(kRichDocument, [&] { return static_cast<size_t>(1 + random.below(30)); }), whole) << seed;
  }
}

TEST(XmlSplitter, EveryCutIsSeen) {
  const size_t root_end = kRichDocument.find("</D>") + 4;
  for (size_t length = 0; length < root_end; ++length) {
    const std::string told = split(kRichDocument.substr(0, length));
    const bool nothing_yet = length <= 3;  // the byte order mark
    EXPECT_TRUE(told.ends_with(failed(nothing_yet ? Failure::kEmpty : Failure::kCut))) << length << ": " << told;
  }
}

TEST(XmlSplitter, LetsItsCallerReadARecordByOtherMeans) {
  const std::string_view document = "<D><L><R>1<R/></R> <R/><R>22</R></L></D>";
  XmlSplitter splitter("L", "R");
  splitter.tell_beginnings();
  EXPECT_EQ(splitter.next(document, true), Step::kRoot);
  EXPECT_EQ(splitter.next(document, true), Step::kBegin);
  EXPECT_EQ(splitter.record().begin, document.find("<R>1"));
  EXPECT_TRUE(splitter.has_room(29));  // D, L and the record are three of the 32 levels
  EXPECT_FALSE(splitter.has_room(30));
  splitter.pass_record(document.find(" <R/>"));
  EXPECT_EQ(splitter.record().end, document.find(" <R/>"));
  EXPECT_EQ(splitter.next(document, true), Step::kRecord) << "an empty one is told at once, whole";
  EXPECT_EQ(splitter.next(document, true), Step::kBegin);
  EXPECT_EQ(splitter.next(document, true), Step::kRecord) << "the splitter reads it, since nobody else did";
  EXPECT_EQ(splitter.record().begin, document.find("<R>22"));
  EXPECT_EQ(splitter.next(document, true), Step::kEnd);
  EXPECT_EQ(splitter.take_rest(), "<D><L></L></D>");
}

// Whatever the bytes, it ends and pieces do not matter.
TEST(XmlSplitter, SurvivesAnyMixOfMarkup) {
  const char* const kBits[] = {"<",    ">",    "/",    "\"",         "'",   "<R>",       "</R>", "<L>",
                               "</L>", "<D>",  "</D>", "<!--",       "-->", "<![CDATA[", "]]>",  "<?",
                               "?>",   "text", " ",    "<!DOCTYPE ", "[",   "!"};
  for (uint64_t seed = 0; seed < 2000; ++seed) {
    Random random(seed);
    std::string document = random.chance(0.7) ? "<D><L>" : "";
    for (uint64_t n = random.below(25); n > 0; --n)
      document += kBits[static_cast<size_t>(random.below(std::size(kBits)))];
    if (random.chance(0.5)) document += "</L></D>";
    const std::string whole = split(document);
    EXPECT_EQ(split_with(document, [] { return size_t{1}; }), whole) << document;
    EXPECT_EQ(whole.find("asked for more"), std::string::npos) << document;
  }
}

}  // namespace
}  // namespace sluice
