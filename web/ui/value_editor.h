// How one documented parameter is edited, by its type: a switch, a menu, chips, a date with a calendar, a set of tags,
// an order, or plain text. Changes the field's text; who owns the form checks it afterwards.
#pragma once

#include <string>
#include <string_view>

#include "ui/calendar.h"
#include "ui/controls.h"
#include "ui/request_form.h"

namespace sluice::ui {

// Where a row of the form lies: labels from `left`, controls up to `right`.
struct FormRow {
  float left;
  float right;
  float label_w;      // of rows whose control stands beside the label
};
inline constexpr float kFormRow = 32;
inline constexpr float kFormLabelRow = 24;   // above a control that takes the whole width

// Whether the control of a parameter takes the whole width below its label.
bool is_stacked(const Parameter& parameter);

// "4-5" of {4,5}; "1,3-5"; "" for none and for all five, which is the default.
std::string severity_ranges(const bool (&on)[6]);
// Which severities a text names; false when it is no list of ranges within 1 to 5.
bool read_severities(std::string_view text, bool (&on)[6]);

class ValueEditor {
 public:
  // Draws label and control from `y` down and moves it on. True when the field's text has changed.
  bool draw(Frame& frame, RequestForm::Field& field, const FormRow& row, float& y, bool focus);

 private:
  void draw_label(Frame& frame, const RequestForm::Field& field, Rect box);
  bool draw_flag(Frame& frame, RequestForm::Field& field, Rect box);
  bool draw_choice(Frame& frame, RequestForm::Field& field, Rect box);
  bool draw_choices(Frame& frame, RequestForm::Field& field, Rect box);
  bool draw_text(Frame& frame, RequestForm::Field& field, Rect box, bool focus);
  bool draw_severities(Frame& frame, RequestForm::Field& field, const FormRow& row, float& y);
  bool draw_date(Frame& frame, RequestForm::Field& field, Rect box, bool focus);
  bool draw_tags(Frame& frame, RequestForm::Field& field, const FormRow& row, float& y, bool focus);
  bool draw_sort(Frame& frame, RequestForm::Field& field, const FormRow& row, float& y, bool focus);
  bool draw_sort_row(Frame& frame, RequestForm::Field& field, size_t index, Rect box, bool focus);

  Calendar calendar_;
};

}  // namespace sluice::ui
