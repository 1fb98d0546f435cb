// The filter line over a table: the text, what is wrong with it and where, how many rows it leaves.
#pragma once

#include <optional>
#include <string>

#include "query/filter.h"
#include "base/time.h"
#include "ui/controls.h"

namespace sluice::ui {

inline constexpr float kFilterErrorHeight = 22;

class FilterBox {
 public:
  // "assets" gives the widget id "filter.assets"; `example`: what could be typed, shown while it is empty.
  explicit FilterBox(std::string_view table, std::string_view example = "severity>=4 and status:Active")
      : id_("filter." + std::string(table)), hint_("Filter: words, or " + std::string(example) + "    ( / )") {}

  // True when the filter is to be applied: the typing has rested for a moment, Enter was pressed, it was cleared.
  bool draw(Frame& frame, Rect box);
  // The message and a mark under the place it is about; only with an error.
  void draw_error(Frame& frame, Rect box) const;

  const std::string& text() const { return text_; }
  void set_text(std::string text) { text_ = std::move(text); }
  void set_error(std::optional<FilterError> error) { error_ = std::move(error); }
  const std::optional<FilterError>& error() const { return error_; }
  void focus() { focus_ = true; }   // with the next draw()

 private:
  std::string id_;
  std::string hint_;
  std::string text_;
  std::optional<FilterError> error_;
  bool focus_ = false;
  std::optional<Instant> apply_at_;   // typed, not applied yet
};

}  // namespace sluice::ui
