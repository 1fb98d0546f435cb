#include "ui/overview.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "base/number.h"
#include "base/text.h"

namespace sluice::ui {
namespace {

constexpr size_t kLinesMax = 8;
constexpr float kCardGap = 16;
constexpr float kCardMin = 320;
constexpr float kCardHead = 36;
constexpr float kLabelWidth = 150;

int64_t key_of(const Cell& cell) {
  if (cell.kind == Cell::Kind::kNumber) return cell.number;
  if (cell.kind == Cell::Kind::kText) return -1 - int64_t{cell.text_id};
  return std::numeric_limits<int64_t>::min();
}

std::string filter_of(std::string_view column, const Cell& cell) {
  const std::string name(column);
  if (cell.missing()) return name + " is null";
  if (cell.kind == Cell::Kind::kNumber) return name + ":" + std::to_string(cell.number);
  return name + ":`" + replace_all(replace_all(cell.text, "\\", "\\\\"), "`", "\\`") + "`";
}

}  // namespace

// ── counting ─────────────────────────────────────────────────────────────────────────────────────────────────────────

void Tally::attach(const Table* table) {
  table_ = table;
  column_ = table != nullptr ? table->find_column(column_name) : std::nullopt;
  seen_ = ~uint64_t{0};
  counting_ = ~uint64_t{0};
  counts_.clear();
  lines_.clear();
  total_ = 0;
}

bool Tally::stale() const { return table_ != nullptr && column_ && seen_ != table_->version(); }

void Tally::start() {
  counting_ = table_->version();
  counts_.clear();
  next_ = 0;
}

Work Tally::work(Fuel fuel) {
  if (!stale()) return Work::kDone;
  if (counting_ != table_->version()) start();
  const RowId end = table_->row_end();
  for (; next_ < end && !fuel.empty(); ++next_, fuel.spend(1)) {
    if (!table_->live(next_)) continue;
    const Cell cell = table_->cell(next_, *column_);
    Line& line = counts_[key_of(cell)];
    line.cell = cell;
    ++line.count;
  }
  if (next_ < end) return Work::kMore;
  finish();
  return Work::kDone;
}

void Tally::finish() {
  lines_.clear();
  total_ = 0;
  for (const auto& [key, line] : counts_) {
    lines_.push_back(line);
    total_ += line.count;
  }
  const bool by_value = column_name == "severity";
  std::sort(lines_.begin(), lines_.end(), [by_value](const Line& a, const Line& b) {
    if (by_value && severity_of(a.cell) != severity_of(b.cell)) return severity_of(a.cell) > severity_of(b.cell);
    if (a.count != b.count) return a.count > b.count;
    return key_of(a.cell) < key_of(b.cell);
  });
  counts_.clear();
  seen_ = counting_;
  ++version_;
}

// ── the tab ──────────────────────────────────────────────────────────────────────────────────────────────────────────

Overview::Overview() {
  tallies_.emplace_back("detections", "severity", "Detections by severity");
  tallies_.emplace_back("detections", "status", "Detections by status");
  tallies_.emplace_back("assets", "asset_status", "Assets by status");
  tallies_.emplace_back("assets", "os", "Assets by OS");
  tallies_.emplace_back("detections", "type", "Detections by type");
  tallies_.emplace_back("assets", "ownership", "Assets by ownership");
  tallies_.emplace_back("detections", "qid", "Most frequent QIDs");
  tallies_.emplace_back("assets", "model_name", "Most frequent models");
  tallies_.emplace_back("assets", "os_version", "Most frequent OS versions");
}

void Overview::attach(const std::shared_ptr<const AssetStore>& store, uint64_t generation) {
  if (store == store_ && generation == generation_) return;
  const std::shared_ptr<const AssetStore> before = std::exchange(store_, store);  // until no tally looks at it
  generation_ = generation;
  for (Tally& tally : tallies_) {
    const Table* table = nullptr;
    if (store != nullptr) table = tally.table_name == "assets" ? &store->assets() : &store->detections();
    tally.attach(table);
  }
}

bool Overview::stale() const {
  return std::any_of(tallies_.begin(), tallies_.end(), [](const Tally& tally) { return tally.stale(); });
}

bool Overview::changed() const {
  uint64_t now = 0;
  for (const Tally& tally : tallies_) now += tally.version();
  return now != drawn_;
}

Work Overview::work(Fuel fuel) {
  for (Tally& tally : tallies_) {
    if (!tally.stale()) continue;
    (void)tally.work(fuel);
    return stale() ? Work::kMore : Work::kDone;
  }
  return Work::kDone;
}

std::optional<OverviewPick> Overview::draw(Frame& frame, Rect box) {
  std::optional<OverviewPick> pick;
  drawn_ = 0;
  for (const Tally& tally : tallies_) drawn_ += tally.version();
  if (begin_part("overview", box)) {
    const ImVec2 from = ImGui::GetCursorScreenPos();
    const float room = box.w - 2 * kCardGap;
    const auto across =
        static_cast<size_t>(std::clamp(std::floor((room + kCardGap) / (kCardMin + kCardGap)), 1.0f, 3.0f));
    const float card_w = std::floor((room - static_cast<float>(across - 1) * kCardGap) / static_cast<float>(across));
    std::vector<float> bottoms(across, from.y + kCardGap);
    for (size_t i = 0; i < tallies_.size(); ++i) {
      const size_t lane = static_cast<size_t>(std::min_element(bottoms.begin(), bottoms.end()) - bottoms.begin());
      const float x = from.x + kCardGap + static_cast<float>(lane) * (card_w + kCardGap);
      ImGui::PushID(static_cast<int>(i));
      bottoms[lane] += draw_card(frame, tallies_[i], Rect{x, bottoms[lane], card_w, 0}, pick) + kCardGap;
      ImGui::PopID();
    }
    ImGui::SetCursorScreenPos(from);
    ImGui::Dummy(ImVec2(1, *std::max_element(bottoms.begin(), bottoms.end()) - from.y));
  }
  end_part();
  return pick;
}

float Overview::draw_card(Frame& frame, const Tally& tally, Rect box, std::optional<OverviewPick>& pick) {
  const Palette& p = frame.palette;
  const size_t shown = std::min(tally.lines().size(), kLinesMax);
  const size_t left_out = tally.lines().size() - shown;
  box.h = kCardHead + static_cast<float>(std::max<size_t>(shown, 1)) * kRowHeight + (left_out > 0 ? 24 : 0) + kGap2;
  fill(box, p.panel, kCorner);
  outline(box, p.line, kCorner);
  const float x = box.x + kGap3;
  const float width = box.w - 2 * kGap3;
  const std::string total = with_thousands(static_cast<int64_t>(tally.total()));
  draw_text_in(frame, Face::kText, Rect{x, box.y, width - 70, kCardHead}, p.text, tally.title);
  draw_text_in(frame, Face::kSmall, Rect{x, box.y, width, kCardHead}, p.muted, total, Align::kRight);
  if (shown == 0) {
    draw_text_in(frame, Face::kText, Rect{x, box.y + kCardHead, width, kRowHeight}, p.muted, "–");
    return box.h;
  }
  uint64_t most = 1;
  for (const Tally::Line& line : tally.lines()) most = std::max(most, line.count);
  const StringPool& pool = tally.table_name == "assets" ? store_->assets().pool() : store_->detections().pool();
  ColumnInfo info;
  info.name = tally.column_name;
  CellLook look = cell_look(info);
  const float count_w = text_width(frame, Face::kText, with_thousands(static_cast<int64_t>(most))) + kGap2;
  const float label_w = std::min(kLabelWidth + (look == CellLook::kStatus ? 20.0f : 0.0f), width * 0.45f);
  for (size_t i = 0; i < shown; ++i) {
    const Tally::Line& line = tally.lines()[i];
    const Rect row{box.x + 4, box.y + kCardHead + static_cast<float>(i) * kRowHeight, box.w - 8, kRowHeight};
    ImGui::PushID(static_cast<int>(i));
    const std::string label = shown_text(look, line.cell, pool);
    const std::string count = with_thousands(static_cast<int64_t>(line.count));
    const Hit hit = hit_box(frame, "bar", row, label, "button", true, count);
    frame.log.rename_last("bar", "overview." + std::string(tally.table_name) + "." + std::string(tally.column_name) +
                                     "." + std::to_string(i));
    if (hit.hovered) fill(row, p.hover, kCorner);
    draw_cell(frame, look, line.cell, pool, Rect{x, row.y, label_w - kGap2, row.h}, p.text);
    const float bar_room = width - label_w - count_w;
    const float share = static_cast<float>(static_cast<double>(line.count) / static_cast<double>(most));
    const int severity = look == CellLook::kSeverity ? severity_of(line.cell) : 0;
    const Colour colour = severity > 0 ? p.severity[severity] : p.accent;
    fill(Rect{x + label_w, row.y + 8, std::max(std::floor(bar_room * share), 2.0f), 8}, colour, 2);
    draw_text_in(frame, Face::kText, Rect{x + width - count_w, row.y, count_w, row.h}, p.text, count, Align::kRight);
    focus_ring(frame, hit, row);
    tip(frame, "Show these rows");
    if (hit.pressed) pick = OverviewPick{std::string(tally.table_name), filter_of(tally.column_name, line.cell)};
    ImGui::PopID();
  }
  if (left_out > 0) {
    const std::string more = "and " + with_thousands(static_cast<int64_t>(left_out)) + " more";
    draw_text_in(frame, Face::kSmall, Rect{x, box.y + box.h - kGap2 - 24, width, 24}, p.muted, more);
  }
  return box.h;
}

}  // namespace sluice::ui
