#include "unit/sim/naive_qql.h"

#include <algorithm>
#include <cctype>
#include <cstdlib>
#include <ctime>
#include <optional>
#include <set>

namespace sluice::sim {
namespace {

using Op = NaiveQuery::Op;
using Quotes = NaiveValue::Quotes;
using Kind = OtValue::Kind;

// ── reading records ──────────────────────────────────────────────────────────────────────────────────────────────────

std::string small(std::string text) {
  for (char& c : text) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return text;
}

bool same_name(const std::string& a, const std::string& b, size_t length) {
  if (a.size() != length) return false;
  for (size_t i = 0; i < length; ++i) {
    if (std::tolower(static_cast<unsigned char>(a[i])) != std::tolower(static_cast<unsigned char>(b[i]))) return false;
  }
  return true;
}

void gather(const OtValue& value, const std::string& path, std::vector<const OtValue*>& out) {
  if (value.kind == Kind::kNull) return;
  if (value.kind == Kind::kList) {
    for (const OtValue& item : value.items) gather(item, path, out);
    return;
  }
  if (path.empty()) {
    out.push_back(&value);
    return;
  }
  const size_t dot = std::min(path.find('.'), path.size());
  for (size_t i = 0; i < value.names.size(); ++i) {
    if (!same_name(value.names[i], path, dot)) continue;
    gather(value.items[i], dot == path.size() ? "" : path.substr(dot + 1), out);
  }
}

std::vector<const OtValue*> gathered(const OtValue& record, const std::string& path) {
  std::vector<const OtValue*> out;
  gather(record, path, out);
  return out;
}

// ── texts, numbers, dates ────────────────────────────────────────────────────────────────────────────────────────────

bool digit(char c) { return c >= '0' && c <= '9'; }
bool letter(char c) { return std::isalpha(static_cast<unsigned char>(c)) != 0 || static_cast<unsigned char>(c) > 127; }

// Everything that parts words becomes a blank first.
std::vector<std::string> split_words(const std::string& given) {
  std::string text = " " + small(given) + " ";
  std::string kept = text;
  for (size_t i = 1; i + 1 < text.size(); ++i) {
    const char left = text[i - 1], c = text[i], right = text[i + 1];
    bool joins = letter(c) || digit(c) || c == '-' || c == '_';
    if (c == '.') joins = (letter(left) && letter(right)) || (digit(left) && digit(right));
    if (c == ',') joins = digit(left) && digit(right);
    if (!joins) kept[i] = ' ';
  }
  std::vector<std::string> words;
  size_t start = 0;
  while ((start = kept.find_first_not_of(' ', start)) != std::string::npos) {
    const size_t end = kept.find(' ', start);
    words.push_back(kept.substr(start, end - start));
    start = end;
  }
  return words;
}

std::optional<long double> number(const std::string& text) {
  std::string rest = text.substr(!text.empty() && text[0] == '-' ? 1 : 0);
  const size_t point = rest.find('.');
  const std::string whole = rest.substr(0, point);
  const std::string fraction = point == std::string::npos ? "0" : rest.substr(point + 1);
  if (whole.empty() || whole.size() > 18 || fraction.empty() || fraction.size() > 6) return std::nullopt;
  for (const char c : whole + fraction) {
    if (!digit(c)) return std::nullopt;
  }
  return std::strtold(text.c_str(), nullptr);
}

long double number(const OtValue& value) {
  const auto n = static_cast<long double>(value.number);
  return value.kind == Kind::kReal ? n / 1000 : n;
}

// Thousandths are no binary fractions.
int compare(long double a, long double b) { return a - b > 1e-7L ? 1 : b - a > 1e-7L ? -1 : 0; }

struct Moment {
  int64_t from = 0;
  int64_t to = 0;  // not included
};

std::optional<Moment> moment(const std::string& text, int64_t now_s) {
  std::tm tm{};
  const auto number_at = [&](size_t at, size_t count) { return std::atoi(text.substr(at, count).c_str()); };
  if (text.substr(0, 3) == "now") {
    if (text.size() == 3) return Moment{now_s, now_s + 1};
    const int64_t count = (text[3] == '-' ? -1 : 1) * std::atoll(text.c_str() + 4);
    const char unit = text.back();
    const auto now = static_cast<std::time_t>(now_s);
    tm = *std::gmtime(&now);
    if (unit == 'M') tm.tm_mon += static_cast<int>(count);  // the tests' now is the 21st, which every month has
    if (unit == 'y') tm.tm_year += static_cast<int>(count);
    int64_t there = timegm(&tm);
    if (unit == 'd') there += count * 86400;
    if (unit == 'w') there += count * 7 * 86400;
    if (unit == 'h') there += count * 3600;
    if (unit == 'm') there += count * 60;
    return Moment{there, there + 1};
  }
  const bool day = text.size() == 10 && text[4] == '-' && text[7] == '-';
  const bool full = text.size() == 20 && text[10] == 'T' && text[19] == 'Z';
  if (!day && !full) return std::nullopt;
  tm.tm_year = number_at(0, 4) - 1900;
  tm.tm_mon = number_at(5, 2) - 1;
  tm.tm_mday = number_at(8, 2);
  if (full) tm.tm_hour = number_at(11, 2), tm.tm_min = number_at(14, 2), tm.tm_sec = number_at(17, 2);
  const int64_t there = timegm(&tm);
  return Moment{there, there + (day ? 86400 : 1)};
}

// ── terms ────────────────────────────────────────────────────────────────────────────────────────────────────────────

bool fits_text(const std::string& text, const NaiveValue& value, int64_t now_s) {
  if (value.quotes == Quotes::kBacktick) return small(text) == small(value.text);
  const auto wanted = moment(value.text, now_s);
  const auto here = moment(text, now_s);
  if (wanted && here && digit(text[0])) return wanted->from <= here->from && here->from < wanted->to;
  const std::vector<std::string> words = split_words(text);
  const std::vector<std::string> asked = split_words(value.text);
  size_t found = 0;
  for (const std::string& ask : asked) {
    bool any = false;
    for (const std::string& word : words) {
      any = any || (value.quotes == Quotes::kDouble ? word.rfind(ask, 0) == 0 : word == ask);
    }
    found += any ? 1 : 0;
  }
  return value.quotes == Quotes::kDouble ? found == asked.size() : found > 0;
}

bool fits(const OtValue& here, const NaiveValue& value, int64_t now_s) {
  if (here.kind == Kind::kBool) return small(value.text) == (here.number == 1 ? "true" : "false");
  if (here.kind == Kind::kText) return fits_text(here.text, value, now_s);
  if (here.kind != Kind::kInteger && here.kind != Kind::kReal) return false;
  const auto wanted = number(value.text);
  return wanted && compare(number(here), *wanted) == 0;
}

std::optional<int> place(const OtValue& here, const NaiveValue& value, int64_t now_s) {
  const auto wanted = number(value.text);
  if (here.kind == Kind::kInteger || here.kind == Kind::kReal) {
    if (!wanted) return std::nullopt;
    return compare(number(here), *wanted);
  }
  if (here.kind != Kind::kText) return std::nullopt;
  const auto time = value.quotes == Quotes::kBacktick ? std::nullopt : moment(value.text, now_s);
  if (time) {
    const auto stamp = digit(here.text.empty() ? 'x' : here.text[0]) ? moment(here.text, now_s) : std::nullopt;
    if (!stamp) return std::nullopt;
    return stamp->from < time->from ? -1 : stamp->from >= time->to ? 1 : 0;
  }
  if (wanted) {
    const auto text_number = number(here.text);
    if (!text_number) return std::nullopt;
    return compare(*text_number, *wanted);
  }
  const int order = small(here.text).compare(small(value.text));
  return order < 0 ? -1 : order > 0 ? 1 : 0;
}

bool any_value(const NaiveQuery& q, const OtValue& record, int64_t now_s) {
  for (const OtValue* found : gathered(record, q.path)) {
    const OtValue& here = *found;
    if (q.op == Op::kIs || q.op == Op::kAnyOf || q.op == Op::kNotEqual) {
      for (const NaiveValue& value : q.values) {
        if (fits(here, value, now_s)) return true;
      }
      continue;
    }
    const auto first = place(here, q.values[0], now_s);
    if (!first) continue;
    const auto second = q.op == Op::kRange ? place(here, q.values[1], now_s) : std::optional<int>(0);
    if (q.op == Op::kRange && *first >= 0 && second && *second <= 0) return true;
    if (q.op == Op::kAbove && *first > 0) return true;
    if (q.op == Op::kAtLeast && *first >= 0) return true;
    if (q.op == Op::kBelow && *first < 0) return true;
    if (q.op == Op::kAtMost && *first <= 0) return true;
  }
  return false;
}

// ── writing ──────────────────────────────────────────────────────────────────────────────────────────────────────────

// A place in something of that size.
size_t place_in(Random& random, size_t size) { return static_cast<size_t>(random.below(size)); }

std::string blanks(Random& random, bool needed) {
  const std::string some[] = {"", " ", "  ", "\t"};
  return some[needed ? 1 + random.below(3) : random.below(4)];
}

std::string mixed_case(Random& random, std::string word) {
  const uint64_t dice = random.below(3);
  for (size_t i = 0; i < word.size(); ++i) {
    const bool upper = dice == 1 || (dice == 2 && i % 2 == 0);
    if (upper) word[i] = static_cast<char>(std::toupper(static_cast<unsigned char>(word[i])));
  }
  return word;
}

std::string written(const NaiveValue& value) {
  const std::string quote = value.quotes == Quotes::kDouble ? "\"" : value.quotes == Quotes::kBacktick ? "`" : "";
  std::string text;
  for (const char c : value.text) {
    if (!quote.empty() && (c == quote[0] || c == '\\')) text += '\\';
    text += c;
  }
  return quote + text + quote;
}

std::string written_term(const NaiveQuery& q, Random& random) {
  const std::string gap = blanks(random, false);
  std::string text = mixed_case(random, q.token);
  const auto sign = [&](const std::string& op) {
    return text + blanks(random, false) + op + gap + written(q.values[0]);
  };
  const auto list = [&](const std::string& op, const std::string& between) {
    std::string out = text + gap + op + gap + "[" + gap;
    for (size_t i = 0; i < q.values.size(); ++i) out += (i == 0 ? "" : between) + written(q.values[i]);
    return out + gap + "]";
  };
  switch (q.op) {
    case Op::kIs:
      return sign(":");
    case Op::kNotEqual:
      return q.values.size() == 1 ? sign("!=") : list("!=", gap + "," + gap);
    case Op::kAnyOf:
      return list(":", gap + "," + gap);
    case Op::kRange:
      return list(":", " ... ");
    case Op::kNull:
      return text + blanks(random, true) + mixed_case(random, "is null");
    case Op::kNotNull:
      return text + blanks(random, true) + mixed_case(random, "is not null");
    case Op::kAbove:
      return sign(">");
    case Op::kAtLeast:
      return sign(">=");
    case Op::kBelow:
      return sign("<");
    default:
      return sign("<=");
  }
}

// How tightly an operator binds; parentheses are needed around what binds less.
int tightness(Op op) { return op == Op::kOr ? 0 : op == Op::kAnd ? 1 : op == Op::kNot ? 2 : 3; }

// ── chance ───────────────────────────────────────────────────────────────────────────────────────────────────────────

void list_paths(const OtValue& value, const std::string& path, std::set<std::string>& out) {
  if (value.kind == Kind::kList) {
    for (const OtValue& item : value.items) list_paths(item, path, out);
  } else if (value.kind == Kind::kObject) {
    for (size_t i = 0; i < value.names.size(); ++i) {
      list_paths(value.items[i], path.empty() ? value.names[i] : path + "." + value.names[i], out);
    }
  }
  if (!path.empty()) out.insert(path);
}

std::string random_path(Random& random, const std::vector<OtRow>& rows) {
  std::set<std::string> paths;
  for (size_t i = 0; i < 5; ++i) list_paths(rows[place_in(random, rows.size())].record, "", paths);
  paths.insert("no.such.field");
  auto at = paths.begin();
  std::advance(at, static_cast<std::ptrdiff_t>(random.below(paths.size())));
  return *at;
}

std::string token_for(Random& random, const std::string& path, const std::string& prefix) {
  return random.chance(0.7) ? prefix + path : path;
}

std::string plain(const OtValue& value) {
  if (value.kind == Kind::kBool) return value.number == 1 ? "true" : "false";
  if (value.kind == Kind::kText) return value.text;
  if (value.kind == Kind::kObject) return "object";
  if (value.kind == Kind::kInteger) return std::to_string(value.number);
  std::string text;
  append_json(text, value);
  return text;
}

std::string random_date(Random& random) {
  static const char* const kDates[] = {"2026-11-01", "2026-10-15T12:00:00Z", "2025-06-30", "now", "now-90d", "now-3w",
                                       "now-200h",   "now+1m",               "now-1y",     "now-7M"};
  return kDates[random.below(10)];
}

// What stands at the path in some record, or something else.
std::string random_text(Random& random, const std::vector<OtRow>& rows, const std::string& path) {
  static const char* const kOthers[] = {"siemens", "12B", "7", "-1.5", "plc-", "HIGH", "true", "CVE-2099", "2", "500"};
  if (random.chance(0.2)) return kOthers[random.below(10)];
  const std::vector<const OtValue*> values = gathered(rows[place_in(random, rows.size())].record, path);
  if (values.empty()) return kOthers[random.below(10)];
  const OtValue& value = *values[place_in(random, values.size())];
  const bool date = value.kind == Kind::kText && moment(value.text, 0) && digit(value.text[0]);
  if (date && random.chance(0.5)) return random_date(random);
  if (date && random.chance(0.5)) return value.text.substr(0, 10);
  return plain(value);
}

NaiveValue random_value(Random& random, const std::vector<OtRow>& rows, const std::string& path) {
  const std::string text = random_text(random, rows, path);
  const uint64_t dice = random.below(4);
  if (dice == 0) return {Quotes::kBacktick, text};
  const std::vector<std::string> words = split_words(text);
  const bool time = moment(text, 0).has_value();
  if (words.empty()) return {Quotes::kBacktick, text};
  if (dice == 1 && time) return {Quotes::kDouble, text};
  if (dice == 1) {
    std::string starts;
    for (const std::string& word : words) {
      size_t length = 1 + place_in(random, word.size());
      while (length < word.size() && (word[length] & 0xC0) == 0x80) ++length;  // no half characters
      if (random.chance(0.6)) starts += word.substr(0, length) + " ";
    }
    const bool whole = starts.empty() || split_words(starts).empty();
    return {Quotes::kDouble, whole ? text : starts};
  }
  if (time || number(text)) return {Quotes::kNone, text};
  std::string bare = words[place_in(random, words.size())];
  return {Quotes::kNone, bare == "and" || bare == "or" ? "plc" : bare};
}

NaiveQuery random_term(Random& random, const std::vector<OtRow>& rows, const std::string& prefix) {
  static constexpr Op kOps[] = {Op::kIs,       Op::kIs,    Op::kIs,   Op::kAnyOf,   Op::kRange,
                                Op::kNotEqual, Op::kAnyOf, Op::kNull, Op::kNotNull, Op::kAbove,
                                Op::kAtLeast,  Op::kBelow, Op::kAtMost};
  NaiveQuery term;
  term.op = kOps[random.below(13)];
  term.path = random_path(random, rows);
  term.token = token_for(random, term.path, prefix);
  size_t count = 1;
  if (term.op == Op::kRange) count = 2;
  if (term.op == Op::kAnyOf || term.op == Op::kNotEqual) count = 1 + place_in(random, 3);
  while (term.values.size() < count) term.values.push_back(random_value(random, rows, term.path));
  return term;
}

}  // namespace

std::string NaiveQuery::text(Random& random) const {
  if (tightness(op) == 3) {
    const std::string term = written_term(*this, random);
    return random.chance(0.1) ? "(" + blanks(random, false) + term + blanks(random, false) + ")" : term;
  }
  std::string out;
  for (const NaiveQuery& part : parts) {
    const bool needed = tightness(part.op) < tightness(op);
    std::string piece = part.text(random);
    if (needed || random.chance(0.1)) piece = "(" + piece + ")";
    const std::string word = mixed_case(random, op == Op::kAnd ? "and" : op == Op::kOr ? "or" : "not");
    if (op == Op::kNot || !out.empty()) out += blanks(random, !out.empty()) + word + blanks(random, true);
    out += piece;
  }
  return out;
}

NaiveQuery random_query(Random& random, const std::vector<OtRow>& rows, const std::string& prefix, int depth) {
  if (depth == 0 || random.chance(0.3)) return random_term(random, rows, prefix);
  NaiveQuery query;
  query.op = random.chance(0.2) ? Op::kNot : random.chance(0.5) ? Op::kAnd : Op::kOr;
  const uint64_t count = query.op == Op::kNot ? 1 : 2 + random.below(3);
  while (query.parts.size() < count) query.parts.push_back(random_query(random, rows, prefix, depth - 1));
  return query;
}

std::vector<NaiveSort> random_sort(Random& random, const std::vector<OtRow>& rows, const std::string& prefix) {
  std::vector<NaiveSort> sort;
  for (uint64_t n = random.below(3); n > 0; --n) {
    const std::string path = random_path(random, rows);
    sort.push_back({token_for(random, path, prefix), path, random.chance(0.5)});
  }
  return sort;
}

bool naive_holds(const NaiveQuery& query, const OtValue& record, int64_t now_s) {
  switch (query.op) {
    case Op::kAnd:
      for (const NaiveQuery& part : query.parts) {
        if (!naive_holds(part, record, now_s)) return false;
      }
      return true;
    case Op::kOr:
      for (const NaiveQuery& part : query.parts) {
        if (naive_holds(part, record, now_s)) return true;
      }
      return false;
    case Op::kNot:
      return !naive_holds(query.parts[0], record, now_s);
    case Op::kNull:
      return gathered(record, query.path).empty();
    case Op::kNotNull:
      return !gathered(record, query.path).empty();
    case Op::kNotEqual:
      return !any_value(query, record, now_s);
    default:
      return any_value(query, record, now_s);
  }
}

namespace {

// -1: `a` before `b` when ascending.
int sort_order(const OtValue& a, const OtValue& b) {
  const auto kind = [](const OtValue& v) {
    if (v.kind == Kind::kInteger || v.kind == Kind::kReal) return 0;
    return v.kind == Kind::kBool ? 1 : v.kind == Kind::kText ? 2 : 3;
  };
  if (kind(a) != kind(b)) return kind(a) < kind(b) ? -1 : 1;
  if (kind(a) < 2) return compare(number(a), number(b));
  if (kind(a) == 3) return 0;
  const int loose = small(a.text).compare(small(b.text));
  const int strict = loose != 0 ? loose : a.text.compare(b.text);
  return strict < 0 ? -1 : strict > 0 ? 1 : 0;
}

struct Sortable {
  const OtValue* record = nullptr;
  std::vector<const OtValue*> values;  // by key, the first of several; null when there is none
};

bool precedes(const Sortable& a, const Sortable& b, const std::vector<NaiveSort>& sort) {
  for (size_t i = 0; i < sort.size(); ++i) {
    const OtValue* left = a.values[i];
    const OtValue* right = b.values[i];
    if (left == nullptr || right == nullptr) {
      if (left != right) return right == nullptr;
      continue;
    }
    const int order = sort_order(*left, *right) * (sort[i].descending ? -1 : 1);
    if (order != 0) return order < 0;
  }
  return false;
}

}  // namespace

std::vector<const OtValue*> naive_sorted(std::vector<const OtValue*> records, const std::vector<NaiveSort>& sort) {
  std::vector<Sortable> sorted;
  for (const OtValue* record : records) {
    Sortable row{record, {}};
    for (const NaiveSort& key : sort) {
      const std::vector<const OtValue*> values = gathered(*record, key.path);
      row.values.push_back(values.empty() ? nullptr : values[0]);
    }
    size_t at = sorted.size();
    while (at > 0 && precedes(row, sorted[at - 1], sort)) --at;
    sorted.insert(sorted.begin() + static_cast<std::ptrdiff_t>(at), row);
  }
  for (size_t i = 0; i < sorted.size(); ++i) records[i] = sorted[i].record;
  return records;
}

}  // namespace sluice::sim
