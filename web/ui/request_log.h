// The Requests tab: the last calls with their answers, newest first. URLs come masked from the client.
#pragma once

#include <deque>
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

  Grid grid_;
  std::vector<RowId> rows_;        // newest first
  std::vector<GridSort> no_sort_;
  uint64_t version_ = ~uint64_t{0};
  uint64_t rows_version_ = 0;
};

}  // namespace sluice::ui
