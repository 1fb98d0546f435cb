// Exports that were asked for on the canvas: each writes its file by fuel and hands it to the browser when it is whole,
// its manifest beside it.
#pragma once

#include <list>
#include <memory>
#include <string>
#include <vector>

#include "base/fuel.h"
#include "base/result.h"
#include "client/client.h"
#include "client/export_job.h"
#include "platform/download.h"
#include "ui/model.h"

namespace sluice {

class Exports {
 public:
  // Codes as ExportJob::begin().
  Result<void> start(const Client& client, const ui::ExportIntent& intent, Instant now);
  void cancel(const std::string& name);
  Work work(Fuel fuel);  // about fuel.units rows

  std::vector<ui::ExportStatus> status() const;
  bool busy() const { return !running_.empty(); }
  // The files that were finished since the last look, in words for the message strip.
  std::vector<std::string> take_messages();

 private:
  struct Running {
    std::unique_ptr<ExportJob> job;
    std::unique_ptr<platform::Download> file;
  };

  void finish(Running& running);

  std::list<Running> running_;
  std::vector<std::string> messages_;
};

}  // namespace sluice
