#include "api/parameter.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/date.h"
#include "base/number.h"
#include "base/text.h"
#include "http/url.h"

namespace sluice {
namespace {

constexpr size_t kSortBytesMax = 4096;

// "1,0": without blanks, as in the guide's one instance (api-reference.md 6.5).
std::string joined(const std::vector<std::string_view>& values) {
  std::string out;
  for (const std::string_view value : values) {
    if (!out.empty()) out += ",";
    out += value;
  }
  return out;
}

std::string allowed_text(const Parameter& p) {
  switch (p.type) {
    case ParameterType::kFlag: return "1,0";
    case ParameterType::kEnum:
    case ParameterType::kEnumList: return joined(p.values);
    case ParameterType::kInt: return std::to_string(p.least) + "-" + std::to_string(p.most);
    case ParameterType::kRangeList:
      return "numbers and ranges from " + std::to_string(p.least) + " to " + std::to_string(p.most) + ", like 190-400,512";
    case ParameterType::kDate: return "YYYY-MM-DD,YYYY-MM-DDTHH:MM:SSZ";
    case ParameterType::kPattern: return "a regular expression that is not empty; ^$ for an empty operating system";
    case ParameterType::kTagList: return "tags separated by commas";
    case ParameterType::kQql: return "a query that is not empty, like vendor:`Siemens`";
    case ParameterType::kSort: return "JSON like [{\"asset.name\":\"asc\"}]";
  }
  return {};
}

bool one_of(const std::vector<std::string_view>& values, std::string_view value) {
  return std::find(values.begin(), values.end(), value) != values.end();
}

bool every_piece(std::string_view list, bool (*good)(const Parameter&, std::string_view), const Parameter& p) {
  for (const std::string_view piece : split(list, ',')) {
    if (!good(p, trim(piece))) return false;
  }
  return true;
}

std::optional<int64_t> bounded_int(const Parameter& p, std::string_view text) {
  const std::optional<int64_t> n = parse_int(text);
  if (!n || *n < p.least || *n > p.most) return std::nullopt;
  return n;
}

bool good_range(const Parameter& p, std::string_view piece) {
  const size_t hyphen = piece.find('-');
  if (hyphen == std::string_view::npos) return bounded_int(p, piece).has_value();
  const std::optional<int64_t> first = bounded_int(p, trim(piece.substr(0, hyphen)));
  const std::optional<int64_t> last = bounded_int(p, trim(piece.substr(hyphen + 1)));
  return first && last && *first <= *last;
}

// Narrower than what parse_datetime reads: only the two forms that the guide allows as input (api-reference.md 6.6).
bool good_date(std::string_view value) {
  const bool plain = value.size() == 10;
  const bool full = value.size() == 20 && value[10] == 'T' && value.back() == 'Z';
  return (plain || full) && parse_datetime(value).has_value();
}

// [{"asset.name":"asc"}, …]: an array of objects with one member each (api-reference.md 5.2). Any token is taken, since
// the list of known ones is open.
bool good_sort(std::string_view value) {
  if (value.size() > kSortBytesMax) return false;
  const nlohmann::json sort = nlohmann::json::parse(value, nullptr, false);
  if (!sort.is_array() || sort.empty()) return false;
  return std::all_of(sort.begin(), sort.end(), [](const nlohmann::json& each) {
    if (!each.is_object() || each.size() != 1 || each.begin().key().empty()) return false;
    return each.front() == "asc" || each.front() == "desc";
  });
}

bool good_value(const Parameter& p, std::string_view value) {
  switch (p.type) {
    case ParameterType::kFlag: return value == "0" || value == "1";
    case ParameterType::kEnum: return one_of(p.values, value);
    case ParameterType::kEnumList:
      return every_piece(
          value, [](const Parameter& q, std::string_view piece) { return one_of(q.values, piece); }, p);
    case ParameterType::kInt: return bounded_int(p, value).has_value();
    case ParameterType::kRangeList: return every_piece(value, good_range, p);
    case ParameterType::kDate: return good_date(value);
    case ParameterType::kPattern:
    case ParameterType::kQql: return !trim(value).empty();
    case ParameterType::kSort: return good_sort(value);
    case ParameterType::kTagList:
      return every_piece(
          value, [](const Parameter&, std::string_view piece) { return !piece.empty(); }, p);
  }
  return false;
}

std::string allowed_names(const std::vector<Parameter>& catalogue) {
  std::string names;
  for (const Parameter& p : catalogue) {
    if (!names.empty()) names += ", ";
    names += p.name;
  }
  return names;
}

// What a date most often lacks, so that a value copied from the guide's page, whose examples hold a stray blank and
// whose pattern has lost a hyphen (api-reference.md 6.6), explains itself. "" when it is something else.
std::string date_advice(std::string_view value) {
  std::string shown;
  std::string without;
  for (const char c : value) {
    shown += c == ' ' ? "[blank]" : std::string(1, c);
    if (c != ' ') without += c;
  }
  const bool blank = without.size() != value.size();
  if (blank && good_date(without)) return " There is a blank in it: " + shown + ". Without it: " + without + ".";
  if (blank && value.size() == 19 && value[10] == ' ' && parse_datetime(value)) {
    return " There is a blank in it: " + shown + ". As an input: " + std::string(value.substr(0, 10)) + "T" +
           std::string(value.substr(11)) + "Z.";
  }
  if (value.size() < 8) return {};
  const std::string mended = std::string(value.substr(0, 7)) + "-" + std::string(value.substr(7));
  return good_date(mended) ? " A hyphen is missing: " + mended + "." : std::string();
}

std::string only_one_of(const std::vector<Parameter>& catalogue, std::string_view a, std::string_view b) {
  for (const Parameter& p : catalogue) {  // named in the catalogue's order, whichever was asked
    if (p.name == a) break;
    if (p.name == b) {
      std::swap(a, b);
      break;
    }
  }
  return "Please specify only one of these parameters: " + std::string(a) + ", " + std::string(b);
}

std::string needs_text(std::string_view name, std::string_view other) {
  std::string text = std::string(other) + " field missing: " + std::string(name) + " works only together with " +
                     std::string(other) + ".";
  // The guide names this message for the one as for the other (api-reference.md 6.2).
  if (name == "tag_set_exclude") text += " The gateway's own message is: tag_include_selector field missing";
  return text;
}

// What `p`, given as `value`, finds wrong with the others; "" when nothing.
std::string broken_constraint(const std::vector<Parameter>& catalogue, const Parameter& p, std::string_view value,
                              const ParameterValues& values) {
  for (const Constraint& c : p.constraints) {
    const std::string* other = find_value(values, c.other);
    switch (c.kind) {
      case Constraint::Kind::kNotWith:
        if (other) return only_one_of(catalogue, p.name, c.other);
        break;
      case Constraint::Kind::kNeeds:
        if (!other) return needs_text(p.name, c.other);
        break;
      case Constraint::Kind::kNeedsValue:
        if (value != p.fallback.value_or("") && (!other || *other != c.value)) {
          return "parameter " + std::string(p.name) + " needs " + std::string(c.other) + "=" + std::string(c.value) +
                 (other ? ", not " + shorten(*other, 40) + "." : " in the same request.");
        }
        break;
    }
  }
  return {};
}

// Whether a pattern is in its percent-encoded form: escapes, every % begins one, and none of the characters that
// encoding would have replaced.
bool looks_encoded(std::string_view value) {
  bool escapes = false;
  for (size_t i = 0; i < value.size(); ++i) {
    if (std::string_view("^$|\\[]{}?/ \"<>#&=`").find(value[i]) != std::string_view::npos) return false;
    if (value[i] != '%') continue;
    const std::string_view hex = value.substr(i + 1, 2);
    if (hex.size() != 2 || hex.find_first_not_of("0123456789ABCDEFabcdef") != std::string_view::npos) return false;
    escapes = true;
  }
  return escapes;
}

Error invalid(std::string message) { return {"invalid_parameter", std::move(message)}; }

}  // namespace

const Parameter* find_parameter(const std::vector<Parameter>& catalogue, std::string_view name) {
  for (const Parameter& p : catalogue) {
    if (p.name == name) return &p;
  }
  return nullptr;
}

const std::string* find_value(const ParameterValues& values, std::string_view name) {
  for (const auto& [key, value] : values) {
    if (key == name) return &value;
  }
  return nullptr;
}

std::string_view parameter_type_name(ParameterType type) {
  switch (type) {
    case ParameterType::kFlag: return "flag";
    case ParameterType::kEnum: return "enum";
    case ParameterType::kEnumList: return "enumlist";
    case ParameterType::kInt: return "int";
    case ParameterType::kRangeList: return "rangelist";
    case ParameterType::kDate: return "date";
    case ParameterType::kPattern: return "pattern";
    case ParameterType::kTagList: return "taglist";
    case ParameterType::kQql: return "qql";
    case ParameterType::kSort: return "sort";
  }
  return "";
}

Result<void> check_parameter(const Parameter& parameter, std::string_view value) {
  if (good_value(parameter, value)) return {};
  return invalid("parameter " + std::string(parameter.name) + " has invalid value: " + shorten(value, 200) +
                 " (please specify one of the following: " + allowed_text(parameter) + ")" +
                 (parameter.type == ParameterType::kDate ? date_advice(value) : std::string()));
}

Result<void> check_parameters(const std::vector<Parameter>& catalogue, const ParameterValues& values) {
  std::string unknown;
  for (const auto& [name, value] : values) {
    if (find_parameter(catalogue, name)) continue;
    if (!unknown.empty()) unknown += ", ";
    unknown += shorten(name, 100);
  }
  if (!unknown.empty()) {
    const std::string list = find_parameter(catalogue, "action") ? "action=list allows: " : "documented are: ";
    return invalid("Unrecognized parameter(s): " + unknown + " (" + list + allowed_names(catalogue) +
                   "). An undocumented parameter is sent only on request, as `extra`.");
  }
  const std::vector<ParameterProblem> problems = find_problems(catalogue, values);
  if (!problems.empty()) return invalid(problems.front().message);
  return {};
}

std::vector<ParameterProblem> find_problems(const std::vector<Parameter>& catalogue, const ParameterValues& values) {
  std::vector<ParameterProblem> problems;
  std::vector<ParameterProblem> combinations;
  for (const auto& [name, value] : values) {
    const Parameter* p = find_parameter(catalogue, name);
    if (!p) continue;
    if (Result<void> checked = check_parameter(*p, value); !checked) {
      problems.push_back({name, checked.error().message});
      continue;
    }
    std::string broken = broken_constraint(catalogue, *p, value, values);
    if (!broken.empty()) combinations.push_back({name, std::move(broken)});
  }
  problems.insert(problems.end(), combinations.begin(), combinations.end());
  return problems;
}

std::string normalized_value(const Parameter& parameter, std::string_view typed) {
  const std::string_view value = trim(typed);
  if (parameter.type == ParameterType::kPattern && looks_encoded(value)) return percent_decode(value, false);
  return std::string(value);
}

}  // namespace sluice
