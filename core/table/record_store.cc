#include "table/record_store.h"

#include <utility>

namespace sluice {

RecordStore::RecordStore(std::string table_name) : table_(std::move(table_name), {}), tables_{&table_} {}

RowId RecordStore::append(std::string_view identity, int64_t asset_key) {
  tidy_all();
  const RowId row = table_.append_row(asset_key);
  const TextId id = identities_.intern(identity);
  pending_.push_back({id, newest_.at(id)});
  newest_.put(id, row + 1);
  return row;
}

Store::Committed RecordStore::commit() {
  tidy_all();
  Committed committed;
  committed.assets = pending_.size();
  table_.commit();
  for (const Pending& record : pending_) {
    if (record.earlier == 0) continue;
    ++committed.duplicates;
    table_.mark_dead(record.earlier - 1);
  }
  pending_.clear();
  committed_identities_ = identities_.size();
  return committed;
}

Work RecordStore::rollback_some(Fuel fuel) {
  for (; !pending_.empty() && fuel.units > 0; --fuel.units) {
    newest_.put(pending_.back().identity, pending_.back().earlier);
    pending_.pop_back();
  }
  if (!pending_.empty()) return Work::kMore;
  if (!identities_.rollback_some(committed_identities_, fuel.units)) return Work::kMore;
  return table_.rollback_some(fuel);
}

bool RecordStore::discard_some(size_t& pieces) {
  return table_.discard_some(pieces) && identities_.discard_some(pieces) && newest_.discard_some(pieces);
}

size_t RecordStore::bytes() const {
  return table_.bytes() + identities_.bytes() + newest_.bytes() + pending_.capacity() * sizeof(Pending);
}

}  // namespace sluice
