// What a pull of an OT source should have brought, read straight from the inventory, and how it differs from the table.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "sim/living_inventory.h"
#include "sim/ot_dataset.h"
#include "table/table.h"

namespace sluice::sim {

// The list of the inventory behind a source ("ot.hosts").
const std::vector<OtRow>& ot_rows(const OtDataset& dataset, std::string_view source);

// "" when each of `expected` is a live row of the table, with every value as it was spelled, once, and nothing else
// is; else the first difference in words. `all` false: what is there must be true, but it need not be all.
std::string ot_difference(const std::vector<OtRow>& expected, const Table& table, bool all = true);

// Of a list that went on living while it was pulled: every row is a state that some record had, none is there twice,
// and with `all` each record that stood still is there.
std::string ot_living_difference(const LivingInventory::RecordLives& lives, const Table& table, bool all);
OtList ot_list(std::string_view source);

}  // namespace sluice::sim
