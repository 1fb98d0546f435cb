// Values by row number, append-only, in chunks that never move: adding a row costs the same however many there are, so
// no single page makes everybody wait while a million cells are copied. A chunk that nobody has put anything into
// takes no memory, and reads as zeros.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

#include "base/ids.h"

namespace sluice {

// T is a plain value whose T{} means "nothing".
template <typename T>
class Cells {
 public:
  // Where nothing was put: T{}.
  T at(RowId row) const {
    const size_t chunk = row >> kShift;
    const size_t place = row & kMask;
    if (chunk >= chunks_.size() || !chunks_[chunk] || (chunk == 0 && place >= first_room_)) return T{};
    return chunks_[chunk][place];
  }
  // Only where put() has put something.
  const T& put_at(RowId row) const { return chunks_[row >> kShift][row & kMask]; }

  void put(RowId row, T value) {
    const size_t chunk = row >> kShift;
    const size_t place = row & kMask;
    if (chunk >= chunks_.size() || !chunks_[chunk] || (chunk == 0 && place >= first_room_)) make_room(chunk, place);
    chunks_[chunk][place] = value;
  }

  // Forgets the values of that row and all behind it.
  void cut(RowId rows) {
    const size_t chunk = rows >> kShift;
    const size_t place = rows & kMask;
    if (chunk >= chunks_.size()) return;
    for (size_t i = place == 0 ? chunk : chunk + 1; i < chunks_.size(); ++i) room_ -= chunks_[i] ? room_of(i) : 0;
    chunks_.resize(place == 0 ? chunk : chunk + 1);
    if (chunks_.empty()) first_room_ = 0;
    if (place == 0 || !chunks_[chunk]) return;
    const size_t room = room_of(chunk);
    if (place < room) std::fill(&chunks_[chunk][place], &chunks_[chunk][0] + room, T{});
  }

  // Gives memory back, at most `pieces` of it, and counts them down; true when none is left. Nothing may be read or
  // put afterwards.
  bool discard_some(size_t& pieces) {
    for (; !chunks_.empty() && pieces > 0; --pieces) {
      if (chunks_.back()) room_ -= room_of(chunks_.size() - 1);
      chunks_.pop_back();
    }
    return chunks_.empty();
  }

  // Memory held; asking costs the same however many there are.
  size_t bytes() const { return chunks_.capacity() * sizeof(chunks_[0]) + room_ * sizeof(T); }

 private:
  static constexpr unsigned kShift = 12;
  static constexpr size_t kChunk = size_t{1} << kShift;
  static constexpr size_t kMask = kChunk - 1;
  static constexpr size_t kFirstRoomMin = 16;

  size_t room_of(size_t chunk) const { return chunk == 0 ? first_room_ : kChunk; }

  // The first chunk grows to its full size, for the sake of small tables.
  void make_room(size_t chunk, size_t place) {
    if (chunk >= chunks_.size()) chunks_.resize(chunk + 1);
    if (chunk > 0) {
      chunks_[chunk].reset(new T[kChunk]());
      room_ += kChunk;
      return;
    }
    const size_t room = std::min(kChunk, std::max({kFirstRoomMin, first_room_ * 2, place + 1}));
    std::unique_ptr<T[]> larger(new T[room]());
    if (chunks_[0]) std::copy(&chunks_[0][0], &chunks_[0][0] + first_room_, &larger[0]);
    chunks_[0] = std::move(larger);
    room_ += room - first_room_;
    first_room_ = room;
  }

  std::vector<std::unique_ptr<T[]>> chunks_;
  size_t first_room_ = 0;  // of chunks_[0]
  size_t room_ = 0;        // of all of them
};

}  // namespace sluice
