// One column's cells, append-only. Integers, datetimes and booleans are 64-bit numbers; every other type is a text id
// of the table's pool. A cell is missing, typed, or text that did not fit its column's type (kept, shown, exported as
// it came). Where the typed value is not spelled as it came ("Re-Opened", "2021-04-28 12:01:06", "null"), the raw text
// is kept beside it. What a column does not have costs nothing.
#pragma once

#include <cstdint>
#include <string_view>

#include "base/ids.h"
#include "table/cells.h"
#include "table/schema.h"
#include "table/string_pool.h"

namespace sluice {

// A cell as a reader sees it; cell_text() in table.h makes the text to show and export. Ids belong to the pool of the
// column's own table (Table::pool_of), the views need no pool and live as long as it.
struct Cell {
  enum class Kind : uint8_t { kMissing, kNumber, kText };
  Kind kind = Kind::kMissing;
  ColumnType type = ColumnType::kText;
  int64_t number = 0;        // kNumber: kInt the value, kDatetime unix seconds, kBool 0 or 1
  TextId text_id = kNoText;  // kText
  std::string_view text;     // kText
  TextId raw_id = kNoText;   // the spelling on the wire where it differs from the value; else kNoText
  std::string_view raw;      // the text of raw_id
  // The wire spelled this datetime `YYYY-MM-DD HH:MM:SS`, as the Mobile API always does (api-reference.md 6.6): no
  // raw_id is spent on it, cell_text() makes that spelling from the number.
  bool blank_datetime = false;

  bool missing() const { return kind == Kind::kMissing; }
};

class Column {
 public:
  explicit Column(ColumnType type) : type_(type) {}

  // Each row at most once, rows in growing order; a row that is left out is missing.
  void put_missing(RowId row, TextId raw);
  void put_number(RowId row, int64_t number, TextId raw = kNoText);
  void put_blank_datetime(RowId row, int64_t unix_seconds);
  void put_text(RowId row, TextId text, TextId raw = kNoText);

  Cell cell(RowId row, const StringPool& pool) const;
  RowId size() const { return size_; }  // one past the last row that was put
  void rollback(RowId rows);
  // Puts that row of a column with numbers into this one, whose type's cells are texts: as it was spelled.
  void put_as_text(RowId row, const Column& from, StringPool& pool);
  // As Cells does it.
  bool discard_some(size_t& pieces) {
    return kinds_.discard_some(pieces) && numbers_.discard_some(pieces) && texts_.discard_some(pieces) &&
           raws_.discard_some(pieces);
  }
  size_t bytes() const;
  ColumnType type() const { return type_; }

 private:
  enum class Kept : uint8_t { kMissing, kNumber, kText, kBlankDatetime };

  void put_kind(RowId row, Kept kind);
  void put_raw(RowId row, TextId raw);

  ColumnType type_;
  RowId size_ = 0;
  Cells<Kept> kinds_;
  Cells<int64_t> numbers_;
  Cells<TextId> texts_;
  Cells<TextId> raws_;
};

}  // namespace sluice
