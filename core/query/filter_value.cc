#include "query/filter_value.h"

#include <limits>

#include "base/date.h"
#include "base/number.h"
#include "base/text.h"
#include "query/real_number.h"

namespace sluice {
namespace {

using Form = FilterValue::Form;
using Op = FilterOperator;
using Problem = std::optional<FilterError>;

constexpr int64_t kIntMin = std::numeric_limits<int64_t>::min();
constexpr int64_t kIntMax = std::numeric_limits<int64_t>::max();
constexpr size_t kShownBytesMax = 60;  // of a value that is repeated in a message
constexpr size_t kNowDigitsMax = 6;    // now-999999w is before writing was invented
constexpr size_t kShownValuesMax = 8;  // of an enum's values in a message

std::string shown(std::string_view text) { return "\"" + shorten(text, kShownBytesMax) + "\""; }

// ── whole numbers ──

// One past a number, for "more than"; the span is empty at the ends of the scale.
IntSpan compared(Op op, IntSpan value) {
  switch (op) {
    case Op::kMore:
      return value.high == kIntMax ? IntSpan{1, 0} : IntSpan{value.high + 1, kIntMax};
    case Op::kAtLeast:
      return {value.low, kIntMax};
    case Op::kLess:
      return value.low == kIntMin ? IntSpan{1, 0} : IntSpan{kIntMin, value.low - 1};
    case Op::kAtMost:
      return {kIntMin, value.high};
    default:
      return value;
  }
}

// "3-5": a dash behind a number with another number behind it.
std::optional<IntSpan> read_dashed(std::string_view text) {
  const size_t dash = text.find('-', 1);
  if (dash == std::string_view::npos) return std::nullopt;
  const auto low = parse_int(text.substr(0, dash));
  const auto high = parse_int(text.substr(dash + 1));
  if (!low || !high) return std::nullopt;
  return IntSpan{*low, *high};
}

Problem not_a_number(const FilterColumn& column, const FilterValue& value) {
  const std::string& name = column.info.name;
  return FilterError{name + " is a number; " + shown(value.text) + " is not one. Write " + name + ">=4, " + name +
                         ":3-5 or " + name + ":[4, 5].",
                     value.offset};
}

Problem backwards(const FilterValue& from) {
  return FilterError{"This range is empty: its first value is above its last.", from.offset};
}

Problem read_int(const FilterColumn& column, const FilterValue& value, IntSpan& out) {
  const std::string_view text = trim(value.text);
  if (const auto number = parse_int(text)) {
    out = {*number, *number};
    return std::nullopt;
  }
  const auto dashed = text.empty() ? std::nullopt : read_dashed(text);
  if (!dashed) return not_a_number(column, value);
  if (dashed->low > dashed->high) return backwards(value);
  out = *dashed;
  return std::nullopt;
}

// ── dates ──

Problem not_a_date(const FilterColumn& column, const FilterValue& value) {
  return FilterError{column.info.name + " is a date; " + shown(value.text) +
                         " is not one. Write 2026-01-31, 2026-01-31T12:00:00Z, now, now-90d, now-24h, now-15m or "
                         "now-2w.",
                     value.offset};
}

int64_t seconds_of_unit(char unit) {
  switch (lower(unit)) {
    case 's':
      return 1;
    case 'm':
      return 60;
    case 'h':
      return 3600;
    case 'd':
      return 86400;
    case 'w':
      return 7 * 86400;
    default:
      return 0;
  }
}

// "now", "now-90d", "now+2h"; the unit is s, m, h, d or w.
std::optional<int64_t> read_now(std::string_view text, WallTime now) {
  if (!starts_with_ignoring_case(text, "now")) return std::nullopt;
  text.remove_prefix(3);
  if (text.empty()) return now.unix_seconds();
  const bool back = text.front() == '-';
  if ((!back && text.front() != '+') || text.size() < 3 || text.size() > kNowDigitsMax + 2) return std::nullopt;
  const auto count = parse_int(text.substr(1, text.size() - 2));
  const int64_t unit = seconds_of_unit(text.back());
  if (!count || *count < 0 || unit == 0) return std::nullopt;
  return now.unix_seconds() + (back ? -*count : *count) * unit;
}

// The seconds that a date means: a day's worth for a date without a time, none for a fraction of a second, which no
// cell has, but in the right place for comparisons.
Problem read_date(const FilterColumn& column, const FilterValue& value, WallTime now, IntSpan& out) {
  const std::string_view text = trim(value.text);
  if (const auto second = read_now(text, now)) {
    out = {*second, *second};
    return std::nullopt;
  }
  const auto time = parse_datetime(text);
  if (!time) return not_a_date(column, value);
  const int64_t second = time->unix_seconds();
  const bool day = text.find(':') == std::string_view::npos;
  const bool fraction = time->us != second * 1000000;
  if (day) out = {second, second + 86399};
  if (!day) out = fraction ? IntSpan{second + 1, second} : IntSpan{second, second};
  return std::nullopt;
}

// ── true and false ──

Problem read_bool(const FilterColumn& column, const FilterValue& value, IntSpan& out) {
  const std::string text = to_lower(trim(value.text));
  if (text == "true" || text == "yes" || text == "1") {
    out = {1, 1};
  } else if (text == "false" || text == "no" || text == "0") {
    out = {0, 0};
  } else {
    return FilterError{column.info.name + " is true or false; " + shown(value.text) + " is neither.", value.offset};
  }
  return std::nullopt;
}

Problem read_whole(const FilterColumn& column, const FilterValue& value, WallTime now, IntSpan& out) {
  if (column.info.type == ColumnType::kDatetime) return read_date(column, value, now, out);
  if (column.info.type == ColumnType::kBool) return read_bool(column, value, out);
  return read_int(column, value, out);
}

Problem add_whole(const FilterColumn& column, Op op, const FilterItem& item, WallTime now, FilterTerm& out) {
  IntSpan span;
  if (auto problem = read_whole(column, item.from, now, span)) return problem;
  if (item.to) {
    IntSpan last;
    if (auto problem = read_whole(column, *item.to, now, last)) return problem;
    if (span.low > last.high) return backwards(item.from);
    span.high = last.high;
  }
  out.ints.push_back(compared(op, span));
  return std::nullopt;
}

// ── numbers with a fraction ──

Problem read_real(const FilterColumn& column, const FilterValue& value, double& out) {
  const auto number = parse_real(trim(value.text));
  if (!number) return not_a_number(column, value);
  out = *number;
  return std::nullopt;
}

RealSpan compared(Op op, double value) {
  constexpr double kInfinity = std::numeric_limits<double>::infinity();
  switch (op) {
    case Op::kMore:
      return {value, kInfinity, true, false};
    case Op::kAtLeast:
      return {value, kInfinity, false, false};
    case Op::kLess:
      return {-kInfinity, value, false, true};
    case Op::kAtMost:
      return {-kInfinity, value, false, false};
    default:
      return {value, value, false, false};
  }
}

// "3.5-5" as a range.
std::optional<FilterItem> split_dashed(const FilterValue& value) {
  const size_t dash = value.text.find('-', 1);
  if (dash == std::string::npos || parse_real(trim(value.text))) return std::nullopt;
  FilterItem item{value, value};
  item.from.text = value.text.substr(0, dash);
  item.to->text = value.text.substr(dash + 1);
  if (!parse_real(item.from.text) || !parse_real(item.to->text)) return std::nullopt;
  return item;
}

Problem add_real(const FilterColumn& column, Op op, const FilterItem& asked, FilterTerm& out) {
  const FilterItem item = asked.to ? asked : split_dashed(asked.from).value_or(asked);
  double low = 0;
  if (auto problem = read_real(column, item.from, low)) return problem;
  if (!item.to) {
    out.reals.push_back(compared(op, low));
    return std::nullopt;
  }
  double high = 0;
  if (auto problem = read_real(column, *item.to, high)) return problem;
  if (low > high) return backwards(item.from);
  out.reals.push_back({low, high, false, false});
  return std::nullopt;
}

// ── texts ──

TextSpan compared(Op op, const std::string& value) {
  TextSpan span;
  if (op == Op::kMore || op == Op::kAtLeast) {
    span.low = value;
    span.low_bounded = true;
    span.low_open = op == Op::kMore;
  } else {
    span.high = value;
    span.high_bounded = true;
    span.high_open = op == Op::kLess;
  }
  return span;
}

TextTest::Kind test_of(ColumnType type, Op op, Form form, std::string_view text) {
  const bool phrase = form == Form::kPhrase && op == Op::kHas;
  if (type == ColumnType::kEnum) return phrase ? TextTest::Kind::kEnumWords : TextTest::Kind::kEnum;
  if (form == Form::kExact) return TextTest::Kind::kExact;
  if (op == Op::kIs) return TextTest::Kind::kEquals;
  // A phrase of nothing but marks has no words to begin with.
  return phrase && !words_of(text).empty() ? TextTest::Kind::kWords : TextTest::Kind::kContains;
}

Problem add_text(const FilterColumn& column, Op op, const FilterItem& item, FilterTerm& out) {
  if (item.to) {
    if (compare_naturally(item.from.text, item.to->text) > 0) return backwards(item.from);
    out.tests.emplace_back(TextSpan{item.from.text, item.to->text, true, true, false, false});
  } else if (op == Op::kHas || op == Op::kIs) {
    out.tests.emplace_back(test_of(column.info.type, op, item.from.form, item.from.text), item.from.text);
  } else {
    out.tests.emplace_back(compared(op, item.from.text));
  }
  return std::nullopt;
}

// ── all ──

FilterTerm::Kind kind_of(ColumnType type) {
  switch (type) {
    case ColumnType::kInt:
    case ColumnType::kDatetime:
    case ColumnType::kBool:
      return FilterTerm::Kind::kNumber;
    case ColumnType::kReal:
      return FilterTerm::Kind::kReal;
    default:
      return FilterTerm::Kind::kText;
  }
}

std::string values_shown(const ColumnInfo& info) {
  std::string text;
  for (size_t i = 0; i < info.values.size() && i < kShownValuesMax; ++i) text += (i == 0 ? "" : ", ") + info.values[i];
  return info.values.size() > kShownValuesMax ? text + " …" : text;
}

// Values without an order can only be asked for by name.
Problem check_order(const FilterColumn& column, Op op, const FilterItem& item) {
  const ColumnType type = column.info.type;
  const bool ordered = item.to.has_value() || (op != Op::kHas && op != Op::kIs);
  if (!ordered || (type != ColumnType::kEnum && type != ColumnType::kBool)) return std::nullopt;
  std::string message = column.info.name + " has no order: ask for its values by name, with \":\" or \"!=\".";
  if (!column.info.values.empty()) message += " They are " + values_shown(column.info) + ".";
  return FilterError{message, item.from.offset};
}

Problem check_filled(const FilterColumn& column, const FilterValue& value) {
  if (!trim(value.text).empty()) return std::nullopt;
  return FilterError{"Nothing stands between the quotes. For missing values write " + column.info.name + " is null.",
                     value.offset};
}

Problem check(const FilterColumn& column, Op op, const FilterItem& item) {
  if (auto problem = check_filled(column, item.from)) return problem;
  if (item.to) {
    if (auto problem = check_filled(column, *item.to)) return problem;
  }
  return check_order(column, op, item);
}

}  // namespace

std::optional<FilterError> make_term(const FilterColumn& column, FilterOperator op,
                                     const std::vector<FilterItem>& items, WallTime now, FilterTerm& out) {
  out.kind = kind_of(column.info.type);
  out.column = column.id;
  out.json_path = column.json_path;
  for (const FilterItem& item : items) {
    Problem problem = check(column, op, item);
    if (!problem && out.kind == FilterTerm::Kind::kNumber) problem = add_whole(column, op, item, now, out);
    if (!problem && out.kind == FilterTerm::Kind::kReal) problem = add_real(column, op, item, out);
    if (!problem && out.kind == FilterTerm::Kind::kText) problem = add_text(column, op, item, out);
    if (problem) return problem;
  }
  out.settle();
  return std::nullopt;
}

}  // namespace sluice
