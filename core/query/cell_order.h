// The order of one column's cells, the missing ones apart: numbers by value and before texts that did not fit; enum
// values as documented, then the others; reals by value, then what is no number; text by bytes without case, then with
// case. Total: two cells that compare equal show the same.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "table/table.h"

namespace sluice {

class CellOrder {
 public:
  CellOrder(const Table& table, ColumnId column);

  // Below, at or above zero. Neither may be missing.
  int compare(const Cell& a, const Cell& b) const;
  int compare_texts(std::string_view a, std::string_view b) const;
  // A text's beginning as a number: where two numbers differ, the texts are ordered as they are.
  uint64_t leading(std::string_view text) const;

 private:
  uint64_t place_of(std::string_view text) const;

  ColumnType type_;
  std::vector<std::string> values_;
};

}  // namespace sluice
