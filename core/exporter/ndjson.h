// NDJSON: one JSON object a line, each line ended by LF.
#pragma once

#include "exporter/row_json.h"
#include "exporter/row_writer.h"

namespace sluice {

class NdjsonExporter final : public RowWriter {
 public:
  NdjsonExporter(const Table& table, std::vector<RowId> rows, ExportOptions options);

 private:
  void begin(std::string& out) override;
  void append_row(std::string& out, RowId row, bool first) override;
  void end(std::string& out) override;

  RowJson json_;
};

}  // namespace sluice
