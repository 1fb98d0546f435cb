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
    const float right_w = text_width(frame, Face::kText, right) + 2;
    const Rect row{x, y, width, kRowHeight};
    draw_text_in(frame, face, Rect{row.x, row.y, row.w - right_w - kGap3, row.h}, frame.palette.text, left);
    draw_text_in(frame, Face::kText, Rect{row.x + row.w - right_w, row.y, right_w, row.h}, frame.palette.muted, right);
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

EmptyChoice draw_offers(Page& page, const std::vector<Offer>& offers) {
  EmptyChoice chosen = EmptyChoice::kNone;
  float x = page.x;
  page.y += kGap2;
  for (const Offer& offer : offers) {
    const float width = std::min(button_width(page.frame, offer.button), page.width);
    if (x > page.x && x + width > page.x + page.width) {
      x = page.x;
      page.y += kControlHeight + kGap2;
    }
    if (draw_button(page.frame, offer.button, Rect{x, page.y, width, kControlHeight})) chosen = offer.choice;
    x += width + kGap2;
  }
  page.y += kControlHeight;
  return chosen;
}

Button offer_button(const char* id, std::string_view label, ButtonKind kind = ButtonKind::kPlain) {
  Button button{id, label};
  button.kind = kind;
  return button;
}

bool sent_status(const ParameterValues& sent) {
  return std::any_of(sent.begin(), sent.end(), [](const auto& pair) { return pair.first == "status"; });
}

EmptyChoice draw_failed(Frame& frame, Rect box) {
  Page page = page_in(frame, box, 160);
  page.heading("The run failed before the first page");
  std::string_view why = frame.model.run.message;
  // The heading says it already.
  if (why.substr(0, kFailedPrefix.size()) == kFailedPrefix) why.remove_prefix(kFailedPrefix.size());
  page.text(why.empty() ? "The Requests tab shows what was asked and answered." : why, frame.palette.text);
  page.muted("The Requests tab lists every call with its answer.");
  return draw_offers(page,
                     {{offer_button("empty.pull", "Pull assets again", ButtonKind::kPrimary), EmptyChoice::kPull}});
}

}  // namespace

EmptyChoice draw_no_run(Frame& frame, Rect box) {
  const bool ready = frame.model.session.state == SessionState::kSignedIn ||
                     frame.model.session.state == SessionState::kRenewing;
  Page page = page_in(frame, box, 200);
  if (ready) {
    page.heading("Signed in. Nothing has been pulled yet");
    page.muted("Choose in the request form which assets and detections to ask for, or take the defaults: all Enrolled "
               "assets with their detections.");
    return draw_offers(page, {{offer_button("empty.pull", "Pull assets", ButtonKind::kPrimary), EmptyChoice::kPull}});
  }
  if (frame.model.session.state == SessionState::kSigningIn) {
    page.heading("Signing in …");
    page.muted("The gateway has been asked for a token.");
    return EmptyChoice::kNone;
  }
  page.heading("Not signed in");
  page.muted("Sign in to a Qualys gateway to pull its mobile assets and detections. Or rehearse: a simulated gateway "
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

EmptyChoice draw_no_rows(Frame& frame, Rect box, std::string_view noun, const ParameterValues& sent) {
  const RunStatus& run = frame.model.run;
  if (run_is_active(run.state)) {
    Page page = page_in(frame, box, 80);
    page.heading(run.pages == 0 ? "The first page is on its way" : "No " + std::string(noun) + " so far");
    page.muted(count_text(run.pages, "page", "pages") + " read, " + human_bytes(run.bytes) +
               ". Rows appear as pages arrive.");
    return EmptyChoice::kNone;
  }
  if (run.state == RunState::kFailed) return draw_failed(frame, box);
  Page page = page_in(frame, box, 220 + static_cast<float>(sent.size()) * kRowHeight);
  const bool none_at_all = run.assets == 0;
  page.heading(none_at_all ? "The gateway answered with no assets" : "The assets came without " + std::string(noun));
  if (none_at_all) {
    page.muted(sent_status(sent) ? "Your user sees only the assets in its scope. These filters were sent:"
                                 : "Only Enrolled assets are listed unless another status is asked for, and your user "
                                   "sees only the assets in its scope. What was sent:");
  } else {
    page.muted("Severity, QID and date filters also leave out detections. What was sent:");
  }
  if (sent.empty()) page.fact("no filter", "", Face::kText);
  for (const auto& [name, value] : sent) page.fact(name, value);
  page.y += kGap2;
  std::vector<Offer> offers;
  if (none_at_all && !sent_status(sent)) {
    offers.push_back(
        {offer_button("empty.widen", "Pull assets of every status", ButtonKind::kPrimary), EmptyChoice::kWiden});
  }
  offers.push_back({offer_button("empty.pull", "Pull assets again"), EmptyChoice::kPull});
  return draw_offers(page, offers);
}

}  // namespace sluice::ui
