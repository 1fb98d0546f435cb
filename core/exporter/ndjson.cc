#include "exporter/ndjson.h"

namespace sluice {

NdjsonExporter::NdjsonExporter(const Table& table, std::vector<RowId> rows, ExportOptions options)
    : RowWriter(std::move(rows)), json_(table, std::move(options.columns), options.raw_text) {}

void NdjsonExporter::begin(std::string& /*out*/) {}

void NdjsonExporter::append_row(std::string& out, RowId row, bool /*first*/) {
  json_.append(out, row);
  out.push_back('\n');
}

void NdjsonExporter::end(std::string& /*out*/) {}

}  // namespace sluice
