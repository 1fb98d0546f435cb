#include "table/record_store.h"

#include <utility>

namespace sluice {

RecordStore::RecordStore(std::string table_name) : table_(std::move(table_name), {}), tables_{&table_} {}

RowId RecordStore::append(std::string identity, int64_t asset_key) {
  pending_.push_back(std::move(identity));
  return table_.append_row(asset_key);
}

Store::Committed RecordStore::commit() {
  Committed committed;
  committed.assets = pending_.size();
  RowId row = table_.row_end();
  table_.commit();
  for (std::string& identity : pending_) {
    const size_t bytes = identity.size();
    const auto [entry, is_new] = row_by_identity_.try_emplace(std::move(identity), row);
    if (is_new) {
      identity_bytes_ += bytes;
    } else {
      ++committed.duplicates;
      table_.mark_dead(std::exchange(entry->second, row));
    }
    ++row;
  }
  pending_.clear();
  return committed;
}

void RecordStore::rollback() {
  table_.rollback();
  pending_.clear();
}

size_t RecordStore::bytes() const {
  // A node of the map: the pair, a link and a cached hash, and its share of the buckets.
  constexpr size_t kNodeBytes = sizeof(std::pair<std::string, RowId>) + 3 * sizeof(void*);
  return table_.bytes() + identity_bytes_ + row_by_identity_.size() * kNodeBytes;
}

}  // namespace sluice
