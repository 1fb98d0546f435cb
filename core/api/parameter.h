// One documented query parameter: what it is called, what it takes, what it does. The catalogues of parameters drive
// the local check before anything is sent, the request rail and `parameters()` of the page.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"

namespace sluice {

enum class ParameterType {
  kFlag,        // 0 | 1
  kEnum,        // one of `values`
  kEnumList,    // comma-separated `values`
  kInt,         // least..most
  kRangeList,   // "190-400,512": positive integers within least..most
  kDate,        // YYYY-MM-DD or YYYY-MM-DDTHH:MM:SSZ
  kPattern,     // PCRE, not empty
  kTagList,     // comma-separated ids or names
  kQql,         // filter text of the OT API (api-reference.md 5.6): not empty; its syntax is the gateway's to judge
  kSort,        // JSON text [{"<token>":"asc"|"desc"}, …]; `values` are the known tokens, others may exist
};
std::string_view parameter_type_name(ParameterType type);  // "flag" "enum" "enumlist" "int" "rangelist" …

// What a parameter demands of others. Its own absence demands nothing; its own default demands no value of another
// (kNeedsValue), since it changes nothing.
struct Constraint {
  enum class Kind {
    kNotWith,     // `other` must be absent
    kNeeds,       // `other` must be there
    kNeedsValue,  // `other` must be `value`
  };
  Kind kind = Kind::kNotWith;
  std::string_view other;
  std::string_view value;
};

struct Parameter {
  std::string_view name;
  ParameterType type = ParameterType::kFlag;
  std::vector<std::string_view> values;        // in the order in which the gateway lists them
  std::optional<std::string_view> fallback;    // what the gateway takes when it is absent
  std::string_view group;                      // "general" "detection" "asset" "qid" "tags" "timestamps"; OT: "query"
  std::string_view label;                      // for the form: "Show results"
  std::string_view doc;                        // one or two sentences of ours
  int64_t least = 0;
  int64_t most = 0;
  bool ours = false;  // set by the engine (action, id_min), not offered in the form
  std::vector<Constraint> constraints;
};

using ParameterValues = std::vector<std::pair<std::string, std::string>>;  // name, text; in the user's order

// The parameter of exactly that name, the value given under it; null where there is none.
const Parameter* find_parameter(const std::vector<Parameter>& catalogue, std::string_view name);
const std::string* find_value(const ParameterValues& values, std::string_view name);

// Checks one value, in the gateway's own words (api-reference.md 6.5). Error code: invalid_parameter.
Result<void> check_parameter(const Parameter& parameter, std::string_view value);
// Checks names, values and combinations against a catalogue; the first problem.
Result<void> check_parameters(const std::vector<Parameter>& catalogue, const ParameterValues& values);

// Every problem of values and combinations, for a form that marks fields as they are typed; names that are not in the
// catalogue are passed over.
struct ParameterProblem {
  std::string name;     // the field to mark
  std::string message;  // in the gateway's words
};
std::vector<ParameterProblem> find_problems(const std::vector<Parameter>& catalogue, const ParameterValues& values);

// The value as it is meant: without blanks around it; an os_pattern that was pasted in its encoded form ("%5E%24") is
// decoded, since every value is encoded once when it is sent (api-reference.md 6.2).
std::string normalized_value(const Parameter& parameter, std::string_view typed);

}  // namespace sluice
