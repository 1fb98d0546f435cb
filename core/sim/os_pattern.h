// One `os_pattern` (api-reference.md 6.2): a regular expression as PCRE has it, matched anywhere in an asset's OS text.
// A pattern comes from outside, so compiling and matching are bounded; past a bound the pattern counts as invalid.
#pragma once

#include <memory>
#include <string_view>

namespace sluice::sim {

inline constexpr size_t kOsPatternBytesMax = 1000;

class OsPattern {
 public:
  // Null when the text is no regular expression, or too long or too deeply nested.
  static std::unique_ptr<OsPattern> compile(std::string_view text);
  ~OsPattern();

  enum class Outcome { kMatch, kNoMatch, kTooCostly };
  Outcome match(std::string_view os) const;

 private:
  struct Impl;
  explicit OsPattern(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace sluice::sim
