// Asked once, before the first pull from a real gateway: may the pages of runs be kept in this browser, so that a run
// can go on after a crash or a reload? Either answer begins the pull; closing the sheet begins nothing and is asked
// again.
#pragma once

#include "ui/controls.h"

namespace sluice::ui {

class KeepQuestion {
 public:
  void ask(PullRequest request);
  bool is_open() const { return open_; }
  // Gives the answer and the pull as intents.
  void draw(Frame& frame);

 private:
  bool open_ = false;
  PullRequest request_;
};

}  // namespace sluice::ui
