#include "ui/message_strip.h"

#include "base/date.h"
#include "base/number.h"
#include "ui/bar.h"
#include "ui/cell_format.h"

namespace sluice::ui {
namespace {

constexpr float kLine = 22;
constexpr char kInMemory[] =
    "This run lives in memory only: it is gone when the page is closed or loaded again. Kept runs go on.";

MessageKind kind_of(RunState state) {
  switch (state) {
    case RunState::kComplete: return MessageKind::kGood;
    case RunState::kPartial:
    case RunState::kStopped:
    case RunState::kWaiting: return MessageKind::kWarning;
    case RunState::kFailed: return MessageKind::kError;
    default: return MessageKind::kInfo;
  }
}

std::string words_of(const Model& m) {
  switch (m.run.state) {
    case RunState::kComplete: return "Complete: " + progress_text(m.run, m.now) + ".";
    case RunState::kPartial: return "Partial: " + progress_text(m.run, m.now) + ". What was pulled is kept.";
    case RunState::kStopped: return "Stopped: " + progress_text(m.run, m.now) + ". What was pulled is kept.";
    case RunState::kFailed: return "The run failed.";
    case RunState::kPaused: return "Paused.";
    default: return {};
  }
}

std::string_view kind_name(MessageKind kind) {
  switch (kind) {
    case MessageKind::kGood: return "good";
    case MessageKind::kWarning: return "warning";
    case MessageKind::kError: return "error";
    default: return "info";
  }
}

}  // namespace

void MessageStrip::add(MessageKind kind, std::string text, WallTime at, bool passing) {
  if (text.empty()) return;
  if (passing && !messages_.empty() && messages_.back().passing) messages_.pop_back();
  messages_.push_back(Message{kind, std::move(text), at, passing});
  if (messages_.size() > kMessagesMax) messages_.pop_front();
  to_end_ = true;
}

void MessageStrip::listen(const Model& m) {
  for (Message& message : messages_) {
    if (message.at.us == 0) message.at = m.wall;
  }
  // A session's news comes first: what has become of the run must be the newest word.
  listen_to_session(m);
  listen_to_run(m);
}

void MessageStrip::listen_to_session(const Model& m) {
  const std::string error = m.session.last_error ? m.session.last_error->message : "";
  if (!error.empty() && (error != session_error_ || (m.session.state != session_state_ &&
                                                     session_state_ == SessionState::kSigningIn))) {
    add(MessageKind::kError, error, m.wall);
  } else if (m.session.state == SessionState::kSignedIn && session_state_ != SessionState::kSignedIn &&
             session_state_ != SessionState::kRenewing) {
    add(MessageKind::kGood, m.session.subject.empty() ? "Signed in." : "Signed in as " + m.session.subject + ".",
        m.wall);
  }
  session_state_ = m.session.state;
  session_error_ = error;
}

void MessageStrip::listen_to_run(const Model& m) {
  const bool begun = m.run.id != run_id_ && run_is_active(m.run.state);
  if (begun && !m.run.kept) add(MessageKind::kInfo, kInMemory, m.wall);
  const bool other = m.run.id != run_id_ || m.run.state != run_state_;
  if (other || m.run.message != run_message_) {
    const bool news = !m.run.message.empty() && (m.run.message != run_message_ || run_is_over(m.run.state));
    const bool passing = m.run.state == RunState::kRunning || m.run.state == RunState::kWaiting;
    if (news) {
      add(kind_of(m.run.state), m.run.message, m.wall, passing);
    } else if (other) {
      add(kind_of(m.run.state), words_of(m), m.wall, passing);
    }
    run_id_ = m.run.id;
    run_state_ = m.run.state;
    run_message_ = m.run.message;
  }
}

bool MessageStrip::close() {
  const bool was = open_;
  open_ = false;
  return was;
}

void MessageStrip::draw_line(Frame& frame, const Message& message, Rect box, bool with_time) {
  const Palette& p = frame.palette;
  Icon icon = Icon::kInfo;
  Colour colour = p.muted;
  if (message.kind == MessageKind::kGood) {
    icon = Icon::kCheck;
    colour = p.good;
  } else if (message.kind == MessageKind::kWarning) {
    icon = Icon::kWarning;
    colour = p.warn;
  } else if (message.kind == MessageKind::kError) {
    icon = Icon::kError;
    colour = p.bad;
  }
  float x = box.x + kGap3;
  if (with_time && message.at.us != 0) {
    draw_text_in(frame, Face::kSmall, Rect{x, box.y, 44, box.h}, p.muted, clock_text(message.at));
    x += 48;
  }
  draw_icon(ImGui::GetWindowDrawList(), icon, ImVec2(x + 8, box.y + box.h / 2), colour);
  draw_text_in(frame, Face::kSmall, Rect{x + 24, box.y, box.x + box.w - x - 24, box.h}, p.text, message.text);
}

void MessageStrip::draw_log(Frame& frame, Rect box) {
  if (begin_part("message_log", box)) {
    const ImVec2 from = ImGui::GetCursorScreenPos();
    float y = from.y + kGap1;
    for (const Message& message : messages_) {
      const Rect line{from.x, y, box.w - kGap3, kLine};
      if (ImGui::IsRectVisible(top_left(line), bottom_right(line))) draw_line(frame, message, line, true);
      y += kLine;
    }
    ImGui::SetCursorScreenPos(from);
    ImGui::Dummy(ImVec2(1, y - from.y + kGap1));
    if (to_end_) ImGui::SetScrollHereY(1);
    if (to_end_) frame.again = true;
    to_end_ = false;
  }
  end_part();
}

void MessageStrip::draw(Frame& frame, Rect box) {
  const Palette& p = frame.palette;
  fill(box, p.panel);
  hline(box.x, box.x + box.w, box.y, p.line);
  const Rect line{box.x, box.y + box.h - kStripHeight, box.w, kStripHeight};
  float right = line.x + line.w - kGap1;
  if (!messages_.empty()) {
    const std::string label = open_ ? "Hide the log" : count_text(messages_.size(), "message", "messages");
    Button button{"messages.toggle", label};
    button.kind = ButtonKind::kQuiet;
    button.icon = open_ ? Icon::kCaretDown : Icon::kCaretUp;
    const float w = button_width(frame, button);
    right -= w;
    if (draw_button(frame, button, Rect{right, line.y + 2, w, kStripHeight - 3})) {
      open_ = !open_;
      to_end_ = open_;
      frame.again = true;
    }
    const Message& newest = messages_.back();
    const Rect text{line.x, line.y, right - line.x - kGap2, line.h};
    draw_line(frame, newest, text, false);
    Widget& widget = frame.log.add("message", newest.text, "status", visible_part(text));
    widget.value = kind_name(newest.kind);
    ImGui::SetCursorScreenPos(top_left(text));
    ImGui::InvisibleButton("message", ImVec2(text.w, text.h));
    if (text_width(frame, Face::kSmall, newest.text) > text.w - 40) tip(frame, newest.text);
  }
  if (open_) {
    hline(box.x, box.x + box.w, line.y, p.line);
    draw_log(frame, Rect{box.x, box.y + 1, box.w, kMessageLogHeight - 1});
  }
}

}  // namespace sluice::ui
