// What a run says of itself to people, in sentences that hold the figures: what is here, what it waits for, why there
// is nothing. The same words stand in the message strip, in the manifest and on the command line.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "api/source.h"
#include "base/time.h"
#include "client/event.h"
#include "client/manifest.h"
#include "flow/rate_budget.h"

namespace sluice {

// "1 call", "1,204 calls"
std::string count_text(uint64_t n, std::string_view one, std::string_view many);
// "2,400 assets with 12,090 detections", "100 hosts"
std::string rows_text(const RunStatus& status, const Source& source);
// "2,400 assets from 3 pages are kept.", "Nothing was pulled."
std::string kept_text(const RunStatus& status, const Source& source);
// A zero says why it may be one (field-notes 12).
std::string empty_text(const Source& source);
// How a run has ended; `why` is "" for a complete one.
std::string end_message(const RunStatus& status, const Source& source, std::string_view why);
// Of a complete run that pulled only what had changed.
std::string increment_message(const RunStatus& status, const Source& source, const ManifestBase& base);
// What such a run cannot know, for its manifest.
std::string increment_warning(const ManifestBase& base);
// "at 14:05:10 UTC": the moment `until`, by the wall clock.
std::string at_text(Instant until, Instant now, WallTime wall);
// A run that waits for the rate window, by its own count or the gateway's word.
std::string rate_wait_message(const RateBudget& budget, Instant until, Instant now, WallTime wall);

}  // namespace sluice
