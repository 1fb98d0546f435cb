// Text to plan: the syntax of the filter language (api-reference.md 5.6), read once from left to right with a stack of
// operators of its own instead of calls within calls, so nesting costs no stack of the machine.
//
//   filter  = term { [and | or] term }          two terms side by side are and-ed; not binds before and, and before or
//   term    = not term | "(" filter ")" | column operator value | column "is" ["not"] "null"
//           | word | "phrase" | `exact`
//   value   = word | "phrase" | `exact` | "[" item { "," item } "]"          item = value [ "..." value ]
//   operator = ":" | "=" | "!=" | ">" | ">=" | "<" | "<=", also after ":"
//
// Within quotes \" and \\ stand for the mark itself. Any problem stops the reading with a message and a byte offset.
#pragma once

#include <optional>
#include <string_view>

#include "query/filter.h"
#include "query/filter_plan.h"

namespace sluice {

std::optional<FilterError> parse_filter(std::string_view text, const Table& table, WallTime now, FilterPlan& out);

}  // namespace sluice
