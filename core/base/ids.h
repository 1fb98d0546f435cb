// Names for things that would otherwise all be integers.
#pragma once

#include <compare>
#include <cstdint>

namespace sluice {

// One request on its way, from poll_transmit to handle_response or handle_failure. Never reused in a client's life.
struct FlightId {
  uint64_t value = 0;
  auto operator<=>(const FlightId&) const = default;
};

// A row of a table, counted from 0 in the order of arrival, dead rows included.
using RowId = uint32_t;

// A column of a table's schema, counted from 0.
using ColumnId = uint32_t;

}  // namespace sluice
