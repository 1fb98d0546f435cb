#include "exporter/csv.h"

#include <algorithm>

#include "base/text.h"
#include "exporter/json_check.h"
#include "exporter/utf8.h"

namespace sluice {
namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
constexpr std::string_view kLineEnd = "\r\n";

bool is_blank(char c) { return c == ' ' || c == '\t'; }

bool is_special(char c) { return c == ',' || c == '"' || c == '\r' || c == '\n'; }

bool needs_quotes(std::string_view text) {
  if (text.empty()) return false;
  return is_blank(text.front()) || is_blank(text.back()) || std::any_of(text.begin(), text.end(), is_special);
}

void append_field(std::string& out, std::string_view text) {
  if (!needs_quotes(text)) {
    append_valid_utf8(out, text);
    return;
  }
  out.push_back('"');
  while (true) {
    const size_t quote = text.find('"');
    append_valid_utf8(out, text.substr(0, quote));
    if (quote == std::string_view::npos) break;
    out += "\"\"";
    text.remove_prefix(quote + 1);
  }
  out.push_back('"');
}

bool looks_like_formula(std::string_view text) {
  return !text.empty() && std::string_view("=+-@\t\r").find(text.front()) != std::string_view::npos;
}

std::string cut_mark(size_t left_out) { return "[cut: " + std::to_string(left_out) + " characters]"; }

// Never longer than a spreadsheet's cell, the mark included.
std::string cut_for_spreadsheet(std::string text) {
  if (text.size() <= kExcelCellCharsMax) return text;  // no character has fewer bytes than units
  const size_t length = utf16_length(text);
  if (length <= kExcelCellCharsMax) return text;
  const std::string_view kept = utf16_prefix(text, kExcelCellCharsMax - cut_mark(length).size());
  return std::string(kept) + cut_mark(length - utf16_length(kept));
}

}  // namespace

CsvExporter::CsvExporter(const Table& table, std::vector<RowId> rows, ExportOptions options)
    : RowWriter(std::move(rows)), table_(table), options_(std::move(options)) {}

void CsvExporter::append_text(std::string& out, std::string_view text) const {
  if (!options_.excel_safe) return append_field(out, text);
  append_field(out, cut_for_spreadsheet(looks_like_formula(text) ? "'" + std::string(text) : std::string(text)));
}

void CsvExporter::append_cell(std::string& out, const Cell& cell) const {
  if (cell.kind == Cell::Kind::kText && !options_.raw_text && cell.type != ColumnType::kReal) {
    return append_text(out, cell.text);
  }
  const std::string text = cell_text(cell, options_.raw_text);
  // A number is no formula, whatever its sign.
  const bool number = (cell.type == ColumnType::kInt || cell.type == ColumnType::kReal) && is_json_number(text);
  if (number) {
    out += text;
  } else {
    append_text(out, text);
  }
}

void CsvExporter::begin(std::string& out) {
  if (options_.excel_safe) out += kByteOrderMark;
  for (size_t i = 0; i < options_.columns.size(); ++i) {
    if (i > 0) out.push_back(',');
    append_text(out, table_.column(options_.columns[i]).name);
  }
  out += kLineEnd;
}

void CsvExporter::append_row(std::string& out, RowId row, bool /*first*/) {
  const size_t begin = out.size();
  for (size_t i = 0; i < options_.columns.size(); ++i) {
    if (i > 0) out.push_back(',');
    append_cell(out, table_.cell(row, options_.columns[i]));
  }
  // One column only: an empty line would be skipped by many readers, and a row with it.
  if (out.size() == begin) out += "\"\"";
  out += kLineEnd;
}

void CsvExporter::end(std::string& out) {
  if (options_.footer_status.empty()) return;
  out += "----BEGIN_RESPONSE_FOOTER_CSV";
  out += kLineEnd;
  out += "STATUS,NEXT_CURSOR";
  out += kLineEnd;
  append_text(out, options_.footer_status);
  out.push_back(',');
  append_text(out, options_.footer_cursor);
  out += kLineEnd;
  out += "----END_RESPONSE_FOOTER_CSV";
  out += kLineEnd;
}

}  // namespace sluice
