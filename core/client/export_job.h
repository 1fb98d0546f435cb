// One export: the rows that match a filter, in order, as a file's bytes with a manifest beside them. Works by fuel and
// gives the bytes away in pieces, so that neither a long task nor one big string is needed. It holds the store that it
// reads, so a new pull does not pull the floor away.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/fuel.h"
#include "base/result.h"
#include "base/sha256.h"
#include "base/time.h"
#include "client/event.h"
#include "client/manifest.h"
#include "exporter/exporter.h"
#include "query/view.h"
#include "table/store.h"

namespace sluice {

struct ExportRequest {
  std::string table;                 // "assets" | "detections"
  std::string format = "csv";        // "csv" | "ndjson" | "json"
  std::string filter;
  std::vector<std::string> sort;     // "-severity"
  std::vector<std::string> columns;  // empty: all
  bool excel_safe = false;
  bool raw_text = false;
  bool footer = false;               // CSV of a run that is not complete: ends with "Truncated" and the next cursor
};

// Ids of the named columns, all of them for an empty list. Code unknown_column.
Result<std::vector<ColumnId>> find_columns(const Table& table, const std::vector<std::string>& names);

class ExportJob {
 public:
  // Codes: unknown_table, unknown_format, unknown_column, invalid_filter, invalid_sort. `manifest` is the run's.
  static Result<std::unique_ptr<ExportJob>> begin(std::shared_ptr<const Store> store, ExportRequest request,
                                                  Manifest manifest, WallTime wall);

  // Goes on for about fuel.units rows; appends bytes to `out`, which the caller takes away between calls.
  Work work(Fuel fuel, std::string& out);

  uint64_t rows_total() const { return view_.rows().size(); }  // final once the first bytes are out
  uint64_t rows_written() const { return exporter_ ? exporter_->rows_written() : 0; }
  uint64_t bytes_written() const { return bytes_; }
  // "sluice-detections-20261122-0758Z.csv"; with PARTIAL in it unless the run is complete.
  const std::string& file_name() const { return file_name_; }
  const ExportRequest& request() const { return request_; }
  // The run's manifest with the export's own part; final after kDone.
  Manifest manifest() const;

 private:
  ExportJob(std::shared_ptr<const Store> store, const Table& table, ExportRequest request, Manifest manifest);

  std::shared_ptr<const Store> store_;
  const Table& table_;
  ExportRequest request_;
  Manifest manifest_;
  View view_;
  std::vector<ColumnId> columns_;
  std::unique_ptr<Exporter> exporter_;
  uint64_t bytes_ = 0;
  Sha256 hash_;
  std::string file_name_;
};

}  // namespace sluice
