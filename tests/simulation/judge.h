// Whether a world's pull ended as it had to, whatever went wrong: in the truth, under the limits, with a manifest that
// agrees with itself. What is wrong becomes a violation of the world.
#pragma once

#include "setting.h"
#include "sim/living_inventory.h"
#include "sim/world.h"

namespace sluice::sim {

// `living` is null for an inventory that stood still.
// The second visit: what was scanned between the two is there as `inventory` has it.
void judge_second_visit(World& world, const Setting& setting, const LivingInventory& inventory);

void judge(World& world, const Setting& setting, const LivingInventory* living);

}  // namespace sluice::sim
