#include "exporter/row_json.h"

#include <algorithm>

#include "base/number.h"
#include "base/text.h"
#include "exporter/exporter.h"
#include "exporter/json_check.h"

namespace sluice {
namespace {

// So many digits survive the way through a double and back; a longer number travels as text.
constexpr size_t kExactDigitsMax = 15;

bool is_exact_real(std::string_view text) {
  if (text.size() > kExactDigitsMax + 2 || text.find_first_of("eE") != std::string_view::npos) return false;
  size_t digits = 0;
  for (const char c : text) digits += is_digit(c) ? 1 : 0;
  return digits <= kExactDigitsMax && is_json_number(text);
}

bool is_plain(char c) {
  const unsigned char byte = static_cast<unsigned char>(c);
  return byte >= 0x20 && byte < 0x7F && c != '"' && c != '\\';
}

// Most cells need no escapes at all.
void append_text_json(std::string& out, std::string_view text) {
  if (!std::all_of(text.begin(), text.end(), is_plain)) return append_json_string(out, text);
  out.push_back('"');
  out += text;
  out.push_back('"');
}

void append_number_json(std::string& out, const Cell& cell) {
  const std::string text = cell_text(cell);
  const bool plain =
      cell.type == ColumnType::kBool ||
      (cell.type != ColumnType::kDatetime && cell.number >= -kExactInDoubleMax && cell.number <= kExactInDoubleMax);
  if (plain) {
    out += text;
  } else {
    append_text_json(out, text);
  }
}

void append_cell_json(std::string& out, const Cell& cell, bool raw_text) {
  const bool respelled = raw_text && (cell.raw_id != kNoText || cell.blank_datetime);
  if (respelled) {
    append_text_json(out, cell_text(cell, true));
  } else if (cell.kind == Cell::Kind::kNumber) {
    append_number_json(out, cell);
  } else if ((cell.type == ColumnType::kJson && is_embeddable_json(cell.text)) ||
             (cell.type == ColumnType::kReal && is_exact_real(cell.text))) {
    out += cell.text;
  } else {
    append_text_json(out, cell.text);
  }
}

}  // namespace

RowJson::RowJson(const Table& table, std::vector<ColumnId> columns, bool raw_text)
    : table_(table), columns_(std::move(columns)), raw_text_(raw_text) {
  for (const ColumnId column : columns_) {
    std::string& key = keys_.emplace_back();
    append_json_string(key, table.column(column).name);
    key.push_back(':');
  }
}

void RowJson::append(std::string& out, RowId row) const {
  char before = '{';
  for (size_t i = 0; i < columns_.size(); ++i) {
    const Cell cell = table_.cell(row, columns_[i]);
    if (cell.missing() && !(raw_text_ && cell.raw_id != kNoText)) continue;
    out.push_back(before);
    out += keys_[i];
    append_cell_json(out, cell, raw_text_);
    before = ',';
  }
  if (before == '{') out.push_back('{');
  out.push_back('}');
}

void append_row_json(std::string& out, const Table& table, RowId row, const std::vector<ColumnId>& columns,
                     bool raw_text) {
  RowJson(table, columns, raw_text).append(out, row);
}

}  // namespace sluice
