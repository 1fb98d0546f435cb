// The usual record, read in one pass over the document's own bytes, without a tree: elements that hold a text, one
// CDATA section, or further elements, and white space between them. Whatever else XML may bring (attributes, references
// other than the five that XML itself names, comments, mixed content, names that are not of capitals) ends the reading
// with kOther, and the caller takes splitter and parser (xml_splitter.h, xml_record.h) for the whole of it: this reader
// is about speed and decides nothing. On what it does read it gives the very texts that XmlRecord::text() gives.
//
// It is shown a growing prefix of the document and goes on where it stopped; no text is searched twice.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace sluice {

class PlainRecord {
 public:
  enum class Token {
    kOpen,   // name(): elements follow
    kLeaf,   // name() and text(), or section()
    kClose,  // name(), always that of the element opened last
    kMore,   // what is shown ends inside the next token
    kOther,  // not plain, for good
  };

  // `begin` is where the record begins in the document, which stays where it is.
  explicit PlainRecord(const char* begin) : at_(begin), shown_(begin) {}
  void show(const char* end) { shown_ = end; }

  // `expected` is how the next element is probably called; a wrong guess costs a little time.
  Token next(std::string_view expected);

  std::string_view name() const { return name_; }
  bool as_expected() const { return as_expected_; }  // name() is what was expected
  // All between the tags, "" for nothing but white space.
  std::string_view text() const { return text_; }
  bool references() const { return references_; }  // text() has some: without_references() is what it says
  bool section() const { return section_; }  // text() is that of a CDATA section
  size_t depth() const { return depth_; }    // of open elements
  const char* at() const { return at_; }     // behind the last token

 private:
  static constexpr size_t kDepthMax = 8;
  enum class Taken { kYes, kNo, kMore };

  Token close_tag();
  Token open_tag(std::string_view expected);
  Token content();
  Token section_content();
  Token other();
  Token wait();
  Taken take(std::string_view text);
  Taken take_close(std::string_view name);
  Taken take_reference();
  void skip_space();
  size_t left() const { return static_cast<size_t>(shown_ - at_); }

  const char* at_;
  const char* shown_;
  const char* token_ = nullptr;  // where the one that is being read begins
  // How far that one was searched, when it was not all there.
  const char* text_searched_ = nullptr;
  const char* section_searched_ = nullptr;
  std::string_view name_;
  std::string_view text_;
  bool as_expected_ = false;
  bool section_ = false;
  bool references_ = false;
  bool over_ = false;
  std::string_view open_[kDepthMax];
  size_t depth_ = 0;
};

// A text in which each "&" begins one of the five named references.
std::string without_references(std::string_view text);

}  // namespace sluice
