// An inventory that goes on living while somebody pulls it: assets and OT records change, appear (also before the place
// that a reader has reached) and vanish, one by one, drawn from a seed. It keeps every state that each of them ever
// had, which is all that can be said of what a pull brought meanwhile: an asset that stood still must be there as it
// is, one that changed may be there in any of its states, one that came or went need not be there at all.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <memory>
#include <vector>

#include "base/random.h"
#include "sim/dataset.h"
#include "sim/ot_dataset.h"
#include "sim/ot_filter.h"

namespace sluice::sim {

struct LivingOptions {
  bool change = true;
  bool appear = true;
  bool vanish = true;
};

// All that an asset, or a record of an OT list, has been since the beginning.
template <typename State>
struct Life {
  std::vector<State> states;  // oldest first
  bool steady = true;         // there from the beginning, never changed, still there
};

class LivingInventory {
 public:
  using AssetLives = std::map<int64_t, Life<Asset>>;    // by id
  using RecordLives = std::map<int64_t, Life<OtValue>>;  // by the id of the record itself

  LivingInventory(std::shared_ptr<const Dataset> assets, std::shared_ptr<const OtDataset> ot, uint64_t seed,
                  LivingOptions options = {});

  // From now on what changes is found by a scan at that time, of the gateway's clock: each detection of the asset is
  // found again, and of the first of them the status has changed.
  void set_time(int64_t unix_s) { now_s_ = unix_s; }
  // One thing happens to one asset and to one record of each OT list, where there is any.
  void step();

  std::shared_ptr<const Dataset> assets() const { return assets_; }
  std::shared_ptr<const OtDataset> ot() const { return ot_; }
  const AssetLives& asset_lives() const { return asset_lives_; }
  const RecordLives& record_lives(OtList list) const { return record_lives_[static_cast<size_t>(list)]; }
  // Records have vanished from that list: a reader of numbered pages may have missed others for it.
  bool shrank(OtList list) const { return shrank_[static_cast<size_t>(list)]; }
  bool grew(OtList list) const { return grew_[static_cast<size_t>(list)]; }

 private:
  enum class Deed { kNothing, kChange, kAppear, kVanish };

  Deed draw_deed(bool there_are_some);
  void step_assets();
  void step_list(OtList list, std::vector<OtRow>& rows);
  Asset changed(Asset asset);
  void scan(Asset& asset) const;

  std::shared_ptr<const Dataset> assets_;
  std::shared_ptr<const OtDataset> ot_;
  Random random_;
  LivingOptions options_;
  int64_t now_s_ = 0;  // none told
  int64_t news_ = 0;  // makes each change a new state
  AssetLives asset_lives_;
  std::array<RecordLives, 3> record_lives_;
  std::array<bool, 3> shrank_{};
  std::array<bool, 3> grew_{};
};

// The id of the record itself; 0 for a record without one.
int64_t ot_record_id(const OtValue& record);

}  // namespace sluice::sim
