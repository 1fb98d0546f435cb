// How one value of a filter meets one value of a record (api-reference.md 5.6). Choices where the documents are
// silent:
//
// - Words are runs of letters, digits, '-' and '_'; a dot stays inside a word between two letters or two digits, a
//   comma between two digits; everything else parts words. Bytes past ASCII are letters. Case never matters.
// - Bare words match a text that has any of them as a whole word. "Quoted" text matches when each of its words begins
//   some word of the text. `Exact` text matches the whole text.
// - Against an integer or a float the value must be that number; against a boolean it must say true or false.
// - Dates: `YYYY-MM-DD`, which stands for its whole day, `YYYY-MM-DDTHH:MM:SSZ`, and `now` with steps such as `-90d`
//   (s, m, h, d, w, M, y; months and years by the calendar, the day held within its month). A text that is a date
//   matches a date by time: `>` means after the day, `>=` from its start, `<` before it, `<=` until its end.
// - Comparisons go by time, else by number, else by text without case; never between kinds: a text that is no number
//   is neither below nor above a number.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sim/ot_value.h"

namespace sluice::sim {

// The words of a text, in lower case.
std::vector<std::string> words_of(std::string_view text);

// A decimal number, exact to the millionth.
struct OtNumber {
  int64_t whole = 0;      // rounded down
  int64_t millionths = 0;  // 0..999999 above it
};
// All of `text`; nothing when it is none, is too large, or has more than six digits after the point.
std::optional<OtNumber> read_ot_number(std::string_view text);

// Unix seconds, `to_s` not included.
struct OtSpan {
  int64_t from_s = 0;
  int64_t to_s = 0;
};
// A date of one of the forms above; `now_s` is what `now` means.
std::optional<OtSpan> read_ot_span(std::string_view text, int64_t now_s);
// Whether a text sets out to be date maths ("now-…"), so that what cannot be read is an error and no word.
bool looks_like_date_maths(std::string_view text);

enum class OtQuoting { kBare, kPrefix, kExact };

struct OtOperand {
  OtQuoting quoting = OtQuoting::kBare;
  std::string text;
  std::vector<std::string> words;
  std::optional<OtNumber> number;
  std::optional<OtSpan> span;
};
OtOperand make_ot_operand(OtQuoting quoting, std::string_view text, int64_t now_s);

// `:`; false for an object.
bool ot_matches(const OtValue& value, const OtOperand& operand);
// -1, 0 or 1: the value lies before, at or after the operand; nothing when the two cannot be compared.
std::optional<int> ot_order(const OtValue& value, const OtOperand& operand);
// For sorting: numbers, then booleans, then texts (without case, then by bytes); equal objects.
int ot_order(const OtValue& a, const OtValue& b);

}  // namespace sluice::sim
