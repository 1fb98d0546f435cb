// A columnar, append-only table with a version. Rows are appended as pending and become visible together by commit();
// rollback() takes pending ones back: that is how a page is committed whole or not at all. A row is never changed; a
// newer copy of it is appended and the older one is marked dead. `version()` grows whenever what a reader can see has
// changed, so a view knows when to look again.
//
// A table may have a parent (detections have assets): its schema then also shows the parent's columns under a prefix
// ("asset.os"), read through the parent row of each row. Readers see one flat list of columns: the declared own ones,
// the parent's, then whatever is discovered later. A committed column keeps its id for good, so filters, sort keys and
// widgets may hold ids; a table sees its parent's discoveries at its own next commit().
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/fuel.h"
#include "base/ids.h"
#include "table/cells.h"
#include "table/column.h"
#include "table/schema.h"
#include "table/string_pool.h"

namespace sluice {

inline constexpr size_t kColumnCountMax = 512;  // own columns of one table, discovered ones included

class Table {
 public:
  // `parent` must outlive this table; its columns appear as parent_prefix + name.
  explicit Table(std::string name, std::vector<ColumnInfo> columns, const Table* parent = nullptr,
                 std::string parent_prefix = "");

  // ── reading ──
  const std::string& name() const { return name_; }
  ColumnId column_count() const { return static_cast<ColumnId>(committed_columns_); }  // own and the parent's
  ColumnInfo column(ColumnId id) const;
  std::optional<ColumnId> find_column(std::string_view name) const;  // exact name first, then without case
  Cell cell(RowId row, ColumnId column) const;
  RowId row_end() const { return committed_; }  // visible rows are [0, row_end), the dead among them included
  // A row of a parent that is dead is dead as well.
  bool live(RowId row) const {
    return dead_.at(row) == 0 && (parent_ == nullptr || parent_->live(parent_rows_.put_at(row)));
  }
  uint64_t live_count() const { return live_count_; }
  uint64_t version() const { return version_; }
  // Grows when a column's type has changed, so that a filter made for the old type must be made anew.
  uint64_t types_version() const { return types_version_ + (parent_ ? parent_->types_version() : 0); }
  RowId parent_row(RowId row) const { return parent_rows_.at(row); }
  // What ties are broken by: the asset's id, whether the row is an asset or belongs to one (page-api.md, "rows").
  int64_t asset_key(RowId row) const { return asset_keys_.put_at(row); }
  const Table* parent() const { return parent_; }
  const StringPool& pool() const { return pool_; }  // of the own columns
  // The pool that a column's text ids belong to: two columns' ids compare only within one pool.
  const StringPool& pool_of(ColumnId column) const;
  size_t bytes() const;

  // ── writing ── append_row(), then set_*() for any of the own columns, in any order, each at most once.
  RowId append_row(int64_t asset_key, RowId parent_row = 0);
  // `raw` is the spelling on the wire, where it differs from the value's own.
  void set_number(ColumnId own_column, int64_t number, std::string_view raw = {});
  // A datetime that the wire spelled `YYYY-MM-DD HH:MM:SS`: its raw spelling is remembered without costing a text.
  void set_blank_datetime(ColumnId own_column, int64_t unix_seconds);
  void set_text(ColumnId own_column, std::string_view text, std::string_view raw = {});
  // Missing, but the wire spelled it ("null").
  void set_missing(ColumnId own_column, std::string_view raw);
  // An own column of that name, made now if there is none (schema drift); empty when kColumnCountMax is reached. It is
  // pending as rows are: readers see it after commit().
  std::optional<ColumnId> add_column(std::string_view name, ColumnType type);

  // Pending ones included, as the writer needs them.
  size_t own_column_count() const { return columns_.size(); }
  std::optional<ColumnId> find_own_column(std::string_view name) const;  // exact
  // From the next commit() on the column is one of `type`, or of what holds that and its present type: numbers become
  // texts, and values of the rows before stay as they were spelled. Forgotten by rollback().
  void widen(ColumnId own_column, ColumnType type);
  // Makes the columns that were widened, beside those that readers see, by fuel (bytes). commit() does what
  // is left of it.
  Work settle(Fuel fuel);

  RowId pending_count() const { return rows_ - committed_; }
  void mark_dead(RowId row);  // takes effect at once; only on committed rows, by the code that commits
  // So many committed rows of this table have just lost their parent.
  void orphan(RowId rows);
  void commit();
  void rollback();
  // The same by fuel (texts). Until it is kDone nothing may be written or committed.
  Work rollback_some(Fuel fuel);
  // Gives memory back, at most `pieces` of it, and counts them down; true when none is left, and nothing may be asked.
  bool discard_some(size_t& pieces);

 private:
  // What stands behind a flat column id.
  struct Place {
    bool own;
    ColumnId index;  // into columns_, or a column id of the parent
  };

  // A column of another type in the making.
  struct Widened {
    size_t index;  // into columns_
    Column column;
    RowId done;  // rows
  };

  Column& own(ColumnId id);
  RowId last_row() const;
  TextId intern_raw(std::string_view raw);
  TextId intern_for(ColumnId own_index, std::string_view text);
  void adopt_parent_columns();
  Widened& widened(size_t index);
  void settle_types();
  void forget_pending();

  std::string name_;
  std::vector<ColumnInfo> infos_;
  std::vector<Column> columns_;
  std::vector<ColumnType> wanted_types_;  // per own column: what widen() has asked for
  std::vector<Widened> widened_;
  std::vector<TextId> latest_;  // per own column: the text of the row before, which is often the next one's too
  std::vector<Place> places_;
  const Table* parent_;
  std::string parent_prefix_;
  ColumnId parent_columns_ = 0;  // how many of the parent's columns have a place
  StringPool pool_;
  Cells<int64_t> asset_keys_;
  Cells<RowId> parent_rows_;  // only with a parent
  Cells<uint8_t> dead_;
  RowId rows_ = 0;
  RowId committed_ = 0;
  uint32_t committed_texts_ = 0;
  size_t committed_columns_ = 0;
  uint64_t live_count_ = 0;
  uint64_t version_ = 0;
  uint64_t types_version_ = 0;
};

// The cell as text for people, exports and filters: integers in decimal, datetimes ISO 8601 UTC, text as it is, ""
// when missing. `raw` gives the wire's spelling where it was kept ("null" for a missing cell that was spelled so).
std::string cell_text(const Cell& cell, bool raw = false);
inline std::string cell_text(const Cell& cell, const StringPool& /*pool*/, bool raw = false) {
  return cell_text(cell, raw);
}

}  // namespace sluice
