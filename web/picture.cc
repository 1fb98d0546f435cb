#include "picture.h"

#include "api/source.h"

namespace sluice {

Picture take_picture(const Client& client, const Exports& exports, bool light, Instant now) {
  const SessionStatus session = client.session(now);
  const RunStatus& run = client.run();
  Picture picture;
  picture.session = session.state;
  picture.subject = session.subject;
  picture.run = run.state;
  picture.wait = run.wait_reason;
  picture.message = run.message;
  picture.pages = run.pages;
  picture.calls = run.calls;
  picture.store_generation = client.store_generation();
  for (const Source& source : sources()) {
    const std::shared_ptr<const Store> store = client.store(source.id);
    if (store == nullptr) continue;
    for (const Table* table : store->tables()) picture.table_versions += table->version();
  }
  picture.requests_version = client.requests_version();
  for (const ui::ExportStatus& status : exports.status()) picture.rows_exported += status.rows_written + 1;
  picture.light = light;
  return picture;
}

}  // namespace sluice
