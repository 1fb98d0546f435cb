#include "table/column.h"

#include "base/check.h"
#include "table/table.h"

namespace sluice {
namespace {

// Puts `value` at `row`, with the skipped rows in between as T's zero.
template <typename T>
void put_at(std::vector<T>& cells, RowId row, T value) {
  if (cells.size() != row) cells.resize(row);
  cells.push_back(value);
}

template <typename T>
T at_or_zero(const std::vector<T>& cells, RowId row) {
  return row < cells.size() ? cells[row] : T{};
}

template <typename T>
void cut(std::vector<T>& cells, RowId rows) {
  if (cells.size() > rows) cells.resize(rows);
}

}  // namespace

void Column::put_kind(RowId row, Kept kind) {
  SLUICE_CHECK(row >= kinds_.size());
  put_at(kinds_, row, kind);
}

void Column::put_raw(RowId row, TextId raw) {
  if (raw != kNoText) put_at(raws_, row, raw);
}

void Column::put_missing(RowId row, TextId raw) {
  put_kind(row, Kept::kMissing);
  put_raw(row, raw);
}

void Column::put_number(RowId row, int64_t number, TextId raw) {
  put_kind(row, Kept::kNumber);
  put_at(numbers_, row, number);
  put_raw(row, raw);
}

void Column::put_blank_datetime(RowId row, int64_t unix_seconds) {
  put_kind(row, Kept::kBlankDatetime);
  put_at(numbers_, row, unix_seconds);
}

void Column::put_text(RowId row, TextId text, TextId raw) {
  put_kind(row, Kept::kText);
  put_at(texts_, row, text);
  put_raw(row, raw);
}

Cell Column::cell(RowId row, const StringPool& pool) const {
  Cell cell;
  cell.type = type_;
  const Kept kept = at_or_zero(kinds_, row);
  if (kept == Kept::kText) {
    cell.kind = Cell::Kind::kText;
    cell.text_id = texts_[row];
    cell.text = pool.view(cell.text_id);
  } else if (kept != Kept::kMissing) {
    cell.kind = Cell::Kind::kNumber;
    cell.number = numbers_[row];
    cell.blank_datetime = kept == Kept::kBlankDatetime;
  }
  cell.raw_id = at_or_zero(raws_, row);
  if (cell.raw_id != kNoText) cell.raw = pool.view(cell.raw_id);
  return cell;
}

void Column::rollback(RowId rows) {
  cut(kinds_, rows);
  cut(numbers_, rows);
  cut(texts_, rows);
  cut(raws_, rows);
}

void Column::turn_into_text(ColumnType type, StringPool& pool) {
  for (RowId row = 0; row < kinds_.size(); ++row) {
    if (kinds_[row] != Kept::kNumber && kinds_[row] != Kept::kBlankDatetime) continue;
    const TextId text = pool.intern(cell_text(cell(row, pool), true));
    kinds_[row] = Kept::kText;
    if (texts_.size() <= row) texts_.resize(row + 1, TextId{});
    texts_[row] = text;
    if (row < raws_.size()) raws_[row] = kNoText;
  }
  numbers_ = {};
  type_ = type;
}

size_t Column::bytes() const {
  return kinds_.capacity() * sizeof(Kept) + numbers_.capacity() * sizeof(int64_t) +
         (texts_.capacity() + raws_.capacity()) * sizeof(TextId);
}

}  // namespace sluice
