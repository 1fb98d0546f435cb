#include "sim/ot_filter.h"

#include <algorithm>
#include <utility>

#include "base/text.h"

namespace sluice::sim {
namespace {

using Kind = OtFilter::Kind;
using Node = OtFilter::Node;

bool is_name_start(char c) { return (lower(c) >= 'a' && lower(c) <= 'z') || c == '_'; }
bool is_name(char c) { return is_name_start(c) || is_digit(c) || c == '.' || c == '-'; }

// Reads one filter. Every function leaves `at_` behind what it took, or sets `problem_` and gives up.
class Reader {
 public:
  Reader(std::string_view text, OtList list, int64_t now_s) : text_(text), list_(list), now_s_(now_s) {}

  Node read() {
    skip_blanks();
    if (at_ == text_.size()) return {};
    Node root = read_or();
    skip_blanks();
    if (problem_.empty() && at_ < text_.size()) {
      fail(text_[at_] == ')' ? "a parenthesis is closed that was not opened" : "terms must be joined by and or or");
    }
    return root;
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

  Node read_joined(Kind kind, std::string_view word, Node (Reader::*part)()) {
    Node first = (this->*part)();
    if (failed() || !take_word(word)) return first;
    Node joined;
    joined.kind = kind;
    joined.children.push_back(std::move(first));
    do {
      joined.children.push_back((this->*part)());
    } while (!failed() && take_word(word));
    return joined;
  }
  Node read_or() { return read_joined(Kind::kOr, "or", &Reader::read_and); }
  Node read_and() { return read_joined(Kind::kAnd, "and", &Reader::read_not); }

  bool enter() {
    if (++levels_ > kOtLevelsMax) fail("the query has more than 1000 levels");
    return !failed();
  }

  Node read_not() {
    if (!take_word("not")) return read_primary();
    Node node;
    node.kind = Kind::kNot;
    if (enter()) node.children.push_back(read_not());
    --levels_;
    return node;
  }

  Node read_primary() {
    skip_blanks();
    if (!next_is('(')) return read_term();
    ++at_;
    Node inner;
    if (enter()) inner = read_or();
    --levels_;
    skip_blanks();
    if (!failed() && !next_is(')')) fail("a parenthesis is not closed");
    if (!failed()) ++at_;
    return inner;
  }

  // ── terms ──

  Node read_term() {
    Node term;
    const size_t start = at_;
    if (at_ < text_.size() && is_name_start(text_[at_])) {
      while (at_ < text_.size() && is_name(text_[at_])) ++at_;
    }
    if (at_ == start) {
      fail(at_ == text_.size() ? "a term is missing" : "a term must begin with a token");
      return term;
    }
    term.path = std::string(ot_path(list_, text_.substr(start, at_ - start)));
    if (take_word("is")) return read_null(std::move(term));
    skip_blanks();
    const std::string_view rest = text_.substr(at_);
    if (rest.substr(0, 2) == ">=") return read_comparison(std::move(term), Kind::kAtLeast, 2);
    if (rest.substr(0, 2) == "<=") return read_comparison(std::move(term), Kind::kAtMost, 2);
    if (rest.substr(0, 1) == ">") return read_comparison(std::move(term), Kind::kAbove, 1);
    if (rest.substr(0, 1) == "<") return read_comparison(std::move(term), Kind::kBelow, 1);
    if (rest.substr(0, 2) == "!=") return negated(read_match(std::move(term), 2));
    if (rest.substr(0, 1) == ":") return read_match(std::move(term), 1);
    fail("a token must be followed by : > >= < <= != or is");
    return term;
  }

  static Node negated(Node term) {
    Node node;
    node.kind = Kind::kNot;
    node.children.push_back(std::move(term));
    return node;
  }

  Node read_null(Node term) {
    const bool filled = take_word("not");
    if (!take_word("null")) fail("is must be followed by null or not null");
    term.kind = Kind::kIsNull;
    return filled ? negated(std::move(term)) : term;
  }

  Node read_comparison(Node term, Kind kind, size_t length) {
    at_ += length;
    term.kind = kind;
    skip_blanks();
    if (next_is('[')) fail("a comparison takes one value");
    read_value(term, true, false);
    return term;
  }

  Node read_match(Node term, size_t length) {
    at_ += length;
    term.kind = Kind::kAnyOf;
    skip_blanks();
    if (next_is('[')) {
      read_list(term);
    } else {
      read_value(term, false, false);
    }
    return term;
  }

  // `[a, b]` or `[a ... b]`.
  void read_list(Node& term) {
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
  void read_value(Node& term, bool single, bool in_list) {
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
  void read_quoted(Node& term, char quote, OtQuoting quoting) {
    std::string value;
    for (++at_; at_ < text_.size() && text_[at_] != quote; ++at_) {
      const bool escape = text_[at_] == '\\' && at_ + 1 < text_.size() && (text_[at_ + 1] == quote || text_[at_ + 1] == '\\');
      if (escape) ++at_;
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

  void read_bare(Node& term, bool single, bool in_list) {
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
    return is_name_start(word[0]) && end < word.size() && std::string_view(":<>!").find(word[end]) != std::string_view::npos;
  }

  std::string_view text_;
  OtList list_;
  int64_t now_s_;
  size_t at_ = 0;
  size_t levels_ = 0;
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

bool holds(const Node& node, const OtValue& record) {
  const auto holds_here = [&](const Node& child) { return holds(child, record); };
  switch (node.kind) {
    case Kind::kAll:
      return true;
    case Kind::kAnd:
      return std::all_of(node.children.begin(), node.children.end(), holds_here);
    case Kind::kOr:
      return std::any_of(node.children.begin(), node.children.end(), holds_here);
    case Kind::kNot:
      return !holds(node.children[0], record);
    case Kind::kIsNull:
      return values_at(record, node.path).empty();
    default: {
      const std::vector<const OtValue*> values = values_at(record, node.path);
      return std::any_of(values.begin(), values.end(),
                         [&](const OtValue* value) { return fits(node.kind, *value, node.operands); });
    }
  }
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
  Node root = reader.read();
  problem = reader.problem();
  return problem.empty() ? std::unique_ptr<OtFilter>(new OtFilter(std::move(root))) : nullptr;
}

bool OtFilter::matches(const OtValue& record) const { return holds(root_, record); }

}  // namespace sluice::sim
