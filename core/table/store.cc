#include "table/store.h"

namespace sluice {
namespace {

constexpr size_t kTidyGrain = 4096;

}  // namespace

const Table* Store::find(std::string_view name) const {
  for (const Table* table : tables()) {
    if (table->name() == name) return table;
  }
  return nullptr;
}

void Store::rollback_later() {
  to_roll_back_ = true;
  tidy(Fuel{kTidyGrain});
}

void Store::tidy_all() {
  while (tidy(Fuel{kTidyGrain}) == Work::kMore) {
  }
}

Work Store::tidy(Fuel fuel) {
  if (to_roll_back_ && rollback_some(fuel) == Work::kDone) to_roll_back_ = false;
  return to_roll_back_ ? Work::kMore : Work::kDone;
}

}  // namespace sluice
