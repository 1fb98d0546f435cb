#include "sim/ot_filter.h"

#include <algorithm>
#include <utility>

#include "base/text.h"

namespace sluice::sim {
namespace {

using Kind = OtFilter::Kind;
using Step = OtFilter::Step;

bool is_name_start(char c) { return (lower(c) >= 'a' && lower(c) <= 'z') || c == '_'; }
bool is_name(char c) { return is_name_start(c) || is_digit(c) || c == '.' || c == '-'; }

// Reads one filter. Every function leaves `at_` behind what it took, or sets `problem_` and gives up.
class Reader {
 public:
  Reader(std::string_view text, OtList list, int64_t now_s) : text_(text), list_(list), now_s_(now_s) {}

  std::vector<Step> read() {
    skip_blanks();
    bool wants_term = true;
    if (at_ == text_.size()) return {};
    while (!failed() && (wants_term || at_ < text_.size())) {
      wants_term = wants_term ? read_operand() : read_operator();
      skip_blanks();
    }
    while (!failed() && !waiting_.empty()) {
      if (waiting_.back() == Waiting::kOpen) fail("a parenthesis is not closed");
      settle();
    }
    return std::move(steps_);
  }

  const std::string& problem() const { return problem_; }

 private:
  // ── the smallest pieces ──

  void fail(std::string_view what) {
    if (problem_.empty()) problem_ = std::string(what) + " (at position " + std::to_string(at_) + ")";
  }
  bool failed() const { return !problem_.empty(); }
  void skip_blanks() {
    while (at_ < text_.size() && is_space(text_[at_])) ++at_;
  }
  bool next_is(char c) const { return at_ < text_.size() && text_[at_] == c; }

  bool next_is_word(std::string_view word) const {
    if (!equals_ignoring_case(text_.substr(at_, word.size()), word)) return false;
    const size_t end = at_ + word.size();
    return end == text_.size() || is_space(text_[end]) || text_[end] == '(' || text_[end] == ')';
  }
  bool take_word(std::string_view word) {
    skip_blanks();
    if (!next_is_word(word)) return false;
    at_ += word.size();
    return true;
  }

  // ── and, or, not, parentheses ──

  enum class Waiting { kOr, kAnd, kNot, kOpen };  // the first binds least

  bool last_is(Waiting waiting) const { return !waiting_.empty() && waiting_.back() == waiting; }

  // What waited longest behind its operands becomes a step.
  void settle() {
    static constexpr Kind kKinds[] = {Kind::kOr, Kind::kAnd, Kind::kNot};
    const Waiting waiting = waiting_.back();
    waiting_.pop_back();
    if (waiting != Waiting::kOpen) add_step(kKinds[static_cast<size_t>(waiting)]);
    if (waiting == Waiting::kOpen || waiting == Waiting::kNot) --levels_;
  }
  void add_step(Kind kind) {
    steps_.emplace_back();
    steps_.back().kind = kind;
  }

  void enter(Waiting waiting) {
    waiting_.push_back(waiting);
    if (++levels_ > kOtLevelsMax) fail("the query has more than 1000 levels");
  }

  // A term, or what may stand before one. True when a term must still come.
  bool read_operand() {
    if (take_word("not")) {
      enter(Waiting::kNot);
      return true;
    }
    if (next_is('(')) {
      ++at_;
      enter(Waiting::kOpen);
      return true;
    }
    read_term();
    while (last_is(Waiting::kNot)) settle();
    return false;
  }

  // What may stand behind a term. True when a term must follow.
  bool read_operator() {
    if (next_is(')')) {
      ++at_;
      close();
      return false;
    }
    const bool is_and = take_word("and");
    if (!is_and && !take_word("or")) {
      fail("terms must be joined by and or or");
      return false;
    }
    while (last_is(Waiting::kAnd) || (!is_and && last_is(Waiting::kOr))) settle();
    waiting_.push_back(is_and ? Waiting::kAnd : Waiting::kOr);
    return true;
  }

  void close() {
    while (!waiting_.empty() && !last_is(Waiting::kOpen)) settle();
    if (waiting_.empty()) return fail("a parenthesis is closed that was not opened");
    settle();
    while (last_is(Waiting::kNot)) settle();
  }

  // ── terms ──

  void read_term() {
    const size_t start = at_;
    if (at_ < text_.size() && is_name_start(text_[at_])) {
      while (at_ < text_.size() && is_name(text_[at_])) ++at_;
    }
    if (at_ == start) return fail(at_ == text_.size() ? "a term is missing" : "a term must begin with a token");
    add_step(Kind::kAnyOf);
    Step term;
    term.path = std::string(ot_path(list_, text_.substr(start, at_ - start)));
    const bool denied = read_condition(term);
    steps_.back() = std::move(term);
    if (denied) add_step(Kind::kNot);
  }

  // What follows the token. True when the term holds where the step does not.
  bool read_condition(Step& term) {
    if (take_word("is")) return read_null(term);
    skip_blanks();
    const std::string_view rest = text_.substr(at_);
    if (rest.substr(0, 2) == "!=") return read_match(term, 2), true;
    if (rest.substr(0, 2) == ">=") return read_comparison(term, Kind::kAtLeast, 2), false;
    if (rest.substr(0, 2) == "<=") return read_comparison(term, Kind::kAtMost, 2), false;
    if (rest.substr(0, 1) == ">") return read_comparison(term, Kind::kAbove, 1), false;
    if (rest.substr(0, 1) == "<") return read_comparison(term, Kind::kBelow, 1), false;
    if (rest.substr(0, 1) == ":") return read_match(term, 1), false;
    fail("a token must be followed by : > >= < <= != or is");
    return false;
  }

  bool read_null(Step& term) {
    const bool filled = take_word("not");
    if (!take_word("null")) fail("is must be followed by null or not null");
    term.kind = Kind::kIsNull;
    return filled;
  }

  void read_comparison(Step& term, Kind kind, size_t length) {
    at_ += length;
    term.kind = kind;
    skip_blanks();
    if (next_is('[')) fail("a comparison takes one value");
    read_value(term, true, false);
  }

  void read_match(Step& term, size_t length) {
    at_ += length;
    skip_blanks();
    if (next_is('[')) {
      read_list(term);
    } else {
      read_value(term, false, false);
    }
  }

  // `[a, b]` or `[a ... b]`.
  void read_list(Step& term) {
    ++at_;
    read_value(term, false, true);
    skip_blanks();
    if (text_.substr(at_, 3) == "...") {
      at_ += 3;
      term.kind = Kind::kRange;
      read_value(term, false, true);
      skip_blanks();
    }
    while (!failed() && term.kind == Kind::kAnyOf && next_is(',')) {
      ++at_;
      read_value(term, false, true);
      skip_blanks();
    }
    if (!failed() && !next_is(']')) fail("a list is not closed");
    if (!failed()) ++at_;
  }

  // One value of any quoting, appended to the term's operands.
  void read_value(Step& term, bool single, bool in_list) {
    skip_blanks();
    if (failed()) return;
    if (next_is('"')) {
      read_quoted(term, '"', OtQuoting::kPrefix);
    } else if (next_is('`')) {
      read_quoted(term, '`', OtQuoting::kExact);
    } else {
      read_bare(term, single, in_list);
    }
  }

  // A backslash keeps a quote inside the quotes.
  void read_quoted(Step& term, char quote, OtQuoting quoting) {
    std::string value;
    for (++at_; at_ < text_.size() && text_[at_] != quote; ++at_) {
      const char after = at_ + 1 < text_.size() ? text_[at_ + 1] : ' ';
      if (text_[at_] == '\\' && (after == quote || after == '\\')) ++at_;
      value += text_[at_];
    }
    if (at_ == text_.size()) return fail("a quotation is not closed");
    ++at_;
    if (quoting == OtQuoting::kPrefix && words_of(value).empty()) return fail("quotes without a word");
    term.operands.push_back(make_ot_operand(quoting, value, now_s_));
  }

  bool ends_bare(bool in_list) const {
    if (at_ == text_.size()) return true;
    const char c = text_[at_];
    if (c == '(' || c == ')' || c == '[' || c == ']' || c == '"' || c == '`') return true;
    return in_list && (c == ',' || text_.substr(at_, 3) == "...");
  }

  void read_bare(Step& term, bool single, bool in_list) {
    std::string value;
    size_t words = 0;
    for (skip_blanks(); !ends_bare(in_list); skip_blanks()) {
      if (!in_list && (next_is_word("and") || next_is_word("or"))) break;
      const size_t start = at_;
      while (!ends_bare(in_list) && !is_space(text_[at_])) ++at_;
      const std::string_view word = text_.substr(start, at_ - start);
      if (!check_bare(word, words, single)) return;
      if (words++ > 0) value += ' ';
      value += word;
    }
    if (words == 0) return fail("a value is missing");
    OtOperand operand = make_ot_operand(OtQuoting::kBare, value, now_s_);
    if (looks_like_date_maths(value) && !operand.span) return fail("this date maths cannot be read");
    term.operands.push_back(std::move(operand));
  }

  bool check_bare(std::string_view word, size_t words, bool single) {
    if (words == 0 && (word[0] == '<' || word[0] == '>' || word[0] == '=')) fail("two operators in a row");
    if (words > 0 && single) fail("a comparison takes one value");
    if (words > 0 && begins_a_term(word)) fail("terms must be joined by and or or");
    return !failed();
  }

  static bool begins_a_term(std::string_view word) {
    size_t end = 0;
    while (end < word.size() && is_name(word[end])) ++end;
    if (!is_name_start(word[0]) || end == word.size()) return false;
    return std::string_view(":<>!").find(word[end]) != std::string_view::npos;
  }

  std::string_view text_;
  OtList list_;
  int64_t now_s_;
  size_t at_ = 0;
  std::vector<Step> steps_;
  std::vector<Waiting> waiting_;
  size_t levels_ = 0;  // NOTs and parentheses among what waits
  std::string problem_;
};

bool fits(Kind kind, const OtValue& value, const std::vector<OtOperand>& operands) {
  if (kind == Kind::kAnyOf) {
    return std::any_of(operands.begin(), operands.end(), [&](const OtOperand& o) { return ot_matches(value, o); });
  }
  const std::optional<int> order = ot_order(value, operands[0]);
  if (!order) return false;
  switch (kind) {
    case Kind::kRange: {
      const std::optional<int> end = ot_order(value, operands[1]);
      return *order >= 0 && end && *end <= 0;
    }
    case Kind::kBelow:
      return *order < 0;
    case Kind::kAtMost:
      return *order <= 0;
    case Kind::kAbove:
      return *order > 0;
    default:
      return *order >= 0;
  }
}

bool holds(const Step& term, const OtValue& record) {
  const std::vector<const OtValue*> values = values_at(record, term.path);
  if (term.kind == Kind::kIsNull) return values.empty();
  return std::any_of(values.begin(), values.end(),
                     [&](const OtValue* value) { return fits(term.kind, *value, term.operands); });
}

}  // namespace

std::string_view ot_path(OtList list, std::string_view token) {
  static constexpr std::string_view kPrefixes[] = {"asset.", "vulnerabilities.", "projectfile."};
  const std::string_view prefix = kPrefixes[static_cast<size_t>(list)];
  return starts_with_ignoring_case(token, prefix) ? token.substr(prefix.size()) : token;
}

std::unique_ptr<OtFilter> OtFilter::read(std::string_view text, OtList list, int64_t now_s, std::string& problem) {
  if (text.size() > kOtFilterBytesMax) {
    problem = "the query is too long";
    return nullptr;
  }
  Reader reader(text, list, now_s);
  std::vector<Step> steps = reader.read();
  problem = reader.problem();
  return problem.empty() ? std::unique_ptr<OtFilter>(new OtFilter(std::move(steps))) : nullptr;
}

bool OtFilter::matches(const OtValue& record) const {
  std::vector<bool> held;
  for (const Step& step : steps_) {
    if (step.kind != Kind::kAnd && step.kind != Kind::kOr && step.kind != Kind::kNot) {
      held.push_back(holds(step, record));
      continue;
    }
    const bool last = held.back();
    if (step.kind == Kind::kNot) {
      held.back() = !last;
      continue;
    }
    held.pop_back();
    held.back() = step.kind == Kind::kAnd ? held.back() && last : held.back() || last;
  }
  return held.empty() || held.back();
}

}  // namespace sluice::sim
