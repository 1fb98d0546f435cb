#include "query/filter_plan.h"

#include <algorithm>

#include "base/text.h"
#include "query/column_name.h"
#include "query/json_value.h"
#include "query/real_number.h"

namespace sluice {
namespace {

bool within(const TextSpan& span, std::string_view text) {
  if (span.low_bounded) {
    const int order = compare_naturally(text, span.low);
    if (order < 0 || (order == 0 && span.low_open)) return false;
  }
  if (!span.high_bounded) return true;
  const int order = compare_naturally(text, span.high);
  return order < 0 || (order == 0 && !span.high_open);
}

bool within(const RealSpan& span, double number) {
  return (span.low_open ? number > span.low : number >= span.low) &&
         (span.high_open ? number < span.high : number <= span.high);
}

std::string kept_text(TextTest::Kind kind, std::string_view text) {
  switch (kind) {
    case TextTest::Kind::kEquals:
      return to_lower(text);
    case TextTest::Kind::kEnum:
    case TextTest::Kind::kEnumWords:
      return fold_enum(text);
    default:
      return std::string(text);
  }
}

}  // namespace

TextTest::TextTest(Kind kind_asked, std::string_view text)
    : kind(kind_asked), wanted(kept_text(kind_asked, text)), search(kind_asked == Kind::kContains ? text : "") {
  if (kind == Kind::kWords || kind == Kind::kEnumWords) words = words_of(text);
}

TextTest::TextTest(TextSpan asked) : kind(Kind::kSpan), search(""), span(std::move(asked)) {}

bool TextTest::holds(std::string_view text) const {
  switch (kind) {
    case Kind::kContains:
      return search.found_in(text);
    case Kind::kWords:
      return words_begin_in(words, text);
    case Kind::kExact:
      return text == wanted;
    case Kind::kEquals:
      return equals_ignoring_case(text, wanted);
    case Kind::kEnum:
      return fold_enum(text) == wanted;
    case Kind::kEnumWords:
      return fold_enum(text) == wanted || words_begin_in(words, text);
    case Kind::kSpan:
      return within(span, text);
  }
  return false;
}

void FilterTerm::settle() {
  std::sort(ints.begin(), ints.end(), [](const IntSpan& a, const IntSpan& b) { return a.low < b.low; });
  size_t kept = 0;
  for (const IntSpan& span : ints) {
    if (span.low > span.high) continue;
    if (kept > 0 && span.low <= ints[kept - 1].high) {
      ints[kept - 1].high = std::max(ints[kept - 1].high, span.high);
    } else {
      ints[kept++] = span;
    }
  }
  ints.resize(kept);
}

void FilterTerm::limit_caches(size_t bytes) const {
  own_texts_.limit(bytes);
  parent_texts_.limit(bytes);
  parent_rows_.limit(bytes);
}

bool FilterTerm::number_holds(int64_t number) const {
  const auto after = std::upper_bound(ints.begin(), ints.end(), number,
                                      [](int64_t wanted, const IntSpan& span) { return wanted < span.low; });
  return after != ints.begin() && number <= (after - 1)->high;
}

bool FilterTerm::text_holds(std::string_view text) const {
  if (kind == Kind::kReal) {
    const auto number = parse_real(text);
    if (!number) return false;
    return std::any_of(reals.begin(), reals.end(), [&](const RealSpan& span) { return within(span, *number); });
  }
  const auto passes = [&](std::string_view value) {
    return std::any_of(tests.begin(), tests.end(), [&](const TextTest& test) { return test.holds(value); });
  };
  if (json_path.empty()) return passes(text);
  if (kind == Kind::kMissing) return !any_json_value(text, json_path, [](std::string_view) { return true; });
  return any_json_value(text, json_path, passes);
}

bool FilterTerm::remembered(VerdictCache& cache, const Cell& cell, size_t& text_bytes) const {
  const VerdictCache::Verdict known = cache.get(cell.text_id);
  if (known != VerdictCache::Verdict::kUnknown) return known == VerdictCache::Verdict::kYes;
  text_bytes += cell.text.size();
  const bool holds_now = text_holds(cell.text);
  cache.put(cell.text_id, holds_now);
  return holds_now;
}

bool FilterTerm::some_column_holds(const Table& table, RowId row, const std::vector<ColumnId>& columns,
                                   VerdictCache& cache, size_t& text_bytes) const {
  for (const ColumnId column_id : columns) {
    const Cell cell = table.cell(row, column_id);
    if (cell.kind == Cell::Kind::kText && remembered(cache, cell, text_bytes)) return true;
    if (cell.kind == Cell::Kind::kNumber && cell.type == ColumnType::kInt && number_holds(cell.number)) return true;
  }
  return false;
}

void FilterTerm::look_at_columns(const Table& table) const {
  for (size_t id = own_columns_.size() + parent_columns_.size(); id < table.column_count(); ++id) {
    const ColumnId column_id = static_cast<ColumnId>(id);
    (is_own_column(table, column_id) ? own_columns_ : parent_columns_).push_back(column_id);
  }
}

bool FilterTerm::any_cell_holds(const Table& table, RowId row, size_t& text_bytes) const {
  look_at_columns(table);
  if (some_column_holds(table, row, own_columns_, own_texts_, text_bytes)) return true;
  if (parent_columns_.empty()) return false;
  const RowId parent_row = table.parent_row(row);
  const VerdictCache::Verdict known = parent_rows_.get(parent_row);
  if (known != VerdictCache::Verdict::kUnknown) return known == VerdictCache::Verdict::kYes;
  const bool holds_now = some_column_holds(table, row, parent_columns_, parent_texts_, text_bytes);
  parent_rows_.put(parent_row, holds_now);
  return holds_now;
}

bool FilterTerm::holds(const Table& table, RowId row, size_t& text_bytes) const {
  if (kind == Kind::kAnyCell) return any_cell_holds(table, row, text_bytes);
  const Cell cell = table.cell(row, column);
  switch (kind) {
    case Kind::kMissing:
      if (cell.missing() || json_path.empty()) return cell.missing();
      return cell.kind == Cell::Kind::kText && remembered(own_texts_, cell, text_bytes);
    case Kind::kNumber:
      return cell.kind == Cell::Kind::kNumber && number_holds(cell.number);
    default:
      return cell.kind == Cell::Kind::kText && remembered(own_texts_, cell, text_bytes);
  }
}

bool FilterPlan::matches(const Table& table, RowId row, size_t& text_bytes) const {
  uint32_t at = entry;
  while (at < terms.size()) at = terms[at].next_if[terms[at].holds(table, row, text_bytes) ? 1 : 0];
  return at == kFilterAccept;
}

}  // namespace sluice
