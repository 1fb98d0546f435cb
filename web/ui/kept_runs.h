// The runs that lie in this browser's storage: what each is and holds, and what can be done with it: go on with it,
// take it along as a checkpoint file, forget it. Also where the choice is made whether runs are kept at all.
#pragma once

#include <string>

#include "ui/controls.h"

namespace sluice::ui {

class KeptRuns {
 public:
  void open();
  bool is_open() const { return open_; }
  void draw(Frame& frame);   // nothing while it is closed

 private:
  float draw_list(Frame& frame, ImVec2 at, float width);
  void draw_run(Frame& frame, const RunSummary& run, Rect box);
  float draw_foot(Frame& frame, ImVec2 at, float width);

  bool open_ = false;
  bool close_ = false;            // something was begun that the sheet would hide
  std::string doubtful_;          // the run whose "Forget" was pressed once
  std::optional<Instant> looked_;   // when the list was asked for last
};

// "interrupted" as people read it: a word of its own for each state that a kept run can be in.
std::string_view kept_state_word(std::string_view state);

}  // namespace sluice::ui
