// How the simulated gateway reads what is on the wire and writes it again: request targets, query strings and forms,
// numbers, dates, base64url, XML text. Its own code throughout: nothing here is shared with the client's reading of the
// same things, so that a mistake on one side shows. Reading never fails hard: what cannot be read comes back empty or
// marked as unsound, and the caller words the complaint.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sluice::sim {

// More fields than this in one query or form are not looked at.
inline constexpr size_t kFieldsMax = 1000;

struct Field {
  std::string name;
  std::string value;
  bool sound = true;  // false: a stray '%' or broken UTF-8; `value` then holds the text as it came
};

// "/sem/v1/assetList?action=list" taken apart at the first '?'; a fragment is dropped.
struct Target {
  std::string_view path;
  std::string_view query;
};
Target read_target(std::string_view target);

// `a=1&b=x+y%21`, decoded, '+' as a blank. Of a repeated name the last value counts (api-reference.md 2), at the place
// of the first. Empty pieces ("&&") are skipped.
std::vector<Field> read_fields(std::string_view text);
const Field* find_field(const std::vector<Field>& fields, std::string_view name);

// Every byte but A-Z a-z 0-9 - . _ ~ , : as %XX.
std::string escape_for_query(std::string_view text);

// Digits only, at most 18 of them.
std::optional<int64_t> read_whole_number(std::string_view text);
// Pieces between commas, without the blanks around them; an empty text gives one empty piece.
std::vector<std::string_view> read_list(std::string_view text);

// `YYYY-MM-DD` or `YYYY-MM-DDTHH:MM:SSZ` (api-reference.md 6.6) as unix seconds; only moments that exist.
std::optional<int64_t> read_moment(std::string_view text);
// "2021-04-28 12:01:06", the form of LAST_SEEN and of the detection times.
std::string moment_text(int64_t unix_s);
// "2021-10-18T07:58:11.268Z", the form of RESPONSE/DATETIME.
std::string moment_text_millis(int64_t unix_ms);

// base64url without padding (RFC 4648 5).
std::string base64url(std::string_view bytes);

bool is_utf8(std::string_view text);
// Appends `text` with & < > " escaped. What XML 1.0 forbids (control characters, broken UTF-8) becomes U+FFFD.
void append_xml_text(std::string& out, std::string_view text);
// Appends `text` as CDATA; a "]]>" inside is split over two sections, so that a reader gives back the same text.
void append_cdata(std::string& out, std::string_view text);

}  // namespace sluice::sim
