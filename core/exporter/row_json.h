// One row as a JSON object, the same for NDJSON, JSON and scripts (page-api.md, "rows"): integers and booleans as such,
// integers that a double cannot hold as text, datetimes as ISO 8601 text, kJson cells as JSON, missing cells absent.
#pragma once

#include <string>
#include <vector>

#include "table/table.h"

namespace sluice {

class RowJson {
 public:
  // The columns' names are written once here and reused for each row. `table` must outlive it.
  RowJson(const Table& table, std::vector<ColumnId> columns, bool raw_text);

  void append(std::string& out, RowId row) const;

 private:
  const Table& table_;
  std::vector<ColumnId> columns_;
  bool raw_text_;
  std::vector<std::string> keys_;  // `"qid":`
};

}  // namespace sluice
