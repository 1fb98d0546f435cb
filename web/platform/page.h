// The HTML around the canvas: the window's title, what screen readers are told, the theme, the sign-in form, and the
// question before the page is left during a run.
#pragma once

#include <string>

namespace sluice::platform {

class Page {
 public:
  // Each is cheap to repeat: the page is touched only when something is new.
  void set_title(const std::string& title);
  void set_light(bool light);
  void set_busy(bool busy);                     // leaving the page asks first
  void announce(const std::string& text);       // politely, when the reader has time
  void open_sign_in(const std::string& gateway);  // "" : the last one
  void session_changed();                       // the form shows who is signed in
  bool prefers_light() const;
  bool is_local_file() const;                   // opened from disk
  std::string fragment() const;                 // what stands after the # of the address, without it
  const std::string& address();                 // the page's own, without what stands after the #
  std::string origin();                         // "https://host"; "" for a page opened from disk
  void open_link(const std::string& address);   // http or https, in a new tab that knows nothing of this one

 private:
  std::string title_;
  std::string announced_;
  std::string address_;
  int light_ = -1;
  bool busy_ = false;
};

}  // namespace sluice::platform
