// Rows to bytes, by fuel. An exporter reads a fixed list of row ids, so what is exported is what was seen when the
// export began, even while pages arrive. One file per format; each is made by make_exporter().
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/fuel.h"
#include "base/result.h"
#include "table/table.h"

namespace sluice {

struct ExportOptions {
  std::vector<ColumnId> columns;  // empty: all, in schema order
  bool excel_safe = false;        // CSV: BOM, formula guard, over-long cells marked
  bool raw_text = false;          // the wire's spelling where it was kept
  // CSV: a footer of these behind the rows, for readers that cannot see the manifest; empty: none. It is marked as
  // the vendor marks one (api-reference.md 6.4), and no longer RFC 4180, so it is never written unasked.
  std::string footer_status = {};  // "Truncated"
  std::string footer_cursor = {};  // where the next page would begin; may be empty
};

// Spreadsheets cut a cell here.
inline constexpr size_t kExcelCellCharsMax = 32767;

class Exporter {
 public:
  virtual ~Exporter() = default;
  // Appends about fuel.units rows to `out`. The caller takes `out` away between calls.
  virtual Work work(Fuel fuel, std::string& out) = 0;
  virtual uint64_t rows_written() const = 0;
};

// format: "csv" | "ndjson" | "json". Error code: unknown_format. `table` must outlive the exporter.
Result<std::unique_ptr<Exporter>> make_exporter(std::string_view format, const Table& table, std::vector<RowId> rows,
                                                ExportOptions options);

// {"qid":610100,"type":"Confirmed",…} without missing cells: the value of a row as page-api.md gives it.
void append_row_json(std::string& out, const Table& table, RowId row, const std::vector<ColumnId>& columns,
                     bool raw_text);

std::string_view export_mime_type(std::string_view format);

}  // namespace sluice
