#include "query/row_sorter.h"

namespace sluice {
namespace {

// What a unit of fuel, about one row looked at by a filter, pays for here.
constexpr size_t kCellsPerUnit = 4;
constexpr size_t kMovesPerUnit = 8;
constexpr size_t kTextMovesPerUnit = 1;
constexpr size_t kCopiesPerUnit = 32;

constexpr size_t kRowRun = 64;
constexpr size_t kTextRun = 32;

constexpr uint32_t kMissingGroup = 2;
constexpr uint64_t kSignBit = uint64_t{1} << 63;

uint64_t ordered_bits(int64_t number) { return static_cast<uint64_t>(number) ^ kSignBit; }

}  // namespace

bool RowSorter::TextLess::operator()(const TextItem& a, const TextItem& b) const {
  if (a.leading != b.leading) return a.leading < b.leading;
  return order->compare_texts(pool->view(a.id), pool->view(b.id)) < 0;
}

RowSorter::RowSorter(const Table& table, const std::vector<SortKey>& keys, std::vector<RowId> rows)
    : table_(table), keys_(keys), rows_(std::move(rows)) {
  entries_.reserve(rows_.size());
  start_pass();
}

Work RowSorter::work(Fuel& fuel) {
  while (stage_ != Stage::kDone && !fuel.empty()) step(fuel);
  return stage_ == Stage::kDone ? Work::kDone : Work::kMore;
}

void RowSorter::step(Fuel& fuel) {
  switch (stage_) {
    case Stage::kFill:
      fill(fuel);
      break;
    case Stage::kSortTexts:
      if (text_sort_->work(fuel) == Work::kDone) assign_ranks();
      break;
    case Stage::kRank:
      apply_ranks(fuel);
      break;
    case Stage::kSortRows:
      if (row_sort_->work(fuel) == Work::kDone) stage_ = Stage::kNextPass;
      break;
    case Stage::kNextPass:
      entries_ = row_sort_->take();
      row_sort_.reset();
      ++pass_;
      start_pass();
      break;
    case Stage::kUnpack:
      unpack(fuel);
      break;
    case Stage::kDone:
      break;
  }
}

void RowSorter::start_pass() {
  at_ = 0;
  if (pass_ == keys_.size() + 2) {
    stage_ = Stage::kUnpack;
    return;
  }
  stage_ = Stage::kFill;
  if (!keyed()) return;
  order_ = std::make_unique<CellOrder>(table_, key().column);
  seen_texts_.assign(table_.pool_of(key().column).size() + size_t{1}, false);
  texts_.clear();
}

void RowSorter::note_text(TextId id, std::string_view text) {
  if (id >= seen_texts_.size()) seen_texts_.resize(id + size_t{1}, false);
  if (seen_texts_[id]) return;
  seen_texts_[id] = true;
  texts_.push_back({order_->leading(text), id});
}

void RowSorter::fill_entry(Entry& entry) {
  if (!keyed()) {
    entry.key = pass_ == 0 ? entry.row : ordered_bits(table_.asset_key(entry.row));
    entry.group = 0;
    return;
  }
  const Cell cell = table_.cell(entry.row, key().column);
  if (cell.missing()) {
    entry.key = 0;
    entry.group = kMissingGroup;
  } else if (cell.kind == Cell::Kind::kNumber) {
    entry.key = key().descending ? ~ordered_bits(cell.number) : ordered_bits(cell.number);
    entry.group = number_group();
  } else {
    note_text(cell.text_id, cell.text);
    entry.key = cell.text_id;
    entry.group = text_group();
  }
}

void RowSorter::fill(Fuel& fuel) {
  const size_t end = at_ + std::min(rows_.size() - at_, steps_for(fuel, kCellsPerUnit));
  spend_steps(fuel, end - at_, kCellsPerUnit);
  for (; at_ < end; ++at_) {
    if (pass_ == 0) entries_.push_back({0, rows_[at_], 0});
    fill_entry(entries_[at_]);
  }
  if (at_ < rows_.size()) return;
  if (keyed() && !texts_.empty()) {
    start_texts();
  } else {
    start_rows();
  }
}

void RowSorter::start_texts() {
  const TextLess less{order_.get(), &table_.pool_of(key().column)};
  text_sort_ = std::make_unique<StepSort<TextItem, TextLess>>(std::move(texts_), less, kTextRun, kTextMovesPerUnit);
  stage_ = Stage::kSortTexts;
}

void RowSorter::assign_ranks() {
  texts_ = text_sort_->take();
  text_sort_.reset();
  rank_of_text_.assign(seen_texts_.size(), 0);
  for (size_t rank = 0; rank < texts_.size(); ++rank) rank_of_text_[texts_[rank].id] = static_cast<uint32_t>(rank);
  at_ = 0;
  stage_ = Stage::kRank;
}

void RowSorter::apply_ranks(Fuel& fuel) {
  const size_t end = at_ + std::min(entries_.size() - at_, steps_for(fuel, kMovesPerUnit));
  spend_steps(fuel, end - at_, kMovesPerUnit);
  for (; at_ < end; ++at_) {
    Entry& entry = entries_[at_];
    if (entry.group != text_group()) continue;
    const uint64_t rank = rank_of_text_[static_cast<TextId>(entry.key)];
    entry.key = key().descending ? ~rank : rank;
  }
  if (at_ == entries_.size()) start_rows();
}

void RowSorter::start_rows() {
  row_sort_ = std::make_unique<StepSort<Entry, EntryLess>>(std::move(entries_), EntryLess{}, kRowRun, kMovesPerUnit);
  stage_ = Stage::kSortRows;
}

void RowSorter::unpack(Fuel& fuel) {
  const size_t end = at_ + std::min(entries_.size() - at_, steps_for(fuel, kCopiesPerUnit));
  spend_steps(fuel, end - at_, kCopiesPerUnit);
  for (; at_ < end; ++at_) rows_[at_] = entries_[at_].row;
  if (at_ == entries_.size()) stage_ = Stage::kDone;
}

}  // namespace sluice
