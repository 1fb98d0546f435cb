// The request as a form, made from the catalogue of documented parameters: grouped as in the guide, each field with
// its documentation and its default shown, changed ones marked and put back with one click, wrong values and wrong
// combinations told in the gateway's own words as they are typed. What is asked is the RequestForm's; the rail
// remembers only which groups are open and what is to be focused.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ui/controls.h"
#include "ui/request_form.h"
#include "ui/value_editor.h"

namespace sluice::ui {

struct RailEvents {
  const Source* source = nullptr;   // another one was chosen
  bool copy_curl = false;
  bool copy_link = false;
  bool paste_curl = false;
};

class RequestRail {
 public:
  RequestRail();

  // `choose_source`: the bar has no room for the choice, so it stands here.
  RailEvents draw(Frame& frame, Rect box, RequestForm& form, bool choose_source = false);
  // With the next draw() the field with this id is brought into sight and focused, its group opened.
  void focus(const RequestForm& form, std::string_view id);

 private:
  struct Group {
    std::string_view name;
    std::string_view title;
    bool open;
  };

  void draw_head(Frame& frame, Rect box, RequestForm& form, RailEvents& events);
  void draw_source(Frame& frame, Rect box, RailEvents& events);
  void draw_group(Frame& frame, RequestForm& form, Group& group, float x, float width, float& y);
  void draw_field_row(Frame& frame, RequestForm& form, RequestForm::Field& field, float x, float width, float& y);
  void draw_connection(Frame& frame, RequestForm& form, float x, float width, float& y);
  void draw_path(Frame& frame, RequestForm& form, float x, float width, float& y);
  void draw_since(Frame& frame, RequestForm& form, float x, float width, float& y);
  void draw_setting(Frame& frame, RequestForm& form, RequestForm::Setting& setting, float x, float width, float& y);
  void draw_extra(Frame& frame, RequestForm& form, float x, float width, float& y);
  bool draw_reset(Frame& frame, const std::string& id, std::string_view label, std::string_view fallback, float x,
                  float y);
  void draw_problem(Frame& frame, const std::string& id, std::string_view text, float x, float width, float& y);
  bool take_focus(std::string_view id);

  std::vector<Group> groups_;
  ValueEditor editor_;
  std::string focus_;   // id of the field to show and focus with the next draw()
};

}  // namespace sluice::ui
