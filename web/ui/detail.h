// Everything about one asset or one detection: facts in two columns, RESULTS as they came, the asset's detections.
#pragma once

#include <optional>
#include <string>

#include "table/asset_store.h"
#include "ui/cell_format.h"
#include "ui/text_view.h"

namespace sluice::ui {

inline constexpr size_t kDetailRowsMax = 500;   // of the list of detections

struct DetailEvents {
  bool close = false;
  std::optional<RowId> show_detection;   // another of the asset's detections was clicked
  std::optional<RowId> show_asset;
};

class Detail {
 public:
  // What is shown; both rows belong to `store`.
  void show_asset(RowId asset);
  void show_detection(RowId detection);
  void forget();
  bool empty() const { return !asset_ && !detection_; }
  bool of_detection() const { return detection_.has_value(); }

  DetailEvents draw(Frame& frame, Rect box, const AssetStore* store, bool back);

 private:
  void draw_head(Frame& frame, Rect box, const AssetStore& store, DetailEvents& events, bool back);
  float draw_facts(Frame& frame, const Table& table, RowId row, float x, float width, float y);
  float draw_results(Frame& frame, const Table& table, RowId row, float x, float width, float y, float room);
  float draw_detections(Frame& frame, const AssetStore& store, RowId asset, float x, float width, float y,
                        DetailEvents& events);

  std::optional<RowId> asset_;
  std::optional<RowId> detection_;
  TextView results_;
  std::optional<RowId> results_of_;
};

}  // namespace sluice::ui
