// The Requests tab: the last calls with their answers, newest first; below them the one that was chosen, with its whole
// address and all that was noted of it. URLs come masked from the client.
#pragma once

#include <deque>
#include <string>
#include <vector>

#include "client/event.h"
#include "ui/grid.h"

namespace sluice::ui {

class RequestLog {
 public:
  RequestLog();
  void draw(Frame& frame, Rect box);

 private:
  class Source;

  float entry_height(const Frame& frame, const RequestLogEntry& entry, float width, float room) const;
  void draw_entry(Frame& frame, const RequestLogEntry& entry, Rect box);

  Grid grid_;
  std::vector<RowId> rows_;        // newest first
  std::vector<GridSort> no_sort_;
  uint64_t version_ = ~uint64_t{0};
  uint64_t rows_version_ = 0;
  bool entry_open_ = true;         // once a call is chosen
};

}  // namespace sluice::ui
