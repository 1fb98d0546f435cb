// A second model of the OT lists' filter and sort, as plain as can be (api-reference.md 5.6): random query trees that
// can be written as text, and an evaluator that walks each record slowly. It shares nothing with core/sim but the
// inventory's structs: reading text is left to the gateway, since here the tree is there first.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/random.h"
#include "sim/ot_dataset.h"

namespace sluice::sim {

struct NaiveValue {
  enum class Quotes { kNone, kDouble, kBacktick };
  Quotes quotes = Quotes::kNone;
  std::string text;
};

struct NaiveQuery {
  enum class Op { kAnd, kOr, kNot, kIs, kAnyOf, kRange, kNotEqual, kNull, kNotNull, kAbove, kAtLeast, kBelow, kAtMost };
  Op op = Op::kAnd;
  std::vector<NaiveQuery> parts;  // of kAnd, kOr, kNot
  std::string token;              // as it is written
  std::string path;               // what it means
  std::vector<NaiveValue> values;

  std::string text(Random& random) const;  // with random blanks, letter case and superfluous parentheses
};

struct NaiveSort {
  std::string token;
  std::string path;
  bool descending = false;
};

// Terms about the fields of `rows`, with values taken from them as often as not. `prefix` is the tokens' ("asset.").
NaiveQuery random_query(Random& random, const std::vector<OtRow>& rows, const std::string& prefix, int depth);
std::vector<NaiveSort> random_sort(Random& random, const std::vector<OtRow>& rows, const std::string& prefix);

bool naive_holds(const NaiveQuery& query, const OtValue& record, int64_t now_s);
// Stable, by insertion.
std::vector<const OtValue*> naive_sorted(std::vector<const OtValue*> records, const std::vector<NaiveSort>& sort);

}  // namespace sluice::sim
