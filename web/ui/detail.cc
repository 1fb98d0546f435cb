#include "ui/detail.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "base/number.h"
#include "base/text.h"
#include "ui/detail_head.h"
#include "ui/fact_box.h"

namespace sluice::ui {
namespace {

constexpr float kHead = 52;
constexpr float kSection = 34;
constexpr float kResultsMin = 48;
constexpr float kResultsMax = 360;

std::string value_of(const Table& table, RowId row, std::string_view column) {
  const auto id = table.find_column(column);
  return id ? cell_text(table.cell(row, *id), table.pool()) : std::string();
}

std::string title_of(const Table& assets, RowId asset) {
  const std::string name = value_of(assets, asset, "asset_friendly_name");
  return name.empty() ? "Asset " + std::to_string(assets.asset_key(asset)) : name;
}

void draw_section(Frame& frame, std::string_view text, float x, float width, float y) {
  hline(x, x + width, y + 8, frame.palette.line);
  draw_text_in(frame, Face::kSmall, Rect{x, y + 10, width, kSection - 10}, frame.palette.muted, text);
}

}  // namespace

void Detail::show_asset(RowId asset) {
  asset_ = asset;
  detection_.reset();
}

void Detail::show_detection(RowId detection) {
  detection_ = detection;
  asset_.reset();
}

void Detail::forget() {
  asset_.reset();
  detection_.reset();
  results_of_.reset();
  results_.set_text({});
}

DetailEvents Detail::draw(Frame& frame, Rect box, const AssetStore* store, bool back) {
  const Palette& p = frame.palette;
  DetailEvents events;
  fill(box, p.panel);
  const bool gone = store == nullptr || (asset_ && *asset_ >= store->assets().row_end()) ||
                    (detection_ && *detection_ >= store->detections().row_end());
  if (gone) forget();
  if (empty()) {
    const Rect line{box.x + kGap4, box.y + kGap5, box.w - 2 * kGap4, 24};
    draw_text_in(frame, Face::kText, line, p.muted, "Select a row to see all of it.");
    return events;
  }
  draw_head(frame, Rect{box.x, box.y, box.w, kHead}, *store, events, back);
  if (begin_part("detail", Rect{box.x, box.y + kHead, box.w, box.h - kHead})) {
    const ImVec2 from = ImGui::GetCursorScreenPos();
    const float x = from.x + kGap4;
    const float width = box.w - 2 * kGap4 - 2;
    float y = from.y + kGap2;
    RowId asset = asset_.value_or(0);
    if (detection_) {
      asset = store->detections().parent_row(*detection_);
      y = draw_facts(frame, store->detections(), *detection_, x, width, y);
      y = draw_results(frame, store->detections(), *detection_, x, width, y, box.h);
      draw_section(frame, "Asset", x, width, y);
      y += kSection;
    }
    y = draw_facts(frame, store->assets(), asset, x, width, y);
    y = draw_detections(frame, *store, asset, x, width, y, events);
    ImGui::SetCursorScreenPos(from);
    ImGui::Dummy(ImVec2(1, y - from.y + kGap4));
  }
  end_part();
  return events;
}

void Detail::draw_head(Frame& frame, Rect box, const AssetStore& store, DetailEvents& events, bool back) {
  const RowId asset = detection_ ? store.detections().parent_row(*detection_) : *asset_;
  std::string title = title_of(store.assets(), asset);
  std::string under = "Asset " + std::to_string(store.assets().asset_key(asset));
  if (detection_) {
    under = title;
    title = "QID " + value_of(store.detections(), *detection_, "qid");
  }
  events.close = draw_detail_head(frame, box, title, under, back);
}

// What is there as label and value, two beside each other; what is missing in one muted line at the end.
float Detail::draw_facts(Frame& frame, const Table& table, RowId row, float x, float width, float y) {
  const Palette& p = frame.palette;
  const bool of_assets = table.parent() == nullptr;
  const float column_w = std::floor((width - kGap3) / 2);
  size_t place = 0;
  std::vector<std::string> missing;
  for (ColumnId id = 0; id < table.column_count(); ++id) {
    const ColumnInfo info = table.column(id);
    if (!of_assets && info.name.compare(0, 6, "asset.") == 0) break;  // shown below, as the asset's own
    if (info.name == "results" || (!of_assets && info.name == "asset_id")) continue;
    const Cell cell = table.cell(row, id);
    const std::string label = column_label(info.name, of_assets ? Naming::kAssets : Naming::kDetections);
    if (cell.missing()) {
      missing.push_back(label);
      continue;
    }
    const Rect box{x + static_cast<float>(place % 2) * (column_w + kGap3),
                   y + static_cast<float>(place / 2) * kFactHeight, column_w, kFactHeight};
    ++place;
    ImGui::PushID(static_cast<int>(id) + (of_assets ? 0 : 1000));
    const std::string log_id = "detail." + std::string(of_assets ? "asset." : "") + info.name;
    draw_fact_box(frame, Fact{log_id, label, cell_text(cell), cell_look(info), cell}, table.pool(), box);
    ImGui::PopID();
  }
  y += static_cast<float>((place + 1) / 2) * kFactHeight;
  if (missing.empty()) return y;
  const std::string text = "Not given: " + join(missing, ", ");
  return y + draw_wrapped(frame, Face::kSmall, ImVec2(x, y + kGap1), width, p.muted, text) + kGap2;
}

float Detail::draw_results(Frame& frame, const Table& table, RowId row, float x, float width, float y, float room) {
  const Palette& p = frame.palette;
  const auto column = table.find_column("results");
  const Cell cell = column ? table.cell(row, *column) : Cell{};
  draw_section(frame, "Results", x, width, y);
  if (cell.missing()) {
    draw_text_in(frame, Face::kText, Rect{x, y + kSection, width, 24}, p.muted, "The gateway sent no results.");
    return y + kSection + 28;
  }
  if (results_of_ != row) {
    results_of_ = row;
    results_.set_text(cell_text(cell, table.pool()));
  }
  Button button{"detail.results.copy", "Copy"};
  button.kind = ButtonKind::kQuiet;
  const float w = button_width(frame, button);
  if (draw_button(frame, button, Rect{x + width - w + kGap3, y + 10, w, 22}))
    copy_fact(frame, cell_text(cell, table.pool()), "the results");
  y += kSection;
  const float height =
      std::clamp(results_.content_height() + 2, kResultsMin, std::clamp(room * 0.4f, 120.0f, kResultsMax));
  results_.draw(frame, "detail.results", Rect{x, y, width, height});
  return y + height + kGap2;
}

float Detail::draw_detections(Frame& frame, const AssetStore& store, RowId asset, float x, float width, float y,
                              DetailEvents& events) {
  const Palette& p = frame.palette;
  const Table& table = store.detections();
  const AssetStore::Span span = store.detections_of(asset);
  const RowId end = std::min(span.end, table.row_end());  // not those of a page that is not committed yet
  const size_t count = end > span.begin ? end - span.begin : 0;
  const std::string title = detection_ ? "All its " + count_text(count, "detection", "detections")
                                       : count_text(count, "detection", "detections");
  draw_section(frame, title, x, width, y);
  y += kSection;
  const auto qid = table.find_column("qid");
  const auto severity = table.find_column("severity");
  const auto status = table.find_column("status");
  for (RowId row = span.begin; row < end && row - span.begin < kDetailRowsMax; ++row, y += kRowHeight) {
    const Rect box{x - 8, y, width + 16, kRowHeight};
    if (!ImGui::IsRectVisible(top_left(box), bottom_right(box))) continue;
    ImGui::PushID(static_cast<int>(row - span.begin));
    const std::string name = "QID " + value_of(table, row, "qid");
    const Hit hit = hit_box(frame, "detection", box, name, "row");
    frame.log.rename_last("detection", "detail.detection." + std::to_string(row - span.begin));
    if (detection_ == row) {
      fill(box, p.selected, kCorner);
    } else if (hit.hovered) {
      fill(box, p.hover, kCorner);
    }
    if (qid) draw_cell(frame, CellLook::kId, table.cell(row, *qid), table.pool(), Rect{x, y, 80, kRowHeight}, p.text);
    if (severity) {
      draw_cell(frame, CellLook::kSeverity, table.cell(row, *severity), table.pool(), Rect{x + 88, y, 124, kRowHeight},
                p.text);
    }
    if (status) {
      draw_cell(frame, CellLook::kStatus, table.cell(row, *status), table.pool(),
                Rect{x + 220, y, std::max(width - 220, 20.0f), kRowHeight}, p.text);
    }
    focus_ring(frame, hit, box);
    if (hit.pressed) events.show_detection = row;
    ImGui::PopID();
  }
  if (count > kDetailRowsMax) {
    const std::string more = "and " + with_thousands(static_cast<int64_t>(count - kDetailRowsMax)) +
                             " more: filter the detections by asset_id";
    draw_text_in(frame, Face::kSmall, Rect{x, y, width, kRowHeight}, p.muted, more);
    y += kRowHeight;
  }
  return y;
}

}  // namespace sluice::ui
