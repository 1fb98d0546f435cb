// The long answers of the scripting interface: rows, counts, groups and exports. Each is a small job that is given fuel
// until it is done, and hands its answer out in pieces. It holds the store that it reads, so a new pull in between does
// no harm: the answer is about the rows that were there.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/fuel.h"
#include "base/result.h"
#include "client/export_job.h"
#include "platform/bridge.h"
#include "query/view.h"
#include "table/store.h"

namespace sluice {

class ScriptTask {
 public:
  virtual ~ScriptTask() = default;
  // Works for about fuel.units rows; sends its answer under `ticket`. kDone: everything has been sent.
  virtual Work work(Fuel fuel, platform::Bridge& bridge, platform::Ticket ticket) = 0;
};

// What all of them ask: a table of a store, seen through a filter and in an order.
struct Question {
  std::shared_ptr<const Store> store;  // null: no table of that name
  std::string table;
  std::string filter;
  std::vector<std::string> sort;
  WallTime now;  // what `now-90d` in a filter counts from
};

struct RowsRequest {
  std::vector<std::string> columns;  // empty: all
  size_t offset = 0;
  size_t limit = 1000;
};

struct GroupRequest {
  std::vector<std::string> by;
  std::string distinct;  // "" : none
};

using NewTask = Result<std::unique_ptr<ScriptTask>>;
// Codes: unknown_table, invalid_filter, invalid_sort, unknown_column, unknown_format.
NewTask make_rows_task(const Question& question, RowsRequest request);
NewTask make_count_task(const Question& question);
NewTask make_group_task(const Question& question, const GroupRequest& request);
NewTask make_export_task(std::unique_ptr<ExportJob> job);

// The table, or unknown_table in words that name those there are.
Result<const Table*> table_named(const Question& question);

}  // namespace sluice
