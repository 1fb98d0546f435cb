#include "query/text_match.h"

#include <algorithm>
#include <cstring>

#include "base/text.h"

namespace sluice {
namespace {

constexpr size_t kBlock = 8;  // equal beginnings are skipped in steps of so many bytes

constexpr size_t kNameBytesMax = 64;  // longer names are not guessed at

uint8_t byte_of(char c) { return static_cast<uint8_t>(c); }

bool is_letter(char c) { return (lower(c) >= 'a' && lower(c) <= 'z') || byte_of(c) >= 0x80; }

bool is_word_byte(char c) { return is_letter(c) || is_digit(c) || c == '_' || c == '-'; }

// A dot or a comma that does not end the word it stands in.
bool joins(std::string_view text, size_t at) {
  if (at == 0 || at + 1 >= text.size()) return false;
  const char before = text[at - 1];
  const char after = text[at + 1];
  if (text[at] == '.') return (is_letter(before) && is_letter(after)) || (is_digit(before) && is_digit(after));
  return text[at] == ',' && is_digit(before) && is_digit(after);
}

bool only_dashes(std::string_view word) { return word.find_first_not_of("-_") == std::string_view::npos; }

int sign_of(size_t a, size_t b) { return a < b ? -1 : a > b ? 1 : 0; }

std::string_view take_digits(std::string_view text, size_t& at) {
  const size_t begin = at;
  while (at < text.size() && is_digit(text[at])) ++at;
  return text.substr(begin, at - begin);
}

std::string_view without_leading_zeros(std::string_view digits) {
  while (digits.size() > 1 && digits.front() == '0') digits.remove_prefix(1);
  return digits;
}

int compare_digits(std::string_view a, std::string_view b) {
  a = without_leading_zeros(a);
  b = without_leading_zeros(b);
  if (a.size() != b.size()) return sign_of(a.size(), b.size());
  return a.compare(b);
}

// How many letters must be inserted, removed, replaced or swapped with their neighbour to make one from the other.
size_t edits_between(std::string_view a, std::string_view b) {
  std::vector<size_t> before_last(b.size() + 1);
  std::vector<size_t> last(b.size() + 1);
  std::vector<size_t> row(b.size() + 1);
  for (size_t j = 0; j <= b.size(); ++j) row[j] = j;
  for (size_t i = 1; i <= a.size(); ++i) {
    std::swap(before_last, last);
    std::swap(last, row);
    row[0] = i;
    for (size_t j = 1; j <= b.size(); ++j) {
      const size_t replaced = last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
      row[j] = std::min({replaced, last[j] + 1, row[j - 1] + 1});
      const bool swapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
      if (swapped) row[j] = std::min(row[j], before_last[j - 2] + 1);
    }
  }
  return row[b.size()];
}

}  // namespace

SubstringSearch::SubstringSearch(std::string_view needle) : needle_(to_lower(needle)) {
  const size_t farthest = std::min<size_t>(std::max<size_t>(needle_.size(), 1), 255);
  skip_.fill(static_cast<uint8_t>(farthest));
  for (size_t i = 0; i + 1 < needle_.size(); ++i) {
    const uint8_t skip = static_cast<uint8_t>(std::min<size_t>(needle_.size() - 1 - i, 255));
    skip_[byte_of(needle_[i])] = skip;
    skip_[byte_of(to_upper(needle_.substr(i, 1))[0])] = skip;
  }
}

bool SubstringSearch::found_in(std::string_view text) const {
  if (needle_.empty()) return true;
  const size_t last = needle_.size() - 1;
  for (size_t end = last; end < text.size(); end += skip_[byte_of(text[end])]) {
    size_t matched = 0;
    while (matched <= last && lower(text[end - matched]) == needle_[last - matched]) ++matched;
    if (matched > last) return true;
  }
  return false;
}

bool next_word(std::string_view text, size_t& offset, std::string_view& word) {
  while (offset < text.size()) {
    while (offset < text.size() && !is_word_byte(text[offset])) ++offset;
    const size_t begin = offset;
    while (offset < text.size() && (is_word_byte(text[offset]) || joins(text, offset))) ++offset;
    word = text.substr(begin, offset - begin);
    if (!word.empty() && !only_dashes(word)) return true;
  }
  return false;
}

std::vector<std::string> words_of(std::string_view text) {
  std::vector<std::string> words;
  std::string_view word;
  for (size_t offset = 0; next_word(text, offset, word);) words.emplace_back(word);
  return words;
}

bool words_begin_in(const std::vector<std::string>& words, std::string_view text) {
  for (const std::string& wanted : words) {
    bool found = false;
    std::string_view word;
    for (size_t offset = 0; !found && next_word(text, offset, word);) found = starts_with_ignoring_case(word, wanted);
    if (!found) return false;
  }
  return true;
}

int compare_text(std::string_view a, std::string_view b) {
  const size_t common = std::min(a.size(), b.size());
  for (size_t i = 0; i < common; ++i) {
    while (common - i >= kBlock && std::memcmp(a.data() + i, b.data() + i, kBlock) == 0) i += kBlock;
    if (i == common) break;
    const uint8_t x = byte_of(lower(a[i]));
    const uint8_t y = byte_of(lower(b[i]));
    if (x != y) return x < y ? -1 : 1;
  }
  if (a.size() != b.size()) return sign_of(a.size(), b.size());
  return a.compare(b);
}

int compare_naturally(std::string_view a, std::string_view b) {
  size_t i = 0;
  size_t j = 0;
  while (i < a.size() && j < b.size()) {
    if (is_digit(a[i]) && is_digit(b[j])) {
      const int order = compare_digits(take_digits(a, i), take_digits(b, j));
      if (order != 0) return order;
      continue;
    }
    const uint8_t x = byte_of(lower(a[i++]));
    const uint8_t y = byte_of(lower(b[j++]));
    if (x != y) return x < y ? -1 : 1;
  }
  return sign_of(a.size() - i, b.size() - j);
}

std::string fold_enum(std::string_view text) {
  std::string folded;
  for (const char c : text) {
    if (c != '-' && c != '_' && c != ' ') folded.push_back(lower(c));
  }
  return folded;
}

std::string nearest_name(std::string_view text, const std::vector<std::string>& candidates) {
  std::string nearest;
  if (text.size() > kNameBytesMax) return nearest;
  const std::string wanted = to_lower(text);
  size_t fewest = std::max<size_t>(1, wanted.size() / 3) + 1;
  for (const std::string& candidate : candidates) {
    if (candidate.size() > kNameBytesMax) continue;
    const std::string name = to_lower(candidate);
    const size_t dot = name.rfind('.');
    size_t edits = edits_between(wanted, name);
    if (dot != std::string::npos) edits = std::min(edits, edits_between(wanted, name.substr(dot + 1)));
    if (edits >= fewest) continue;
    fewest = edits;
    nearest = candidate;
  }
  return nearest;
}

}  // namespace sluice
