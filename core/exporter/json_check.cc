#include "exporter/json_check.h"

#include <cstdint>

#include "base/text.h"

namespace sluice {
namespace {

bool is_hex(char c) { return is_digit(c) || (lower(c) >= 'a' && lower(c) <= 'f'); }

// Reads one value with its containers on a stack of bits: set for an object.
class JsonCheck {
 public:
  explicit JsonCheck(std::string_view text) : text_(text) {}

  bool whole() {
    if (!value()) return false;
    while (depth_ > 0) {
      if (!after_value()) return false;
    }
    skip_blanks();
    return at_ == text_.size();
  }

  bool number() {
    take('-');
    if (take('0')) {
      if (at_ < text_.size() && is_digit(text_[at_])) return false;
    } else if (!digits()) {
      return false;
    }
    if (take('.') && !digits()) return false;
    if (!take('e') && !take('E')) return true;
    if (!take('+')) take('-');
    return digits();
  }

  bool at_end() const { return at_ == text_.size(); }

 private:
  // A scalar, an empty container, or the beginning of a container up to its first scalar.
  bool value() {
    while (true) {
      skip_blanks();
      if (take('{')) {
        if (!open(true)) return false;
        skip_blanks();
        if (take('}')) return shut();
        if (!key()) return false;
      } else if (take('[')) {
        if (!open(false)) return false;
        skip_blanks();
        if (take(']')) return shut();
      } else {
        return scalar();
      }
    }
  }

  // What may follow a value inside a container: its end, or a comma and the next value.
  bool after_value() {
    skip_blanks();
    const bool object = (objects_ & 1) != 0;
    if (take(object ? '}' : ']')) return shut();
    if (!take(',')) return false;
    if (object && !key()) return false;
    return value();
  }

  bool open(bool object) {
    if (depth_ == kEmbeddedJsonDepthMax) return false;
    objects_ = objects_ << 1 | (object ? 1 : 0);
    ++depth_;
    return true;
  }

  bool shut() {
    objects_ >>= 1;
    --depth_;
    return true;
  }

  bool key() {
    skip_blanks();
    if (!take('"') || !string()) return false;
    skip_blanks();
    return take(':');
  }

  bool scalar() {
    if (take('"')) return string();
    for (const std::string_view word : {"true", "false", "null"}) {
      if (text_.substr(at_, word.size()) != word) continue;
      at_ += word.size();
      return true;
    }
    return number();
  }

  bool string() {
    while (at_ < text_.size()) {
      const unsigned char byte = static_cast<unsigned char>(text_[at_]);
      if (byte == '"') {
        ++at_;
        return true;
      }
      if (byte < 0x20) return false;
      if (byte == '\\') {
        if (!escape()) return false;
      } else if (byte < 0x80) {
        ++at_;
      } else {
        const size_t begin = at_;
        if (next_utf8(text_, at_) == 0xFFFD && at_ == begin + 1) return false;
      }
    }
    return false;
  }

  bool escape() {
    ++at_;
    if (at_ >= text_.size()) return false;
    const char c = text_[at_++];
    if (c != 'u') return std::string_view("\"\\/bfnrt").find(c) != std::string_view::npos;
    for (int i = 0; i < 4; ++i) {
      if (at_ >= text_.size() || !is_hex(text_[at_++])) return false;
    }
    return true;
  }

  bool digits() {
    const size_t begin = at_;
    while (at_ < text_.size() && is_digit(text_[at_])) ++at_;
    return at_ > begin;
  }

  bool take(char c) {
    if (at_ >= text_.size() || text_[at_] != c) return false;
    ++at_;
    return true;
  }

  void skip_blanks() {
    while (at_ < text_.size() && (text_[at_] == ' ' || text_[at_] == '\t')) ++at_;
  }

  std::string_view text_;
  size_t at_ = 0;
  int depth_ = 0;
  uint64_t objects_ = 0;
};

}  // namespace

bool is_embeddable_json(std::string_view text) {
  return text.size() <= kEmbeddedJsonBytesMax && JsonCheck(text).whole();
}

bool is_json_number(std::string_view text) {
  JsonCheck check(text);
  return check.number() && check.at_end();
}

}  // namespace sluice
