#include "table/string_pool.h"

#include <cstring>
#include <limits>

#include "base/check.h"

namespace sluice {
namespace {

constexpr size_t kChunkBytes = 1024 * 1024;
// A longer text gets a chunk of its own, so that at most a sixteenth of a shared chunk is wasted at its end.
constexpr size_t kSharedTextBytesMax = kChunkBytes / 16;
constexpr uint32_t kNoChunk = std::numeric_limits<uint32_t>::max();
constexpr size_t kFirstSlots = 1024;

constexpr uint64_t kMultiplierA = 0x9E3779B97F4A7C15;
constexpr uint64_t kMultiplierB = 0xD6E8FEB86659FD93;

uint64_t load8(const char* p) {
  uint64_t word;
  std::memcpy(&word, p, sizeof word);
  return word;
}

uint64_t load_tail(const char* p, size_t n) {
  uint64_t word = 0;
  std::memcpy(&word, p, n);
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

// memcmp() looks at single bytes where the C library is built for size.
bool equal_texts(std::string_view a, std::string_view b) {
  if (a.size() != b.size()) return false;
  size_t at = 0;
  for (; at + 8 <= a.size(); at += 8) {
    if (load8(a.data() + at) != load8(b.data() + at)) return false;
  }
  return load_tail(a.data() + at, a.size() - at) == load_tail(b.data() + at, b.size() - at);
}

}  // namespace

StringPool::StringPool() : slots_(kFirstSlots, Slot{kNoText, 0}), open_chunk_(kNoChunk) {}

// Where `text` stands, or the free slot where it would stand.
size_t StringPool::slot_of(std::string_view text, uint32_t hash) const {
  const size_t mask = slots_.size() - 1;
  for (size_t at = hash & mask;; at = (at + 1) & mask) {
    const Slot& slot = slots_[at];
    if (slot.id == kNoText) return at;
    if (slot.hash == hash && equal_texts(view(slot.id), text)) return at;
  }
}

TextId StringPool::find(std::string_view text) const { return slots_[slot_of(text, hash_of(text))].id; }

bool StringPool::holds(TextId id, std::string_view text) const { return id != kNoText && equal_texts(view(id), text); }

TextId StringPool::intern(std::string_view text) {
  const uint32_t hash = hash_of(text);
  size_t at = slot_of(text, hash);
  if (slots_[at].id != kNoText) return slots_[at].id;
  if ((entries_.size() + 1) * 4 > slots_.size() * 3) {
    grow();
    at = slot_of(text, hash);
  }
  keep(text);
  const TextId id = size();
  slots_[at] = {id, hash};
  return id;
}

// Texts are put into the larger table in the order of their ids: rollback() counts on it.
void StringPool::grow() {
  std::vector<uint32_t> hashes(entries_.size());
  for (const Slot& slot : slots_) {
    if (slot.id != kNoText) hashes[slot.id - 1] = slot.hash;
  }
  const size_t mask = slots_.size() * 2 - 1;
  slots_.assign(mask + 1, Slot{kNoText, 0});
  for (size_t i = 0; i < hashes.size(); ++i) {
    size_t at = hashes[i] & mask;
    while (slots_[at].id != kNoText) at = (at + 1) & mask;
    slots_[at] = {static_cast<TextId>(i + 1), hashes[i]};
  }
}

uint32_t StringPool::chunk_for(size_t length) {
  const bool shared = length <= kSharedTextBytesMax;
  if (shared && open_chunk_ != kNoChunk && chunks_[open_chunk_].capacity - chunks_[open_chunk_].used >= length) {
    return open_chunk_;
  }
  const size_t capacity = shared ? kChunkBytes : length;
  chunks_.push_back({std::unique_ptr<char[]>(new char[capacity]), 0, capacity});
  const uint32_t chunk = static_cast<uint32_t>(chunks_.size() - 1);
  if (shared) open_chunk_ = chunk;
  return chunk;
}

void StringPool::keep(std::string_view text) {
  SLUICE_CHECK(text.size() < std::numeric_limits<uint32_t>::max());
  if (text.empty()) {
    entries_.push_back({"", 0, kNoChunk});
    return;
  }
  const uint32_t index = chunk_for(text.size());
  Chunk& chunk = chunks_[index];
  char* data = chunk.bytes.get() + chunk.used;
  std::memcpy(data, text.data(), text.size());
  chunk.used += text.size();
  entries_.push_back({data, static_cast<uint32_t>(text.size()), index});
}

// The last text that came in can simply be taken out of its slot: none came later, so no search walks past it.
void StringPool::forget_last() {
  const Entry entry = entries_.back();
  const std::string_view text(entry.data, entry.length);
  slots_[slot_of(text, hash_of(text))] = {kNoText, 0};
  entries_.pop_back();
  if (entry.chunk == kNoChunk) return;
  Chunk& chunk = chunks_[entry.chunk];
  chunk.used -= entry.length;
  if (chunk.used > 0) return;
  // A chunk is made for its first text, so one that is empty again is the last one.
  SLUICE_CHECK(entry.chunk + 1 == chunks_.size());
  chunks_.pop_back();
  if (open_chunk_ != entry.chunk) return;
  open_chunk_ = kNoChunk;
  for (size_t i = chunks_.size(); i > 0 && open_chunk_ == kNoChunk; --i) {
    if (chunks_[i - 1].capacity == kChunkBytes) open_chunk_ = static_cast<uint32_t>(i - 1);
  }
}

void StringPool::rollback(uint32_t size) {
  while (entries_.size() > size) forget_last();
}

size_t StringPool::bytes() const {
  size_t sum =
      entries_.capacity() * sizeof(Entry) + slots_.capacity() * sizeof(Slot) + chunks_.capacity() * sizeof(Chunk);
  for (const Chunk& chunk : chunks_) sum += chunk.capacity;
  return sum;
}

}  // namespace sluice
