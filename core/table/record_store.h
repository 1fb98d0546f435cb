// One table of records whose fields nobody has documented: the hosts, detections or project files of the OT API. Its
// columns are discovered from the data. Records that move between pages come twice: a record is judged by the identity
// that its reader gives it, the last copy replaces the earlier one and is counted (design.md, decisions).
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "table/cells.h"
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
  RowId append(std::string_view identity, int64_t asset_key);

  const std::vector<const Table*>& tables() const override { return tables_; }
  Work settle(Fuel fuel) override { return table_.settle(fuel); }
  Committed commit() override;
  bool discard_some(size_t& pieces) override;
  size_t bytes() const override;

 private:
  Work rollback_some(Fuel fuel) override;

  struct Pending {
    TextId identity = kNoText;
    RowId earlier = 0;  // the row of that identity before it, counted from 1; 0: none
  };

  Table table_;
  std::vector<const Table*> tables_;
  std::vector<Pending> pending_;
  StringPool identities_;
  uint32_t committed_identities_ = 0;
  Cells<RowId> newest_;  // by identity: its last row, pending ones included, counted from 1
};

}  // namespace sluice
