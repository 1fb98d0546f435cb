#include "ui/ui.h"

#include <algorithm>
#include <array>

#include "api/mobile_api.h"
#include "base/number.h"
#include "base/text.h"
#include "imgui.h"
#include "imgui_internal.h"
#include "ui/bar.h"
#include "ui/cell_format.h"
#include "ui/controls.h"
#include "ui/detail.h"
#include "ui/frame.h"
#include "ui/help.h"
#include "ui/layout.h"
#include "ui/message_strip.h"
#include "ui/notices.h"
#include "ui/overview.h"
#include "ui/request_log.h"
#include "ui/request_rail.h"
#include "ui/table_pane.h"

namespace sluice::ui {
namespace {

enum class Tab { kAssets, kDetections, kOverview, kRequests };
constexpr size_t kTabCount = 4;

struct TabName {
  const char* id;
  std::string_view label;
};
constexpr std::array<TabName, kTabCount> kTabs = {{{"tab.assets", "Assets"},
                                                   {"tab.detections", "Detections"},
                                                   {"tab.overview", "Overview"},
                                                   {"tab.requests", "Requests"}}};
constexpr const char* kRequestTab = "tab.request";
constexpr Duration kWaitTold = Duration::millis(2500);

constexpr ImGuiWindowFlags kRootFlags = ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove |
                                        ImGuiWindowFlags_NoSavedSettings | ImGuiWindowFlags_NoBringToFrontOnFocus |
                                        ImGuiWindowFlags_NoScrollWithMouse | ImGuiWindowFlags_NoBackground;

// Signs as typed, wherever they lie on the keyboard. Not their keys: ImGui may give the sign a frame later than the
// key, to the field that the key has led to.
bool typed(ImWchar c) {
  const ImVector<ImWchar>& queue = ImGui::GetIO().InputQueueCharacters;
  return std::find(queue.begin(), queue.end(), c) != queue.end();
}

// ImGui measures some windows (menus, tips) for a frame before it shows them.
bool measuring() {
  for (const ImGuiWindow* window : GImGui->Windows) {
    if (window->Active && (window->Hidden || window->HiddenFramesCannotSkipItems > 0 || window->AutoFitFramesX > 0 ||
                           window->AutoFitFramesY > 0)) {
      return true;
    }
  }
  return false;
}

}  // namespace

struct Ui::Impl {
  explicit Impl(Fonts given)
      : fonts(given), rail(mobile_parameters()), assets(asset_kind()), detections(detection_kind()) {}

  Fonts fonts;
  WidgetLog log;
  RequestRail rail;
  TablePane assets;
  TablePane detections;
  Overview overview;
  RequestLog requests;
  Detail detail;
  MessageStrip strip;

  Tab tab = Tab::kAssets;
  bool request_pane = false;      // narrow: the request instead of a table
  bool rail_open = false;         // compact: over the tables
  bool detail_open = false;
  bool reasons_open = false;
  bool help_open = false;
  ParameterValues sent;           // of the last pull
  bool again = true;
  bool ring = false;              // keys were used last, not the pointer
  std::optional<Instant> due;
  uint64_t generation = 0;
  std::optional<RowId> asset_cursor;
  std::optional<RowId> detection_cursor;
  std::optional<Instant> wait_until;   // of the wait that was judged last
  bool wait_told = false;

  TablePane& pane() { return tab == Tab::kDetections ? detections : assets; }
  bool on_table() const { return tab == Tab::kAssets || tab == Tab::kDetections; }

  void attach(const Model& model);
  void draw(Frame& frame);
  void draw_rail(Frame& frame, const Layout& layout);
  void draw_centre(Frame& frame, Rect box, bool tabs);
  void draw_tabs(Frame& frame, Rect box);
  void draw_bottom(Frame& frame, Rect box);
  void draw_detail(Frame& frame, const Layout& layout);
  void draw_exports(Frame& frame, Rect box);
  void follow_cursor();
  void open_detail();
  void pull(Frame& frame);
  void on_choice(Frame& frame, EmptyChoice choice);
  void on_keys(Frame& frame);
  void watch_keys();
  void on_escape();
  bool wait_is_worth_telling(const Model& model);
  std::string count_of(Tab which, const Model& model) const;
};

// ── what is shown ────────────────────────────────────────────────────────────────────────────────────────────────────

void Ui::Impl::attach(const Model& model) {
  if (model.store_generation != generation) {
    generation = model.store_generation;
    detail.forget();
    detail_open = false;
    reasons_open = false;
  }
  assets.attach(model.store, model.store_generation, model.wall);
  detections.attach(model.store, model.store_generation, model.wall);
  overview.attach(model.store, model.store_generation);
  strip.listen(model);
}

std::string Ui::Impl::count_of(Tab which, const Model& model) const {
  if (model.store == nullptr) return {};
  if (which == Tab::kAssets) return with_thousands(static_cast<int64_t>(model.store->assets().live_count()));
  if (which == Tab::kDetections) return with_thousands(static_cast<int64_t>(model.store->detections().live_count()));
  return {};
}

void Ui::Impl::open_detail() {
  detail_open = true;
  follow_cursor();
}

// The detail panel shows the row that the cursor is on.
void Ui::Impl::follow_cursor() {
  if (!on_table() || !detail_open) return;
  const std::optional<RowId> row = pane().cursor();
  if (!row) return;
  if (tab == Tab::kAssets) {
    detail.show_asset(*row);
  } else {
    detail.show_detection(*row);
  }
}

void Ui::Impl::draw(Frame& frame) {
  const ImVec2 size = ImGui::GetIO().DisplaySize;
  LayoutWish wish;
  wish.detail_open = detail_open && on_table();
  wish.progress = frame.model.run.state != RunState::kIdle;
  wish.strip_height = strip.height();
  const Layout layout = lay_out(size.x, size.y, wish);
  ImGui::GetWindowDrawList()->AddRectFilled(ImVec2(0, 0), size, frame.palette.ground);

  const BarEvents bar = draw_bar(frame, layout.bar);
  if (bar.pull) pull(frame);
  if (bar.help) help_open = !help_open;
  if (layout.progress.h > 0) {
    fill(layout.progress, frame.palette.panel);
    hline(0, layout.progress.w, layout.progress.y + layout.progress.h - 1, frame.palette.line);
    draw_progress(frame, inset(layout.progress, kGap3, 0));
  }

  const bool narrow = layout.kind == LayoutKind::kNarrow;
  if (narrow && detail_open && on_table()) {
    draw_detail(frame, layout);
  } else if (narrow && request_pane) {
    rail.draw(frame, layout.centre);
  } else {
    if (!narrow) draw_rail(frame, layout);
    draw_centre(frame, layout.centre, !narrow);
    if (layout.rail_icons && rail_open) {
      if (begin_part("rail_over", layout.rail_over, false)) {
        rail.draw(frame, layout.rail_over);
        vline(layout.rail_over.x + layout.rail_over.w - 1, layout.rail_over.y, layout.rail_over.y + layout.rail_over.h,
              frame.palette.line);
      }
      end_part();
    }
    if (detail_open && on_table()) draw_detail(frame, layout);
  }
  strip.draw(frame, layout.strip);
  draw_exports(frame, layout.strip);
  if (narrow) draw_bottom(frame, layout.bottom);
  if (help_open) help_open = draw_help(frame);
  on_keys(frame);
}

void Ui::Impl::draw_rail(Frame& frame, const Layout& layout) {
  const Palette& p = frame.palette;
  if (!layout.rail_icons) {
    rail.draw(frame, layout.rail);
  } else {
    fill(layout.rail, p.panel);
    Button open{"rail.toggle", ""};
    open.icon = Icon::kSliders;
    open.kind = ButtonKind::kQuiet;
    open.on = rail_open;
    open.name = "Request";
    open.tip = rail_open ? "Hide the request" : "What is asked of the gateway";
    const Rect spot{layout.rail.x + 6, layout.rail.y + 6, 32, 32};
    if (draw_button(frame, open, spot)) rail_open = !rail_open;
    if (const size_t changed = rail.changed_count()) {
      ImGui::GetWindowDrawList()->AddCircleFilled(ImVec2(spot.x + spot.w - 5, spot.y + 5), 3.5f, p.accent, 12);
      (void)changed;
    }
  }
  vline(layout.rail.x + layout.rail.w, layout.rail.y, layout.rail.y + layout.rail.h, p.line);
}

void Ui::Impl::draw_centre(Frame& frame, Rect box, bool tabs) {
  float y = box.y;
  if (wait_is_worth_telling(frame.model)) y += draw_wait_banner(frame, Rect{box.x, y, box.w, 0});
  if (tabs) {
    draw_tabs(frame, Rect{box.x, y, box.w, kTabsHeight});
    y += kTabsHeight;
  }
  if (on_table()) y += draw_partial_band(frame, Rect{box.x, y, box.w, 0}, reasons_open);
  const Rect rest{box.x, y, box.w, std::max(box.y + box.h - y, 1.0f)};
  if (tab == Tab::kRequests) return requests.draw(frame, rest);
  if (tab == Tab::kOverview && frame.model.store != nullptr) {
    if (const auto pick = overview.draw(frame, rest)) {
      tab = pick->table == "assets" ? Tab::kAssets : Tab::kDetections;
      pane().set_filter(pick->filter);
      again = true;
    }
    return;
  }
  const PaneEvents events = pane().draw(frame, rest, sent);
  if (pane().cursor() != (tab == Tab::kAssets ? asset_cursor : detection_cursor)) {
    (tab == Tab::kAssets ? asset_cursor : detection_cursor) = pane().cursor();
    follow_cursor();
    if (detail_open) frame.again = true;
  }
  if (events.open_detail) {
    open_detail();
    frame.again = true;
  }
  on_choice(frame, events.choice);
}

// A pause of a moment between two calls would only make the tables jump.
bool Ui::Impl::wait_is_worth_telling(const Model& model) {
  if (model.run.state != RunState::kWaiting) {
    wait_until.reset();
    wait_told = false;
    return false;
  }
  if (!model.run.wait_until) return true;
  if (wait_until != model.run.wait_until) {
    wait_until = model.run.wait_until;
    wait_told = wait_told || *wait_until - model.now >= kWaitTold;
  }
  return wait_told;
}

void Ui::Impl::draw_tabs(Frame& frame, Rect box) {
  const Palette& p = frame.palette;
  fill(box, p.panel);
  hline(box.x, box.x + box.w, box.y + box.h - 1, p.line);
  float x = box.x + kGap2;
  for (size_t i = 0; i < kTabCount; ++i) {
    const bool on = tab == static_cast<Tab>(i);
    const std::string count = count_of(static_cast<Tab>(i), frame.model);
    const float label_w = text_width(frame, Face::kText, kTabs[i].label);
    const float count_w = count.empty() ? 0 : text_width(frame, Face::kText, count) + 6;
    const Rect spot{x, box.y, label_w + count_w + 2 * kGap3, box.h - 1};
    const Hit hit = hit_box(frame, kTabs[i].id, spot, kTabs[i].label, "tab", true, on ? "selected" : "");
    if (hit.hovered && !on) fill(inset(spot, 2, 4), p.hover, kCorner);
    draw_text_in(frame, Face::kText, Rect{x + kGap3, spot.y, label_w + 1, spot.h}, on ? p.text : p.muted,
                 kTabs[i].label);
    if (count_w > 0) {
      draw_text_in(frame, Face::kText, Rect{x + kGap3 + label_w + 6, spot.y, count_w, spot.h}, p.muted, count);
    }
    if (on) fill(Rect{spot.x + kGap3, spot.y + spot.h - 1, spot.w - 2 * kGap3, 2}, p.accent, 1);
    focus_ring(frame, hit, inset(spot, 3, 5));
    if (hit.pressed) {
      tab = static_cast<Tab>(i);
      follow_cursor();
      frame.again = true;
    }
    x += spot.w;
  }
}

// Narrow: which pane is shown.
void Ui::Impl::draw_bottom(Frame& frame, Rect box) {
  const Palette& p = frame.palette;
  fill(box, p.panel);
  hline(box.x, box.x + box.w, box.y, p.line);
  constexpr std::array<Icon, kTabCount> kIcons = {Icon::kTable, Icon::kWarning, Icon::kDetail, Icon::kLog};
  const float w = box.w / static_cast<float>(kTabCount + 1);
  for (size_t i = 0; i <= kTabCount; ++i) {
    const bool request = i == 0;
    const bool on = request ? request_pane : !request_pane && tab == static_cast<Tab>(i - 1);
    const std::string_view label = request ? "Request" : kTabs[i - 1].label;
    const Rect spot{box.x + w * static_cast<float>(i), box.y + 1, w, box.h - 1};
    const Hit hit =
        hit_box(frame, request ? kRequestTab : kTabs[i - 1].id, spot, label, "tab", true, on ? "selected" : "");
    const Colour colour = on ? p.accent : p.muted;
    draw_icon(ImGui::GetWindowDrawList(), request ? Icon::kSliders : kIcons[i - 1],
              ImVec2(spot.x + spot.w / 2, spot.y + 17), colour);
    draw_text_in(frame, Face::kSmall, Rect{spot.x + 2, spot.y + 28, spot.w - 4, 18}, colour, label, Align::kCentre);
    focus_ring(frame, hit, inset(spot, 3, 3));
    if (!hit.pressed) continue;
    request_pane = request;
    if (!request) tab = static_cast<Tab>(i - 1);
    detail_open = false;
    frame.again = true;
  }
}

void Ui::Impl::draw_detail(Frame& frame, const Layout& layout) {
  const Rect box = layout.detail;
  DetailEvents events;
  if (begin_part("detail_panel", box, false)) {
    events = detail.draw(frame, box, frame.model.store.get(), layout.kind == LayoutKind::kNarrow);
    if (layout.kind == LayoutKind::kCompact) vline(box.x, box.y, box.y + box.h, frame.palette.line);
  }
  end_part();
  if (layout.kind == LayoutKind::kWide) vline(box.x - 1, box.y, box.y + box.h, frame.palette.line);
  if (events.close) {
    detail_open = false;
    frame.again = true;
  }
  if (events.show_detection) {
    detail.show_detection(*events.show_detection);
    if (tab == Tab::kDetections) {
      detections.show_row(*events.show_detection);
      detection_cursor = events.show_detection;
    }
    frame.again = true;
  }
}

// Exports that are being written, at the strip's right over the messages.
void Ui::Impl::draw_exports(Frame& frame, Rect box) {
  const Palette& p = frame.palette;
  float y = box.y - 44;
  for (const ExportStatus& status : frame.model.exports) {
    const float w = std::min(420.0f, box.w - 2 * kGap3);
    const Rect card{box.x + box.w - w - kGap3, y, w, 36};
    ImGui::PushID(static_cast<int>(&status - frame.model.exports.data()));
    if (begin_part("export", card, false)) {
      fill(card, p.raised, kCorner);
      outline(card, p.line, kCorner);
      const float share = status.rows_total == 0 ? 1 : static_cast<float>(status.rows_written) /
                                                           static_cast<float>(status.rows_total);
      fill(Rect{card.x + 1, card.y + card.h - 4, (card.w - 2) * std::min(share, 1.0f), 3}, p.accent, 1);
      const std::string text = status.name + "  " + with_thousands(static_cast<int64_t>(status.rows_written)) + " of " +
                               count_text(status.rows_total, "row", "rows");
      draw_text_in(frame, Face::kSmall, Rect{card.x + kGap3, card.y, card.w - 96, card.h - 4}, p.text, text);
      Button cancel{"export.cancel", "Cancel"};
      cancel.kind = ButtonKind::kQuiet;
      if (draw_button(frame, cancel, Rect{card.x + card.w - 76, card.y + 3, 72, 28})) {
        frame.intents.cancel_export = status.name;
      }
    }
    end_part();
    ImGui::PopID();
    y -= 40;
  }
}

// ── what the user does ───────────────────────────────────────────────────────────────────────────────────────────────

void Ui::Impl::pull(Frame& frame) {
  if (const auto problem = rail.problem()) {
    frame.say(MessageKind::kError, "Nothing was sent: " + *problem);
    rail.focus_problem();
    rail_open = true;
    request_pane = true;
    frame.again = true;
    return;
  }
  frame.intents.pull = rail.request();
  sent = rail.values();
  request_pane = false;
  rail_open = false;
}

void Ui::Impl::on_choice(Frame& frame, EmptyChoice choice) {
  switch (choice) {
    case EmptyChoice::kSignIn: frame.intents.open_sign_in = ""; break;
    case EmptyChoice::kRehearse: frame.intents.open_sign_in = "rehearsal"; break;
    case EmptyChoice::kPull: pull(frame); break;
    case EmptyChoice::kClearFilter: frame.again = true; break;
    case EmptyChoice::kWiden: {
      ParameterValues values = rail.values();
      values.emplace_back("status", "Enrolled,De-enrolled,Ready for Re-enrollment");
      rail.set_values(values);
      pull(frame);
      break;
    }
    case EmptyChoice::kNone: break;
  }
}

// A ring shows the focus to those who use keys; the pointer shows itself.
void Ui::Impl::watch_keys() {
  for (const ImGuiKey key :
       {ImGuiKey_Tab, ImGuiKey_UpArrow, ImGuiKey_DownArrow, ImGuiKey_LeftArrow, ImGuiKey_RightArrow}) {
    if (ImGui::IsKeyPressed(key)) ring = true;
  }
  if (ImGui::IsMouseClicked(ImGuiMouseButton_Left) || ImGui::IsMouseClicked(ImGuiMouseButton_Right)) ring = false;
}

void Ui::Impl::on_escape() {
  if (help_open) return;  // closes itself
  if (strip.close()) return;
  if (rail_open) {
    rail_open = false;
  } else if (detail_open) {
    detail_open = false;
  }
}

void Ui::Impl::on_keys(Frame& frame) {
  const ImGuiIO& io = ImGui::GetIO();
  const bool popup = ImGui::IsPopupOpen("", ImGuiPopupFlags_AnyPopupId | ImGuiPopupFlags_AnyPopupLevel);
  if (popup) return;
  if (io.KeyCtrl && ImGui::IsKeyPressed(ImGuiKey_E, false) && on_table()) {
    pane().open_export();
    frame.again = true;
  }
  if (io.WantTextInput) return;
  if (typed('?')) {
    help_open = true;
    frame.again = true;
    return;
  }
  if (on_table() && typed('/')) {
    pane().focus_filter();
    request_pane = false;
    frame.again = true;
  }
  if (ImGui::IsKeyPressed(ImGuiKey_Escape, false)) {
    on_escape();
    frame.again = true;
  }
}

// ── the public face ──────────────────────────────────────────────────────────────────────────────────────────────────

Ui::Ui(Fonts fonts) : impl_(std::make_unique<Impl>(fonts)) {
  ImGuiIO& io = ImGui::GetIO();
  io.IniFilename = nullptr;
  io.LogFilename = nullptr;
  io.ConfigFlags |= ImGuiConfigFlags_NavEnableKeyboard;
  io.ConfigNavCaptureKeyboard = true;
  io.ConfigNavCursorVisibleAlways = true;  // else the first Tab after a click would go nowhere; rings are ours
  io.ConfigNavCursorVisibleAuto = false;
  GImGui->ConfigNavWindowingKeyNext = 0;  // Ctrl+Tab is the browser's
  GImGui->ConfigNavWindowingKeyPrev = 0;
}

Ui::~Ui() = default;

void Ui::draw(const Model& model, Intents& intents) {
  apply_style(model.theme);
  impl_->log.clear();
  impl_->again = false;
  impl_->watch_keys();
  Frame frame{model, intents, palette_of(model.theme), impl_->fonts, impl_->log, impl_->ring};
  impl_->attach(model);
  ImGui::SetNextWindowPos(ImVec2(0, 0));
  ImGui::SetNextWindowSize(ImGui::GetIO().DisplaySize);
  ImGui::PushFont(impl_->fonts.text, kTextPx);
  if (ImGui::Begin("sluice", nullptr, kRootFlags)) impl_->draw(frame);
  ImGui::End();
  ImGui::PopFont();
  for (auto& [kind, text] : frame.said) {
    impl_->strip.post(kind, std::move(text));
    frame.again = true;
  }
  impl_->again = impl_->again || frame.again || measuring();
  impl_->due = frame.due;
}

Work Ui::work(Fuel fuel) {
  Impl& ui = *impl_;
  if (ui.tab == Tab::kOverview && ui.overview.work(fuel) == Work::kMore) return Work::kMore;
  if (ui.pane().work(fuel) == Work::kMore) return Work::kMore;
  TablePane& other = ui.tab == Tab::kDetections ? ui.assets : ui.detections;
  return other.work(fuel);
}

bool Ui::wants_frame() const {
  const Impl& ui = *impl_;
  if (ui.again) return true;
  if (ui.tab == Tab::kAssets && ui.assets.changed()) return true;
  if (ui.tab == Tab::kDetections && ui.detections.changed()) return true;
  return ui.tab == Tab::kOverview && ui.overview.changed();
}

std::optional<Instant> Ui::frame_due() const { return impl_->due; }

const std::vector<Widget>& Ui::widgets() const { return impl_->log.widgets(); }

void Ui::post(MessageKind kind, std::string text) {
  impl_->strip.post(kind, std::move(text));
  impl_->again = true;
}

void Ui::set_filter(std::string_view table, std::string text) {
  (table == "detections" ? impl_->detections : impl_->assets).set_filter(std::move(text));
  impl_->again = true;
}

void Ui::set_parameters(const ParameterValues& values) {
  impl_->rail.set_values(values);
  impl_->again = true;
}

PullRequest Ui::pull_request() const { return impl_->rail.request(); }

ExportIntent Ui::export_intent(std::string_view format) const { return impl_->pane().export_intent(format); }

}  // namespace sluice::ui
