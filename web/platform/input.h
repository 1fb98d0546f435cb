// Pointer, wheel, keys and text from the page into ImGui's queue. The canvas itself takes no keys: an invisible text
// field lies over it (the "sink"), gets the focus when the canvas is touched, and so receives typing, pastes and input
// methods the way every text field does. While the focus is elsewhere (the sign-in form), no key reaches ImGui.
//
// Tab walks through the panels. F6, or Escape and then Tab, leaves the canvas.
//
// A finger scrolls when it moves and clicks when it does not; held still for a moment it becomes a pointer that drags.
#pragma once

#include <functional>

namespace sluice::platform {

class Input {
 public:
  // `changed` is called after each event was queued: a frame is wanted.
  explicit Input(std::function<void()> changed);
  Input(const Input&) = delete;
  Input& operator=(const Input&) = delete;

  // After ImGui::Render(): the mouse cursor, and where the caret is (an input method's window goes there).
  void after_frame();
  bool pending() const;  // ImGui keeps some of the queue for the next frame
  // The last pointer was a finger. Told when the finger has gone: what it touches must not change its place under it.
  bool touch() const { return touch_; }
  void focus();                          // the keys go to the canvas

  // The browser's side.
  void on_pointer(float x, float y, bool touch);
  void on_finger_up();
  void on_pointer_gone();
  void on_button(int button, bool down);
  void on_wheel(float x, float y);
  void on_modifiers(int modifiers);
  void on_key(int key, bool down);
  void on_text();
  void on_focus(bool focused);
  // True when what lies under the pointer is dragged, not scrolled: a scroll bar, a column's edge, a splitter.
  bool on_drag_asked() const;

 private:
  std::function<void()> changed_;
  bool touch_ = false;
  int cursor_ = -2;
  bool wants_text_ = false;
};

}  // namespace sluice::platform
