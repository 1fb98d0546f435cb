// The tables of one source: for Mobile its assets with their detections (asset_store.h), for OT one table of records
// (record_store.h). A page's rows are appended to them, then committed or rolled back together.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "base/fuel.h"
#include "table/table.h"

namespace sluice {

class Store {
 public:
  virtual ~Store() = default;

  // The main one first: what the run counts. Names are those of page-api.md, "columns".
  virtual const std::vector<const Table*>& tables() const = 0;
  const Table* find(std::string_view name) const;

  struct Committed {
    uint64_t assets = 0;      // rows of the main table that came with this page, the replaced among them included
    uint64_t detections = 0;  // rows of the second table
    uint64_t duplicates = 0;  // rows of the main table that replaced an earlier copy, of this page or an earlier one
    uint64_t renewed = 0;     // those that replaced a row of an earlier run instead (AssetStore::set_base)
  };
  // What commit() would do for each row, by fuel (bytes) and before it; readers see nothing of it.
  virtual Work settle(Fuel /*fuel*/) { return Work::kDone; }
  // In one step, however many rows there are: readers see all of a page or nothing.
  virtual Committed commit() = 0;
  void rollback() {
    rollback_later();
    tidy_all();
  }
  // The same by and by: what is left of it is for tidy(), by fuel (rows and texts). Readers see no pending row anyway;
  // whoever begins to write before that waits for the rest of it.
  void rollback_later();
  Work tidy(Fuel fuel);
  void tidy_all();
  bool tidied() const { return !to_roll_back_; }
  // Gives the memory of a store that nobody looks at any more back, at most `pieces` of it, and counts them down: true
  // when none is left. To free a gigabyte in one step would make all others wait. Nothing else may be asked afterwards.
  virtual bool discard_some(size_t& pieces) = 0;
  // Memory held; asking costs the same however many rows there are.
  virtual size_t bytes() const = 0;

 protected:
  virtual Work rollback_some(Fuel fuel) = 0;

 private:
  bool to_roll_back_ = false;
};

}  // namespace sluice
