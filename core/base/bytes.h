// Eight bytes at a time: what the loops over large texts are made of. Where the C library is built for size, as the
// page's is, its own functions look at single bytes.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>

namespace sluice {

inline uint64_t load8(const char* p) {
  uint64_t word;
  std::memcpy(&word, p, sizeof word);
  return word;
}

constexpr uint64_t every_byte(char c) { return 0x0101010101010101u * static_cast<unsigned char>(c); }

// A bit in each byte that is `c`. Bytes behind the first such byte may be marked as well.
inline uint64_t bytes_like(uint64_t word, char c) {
  const uint64_t zero = word ^ every_byte(c);
  return (zero - 0x0101010101010101u) & ~zero & 0x8080808080808080u;
}

// The first of [at, end) that is `a` or `b`, else `end`.
inline const char* find_either(const char* at, const char* end, char a, char b) {
  if constexpr (std::endian::native == std::endian::little) {
    for (; end - at >= 8; at += 8) {
      const uint64_t word = load8(at);
      const uint64_t found = bytes_like(word, a) | bytes_like(word, b);
      if (found != 0) return at + __builtin_ctzll(found) / 8;
    }
  }
  while (at < end && *at != a && *at != b) ++at;
  return at;
}

inline const char* find_byte(const char* at, const char* end, char c) {
  if constexpr (std::endian::native == std::endian::little) {
    for (; end - at >= 8; at += 8) {
      const uint64_t found = bytes_like(load8(at), c);
      if (found != 0) return at + __builtin_ctzll(found) / 8;
    }
  }
  while (at < end && *at != c) ++at;
  return at;
}

inline bool equal_bytes(const char* a, const char* b, size_t count) {
  if (count < 8) {
    for (size_t i = 0; i < count; ++i) {
      if (a[i] != b[i]) return false;
    }
    return true;
  }
  for (size_t at = 0; at + 8 < count; at += 8) {
    if (load8(a + at) != load8(b + at)) return false;
  }
  return load8(a + count - 8) == load8(b + count - 8);  // may look at some bytes twice
}

}  // namespace sluice
