// What a pull should have brought, read straight from the inventory, and how it differs from what is in the tables.
#pragma once

#include <set>
#include <string>

#include "sim/dataset.h"
#include "sim/living_inventory.h"
#include "sim/world.h"
#include "table/asset_store.h"

namespace sluice::sim {

// "" when every one of `expected`'s assets that has one of `statuses` is in the store, whole, once, and nothing else
// is; else the first difference in words. `with_results` false: RESULTS were not asked for.
std::string difference(const Dataset& expected, const AssetStore& store,
                       const std::set<std::string>& statuses = {"Enrolled"}, bool with_results = true);

// The same, but other assets may be in the store as well.
std::string lacking(const Dataset& expected, const AssetStore& store,
                    const std::set<std::string>& statuses = {"Enrolled"}, bool with_results = true);

// The same for a run that did not end: whatever is in the store must be true, but it need not be all.
std::string untruth(const Dataset& expected, const AssetStore& store);

// A table as its CSV export; what cannot be exported is told in words.
std::string exported(World& world, const std::string& table);

void drop_results(Asset& asset);

// Of an inventory that went on living while it was pulled: every asset in the store is in a state that it had, and with
// `complete` each one that stood still, and has one of `statuses`, is there. Those of `without_results` were taken
// without their RESULTS.
std::string living_difference(const LivingInventory::AssetLives& lives, const AssetStore& store, bool complete,
                              const std::set<std::string>& statuses = {"Enrolled"},
                              const std::set<int64_t>& without_results = {});

}  // namespace sluice::sim
