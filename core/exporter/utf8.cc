#include "exporter/utf8.h"

#include <cstdint>
#include <cstring>

#include "base/text.h"

namespace sluice {
namespace {

constexpr uint64_t kHighBits = 0x8080808080808080;

// Where the ASCII that begins at `offset` ends.
size_t ascii_end(std::string_view text, size_t offset) {
  for (uint64_t word = 0; text.size() - offset >= sizeof word; offset += sizeof word) {
    std::memcpy(&word, text.data() + offset, sizeof word);
    if ((word & kHighBits) != 0) break;
  }
  while (offset < text.size() && static_cast<unsigned char>(text[offset]) < 0x80) ++offset;
  return offset;
}

size_t units_of(uint32_t code_point) { return code_point >= 0x10000 ? 2 : 1; }

}  // namespace

void append_valid_utf8(std::string& out, std::string_view text) {
  size_t offset = 0;
  while (offset < text.size()) {
    const size_t end = ascii_end(text, offset);
    out += text.substr(offset, end - offset);
    offset = end;
    if (offset < text.size()) append_utf8(out, next_utf8(text, offset));
  }
}

size_t utf16_length(std::string_view text) {
  size_t length = 0;
  for (size_t offset = 0; offset < text.size();) length += units_of(next_utf8(text, offset));
  return length;
}

std::string_view utf16_prefix(std::string_view text, size_t units) {
  size_t used = 0;
  size_t offset = 0;
  while (offset < text.size()) {
    size_t after = offset;
    used += units_of(next_utf8(text, after));
    if (used > units) break;
    offset = after;
  }
  return text.substr(0, offset);
}

}  // namespace sluice
