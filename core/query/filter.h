// The filter language over local rows (api-reference.md 5.6): bare words, `column:value`, comparisons, lists, ranges,
// `is null`, and/or/not, parentheses. A filter is parsed once against a table's columns and then asked row by row.
// Parsing never fails silently: an unknown column or a broken term gives a message and the byte offset it is about.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

#include "base/result.h"
#include "base/time.h"
#include "table/table.h"

namespace sluice {

inline constexpr size_t kFilterBytesMax = 64 * 1024;
inline constexpr int kFilterDepthMax = 1000;  // api-reference.md 5.6, "Depth"

struct FilterError {
  std::string message;
  size_t offset = 0;
};

struct FilterNode;  // the parsed tree, defined in filter.cc

class Filter {
 public:
  Filter();  // matches every row
  ~Filter();
  Filter(Filter&&) noexcept;
  Filter& operator=(Filter&&) noexcept;

  // `now` is what date maths (`now-90d`) counts from. `table` must outlive the filter.
  static std::optional<FilterError> parse(std::string_view text, const Table& table, WallTime now, Filter& out);

  bool matches_all() const;
  bool matches(const Table& table, RowId row) const;
  // For an empty result: how many of the table's rows each top-level term alone would keep (ui.md, "Empty says why").
  // The texts of the top-level and-terms, in order.
  std::vector<std::string> terms() const;

 private:
  std::unique_ptr<FilterNode> root_;
};

}  // namespace sluice
