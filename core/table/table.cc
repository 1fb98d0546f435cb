#include "table/table.h"

#include <limits>

#include "base/check.h"
#include "base/date.h"
#include "base/number.h"
#include "base/text.h"

namespace sluice {
namespace {

// Making a text of a number, in bytes that could be decoded meanwhile.
constexpr size_t kWidenCost = 16;

// YYYY-MM-DD HH:MM:SS, from the ISO form.
std::string blank_datetime(int64_t unix_seconds) {
  std::string text = iso_datetime(unix_seconds);
  text.pop_back();
  text[text.size() - 9] = ' ';
  return text;
}

std::string number_text(const Cell& cell) {
  if (cell.type == ColumnType::kDatetime) return iso_datetime(cell.number);
  if (cell.type == ColumnType::kBool) return cell.number != 0 ? "true" : "false";
  return std::to_string(cell.number);
}

}  // namespace

Table::Table(std::string name, std::vector<ColumnInfo> columns, const Table* parent, std::string parent_prefix)
    : name_(std::move(name)), infos_(std::move(columns)), parent_(parent), parent_prefix_(std::move(parent_prefix)) {
  SLUICE_CHECK(infos_.size() <= kColumnCountMax);
  for (const ColumnInfo& info : infos_) {
    places_.push_back({true, static_cast<ColumnId>(columns_.size())});
    columns_.emplace_back(info.type);
    wanted_types_.push_back(info.type);
  }
  latest_.resize(columns_.size(), kNoText);
  adopt_parent_columns();
  committed_columns_ = places_.size();
}

void Table::adopt_parent_columns() {
  if (parent_ == nullptr) return;
  while (parent_columns_ < parent_->column_count()) places_.push_back({false, parent_columns_++});
}

ColumnInfo Table::column(ColumnId id) const {
  SLUICE_CHECK(id < places_.size());
  const Place place = places_[id];
  if (place.own) return infos_[place.index];
  ColumnInfo info = parent_->column(place.index);
  info.name.insert(0, parent_prefix_);
  return info;
}

std::optional<ColumnId> Table::find_column(std::string_view name) const {
  std::optional<ColumnId> loose;
  for (ColumnId id = 0; id < column_count(); ++id) {
    const std::string here = column(id).name;
    if (here == name) return id;
    if (!loose && equals_ignoring_case(here, name)) loose = id;
  }
  return loose;
}

Cell Table::cell(RowId row, ColumnId column) const {
  SLUICE_CHECK(column < places_.size() && row < rows_);
  const Place place = places_[column];
  if (!place.own) return parent_->cell(parent_rows_.put_at(row), place.index);
  return columns_[place.index].cell(row, pool_);
}

const StringPool& Table::pool_of(ColumnId column) const {
  SLUICE_CHECK(column < places_.size());
  return places_[column].own ? pool_ : parent_->pool_of(places_[column].index);
}

size_t Table::bytes() const {
  size_t sum = pool_.bytes() + asset_keys_.bytes() + parent_rows_.bytes() + dead_.bytes();
  for (const Column& column : columns_) sum += column.bytes();
  for (const Widened& wide : widened_) sum += wide.column.bytes();
  return sum + columns_.capacity() * sizeof(Column) + infos_.capacity() * sizeof(ColumnInfo);
}

RowId Table::append_row(int64_t asset_key, RowId parent_row) {
  asset_keys_.put(rows_, asset_key);
  if (parent_ != nullptr) parent_rows_.put(rows_, parent_row);
  return rows_++;
}

RowId Table::last_row() const {
  SLUICE_CHECK(rows_ > committed_);
  return rows_ - 1;
}

Column& Table::own(ColumnId id) {
  SLUICE_CHECK(id < places_.size() && places_[id].own);
  return columns_[places_[id].index];
}

TextId Table::intern_raw(std::string_view raw) { return raw.empty() ? kNoText : pool_.intern(raw); }

TextId Table::intern_for(ColumnId own_index, std::string_view text) {
  TextId& latest = latest_[own_index];
  if (!pool_.holds(latest, text)) latest = pool_.intern(text);
  return latest;
}

void Table::set_number(ColumnId own_column, int64_t number, std::string_view raw) {
  own(own_column).put_number(last_row(), number, intern_raw(raw));
}

void Table::set_blank_datetime(ColumnId own_column, int64_t unix_seconds) {
  own(own_column).put_blank_datetime(last_row(), unix_seconds);
}

void Table::set_text(ColumnId own_column, std::string_view text, std::string_view raw) {
  Column& column = own(own_column);
  column.put_text(last_row(), intern_for(places_[own_column].index, text), intern_raw(raw));
}

void Table::set_missing(ColumnId own_column, std::string_view raw) {
  own(own_column).put_missing(last_row(), intern_raw(raw));
}

std::optional<ColumnId> Table::find_own_column(std::string_view name) const {
  for (ColumnId id = 0; id < places_.size(); ++id) {
    if (places_[id].own && infos_[places_[id].index].name == name) return id;
  }
  return std::nullopt;
}

std::optional<ColumnId> Table::add_column(std::string_view name, ColumnType type) {
  if (const std::optional<ColumnId> known = find_own_column(name)) return known;
  if (columns_.size() >= kColumnCountMax) return std::nullopt;
  places_.push_back({true, static_cast<ColumnId>(columns_.size())});
  columns_.emplace_back(type);
  wanted_types_.push_back(type);
  latest_.push_back(kNoText);
  infos_.push_back({std::string(name), type, {}});
  return static_cast<ColumnId>(places_.size() - 1);
}

void Table::mark_dead(RowId row) {
  SLUICE_CHECK(row < committed_);
  if (dead_.at(row) != 0) return;
  dead_.put(row, 1);
  --live_count_;
  ++version_;
}

void Table::orphan(RowId rows) {
  live_count_ -= rows;
  ++version_;
}

void Table::widen(ColumnId own_column, ColumnType type) {
  SLUICE_CHECK(own_column < places_.size() && places_[own_column].own);
  ColumnType& wanted = wanted_types_[places_[own_column].index];
  wanted = joined_type(wanted, type);
}

Table::Widened& Table::widened(size_t index) {
  for (Widened& known : widened_) {
    if (known.index != index) continue;
    if (known.column.type() != wanted_types_[index]) known = {index, Column(wanted_types_[index]), 0};
    return known;
  }
  widened_.push_back({index, Column(wanted_types_[index]), 0});
  return widened_.back();
}

Work Table::settle(Fuel fuel) {
  for (size_t i = 0; i < columns_.size(); ++i) {
    if (wanted_types_[i] == infos_[i].type) continue;
    Widened& wide = widened(i);
    for (; wide.done < rows_; ++wide.done) {
      if (fuel.empty()) return Work::kMore;
      fuel.spend(kWidenCost);
      wide.column.put_as_text(wide.done, columns_[i], pool_);
    }
  }
  return Work::kDone;
}

void Table::settle_types() {
  settle(Fuel{std::numeric_limits<size_t>::max()});
  for (Widened& wide : widened_) {
    infos_[wide.index].type = wide.column.type();
    columns_[wide.index] = std::move(wide.column);
    ++types_version_;
    ++version_;
  }
  widened_.clear();
}

void Table::commit() {
  adopt_parent_columns();
  settle_types();
  if (pending_count() > 0 || places_.size() > committed_columns_) ++version_;
  live_count_ += pending_count();
  committed_ = rows_;
  committed_texts_ = pool_.size();
  committed_columns_ = places_.size();
}

void Table::rollback() {
  while (rollback_some(Fuel{pool_.size()}) == Work::kMore) {
  }
}

bool Table::discard_some(size_t& pieces) {
  for (; !columns_.empty(); columns_.pop_back()) {
    if (!columns_.back().discard_some(pieces)) return false;
  }
  return pool_.discard_some(pieces) && asset_keys_.discard_some(pieces) && parent_rows_.discard_some(pieces) &&
         dead_.discard_some(pieces);
}

// The rows are gone with the first piece, the texts that nobody uses any more go by and by.
Work Table::rollback_some(Fuel fuel) {
  if (rows_ > committed_ || places_.size() > committed_columns_ || !widened_.empty()) forget_pending();
  for (size_t i = 0; i < infos_.size(); ++i) wanted_types_[i] = infos_[i].type;
  for (TextId& latest : latest_) latest = kNoText;
  return pool_.rollback_some(committed_texts_, fuel.units) ? Work::kDone : Work::kMore;
}

void Table::forget_pending() {
  widened_.clear();
  // Only own columns can be pending: the parent's are adopted by commit().
  while (places_.size() > committed_columns_) {
    places_.pop_back();
    columns_.pop_back();
    infos_.pop_back();
    latest_.pop_back();
    wanted_types_.pop_back();
  }
  for (Column& column : columns_) column.rollback(committed_);
  asset_keys_.cut(committed_);
  parent_rows_.cut(committed_);
  rows_ = committed_;
}

std::string cell_text(const Cell& cell, bool raw) {
  if (raw && cell.raw_id != kNoText) return std::string(cell.raw);
  if (raw && cell.blank_datetime) return blank_datetime(cell.number);
  switch (cell.kind) {
    case Cell::Kind::kMissing:
      return "";
    case Cell::Kind::kNumber:
      return number_text(cell);
    case Cell::Kind::kText:
      return std::string(cell.text);
  }
  SLUICE_CHECK(false);
}

}  // namespace sluice
