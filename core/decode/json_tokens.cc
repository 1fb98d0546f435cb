#include "decode/json_tokens.h"

#include <algorithm>

#include "base/text.h"

namespace sluice {
namespace {

constexpr uint32_t kHighSurrogates = 0xD800;
constexpr uint32_t kLowSurrogates = 0xDC00;
constexpr uint32_t kSurrogatesEnd = 0xE000;

bool is_white(char c) { return c == ' ' || c == '\n' || c == '\r' || c == '\t'; }
bool is_number_digit(char c) { return c >= '0' && c <= '9'; }

// What stands in a text as it is.
bool is_plain(char c) { return c != '"' && c != '\\' && static_cast<unsigned char>(c) >= 0x20; }

}  // namespace

JsonTokens::Token JsonTokens::next(size_t& allowed) {
  if (over_) return broken();
  const size_t begin = at_;
  until_ = at_ + std::min(allowed, bytes_.size() - at_);
  Token token = Token::kMore;
  while (token == Token::kMore && (at_ < until_ || until_ == bytes_.size())) {
    if (in_text_ && at_ == bytes_.size()) {
      token = broken();
    } else {
      token = in_text_ ? go_on_text() : step();
    }
  }
  // A token that is not cut into pieces may end behind that.
  allowed -= std::min(allowed, std::max<size_t>(1, at_ - begin));
  return token;
}

// kMore: something between tokens has been passed.
JsonTokens::Token JsonTokens::step() {
  while (at_ < until_ && is_white(bytes_[at_])) ++at_;
  if (at_ == bytes_.size()) return due_ == Due::kNothing ? Token::kEnd : broken();
  if (at_ >= until_) return Token::kMore;
  const char c = bytes_[at_];
  switch (due_) {
    case Due::kItemOrEnd:
      if (c == ']') return close(Token::kEndArray);
      return value(c);
    case Due::kValue: return value(c);
    case Due::kKeyOrEnd:
      if (c == '}') return close(Token::kEndObject);
      return c == '"' ? begin_text(true) : broken();
    case Due::kKey: return c == '"' ? begin_text(true) : broken();
    case Due::kColon:
      if (c != ':') return broken();
      ++at_;
      due_ = Due::kValue;
      return Token::kMore;
    case Due::kCommaOrEnd: {
      const bool in_object = brackets_.back() == '{';
      if (c == (in_object ? '}' : ']')) return close(in_object ? Token::kEndObject : Token::kEndArray);
      if (c != ',') return broken();
      ++at_;
      due_ = in_object ? Due::kKey : Due::kValue;
      return Token::kMore;
    }
    case Due::kNothing: break;
  }
  return broken();
}

JsonTokens::Token JsonTokens::value(char c) {
  switch (c) {
    case '{': return open('{', Token::kObject);
    case '[': return open('[', Token::kArray);
    case '"': return begin_text(false);
    case 't': return literal("true", Token::kTrue);
    case 'f': return literal("false", Token::kFalse);
    case 'n': return literal("null", Token::kNull);
    default: return number();
  }
}

JsonTokens::Token JsonTokens::begin_text(bool key) {
  ++at_;
  text_.clear();
  key_ = key;
  in_text_ = true;
  return Token::kMore;
}

JsonTokens::Token JsonTokens::go_on_text() {
  while (at_ < until_) {
    const size_t begin = at_;
    while (at_ < until_ && is_plain(bytes_[at_])) ++at_;
    text_.append(bytes_.data() + begin, at_ - begin);
    if (at_ == until_) break;
    if (bytes_[at_] == '"') {
      ++at_;
      in_text_ = false;
      if (!key_) return valued(Token::kText);
      due_ = Due::kColon;
      return Token::kKey;
    }
    if (bytes_[at_] != '\\' || !read_escape()) return broken();
  }
  return Token::kMore;
}

bool JsonTokens::read_escape() {
  ++at_;
  if (at_ >= bytes_.size()) return false;
  const char c = bytes_[at_++];
  constexpr std::string_view kNames = "\"\\/bfnrt";
  constexpr std::string_view kMeant = "\"\\/\b\f\n\r\t";
  if (const size_t place = kNames.find(c); place != std::string_view::npos) {
    text_.push_back(kMeant[place]);
    return true;
  }
  uint32_t unit = 0;
  if (c != 'u' || !read_hex(unit)) return false;
  if (unit >= kHighSurrogates && unit < kSurrogatesEnd) {
    uint32_t low = 0;
    if (unit >= kLowSurrogates || bytes_.substr(at_, 2) != "\\u") return false;
    at_ += 2;
    if (!read_hex(low) || low < kLowSurrogates || low >= kSurrogatesEnd) return false;
    unit = 0x10000 + ((unit - kHighSurrogates) << 10) + (low - kLowSurrogates);
  }
  append_utf8(text_, unit);
  return true;
}

bool JsonTokens::read_hex(uint32_t& unit) {
  if (bytes_.size() - at_ < 4) return false;
  unit = 0;
  for (int i = 0; i < 4; ++i) {
    const char c = bytes_[at_++];
    const char lower = static_cast<char>(c | 0x20);
    if (is_number_digit(c)) {
      unit = unit * 16 + static_cast<uint32_t>(c - '0');
    } else if (lower >= 'a' && lower <= 'f') {
      unit = unit * 16 + static_cast<uint32_t>(lower - 'a' + 10);
    } else {
      return false;
    }
  }
  return true;
}

JsonTokens::Token JsonTokens::literal(std::string_view word, Token token) {
  if (bytes_.substr(at_, word.size()) != word) return broken();
  at_ += word.size();
  return valued(token);
}

JsonTokens::Token JsonTokens::number() {
  const size_t begin = at_;
  if (bytes_[at_] == '-') ++at_;
  const bool zero = at_ < bytes_.size() && bytes_[at_] == '0';
  if (zero) {
    ++at_;
  } else if (digits() == 0) {
    return broken();
  }
  integer_ = true;
  if (at_ < bytes_.size() && bytes_[at_] == '.') {
    ++at_;
    integer_ = false;
    if (digits() == 0) return broken();
  }
  if (at_ < bytes_.size() && (bytes_[at_] | 0x20) == 'e') {
    ++at_;
    integer_ = false;
    if (at_ < bytes_.size() && (bytes_[at_] == '+' || bytes_[at_] == '-')) ++at_;
    if (digits() == 0) return broken();
  }
  spelled_ = bytes_.substr(begin, at_ - begin);
  return valued(Token::kNumber);
}

size_t JsonTokens::digits() {
  const size_t begin = at_;
  while (at_ < bytes_.size() && is_number_digit(bytes_[at_])) ++at_;
  return at_ - begin;
}

JsonTokens::Token JsonTokens::open(char bracket, Token token) {
  ++at_;
  brackets_.push_back(bracket);
  due_ = bracket == '{' ? Due::kKeyOrEnd : Due::kItemOrEnd;
  return token;
}

JsonTokens::Token JsonTokens::close(Token token) {
  ++at_;
  brackets_.pop_back();
  return valued(token);
}

JsonTokens::Token JsonTokens::valued(Token token) {
  due_ = brackets_.empty() ? Due::kNothing : Due::kCommaOrEnd;
  return token;
}

JsonTokens::Token JsonTokens::broken() {
  over_ = true;
  return Token::kBroken;
}

}  // namespace sluice
