// A stable merge sort that can be put down at any point and taken up again: short runs are sorted first, then pairs of
// runs are merged until one is left. Input that is in order already is noticed and left as it is. How the work is cut
// changes nothing about the outcome.
#pragma once

#include <algorithm>
#include <cstddef>
#include <limits>
#include <utility>
#include <vector>

#include "base/fuel.h"

namespace sluice {

// How many steps all the fuel pays for.
inline size_t steps_for(Fuel fuel, size_t steps_per_unit) {
  return fuel.units > std::numeric_limits<size_t>::max() / steps_per_unit ? std::numeric_limits<size_t>::max()
                                                                          : fuel.units * steps_per_unit;
}

// Spends what `steps` steps cost.
inline void spend_steps(Fuel& fuel, size_t steps, size_t steps_per_unit) {
  fuel.spend((steps + steps_per_unit - 1) / steps_per_unit);
}

template <typename Item, typename Less>
class StepSort {
 public:
  // `run` items are sorted at once, the smallest step; a unit of fuel pays for `items_per_unit` steps of one item.
  StepSort(std::vector<Item> items, Less less, size_t run, size_t items_per_unit)
      : items_(std::move(items)), less_(std::move(less)), run_(run), items_per_unit_(items_per_unit) {}

  Work work(Fuel& fuel) {
    while (stage_ != Stage::kDone && !fuel.empty()) {
      const size_t allowed = steps_for(fuel, items_per_unit_);
      size_t used = 0;
      if (stage_ == Stage::kCheck)
        used = check(allowed);
      else if (stage_ == Stage::kRuns)
        used = sort_run();
      else
        used = merge(allowed);
      spend_steps(fuel, used, items_per_unit_);
    }
    return stage_ == Stage::kDone ? Work::kDone : Work::kMore;
  }

  std::vector<Item> take() { return std::move(items_); }

 private:
  enum class Stage { kCheck, kRuns, kMerge, kDone };

  size_t check(size_t allowed) {
    size_t used = 0;
    for (; at_ + 1 < items_.size() && used < allowed; ++at_, ++used) {
      if (!less_(items_[at_ + 1], items_[at_])) continue;
      at_ = 0;
      stage_ = Stage::kRuns;
      return used + 1;
    }
    if (at_ + 1 >= items_.size()) stage_ = Stage::kDone;
    return used;
  }

  size_t sort_run() {
    const size_t end = std::min(at_ + run_, items_.size());
    std::stable_sort(items_.begin() + static_cast<std::ptrdiff_t>(at_),
                     items_.begin() + static_cast<std::ptrdiff_t>(end), less_);
    const size_t used = (end - at_) * 4;  // a run's items move several times
    at_ = end;
    if (at_ == items_.size()) {
      width_ = run_;
      merged_.reserve(items_.size());  // filled as the merging goes on: touching it all at once takes too long
      start_level();
    }
    return used;
  }

  void start_level() {
    if (width_ >= items_.size()) {
      stage_ = Stage::kDone;
      merged_ = {};
      return;
    }
    stage_ = Stage::kMerge;
    merged_.clear();
    start_pair(0);
  }

  void start_pair(size_t begin) {
    left_ = begin;
    middle_ = std::min(begin + width_, items_.size());
    right_ = middle_;
    end_ = std::min(middle_ + width_, items_.size());
  }

  size_t merge(size_t allowed) {
    size_t used = 0;
    for (; merged_.size() < end_ && used < allowed; ++used) {
      const bool from_right = left_ == middle_ || (right_ < end_ && less_(items_[right_], items_[left_]));
      merged_.push_back(std::move(items_[from_right ? right_++ : left_++]));
    }
    if (merged_.size() < end_) return used;
    if (end_ < items_.size()) {
      start_pair(end_);
      return used + 1;
    }
    items_.swap(merged_);
    width_ *= 2;
    start_level();
    return used + 1;
  }

  std::vector<Item> items_;
  std::vector<Item> merged_;
  Less less_;
  size_t run_;
  size_t items_per_unit_;
  Stage stage_ = Stage::kCheck;
  size_t width_ = 0;
  size_t at_ = 0;
  size_t left_ = 0, middle_ = 0, right_ = 0, end_ = 0;  // the pair that is being merged
};

}  // namespace sluice
