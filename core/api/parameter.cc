#include "api/parameter.h"

#include <algorithm>

#include "base/date.h"
#include "base/number.h"
#include "base/text.h"

namespace sluice {
namespace {

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
    case ParameterType::kQql:
    case ParameterType::kSort: return !value.empty();
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

}  // namespace

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
  return Error{"invalid_parameter", "parameter " + std::string(parameter.name) + " has invalid value: " +
                                        shorten(value, 200) + " (please specify one of the following: " +
                                        allowed_text(parameter) + ")"};
}

Result<void> check_parameters(const std::vector<Parameter>& catalogue, const ParameterValues& values) {
  std::string unknown;
  for (const auto& [name, value] : values) {
    const std::string_view wanted = name;
    const bool known =
        std::any_of(catalogue.begin(), catalogue.end(), [wanted](const Parameter& p) { return p.name == wanted; });
    if (known) continue;
    if (!unknown.empty()) unknown += ", ";
    unknown += shorten(name, 100);
  }
  if (!unknown.empty()) {
    return Error{"invalid_parameter", "Unrecognized parameter(s): " + unknown + " (action=list allows: " +
                                          allowed_names(catalogue) + ")"};
  }
  for (const auto& [name, value] : values) {
    for (const Parameter& p : catalogue) {
      if (p.name != name) continue;
      if (Result<void> checked = check_parameter(p, value); !checked) return checked;
    }
  }
  return {};
}

}  // namespace sluice
