// The `filter` of the OT lists: QQL (api-reference.md 5.6), read into a tree and asked about records. How single values
// meet stands in ot_match.h. Choices where the documents are silent:
//
// - Tokens are dotted names, compared without case, and no closed list: a token leads along the fields of the record
//   after the list's own prefix ("asset." of hosts, "vulnerabilities." of detections), and one that leads nowhere is a
//   field without a value, as on a record that lacks it. So it matches nothing but `is null`, `not` and `!=`.
// - Of several values (lists, lists of objects) one that fits is enough; null and empty lists are no value.
// - `token != value` is `not token : value`. `<`, `>`, `<=` and `>=` take one value; `[…]` goes with `:` and `!=`.
// - `and` and `or` end a bare value, in any case; `not` stands before a term. NOT binds before AND before OR. Two terms
//   without a word between them are an error.
// - A range takes in both ends. An empty list, empty quotes and a comparison after a colon are errors.
// - Parentheses and NOT open a level each; more than kOtLevelsMax of them are an error.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "sim/ot_match.h"
#include "sim/ot_value.h"

namespace sluice::sim {

inline constexpr size_t kOtLevelsMax = 1000;
inline constexpr size_t kOtFilterBytesMax = 64 * 1024;

enum class OtList { kHosts, kDetections, kProjectFiles };

// A token as a path into the records of a list: without the list's prefix.
std::string_view ot_path(OtList list, std::string_view token);

class OtFilter {
 public:
  // Null when the text is no QQL; `problem` then says why, in words of ours. Blank text matches every record.
  static std::unique_ptr<OtFilter> read(std::string_view text, OtList list, int64_t now_s, std::string& problem);

  bool matches(const OtValue& record) const;

  // One step of the query in postfix order, for its reader: terms push whether they hold, the others combine what was
  // pushed. There is no tree, so that no nesting, however deep, meets the end of a stack.
  enum class Kind { kAnd, kOr, kNot, kIsNull, kAnyOf, kRange, kBelow, kAtMost, kAbove, kAtLeast };
  struct Step {
    Kind kind = Kind::kAnyOf;
    std::string path;  // of the terms
    std::vector<OtOperand> operands;
  };

 private:
  explicit OtFilter(std::vector<Step> steps) : steps_(std::move(steps)) {}

  std::vector<Step> steps_;  // none: every record matches
};

}  // namespace sluice::sim
