#include "client/row_counter.h"

#include <algorithm>
#include <set>
#include <utility>

#include "base/text.h"

namespace sluice {
namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
constexpr size_t kShownBytesMax = 100;
// The lines of the footer that a file of a run that is not complete may end with (exporter/csv.cc); the third one
// begins so and goes on with the cursor.
constexpr std::string_view kFooterLines[] = {"----BEGIN_RESPONSE_FOOTER_CSV", "STATUS,NEXT_CURSOR", "Truncated,",
                                             "----END_RESPONSE_FOOTER_CSV"};
constexpr size_t kFooterFields[] = {1, 2, 2, 1};
constexpr size_t kFooterCursorLine = 2;
constexpr size_t kFooterLineCount = 4;
constexpr size_t kLineKeptBytesMax = 1024;

std::string in_quotes(std::string_view text) { return "\"" + shorten(text, kShownBytesMax) + "\""; }

bool is_guarded(std::string_view text) {
  return !text.empty() && std::string_view("=+-@\t\r").find(text.front()) != std::string_view::npos;
}

// Records by RFC 4180: fields may be quoted, with doubled quotes, commas and line breaks inside.
class CsvCounter final : public RowCounter {
 public:
  explicit CsvCounter(const ExportClaims& claims) : claims_(claims) {}

  void add(std::string_view bytes) override {
    for (const char c : bytes) {
      if (at_start_) {
        match_mark(c);
      } else {
        step(c);
      }
    }
  }

  void end() override {
    if (state_ == State::kQuoted) report("The file ends inside a quoted field.");
    if (line_bytes_ > 0) end_record();
    if (!header_seen_) report("The file has no header.");
    if (footer_ < kFooterLineCount) count_held_back();
  }

 private:
  enum class State { kFieldStart, kPlain, kQuoted, kQuoteInQuoted };

  void match_mark(char c) {
    if (c == kByteOrderMark[mark_bytes_]) {
      if (++mark_bytes_ < kByteOrderMark.size()) return;
      at_start_ = false;
      if (!claims_.exported.excel_safe) report("The file begins with a byte order mark, but excelSafe is false.");
      return;
    }
    at_start_ = false;
    if (claims_.exported.excel_safe) report("The file does not begin with a byte order mark, but excelSafe is true.");
    for (const char missed : kByteOrderMark.substr(0, mark_bytes_)) step(missed);
    step(c);
  }

  void step(char c) {
    ++line_bytes_;
    if (line_.size() < kLineKeptBytesMax) line_.push_back(c);
    switch (state_) {
      case State::kFieldStart:
        if (c == '"') {
          state_ = State::kQuoted;
          return;
        }
        state_ = State::kPlain;
        return step_outside(c);
      case State::kPlain: return step_outside(c);
      case State::kQuoted:
        if (c == '"') {
          state_ = State::kQuoteInQuoted;
        } else {
          keep(c);
        }
        return;
      case State::kQuoteInQuoted:
        if (c != '"') return step_outside(c);
        state_ = State::kQuoted;
        return keep(c);
    }
  }

  void step_outside(char c) {
    if (c == ',') return end_field();
    if (c == '\n') {
      if (state_ == State::kPlain && !field_.empty() && field_.back() == '\r') field_.pop_back();
      return end_record();
    }
    state_ = State::kPlain;
    keep(c);
  }

  // Only the header's fields are read; of the rows they are counted.
  void keep(char c) {
    if (!header_seen_ && field_.size() < kColumnNameBytesMax) field_.push_back(c);
  }

  void end_field() {
    if (!header_seen_) check_column();
    field_.clear();
    ++fields_;
    state_ = State::kFieldStart;
  }

  void end_record() {
    end_field();
    const size_t fields = std::exchange(fields_, 0);
    const bool header = !std::exchange(header_seen_, true);
    if (header) {
      if (fields != expected_fields()) {
        report("The file's header has " + std::to_string(fields) + " columns, the manifest lists " +
               std::to_string(claims_.exported.columns.size()) + ".");
      }
    } else {
      judge_record(fields);
    }
    line_.clear();
    line_bytes_ = 0;
  }

  void check_column() {
    const std::vector<std::string>& columns = claims_.exported.columns;
    if (fields_ >= columns.size()) return;  // their number is told at the end of the header
    const std::string& wanted = columns[fields_];
    if (field_ == wanted) return;
    if (claims_.exported.excel_safe && is_guarded(wanted) && field_ == "'" + wanted) return;
    report("Column " + std::to_string(fields_ + 1) + " of the file's header is " + in_quotes(field_) +
           ", the manifest says " + in_quotes(wanted) + ".");
  }

  // A line that may belong to a footer is held back until it is known whether it does.
  void judge_record(size_t fields) {
    std::string_view line = line_;
    while (!line.empty() && (line.back() == '\n' || line.back() == '\r')) line.remove_suffix(1);
    if (footer_ == kFooterLineCount || !continues_footer(line)) count_held_back();
    if (!continues_footer(line)) return count_row(fields);
    if (footer_ == kFooterCursorLine) check_cursor(line.substr(kFooterLines[kFooterCursorLine].size()));
    ++footer_;
  }

  bool continues_footer(std::string_view line) const {
    if (claims_.complete || footer_ == kFooterLineCount) return false;
    if (footer_ != kFooterCursorLine) return line == kFooterLines[footer_];
    return line.substr(0, kFooterLines[footer_].size()) == kFooterLines[footer_];
  }

  void check_cursor(std::string_view cursor) {
    if (cursor == claims_.next_cursor || cursor.substr(0, 1) == "\"" || cursor.substr(0, 1) == "'") return;
    report("The file's footer says that the next cursor is " + in_quotes(cursor) + ", the manifest says " +
           in_quotes(claims_.next_cursor) + ".");
  }

  void count_held_back() {
    const size_t lines = std::exchange(footer_, 0);
    for (size_t i = 0; i < lines; ++i) count_row(kFooterFields[i]);
  }

  void count_row(size_t fields) {
    ++rows_;
    if (fields == expected_fields() || uneven_) return;
    uneven_ = true;
    report("Row " + std::to_string(rows_) + " of the file has " + std::to_string(fields) + " fields instead of " +
           std::to_string(expected_fields()) + ".");
  }

  size_t expected_fields() const { return std::max<size_t>(1, claims_.exported.columns.size()); }

  const ExportClaims claims_;
  bool at_start_ = true;
  size_t mark_bytes_ = 0;  // of a byte order mark that were there
  State state_ = State::kFieldStart;
  bool header_seen_ = false;
  bool uneven_ = false;
  std::string field_;
  std::string line_;       // its first bytes
  uint64_t line_bytes_ = 0;
  size_t fields_ = 0;      // of this record that are over
  size_t footer_ = 0;      // lines of a footer that were seen without a break
};

// Objects, one a line or as items of one array: counted by their braces, and their members' names looked up.
class JsonCounter final : public RowCounter {
 public:
  JsonCounter(const ExportClaims& claims, bool lines) : lines_(lines), item_depth_(lines ? 1 : 2) {
    for (const std::string& column : claims.exported.columns) {
      std::string name;
      append_json_string(name, column);
      names_.insert(std::move(name));
    }
  }

  void add(std::string_view bytes) override {
    for (const char c : bytes) {
      if (lines_ && c == '\n') {
        end_line();
      } else if (in_string_) {
        step_inside(c);
      } else if (!is_space(c)) {
        step(c);
      }
    }
  }

  void end() override {
    if (lines_) {
      if (line_used_) {
        report("The file's last line has no line break at its end.");
        end_line();
      }
      return;
    }
    if (!begun_) return report("The file holds no JSON array.");
    if (depth_ > 0 || in_string_) report("The file ends before its JSON array does.");
  }

 private:
  void end_line() {
    if (depth_ != 0 || in_string_) {
      tell_once("Line " + std::to_string(rows_) + " of the file breaks off inside its object.");
    }
    depth_ = 0;
    in_string_ = escaped_ = name_next_ = false;
    line_used_ = false;
  }

  void step_inside(char c) {
    if (reading_name_ && name_.size() < kColumnNameBytesMax) name_.push_back(c);
    if (std::exchange(escaped_, false)) return;
    if (c == '\\') escaped_ = true;
    if (c != '"') return;
    in_string_ = false;
    if (std::exchange(reading_name_, false)) check_name();
  }

  void check_name() {
    if (names_.count(name_) > 0) return;
    tell_once("Row " + std::to_string(rows_) + " of the file has a member " + shorten(name_, kShownBytesMax) +
              " that is no column of the manifest.");
  }

  void step(char c) {
    if (depth_ < item_depth_ - 1) return step_outside(c);
    if (depth_ < item_depth_) return step_between(c);
    if (c == '"') {
      in_string_ = true;
      reading_name_ = depth_ == item_depth_ && name_next_;
      name_.assign(1, '"');
    } else if (c == '{' || c == '[') {
      ++depth_;
    } else if (c == '}' || c == ']') {
      --depth_;
    } else if (depth_ == item_depth_ && (c == ':' || c == ',')) {
      name_next_ = c == ',';
    }
  }

  void step_outside(char c) {
    if (c == '[' && !begun_) {
      begun_ = true;
      ++depth_;
    } else {
      tell_once("Something stands outside of the file's JSON array.");
    }
  }

  // Where rows begin, and for an array between them.
  void step_between(char c) {
    if (c == '{') {
      if (lines_ && line_used_) tell_once("Line " + std::to_string(rows_) + " of the file holds more than one object.");
      if (!lines_ || !line_used_) ++rows_;
      line_used_ = true;
      ++depth_;
      name_next_ = true;
    } else if (!lines_ && c == ']') {
      --depth_;
    } else if (lines_ || c != ',') {
      if (lines_ && !line_used_) ++rows_;
      line_used_ = true;
      in_string_ = c == '"';
      tell_once(std::string("Something that is no object stands ") +
                (lines_ ? "in line " : "behind row ") + std::to_string(rows_) + " of the file.");
    }
  }

  void tell_once(std::string problem) {
    if (!std::exchange(told_, true)) report(std::move(problem));
  }

  const bool lines_;
  const int64_t item_depth_;   // inside of a row's braces
  std::set<std::string> names_;  // as JSON strings
  int64_t depth_ = 0;
  bool in_string_ = false;
  bool escaped_ = false;
  bool name_next_ = false;
  bool reading_name_ = false;
  bool line_used_ = false;
  bool begun_ = false;
  bool told_ = false;
  std::string name_;
};

}  // namespace

std::unique_ptr<RowCounter> make_row_counter(const ExportClaims& claims) {
  const std::string& format = claims.exported.format;
  if (format == "csv") return std::make_unique<CsvCounter>(claims);
  if (format == "ndjson") return std::make_unique<JsonCounter>(claims, true);
  if (format == "json") return std::make_unique<JsonCounter>(claims, false);
  return nullptr;
}

}  // namespace sluice
