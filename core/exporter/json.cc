#include "exporter/json.h"

namespace sluice {

JsonExporter::JsonExporter(const Table& table, std::vector<RowId> rows, ExportOptions options)
    : RowWriter(std::move(rows)), json_(table, std::move(options.columns), options.raw_text) {}

void JsonExporter::begin(std::string& out) { out.push_back('['); }

void JsonExporter::append_row(std::string& out, RowId row, bool first) {
  out += first ? "\n" : ",\n";
  json_.append(out, row);
}

void JsonExporter::end(std::string& out) { out += "\n]\n"; }

}  // namespace sluice
