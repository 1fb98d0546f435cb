// A month to pick a day from, hung under the field whose date it sets: arrows and Page keys for the months, the arrow
// keys for the days, "Today", and a time of day where one is wanted. Dates are UTC, as the gateways read them
// (api-reference.md 6.6).
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/date.h"
#include "ui/controls.h"

namespace sluice::ui {

// "2026-02-14" or, with a time, "2026-02-14T07:30:00Z".
std::string date_text(const CivilTime& day, std::string_view time);
// "7:30", "07:30", "07:30:15" as "07:30:15"; "" for no time, none for another text.
std::optional<std::string> full_time(std::string_view typed);
int days_in_month(int year, int month);
int weekday_of(const CivilTime& day);   // 0 is Monday

class Calendar {
 public:
  // Shows the month of `text`, or of `now` where it holds no date. The menu is opened with the next draw().
  void open(std::string_view id, std::string_view text, WallTime now);
  bool is_open_for(std::string_view id) const { return id_ == id; }
  // The new text of the field once something was chosen.
  std::optional<std::string> draw(Frame& frame, Rect anchor);

 private:
  std::optional<std::string> draw_head(Frame& frame, float width);
  std::optional<std::string> draw_days(Frame& frame, float width);
  std::optional<std::string> draw_foot(Frame& frame, float width);
  void move_month(int by);

  std::string id_;
  bool opening_ = false;
  CivilTime month_;                   // the first of it
  std::optional<CivilTime> chosen_;
  CivilTime today_;
  bool today_known_ = false;
  std::string time_;                  // as typed
};

}  // namespace sluice::ui
