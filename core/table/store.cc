#include "table/store.h"

namespace sluice {

const Table* Store::find(std::string_view name) const {
  for (const Table* table : tables()) {
    if (table->name() == name) return table;
  }
  return nullptr;
}

}  // namespace sluice
