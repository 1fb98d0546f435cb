#include "query/filter_parser.h"

#include <algorithm>

#include "base/check.h"
#include "base/number.h"
#include "base/text.h"
#include "query/column_name.h"
#include "query/json_value.h"
#include "query/filter_value.h"

namespace sluice {
namespace {

using Problem = std::optional<FilterError>;

constexpr uint32_t kNoExit = 0xFFFFFFFD;
// All caches of one filter together; a term past its share asks again instead of remembering.
constexpr size_t kCacheBytesMax = 32 * 1024 * 1024;

struct Span {
  size_t begin = 0;
  size_t end = 0;
};

// Exits that lead to the same place, as yet unknown: a chain through the exits themselves. An exit is a term's number
// times two, plus one where the term holds.
struct Exits {
  uint32_t first = kNoExit;
  uint32_t last = kNoExit;
};

// A part of the filter that is read: where it begins, where it leaves, what it was in the text.
struct Part {
  uint32_t entry = 0;
  Exits if_true;
  Exits if_false;
  Span span;
  std::vector<Span> and_terms;  // in order; the part itself when it is no conjunction
};

struct PendingOperator {
  enum class Kind { kOpen, kOr, kAnd, kNot };  // by how tightly they bind
  Kind kind;
  Span span;
};

using Kind = PendingOperator::Kind;

// Words that end where the language's marks begin.
bool ends_word(std::string_view text, size_t at) {
  const char c = text[at];
  if (c == '!') return at + 1 < text.size() && text[at + 1] == '=';
  return is_space(c) || std::string_view("()\"`:=<>").find(c) != std::string_view::npos;
}

bool ends_value(char c, bool listed) {
  if (std::string_view("()\"`").find(c) != std::string_view::npos) return true;
  return listed ? c == ',' || c == ']' : is_space(c);
}

bool is_keyword(std::string_view word) {
  return equals_ignoring_case(word, "and") || equals_ignoring_case(word, "or") || equals_ignoring_case(word, "not");
}

struct Operator {
  FilterOperator op = FilterOperator::kHas;
  bool negated = false;
  Span span;
};

class FilterParser {
 public:
  FilterParser(std::string_view text, const Table& table, WallTime now, FilterPlan& plan)
      : text_(text), table_(table), now_(now), plan_(plan) {}

  Problem run();

 private:
  // ── the stack of operators ──
  Problem read_operand();
  Problem read_between();
  Problem push(Kind kind, Span span);
  void push_part(Part part) { parts_.push_back(std::move(part)); }
  void reduce_while(Kind at_least);
  void reduce();
  Problem close(Span span);
  void conclude();

  // ── exits ──
  uint32_t& exit(uint32_t id) { return plan_.terms[id / 2].next_if[id % 2]; }
  Exits joined(Exits a, Exits b);
  void lead(Exits exits, uint32_t target);

  // ── terms ──
  Problem read_word_term();
  Problem read_quoted_term();
  Problem read_column_term(Span name, Operator op);
  Problem read_missing_term(Span name, bool negated);
  void add_any_cell(std::string_view wanted, bool exact, Span span);
  void add_term(FilterTerm term, bool negated, Span span);
  Problem find_column(Span name, std::string_view mark, FilterColumn& out);

  // ── values ──
  Problem read_list(std::vector<FilterItem>& items);
  Problem read_item(bool listed, FilterItem& out);
  Problem read_value(bool listed, FilterValue& out);
  Problem read_quoted(FilterValue& out);

  // ── characters ──
  bool at_end() const { return at_ >= text_.size(); }
  char here() const { return text_[at_]; }
  bool next_is(std::string_view mark) const { return text_.substr(at_, mark.size()) == mark; }
  void skip_spaces();
  Span read_word();
  std::string_view text_of(Span span) const { return text_.substr(span.begin, span.end - span.begin); }
  bool take_operator(Operator& out);
  bool take_comparison(Operator& out);
  bool take_mark(std::string_view mark);
  bool take_keyword(std::string_view keyword);
  bool take_is_null(bool& negated);

  std::string_view text_;
  const Table& table_;
  WallTime now_;
  FilterPlan& plan_;
  size_t at_ = 0;
  int depth_ = 0;  // open parentheses and nots
  std::vector<PendingOperator> operators_;
  std::vector<Part> parts_;
};

Problem error(std::string message, size_t offset) { return FilterError{std::move(message), offset}; }

// ── the stack of operators ───────────────────────────────────────────────────────────────────────────────────────────

Problem FilterParser::run() {
  if (text_.size() > kFilterBytesMax) {
    return error("The filter is " + with_thousands(static_cast<int64_t>(text_.size())) + " bytes long; " +
                     with_thousands(static_cast<int64_t>(kFilterBytesMax)) + " are the most.",
                 kFilterBytesMax);
  }
  skip_spaces();
  if (at_end()) return std::nullopt;
  while (true) {
    if (auto problem = read_operand()) return problem;
    if (auto problem = read_between()) return problem;
    if (at_end()) break;
  }
  reduce_while(Kind::kOr);
  if (!operators_.empty()) return error("This \"(\" is not closed.", operators_.back().span.begin);
  conclude();
  return std::nullopt;
}

// Any number of "not" and "(", then one term.
Problem FilterParser::read_operand() {
  while (true) {
    skip_spaces();
    if (at_end()) {
      const PendingOperator& last = operators_.back();
      if (last.kind == Kind::kOpen) return error("This \"(\" is not closed.", last.span.begin);
      return error("\"" + std::string(text_of(last.span)) + "\" needs a term after it.", last.span.begin);
    }
    const size_t begin = at_;
    if (here() == ')') {
      if (operators_.empty()) return error("This \")\" closes nothing.", begin);
      const PendingOperator& last = operators_.back();
      if (last.kind == Kind::kOpen) return error("Nothing stands between the parentheses.", last.span.begin);
      return error("\"" + std::string(text_of(last.span)) + "\" needs a term after it.", last.span.begin);
    }
    if (take_mark("(")) {
      if (auto problem = push(Kind::kOpen, {begin, at_})) return problem;
    } else if (take_keyword("not")) {
      if (auto problem = push(Kind::kNot, {begin, at_})) return problem;
    } else if (here() == '"' || here() == '`') {
      return read_quoted_term();
    } else {
      return read_word_term();
    }
  }
}

// Closing parentheses, then "and", "or", or nothing, which is "and", before the next term.
Problem FilterParser::read_between() {
  for (skip_spaces(); !at_end() && here() == ')'; skip_spaces()) {
    const size_t begin = at_++;
    if (auto problem = close({begin, at_})) return problem;
  }
  if (at_end()) return std::nullopt;
  const size_t begin = at_;
  Kind kind = Kind::kAnd;
  if (take_keyword("or")) {
    kind = Kind::kOr;
  } else {
    take_keyword("and");
  }
  reduce_while(kind);
  if (auto problem = push(kind, {begin, at_})) return problem;
  skip_spaces();
  return at_end() ? read_operand() : std::nullopt;
}

Problem FilterParser::push(Kind kind, Span span) {
  if (kind == Kind::kOpen || kind == Kind::kNot) ++depth_;
  if (depth_ > kFilterDepthMax) {
    return error("The filter is nested deeper than " + with_thousands(kFilterDepthMax) + " levels.", span.begin);
  }
  operators_.push_back({kind, span});
  return std::nullopt;
}

void FilterParser::reduce_while(Kind at_least) {
  while (!operators_.empty() && operators_.back().kind != Kind::kOpen && operators_.back().kind >= at_least) reduce();
}

void FilterParser::reduce() {
  const PendingOperator op = operators_.back();
  operators_.pop_back();
  if (op.kind == Kind::kNot) {
    --depth_;
    Part& part = parts_.back();
    std::swap(part.if_true, part.if_false);
    part.span.begin = op.span.begin;
    part.and_terms.assign(1, part.span);
    return;
  }
  Part right = std::move(parts_.back());
  parts_.pop_back();
  Part& left = parts_.back();
  left.span.end = right.span.end;
  if (op.kind == Kind::kAnd) {
    lead(left.if_true, right.entry);
    left.if_true = right.if_true;
    left.if_false = joined(left.if_false, right.if_false);
    left.and_terms.insert(left.and_terms.end(), right.and_terms.begin(), right.and_terms.end());
  } else {
    lead(left.if_false, right.entry);
    left.if_false = right.if_false;
    left.if_true = joined(left.if_true, right.if_true);
    left.and_terms.assign(1, left.span);
  }
}

Problem FilterParser::close(Span span) {
  reduce_while(Kind::kOr);
  if (operators_.empty()) return error("This \")\" closes nothing.", span.begin);
  Part& part = parts_.back();
  part.span = {operators_.back().span.begin, span.end};
  if (part.and_terms.size() == 1) part.and_terms[0] = part.span;
  operators_.pop_back();
  --depth_;
  return std::nullopt;
}

void FilterParser::conclude() {
  SLUICE_CHECK(parts_.size() == 1);
  const Part& whole = parts_.back();
  lead(whole.if_true, kFilterAccept);
  lead(whole.if_false, kFilterReject);
  plan_.entry = whole.entry;
  for (const Span& span : whole.and_terms) plan_.and_terms.emplace_back(text_of(span));
  for (const FilterTerm& term : plan_.terms) term.limit_caches(kCacheBytesMax / plan_.terms.size() / 3);
}

// ── exits ────────────────────────────────────────────────────────────────────────────────────────────────────────────

Exits FilterParser::joined(Exits a, Exits b) {
  if (a.first == kNoExit) return b;
  if (b.first == kNoExit) return a;
  exit(a.last) = b.first;
  return {a.first, b.last};
}

void FilterParser::lead(Exits exits, uint32_t target) {
  for (uint32_t id = exits.first; id != kNoExit;) {
    const uint32_t next = exit(id);
    exit(id) = target;
    id = next;
  }
}

// ── terms ────────────────────────────────────────────────────────────────────────────────────────────────────────────

void FilterParser::add_term(FilterTerm term, bool negated, Span span) {
  const uint32_t id = static_cast<uint32_t>(plan_.terms.size());
  term.next_if[0] = kNoExit;
  term.next_if[1] = kNoExit;
  plan_.terms.push_back(std::move(term));
  Part part;
  part.entry = id;
  part.if_true = {id * 2 + 1, id * 2 + 1};
  part.if_false = {id * 2, id * 2};
  if (negated) std::swap(part.if_true, part.if_false);
  part.span = span;
  part.and_terms.push_back(span);
  push_part(std::move(part));
}

// A number is also found where an integer cell is that number: people paste QIDs.
void FilterParser::add_any_cell(std::string_view wanted, bool exact, Span span) {
  FilterTerm term;
  term.kind = FilterTerm::Kind::kAnyCell;
  term.tests.emplace_back(exact ? TextTest::Kind::kExact : TextTest::Kind::kContains, wanted);
  if (const auto number = parse_int(wanted)) term.ints.push_back({*number, *number});
  add_term(std::move(term), false, span);
}

Problem FilterParser::read_quoted_term() {
  const size_t begin = at_;
  FilterValue value;
  if (auto problem = read_quoted(value)) return problem;
  if (trim(value.text).empty()) return error("Nothing stands between the quotes.", begin);
  add_any_cell(value.text, value.form == FilterValue::Form::kExact, {begin, at_});
  return std::nullopt;
}

Problem FilterParser::read_word_term() {
  const Span word = read_word();
  const std::string_view name = text_of(word);
  if (is_keyword(name)) return error("\"" + std::string(name) + "\" needs a term before it.", word.begin);
  if (!name.empty() && name.front() == '[') {
    return error("A list needs a column and a colon before it, like severity:[4, 5].", word.begin);
  }
  bool negated = false;
  if (!name.empty() && take_is_null(negated)) return read_missing_term(word, negated);
  Operator op;
  if (take_operator(op)) {
    if (name.empty()) {
      return error("A column must stand before \"" + std::string(text_of(op.span)) + "\".", op.span.begin);
    }
    return read_column_term(word, op);
  }
  add_any_cell(name, false, word);
  return std::nullopt;
}

// `mark` is what made the word before it a column.
Problem FilterParser::find_column(Span name, std::string_view mark, FilterColumn& out) {
  const auto id = resolve_column(table_, text_of(name));
  if (id) {
    out = {*id, table_.column(*id), ""};
    return std::nullopt;
  }
  if (const std::optional<JsonColumnPath> inner = resolve_json_path(table_, text_of(name))) {
    out = {inner->column, table_.column(inner->column), inner->path};
    out.info.name = std::string(text_of(name));
    return std::nullopt;
  }
  std::string message = unknown_column_message(table_, text_of(name));
  const bool guessed = message.back() == '?';
  if (!guessed) message += " To look for text with " + std::string(mark) + " in it, put it in quotes.";
  return error(std::move(message), name.begin);
}

Problem FilterParser::read_missing_term(Span name, bool negated) {
  FilterColumn column;
  if (auto problem = find_column(name, "\"is null\"", column)) return problem;
  FilterTerm term;
  term.kind = FilterTerm::Kind::kMissing;
  term.column = column.id;
  term.json_path = column.json_path;
  add_term(std::move(term), negated, {name.begin, at_});
  return std::nullopt;
}

Problem FilterParser::read_column_term(Span name, Operator op) {
  FilterColumn column;
  if (auto problem = find_column(name, "\"" + std::string(text_of(op.span)) + "\"", column)) return problem;
  skip_spaces();
  const std::string needs_value = "\"" + std::string(text_of({name.begin, op.span.end})) + "\" needs a value";
  if (at_end() || here() == ')' || here() == '(') return error(needs_value + ".", op.span.end);
  std::vector<FilterItem> items;
  if (here() == '[') {
    if (op.op != FilterOperator::kHas && op.op != FilterOperator::kIs) {
      return error("A list cannot be compared; write " + column.info.name + ":[…].", at_);
    }
    if (auto problem = read_list(items)) return problem;
  } else {
    const size_t begin = at_;
    if (std::string_view("=<>").find(here()) != std::string_view::npos) {
      return error("\"" + std::string(text_of({op.span.begin, at_ + 1})) + "\" is no comparison.", op.span.begin);
    }
    if (auto problem = read_item(false, items.emplace_back())) return problem;
    const FilterValue& value = items[0].from;
    if (value.form == FilterValue::Form::kPlain && is_keyword(value.text)) {
      return error(needs_value + "; to look for the word \"" + value.text + "\", put it in quotes.", begin);
    }
  }
  FilterTerm term;
  if (auto problem = make_term(column, op.op, items, now_, term)) return problem;
  add_term(std::move(term), op.negated, {name.begin, at_});
  return std::nullopt;
}

// ── values ───────────────────────────────────────────────────────────────────────────────────────────────────────────

Problem FilterParser::read_list(std::vector<FilterItem>& items) {
  const size_t begin = at_++;
  skip_spaces();
  if (take_mark("]")) return error("The list is empty.", begin);
  while (true) {
    if (items.size() >= kFilterListMax) {
      return error("The list is longer than " + with_thousands(kFilterListMax) + " values.", at_);
    }
    skip_spaces();
    if (at_end()) return error("This \"[\" is not closed.", begin);
    if (auto problem = read_item(true, items.emplace_back())) return problem;
    skip_spaces();
    if (take_mark("]")) return std::nullopt;
    if (at_end()) return error("This \"[\" is not closed.", begin);
    if (!take_mark(",")) return error("A comma or \"]\" must stand here.", at_);
  }
}

Problem FilterParser::read_item(bool listed, FilterItem& out) {
  if (auto problem = read_value(listed, out.from)) return problem;
  if (!listed) return std::nullopt;
  skip_spaces();
  if (!take_mark("...")) return std::nullopt;
  return read_value(listed, out.to.emplace());
}

Problem FilterParser::read_value(bool listed, FilterValue& out) {
  skip_spaces();
  if (!at_end() && (here() == '"' || here() == '`')) return read_quoted(out);
  out.offset = at_;
  while (!at_end() && !ends_value(here(), listed) && !(listed && next_is("..."))) ++at_;
  out.text = trim(text_.substr(out.offset, at_ - out.offset));
  return out.text.empty() ? error("A value is missing here.", out.offset) : std::nullopt;
}

Problem FilterParser::read_quoted(FilterValue& out) {
  const char mark = here();
  out.form = mark == '"' ? FilterValue::Form::kPhrase : FilterValue::Form::kExact;
  out.offset = at_++;
  for (; !at_end() && here() != mark; ++at_) {
    const bool escaped = here() == '\\' && at_ + 1 < text_.size() && (text_[at_ + 1] == mark || text_[at_ + 1] == '\\');
    if (escaped) ++at_;
    out.text.push_back(here());
  }
  if (!at_end()) {
    ++at_;
    return std::nullopt;
  }
  return error(mark == '"' ? "The quote that opens here is not closed." : "The backtick that opens here is not closed.",
               out.offset);
}

// ── characters ───────────────────────────────────────────────────────────────────────────────────────────────────────

void FilterParser::skip_spaces() {
  while (!at_end() && is_space(here())) ++at_;
}

Span FilterParser::read_word() {
  const size_t begin = at_;
  while (!at_end() && !ends_word(text_, at_)) ++at_;
  return {begin, at_};
}

bool FilterParser::take_mark(std::string_view mark) {
  if (!next_is(mark)) return false;
  at_ += mark.size();
  return true;
}

// A whole word that is `keyword`, in either case.
bool FilterParser::take_keyword(std::string_view keyword) {
  const size_t begin = at_;
  if (equals_ignoring_case(text_of(read_word()), keyword)) return true;
  at_ = begin;
  return false;
}

bool FilterParser::take_is_null(bool& negated) {
  const size_t begin = at_;
  skip_spaces();
  if (take_keyword("is")) {
    skip_spaces();
    negated = take_keyword("not");
    if (negated) skip_spaces();
    if (take_keyword("null")) return true;
  }
  at_ = begin;
  return false;
}

bool FilterParser::take_comparison(Operator& out) {
  struct Spelling {
    std::string_view mark;
    FilterOperator op;
    bool negated;
  };
  static constexpr Spelling kSpellings[] = {
      {"!=", FilterOperator::kIs, true},      {">=", FilterOperator::kAtLeast, false},
      {"<=", FilterOperator::kAtMost, false}, {"==", FilterOperator::kIs, false},
      {">", FilterOperator::kMore, false},    {"<", FilterOperator::kLess, false},
      {"=", FilterOperator::kIs, false},
  };
  for (const Spelling& spelling : kSpellings) {
    if (!take_mark(spelling.mark)) continue;
    out.op = spelling.op;
    out.negated = spelling.negated;
    return true;
  }
  return false;
}

bool FilterParser::take_operator(Operator& out) {
  const size_t before = at_;
  skip_spaces();
  out.span.begin = at_;
  const bool colon = take_mark(":");
  const size_t after_colon = at_;
  if (colon) skip_spaces();
  const bool compared = take_comparison(out);
  if (colon && !compared) at_ = after_colon;
  out.span.end = at_;
  if (!colon && !compared) at_ = before;
  return colon || compared;
}

}  // namespace

std::optional<FilterError> parse_filter(std::string_view text, const Table& table, WallTime now, FilterPlan& out) {
  return FilterParser(text, table, now, out).run();
}

}  // namespace sluice
