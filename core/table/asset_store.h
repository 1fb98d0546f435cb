// The assets of a run with their detections: two tables that are committed together. A page's records are appended,
// then either committed or rolled back. Duplicates are judged by asset: the last copy replaces the asset with all its
// detections, and is counted (design.md, decisions). Equal QIDs inside one asset are all kept.
#pragma once

#include <cstdint>
#include <vector>

#include "table/cells.h"
#include "table/hash_index.h"
#include "table/store.h"

namespace sluice {

class AssetStore : public Store {
 public:
  // The tables are called "assets" and "detections"; the latter shows the former's columns under "asset.".
  AssetStore(std::vector<ColumnInfo> asset_columns, std::vector<ColumnInfo> detection_columns);
  AssetStore(const AssetStore&) = delete;  // the detections point at the assets
  AssetStore& operator=(const AssetStore&) = delete;

  Table& assets() { return assets_; }
  Table& detections() { return detections_; }
  const Table& assets() const { return assets_; }
  const Table& detections() const { return detections_; }

  // Starts one asset; the detections appended after it are its own. `id` is the asset's own id.
  RowId append_asset(int64_t id);
  RowId append_detection();
  // The least and the greatest id of the assets that are not committed yet; only while there are any.
  int64_t least_pending_id() const { return least_pending_id_; }
  int64_t greatest_pending_id() const { return greatest_pending_id_; }

  // The rows that are committed now are an earlier run's: what replaces one of them is no duplicate.
  void set_base() { base_end_ = assets_.row_end(); }
  // Takes a live, committed asset out, with its detections; at once.
  void remove(RowId asset_row);

  const std::vector<const Table*>& tables() const override { return tables_; }
  Committed commit() override;

  // The detections of an asset's row, as [begin, end) of the detection table.
  struct Span {
    RowId begin = 0;
    RowId end = 0;
  };
  Span detections_of(RowId asset_row) const;
  // The live row of an asset id, or npos.
  static constexpr RowId kNoRow = ~RowId{0};
  RowId row_of(int64_t asset_id) const;
  bool discard_some(size_t& pieces) override;
  size_t bytes() const override;

 private:
  Work rollback_some(Fuel fuel) override;
  RowId newest_row_of(int64_t asset_id) const;

  Table assets_;
  Table detections_;
  std::vector<const Table*> tables_;
  RowId base_end_ = 0;
  int64_t least_pending_id_ = 0;
  int64_t greatest_pending_id_ = 0;
  Cells<RowId> first_detection_;  // per asset row
  HashIndex newest_;              // the last row of each asset id, pending ones included, counted from 1
  std::vector<RowId> earlier_;    // per pending asset: the row of its id before it, or kNoRow
};

}  // namespace sluice
