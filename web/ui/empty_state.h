// What stands where rows would be: why there are none and what to do about it.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "ui/controls.h"
#include "ui/request_form.h"
#include "ui/term_counts.h"
#include "ui/widening.h"

namespace sluice::ui {

enum class EmptyChoice { kNone, kSignIn, kRehearse, kPull, kClearFilter };

struct EmptyEvents {
  EmptyChoice choice = EmptyChoice::kNone;
  std::optional<Widening> widen;   // to be applied to the form; nothing is sent by that
};

// Before the first run. `ready`: signed in, so pulling is the next step.
EmptyChoice draw_no_run(Frame& frame, Rect box);
// Rows are there, but the filter leaves none.
EmptyChoice draw_no_match(Frame& frame, Rect box, const TermCounts& counts, uint64_t rows, std::string_view noun);
// The filter cannot be read, and the last one that could leaves none.
EmptyChoice draw_bad_filter(Frame& frame, Rect box, std::string_view problem);
// The run has rows of none: on its way, failed, or the gateway answered with nothing. Then it is told what was asked,
// who asked it, and what could be given up.
EmptyEvents draw_no_rows(Frame& frame, Rect box, std::string_view noun, const RequestForm& form);

}  // namespace sluice::ui
