#include "table/hash_index.h"

#include <utility>

#include "base/check.h"

namespace sluice {
namespace {

constexpr size_t kFirstSlots = 8;

}  // namespace

void HashIndex::place(std::vector<Slot>& slots, Slot slot) {
  const size_t mask = slots.size() - 1;
  size_t at = slot.hash & mask;
  while (slots[at].number != 0) at = (at + 1) & mask;
  slots[at] = slot;
}

size_t HashIndex::slot_of(const Shard& shard, uint32_t hash, uint32_t number) {
  const size_t mask = shard.slots.size() - 1;
  size_t at = hash & mask;
  while (shard.slots[at].number != number) {
    SLUICE_CHECK(shard.slots[at].number != 0);
    at = (at + 1) & mask;
  }
  return at;
}

void HashIndex::insert(uint32_t hash, uint32_t number) {
  Shard& shard = shards_[hash >> kShardShift];
  if ((shard.used + 1) * 4 > shard.slots.size() * 3) {
    std::vector<Slot> larger(shard.slots.empty() ? kFirstSlots : shard.slots.size() * 2);
    for (const Slot& slot : shard.slots) {
      if (slot.number != 0) place(larger, slot);
    }
    slots_ += larger.size() - shard.slots.size();
    shard.slots = std::move(larger);
  }
  place(shard.slots, {number, hash});
  ++shard.used;
}

void HashIndex::replace(uint32_t hash, uint32_t number, uint32_t by) {
  Shard& shard = shards_[hash >> kShardShift];
  shard.slots[slot_of(shard, hash, number)].number = by;
}

// What stands behind a slot that becomes free may have come there past it, and moves up.
void HashIndex::erase(uint32_t hash, uint32_t number) {
  Shard& shard = shards_[hash >> kShardShift];
  std::vector<Slot>& slots = shard.slots;
  const size_t mask = slots.size() - 1;
  size_t free = slot_of(shard, hash, number);
  for (size_t at = (free + 1) & mask; slots[at].number != 0; at = (at + 1) & mask) {
    const size_t home = slots[at].hash & mask;
    if (((at - home) & mask) < ((at - free) & mask)) continue;  // its home lies behind the free slot
    slots[free] = slots[at];
    free = at;
  }
  slots[free] = {};
  --shard.used;
}

}  // namespace sluice
