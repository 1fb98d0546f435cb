// A parsed filter: its terms in the order of the text, each with where to go next when it holds and when it does not.
// Evaluating is one walk forwards through the terms: no tree, no stack, no depth, whatever the nesting was
// (api-reference.md 5.6 allows 1000 levels and a browser's stack is small).
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "query/text_match.h"
#include "query/verdict_cache.h"
#include "table/table.h"

namespace sluice {

inline constexpr uint32_t kFilterAccept = 0xFFFFFFFE;
inline constexpr uint32_t kFilterReject = 0xFFFFFFFF;

// Whole numbers from `low` to `high`, both included. Integers, booleans and seconds since 1970 alike.
struct IntSpan {
  int64_t low = 0;
  int64_t high = 0;
};

struct RealSpan {
  double low = 0;
  double high = 0;
  bool low_open = false;  // the end itself does not belong to it
  bool high_open = false;
};

// A range of texts in natural order (text_match.h); an end that is not `bounded` is open.
struct TextSpan {
  std::string low;
  std::string high;
  bool low_bounded = false;
  bool high_bounded = false;
  bool low_open = false;
  bool high_open = false;
};

// What one text is asked. A term asks one or several of these and holds when any does.
struct TextTest {
  enum class Kind { kContains, kWords, kExact, kEquals, kEnum, kEnumWords, kSpan };

  explicit TextTest(Kind kind_asked, std::string_view text);
  explicit TextTest(TextSpan asked);
  bool holds(std::string_view text) const;

  Kind kind;
  std::string wanted;              // kExact as it is, kEquals lower case, kEnum and kEnumWords folded
  std::vector<std::string> words;  // kWords, kEnumWords
  SubstringSearch search;          // kContains
  TextSpan span;                   // kSpan
};

struct FilterTerm {
  enum class Kind {
    kAnyCell,  // a bare word or phrase: some text cell holds it, or some integer cell is it
    kMissing,  // the cell of `column` is missing
    kNumber,   // it is a number within one of `ints`
    kReal,     // it is a text that spells a number within one of `reals`
    kText,     // it is a text for which one of `tests` holds
  };

  Kind kind = Kind::kAnyCell;
  ColumnId column = 0;
  std::vector<IntSpan> ints;  // sorted, apart
  std::vector<RealSpan> reals;
  std::vector<TextTest> tests;
  std::string json_path;  // kText, kMissing: it is about the values at this path inside the cell's JSON; "" the cell
  uint32_t next_if[2] = {kFilterReject, kFilterAccept};  // [0]: it does not hold, [1]: it holds

  // Adds the bytes of text that had to be read to `text_bytes`: what makes a row dear.
  bool holds(const Table& table, RowId row, size_t& text_bytes) const;
  // Sorts and joins `ints`; called once, when all are in.
  void settle();

  void limit_caches(size_t bytes) const;

 private:
  bool any_cell_holds(const Table& table, RowId row, size_t& text_bytes) const;
  bool some_column_holds(const Table& table, RowId row, const std::vector<ColumnId>& columns, VerdictCache& cache,
                         size_t& text_bytes) const;
  void look_at_columns(const Table& table) const;
  bool number_holds(int64_t number) const;
  bool text_holds(std::string_view text) const;
  bool remembered(VerdictCache& cache, const Cell& cell, size_t& text_bytes) const;

  // The table's own columns and its parent's; there may be more of them at the next look.
  mutable std::vector<ColumnId> own_columns_;
  mutable std::vector<ColumnId> parent_columns_;
  mutable VerdictCache own_texts_;     // by text id of the table's pool; of the column's pool for a column's term
  mutable VerdictCache parent_texts_;  // by text id of the parent's pool
  mutable VerdictCache parent_rows_;   // by row of the parent: a row never changes, so neither does its answer
};

struct FilterPlan {
  std::vector<FilterTerm> terms;
  uint32_t entry = kFilterAccept;
  std::vector<std::string> and_terms;  // the texts of the top-level and-terms

  bool matches(const Table& table, RowId row, size_t& text_bytes) const;
};

}  // namespace sluice
