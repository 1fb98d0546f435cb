#include "exporter/exporter.h"

#include "base/text.h"
#include "exporter/csv.h"
#include "exporter/json.h"
#include "exporter/ndjson.h"

namespace sluice {
namespace {

std::vector<ColumnId> all_columns(const Table& table) {
  std::vector<ColumnId> columns(table.column_count());
  for (ColumnId id = 0; id < table.column_count(); ++id) columns[id] = id;
  return columns;
}

}  // namespace

Result<std::unique_ptr<Exporter>> make_exporter(std::string_view format, const Table& table, std::vector<RowId> rows,
                                                ExportOptions options) {
  if (options.columns.empty()) options.columns = all_columns(table);
  std::unique_ptr<Exporter> made;
  if (format == "csv") made = std::make_unique<CsvExporter>(table, std::move(rows), std::move(options));
  if (format == "ndjson") made = std::make_unique<NdjsonExporter>(table, std::move(rows), std::move(options));
  if (format == "json") made = std::make_unique<JsonExporter>(table, std::move(rows), std::move(options));
  if (made == nullptr) {
    return Error{"unknown_format",
                 "\"" + shorten(format, 40) + "\" is no export format. There are csv, ndjson and json."};
  }
  return made;
}

std::string_view export_mime_type(std::string_view format) {
  if (format == "csv") return "text/csv;charset=utf-8";
  if (format == "ndjson") return "application/x-ndjson";
  if (format == "json") return "application/json";
  return "application/octet-stream";
}

}  // namespace sluice
