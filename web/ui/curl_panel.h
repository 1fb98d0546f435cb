// "Paste curl …": a line from the guides or from a colleague is read as it is typed or pasted; the panel shows what was
// understood of it, or what is wrong with it, and fills the form. Nothing is sent by that, and a secret in the line is
// neither kept nor shown anywhere but in the field itself.
#pragma once

#include <optional>
#include <string>

#include "api/recipe.h"
#include "ui/controls.h"

namespace sluice::ui {

class CurlPanel {
 public:
  void open();
  bool is_open() const { return open_; }
  // The call to fill the form with, once the user has accepted it.
  std::optional<PastedCall> draw(Frame& frame);

 private:
  void read();
  float draw_outcome(Frame& frame, Rect box);
  void close();

  bool open_ = false;
  bool focus_ = false;
  std::string text_;
  std::optional<PastedCall> call_;
  std::string problem_;
};

}  // namespace sluice::ui
