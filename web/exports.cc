#include "exports.h"

#include <utility>

#include "base/number.h"

namespace sluice {

Result<void> Exports::start(const Client& client, const ui::ExportIntent& intent, Instant now) {
  ExportRequest request;
  request.table = intent.table;
  request.format = intent.format;
  request.filter = intent.filter;
  request.columns = intent.columns;
  request.sort = intent.sort;
  request.excel_safe = intent.excel_safe;
  const Source* source = find_source_of_table(intent.table);
  Result<std::unique_ptr<ExportJob>> job =
      ExportJob::begin(source ? client.store(source->id) : nullptr, std::move(request),
                       client.manifest_of(now, intent.table), client.wall(now));
  if (!job) return job.error();
  running_.push_back({job.take(), std::make_unique<platform::Download>()});
  return {};
}

void Exports::cancel(const std::string& name) {
  running_.remove_if([&](const Running& running) { return running.job->file_name() == name; });
}

Work Exports::work(Fuel fuel) {
  if (running_.empty()) return Work::kDone;
  Running& running = running_.front();
  std::string bytes;
  const Work more = running.job->work(fuel, bytes);
  running.file->append(bytes);
  if (more == Work::kDone) {
    finish(running);
    running_.pop_front();
  }
  return running_.empty() ? Work::kDone : Work::kMore;
}

void Exports::finish(Running& running) {
  const ExportJob& job = *running.job;
  running.file->save(job.file_name(), export_mime_type(job.request().format));
  platform::Download manifest;
  manifest.append(job.manifest().to_json());
  manifest.save(job.file_name() + ".manifest.json", export_mime_type("json"));
  messages_.push_back("Exported " + with_thousands(static_cast<int64_t>(job.rows_written())) + " rows, " +
                      human_bytes(job.bytes_written()) + ", to " + job.file_name() + ".");
}

std::vector<ui::ExportStatus> Exports::status() const {
  std::vector<ui::ExportStatus> all;
  for (const Running& running : running_) {
    all.push_back({running.job->file_name(), running.job->rows_written(), running.job->rows_total()});
  }
  return all;
}

std::vector<std::string> Exports::take_messages() { return std::exchange(messages_, {}); }

}  // namespace sluice
