// The request as a form, made from the catalogue of documented parameters: grouped as in the guide, each field with
// its default shown, changed ones marked and put back with one click, wrong values told in the gateway's own words as
// they are typed. Owns the values; what is at its default is not sent.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "api/parameter.h"
#include "client/client.h"
#include "ui/controls.h"

namespace sluice::ui {

class RequestRail {
 public:
  explicit RequestRail(const std::vector<Parameter>& catalogue);

  void draw(Frame& frame, Rect box);

  void set_values(const ParameterValues& values);   // names that the catalogue does not have are left out
  ParameterValues values() const;                   // only what differs from the defaults, in the catalogue's order
  PullRequest request() const;
  // What is wrong with the first wrong value, in the gateway's words; then focus_problem() shows its field.
  std::optional<std::string> problem() const;
  void focus_problem();
  size_t changed_count() const;

 private:
  struct Field {
    const Parameter* parameter;
    std::string id;             // "request.severities"
    std::string text;           // "" is the default
    std::string problem;        // "" when the value is good
  };
  struct Group {
    std::string_view name;
    std::string_view title;
    bool open;
    std::vector<size_t> fields;
  };

  void check(Field& field);
  void draw_head(Frame& frame, Rect box);
  void draw_group(Frame& frame, Group& group, float x, float width, float& y);
  void draw_field_row(Frame& frame, Field& field, float x, float width, float& y);
  void draw_control(Frame& frame, Field& field, Rect box, bool focus);
  void draw_choice(Frame& frame, Field& field, Rect box);
  void draw_choices(Frame& frame, Field& field, Rect box);
  void draw_path(Frame& frame, float x, float width, float& y);
  bool is_changed(const Field& field) const;
  void reset();

  std::vector<Field> fields_;
  std::vector<Group> groups_;
  std::string path_;
  std::optional<size_t> focus_;   // field to show and focus with the next draw()
};

}  // namespace sluice::ui
