// The Overview tab: how many there are of each kind, as bars that can be clicked to see the rows. Counted by fuel while
// the tab is shown. Which columns are worth it is known for Mobile; of OT records the data decides: a column with few
// different values gets a card.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "api/source.h"
#include "base/fuel.h"
#include "table/store.h"
#include "ui/cell_format.h"

namespace sluice::ui {

// Rows of a table by the values of one column, largest first (severity: highest first).
class Tally {
 public:
  struct Line {
    Cell cell;                 // views into the table's pool
    uint64_t count = 0;
  };

  // `kinds_max`: beyond so many different values the column tells nothing and counting ends; 0: any number.
  Tally(std::string_view table, std::string_view column, std::string_view heading, size_t kinds_max = 0)
      : table_name(table), column_name(column), title(heading), kinds_max_(kinds_max) {}

  void attach(const Table* table);
  bool stale() const;
  Work work(Fuel fuel);
  const std::vector<Line>& lines() const { return lines_; }
  uint64_t total() const { return total_; }
  uint64_t version() const { return version_; }
  bool telling() const;   // its lines are worth a card
  CellLook look() const { return look_; }
  const StringPool& pool() const { return table_->pool_of(*column_); }  // of the lines' cells; only when there are any

  std::string_view table_name;
  std::string column_name;
  std::string title;

 private:
  void start();
  void finish();

  size_t kinds_max_;
  bool many_ = false;                 // more kinds than that
  CellLook look_ = CellLook::kText;
  const Table* table_ = nullptr;
  std::optional<ColumnId> column_;
  uint64_t seen_ = ~uint64_t{0};      // the table's version that lines_ tell of
  uint64_t counting_ = ~uint64_t{0};  // the one that is being counted
  RowId next_ = 0;
  std::unordered_map<int64_t, Line> counts_;
  std::vector<Line> lines_;
  uint64_t total_ = 0;
  uint64_t version_ = 0;
};

struct OverviewPick {
  std::string table;
  std::string filter;
};

class Overview {
 public:
  explicit Overview(const Source& source);
  void attach(const std::shared_ptr<const Store>& store);
  bool stale() const;
  bool changed() const;
  Work work(Fuel fuel);
  std::optional<OverviewPick> draw(Frame& frame, Rect box);

 private:
  float draw_card(Frame& frame, const Tally& tally, Rect box, std::optional<OverviewPick>& pick);

  uint64_t picture() const;   // another number, another picture

  const Source& source_;
  std::vector<Tally> tallies_;
  std::shared_ptr<const Store> store_;
  ColumnId columns_seen_ = 0;
  uint64_t remade_ = 0;
  uint64_t drawn_ = 0;
};

}  // namespace sluice::ui
