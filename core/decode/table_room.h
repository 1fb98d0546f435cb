// How much of the memory the tables may take (DecodeLimits::table_bytes_max), and what is said when they have reached
// it. The decoders look after each record, so that the same page ends at the same record whatever the fuel; its caller
// then takes the page back and ends the run with everything so far kept.
#pragma once

#include <string>
#include <string_view>

#include "decode/decoder.h"
#include "table/store.h"

namespace sluice {

// Pending rows count, and so do the tables that are kept beside these.
bool tables_full(const Store& store, const DecodeLimits& limits);

// `how_less`: the ways to ask for less, such as "chosen ids, or a filter".
std::string tables_full_message(const DecodeLimits& limits, std::string_view how_less);

inline constexpr std::string_view kLessOfMobile = "chosen ids or tags, a filter, or no RESULTS (show_results=0)";
inline constexpr std::string_view kLessOfOt = "a narrower filter";

}  // namespace sluice
