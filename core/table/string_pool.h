// Text kept once. Equal strings get equal ids, so a column of a million "Enrolled" costs four bytes a row and two
// cells compare as two integers. The pool owns the bytes; views stay valid until rollback() or the pool's end. Ids
// count from 1 in the order of arrival; 0 means "no text".
#pragma once

#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

#include "table/cells.h"
#include "table/hash_index.h"

namespace sluice {

using TextId = uint32_t;
inline constexpr TextId kNoText = 0;

class StringPool {
 public:
  StringPool();

  TextId intern(std::string_view text);
  // The id that `text` already has, else kNoText.
  TextId find(std::string_view text) const;
  // Whether that id stands for that text; never for kNoText.
  bool holds(TextId id, std::string_view text) const;
  // "" for kNoText.
  std::string_view view(TextId id) const {
    if (id == kNoText) return {};
    const Entry& entry = entries_.put_at(id - 1);
    return {entry.data, entry.length};
  }

  uint32_t size() const { return size_; }  // how many texts
  size_t bytes() const;                    // memory held

  // Forgets every text that came after the first `size` ones (a page that was not committed).
  void rollback(uint32_t size);
  // The same for about `count` texts; true when it is done.
  bool rollback_some(uint32_t size, size_t count);
  // Gives memory back, at most `pieces` of it, and counts them down; true when none is left, and nothing may be asked.
  bool discard_some(size_t& pieces);

 private:
  struct Entry {
    const char* data;
    uint32_t length;
    uint32_t chunk;
  };
  struct Chunk {
    std::unique_ptr<char[]> bytes;
    size_t used;
    size_t capacity;
  };

  TextId find_hashed(std::string_view text, uint32_t hash) const;
  void keep(std::string_view text);
  uint32_t chunk_for(size_t length);
  void forget_last();

  Cells<Entry> entries_;
  uint32_t size_ = 0;
  HashIndex ids_;
  std::vector<Chunk> chunks_;
  size_t chunk_bytes_ = 0;  // of all of them
  uint32_t open_chunk_;  // where small texts go; kNoChunk: none yet
};

}  // namespace sluice
