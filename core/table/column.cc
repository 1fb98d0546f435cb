#include "table/column.h"

#include "base/check.h"
#include "table/table.h"

namespace sluice {

void Column::put_kind(RowId row, Kept kind) {
  SLUICE_CHECK(row >= size_);
  kinds_.put(row, kind);
  size_ = row + 1;
}

void Column::put_raw(RowId row, TextId raw) {
  if (raw != kNoText) raws_.put(row, raw);
}

void Column::put_missing(RowId row, TextId raw) {
  put_kind(row, Kept::kMissing);
  put_raw(row, raw);
}

void Column::put_number(RowId row, int64_t number, TextId raw) {
  put_kind(row, Kept::kNumber);
  numbers_.put(row, number);
  put_raw(row, raw);
}

void Column::put_blank_datetime(RowId row, int64_t unix_seconds) {
  put_kind(row, Kept::kBlankDatetime);
  numbers_.put(row, unix_seconds);
}

void Column::put_text(RowId row, TextId text, TextId raw) {
  put_kind(row, Kept::kText);
  texts_.put(row, text);
  put_raw(row, raw);
}

Cell Column::cell(RowId row, const StringPool& pool) const {
  Cell cell;
  cell.type = type_;
  const Kept kept = kinds_.at(row);
  if (kept == Kept::kText) {
    cell.kind = Cell::Kind::kText;
    cell.text_id = texts_.put_at(row);
    cell.text = pool.view(cell.text_id);
  } else if (kept != Kept::kMissing) {
    cell.kind = Cell::Kind::kNumber;
    cell.number = numbers_.put_at(row);
    cell.blank_datetime = kept == Kept::kBlankDatetime;
  }
  cell.raw_id = raws_.at(row);
  if (cell.raw_id != kNoText) cell.raw = pool.view(cell.raw_id);
  return cell;
}

void Column::rollback(RowId rows) {
  if (size_ <= rows) return;
  size_ = rows;
  kinds_.cut(rows);
  numbers_.cut(rows);
  texts_.cut(rows);
  raws_.cut(rows);
}

void Column::put_as_text(RowId row, const Column& from, StringPool& pool) {
  const Cell cell = from.cell(row, pool);
  switch (cell.kind) {
    case Cell::Kind::kMissing:
      if (cell.raw_id != kNoText) put_missing(row, cell.raw_id);
      break;
    case Cell::Kind::kNumber: put_text(row, pool.intern(cell_text(cell, true))); break;
    case Cell::Kind::kText: put_text(row, cell.text_id, cell.raw_id); break;
  }
}

size_t Column::bytes() const {
  return kinds_.bytes() + numbers_.bytes() + texts_.bytes() + raws_.bytes();
}

}  // namespace sluice
