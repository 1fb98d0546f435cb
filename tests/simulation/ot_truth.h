// What a pull of an OT source should have brought, read straight from the inventory, and how it differs from the table.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "sim/ot_dataset.h"
#include "table/table.h"

namespace sluice::sim {

// The list of the inventory behind a source ("ot.hosts").
const std::vector<OtRow>& ot_rows(const OtDataset& dataset, std::string_view source);

// "" when each of `expected` is a live row of the table, with every value as it was spelled, once, and nothing else
// is; else the first difference in words. `all` false: what is there must be true, but it need not be all.
std::string ot_difference(const std::vector<OtRow>& expected, const Table& table, bool all = true);

}  // namespace sluice::sim
