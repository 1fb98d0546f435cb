#include "ui/notices.h"

#include <algorithm>
#include <cmath>

#include "api/version_notices.h"
#include "base/number.h"
#include "base/text.h"
#include "ui/cell_format.h"

namespace sluice::ui {
namespace {

constexpr size_t kReasonsShownMax = 200;
constexpr float kReasonsHeightMax = 180;

std::string window_words(int window_s) {
  if (window_s == 3600) return "this hour";
  return window_s == 60 ? "this minute" : "the last " + span_text(window_s);
}

std::string why_waiting(const Model& m) {
  const BudgetStatus& b = m.budget;
  switch (m.run.wait_reason) {
    case WaitReason::kRateLimit:
    case WaitReason::kOwnPace:
      return with_thousands(std::max(b.limit - b.remaining, 0)) + " of " + with_thousands(b.limit) + " calls of " +
             window_words(b.window_s) + " are used";
    case WaitReason::kConcurrency: return "the gateway runs as many calls of this account as it allows";
    case WaitReason::kBackoff: return "the last call failed and is tried again";
    case WaitReason::kOffline: return "the browser has no network";
    case WaitReason::kSignIn: return "the token has expired";
    case WaitReason::kOtherTab: return "another tab of this browser is pulling";
    default: return "the next call is not due yet";
  }
}

std::string what_next(const Model& m, Duration left) {
  if (m.run.wait_reason == WaitReason::kSignIn) return "Sign in again and the pull goes on where it stopped.";
  std::string text = "The pull goes on by itself";
  const bool about_calls = m.run.wait_reason == WaitReason::kRateLimit || m.run.wait_reason == WaitReason::kOwnPace;
  if (m.wall.us != 0 && left.us >= 60000000) {
    text += std::string("; ") + (about_calls ? "the first free call is at " : "the next call is at ") +
            clock_text(m.wall + left) + " UTC";
  }
  return text + ".";
}

std::vector<std::string> reasons_of(const Manifest& manifest) {
  std::vector<std::string> reasons;
  if (!manifest.why.empty()) reasons.push_back(manifest.why);
  for (const ManifestQuarantine& q : manifest.quarantine) {
    if (reasons.size() >= kReasonsShownMax) break;
    std::string text = q.id ? "Asset " + std::to_string(*q.id) : (q.range ? "Assets " + *q.range : "An asset");
    reasons.push_back(text + ": " + q.reason);
  }
  for (const std::string& warning : manifest.warnings) {
    if (reasons.size() >= kReasonsShownMax) break;
    reasons.push_back(warning);
  }
  return reasons;
}

}  // namespace

std::string wait_text(const Model& m) {
  if (m.run.state != RunState::kWaiting) return {};
  std::string text = "Waiting";
  Duration left{};
  if (m.run.wait_until) {
    left = *m.run.wait_until - m.now;
    text += " " + span_text(left.whole_seconds_left());
  }
  return text + ": " + why_waiting(m) + ". " + what_next(m, left);
}

std::string partial_text(const SourceView& shown) {
  const RunStatus& run = shown.run;
  if (run.state == RunState::kStopped) {
    return "PARTIAL: the run was stopped after " + count_text(run.pages, "page", "pages") + "; what was pulled is kept";
  }
  const bool quarantined = run.quarantined > 0;
  if (run.state != RunState::kPartial && run.state != RunState::kFailed && !quarantined) return {};
  if (run.state == RunState::kFailed && rows_of(run, *shown.source) == 0) return {};
  std::vector<std::string> parts;
  if (quarantined) parts.push_back(count_text(run.quarantined, "asset quarantined", "assets quarantined"));
  if (run.state == RunState::kFailed) {
    parts.push_back("the run failed after " + count_text(run.pages, "page", "pages"));
  } else if (run.state == RunState::kPartial && !quarantined) {
    parts.push_back("not everything could be pulled");
  }
  return "PARTIAL: " + join(parts, ", ");
}

float draw_wait_banner(Frame& frame, Rect box) {
  const std::string text = wait_text(frame.model);
  if (text.empty()) return 0;
  const Palette& p = frame.palette;
  Button button{"wait.sign_in", "Sign in"};
  button.kind = ButtonKind::kPrimary;
  const bool ask = frame.model.run.wait_reason == WaitReason::kSignIn;
  const float button_w = ask ? button_width(frame, button) + kGap3 : 0;
  const float width = box.w - 2 * kGap3 - 24 - button_w;
  const float text_h = draw_wrapped(frame, Face::kText, ImVec2(), width, p.text, text, false);
  const float height = std::max(text_h + 2 * kGap2, 36.0f);
  const Rect band{box.x, box.y, box.w, height};
  fill(band, p.warn_band);
  fill(Rect{band.x, band.y, 3, band.h}, p.warn);
  hline(band.x, band.x + band.w, band.y + band.h - 1, p.line);
  draw_icon(ImGui::GetWindowDrawList(), Icon::kInfo, ImVec2(band.x + kGap3 + 8, band.y + 18), p.warn);
  draw_wrapped(frame, Face::kText, ImVec2(band.x + kGap3 + 24, band.y + std::floor((height - text_h) / 2)), width,
               p.text, text);
  frame.log.add("wait", text, "status", visible_part(band)).value = wait_reason_name(frame.model.run.wait_reason);
  if (ask && draw_button(frame, button, Rect{band.x + band.w - button_w, band.y + 4, button_w - kGap3, 28})) {
    frame.intents.open_sign_in = "";
  }
  if (frame.model.run.wait_until) {
    const Duration left = *frame.model.run.wait_until - frame.model.now;
    if (left.us > 0) frame.due_in(Duration::micros((left.us - 1) % 1000000 + 1));  // when the next second is shown
  }
  return height;
}

float draw_ask_banner(Frame& frame, Rect box) {
  const RunStatus& run = frame.model.run;
  if (!run.asks || run.state != RunState::kPaused) return 0;
  const Palette& p = frame.palette;
  Button go_on{"ask.go_on", "Go on now"};
  go_on.kind = ButtonKind::kPrimary;
  const std::string label = "Stop and keep " + with_thousands(static_cast<int64_t>(rows_of(run, source_of(run))));
  Button stop{"ask.stop", label};
  const float go_on_w = button_width(frame, go_on);
  const float stop_w = button_width(frame, stop);
  const float buttons_w = go_on_w + kGap2 + stop_w;
  const bool below = box.w < 720;
  const float x = box.x + kGap3 + 24;
  const float width = box.x + box.w - kGap3 - (below ? 0 : buttons_w + kGap3) - x;
  const float text_h = draw_wrapped(frame, Face::kText, ImVec2(), width, p.text, run.message, false);
  const float height = std::max(text_h + 2 * kGap2, 36.0f) + (below ? kControlHeight + kGap2 : 0);
  const Rect band{box.x, box.y, box.w, height};
  fill(band, p.warn_band);
  fill(Rect{band.x, band.y, 3, band.h}, p.warn);
  hline(band.x, band.x + band.w, band.y + band.h - 1, p.line);
  draw_icon(ImGui::GetWindowDrawList(), Icon::kWarning, ImVec2(band.x + kGap3 + 8, band.y + 18), p.warn);
  draw_wrapped(frame, Face::kText, ImVec2(x, band.y + kGap2 + 1), width, p.text, run.message);
  frame.log.add("ask", run.message, "status", visible_part(band));
  const Rect first{below ? x : band.x + band.w - kGap3 - buttons_w, below ? band.y + text_h + kGap3 : band.y + 4,
                   go_on_w, kControlHeight};
  if (draw_button(frame, go_on, first)) frame.intents.unpause = true;
  if (draw_button(frame, stop, Rect{first.x + go_on_w + kGap2, first.y, stop_w, kControlHeight})) {
    frame.intents.stop = true;
  }
  return height;
}

float draw_partial_band(Frame& frame, Rect box, bool& show_reasons) {
  const std::string text = partial_text(frame.shown);
  if (text.empty()) return 0;
  const Palette& p = frame.palette;
  const std::vector<std::string> reasons = frame.shown.manifest ? reasons_of(*frame.shown.manifest)
                                                                 : std::vector<std::string>();
  const bool narrow = box.w < 560;
  std::string label = show_reasons ? "Hide the reasons" : "Show " + count_text(reasons.size(), "reason", "reasons");
  if (narrow) label = show_reasons ? "Hide" : "Why";
  Button button{"partial.reasons", label};
  button.kind = ButtonKind::kQuiet;
  const float button_w = reasons.empty() ? 0 : button_width(frame, button) + kGap2;
  const float x = box.x + kGap3 + 24;
  const float text_w = box.x + box.w - kGap2 - button_w - x;
  const float text_h = draw_wrapped(frame, Face::kText, ImVec2(), text_w, p.text, text, false);
  const float head = std::max(text_h + 2 * kGap2, 36.0f);
  const float list = show_reasons ? std::min(static_cast<float>(reasons.size()) * 20 + kGap2, kReasonsHeightMax) : 0;
  const Rect band{box.x, box.y, box.w, head + list};
  fill(band, p.warn_band);
  fill(Rect{band.x, band.y, 3, band.h}, p.warn);
  hline(band.x, band.x + band.w, band.y + band.h - 1, p.line);
  draw_icon(ImGui::GetWindowDrawList(), Icon::kWarning, ImVec2(band.x + kGap3 + 8, band.y + 18), p.warn);
  draw_wrapped(frame, Face::kText, ImVec2(x, band.y + std::floor((head - text_h) / 2)), text_w, p.text, text);
  frame.log.add("partial", text, "status", visible_part(Rect{band.x, band.y, band.w, head}));
  const Rect spot{band.x + band.w - button_w, band.y + 4, button_w - kGap2, kControlHeight};
  if (!reasons.empty() && draw_button(frame, button, spot)) {
    show_reasons = !show_reasons;
    frame.again = true;
  }
  if (list <= 0) return band.h;
  if (begin_part("reasons", Rect{band.x, band.y + head - 4, band.w, list})) {
    const ImVec2 from = ImGui::GetCursorScreenPos();
    float y = from.y;
    for (const std::string& reason : reasons) {
      draw_text_in(frame, Face::kSmall, Rect{x, y, band.w - (x - band.x) - kGap4, 20}, p.text, reason);
      y += 20;
    }
    ImGui::SetCursorScreenPos(from);
    ImGui::Dummy(ImVec2(1, y - from.y));
  }
  end_part();
  return band.h;
}

float draw_version_band(Frame& frame, Rect box, const RequestForm& form, bool* instead) {
  *instead = false;
  const std::vector<std::string_view> versions = versions_of(form.source());
  if (versions.empty() || form.version.empty()) return 0;
  const std::string text = version_notice(form.source().id, form.version, frame.model.wall);
  if (text.empty()) return 0;
  const Palette& p = frame.palette;
  const std::string label = "Use " + std::string(versions.front()) + " instead";
  Button button{"version.instead", label};
  const bool narrow = box.w < 560;
  const float button_w = button_width(frame, button);
  const float x = box.x + kGap3 + 24;
  const float text_w = box.x + box.w - kGap3 - (narrow ? 0 : button_w + kGap3) - x;
  const float text_h = draw_wrapped(frame, Face::kText, ImVec2(), text_w, p.text, text, false);
  const float height = std::max(text_h + 2 * kGap2, 36.0f) + (narrow ? kControlHeight + kGap1 : 0);
  const Rect band{box.x, box.y, box.w, height};
  fill(band, p.warn_band);
  fill(Rect{band.x, band.y, 3, band.h}, p.warn);
  hline(band.x, band.x + band.w, band.y + band.h - 1, p.line);
  draw_icon(ImGui::GetWindowDrawList(), Icon::kWarning, ImVec2(band.x + kGap3 + 8, band.y + 18), p.warn);
  draw_wrapped(frame, Face::kText, ImVec2(x, band.y + kGap2), text_w, p.text, text);
  frame.log.add("version.notice", text, "status", visible_part(Rect{band.x, band.y, band.w, text_h + 2 * kGap2}));
  const Rect spot{narrow ? x : band.x + band.w - button_w - kGap3, narrow ? band.y + text_h + kGap3 : band.y + 4,
                  button_w, kControlHeight};
  *instead = draw_button(frame, button, spot);
  return height;
}

}  // namespace sluice::ui
