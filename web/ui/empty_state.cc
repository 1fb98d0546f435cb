#include "ui/empty_state.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "base/number.h"
#include "ui/cell_format.h"

namespace sluice::ui {
namespace {

// How the engine's message of a failed run begins (client/pull_job).
constexpr std::string_view kFailedPrefix = "Failed: ";

constexpr float kColumnWidth = 440;

// A column of text in the middle of the box; y goes down as things are drawn.
struct Page {
  Frame& frame;
  float x;
  float width;
  float y;

  void heading(std::string_view text) {
    y += draw_wrapped(frame, Face::kHeading, ImVec2(x, y), width, frame.palette.text, text) + kGap2;
  }
  void text(std::string_view text, Colour colour) {
    y += draw_wrapped(frame, Face::kText, ImVec2(x, y), width, colour, text) + kGap2;
  }
  void muted(std::string_view words) { text(words, frame.palette.muted); }
  void fact(std::string_view left, std::string_view right, Face face = Face::kMono) {
    const float right_w = std::min(text_width(frame, Face::kText, right) + 2, width * 0.7f);
    const Rect row{x, y, width, kRowHeight};
    draw_text_in(frame, face, Rect{row.x, row.y, row.w - right_w - kGap3, row.h}, frame.palette.text, left);
    draw_text_in(frame, Face::kText, Rect{row.x + row.w - right_w, row.y, right_w, row.h}, frame.palette.muted, right,
                 Align::kRight);
    hline(row.x, row.x + row.w, row.y + row.h - 1, faded(frame.palette.line, 0.6f));
    y += kRowHeight;
  }
};

Page page_in(Frame& frame, Rect box, float height) {
  const float width = std::min(kColumnWidth, box.w - 2 * kGap4);
  const float top = box.y + std::max(kGap5, (box.h - height) * 0.36f);
  return Page{frame, std::floor(box.x + (box.w - width) / 2), width, std::floor(top)};
}

struct Offer {
  Button button;
  EmptyChoice choice;
};

// Buttons one after the other, in as many lines as they need.
struct Buttons {
  Page& page;
  float x;

  explicit Buttons(Page& where) : page(where), x(where.x) { page.y += kGap2; }
  bool draw(const Button& button) {
    const float width = std::min(button_width(page.frame, button), page.width);
    if (x > page.x && x + width > page.x + page.width) {
      x = page.x;
      page.y += kControlHeight + kGap2;
    }
    const bool pressed = draw_button(page.frame, button, Rect{x, page.y, width, kControlHeight});
    x += width + kGap2;
    return pressed;
  }
  void finish() { page.y += kControlHeight; }
};

EmptyChoice draw_offers(Page& page, const std::vector<Offer>& offers) {
  EmptyChoice chosen = EmptyChoice::kNone;
  Buttons buttons(page);
  for (const Offer& offer : offers) {
    if (buttons.draw(offer.button)) chosen = offer.choice;
  }
  buttons.finish();
  return chosen;
}

Button offer_button(const char* id, std::string_view label, ButtonKind kind = ButtonKind::kPlain) {
  Button button{id, label};
  button.kind = kind;
  return button;
}

EmptyChoice draw_failed(Frame& frame, Rect box) {
  Page page = page_in(frame, box, 160);
  page.heading("The run failed before the first page");
  std::string_view why = frame.shown.run.message;
  // The heading says it already.
  if (why.substr(0, kFailedPrefix.size()) == kFailedPrefix) why.remove_prefix(kFailedPrefix.size());
  page.text(why.empty() ? "The Requests tab shows what was asked and answered." : why, frame.palette.text);
  page.muted("The Requests tab lists every call with its answer.");
  return draw_offers(page, {{offer_button("empty.pull", "Pull again", ButtonKind::kPrimary), EmptyChoice::kPull}});
}

}  // namespace

EmptyChoice draw_no_run(Frame& frame, Rect box) {
  const bool ready = frame.model.session.state == SessionState::kSignedIn ||
                     frame.model.session.state == SessionState::kRenewing;
  Page page = page_in(frame, box, 200);
  if (ready) {
    const Source& source = *frame.shown.source;
    const bool mobile = source.api == Api::kMobile;
    page.heading(mobile ? std::string("Signed in. Nothing has been pulled yet")
                        : "No " + std::string(source.title) + " have been pulled yet");
    page.muted(mobile ? "Choose in the request form which assets and detections to ask for, or take the defaults: all "
                        "Enrolled assets with their detections."
                      : "Ask for a part of them with a filter in the request form, or take them all. What was pulled "
                        "from other sources stays.");
    const std::string label = "Pull " + std::string(source.many);
    return draw_offers(page, {{offer_button("empty.pull", label, ButtonKind::kPrimary), EmptyChoice::kPull}});
  }
  if (frame.model.session.state == SessionState::kSigningIn) {
    page.heading("Signing in …");
    page.muted("The gateway has been asked for a token.");
    return EmptyChoice::kNone;
  }
  page.heading("Not signed in");
  page.muted("Sign in to a Qualys gateway to pull its mobile and OT assets with their detections. Or rehearse: a simulated gateway "
             "inside this page answers with invented assets, and no request leaves the browser.");
  return draw_offers(page,
                     {{offer_button("empty.sign_in", "Sign in", ButtonKind::kPrimary), EmptyChoice::kSignIn},
                      {offer_button("empty.rehearse", "Rehearse with invented assets"), EmptyChoice::kRehearse}});
}

EmptyChoice draw_no_match(Frame& frame, Rect box, const TermCounts& counts, uint64_t rows, std::string_view noun) {
  const auto& terms = counts.terms();
  Page page = page_in(frame, box, 160 + static_cast<float>(terms.size()) * kRowHeight);
  const std::string all = with_thousands(static_cast<int64_t>(rows)) + " " + std::string(noun);
  page.heading("No row matches the filter");
  if (terms.size() > 1 && counts.done()) {
    const auto least = std::min_element(terms.begin(), terms.end(),
                                        [](const auto& a, const auto& b) { return a.rows < b.rows; });
    page.muted(least->rows == 0 ? "One part alone leaves nothing of " + all + ":"
                                : "Each part alone leaves some of " + all + ", together they leave none:");
    for (const TermCounts::Term& term : terms) {
      page.fact(term.text, "keeps " + with_thousands(static_cast<int64_t>(term.rows)));
    }
    page.y += kGap2;
  } else {
    page.muted("None of " + all + " is left.");
  }
  return draw_offers(page, {{offer_button("empty.clear_filter", "Clear the filter"), EmptyChoice::kClearFilter}});
}

EmptyChoice draw_bad_filter(Frame& frame, Rect box, std::string_view problem) {
  Page page = page_in(frame, box, 120);
  page.heading("The filter cannot be read");
  page.muted(problem);
  return draw_offers(page, {{offer_button("empty.clear_filter", "Clear the filter"), EmptyChoice::kClearFilter}});
}

namespace {

std::string scope_text(const Model& model) {
  const std::string who = model.session.subject.empty() ? "Your user" : "The user " + model.session.subject;
  return who + " sees only what lies in its scope: others may see more.";
}

// Why there may be nothing, in the words of what was asked.
void draw_reasons(Page& page, const RequestForm& form, const ParameterValues& filters) {
  const bool mobile = form.source().api == Api::kMobile;
  page.muted(filters.empty() ? "No filter was sent." : "These filters were sent:");
  for (const auto& [name, value] : filters) page.fact(name, value);
  const bool status = std::any_of(filters.begin(), filters.end(), [](const auto& f) { return f.first == "status"; });
  if (mobile && !status) page.fact("status", "Enrolled only, by default");
  page.y += kGap2;
  page.muted(scope_text(page.frame.model));
}

EmptyEvents draw_nothing(Frame& frame, Rect box, std::string_view noun, const RequestForm& form) {
  const SourceView& shown = frame.shown;
  const ParameterValues sent = shown.manifest != nullptr ? shown.manifest->parameters : ParameterValues();
  const ParameterValues filters = sent_filters(*shown.source, sent);
  const std::vector<Widening> widenings = widenings_of(form, sent);
  Page page = page_in(frame, box, 260 + static_cast<float>(filters.size() + widenings.size()) * kRowHeight);
  const bool none_at_all = rows_of(shown.run, *shown.source) == 0;
  page.heading(none_at_all ? "The gateway answered with no " + std::string(shown.source->many)
                           : "The " + std::string(shown.source->many) + " came without " + std::string(noun));
  if (!none_at_all) page.muted("Severity, QID and date filters also leave out detections.");
  draw_reasons(page, form, filters);
  EmptyEvents events;
  Buttons buttons(page);
  for (const Widening& widening : widenings) {
    if (buttons.draw(offer_button(widening.id.c_str(), widening.label))) events.widen = widening;
  }
  const bool changed = differs(form, sent);
  if (!widenings.empty()) {
    buttons.x = page.x;
    page.y += kControlHeight + kGap2;
  }
  if (changed) {
    page.muted("The request form now differs from what was sent.");
  }
  const bool ready = frame.model.session.state == SessionState::kSignedIn && !run_is_active(frame.model.run.state);
  Button again = offer_button("empty.pull", "Pull again", changed ? ButtonKind::kPrimary : ButtonKind::kPlain);
  again.enabled = ready;
  if (buttons.draw(again)) events.choice = EmptyChoice::kPull;
  buttons.finish();
  return events;
}

}  // namespace

EmptyEvents draw_no_rows(Frame& frame, Rect box, std::string_view noun, const RequestForm& form) {
  const RunStatus& run = frame.shown.run;
  EmptyEvents events;
  if (run_is_active(run.state)) {
    Page page = page_in(frame, box, 80);
    page.heading(run.pages == 0 ? "The first page is on its way" : "No " + std::string(noun) + " so far");
    page.muted(count_text(run.pages, "page", "pages") + " read, " + human_bytes(run.bytes) +
               ". Rows appear as pages arrive.");
    return events;
  }
  if (run.state == RunState::kFailed) {
    events.choice = draw_failed(frame, box);
    return events;
  }
  return draw_nothing(frame, box, noun, form);
}

}  // namespace sluice::ui
