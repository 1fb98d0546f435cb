#include "table/asset_store.h"

#include <algorithm>
#include <utility>

#include "base/check.h"

namespace sluice {

AssetStore::AssetStore(std::vector<ColumnInfo> asset_columns, std::vector<ColumnInfo> detection_columns)
    : assets_("assets", std::move(asset_columns)),
      detections_("detections", std::move(detection_columns), &assets_, "asset."),
      tables_{&assets_, &detections_} {}

RowId AssetStore::append_asset(int64_t id) {
  const bool first = assets_.pending_count() == 0;
  least_pending_id_ = first ? id : std::min(least_pending_id_, id);
  greatest_pending_id_ = first ? id : std::max(greatest_pending_id_, id);
  const RowId row = assets_.append_row(id);
  first_detection_.push_back(detections_.row_end() + detections_.pending_count());
  return row;
}

RowId AssetStore::append_detection() {
  SLUICE_CHECK(assets_.pending_count() > 0);
  const RowId asset = static_cast<RowId>(first_detection_.size() - 1);
  return detections_.append_row(assets_.asset_key(asset), asset);
}

AssetStore::Committed AssetStore::commit() {
  Committed committed;
  committed.assets = assets_.pending_count();
  committed.detections = detections_.pending_count();
  const RowId begin = assets_.row_end();
  assets_.commit();
  detections_.commit();
  for (RowId row = begin; row < assets_.row_end(); ++row) {
    const auto [entry, is_new] = row_by_id_.try_emplace(assets_.asset_key(row), row);
    if (is_new) continue;
    ++committed.duplicates;
    const RowId earlier = std::exchange(entry->second, row);
    const Span span = detections_of(earlier);
    for (RowId detection = span.begin; detection < span.end; ++detection) detections_.mark_dead(detection);
    assets_.mark_dead(earlier);
  }
  return committed;
}

void AssetStore::rollback() {
  detections_.rollback();
  assets_.rollback();
  first_detection_.resize(assets_.row_end());
}

AssetStore::Span AssetStore::detections_of(RowId asset_row) const {
  SLUICE_CHECK(asset_row < first_detection_.size());
  const bool last = asset_row + 1 == first_detection_.size();
  return {first_detection_[asset_row],
          last ? detections_.row_end() + detections_.pending_count() : first_detection_[asset_row + 1]};
}

RowId AssetStore::row_of(int64_t asset_id) const {
  const auto found = row_by_id_.find(asset_id);
  return found == row_by_id_.end() ? kNoRow : found->second;
}

size_t AssetStore::bytes() const {
  // A node of the map: the pair, a link and a cached hash, and its share of the buckets.
  constexpr size_t kNodeBytes = sizeof(std::pair<int64_t, RowId>) + 3 * sizeof(void*);
  return assets_.bytes() + detections_.bytes() + first_detection_.capacity() * sizeof(RowId) +
         row_by_id_.size() * kNodeBytes;
}

}  // namespace sluice
