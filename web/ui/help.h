// The keys and the filter language on one sheet, over everything else, and the one setting that belongs nowhere else:
// the address of the vendor's notification feed. Esc or a click beside the sheet closes it.
#pragma once

#include <string>
#include <string_view>

#include "ui/controls.h"

namespace sluice::ui {

class Help {
 public:
  void open() { open_ = true; }
  void toggle() { open_ = !open_; }
  bool is_open() const { return open_; }
  void draw(Frame& frame);   // nothing while it is closed

 private:
  float draw_feed(Frame& frame, Rect box);

  bool open_ = false;
  float height_ = 524;       // of the sheet, as its text needs it
  bool feed_read_ = false;
  std::string feed_;         // as typed; saved as soon as it is an address or empty
};

// Whether a link may be opened: http or https with a host.
bool is_link(std::string_view text);

}  // namespace sluice::ui
