// The filter language over local rows (api-reference.md 5.6): bare words, `column:value`, comparisons, lists, ranges,
// `is null`, and/or/not, parentheses. A filter is parsed once against a table's columns and then asked row by row.
// Parsing never fails silently: an unknown column or a broken term gives a message and the byte offset it is about.
//
// What a term means depends on its column's type. Text: `os:ios` is part of the text without case, `os:"ip pro"` words
// that begin so, `os="iOS 14"` all of it without case, os:`iOS` all of it exactly, `os_version>=14.5` natural order.
// Enum: the whole value, without case and dashes. Numbers, dates: equality, comparisons, `severity:3-5`,
// `severity:[1, 3 ... 5]`; a date without time is that whole day. `!=` keeps exactly the rows that `=` leaves out,
// those with a missing cell among them. A bare word is part of any text cell of the row or its parent, or an integer
// cell.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

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

struct FilterPlan;  // the parsed terms (filter_plan.h)

class Filter {
 public:
  Filter();  // matches every row
  ~Filter();
  Filter(Filter&&) noexcept;
  Filter& operator=(Filter&&) noexcept;

  // `now` is what date maths (`now-90d`) counts from. `table` must outlive the filter.
  static std::optional<FilterError> parse(std::string_view text, const Table& table, WallTime now, Filter& out);

  bool matches_all() const;
  // `row` must be committed. Answers about repeated texts are remembered, so a filter serves one thread.
  bool matches(const Table& table, RowId row) const;
  // The same; adds the bytes of text that had to be read for the first time, so that fuel can pay for them.
  bool matches(const Table& table, RowId row, size_t& text_bytes) const;
  // For an empty result: how many of the table's rows each top-level term alone would keep (ui.md, "Empty says why").
  // The texts of the top-level and-terms, in order.
  std::vector<std::string> terms() const;

 private:
  std::unique_ptr<FilterPlan> plan_;  // none: every row
};

// A term that keeps the rows whose cell shows this text (cell_text() of table.h): for "filter by this".
std::string exact_term(std::string_view column, std::string_view text);

}  // namespace sluice
