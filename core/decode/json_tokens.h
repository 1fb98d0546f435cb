// One JSON document as a row of tokens, strictly by the grammar (RFC 8259), in steps: a reader may stop after any
// number of bytes, in the middle of a long text too, and go on later. Holds only where it is and the text it is at.
//
// Duplicate names, the size of numbers and what the root is are the caller's affair. Bytes are taken to be UTF-8
// (decode/answer_body sees to it); control characters in a text must be escaped, lone surrogates are no text.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace sluice {

class JsonTokens {
 public:
  enum class Token {
    kMore,  // the bytes allowed are used up
    kObject,
    kEndObject,
    kArray,
    kEndArray,
    kKey,     // text()
    kText,    // text()
    kNumber,  // spelled(), integer()
    kTrue,
    kFalse,
    kNull,
    kEnd,     // of the document; for good
    kBroken,  // no JSON; for good
  };

  JsonTokens() = default;
  // `bytes` outlive this.
  explicit JsonTokens(std::string_view bytes) : bytes_(bytes) {}

  // Looks at no more than about `allowed` bytes, and counts them down. With 0 it is kMore.
  Token next(size_t& allowed);

  std::string& text() { return text_; }  // may be moved from
  std::string_view spelled() const { return spelled_; }
  bool integer() const { return integer_; }  // no fraction, no exponent
  size_t position() const { return at_; }

 private:
  enum class Due { kValue, kItemOrEnd, kKey, kKeyOrEnd, kColon, kCommaOrEnd, kNothing };

  Token step();
  Token begin_text(bool key);
  Token go_on_text();
  bool read_escape();
  bool read_hex(uint32_t& unit);
  Token value(char c);
  Token literal(std::string_view word, Token token);
  Token number();
  size_t digits();
  Token open(char bracket, Token token);
  Token close(Token token);
  Token valued(Token token);
  Token broken();

  std::string_view bytes_;
  size_t at_ = 0;
  size_t until_ = 0;  // how far this call may go
  Due due_ = Due::kValue;
  std::string brackets_;  // those that are open
  bool in_text_ = false;
  bool key_ = false;  // the text is a name
  bool over_ = false;
  std::string text_;
  std::string_view spelled_;
  bool integer_ = false;
};

}  // namespace sluice
