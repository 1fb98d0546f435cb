// Makes bytes safe to parse as XML 1.0 in UTF-8, in place: control characters that XML 1.0 forbids, NUL among them, and
// every byte that is no part of well-formed UTF-8 becomes '?'. One byte for one byte, so nothing moves, offsets stay
// true and the work can be cut anywhere. U+FFFD would need three bytes where one was. What was replaced is counted and
// the first place remembered (field-notes.md 9). Never fails.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>

namespace sluice {

class Sanitizer {
 public:
  // Cleans `size` bytes and returns how many of them are final. Up to three at the end may be the beginning of a
  // character: they are left alone, and the next call starts with them. With `last` nothing follows and all are final.
  size_t clean(char* bytes, size_t size, bool last);

  uint64_t replaced() const { return replaced_; }
  std::optional<uint64_t> first_offset() const { return first_offset_; }  // counted over all calls

 private:
  void replace(char* bytes, size_t at);

  uint64_t passed_ = 0;  // final bytes of earlier calls
  uint64_t replaced_ = 0;
  std::optional<uint64_t> first_offset_;
};

}  // namespace sluice
