// How a request that brought nothing could ask for more: each offer drops or changes one filter of the form, as long
// as the form still has what was sent (field-notes.md, 12).
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "api/parameter.h"
#include "ui/request_form.h"

namespace sluice::ui {

struct Widening {
  std::string id;           // "empty.widen.status"
  std::string label;        // "Include De-enrolled and Ready for Re-enrollment"
  std::string said;         // "The request now asks for assets of every status." for the message strip
  std::vector<std::string> drop;   // parameters put back to their default
  ParameterValues set;             // and those set
};

// What was sent, without what the engine adds and without what only shapes the answer.
ParameterValues sent_filters(const Source& source, const ParameterValues& sent);

// What the form could give up, the likeliest cause first.
std::vector<Widening> widenings_of(const RequestForm& form, const ParameterValues& sent);
void apply_widening(RequestForm& form, const Widening& widening);

// Whether the form asks for something else than what was sent.
bool differs(const RequestForm& form, const ParameterValues& sent);

}  // namespace sluice::ui
