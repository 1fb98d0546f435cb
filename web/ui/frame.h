// What every panel is handed for one frame: the model, where intents go, colours, fonts, the widget log, and what the
// picture needs next. Made by Ui::draw() and gone at its end.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/time.h"
#include "ui/model.h"
#include "ui/theme.h"
#include "ui/ui.h"
#include "ui/widget_log.h"

namespace sluice::ui {

struct Frame {
  const Model& model;
  const SourceView& shown;   // of the source that the user has chosen
  Intents& intents;
  const Palette& palette;
  const Fonts& fonts;
  WidgetLog& log;
  bool ring = true;   // keys were used last: show what has the keyboard focus

  std::vector<std::pair<MessageKind, std::string>> said = {};  // for the message strip, read at the frame's end
  bool again = false;                                     // the picture is not finished
  std::optional<Instant> due = {};                        // when it changes by itself

  void say(MessageKind kind, std::string text) { said.emplace_back(kind, std::move(text)); }
  void due_in(Duration d) {
    const Instant at = model.now + d;
    if (!due || at < *due) due = at;
  }
};

}  // namespace sluice::ui
