// The Overview tab: how many there are of each kind, as bars that can be clicked to see the rows. Counted by fuel while
// the tab is shown.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/fuel.h"
#include "table/asset_store.h"
#include "ui/cell_format.h"

namespace sluice::ui {

// Rows of a table by the values of one column, largest first (severity: highest first).
class Tally {
 public:
  struct Line {
    Cell cell;                 // views into the table's pool
    uint64_t count = 0;
  };

  Tally(std::string_view table, std::string_view column, std::string_view heading)
      : table_name(table), column_name(column), title(heading) {}

  void attach(const Table* table);
  bool stale() const;
  Work work(Fuel fuel);
  const std::vector<Line>& lines() const { return lines_; }
  uint64_t total() const { return total_; }
  uint64_t version() const { return version_; }

  std::string_view table_name;
  std::string_view column_name;
  std::string_view title;

 private:
  void start();
  void finish();

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
  Overview();
  void attach(const std::shared_ptr<const AssetStore>& store, uint64_t generation);
  bool stale() const;
  bool changed() const;
  Work work(Fuel fuel);
  std::optional<OverviewPick> draw(Frame& frame, Rect box);

 private:
  float draw_card(Frame& frame, const Tally& tally, Rect box, std::optional<OverviewPick>& pick);

  std::vector<Tally> tallies_;
  std::shared_ptr<const AssetStore> store_;
  uint64_t generation_ = 0;
  uint64_t drawn_ = 0;
};

}  // namespace sluice::ui
