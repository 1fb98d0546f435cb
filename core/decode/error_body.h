// What the body of a refusal says (api-reference.md 5.5, 6.5): none of its forms is documented for certain, so whatever
// comes is read as far as it can be, and the status stays the judge. Never fails: a body that says nothing gives
// empty texts.
#pragma once

#include <string>
#include <string_view>

namespace sluice {

inline constexpr size_t kErrorBodyBytesMax = 64 * 1000;  // more of it is not looked at

struct ErrorBody {
  enum class Kind { kEmpty, kSimpleReturn, kErrorObject, kJson, kHtml, kPlain };
  Kind kind = Kind::kEmpty;  // kErrorObject: JSON with an `_error` object (api-reference.md 5.5)
  std::string code;  // "2012", "404"; often ""
  std::string text;  // one line for a message; "" if there is nothing to say
};

// In this order: SIMPLE_RETURN; a JSON object's `_error.message`, `responseMessage`, `message` or `error`; the title of
// an HTML page; plain text, shortened.
ErrorBody read_error_body(std::string_view body);

}  // namespace sluice
