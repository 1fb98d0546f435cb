#include "client/export_job.h"

#include <utility>

#include "base/date.h"
#include "base/text.h"

namespace sluice {
namespace {

// "20261122-0758Z"
std::string stamp(WallTime wall) {
  std::string text = iso_datetime(wall.unix_seconds()).substr(0, 16);
  std::string out;
  for (const char c : text) {
    if (c == 'T') {
      out.push_back('-');
    } else if (c != '-' && c != ':') {
      out.push_back(c);
    }
  }
  return out + "Z";
}

}  // namespace

Result<std::vector<ColumnId>> find_columns(const Table& table, const std::vector<std::string>& names) {
  std::vector<ColumnId> columns;
  if (names.empty()) {
    for (ColumnId id = 0; id < table.column_count(); ++id) columns.push_back(id);
  }
  for (const std::string& name : names) {
    const std::optional<ColumnId> id = table.find_column(name);
    if (!id) {
      return Error{"unknown_column", "There is no column \"" + shorten(name, 100) + "\" in the table " + table.name() + "."};
    }
    columns.push_back(*id);
  }
  return columns;
}

ExportJob::ExportJob(std::shared_ptr<const Store> store, const Table& table, ExportRequest request,
                     Manifest manifest)
    : store_(std::move(store)),
      table_(table),
      request_(std::move(request)),
      manifest_(std::move(manifest)),
      view_(table) {}

Result<std::unique_ptr<ExportJob>> ExportJob::begin(std::shared_ptr<const Store> store, ExportRequest request,
                                                    Manifest manifest, WallTime wall) {
  const Table* table = store ? store->find(request.table) : nullptr;
  if (!table) {
    return Error{"unknown_table", store ? "There is no table \"" + shorten(request.table, 100) +
                                              "\" in what was pulled."
                                        : "There is nothing to export yet: pull first."};
  }
  std::unique_ptr<ExportJob> job(new ExportJob(store, *table, std::move(request), std::move(manifest)));
  ExportRequest& asked = job->request_;
  Result<std::vector<ColumnId>> columns = find_columns(*table, asked.columns);
  if (!columns) return columns.error();
  job->columns_ = columns.take();
  if (std::optional<FilterError> error = job->view_.set_filter(asked.filter, wall)) {
    return Error{"invalid_filter", error->message + " (at character " + std::to_string(error->offset + 1) + ")"};
  }
  Result<std::vector<SortKey>> keys = parse_sort(asked.sort, *table);
  if (!keys) return keys.error();
  job->view_.set_sort(keys.take());
  // An early look at the format, so that a wrong one is refused before anything is done.
  if (const auto probe = make_exporter(asked.format, *table, {}, {}); !probe) return probe.error();
  const bool complete = job->manifest_.state == run_state_name(RunState::kComplete);
  job->file_name_ = "sluice-" + asked.table + "-" + stamp(wall) + (complete ? "." : "-PARTIAL.") + asked.format;
  return job;
}

Work ExportJob::work(Fuel fuel, std::string& out) {
  if (!exporter_) {
    if (view_.stale() && view_.work(fuel) == Work::kMore) return Work::kMore;
    ExportOptions options{columns_, request_.excel_safe, request_.raw_text};
    if (request_.footer && manifest_.state != run_state_name(RunState::kComplete)) {
      options.footer_status = "Truncated";
      options.footer_cursor = manifest_.next_cursor;
    }
    Result<std::unique_ptr<Exporter>> made =
        make_exporter(request_.format, table_, view_.rows(), std::move(options));
    SLUICE_CHECK(made.ok());
    exporter_ = made.take();
    return Work::kMore;
  }
  const size_t before = out.size();
  const Work more = exporter_->work(fuel, out);
  bytes_ += out.size() - before;
  hash_.add(std::string_view(out).substr(before));
  return more;
}

Manifest ExportJob::manifest() const {
  Manifest manifest = manifest_;
  ManifestExport e;
  e.table = request_.table;
  e.format = request_.format;
  for (const ColumnId id : columns_) e.columns.push_back(table_.column(id).name);
  e.filter = request_.filter;
  e.excel_safe = request_.excel_safe;
  e.rows = rows_written();
  e.bytes = bytes_;
  e.sha256 = hash_.hex();
  manifest.exported = std::move(e);
  return manifest;
}

}  // namespace sluice
