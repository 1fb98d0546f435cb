// The stages of decoding one answer, each measured by itself: what a stage does is done between begin() and the last
// run(), so a caller with a clock can time it, natively and in a page.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "base/fuel.h"
#include "base/sha256.h"
#include "decode/decoder.h"
#include "table/asset_store.h"

namespace sluice::bench {

enum class Stage : uint32_t {
  kRows,      // from bytes to committed rows, in the grains in which the page works; the digest is known already
  kAlone,     // the same with the digest, for want of somebody else who computes it
  kHash,      // SHA-256 alone
  kSanitize,  // looking for what is no text
  kSplit,     // and finding the records
  kParse,     // and parsing each
  kCount,
};

std::string_view stage_name(Stage stage);

class StageRun {
 public:
  // Copies the body; none of that belongs to the measured time.
  StageRun(Stage stage, std::string_view body);
  // Does all of it. How many rows were made, or records found.
  uint64_t run();

 private:
  uint64_t make_rows(bool with_digest);
  uint64_t hash() const;
  uint64_t split(bool split, bool parse);

  Stage stage_;
  std::string body_;
  AssetStore store_;
};

}  // namespace sluice::bench
