// The OT API's `sort` parameter as rows of a form: JSON text to tokens with their directions and back.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sluice::ui {

inline constexpr size_t kSortRowsMax = 10;

struct SortRow {
  std::string token;        // "asset.name"
  bool descending = false;
  bool operator==(const SortRow&) const = default;
};

// Of [{"asset.name":"asc"},…]; none for a text that this form cannot show: escapes in a token, more than kSortRowsMax.
std::optional<std::vector<SortRow>> parse_sort_rows(std::string_view json);
// Rows without a token are left out; "" when none has one.
std::string sort_rows_text(const std::vector<SortRow>& rows);

}  // namespace sluice::ui
