// What stands to the right of a column in a filter, given its meaning by the column's type: which numbers, dates or
// texts are asked for. A value that the column cannot have is an error that says what it could have.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.h"
#include "query/filter.h"
#include "query/filter_plan.h"

namespace sluice {

inline constexpr size_t kFilterListMax = 10000;  // values of one list

enum class FilterOperator { kHas, kIs, kMore, kAtLeast, kLess, kAtMost };  // : = > >= < <=   (!= is a negated =)

struct FilterValue {
  enum class Form { kPlain, kPhrase, kExact };  // word, "phrase", `exact`
  Form form = Form::kPlain;
  std::string text;
  size_t offset = 0;
};

// One value, or a range when `to` is there.
struct FilterItem {
  FilterValue from;
  std::optional<FilterValue> to;
};

struct FilterColumn {
  ColumnId id = 0;
  ColumnInfo info;
  std::string json_path;  // of a JSON column: the values inside its cells that are asked for; "" the cell itself
};

// Makes the term "`column` is any of `items`" or, for one item without a range, the comparison that `op` says. Errors
// are about the item that is wrong. `now` is what `now-90d` counts from.
std::optional<FilterError> make_term(const FilterColumn& column, FilterOperator op,
                                     const std::vector<FilterItem>& items, WallTime now, FilterTerm& out);

}  // namespace sluice
