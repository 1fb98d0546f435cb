#include "ui/sort_rows.h"

#include "base/text.h"

namespace sluice::ui {
namespace {

// Reads on from a place in the text; false and nothing more once something else stands there.
class Reader {
 public:
  explicit Reader(std::string_view text) : text_(text) {}

  bool take(char c) {
    skip();
    if (at_ >= text_.size() || text_[at_] != c) return false;
    ++at_;
    return true;
  }
  std::optional<std::string> string() {
    if (!take('"')) return std::nullopt;
    const size_t end = text_.find_first_of("\"\\", at_);
    if (end == std::string_view::npos || text_[end] == '\\') return std::nullopt;
    std::string value(text_.substr(at_, end - at_));
    at_ = end + 1;
    return value;
  }
  bool at_end() {
    skip();
    return at_ >= text_.size();
  }

 private:
  void skip() {
    while (at_ < text_.size() && is_space(text_[at_])) ++at_;
  }

  std::string_view text_;
  size_t at_ = 0;
};

}  // namespace

std::optional<std::vector<SortRow>> parse_sort_rows(std::string_view json) {
  std::vector<SortRow> rows;
  if (trim(json).empty()) return rows;
  Reader reader(json);
  if (!reader.take('[')) return std::nullopt;
  do {
    if (rows.size() >= kSortRowsMax || !reader.take('{')) return std::nullopt;
    std::optional<std::string> token = reader.string();
    if (!token || !reader.take(':')) return std::nullopt;
    const std::optional<std::string> direction = reader.string();
    if (!direction || (*direction != "asc" && *direction != "desc") || !reader.take('}')) return std::nullopt;
    rows.push_back(SortRow{std::move(*token), *direction == "desc"});
  } while (reader.take(','));
  if (!reader.take(']') || !reader.at_end()) return std::nullopt;
  return rows;
}

std::string sort_rows_text(const std::vector<SortRow>& rows) {
  std::string text;
  for (const SortRow& row : rows) {
    const std::string_view token = trim(row.token);
    if (token.empty()) continue;
    text += text.empty() ? "[{" : ",{";
    append_json_string(text, token);
    text += row.descending ? ":\"desc\"}" : ":\"asc\"}";
  }
  return text.empty() ? text : text + "]";
}

}  // namespace sluice::ui
