// What a table widget, an export or a script sees: the ids of the live rows that match a filter, in order. Built and
// kept up to date by fuel: after a commit only the new rows are looked at, and rows that died are dropped. While a
// rebuild is under way rows() still gives the last finished state, so nothing flickers.
#pragma once

#include <string>
#include <vector>

#include "base/fuel.h"
#include "query/filter.h"
#include "query/sort.h"
#include "table/table.h"

namespace sluice {

class View {
 public:
  explicit View(const Table& table);  // `table` must outlive the view
  ~View();
  View(View&&) noexcept;
  View& operator=(View&&) noexcept;

  // Starts over with another question. Fails, and leaves everything as it was, when the filter does not parse.
  std::optional<FilterError> set_filter(std::string_view text, WallTime now);
  void set_sort(std::vector<SortKey> keys);
  const std::string& filter_text() const;
  const std::vector<SortKey>& sort() const;

  // True when the table has changed or a question is open, so work() has something to do.
  bool stale() const;
  // Looks at about fuel.units rows.
  Work work(Fuel fuel);

  const std::vector<RowId>& rows() const;  // the last finished state
  uint64_t version() const;                // grows when rows() changes
  const Table& table() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace sluice
