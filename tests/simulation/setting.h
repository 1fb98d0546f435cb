// What one world of chaos is like, drawn from its seed: the gateway and its inventory, the network's faults, what is
// pulled, and all that will happen meanwhile. Each part is drawn by a generator of its own, so that a new kind of fault
// leaves the rest of every world as it was.
#pragma once

#include <cstdint>
#include <set>
#include <string>
#include <vector>

#include "client/pull_plan.h"
#include "sim/living_inventory.h"
#include "sim/world.h"

namespace sluice::sim {

struct Moment {
  Duration after{};    // the pull's beginning
  Duration jump{};     // of the client's clock
  Trouble trouble = Trouble::kInternalError;
  int calls = 0;       // of another user
};

struct Setting {
  WorldOptions world;
  Faults faults;
  PullRequest request;
  bool lives = false;  // the inventory
  LivingOptions living;
  uint64_t living_seed = 0;
  std::vector<Moment> changes;  // of the inventory
  std::vector<Moment> jumps;
  std::vector<Moment> troubles;
  std::vector<Moment> other_users;
  std::vector<Moment> pauses;  // each is followed by an unpause
  std::vector<Moment> stops;
  std::vector<Moment> revocations;    // of every token so far
  std::vector<Moment> deactivations;  // of the user, for good
  std::vector<uint64_t> crashes;  // each after so many more deeds of the world
  bool by_checkpoint = false;     // resumed from a file on another machine
  int scans = 0;                  // between the run and another one, which asks only for what has changed; 0: no other

  std::set<std::string> statuses = {"Enrolled"};  // of the assets that are asked for

  bool mobile() const { return request.source == "mobile.assets"; }
  // Nothing goes wrong: the network is faithful, the gateway sound, nobody interferes.
  bool quiet() const;
  // Nobody but the client spends calls.
  bool alone() const { return other_users.empty(); }
};

Setting draw_setting(uint64_t seed);
// In one line.
std::string describe(const Setting& setting);

}  // namespace sluice::sim
