// Remembers a yes or a no for small ids (texts of a pool, rows of a parent), two bits each, so that a question that is
// asked of a million repeated values is answered by one look. Grows as ids come, up to a limit; past it nothing is
// remembered and every question is simply asked again.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace sluice {

class VerdictCache {
 public:
  enum class Verdict : uint8_t { kUnknown = 0, kNo = 1, kYes = 2 };

  // At most `bytes` of memory.
  void limit(size_t bytes) { ids_max_ = bytes * 4; }

  Verdict get(uint32_t id) const {
    const size_t word = id / 32;
    return word < words_.size() ? static_cast<Verdict>(words_[word] >> (id % 32 * 2) & 3) : Verdict::kUnknown;
  }

  void put(uint32_t id, bool yes) {
    if (id >= ids_max_) return;
    if (id / 32 >= words_.size()) words_.resize(id / 32 + 1);
    words_[id / 32] |= uint64_t{yes ? 2u : 1u} << (id % 32 * 2);
  }

 private:
  std::vector<uint64_t> words_;
  size_t ids_max_ = 0;
};

}  // namespace sluice
