// One table of records whose fields nobody has documented: the hosts, detections or project files of the OT API. Its
// columns are discovered from the data. Records that move between pages come twice: a record is judged by the identity
// that its reader gives it, the last copy replaces the earlier one and is counted (design.md, decisions).
#pragma once

#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "table/store.h"

namespace sluice {

class RecordStore : public Store {
 public:
  explicit RecordStore(std::string table_name);
  RecordStore(const RecordStore&) = delete;  // tables() points into it
  RecordStore& operator=(const RecordStore&) = delete;

  Table& table() { return table_; }
  const Table& table() const { return table_; }

  // Starts a record; its cells are then set in table(). `identity` is compared byte for byte; `asset_key` is the id of
  // the asset that it is or belongs to, 0 when it tells none: what ties are broken by.
  RowId append(std::string identity, int64_t asset_key);

  const std::vector<const Table*>& tables() const override { return tables_; }
  Committed commit() override;
  void rollback() override;
  size_t bytes() const override;

 private:
  Table table_;
  std::vector<const Table*> tables_;
  std::vector<std::string> pending_;  // identities of the pending rows
  std::unordered_map<std::string, RowId> row_by_identity_;
  size_t identity_bytes_ = 0;
};

}  // namespace sluice
