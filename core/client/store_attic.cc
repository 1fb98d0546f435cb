#include "client/store_attic.h"

#include <algorithm>
#include <utility>

namespace sluice {
namespace {

// As long as it takes to decode so many bytes it may take to give back one piece of memory.
constexpr size_t kBytesPerPiece = 256;

bool alone(const std::shared_ptr<Store>& store) { return store.use_count() == 1; }

}  // namespace

void StoreAttic::put(std::shared_ptr<Store> store) {
  if (store) stores_.push_back(std::move(store));
}

Work StoreAttic::clear(Fuel fuel) {
  size_t pieces = fuel.units / kBytesPerPiece + 1;
  for (const std::shared_ptr<Store>& store : stores_) {
    if (alone(store) && !store->discard_some(pieces)) return Work::kMore;
  }
  std::erase_if(stores_, alone);
  return Work::kDone;
}

bool StoreAttic::can_clear() const { return std::any_of(stores_.begin(), stores_.end(), alone); }

size_t StoreAttic::bytes() const {
  size_t sum = 0;
  for (const std::shared_ptr<Store>& store : stores_) sum += store->bytes();
  return sum;
}

}  // namespace sluice
