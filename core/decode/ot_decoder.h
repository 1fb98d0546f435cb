// An answer of the OT API, from bytes to rows (api-reference.md 5.3 to 5.5): an object with a list in it, or a bare
// list; one record at a time, by fuel. Judged by content, as the Mobile answers are: an `_error` object with status 200
// is an error document, HTML is a proxy's page.
#pragma once

#include <memory>
#include <string>

#include "decode/decoder.h"
#include "decode/ot_record.h"
#include "table/record_store.h"

namespace sluice {

// `store` must outlive the decoder. Records are counted as `assets` of the outcome, whatever they are.
std::unique_ptr<Decoder> make_ot_decoder(std::string body, RecordStore& store, RecordRules rules,
                                         DecodeLimits limits = {});

}  // namespace sluice
