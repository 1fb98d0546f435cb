// Reads a manifest that somebody kept, and tells where it is not one or contradicts itself (page-api.md, "Manifest").
// The text may be anything: it is bounded before it is parsed, and each disagreement is a sentence.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "client/row_counter.h"

namespace sluice {

inline constexpr size_t kManifestBytesMax = 64 * 1024 * 1024;
inline constexpr size_t kManifestDepthMax = 16;
inline constexpr size_t kManifestValuesMax = 4 * 1000 * 1000;  // some hundred bytes of memory each
inline constexpr size_t kManifestTextBytesMax = 1024 * 1024;   // of one member
inline constexpr size_t kVerifyProblemsMax = 50;

// Sentences, of which the first kVerifyProblemsMax are kept and the rest counted.
class ProblemList {
 public:
  void add(std::string problem);
  // With a last line that counts those left out.
  std::vector<std::string> all() const;
  bool empty() const { return kept_.empty(); }

 private:
  std::vector<std::string> kept_;
  size_t left_out_ = 0;
};

// "5 more", "1 less"
std::string difference_text(uint64_t found, uint64_t told);

// What the manifest says of its export; none when it tells of no export or cannot be read.
std::optional<ExportClaims> check_manifest(std::string_view json, ProblemList& problems);

}  // namespace sluice
