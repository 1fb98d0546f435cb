#include "ui/bar.h"

#include <algorithm>
#include <cmath>

#include "base/number.h"
#include "base/text.h"
#include "ui/cell_format.h"

namespace sluice::ui {
namespace {

constexpr float kWide = kBarWithSourceFrom;
constexpr float kNarrow = 640;
constexpr float kGaugeWidth = 56;
constexpr float kMenuWidth = 296;
constexpr float kSourceMenuWidth = 240;
constexpr std::string_view kDot = " · ";

// Places things from both ends of the bar.
struct Room {
  float left;
  float right;
  float y;

  Rect take_left(float width) {
    const Rect r{left, y, width, kControlHeight};
    left += width + kGap2;
    return r;
  }
  Rect take_right(float width) {
    right -= width;
    const Rect r{right, y, width, kControlHeight};
    right -= kGap2;
    return r;
  }
};

void divide(Frame& frame, Room& room, bool at_left) {
  if (at_left) {
    vline(room.left + kGap1, room.y + 2, room.y + kControlHeight - 2, frame.palette.line);
    room.left += 2 * kGap1 + kGap2;
  } else {
    vline(room.right - kGap1, room.y + 2, room.y + kControlHeight - 2, frame.palette.line);
    room.right -= 2 * kGap1 + kGap2;
  }
}

bool signed_in(const Model& model) {
  return model.session.state == SessionState::kSignedIn || model.session.state == SessionState::kRenewing;
}

void draw_source(Frame& frame, Room& room, BarEvents& events) {
  const auto items = [&](float width) {
    for (const Source& source : sources()) {
      const std::string id = "source." + std::string(source.id);
      const SourceView& view = view_of(frame.model, source);
      const std::string rows = view.store == nullptr ? std::string()
                                                     : with_thousands(static_cast<int64_t>(rows_of(view.run, source)));
      MenuItem item{id.c_str(), source.title};
      item.checkable = true;
      item.checked = frame.shown.source == &source;
      item.key = rows;
      if (draw_menu_item(frame, item, width)) events.source = &source;
    }
  };
  const std::string_view title = frame.shown.source->title;
  draw_combo(frame, "source", "Source", title, false, room.take_left(154), items, true, kSourceMenuWidth);
}

void draw_run_buttons(Frame& frame, Room& room, BarEvents& events, bool narrow, std::string_view problem) {
  const Model& m = frame.model;
  if (!run_is_active(m.run.state)) {
    const std::string label = narrow ? "Pull" : "Pull " + std::string(frame.shown.source->many);
    const std::string wrong = "The request is not right yet: " + std::string(problem);
    Button pull{"pull.start", label};
    pull.icon = Icon::kPlay;
    pull.kind = signed_in(m) && problem.empty() ? ButtonKind::kPrimary : ButtonKind::kPlain;
    pull.enabled = signed_in(m);
    pull.tip = "Ask the gateway for what the request describes";
    if (!problem.empty()) pull.tip = wrong;
    if (!signed_in(m)) pull.tip = "Sign in first";
    events.pull = draw_button(frame, pull, room.take_left(button_width(frame, pull)));
    return;
  }
  const bool paused = m.run.state == RunState::kPaused;
  Button pause{paused ? "pull.unpause" : "pull.pause", paused ? "Continue" : "Pause"};
  pause.icon = paused ? Icon::kPlay : Icon::kPause;
  pause.kind = paused ? ButtonKind::kPrimary : ButtonKind::kPlain;
  Button widest = pause;
  widest.label = "Continue";
  if (draw_button(frame, pause, room.take_left(button_width(frame, widest)))) {
    (paused ? frame.intents.unpause : frame.intents.pause) = true;
  }
  const auto rows = static_cast<int64_t>(rows_of(m.run, source_of(m.run)));
  const std::string label = narrow ? "Stop" : "Stop and keep " + with_thousands(rows);
  Button stop{"pull.stop", label};
  stop.icon = Icon::kStop;
  stop.tip = "End the run; what has been pulled stays";
  if (draw_button(frame, stop, room.take_left(button_width(frame, stop)))) frame.intents.stop = true;
}

struct StateLook {
  std::string_view word;
  Colour colour;
};

StateLook state_look(const Palette& p, RunState state) {
  switch (state) {
    case RunState::kRunning: return {"Running", p.accent};
    case RunState::kWaiting: return {"Waiting", p.warn};
    case RunState::kPaused: return {"Paused", p.muted};
    case RunState::kComplete: return {"Complete", p.good};
    case RunState::kPartial: return {"Partial", p.warn};
    case RunState::kStopped: return {"Stopped", p.warn};
    case RunState::kFailed: return {"Failed", p.bad};
    default: return {"", p.muted};
  }
}

// As many of the pieces, from the first, as the width holds.
std::string fitting(const Frame& frame, std::vector<std::string> pieces, float width) {
  while (pieces.size() > 1 && text_width(frame, Face::kText, join(pieces, kDot)) > width) pieces.pop_back();
  return join(pieces, kDot);
}

}  // namespace

// With a total there is a bar, without one a running count with its pace.
void draw_progress(Frame& frame, Rect box) {
  const RunStatus& run = told_run(frame.model, frame.shown);
  if (run.state == RunState::kIdle || box.w < 60) return;
  const Palette& p = frame.palette;
  const StateLook look = state_look(p, run.state);
  ImGui::GetWindowDrawList()->AddCircleFilled(ImVec2(box.x + 6, box.y + box.h / 2), 4, look.colour, 16);
  float x = box.x + 16;
  const float word_w = text_width(frame, Face::kText, look.word);
  const std::string text = progress_text(run, frame.model.now);
  const bool tight = word_w + kGap3 + text_width(frame, Face::kText, text) > box.x + box.w - x;
  if (run.state != RunState::kRunning || !tight) {  // moving numbers say "running" by themselves
    draw_text_in(frame, Face::kText, Rect{x, box.y, std::min(word_w + 1, box.x + box.w - x), box.h}, p.text, look.word);
    x += word_w + kGap3;
  }
  Rect rest{x, box.y, box.x + box.w - x, box.h};
  const bool done = run.state == RunState::kComplete;
  if (run.total && *run.total > 0 && !done && rest.w > 220) {
    const auto rows = static_cast<float>(rows_of(run, source_of(run)));
    const float share = std::min(rows / static_cast<float>(*run.total), 1.0f);
    const Rect track{rest.x, rest.y + rest.h / 2 - 3, 96, 6};
    fill(track, p.severity_off, 3);
    fill(Rect{track.x, track.y, std::max(track.w * share, 6.0f), track.h}, p.accent, 3);
    rest.x += 96 + kGap2;
    rest.w -= 96 + kGap2;
  }
  draw_text_in(frame, Face::kText, rest, p.muted, fitting(frame, progress_pieces(run, frame.model.now), rest.w));
  const Rect seen = visible_part(box);
  frame.log.add("run.progress", text, "status", seen).value = run_state_name(run.state);
  if (run.state == RunState::kRunning) frame.due_in(Duration::seconds(1));  // a slow page still shows a sign of life
}

namespace {

std::string gauge_tip(const BudgetStatus& b) {
  std::string text = with_thousands(b.remaining) + " of " + with_thousands(b.limit) +
                     " calls are left in a window of " + span_text(b.window_s) + ". " +
                     with_thousands(b.concurrency_limit) + (b.concurrency_limit == 1 ? " call" : " calls") +
                     " at a time.";
  if (!b.known) text += " Assumed: the gateway has not told its limits yet.";
  return text;
}

float gauge_text_width(const Frame& frame, bool with_text) {
  if (!with_text) return 0;
  return text_width(frame, Face::kText, "calls 000/" + with_thousands(frame.model.budget.limit)) + kGap2;
}

void draw_gauge(Frame& frame, Rect box, bool with_text) {
  const Palette& p = frame.palette;
  const BudgetStatus& b = frame.model.budget;
  const int limit = std::max(b.limit, 1);
  const int used = std::clamp(limit - b.remaining, 0, limit);
  const std::string text = "calls " + with_thousands(used) + "/" + with_thousands(b.limit);
  const float text_w = gauge_text_width(frame, with_text);
  ImGui::SetCursorScreenPos(top_left(box));
  ImGui::InvisibleButton("budget", ImVec2(box.w, box.h));
  tip(frame, gauge_tip(b));
  frame.log.add("budget", text, "progressbar", visible_part(box)).value = std::to_string(used);
  if (with_text) {
    draw_text_in(frame, Face::kText, Rect{box.x, box.y, text_w - kGap2, box.h}, p.muted, text, Align::kRight);
  }
  const Rect track{box.x + text_w, std::floor(box.y + box.h / 2) - 4, kGaugeWidth, 8};
  const float share = static_cast<float>(used) / static_cast<float>(limit);
  const Colour colour = share >= 1 ? p.bad : (share > 0.85f ? p.warn : p.accent);
  fill(track, p.severity_off, 2);
  if (used > 0) fill(Rect{track.x, track.y, std::max(track.w * share, 2.0f), track.h}, colour, 2);
  if (!b.known) outline(track, p.field_line, 2);
}

std::string kind_text(const SessionStatus& s) {
  if (s.kind == "token") return "A token pasted by hand";
  if (s.kind == "user client") return "API client of a user";
  if (s.kind == "subscription client") return "API client of the subscription";
  return s.kind.empty() || s.kind == "password" ? "User name and password" : s.kind;
}

// Facts of the session, label above value, as many lines as they need.
void draw_fact(Frame& frame, const char* id, std::string_view label, std::string_view value, float width) {
  const Palette& p = frame.palette;
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const float x = at.x + kGap2;
  draw_text_in(frame, Face::kSmall, Rect{x, at.y + 2, width - 2 * kGap2, 16}, p.muted, label);
  const float h = draw_wrapped(frame, Face::kText, ImVec2(x, at.y + 18), width - 2 * kGap2, p.text, value);
  frame.log.add(id, label, "status", visible_part(Rect{at.x, at.y, width, h + 20})).value = value;
  ImGui::Dummy(ImVec2(width, h + 24));
}

std::string expiry_text(const SessionStatus& s) {
  if (!s.expires_in_s) return "Not known";
  const std::string left = *s.expires_in_s > 0 ? "In " + span_text(*s.expires_in_s) : "Now";
  return left + (s.renews ? "; renewed by itself" : "; then you are asked to sign in again");
}

void draw_who_menu(Frame& frame, Rect anchor, BarEvents& events) {
  if (!begin_menu(frame, "who", anchor, kMenuWidth)) return;
  const SessionStatus& s = frame.model.session;
  draw_fact(frame, "session.subject", "Signed in as", s.subject.empty() ? "–" : s.subject, kMenuWidth);
  draw_fact(frame, "session.gateway", "Gateway", frame.model.gateway_label, kMenuWidth);
  draw_fact(frame, "session.kind", "By", kind_text(s), kMenuWidth);
  draw_fact(frame, "session.expiry", "Token ends", expiry_text(s), kMenuWidth);
  draw_fact(frame, "session.modules", "The token names these modules",
            s.modules.empty() ? std::string("none; the gateway decides all the same") : join(s.modules, ", "),
            kMenuWidth);
  const std::string needed = "Permission that " + std::string(frame.shown.source->title) + " need";
  draw_fact(frame, "session.permission", needed, frame.shown.source->permission, kMenuWidth);
  if (s.expires_in_s) frame.due_in(Duration::seconds(1));
  draw_menu_line(frame, kMenuWidth);
  if (draw_menu_item(frame, MenuItem{"session.kept", "Kept runs"}, kMenuWidth)) events.kept_runs = true;
  if (draw_menu_item(frame, MenuItem{"session.switch", "Sign in to another gateway"}, kMenuWidth)) {
    frame.intents.open_sign_in = "";
  }
  if (draw_menu_item(frame, MenuItem{"session.sign_out", "Sign out"}, kMenuWidth)) frame.intents.sign_out = true;
  end_menu();
}

std::string who_label(const Model& m) {
  if (m.gateway_label.empty() || m.session.subject.empty()) return m.session.subject + m.gateway_label;
  return m.session.subject + " · " + m.gateway_label;
}

Button sign_in_button(const Model& m) {
  Button button{"session.sign_in", m.session.state == SessionState::kSigningIn ? "Signing in …" : "Sign in"};
  button.kind = ButtonKind::kPrimary;
  button.enabled = m.session.state != SessionState::kSigningIn;
  return button;
}

float who_width(const Frame& frame, bool wide) {
  if (!signed_in(frame.model)) return button_width(frame, sign_in_button(frame.model));
  if (!wide) return kControlHeight;
  return std::min(text_width(frame, Face::kText, who_label(frame.model)) + 2 * kGap2 + 42, 260.0f);
}

void draw_who(Frame& frame, Rect box, bool wide, BarEvents& events) {
  const Model& m = frame.model;
  if (!signed_in(m)) {
    if (draw_button(frame, sign_in_button(m), box)) frame.intents.open_sign_in = "";
    return;
  }
  const Palette& p = frame.palette;
  const std::string label = who_label(m);
  const Hit hit = hit_box(frame, "session.who", box, label, "button", true, session_state_name(m.session.state));
  if (hit.hovered) fill(box, p.hover, kCorner);
  ImDrawList* list = ImGui::GetWindowDrawList();
  if (wide) {
    draw_icon(list, Icon::kUser, ImVec2(box.x + 15, box.y + box.h / 2), p.muted);
    draw_text_in(frame, Face::kText, Rect{box.x + 28, box.y, box.w - 28 - 24, box.h}, p.text, label);
    draw_icon(list, Icon::kCaretDown, ImVec2(box.x + box.w - 12, box.y + box.h / 2), p.muted);
  } else {
    draw_icon(list, Icon::kUser, ImVec2(box.x + box.w / 2, box.y + box.h / 2), p.text);
    tip(frame, label);
  }
  focus_ring(frame, hit, box);
  if (hit.pressed) open_menu("who");
  draw_who_menu(frame, Rect{box.x + box.w - kMenuWidth - 8, box.y, kMenuWidth, box.h}, events);
}

void draw_theme_button(Frame& frame, Rect box) {
  const bool dark = frame.model.theme == Theme::kDark;
  Button theme{"theme.toggle", ""};
  theme.icon = Icon::kTheme;
  theme.kind = ButtonKind::kQuiet;
  theme.name = dark ? "Light theme" : "Dark theme";
  theme.tip = dark ? "Change to the light theme" : "Change to the dark theme";
  if (draw_button(frame, theme, box)) frame.intents.set_theme = dark ? Theme::kLight : Theme::kDark;
}

}  // namespace

const RunStatus& told_run(const Model& model, const SourceView& shown) {
  return run_is_active(model.run.state) ? model.run : shown.run;
}

std::vector<std::string> progress_pieces(const RunStatus& run, Instant now) {
  std::vector<std::string> pieces;
  const Source& source = source_of(run);
  const uint64_t rows = rows_of(run, source);
  std::string counted = with_thousands(static_cast<int64_t>(rows));
  const bool short_of_total = run.total && (*run.total != rows || !run_is_over(run.state));
  if (short_of_total) counted += " of " + with_thousands(static_cast<int64_t>(*run.total));
  pieces.push_back(counted + " " + std::string(rows == 1 && !short_of_total ? source.one : source.many));
  const Instant end = run.finished.value_or(now);
  const Duration during = run.started ? end - *run.started : Duration{};
  if (run_is_over(run.state)) {
    if (source.tables.size() > 1) pieces.push_back(count_text(run.detections, "detection", "detections"));
    pieces.push_back(human_bytes(run.bytes));
    if (run.started) pieces.push_back(human_duration_ms(during.as_millis()));
    return pieces;
  }
  const bool running = run.state == RunState::kRunning;
  pieces.push_back("page " + with_thousands(static_cast<int64_t>(run.pages + (running ? 1 : 0))));
  if (!running || !run.started) return pieces;
  if (run.bytes > 0) pieces.push_back(rate_text(run.bytes, during));
  if (during >= Duration::seconds(1)) pieces.push_back(span_text(during.us / 1000000));
  return pieces;
}

std::string progress_text(const RunStatus& run, Instant now) { return join(progress_pieces(run, now), kDot); }

BarEvents draw_bar(Frame& frame, Rect box, std::string_view problem) {
  const Palette& p = frame.palette;
  const bool wide = box.w >= kWide;
  const bool narrow = box.w < kNarrow;
  BarEvents events;
  fill(box, p.panel);
  hline(box.x, box.x + box.w, box.y + box.h - 1, p.line);

  // Room is taken from the right first and drawn last, so that Tab goes the reading way.
  Room room{box.x + kGap4, box.x + box.w - kGap3, box.y + std::floor((box.h - 1 - kControlHeight) / 2)};
  if (narrow) room = Room{box.x + kGap3, box.x + box.w - kGap2, room.y};
  const Rect help_box = room.take_right(kControlHeight);
  room.right += kGap1;
  const Rect theme_box = room.take_right(kControlHeight);
  Rect kept_box{};
  if (!narrow) {
    room.right += kGap1;
    kept_box = room.take_right(kControlHeight);
  }
  if (!narrow) divide(frame, room, false);
  const Rect who_box = room.take_right(who_width(frame, wide));
  Rect gauge_box{};
  if (!narrow) {
    divide(frame, room, false);
    gauge_box = room.take_right(gauge_text_width(frame, wide) + kGaugeWidth);
    divide(frame, room, false);
  }

  const float name_w = text_width(frame, Face::kHeading, "Sluice");
  draw_text_in(frame, Face::kHeading, room.take_left(name_w + 1), p.text, "Sluice");
  if (!narrow) divide(frame, room, true);
  if (wide) draw_source(frame, room, events);
  draw_run_buttons(frame, room, events, !wide, problem);
  if (!narrow) {
    draw_progress(frame, Rect{room.left + kGap1, room.y, room.right - room.left - kGap1, kControlHeight});
    draw_gauge(frame, gauge_box, wide);
  }
  draw_who(frame, who_box, wide, events);
  Button kept{"kept.menu", ""};
  kept.icon = Icon::kArchive;
  kept.kind = ButtonKind::kQuiet;
  kept.name = "Kept runs";
  kept.tip = "Runs that are kept in this browser, and checkpoint files";
  if (!narrow) events.kept_runs |= draw_button(frame, kept, kept_box);
  draw_theme_button(frame, theme_box);
  Button help{"help.open", ""};
  help.icon = Icon::kHelp;
  help.kind = ButtonKind::kQuiet;
  help.name = "Help";
  help.tip = "Keys and how to read the page ( ? )";
  events.help = draw_button(frame, help, help_box);
  return events;
}

}  // namespace sluice::ui
