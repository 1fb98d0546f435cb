// What the head of a journal's entry says of the body behind it: all that the journal's own reader needs to know. The
// head may be any bytes: it is read without building anything, and whatever is not plainly right is a reason to stop.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"

namespace sluice {

inline constexpr size_t kJournalHeadDepthMax = 64;  // of brackets in brackets

struct JournalHead {
  uint64_t bytes = 0;
  std::string sha256;  // lower case; "" when there is no body
};

// One JSON object with `bytes`, a whole number up to kJournalBodyBytesMax, and with `sha256` when there is a body, each
// once. Code bad_checkpoint; the message says what is wrong, as the second half of a sentence.
Result<JournalHead> read_journal_head(std::string_view head);

}  // namespace sluice
