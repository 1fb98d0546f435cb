#include "table/asset_store.h"

#include <algorithm>

#include "base/check.h"
#include "base/planted_bug.h"

namespace sluice {

namespace {

uint32_t hash_of_id(int64_t id) {
  uint64_t mixed = static_cast<uint64_t>(id) * 0x9E3779B97F4A7C15u;
  mixed = (mixed ^ (mixed >> 32)) * 0xD6E8FEB86659FD93u;
  return static_cast<uint32_t>(mixed >> 32);
}

}  // namespace

AssetStore::AssetStore(std::vector<ColumnInfo> asset_columns, std::vector<ColumnInfo> detection_columns)
    : assets_("assets", std::move(asset_columns)),
      detections_("detections", std::move(detection_columns), &assets_, "asset."),
      tables_{&assets_, &detections_} {}

RowId AssetStore::append_asset(int64_t id) {
  tidy_all();
  const bool first = assets_.pending_count() == 0;
  least_pending_id_ = first ? id : std::min(least_pending_id_, id);
  greatest_pending_id_ = first ? id : std::max(greatest_pending_id_, id);
  const RowId earlier = newest_row_of(id);
  const RowId row = assets_.append_row(id);
  first_detection_.put(row, detections_.row_end() + detections_.pending_count());
  if (earlier == kNoRow) {
    newest_.insert(hash_of_id(id), row + 1);
  } else {
    newest_.replace(hash_of_id(id), earlier + 1, row + 1);
  }
  earlier_.push_back(earlier);
  return row;
}

RowId AssetStore::append_detection() {
  SLUICE_CHECK(assets_.pending_count() > 0);
  const RowId asset = assets_.row_end() + assets_.pending_count() - 1;
  return detections_.append_row(assets_.asset_key(asset), asset);
}

AssetStore::Committed AssetStore::commit() {
  tidy_all();
  Committed committed;
  committed.assets = assets_.pending_count();
  committed.detections = detections_.pending_count();
  assets_.commit();
  detections_.commit();
  // A detection dies with its asset, so what is left to do is short for each of them.
  for (const RowId earlier : earlier_) {
    if (earlier == kNoRow || planted(PlantedBug::kDuplicatesKept)) continue;
    ++(earlier < base_end_ ? committed.renewed : committed.duplicates);
    remove(earlier);
  }
  earlier_.clear();
  return committed;
}

void AssetStore::remove(RowId asset_row) {
  const Span span = detections_of(asset_row);
  assets_.mark_dead(asset_row);
  detections_.orphan(span.end - span.begin);
}

Work AssetStore::rollback_some(Fuel fuel) {
  for (; !earlier_.empty() && fuel.units > 0; --fuel.units) {
    const RowId row = assets_.row_end() + static_cast<RowId>(earlier_.size()) - 1;
    const uint32_t hash = hash_of_id(assets_.asset_key(row));
    const RowId earlier = earlier_.back();
    if (earlier == kNoRow) {
      newest_.erase(hash, row + 1);
    } else {
      newest_.replace(hash, row + 1, earlier + 1);
    }
    earlier_.pop_back();
  }
  if (!earlier_.empty()) return Work::kMore;
  first_detection_.cut(assets_.row_end());
  if (detections_.rollback_some(fuel) == Work::kMore) return Work::kMore;
  return assets_.rollback_some(fuel);
}

AssetStore::Span AssetStore::detections_of(RowId asset_row) const {
  const RowId end = assets_.row_end() + assets_.pending_count();
  SLUICE_CHECK(asset_row < end);
  return {first_detection_.put_at(asset_row), asset_row + 1 == end
                                                  ? detections_.row_end() + detections_.pending_count()
                                                  : first_detection_.put_at(asset_row + 1)};
}

RowId AssetStore::newest_row_of(int64_t asset_id) const {
  const uint32_t found =
      newest_.find(hash_of_id(asset_id), [&](uint32_t number) { return assets_.asset_key(number - 1) == asset_id; });
  return found == 0 ? kNoRow : found - 1;
}

RowId AssetStore::row_of(int64_t asset_id) const {
  RowId row = newest_row_of(asset_id);
  while (row != kNoRow && row >= assets_.row_end()) row = earlier_[row - assets_.row_end()];
  return row;
}

bool AssetStore::discard_some(size_t& pieces) {
  return detections_.discard_some(pieces) && assets_.discard_some(pieces) && first_detection_.discard_some(pieces) &&
         newest_.discard_some(pieces);
}

size_t AssetStore::bytes() const {
  return assets_.bytes() + detections_.bytes() + first_detection_.bytes() + newest_.bytes() +
         earlier_.capacity() * sizeof(RowId);
}

}  // namespace sluice
