// Copy, cut and paste between ImGui and the computer, on https, plain http and file pages alike. The browser lets a
// page touch the clipboard inside its own copy, cut and paste events; so in a copy event the frames that see the key
// are drawn at once, and what ImGui puts on its clipboard during them is handed over in the same event. A copy from a
// menu has no such event: then the asynchronous clipboard is used where the page has it, and the old command else.
#pragma once

#include <functional>
#include <string>
#include <string_view>

namespace sluice::platform {

class Clipboard {
 public:
  // `draw_now` draws one frame.
  explicit Clipboard(std::function<void()> draw_now);
  Clipboard(const Clipboard&) = delete;
  Clipboard& operator=(const Clipboard&) = delete;

  // ImGui's hooks.
  void set(std::string_view text);
  const char* get() const { return text_.c_str(); }

  // The browser's side.
  void on_copy();   // also cut
  void on_paste();

 private:
  std::function<void()> draw_now_;
  std::string text_;
  bool in_event_ = false;
};

}  // namespace sluice::platform
