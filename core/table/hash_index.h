// Finds numbers by the hash of what they stand for; whoever owns the things says which of them are equal. In 256 shards
// that grow by themselves, so that no single insertion has to move more than a small part of the whole.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace sluice {

class HashIndex {
 public:
  HashIndex() : shards_(kShards) {}

  // The number above 0 with that hash that same(number) accepts, else 0.
  template <typename Same>
  uint32_t find(uint32_t hash, Same same) const {
    const Shard& shard = shards_[hash >> kShardShift];
    if (shard.slots.empty()) return 0;
    const size_t mask = shard.slots.size() - 1;
    for (size_t at = hash & mask;; at = (at + 1) & mask) {
      const Slot& slot = shard.slots[at];
      if (slot.number == 0 || (slot.hash == hash && same(slot.number))) return slot.number;
    }
  }

  void insert(uint32_t hash, uint32_t number);                    // it is not there yet
  void replace(uint32_t hash, uint32_t number, uint32_t by);      // it is there
  void erase(uint32_t hash, uint32_t number);                     // it is there
  // Gives memory back, at most `pieces` of it, and counts them down; true when none is left, and nothing may be asked.
  bool discard_some(size_t& pieces) {
    for (; !shards_.empty() && pieces > 0; --pieces) {
      slots_ -= shards_.back().slots.size();
      shards_.pop_back();
    }
    return shards_.empty();
  }
  size_t bytes() const { return shards_.capacity() * sizeof(Shard) + slots_ * sizeof(Slot); }

 private:
  static constexpr size_t kShards = 256;
  static constexpr unsigned kShardShift = 24;

  struct Slot {
    uint32_t number = 0;  // 0: free
    uint32_t hash = 0;
  };
  struct Shard {
    std::vector<Slot> slots;  // open addressing, a power of two, at most three quarters full
    size_t used = 0;
  };

  static void place(std::vector<Slot>& slots, Slot slot);
  static size_t slot_of(const Shard& shard, uint32_t hash, uint32_t number);

  std::vector<Shard> shards_;
  size_t slots_ = 0;  // of all shards, free ones included
};

}  // namespace sluice
