#include "export_text.h"

#include "client/export_job.h"

namespace sluice::sim {

std::string export_text(const Client& client, std::string_view table) {
  ExportRequest request;
  request.table = table;
  Result<std::unique_ptr<ExportJob>> job = ExportJob::begin(client.store_with(table), request, Manifest{}, WallTime{});
  if (!job) return "no export: " + job.error().message;
  std::string text;
  while (job.value()->work(Fuel{1000}, text) == Work::kMore) {
  }
  return text;
}

}  // namespace sluice::sim
