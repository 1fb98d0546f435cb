// JSON: one array of objects, an object a line.
#pragma once

#include "exporter/row_json.h"
#include "exporter/row_writer.h"

namespace sluice {

class JsonExporter final : public RowWriter {
 public:
  JsonExporter(const Table& table, std::vector<RowId> rows, ExportOptions options);

 private:
  void begin(std::string& out) override;
  void append_row(std::string& out, RowId row, bool first) override;
  void end(std::string& out) override;

  RowJson json_;
};

}  // namespace sluice
