#include "table/string_pool.h"

#include <cstring>
#include <limits>

#include "base/bytes.h"
#include "base/check.h"

namespace sluice {
namespace {

constexpr size_t kChunkBytes = 1024 * 1024;
// A longer text gets a chunk of its own, so that at most a sixteenth of a shared chunk is wasted at its end.
constexpr size_t kSharedTextBytesMax = kChunkBytes / 16;
constexpr uint32_t kNoChunk = std::numeric_limits<uint32_t>::max();

constexpr uint64_t kMultiplierA = 0x9E3779B97F4A7C15;
constexpr uint64_t kMultiplierB = 0xD6E8FEB86659FD93;

// Fewer than eight bytes, without a call for so few.
uint64_t load_tail(const char* p, size_t n) {
  uint64_t word = 0;
  for (size_t i = 0; i < n; ++i) word |= uint64_t{static_cast<unsigned char>(p[i])} << (8 * i);
  return word;
}

uint64_t mix(uint64_t state, uint64_t word, uint64_t multiplier) {
  state = (state ^ word) * multiplier;
  return state ^ (state >> 32);
}

// Two lanes of eight bytes, so that one multiplication need not wait for the other; the length goes in first, since
// the tail is padded with zeros.
uint32_t hash_of(std::string_view text) {
  const char* p = text.data();
  size_t left = text.size();
  uint64_t a = left * kMultiplierB;
  uint64_t b = kMultiplierA;
  for (; left >= 16; left -= 16, p += 16) {
    a = mix(a, load8(p), kMultiplierA);
    b = mix(b, load8(p + 8), kMultiplierB);
  }
  if (left >= 8) {
    a = mix(a, load8(p), kMultiplierA);
    left -= 8;
    p += 8;
  }
  if (left > 0) b = mix(b, load_tail(p, left), kMultiplierB);
  a = mix(a, b, kMultiplierA);
  return static_cast<uint32_t>(a ^ (a >> 29));
}

bool equal_texts(std::string_view a, std::string_view b) {
  return a.size() == b.size() && equal_bytes(a.data(), b.data(), a.size());
}

}  // namespace

StringPool::StringPool() : open_chunk_(kNoChunk) {}

TextId StringPool::find_hashed(std::string_view text, uint32_t hash) const {
  return ids_.find(hash, [&](TextId id) { return equal_texts(view(id), text); });
}

TextId StringPool::find(std::string_view text) const { return find_hashed(text, hash_of(text)); }

bool StringPool::holds(TextId id, std::string_view text) const { return id != kNoText && equal_texts(view(id), text); }

TextId StringPool::intern(std::string_view text) {
  const uint32_t hash = hash_of(text);
  if (const TextId known = find_hashed(text, hash); known != kNoText) return known;
  keep(text);
  ids_.insert(hash, size_);
  return size_;
}

uint32_t StringPool::chunk_for(size_t length) {
  const bool shared = length <= kSharedTextBytesMax;
  if (shared && open_chunk_ != kNoChunk && chunks_[open_chunk_].capacity - chunks_[open_chunk_].used >= length) {
    return open_chunk_;
  }
  const size_t capacity = shared ? kChunkBytes : length;
  chunks_.push_back({std::unique_ptr<char[]>(new char[capacity]), 0, capacity});
  chunk_bytes_ += capacity;
  const uint32_t chunk = static_cast<uint32_t>(chunks_.size() - 1);
  if (shared) open_chunk_ = chunk;
  return chunk;
}

void StringPool::keep(std::string_view text) {
  SLUICE_CHECK(text.size() < std::numeric_limits<uint32_t>::max());
  if (text.empty()) {
    entries_.put(size_++, {"", 0, kNoChunk});
    return;
  }
  const uint32_t index = chunk_for(text.size());
  Chunk& chunk = chunks_[index];
  char* data = chunk.bytes.get() + chunk.used;
  std::memcpy(data, text.data(), text.size());
  chunk.used += text.size();
  entries_.put(size_++, {data, static_cast<uint32_t>(text.size()), index});
}

void StringPool::forget_last() {
  const Entry entry = entries_.put_at(size_ - 1);
  ids_.erase(hash_of({entry.data, entry.length}), size_);
  --size_;
  if (entry.chunk == kNoChunk) return;
  Chunk& chunk = chunks_[entry.chunk];
  chunk.used -= entry.length;
  if (chunk.used > 0) return;
  // A chunk is made for its first text, so one that is empty again is the last one.
  SLUICE_CHECK(entry.chunk + 1 == chunks_.size());
  chunk_bytes_ -= chunk.capacity;
  chunks_.pop_back();
  if (open_chunk_ != entry.chunk) return;
  open_chunk_ = kNoChunk;
  for (size_t i = chunks_.size(); i > 0 && open_chunk_ == kNoChunk; --i) {
    if (chunks_[i - 1].capacity == kChunkBytes) open_chunk_ = static_cast<uint32_t>(i - 1);
  }
}

void StringPool::rollback(uint32_t size) { rollback_some(size, size_); }

bool StringPool::rollback_some(uint32_t size, size_t count) {
  for (; size_ > size && count > 0; --count) forget_last();
  if (size_ > size) return false;
  entries_.cut(size_);
  return true;
}

bool StringPool::discard_some(size_t& pieces) {
  for (; !chunks_.empty() && pieces > 0; --pieces) {
    chunk_bytes_ -= chunks_.back().capacity;
    chunks_.pop_back();
  }
  return chunks_.empty() && entries_.discard_some(pieces) && ids_.discard_some(pieces);
}

size_t StringPool::bytes() const {
  return entries_.bytes() + ids_.bytes() + chunks_.capacity() * sizeof(Chunk) + chunk_bytes_;
}

}  // namespace sluice
