#include "decode/xml_record.h"

#include <cstring>
#include <deque>
#include <pugixml.hpp>
#include <vector>

#include "base/text.h"

namespace sluice {
namespace {

// Neither line ends nor references are converted by the parser, so it writes nothing into texts but their terminators.
// DOCTYPE, comments and processing instructions make no nodes; white space between elements makes none either.
constexpr unsigned kParseOptions = pugi::parse_cdata | pugi::parse_embed_pcdata;
constexpr size_t kReferenceBytesMax = 16;  // "&#x10FFFF;" with some leading zeros

pugi::xml_node node_of(void* node) { return pugi::xml_node(static_cast<pugi::xml_node_struct*>(node)); }

void* element_from(pugi::xml_node node) {
  while (node && node.type() != pugi::node_element) node = node.next_sibling();
  return node.internal_object();
}

bool allowed_in_xml(uint32_t c) {
  if (c < 0x20) return c == '\t' || c == '\n' || c == '\r';
  return c <= 0xD7FF || (c >= 0xE000 && c <= 0xFFFD) || (c >= 0x10000 && c <= 0x10FFFF);
}

std::optional<char> predefined_entity(std::string_view name) {
  if (name == "amp") return '&';
  if (name == "lt") return '<';
  if (name == "gt") return '>';
  if (name == "quot") return '"';
  if (name == "apos") return '\'';
  return std::nullopt;
}

int digit_value(char c) {
  if (is_digit(c)) return c - '0';
  const char low = lower(c);
  return low >= 'a' && low <= 'f' ? low - 'a' + 10 : 16;
}

// "#10" or "#xA"; empty when it is no number. A number past any character is given as one past it.
std::optional<uint32_t> character_number(std::string_view name) {
  if (name.size() < 2 || name.front() != '#') return std::nullopt;
  name.remove_prefix(1);
  const bool hex = name.front() == 'x';
  if (hex) name.remove_prefix(1);
  if (name.empty()) return std::nullopt;
  const uint32_t base = hex ? 16 : 10;
  uint32_t value = 0;
  for (const char c : name) {
    const uint32_t digit = static_cast<uint32_t>(digit_value(c));
    if (digit >= base) return std::nullopt;
    if (value <= 0x10FFFF) value = value * base + digit;
  }
  return value;
}

class StringWriter : public pugi::xml_writer {
 public:
  explicit StringWriter(std::string& out) : out_(out) {}
  void write(const void* data, size_t size) override { out_.append(static_cast<const char*>(data), size); }

 private:
  std::string& out_;
};

}  // namespace

struct XmlRecord::Parts {
  std::vector<char> buffer;
  pugi::xml_document document;
  std::deque<std::string> made;  // texts that do not stand in the buffer as they are
};

std::string_view XmlElement::name() const { return node_of(node_).name(); }
XmlElement XmlElement::first_child() const { return XmlElement(element_from(node_of(node_).first_child())); }
XmlElement XmlElement::next_sibling() const { return XmlElement(element_from(node_of(node_).next_sibling())); }

XmlElement XmlElement::child(std::string_view name) const {
  XmlElement found = first_child();
  while (found && found.name() != name) found = found.next_sibling();
  return found;
}

bool XmlElement::has_attributes() const { return !node_of(node_).first_attribute().empty(); }
std::string_view XmlElement::first_attribute() const { return node_of(node_).first_attribute().name(); }

XmlRecord::XmlRecord() : parts_(std::make_unique<Parts>()) {}
XmlRecord::~XmlRecord() = default;

std::optional<std::string> XmlRecord::parse(std::string_view bytes) {
  forbidden_bytes_ = 0;
  first_forbidden_offset_.reset();
  parts_->made.clear();
  parts_->buffer.assign(bytes.begin(), bytes.end());
  const pugi::xml_parse_result result = parts_->document.load_buffer_inplace(
      parts_->buffer.data(), parts_->buffer.size(), kParseOptions, pugi::encoding_utf8);
  if (result) return std::nullopt;
  return std::string("broken XML: ") + result.description() + " at byte " + std::to_string(result.offset) + " of it";
}

XmlElement XmlRecord::root() const { return XmlElement(element_from(parts_->document.first_child())); }

XmlText XmlRecord::text(XmlElement element, OuterSpace outer_space) {
  const pugi::xml_node node = node_of(element.node_);
  const pugi::xml_node child = node.first_child();
  if (child.empty()) {
    const std::string_view whole = node.value();
    const bool bare = whole.empty() || (whole.front() > ' ' && whole.back() > ' ');
    const std::string_view inner = outer_space == OuterSpace::kKeep || bare ? whole : trim(whole);
    const std::string_view value = decode(inner);
    return {value, inner.size() == whole.size() ? std::string_view() : wrap(value, whole, inner)};
  }
  const bool one_section = child.type() == pugi::node_cdata && node.value()[0] == '\0' && child.next_sibling().empty();
  return {one_section ? std::string_view(child.value()) : join(element), {}};
}

// `value` with the white space that stands around `inner` in `whole`.
std::string_view XmlRecord::wrap(std::string_view value, std::string_view whole, std::string_view inner) {
  if (value.data() == inner.data()) return whole;
  const size_t before = static_cast<size_t>(inner.data() - whole.data());
  std::string& out = parts_->made.emplace_back(whole.substr(0, before));
  out += value;
  out += whole.substr(before + inner.size());
  return out;
}

// Several pieces: only the outer white space of the first and the last is left out, as what stands between is inner.
std::string_view XmlRecord::join(XmlElement element) {
  const pugi::xml_node node = node_of(element.node_);
  std::string& out = parts_->made.emplace_back();
  const auto append = [&](std::string_view piece, bool last) {
    while (out.empty() && !piece.empty() && is_space(piece.front())) piece.remove_prefix(1);
    while (last && !piece.empty() && is_space(piece.back())) piece.remove_suffix(1);
    out += decode(piece);
  };
  append(node.value(), false);
  for (pugi::xml_node piece = node.first_child(); piece; piece = piece.next_sibling()) {
    if (piece.type() == pugi::node_cdata) out += piece.value();
    if (piece.type() == pugi::node_pcdata) append(piece.value(), piece.next_sibling().empty());
  }
  return out;
}

std::string_view XmlRecord::inner_xml(XmlElement element) {
  const pugi::xml_node node = node_of(element.node_);
  std::string& out = parts_->made.emplace_back(trim(node.value()));
  StringWriter writer(out);
  for (pugi::xml_node child = node.first_child(); child; child = child.next_sibling()) {
    child.print(writer, "", pugi::format_raw | pugi::format_no_escapes, pugi::encoding_utf8);
  }
  return out;
}

std::string_view XmlRecord::decode(std::string_view text) {
  size_t at = text.find('&');
  if (at == std::string_view::npos) return text;
  std::string& out = parts_->made.emplace_back();
  out.reserve(text.size());
  size_t copied = 0;
  while (at != std::string_view::npos) {
    out += text.substr(copied, at - copied);
    copied = at + decode_reference(text.substr(at), out);
    at = text.find('&', copied);
  }
  out += text.substr(copied);
  return out;
}

// `text` begins with '&'. Appends what it stands for and returns how many bytes it takes.
size_t XmlRecord::decode_reference(std::string_view text, std::string& out) {
  const size_t end = text.substr(0, kReferenceBytesMax).find(';');
  if (end != std::string_view::npos) {
    const std::string_view name = text.substr(1, end - 1);
    if (const std::optional<char> entity = predefined_entity(name)) {
      out.push_back(*entity);
      return end + 1;
    }
    if (const std::optional<uint32_t> number = character_number(name)) {
      if (allowed_in_xml(*number)) {
        append_utf8(out, *number);
        return end + 1;
      }
      const size_t offset = static_cast<size_t>(text.data() - parts_->buffer.data());
      if (!first_forbidden_offset_ || offset < *first_forbidden_offset_) first_forbidden_offset_ = offset;
      forbidden_bytes_ += end + 1;
      out.push_back('?');
      return end + 1;
    }
  }
  out.push_back('&');
  return 1;
}

}  // namespace sluice
