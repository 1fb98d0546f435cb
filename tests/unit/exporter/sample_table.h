// Tables for the tests of this room, and one call that writes all of a table as a file.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/random.h"
#include "exporter/exporter.h"
#include "table/table.h"

namespace sluice {

inline std::vector<RowId> all_rows(const Table& table) {
  std::vector<RowId> rows;
  for (RowId row = 0; row < table.row_end(); ++row) rows.push_back(row);
  return rows;
}

// Everything the exporter writes, with so much fuel a call.
inline std::string exported(std::string_view format, const Table& table, std::vector<RowId> rows,
                            ExportOptions options = {}, size_t units = 1000000) {
  auto exporter = make_exporter(format, table, std::move(rows), std::move(options)).take();
  std::string out;
  while (exporter->work(Fuel{units}, out) == Work::kMore) {
  }
  return out;
}

// One text column, one cell a row.
inline Table table_of_texts(const std::vector<std::string>& texts) {
  Table table("t", {{"a", ColumnType::kText, {}}});
  for (const std::string& text : texts) {
    table.append_row(0);
    table.set_text(0, text);
  }
  table.commit();
  return table;
}

inline Table random_table(Random& random, size_t rows) {
  static constexpr std::string_view kPieces[] = {"a",          ",",  "\"", "\r\n", "\n",       "\r",
                                                 " ",          "\t", "=",  "-",    "\xC3\xA9", "\xF0\x9F\x98\x80",
                                                 "plain text", "1",  "\\", "'"};
  Table table("t", {{"n", ColumnType::kInt, {}},
                    {"text, \"quoted\"", ColumnType::kText, {}},
                    {"more", ColumnType::kText, {}},
                    {"at", ColumnType::kDatetime, {}}});
  for (size_t i = 0; i < rows; ++i) {
    table.append_row(0);
    if (random.chance(0.8)) table.set_number(0, random.between(-1000, 1000));
    for (ColumnId column = 1; column <= 2; ++column) {
      std::string text;
      for (uint64_t n = random.below(6); n > 0; --n) text += kPieces[random.below(std::size(kPieces))];
      if (!text.empty()) table.set_text(column, text);
    }
    if (random.chance(0.5)) table.set_number(3, random.between(0, 2000000000));
  }
  table.commit();
  return table;
}

}  // namespace sluice
