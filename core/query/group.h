// Counts rows by the values of some columns (page-api.md, "group"): for each combination how many rows there are and
// how many distinct values another column has among them. Largest first, ties by the values. By fuel: rows are counted
// one after the other, then the groups are put in order as a view's rows are.
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "base/fuel.h"
#include "query/row_sorter.h"
#include "query/step_sort.h"
#include "table/cells.h"
#include "table/hash_index.h"
#include "table/table.h"

namespace sluice {

inline constexpr size_t kGroupColumnsMax = 8;
inline constexpr size_t kGroupCountMax = 1000000;

struct GroupRow {
  std::vector<Cell> values;  // one for each `by` column, as its first row has it; views into the table's pools
  uint64_t count = 0;
  uint64_t distinct = 0;  // 0 without a distinct column
};

class GroupCount {
 public:
  // `rows` are the rows to look at, usually a view's; they and `table` outlive this. At most kGroupColumnsMax columns;
  // combinations past kGroupCountMax are left out. Missing cells are a value of their own in `by`, none in `distinct`.
  GroupCount(const Table& table, const std::vector<RowId>& rows, std::vector<ColumnId> by,
             std::optional<ColumnId> distinct);

  // For about fuel.units rows. Begins anew when a column's type has widened meanwhile.
  Work work(Fuel fuel);

  // After kDone.
  size_t size() const { return ordered_.size(); }
  GroupRow row(size_t place) const;

 private:
  enum class Stage { kCount, kSortValues, kRank, kSortCounts, kDone };

  struct Group {
    RowId first = 0;  // the row that began it
    uint32_t count = 0;
    uint32_t distinct = 0;
  };
  struct Larger {
    bool operator()(const Group& a, const Group& b) const { return a.count > b.count; }
  };
  struct Member {
    RowId row = 0;
    uint32_t group = 0;
  };

  void begin();
  void step(Fuel& fuel);
  void count(RowId row);
  bool is_new_member(RowId row, uint32_t group);
  void start_ranking();
  uint32_t hash_of(RowId row) const;
  uint32_t group_of(RowId row, uint32_t hash) const;  // counted from 1; 0: none yet
  bool equal(RowId a, RowId b, ColumnId column) const;

  const Table& table_;
  const std::vector<RowId>& rows_;
  const std::vector<ColumnId> by_;
  const std::optional<ColumnId> distinct_;
  uint64_t types_version_ = 0;
  Stage stage_ = Stage::kCount;
  size_t at_ = 0;
  uint32_t groups_size_ = 0;
  Cells<Group> groups_;
  HashIndex index_;
  uint32_t members_size_ = 0;
  Cells<Member> members_;  // a row for each distinct value of each group
  HashIndex member_index_;
  std::unique_ptr<RowSorter> sorter_;
  std::vector<RowId> by_values_;
  std::vector<Group> ordered_;
  std::unique_ptr<StepSort<Group, Larger>> sort_;
};

}  // namespace sluice
