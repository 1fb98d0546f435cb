// The bytes of one answer on their way to a decoder: owned, hashed as they came, then sanitized in place, all by fuel.
// Both decoders (decoder.h, ot_decoder.h) read from it, so that a digest is always of what the gateway sent and a
// splitter never sees a byte that is no text.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/fuel.h"
#include "base/sha256.h"
#include "decode/sanitizer.h"

namespace sluice {

inline constexpr size_t kExcerptBytesMax = 80;

class AnswerBody {
 public:
  explicit AnswerBody(std::string bytes) : bytes_(std::move(bytes)), size_(bytes_.size()) {}

  // From now on the bytes are also put by as they came, in pieces of that size; before the first advance().
  void keep_raw(size_t piece_bytes) { piece_bytes_ = piece_bytes; }
  std::vector<std::string> take_raw() { return std::move(raw_); }

  // The digest of all bytes, from somebody who has it already: it is not computed again. Before the first advance().
  void know_sha256(std::string sha256) { known_sha256_ = std::move(sha256); }

  // About fuel.units more bytes are hashed and sanitized.
  void advance(Fuel fuel);
  bool whole() const { return reach_ == size_; }
  // What is sanitized so far; it only grows until release().
  std::string_view clean() const { return std::string_view(bytes_).substr(0, clean_); }
  // All of it, sanitized up to clean().
  std::string_view bytes() const { return bytes_; }
  size_t size() const { return size_; }  // also after release()

  uint64_t replaced() const { return sanitizer_.replaced(); }
  std::optional<uint64_t> first_replaced() const { return sanitizer_.first_offset(); }
  // Of what was reached, or as it was known.
  std::string sha256() const { return known_sha256_.empty() ? hash_.hex() : known_sha256_; }

  void release() { std::string().swap(bytes_); }

 private:
  void put_by(std::string_view came);

  std::string bytes_;
  const size_t size_;
  size_t piece_bytes_ = 0;  // 0: nothing is put by
  std::vector<std::string> raw_;
  Sha256 hash_;
  std::string known_sha256_;
  Sanitizer sanitizer_;
  size_t reach_ = 0;  // how far fuel has reached
  size_t clean_ = 0;  // how far it is sanitized
};

// For a message: the beginning of a text as one line, quoted.
std::string excerpt(std::string_view text);

}  // namespace sluice
