// What is needed of strings, for bytes and ASCII only: nothing here depends on a locale.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace sluice {

bool is_space(char c);  // blank, tab, CR, LF
bool is_digit(char c);
char lower(char c);
std::string to_lower(std::string_view text);
std::string to_upper(std::string_view text);

// Without the white space at both ends; a view into `text`.
std::string_view trim(std::string_view text);
bool equals_ignoring_case(std::string_view a, std::string_view b);
// Where `needle` first stands in `text`, compared without case; npos if nowhere. An empty needle is found at 0.
size_t find_ignoring_case(std::string_view text, std::string_view needle);
bool starts_with_ignoring_case(std::string_view text, std::string_view prefix);

// Pieces between separators, empty ones included; "" gives one empty piece.
std::vector<std::string_view> split(std::string_view text, char separator);
std::string join(const std::vector<std::string>& pieces, std::string_view separator);
std::string replace_all(std::string_view text, std::string_view from, std::string_view to);

// The first `bytes_max` bytes, cut back to a whole UTF-8 character, with "…" when something was left out.
std::string shorten(std::string_view text, size_t bytes_max);

// Appends one code point as UTF-8; a surrogate or a value past U+10FFFF becomes U+FFFD.
void append_utf8(std::string& out, uint32_t code_point);
// Decodes the character at `offset` and moves past it; a malformed one yields U+FFFD and moves by one byte.
uint32_t next_utf8(std::string_view text, size_t& offset);

// `"` + text with JSON escapes + `"`; bytes that are not UTF-8 become U+FFFD, so the result always parses.
void append_json_string(std::string& out, std::string_view text);

}  // namespace sluice
