// Which assets one page holds (api-reference.md 6.2, 6.4): those that the user may see and that pass every filter (the
// filters are joined by AND), from `id_min` on, in ascending id order, up to the truncation limit.
//
// Two choices where the documents are silent: with a detection filter an asset none of whose detections is left is
// left out; without one an asset that has no detections is listed. And `sparse` reads "records processed" to the
// letter: the limit then counts the assets looked at, so that a page may hold few or none and still have a successor.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

#include "sim/asset_query.h"
#include "sim/dataset.h"

namespace sluice::sim {

// Decides over single assets and detections; `query` must outlive it.
class AssetFilter {
 public:
  AssetFilter(const AssetQuery& query, int64_t now_s);
  bool keeps(const Asset& asset);  // by the asset's own fields and by what detections are left
  bool keeps(const Detection& detection) const;
  bool too_costly() const { return too_costly_; }  // os_pattern ran into its bounds; every asset is refused since

 private:
  bool keeps_os(const Asset& asset);

  const AssetQuery& query_;
  std::optional<int64_t> since_s_;  // of detection_updated_since or max_days_since_detection_updated
  bool too_costly_ = false;
};

struct Selection {
  std::vector<const Asset*> assets;
  std::optional<int64_t> next_id;  // where the next page begins; none: this is the last
};

// `visible` is the user's scope.
Selection select_assets(const Dataset& dataset, const AssetQuery& query, AssetFilter& filter,
                        const std::function<bool(const Asset&)>& visible, bool sparse);

}  // namespace sluice::sim
