#include "decode/sanitizer.h"

#include "base/bytes.h"

namespace sluice {
namespace {

enum class Reading { kWhole, kBroken, kUnfinished };

struct Character {
  Reading reading;
  size_t length;  // kWhole only
};

struct Lead {
  size_t length;  // 0: cannot begin a character
  unsigned char second_low;
  unsigned char second_high;
};

// The well-formed byte sequences of UTF-8; the second byte's range keeps out overlong forms, surrogates and what lies
// past U+10FFFF.
Lead lead_of(unsigned char byte) {
  if (byte >= 0xC2 && byte <= 0xDF) return {2, 0x80, 0xBF};
  if (byte == 0xE0) return {3, 0xA0, 0xBF};
  if (byte == 0xED) return {3, 0x80, 0x9F};
  if (byte >= 0xE1 && byte <= 0xEF) return {3, 0x80, 0xBF};
  if (byte == 0xF0) return {4, 0x90, 0xBF};
  if (byte >= 0xF1 && byte <= 0xF3) return {4, 0x80, 0xBF};
  if (byte == 0xF4) return {4, 0x80, 0x8F};
  return {0, 0, 0};
}

bool in_range(unsigned char byte, unsigned char low, unsigned char high) { return byte >= low && byte <= high; }

Character character_at(const char* bytes, size_t left) {
  const auto byte = [bytes](size_t i) { return static_cast<unsigned char>(bytes[i]); };
  const Lead lead = lead_of(byte(0));
  if (lead.length == 0) return {Reading::kBroken, 0};
  for (size_t i = 1; i < lead.length; ++i) {
    if (i == left) return {Reading::kUnfinished, 0};
    const bool fits = i == 1 ? in_range(byte(1), lead.second_low, lead.second_high) : in_range(byte(i), 0x80, 0xBF);
    if (!fits) return {Reading::kBroken, 0};
  }
  // U+FFFE and U+FFFF are well-formed UTF-8, but no characters of XML 1.0.
  if (byte(0) == 0xEF && byte(1) == 0xBF && byte(2) >= 0xBE) return {Reading::kBroken, 0};
  return {Reading::kWhole, lead.length};
}

// Eight bytes that are all printable ASCII or line feeds, told without a carry from one byte to the next.
bool plain_word(const char* bytes) {
  constexpr uint64_t kHighBits = every_byte('\x80');
  constexpr uint64_t kLowBits = every_byte('\x7F');
  const uint64_t word = load8(bytes);
  const uint64_t not_below_space = (word & kLowBits) + every_byte('\x60');
  const uint64_t from_line_feed = word ^ every_byte('\n');
  const uint64_t not_line_feed = ((from_line_feed & kLowBits) + kLowBits) | from_line_feed;
  return ((word | (~not_below_space & not_line_feed)) & kHighBits) == 0;
}

bool plain_byte(char c) {
  const unsigned char byte = static_cast<unsigned char>(c);
  return (byte >= 0x20 && byte < 0x80) || byte == '\n' || byte == '\r' || byte == '\t';
}

}  // namespace

void Sanitizer::replace(char* bytes, size_t at) {
  bytes[at] = '?';
  ++replaced_;
  if (!first_offset_) first_offset_ = passed_ + at;
}

size_t Sanitizer::clean(char* bytes, size_t size, bool last) {
  size_t at = 0;
  while (at < size) {
    if (at + 8 <= size && plain_word(bytes + at)) {
      at += 8;
      continue;
    }
    if (plain_byte(bytes[at])) {
      ++at;
      continue;
    }
    const Character character = character_at(bytes + at, size - at);
    if (character.reading == Reading::kWhole) {
      at += character.length;
      continue;
    }
    if (character.reading == Reading::kUnfinished && !last) break;
    replace(bytes, at++);
  }
  passed_ += at;
  return at;
}

}  // namespace sluice
