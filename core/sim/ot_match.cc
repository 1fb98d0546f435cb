#include "sim/ot_match.h"

#include <algorithm>
#include <chrono>

#include "base/text.h"
#include "sim/wire.h"

namespace sluice::sim {
namespace {

constexpr int64_t kMillion = 1000000;
constexpr size_t kNumberDigitsMax = 18;
constexpr size_t kStepDigitsMax = 6;
constexpr size_t kStepsMax = 10;

bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (static_cast<unsigned char>(c) & 0x80u) != 0;
}

// Whether the character at `at` belongs to the word around it.
bool in_word(std::string_view text, size_t at) {
  const char c = text[at];
  if (is_letter(c) || is_digit(c) || c == '-' || c == '_') return true;
  if ((c != '.' && c != ',') || at == 0 || at + 1 == text.size()) return false;
  const char before = text[at - 1];
  const char after = text[at + 1];
  return (is_digit(before) && is_digit(after)) || (c == '.' && is_letter(before) && is_letter(after));
}

int sign(int64_t a, int64_t b) { return a < b ? -1 : a > b ? 1 : 0; }

int order(const OtNumber& a, const OtNumber& b) {
  return a.whole != b.whole ? sign(a.whole, b.whole) : sign(a.millionths, b.millionths);
}

int order_of_texts(std::string_view a, std::string_view b) {
  const int compared = to_lower(a).compare(to_lower(b));
  return compared < 0 ? -1 : compared > 0 ? 1 : 0;
}

bool is_number(const OtValue& value) {
  return value.kind == OtValue::Kind::kInteger || value.kind == OtValue::Kind::kReal;
}

OtNumber number_of(const OtValue& value) {
  if (value.kind == OtValue::Kind::kInteger) return {value.number, 0};
  const int64_t below = value.number < 0 && value.number % 1000 != 0 ? 1 : 0;
  const int64_t whole = value.number / 1000 - below;
  return {whole, (value.number - whole * 1000) * 1000};
}

// ── dates ────────────────────────────────────────────────────────────────────────────────────────────────────────────

std::optional<int64_t> add_months(int64_t unix_s, int64_t months) {
  using namespace std::chrono;
  const sys_seconds moment{seconds(unix_s)};
  const auto midnight = floor<days>(moment);
  const year_month_day date(midnight);
  const int64_t count = int64_t{static_cast<int>(date.year())} * 12 + static_cast<unsigned>(date.month()) - 1 + months;
  if (count < 12 || count >= 10000 * 12) return std::nullopt;
  const year_month target{year(static_cast<int>(count / 12)), month(static_cast<unsigned>(count % 12 + 1))};
  const day last = year_month_day_last(target.year(), month_day_last(target.month())).day();
  const sys_days there = year_month_day(target.year(), target.month(), std::min(date.day(), last));
  return int64_t{there.time_since_epoch().count()} * 86400 + (moment - midnight).count();
}

int64_t seconds_in(char unit) {
  switch (unit) {
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

// One "-90d" off the front of `text`, applied to `moment_s`.
bool take_step(std::string_view& text, int64_t& moment_s) {
  const char direction = text.front();
  if (direction != '+' && direction != '-') return false;
  size_t digits = 0;
  while (1 + digits < text.size() && is_digit(text[1 + digits])) ++digits;
  if (digits == 0 || digits > kStepDigitsMax || 1 + digits == text.size()) return false;
  const int64_t size = *read_whole_number(text.substr(1, digits));
  const int64_t signed_size = direction == '-' ? -size : size;
  const char unit = text[1 + digits];
  text = text.substr(digits + 2);
  if (unit == 'M' || unit == 'y') {
    const std::optional<int64_t> there = add_months(moment_s, unit == 'y' ? signed_size * 12 : signed_size);
    moment_s = there.value_or(0);
    return there.has_value();
  }
  moment_s += signed_size * seconds_in(unit);
  constexpr int64_t kLastSecond = 253402300799;  // of the year 9999
  return seconds_in(unit) != 0 && moment_s >= -62135596800 && moment_s <= kLastSecond;
}

}  // namespace

std::vector<std::string> words_of(std::string_view text) {
  std::vector<std::string> words;
  std::string word;
  for (size_t at = 0; at <= text.size(); ++at) {
    if (at < text.size() && in_word(text, at)) {
      word += lower(text[at]);
    } else if (!word.empty()) {
      words.push_back(std::move(word));
      word.clear();
    }
  }
  return words;
}

std::optional<OtNumber> read_ot_number(std::string_view text) {
  const bool below = !text.empty() && text.front() == '-';
  if (below) text = text.substr(1);
  const size_t point = text.find('.');
  const std::string_view left = text.substr(0, point);
  // One digit more than the wire's numbers have, for ids above 2^53 up to 2^63.
  if (left.empty() || left.size() > kNumberDigitsMax + 1) return std::nullopt;
  const std::optional<int64_t> head = read_whole_number(left.substr(0, kNumberDigitsMax));
  if (!head) return std::nullopt;
  OtNumber number{*head, 0};
  if (left.size() > kNumberDigitsMax) {
    if (!is_digit(left.back()) || number.whole > INT64_MAX / 10 - 1) return std::nullopt;
    number.whole = number.whole * 10 + (left.back() - '0');
  }
  if (point != std::string_view::npos) {
    std::string right(text.substr(point + 1));
    if (right.empty() || right.size() > 6) return std::nullopt;
    right.resize(6, '0');
    const std::optional<int64_t> fraction = read_whole_number(right);
    if (!fraction) return std::nullopt;
    number.millionths = *fraction;
  }
  if (!below) return number;
  if (number.millionths == 0) return OtNumber{-number.whole, 0};
  return OtNumber{-number.whole - 1, kMillion - number.millionths};
}

bool looks_like_date_maths(std::string_view text) {
  return text.size() > 4 && text.substr(0, 3) == "now" && (text[3] == '-' || text[3] == '+') && is_digit(text[4]);
}

std::optional<OtSpan> read_ot_span(std::string_view text, int64_t now_s) {
  if (text.substr(0, 3) != "now") {
    const std::optional<int64_t> moment = read_moment(text);
    if (!moment) return std::nullopt;
    return OtSpan{*moment, *moment + (text.size() == 10 ? 86400 : 1)};
  }
  std::string_view rest = text.substr(3);
  int64_t moment_s = now_s;
  for (size_t steps = 0; !rest.empty(); ++steps) {
    if (steps == kStepsMax || !take_step(rest, moment_s)) return std::nullopt;
  }
  return OtSpan{moment_s, moment_s + 1};
}

OtOperand make_ot_operand(OtQuoting quoting, std::string_view text, int64_t now_s) {
  OtOperand operand;
  operand.quoting = quoting;
  operand.text = std::string(text);
  operand.words = words_of(text);
  operand.number = read_ot_number(text);
  if (quoting != OtQuoting::kExact) operand.span = read_ot_span(text, now_s);
  return operand;
}

namespace {

bool text_matches(const std::string& text, const OtOperand& operand) {
  if (operand.quoting == OtQuoting::kExact) return equals_ignoring_case(text, operand.text);
  if (operand.span) {
    const std::optional<int64_t> moment = read_moment(text);
    if (moment) return *moment >= operand.span->from_s && *moment < operand.span->to_s;
  }
  const std::vector<std::string> words = words_of(text);
  const auto met = [&](const std::string& wanted) {
    return std::any_of(words.begin(), words.end(), [&](const std::string& word) {
      return operand.quoting == OtQuoting::kBare ? word == wanted : word.compare(0, wanted.size(), wanted) == 0;
    });
  };
  if (operand.words.empty()) return false;
  if (operand.quoting == OtQuoting::kBare) return std::any_of(operand.words.begin(), operand.words.end(), met);
  return std::all_of(operand.words.begin(), operand.words.end(), met);
}

std::optional<int> order_of_text(const std::string& text, const OtOperand& operand) {
  if (operand.span) {
    const std::optional<int64_t> moment = read_moment(text);
    if (!moment) return std::nullopt;
    return *moment < operand.span->from_s ? -1 : *moment >= operand.span->to_s ? 1 : 0;
  }
  if (operand.number) {
    const std::optional<OtNumber> number = read_ot_number(text);
    if (!number) return std::nullopt;
    return order(*number, *operand.number);
  }
  return order_of_texts(text, operand.text);
}

// Numbers before booleans before texts before the rest.
int rank_of(const OtValue& value) {
  if (is_number(value)) return 0;
  if (value.kind == OtValue::Kind::kBool) return 1;
  return value.kind == OtValue::Kind::kText ? 2 : 3;
}

}  // namespace

bool ot_matches(const OtValue& value, const OtOperand& operand) {
  switch (value.kind) {
    case OtValue::Kind::kText:
      return text_matches(value.text, operand);
    case OtValue::Kind::kInteger:
    case OtValue::Kind::kReal:
      return operand.number && order(number_of(value), *operand.number) == 0;
    case OtValue::Kind::kBool:
      return equals_ignoring_case(operand.text, value.number != 0 ? "true" : "false");
    default:
      return false;
  }
}

std::optional<int> ot_order(const OtValue& value, const OtOperand& operand) {
  if (value.kind == OtValue::Kind::kText) return order_of_text(value.text, operand);
  if (!is_number(value) || !operand.number) return std::nullopt;
  return order(number_of(value), *operand.number);
}

int ot_order(const OtValue& a, const OtValue& b) {
  if (rank_of(a) != rank_of(b)) return sign(rank_of(a), rank_of(b));
  if (is_number(a)) return order(number_of(a), number_of(b));
  if (a.kind == OtValue::Kind::kBool) return sign(a.number, b.number);
  if (a.kind != OtValue::Kind::kText) return 0;
  const int without_case = order_of_texts(a.text, b.text);
  if (without_case != 0) return without_case;
  const int by_bytes = a.text.compare(b.text);
  return by_bytes < 0 ? -1 : by_bytes > 0 ? 1 : 0;
}

}  // namespace sluice::sim
