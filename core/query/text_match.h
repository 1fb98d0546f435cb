// How one text is held against another: found within it, word by word, spelled another way, before or after it in
// order. Everything here compares bytes and folds the case of ASCII letters only, so that an answer never depends on a
// locale; bytes from 0x80 on count as letters. Nothing here fails.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace sluice {

// Looks for one needle in many texts, without case, in less than one step a byte (Horspool's method).
class SubstringSearch {
 public:
  explicit SubstringSearch(std::string_view needle);

  // An empty needle is found in every text.
  bool found_in(std::string_view text) const;

 private:
  std::string needle_;  // lower case
  std::array<uint8_t, 256> skip_{};
};

// The words that a text is split into (api-reference.md 5.6): letters, digits, `_` and `-` hold together, so an id with
// dashes is one word; a dot stays within a word between letters, a dot or a comma between digits, and splits it
// elsewhere. Takes the next word at or after `offset` and moves past it; false when there is none.
bool next_word(std::string_view text, size_t& offset, std::string_view& word);

std::vector<std::string> words_of(std::string_view text);

// True when each of `words` begins some word of `text`, without case.
bool words_begin_in(const std::vector<std::string>& words, std::string_view text);

// Below, at or above zero. By bytes without case, then with case: the order of sorted text columns.
int compare_text(std::string_view a, std::string_view b);

// Without case, and runs of digits by their value, so that "9.1" comes before "14.5": the order of `os_version>=14.5`.
int compare_naturally(std::string_view a, std::string_view b);

// Lower case without `-`, `_` and blanks, so that "Re-Opened" and "Reopened" are one value (field-notes.md).
std::string fold_enum(std::string_view text);

// The candidate that `text` was most likely meant to be, or "" when none is near (a third of its letters wrong at
// most).
std::string nearest_name(std::string_view text, const std::vector<std::string>& candidates);

}  // namespace sluice
