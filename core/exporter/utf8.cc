#include "exporter/utf8.h"

#include <cstdint>

#include "base/text.h"

namespace sluice {
namespace {

bool is_ascii(char c) { return static_cast<unsigned char>(c) < 0x80; }

size_t units_of(uint32_t code_point) { return code_point >= 0x10000 ? 2 : 1; }

}  // namespace

void append_valid_utf8(std::string& out, std::string_view text) {
  size_t offset = 0;
  while (offset < text.size()) {
    size_t end = offset;
    while (end < text.size() && is_ascii(text[end])) ++end;
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
