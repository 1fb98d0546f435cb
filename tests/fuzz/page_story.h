// What a decoder made of one answer, as text: everything that a reader could tell apart, so that two ways of running it
// can be compared. Also runs a decoder to its end, commits or rolls back as the client does, and looks at what must
// hold of any page: it ends within a bounded number of turns, its rows are all there or none is.
#pragma once

#include <cstddef>
#include <string>

#include "decode/decoder.h"
#include "table/store.h"

namespace sluice::fuzz {

// Low enough for inputs of a few hundred bytes.
DecodeLimits low_decode_limits();

// Runs `decoder`, which writes to `store`, on grains of that size. `body_bytes` bound the turns; `wrong` is set when
// the outcome cannot be believed.
std::string page_story(Decoder& decoder, Store& store, size_t body_bytes, size_t grain, std::string& wrong);

}  // namespace sluice::fuzz
