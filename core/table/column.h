// One column's cells, append-only. Integers and datetimes are 64-bit numbers; every other type is a text id of the
// table's pool. A cell is missing, typed, or text that did not fit its column's type (kept, shown, exported as it
// came). Where the typed value is not spelled as it came ("Re-Opened", "2021-04-28 12:01:06"), the raw text is kept
// beside it.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "base/ids.h"
#include "table/schema.h"
#include "table/string_pool.h"

namespace sluice {

// A cell as a reader sees it. `text` is the text to show and export (ISO 8601 UTC for datetimes is made by
// cell_text() in table.h); for numbers it is empty unless the raw spelling differs.
struct Cell {
  enum class Kind : uint8_t { kMissing, kNumber, kText };
  Kind kind = Kind::kMissing;
  ColumnType type = ColumnType::kText;
  int64_t number = 0;      // kNumber: kInt the value, kDatetime unix seconds, kBool 0 or 1
  TextId text_id = kNoText;  // kText
  std::string_view text;     // kText
  TextId raw_id = kNoText;   // the spelling on the wire where it differs from the value; else kNoText

  bool missing() const { return kind == Kind::kMissing; }
};

class Column {
 public:
  Column(ColumnType type, RowId rows);  // `rows` missing cells: a column discovered late

  void append_missing();
  void append_number(int64_t number, TextId raw = kNoText);
  void append_text(TextId text, TextId raw = kNoText);

  Cell cell(RowId row, const StringPool& pool) const;
  RowId size() const { return static_cast<RowId>(kinds_.size()); }
  void rollback(RowId rows);
  size_t bytes() const;
  ColumnType type() const { return type_; }

 private:
  ColumnType type_;
  std::vector<Cell::Kind> kinds_;
  std::vector<int64_t> numbers_;  // only for kInt, kDatetime, kBool
  std::vector<TextId> texts_;     // lazily sized: value for text cells, raw spelling for typed ones
  std::vector<TextId> raws_;      // lazily sized
};

}  // namespace sluice
