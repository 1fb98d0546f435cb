// A pasted command line taken apart into words, as a POSIX shell would: quotes, backslashes, continued lines. Kinder
// than a shell, because what people paste comes from documents: a bare line break is a blank, the continuation marks of
// other shells (^ and `) before one are too, typographic quotes stand for plain ones when there are no plain ones, and
// a quote that is never closed runs to the end. Nothing is expanded: $TOKEN stays $TOKEN. Used by recipe.cc alone.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace sluice {

inline constexpr size_t kShellWordsMax = 10000;  // further ones are left out

struct ShellWords {
  std::vector<std::string> words;
  bool unclosed = false;  // a quote was opened and never closed
};

// Ends at a pipe or a semicolon that stands alone: what comes after is another command.
ShellWords split_shell_words(std::string_view text);

}  // namespace sluice
