// The whole canvas: every panel, what they remember (tabs, filters, selections, open menus) and the views behind the
// tables. The app calls draw() between ImGui::NewFrame() and ImGui::Render(), applies the intents, then gives fuel
// with work(). Nothing here knows a browser: natively it runs without a backend, in tests.
//
// What is expected of the platform:
//   - io.DisplaySize is in CSS pixels and io.DisplayFramebufferScale is the device pixel ratio, so one unit here is
//     one CSS pixel everywhere; ImGuiBackendFlags_RendererHasTextures is set (glyphs are made on demand).
//   - The ImGui context is the platform's; the Ui must be made after it and set_theme() is done by draw().
//   - Platform_SetClipboardTextFn / GetClipboardTextFn are the platform's. Ctrl+C on a table sets the clipboard in the
//     frame that sees the key.
//   - After any input at least two frames are drawn; after that only while wants_frame(), at frame_due() at the
//     latest, or when the model has changed.
//   - io.IniFilename is null (layout is ours), io.ConfigFlags is set by Ui (keyboard navigation).
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "api/parameter.h"
#include "base/fuel.h"
#include "base/time.h"
#include "ui/model.h"
#include "ui/widget_log.h"

struct ImFont;

namespace sluice::ui {

// Any of them may be null: ImGui's default font stands in. Sizes are chosen by the panels (14, 16, 12, 13 px).
struct Fonts {
  ImFont* text = nullptr;
  ImFont* heading = nullptr;  // semibold
  ImFont* small = nullptr;
  ImFont* mono = nullptr;
};

enum class MessageKind { kInfo, kGood, kWarning, kError };

class Ui {
 public:
  explicit Ui(Fonts fonts);
  ~Ui();

  // One frame. Everything depends on the model and on ImGui's input alone.
  void draw(const Model& model, Intents& intents);

  // Advances filters, sorts and counts of the tables that are shown, about fuel.units rows. kMore: call again; the
  // picture changes when it is done.
  Work work(Fuel fuel);

  // The picture is not finished (a menu opens, a view has changed since the last draw, a field scrolls): draw again at
  // once.
  bool wants_frame() const;
  // When the picture changes by itself at the latest (a countdown's next second, a caret's blink); none: never.
  std::optional<Instant> frame_due() const;

  // What the last draw() put on the canvas.
  const std::vector<Widget>& widgets() const;

  // ── for the app: the URL fragment, the scripting interface, things that only the page knows ──
  void post(MessageKind kind, std::string text);                      // into the message strip
  void choose_source(std::string_view source);                        // passed over when there is none of that id
  void set_filter(std::string_view table, std::string text);          // as page-api.md calls the tables
  void set_request(const PullRequest& request);                       // fills the form of its source
  PullRequest pull_request(std::string_view source) const;            // what "Pull" would ask of that source now
  PullRequest pull_request() const;                                   // of the source that is shown
  // The ids of the table that is shown and its filter, as an export of "what I see" would take them.
  ExportIntent export_intent(std::string_view format) const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace sluice::ui
