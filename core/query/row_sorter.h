// Puts rows into the order of some keys, by fuel. Each key's column is turned into integers first (numbers as they are,
// texts by their rank among the texts that occur), then the rows are sorted stably by one key after the other, the last
// key first and the tie-breakers before it. The outcome is the order of RowOrder (sort.h).
#pragma once

#include <memory>
#include <vector>

#include "base/fuel.h"
#include "query/cell_order.h"
#include "query/sort.h"
#include "query/step_sort.h"
#include "table/table.h"

namespace sluice {

class RowSorter {
 public:
  // `table` must outlive the sorter; its committed rows do not change.
  RowSorter(const Table& table, const std::vector<SortKey>& keys, std::vector<RowId> rows);

  Work work(Fuel& fuel);
  std::vector<RowId> take() { return std::move(rows_); }  // after kDone

 private:
  struct Entry {
    uint64_t key = 0;
    RowId row = 0;
    uint32_t group = 0;  // before the key: missing cells are the last group
  };
  struct EntryLess {
    bool operator()(const Entry& a, const Entry& b) const {
      return a.group != b.group ? a.group < b.group : a.key < b.key;
    }
  };
  struct TextItem {
    uint64_t leading = 0;
    TextId id = kNoText;
  };
  struct TextLess {
    const CellOrder* order;
    const StringPool* pool;
    bool operator()(const TextItem& a, const TextItem& b) const;
  };

  enum class Stage { kFill, kSortTexts, kRank, kSortRows, kNextPass, kUnpack, kDone };

  void start_pass();
  void step(Fuel& fuel);
  void fill(Fuel& fuel);
  void fill_entry(Entry& entry);
  void note_text(TextId id, std::string_view text);
  void start_texts();
  void assign_ranks();
  void apply_ranks(Fuel& fuel);
  void start_rows();
  void unpack(Fuel& fuel);
  bool keyed() const { return pass_ >= 2; }
  const SortKey& key() const { return keys_[keys_.size() - 1 - (pass_ - 2)]; }
  uint32_t text_group() const { return key().descending ? 0 : 1; }
  uint32_t number_group() const { return key().descending ? 1 : 0; }

  const Table& table_;
  std::vector<SortKey> keys_;
  std::vector<RowId> rows_;
  std::vector<Entry> entries_;
  Stage stage_ = Stage::kFill;
  size_t pass_ = 0;  // 0: by row, 1: by asset, 2: by the last key, 3: by the last but one …
  size_t at_ = 0;
  std::unique_ptr<CellOrder> order_;
  std::vector<bool> seen_texts_;
  std::vector<TextItem> texts_;
  std::vector<uint32_t> rank_of_text_;
  std::unique_ptr<StepSort<TextItem, TextLess>> text_sort_;
  std::unique_ptr<StepSort<Entry, EntryLess>> row_sort_;
};

}  // namespace sluice
