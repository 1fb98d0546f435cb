#include "ui/kept_runs.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "base/number.h"
#include "ui/cell_format.h"
#include "ui/sheet.h"

namespace sluice::ui {
namespace {

constexpr float kSheetWidth = 680;
constexpr float kRunHeight = 56;
constexpr float kTwoLinesBelow = 560;
constexpr float kRunsShownMax = 6;
constexpr Duration kLookAgain = Duration::seconds(2);

Colour colour_of(const Palette& p, std::string_view state) {
  if (state == "complete") return p.good;
  if (state == "running") return p.accent;
  if (state == "failed") return p.bad;
  if (state == "paused") return p.muted;
  return p.warn;
}

std::string title_of(const RunSummary& run) {
  const Source* source = find_source(run.source);
  return source != nullptr ? std::string(source->title) : run.source;
}

std::string facts_of(const RunSummary& run) {
  const Source* source = find_source(run.source);
  const std::string_view one = source != nullptr ? source->one : std::string_view("record");
  const std::string_view many = source != nullptr ? source->many : std::string_view("records");
  std::string text = count_text(run.assets, one, many) + " · " + human_bytes(run.bytes);
  // 2026-11-22T08:14:51.203Z
  const std::string& at = run.started_at;
  if (at.size() >= 16) text += " · " + at.substr(0, 10) + " " + at.substr(11, 5) + " UTC";
  return text;
}

std::string_view why_not(const Frame& frame, const RunSummary& run) {
  if (run.state == "complete") return "Everything was pulled. Shows it again without asking the gateway";
  if (!run.resumable()) return "A tab of this browser has it under way";
  if (run_is_active(frame.model.run.state)) return "Another run is under way here. Stop it first";
  if (frame.model.session.state != SessionState::kSignedIn) return "Sign in to its gateway first";
  return "Goes on behind the last page that was kept";
}

}  // namespace

std::string_view kept_state_word(std::string_view state) {
  constexpr std::pair<std::string_view, std::string_view> kWords[] = {
      {"running", "Under way"}, {"waiting", "Under way"},   {"paused", "Paused"},
      {"complete", "Complete"}, {"partial", "Partial"},     {"stopped", "Stopped"},
      {"failed", "Failed"},     {"interrupted", "Interrupted"}};
  for (const auto& [name, word] : kWords) {
    if (name == state) return word;
  }
  return "Unknown";
}

void KeptRuns::open() {
  open_ = true;
  doubtful_.clear();
  looked_.reset();
}

void KeptRuns::draw_run(Frame& frame, const RunSummary& run, Rect box) {
  const Palette& p = frame.palette;
  ImGui::PushID(run.id.c_str());
  const std::string_view word = kept_state_word(run.state);
  const std::string facts = facts_of(run);
  frame.log.add("kept.run", facts, "row", visible_part(box)).value = run.state;

  const bool doubt = doubtful_ == run.id;
  Button forget{"kept.forget", doubt ? "Forget it" : "Forget"};
  forget.kind = doubt ? ButtonKind::kDanger : ButtonKind::kQuiet;
  forget.enabled = run.state == "complete" || run.resumable();
  forget.tip = doubt ? "Its pages are deleted from this browser for good" : "Deletes its pages from this browser";
  Button widest = forget;
  widest.label = "Forget it";
  Button save{"kept.download", ""};
  save.icon = Icon::kDownload;
  save.kind = ButtonKind::kQuiet;
  save.name = "Download checkpoint";
  save.tip = "Saves a checkpoint file, from which the run goes on in any browser";
  Button resume{"kept.resume", run.state == "complete" ? "Show" : "Resume"};
  Button widest_resume{"kept.resume", "Resume"};
  const bool signed_in = frame.model.session.state == SessionState::kSignedIn;
  const bool free = !run_is_active(frame.model.run.state) && !frame.model.resuming;
  resume.enabled = (run.resumable() || run.state == "complete") && free && signed_in;
  resume.tip = why_not(frame, run);

  float right = box.x + box.w;
  const float y = box.y + std::floor((box.h - kControlHeight) / 2);
  const auto take = [&](float w) {
    right -= w;
    const Rect spot{right, y, w, kControlHeight};
    right -= kGap2;
    return spot;
  };
  const Rect forget_box = take(button_width(frame, widest));
  const Rect save_box = take(kControlHeight);
  const Rect resume_box = take(button_width(frame, widest_resume));

  const float text_w = right - box.x;
  const float word_w = text_width(frame, Face::kSmall, word) + kGap5;
  const std::string title = title_of(run);
  const float title_w = std::min(text_width(frame, Face::kText, title) + 1, text_w - word_w);
  draw_text_in(frame, Face::kText, Rect{box.x, box.y + 7, title_w, 22}, p.text, title);
  ImGui::GetWindowDrawList()->AddCircleFilled(ImVec2(box.x + title_w + kGap3, box.y + 18), 3.5f,
                                              colour_of(p, run.state), 12);
  draw_text_in(frame, Face::kSmall, Rect{box.x + title_w + kGap4 + kGap1, box.y + 7, word_w, 22}, p.text, word);
  draw_text_in(frame, Face::kSmall, Rect{box.x, box.y + 28, text_w, 20}, p.muted, facts);

  if (draw_button(frame, resume, resume_box)) {
    frame.intents.resume_run = run.id;
    close_ = true;
  }
  if (draw_button(frame, save, save_box)) frame.intents.download_run = run.id;
  if (draw_button(frame, forget, forget_box)) {
    if (doubt) frame.intents.forget_run = run.id;
    doubtful_ = doubt ? std::string() : run.id;
    frame.again = true;
  }
  ImGui::PopID();
}

float KeptRuns::draw_list(Frame& frame, ImVec2 at, float width) {
  const Palette& p = frame.palette;
  if (frame.model.keeps_nothing) {
    const std::string_view text = "This browser keeps no data for this page: a private window, or its settings forbid "
                                  "it. Runs live in memory only.";
    frame.log.add("kept.none", text, "status", Rect{at.x, at.y, width, 40});
    return at.y + draw_wrapped(frame, Face::kText, at, width, p.muted, text) + kGap3;
  }
  const bool none = frame.model.kept == nullptr || frame.model.kept->empty();
  if (none) {
    const std::string_view text = frame.model.kept == nullptr ? "Looking …" : "No run is kept in this browser.";
    frame.log.add("kept.none", text, "status", Rect{at.x, at.y, width, 20});
    return at.y + draw_wrapped(frame, Face::kText, at, width, p.muted, text) + kGap3;
  }
  const auto count = static_cast<float>(frame.model.kept->size());
  const float height = std::min(count, kRunsShownMax) * kRunHeight + 1;
  hline(at.x, at.x + width, at.y, p.line);
  const bool scrolls = count > kRunsShownMax;
  if (begin_part("kept_list", Rect{at.x, at.y + 1, width, height}, scrolls)) {
    const ImVec2 from = ImGui::GetCursorScreenPos();
    float y = from.y;
    for (const RunSummary& run : *frame.model.kept) {
      draw_run(frame, run, Rect{from.x, y, width - (scrolls ? kGap4 : 0), kRunHeight - 1});
      hline(from.x, from.x + width, y + kRunHeight - 1, p.line);
      y += kRunHeight;
    }
    ImGui::SetCursorScreenPos(from);
    ImGui::Dummy(ImVec2(1, y - from.y));
  }
  end_part();
  return at.y + height + kGap3;
}

float KeptRuns::draw_foot(Frame& frame, ImVec2 at, float width) {
  Button open{"kept.open", "Open a checkpoint"};
  const bool free = !run_is_active(frame.model.run.state) && !frame.model.resuming;
  open.enabled = free && frame.model.session.state == SessionState::kSignedIn;
  open.tip = open.enabled ? "Goes on with a run that was saved as a checkpoint file"
                          : "Sign in first, and let no other run be under way";
  const float open_w = button_width(frame, open);
  const bool below = width < kTwoLinesBelow;
  bool keep = frame.model.keep.value_or(false) && !frame.model.keeps_nothing;
  const Rect keep_box{at.x, at.y, below ? width : width - open_w - kGap5, kControlHeight};
  if (draw_checkbox(frame, "kept.keep", "Keep runs in this browser", keep_box, keep, !frame.model.keeps_nothing)) {
    frame.intents.set_keep = keep;
  }
  const float y = below ? at.y + kControlHeight + kGap2 : at.y;
  if (draw_button(frame, open, Rect{below ? at.x : at.x + width - open_w, y, open_w, kControlHeight})) {
    frame.intents.open_checkpoint = true;
    close_ = true;
  }
  return y + kControlHeight;
}

void KeptRuns::draw(Frame& frame) {
  if (!open_) return;
  if (!looked_ || frame.model.now - *looked_ >= kLookAgain) {
    looked_ = frame.model.now;
    frame.intents.list_kept = true;
  }
  frame.due_in(kLookAgain);
  close_ = false;
  const Sheet sheet{"kept", "kept.close", "Kept runs", kSheetWidth};
  const bool stays = draw_sheet(frame, sheet, [&](ImVec2 at, float width) {
    const float y = at.y + draw_wrapped(frame, Face::kText, at, width, frame.palette.muted,
                                        "Their pages lie in this browser, on this computer. Sign in to the gateway "
                                        "that a run came from to go on with it.");
    const float below = draw_list(frame, ImVec2(at.x, y + kGap3), width);
    const float bottom = draw_foot(frame, ImVec2(at.x, below), width);
    if (close_) ImGui::CloseCurrentPopup();
    return bottom;
  });
  open_ = stays && !close_;
  if (close_) frame.again = true;
}

}  // namespace sluice::ui
