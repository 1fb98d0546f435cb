// One element of a document, parsed: a small reading frame around the XML parser, which no other file of the core sees.
// It works on a copy, so the bytes that it is given stay what they were, for samples and for trying again. Elements and
// texts live until the next parse(). References are decoded here and not by the parser: the five predefined entities
// and characters that XML 1.0 allows; an entity that nobody has defined stays as it was written, a forbidden character
// (`&#0;`) becomes '?' and is counted, as the sanitizer does.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace sluice {

// A handle; empty when there is no such element. Comments and processing instructions are never seen.
class XmlElement {
 public:
  XmlElement() = default;
  explicit operator bool() const { return node_ != nullptr; }

  std::string_view name() const;
  XmlElement first_child() const;                 // elements only
  XmlElement next_sibling() const;                // elements only
  XmlElement child(std::string_view name) const;  // the first of that name
  bool has_attributes() const;
  std::string_view first_attribute() const;  // its name; "" if there is none

 private:
  friend class XmlRecord;
  explicit XmlElement(void* node) : node_(node) {}
  void* node_ = nullptr;
};

// White space at the outer ends of an element's text. Where the text stands in a CDATA section, what is outside of the
// section is never part of it and what is inside always is (page-api.md, "Rows hold the API's own values").
enum class OuterSpace { kTrim, kKeep };

struct XmlText {
  std::string_view value;
  std::string_view raw;  // with its outer white space, where that was trimmed; else empty
};

class XmlRecord {
 public:
  XmlRecord();
  ~XmlRecord();
  XmlRecord(const XmlRecord&) = delete;
  XmlRecord& operator=(const XmlRecord&) = delete;

  // Why the bytes cannot be read, in words; nothing when root() is there.
  std::optional<std::string> parse(std::string_view bytes);
  XmlElement root() const;

  // Text and CDATA sections in order, child elements left out.
  XmlText text(XmlElement element, OuterSpace outer_space);
  // Everything inside the element as markup.
  std::string_view inner_xml(XmlElement element);

  uint64_t forbidden_bytes() const { return forbidden_bytes_; }  // of references decoded since parse()
  std::optional<size_t> first_forbidden_offset() const { return first_forbidden_offset_; }  // into the bytes parsed

 private:
  struct Parts;

  std::string_view decode(std::string_view text);
  size_t decode_reference(std::string_view text, std::string& out);
  std::string_view wrap(std::string_view value, std::string_view whole, std::string_view inner);
  std::string_view join(XmlElement element);

  std::unique_ptr<Parts> parts_;
  uint64_t forbidden_bytes_ = 0;
  std::optional<size_t> first_forbidden_offset_;
};

}  // namespace sluice
