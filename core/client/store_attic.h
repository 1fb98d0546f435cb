// Where the tables of earlier runs wait for their end. Somebody may still look at them, such as an export; when nobody
// does, their memory is given back piece by piece, since to free a gigabyte in one step would make all others wait.
#pragma once

#include <cstddef>
#include <memory>
#include <vector>

#include "base/fuel.h"
#include "table/store.h"

namespace sluice {

class StoreAttic {
 public:
  void put(std::shared_ptr<Store> store);  // may be null
  // What nobody else holds any more, for about fuel.units bytes' worth of other work.
  Work clear(Fuel fuel);
  bool can_clear() const;
  size_t bytes() const;  // memory held

 private:
  std::vector<std::shared_ptr<Store>> stores_;
};

}  // namespace sluice
