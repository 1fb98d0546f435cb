// CSV by RFC 4180: CRLF, a header always, quotes only where a field needs them. For spreadsheets (`excel_safe`): a byte
// order mark, an apostrophe before texts that would be run as formulas, and cells that would be cut are cut here with a
// mark that says so (field-notes.md, conventions).
#pragma once

#include <string>
#include <vector>

#include "exporter/row_writer.h"

namespace sluice {

class CsvExporter final : public RowWriter {
 public:
  CsvExporter(const Table& table, std::vector<RowId> rows, ExportOptions options);

 private:
  void begin(std::string& out) override;
  void append_row(std::string& out, RowId row, bool first) override;
  void end(std::string& out) override;
  void append_text(std::string& out, std::string_view text) const;
  void append_cell(std::string& out, const Cell& cell) const;

  const Table& table_;
  ExportOptions options_;
};

}  // namespace sluice
