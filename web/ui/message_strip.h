// One line at the bottom with the newest message; opened, the log of all of them. Says what happened, from the run,
// the session, the panels and the page, each message once.
#pragma once

#include <deque>
#include <string>

#include "ui/controls.h"

namespace sluice::ui {

inline constexpr size_t kMessagesMax = 500;
inline constexpr float kMessageLogHeight = 184;

class MessageStrip {
 public:
  void post(MessageKind kind, std::string text) { add(kind, std::move(text), WallTime{}); }
  // Looks for what is new in the model; the messages of this frame too.
  void listen(const Model& model);
  float height() const { return kStripHeight + (open_ ? kMessageLogHeight : 0); }
  void draw(Frame& frame, Rect box);
  bool close();   // true when the log was open

 private:
  void listen_to_session(const Model& model);
  void listen_to_run(const Model& model);
  struct Message {
    MessageKind kind;
    std::string text;
    WallTime at;        // 0: not stamped yet
    bool passing = false;   // how far a run is; the next such message takes its place
  };

  void add(MessageKind kind, std::string text, WallTime at, bool passing = false);
  void draw_line(Frame& frame, const Message& message, Rect box, bool with_time);
  void draw_log(Frame& frame, Rect box);

  std::deque<Message> messages_;
  bool open_ = false;
  bool to_end_ = false;
  std::string run_id_;
  RunState run_state_ = RunState::kIdle;
  std::string run_message_;
  SessionState session_state_ = SessionState::kSignedOut;
  std::string session_error_;
};

}  // namespace sluice::ui
