#include "decode/table_room.h"

#include "base/number.h"

namespace sluice {

bool tables_full(const Store& store, const DecodeLimits& limits) {
  return store.bytes() + limits.other_table_bytes > limits.table_bytes_max;
}

std::string tables_full_message(const DecodeLimits& limits, std::string_view how_less) {
  std::string text =
      "The tables have reached their limit of " + human_bytes(limits.table_bytes_max) + " of memory (table_bytes_max)";
  if (limits.other_table_bytes > 0) {
    text += ", of which the tables of other sources take " + human_bytes(limits.other_table_bytes);
  }
  return text + ". Pull less at a time (" + std::string(how_less) + ") and export each part.";
}

}  // namespace sluice
