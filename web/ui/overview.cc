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
constexpr size_t kTalliesMax = 60;   // columns of records that are counted
constexpr size_t kKindsMax = 24;     // a column of records with more of them tells nothing
constexpr size_t kCardsMax = 15;

std::string lower_first(std::string text) {
  const bool word = text.size() > 1 && text[1] >= 'a' && text[1] <= 'z';  // "OS version" stays
  if (word) text[0] = lower(text[0]);
  return text;
}

int64_t key_of(const Cell& cell) {
  if (cell.kind == Cell::Kind::kNumber) return cell.number;
  if (cell.kind == Cell::Kind::kText) return -1 - int64_t{cell.text_id};
  return std::numeric_limits<int64_t>::min();
}

std::string filter_of(std::string_view column, const Cell& cell) {
  const std::string name(column);
  if (cell.missing()) return name + " is null";
  if (cell.kind == Cell::Kind::kNumber) return name + ":" + cell_text(cell);
  return name + ":`" + replace_all(replace_all(cell.text, "\\", "\\\\"), "`", "\\`") + "`";
}

}  // namespace

// ── counting ─────────────────────────────────────────────────────────────────────────────────────────────────────────

void Tally::attach(const Table* table) {
  table_ = table;
  column_ = table != nullptr ? table->find_column(column_name) : std::nullopt;
  look_ = CellLook::kText;
  if (column_) {
    const bool records = table->parent() == nullptr && kinds_max_ > 0;
    look_ = cell_look(table->column(*column_), records ? Naming::kRecords : Naming::kDetections);
  }
  seen_ = ~uint64_t{0};
  counting_ = ~uint64_t{0};
  counts_.clear();
  lines_.clear();
  total_ = 0;
}

bool Tally::stale() const { return table_ != nullptr && column_ && seen_ != table_->version(); }

bool Tally::telling() const {
  if (kinds_max_ == 0) return true;
  return !many_ && lines_.size() >= 2 && lines_.size() * 2 <= total_;
}

void Tally::start() {
  many_ = false;
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
    if (kinds_max_ > 0 && counts_.size() > kinds_max_) {
      many_ = true;
      counts_.clear();
      finish();
      return Work::kDone;
    }
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
  const bool by_value = look_ == CellLook::kSeverity;
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

namespace {

std::vector<Tally> mobile_tallies() {
  std::vector<Tally> tallies;
  tallies.emplace_back("detections", "severity", "Detections by severity");
  tallies.emplace_back("detections", "status", "Detections by status");
  tallies.emplace_back("assets", "asset_status", "Assets by status");
  tallies.emplace_back("assets", "os", "Assets by OS");
  tallies.emplace_back("detections", "type", "Detections by type");
  tallies.emplace_back("assets", "ownership", "Assets by ownership");
  tallies.emplace_back("detections", "qid", "Most frequent QIDs");
  tallies.emplace_back("assets", "model_name", "Most frequent models");
  tallies.emplace_back("assets", "os_version", "Most frequent OS versions");
  return tallies;
}

// A column whose values may fall into few kinds; only counting tells.
bool may_tell(const ColumnInfo& column) {
  if (column.type == ColumnType::kDatetime || column.type == ColumnType::kJson || column.type == ColumnType::kReal) {
    return false;
  }
  return cell_look(column, Naming::kRecords) != CellLook::kId;
}

}  // namespace

Overview::Overview(const Source& source) : source_(source) {
  if (source.api == Api::kMobile) tallies_ = mobile_tallies();
}

void Overview::attach(const std::shared_ptr<const Store>& store) {
  const bool other = store != store_;
  const std::shared_ptr<const Store> before = std::exchange(store_, store);  // until no tally looks at it
  if (source_.api == Api::kMobile) {
    if (!other) return;
    for (Tally& tally : tallies_) tally.attach(store != nullptr ? store->find(tally.table_name) : nullptr);
    return;
  }
  const Table* table = store != nullptr ? store->find(source_.tables.front()) : nullptr;
  const ColumnId columns = table != nullptr ? table->column_count() : 0;
  if (!other && columns == columns_seen_) return;
  if (other) tallies_.clear();
  columns_seen_ = columns;
  ++remade_;
  for (ColumnId id = 0; id < columns && tallies_.size() < kTalliesMax; ++id) {
    const ColumnInfo column = table->column(id);
    const bool there = std::any_of(tallies_.begin(), tallies_.end(),
                                   [&](const Tally& tally) { return tally.column_name == column.name; });
    if (there || !may_tell(column)) continue;
    const std::string heading = "By " + lower_first(column_label(column.name, Naming::kRecords));
    tallies_.emplace_back(source_.tables.front(), column.name, heading, kKindsMax);
    tallies_.back().attach(table);
  }
}

bool Overview::stale() const {
  return std::any_of(tallies_.begin(), tallies_.end(), [](const Tally& tally) { return tally.stale(); });
}

uint64_t Overview::picture() const {
  uint64_t sum = remade_ << 32;
  for (const Tally& tally : tallies_) sum += tally.version();
  return sum;
}

bool Overview::changed() const { return picture() != drawn_; }

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
  drawn_ = picture();
  if (begin_part("overview", box)) {
    const ImVec2 from = ImGui::GetCursorScreenPos();
    const float room = box.w - 2 * kCardGap;
    const auto across =
        static_cast<size_t>(std::clamp(std::floor((room + kCardGap) / (kCardMin + kCardGap)), 1.0f, 3.0f));
    const float card_w = std::floor((room - static_cast<float>(across - 1) * kCardGap) / static_cast<float>(across));
    std::vector<float> bottoms(across, from.y + kCardGap);
    size_t cards = 0;
    for (size_t i = 0; i < tallies_.size() && cards < kCardsMax; ++i) {
      if (!tallies_[i].telling()) continue;
      ++cards;
      const size_t lane = static_cast<size_t>(std::min_element(bottoms.begin(), bottoms.end()) - bottoms.begin());
      const float x = from.x + kCardGap + static_cast<float>(lane) * (card_w + kCardGap);
      ImGui::PushID(static_cast<int>(i));
      bottoms[lane] += draw_card(frame, tallies_[i], Rect{x, bottoms[lane], card_w, 0}, pick) + kCardGap;
      ImGui::PopID();
    }
    if (cards == 0) {
      const Rect line{from.x + kCardGap, from.y + kCardGap, room, 24};
      const std::string_view text = stale() ? "Counting …" : "No column of these rows falls into a few kinds.";
      draw_text_in(frame, Face::kText, line, frame.palette.muted, text);
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
  const StringPool& pool = tally.pool();
  // Numbers are names of kinds here, and stand where names do.
  const CellLook look = tally.look() == CellLook::kNumber ? CellLook::kText : tally.look();
  const float count_w = text_width(frame, Face::kText, with_thousands(static_cast<int64_t>(most))) + kGap2;
  float label_w = kLabelWidth + (look == CellLook::kStatus ? 20.0f : 0.0f);
  for (size_t i = 0; i < shown; ++i) {
    label_w = std::max(label_w, shown_width(frame, look, tally.lines()[i].cell, pool) + 2 * kGap2);
  }
  label_w = std::min(label_w, width * 0.5f);
  for (size_t i = 0; i < shown; ++i) {
    const Tally::Line& line = tally.lines()[i];
    const Rect row{box.x + 4, box.y + kCardHead + static_cast<float>(i) * kRowHeight, box.w - 8, kRowHeight};
    ImGui::PushID(static_cast<int>(i));
    const std::string label = shown_text(look, line.cell, pool);
    const std::string count = with_thousands(static_cast<int64_t>(line.count));
    const Hit hit = hit_box(frame, "bar", row, label, "button", true, count);
    frame.log.rename_last("bar", "overview." + std::string(tally.table_name) + "." + tally.column_name + "." +
                                     std::to_string(i));
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
