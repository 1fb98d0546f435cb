#include "decode/error_body.h"

#include <nlohmann/json.hpp>

#include "base/text.h"
#include "decode/sanitizer.h"
#include "decode/simple_return.h"
#include "decode/xml_splitter.h"

namespace sluice {
namespace {

using Json = nlohmann::json;

constexpr size_t kPlainTextBytesMax = 300;

// Line breaks and runs of blanks as one blank.
std::string one_line(std::string_view text) {
  std::string out;
  for (const char c : trim(text)) {
    if (!is_space(c)) {
      out.push_back(c);
    } else if (out.back() != ' ') {
      out.push_back(' ');
    }
  }
  return shorten(out, kPlainTextBytesMax);
}

const Json* member(const Json& object, const char* name) {
  if (!object.is_object()) return nullptr;
  const auto found = object.find(name);
  return found == object.end() ? nullptr : &*found;
}

// Texts as they are, numbers in decimal, anything else "".
std::string scalar_text(const Json* value) {
  if (value == nullptr) return "";
  if (value->is_string()) return one_line(value->get_ref<const std::string&>());
  if (value->is_number()) return value->dump();
  return "";
}

std::string first_text(const Json& object, std::initializer_list<const char*> names) {
  for (const char* name : names) {
    std::string text = scalar_text(member(object, name));
    if (!text.empty()) return text;
  }
  return "";
}

bool read_json(std::string_view body, ErrorBody& out) {
  const Json root = Json::parse(body, nullptr, false);
  if (!root.is_object()) return false;
  out.kind = member(root, "_error") != nullptr ? ErrorBody::Kind::kErrorObject : ErrorBody::Kind::kJson;
  for (const char* nested : {"_error", "error"}) {
    const Json* object = member(root, nested);
    if (object == nullptr || !object->is_object()) continue;
    out.text = first_text(*object, {"message", "text"});
    out.code = first_text(*object, {"code"});
    if (!out.text.empty()) return true;
  }
  out.text = first_text(root, {"responseMessage", "message", "error"});
  out.code = first_text(root, {"responseCode", "errorCode", "code"});
  return !out.text.empty() || out.kind == ErrorBody::Kind::kErrorObject;
}

bool read_xml(std::string_view body, ErrorBody& out) {
  XmlSplitter splitter("", "");
  XmlSplitter::Step step = splitter.next(body, true);
  if (step != XmlSplitter::Step::kRoot || splitter.root() != kSimpleReturnRoot) return false;
  if (splitter.next(body, true) != XmlSplitter::Step::kEnd) return false;
  XmlRecord record;
  if (record.parse(splitter.take_rest())) return false;
  const SimpleReturn answer = read_simple_return(record, record.root());
  out.kind = ErrorBody::Kind::kSimpleReturn;
  out.code = answer.code;
  out.text = one_line(answer.text);
  return !out.text.empty() || !out.code.empty();
}

bool read_html(std::string_view body, ErrorBody& out) {
  if (find_ignoring_case(body, "<html") == std::string_view::npos &&
      find_ignoring_case(body, "<!doctype html") == std::string_view::npos) {
    return false;
  }
  out.kind = ErrorBody::Kind::kHtml;
  out.text = "a web page";
  const size_t tag = find_ignoring_case(body, "<title");
  if (tag == std::string_view::npos) return true;
  const size_t begin = body.find('>', tag);
  const size_t end = find_ignoring_case(body, "</title");
  if (begin == std::string_view::npos || end == std::string_view::npos || begin > end) return true;
  const std::string title = one_line(body.substr(begin + 1, end - begin - 1));
  if (!title.empty()) out.text += " titled \"" + title + "\"";
  return true;
}

}  // namespace

ErrorBody read_error_body(std::string_view body) {
  std::string clean(body.substr(0, kErrorBodyBytesMax));
  Sanitizer().clean(clean.data(), clean.size(), true);
  constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
  const bool marked = std::string_view(clean).substr(0, kByteOrderMark.size()) == kByteOrderMark;
  const std::string_view text = trim(std::string_view(clean).substr(marked ? kByteOrderMark.size() : 0));
  ErrorBody out;
  if (text.empty()) return out;
  if (text.front() == '{' && read_json(text, out)) return out;
  if (read_xml(text, out) || read_html(text, out)) return out;
  return {ErrorBody::Kind::kPlain, "", one_line(text)};
}

}  // namespace sluice
