#include "ui/ui.h"

#include <algorithm>
#include <array>

#include "api/recipe.h"
#include "api/source.h"
#include "base/number.h"
#include "base/text.h"
#include "imgui.h"
#include "imgui_internal.h"
#include "table/asset_store.h"
#include "ui/bar.h"
#include "ui/cell_format.h"
#include "ui/controls.h"
#include "ui/curl_panel.h"
#include "ui/detail.h"
#include "ui/frame.h"
#include "ui/help.h"
#include "ui/keep_question.h"
#include "ui/kept_runs.h"
#include "ui/layout.h"
#include "ui/message_strip.h"
#include "ui/notices.h"
#include "ui/overview.h"
#include "ui/record_detail.h"
#include "ui/request_log.h"
#include "ui/plan_strip.h"
#include "ui/request_rail.h"
#include "ui/table_pane.h"

namespace sluice::ui {
namespace {

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

// What is on the table for one source: its request, its tables with what has been chosen in them, its details. Kept
// while another source is shown.
struct Desk {
  explicit Desk(const Source& of) : source(of), form(of), overview(of) {
    for (size_t i = 0; i < source.tables.size(); ++i) panes.push_back(std::make_unique<TablePane>(kind_of(source, i)));
    cursors.resize(panes.size());
  }

  const Source& source;
  RequestForm form;
  std::vector<std::unique_ptr<TablePane>> panes;
  std::vector<std::optional<RowId>> cursors;   // that the details have followed
  Overview overview;
  Detail detail;                               // Mobile
  RecordDetail record;                         // OT
  std::shared_ptr<const Store> store;
  size_t tab = 0;                              // a pane's, then the overview, then the requests
  bool detail_open = false;
  bool reasons_open = false;

  size_t overview_tab() const { return panes.size(); }
  size_t requests_tab() const { return panes.size() + 1; }
  size_t tab_count() const { return panes.size() + 2; }
  bool on_table() const { return tab < panes.size(); }
  TablePane& pane() { return *panes[on_table() ? tab : 0]; }
  std::string tab_id(size_t which) const;
  std::string_view tab_label(size_t which) const;
  Icon tab_icon(size_t which) const;
  std::string tab_count_text(size_t which) const;

  void attach(const SourceView& view, WallTime wall);
  void open_detail();
  void follow_cursor();
};

std::string Desk::tab_id(size_t which) const {
  if (which == overview_tab()) return "tab.overview";
  if (which == requests_tab()) return "tab.requests";
  return "tab." + std::string(source.tables[which]);
}

std::string_view Desk::tab_label(size_t which) const {
  if (which == overview_tab()) return "Overview";
  if (which == requests_tab()) return "Requests";
  if (source.api == Api::kMobile) return which == 0 ? "Assets" : "Detections";
  return source.title;
}

Icon Desk::tab_icon(size_t which) const {
  if (which == overview_tab()) return Icon::kDetail;
  if (which == requests_tab()) return Icon::kLog;
  return which == 0 ? Icon::kTable : Icon::kWarning;
}

std::string Desk::tab_count_text(size_t which) const {
  if (which >= panes.size() || panes[which]->table() == nullptr) return {};
  return with_thousands(static_cast<int64_t>(panes[which]->table()->live_count()));
}

void Desk::attach(const SourceView& view, WallTime wall) {
  if (view.store != store) {
    detail.forget();
    record.forget();
    detail_open = false;
    reasons_open = false;
  }
  for (const std::unique_ptr<TablePane>& pane : panes) pane->attach(view.store, wall);
  overview.attach(view.store);
  store = view.store;  // the last, so that nobody looks at tables that are gone
}

void Desk::open_detail() {
  detail_open = true;
  follow_cursor();
}

// The detail panel shows the row that the cursor is on.
void Desk::follow_cursor() {
  if (!on_table() || !detail_open) return;
  const std::optional<RowId> row = pane().cursor();
  if (!row) return;
  if (source.api == Api::kOt) {
    record.show(*row);
  } else if (tab == 0) {
    detail.show_asset(*row);
  } else {
    detail.show_detection(*row);
  }
}

}  // namespace

struct Ui::Impl {
  explicit Impl(Fonts given) : fonts(given) {
    for (const Source& source : sources()) desks.push_back(std::make_unique<Desk>(source));
  }

  Fonts fonts;
  WidgetLog log;
  RequestRail rail;
  std::vector<std::unique_ptr<Desk>> desks;   // as sources() has them
  size_t chosen = 0;
  RequestLog requests;
  MessageStrip strip;
  Help help;
  CurlPanel curl;
  KeepQuestion keep;
  KeptRuns kept;

  bool request_pane = false;      // narrow: the request instead of a table
  bool rail_open = false;         // compact: over the tables
  std::string run_id;             // of the run that was seen last
  bool again = true;
  bool ring = false;              // keys were used last, not the pointer
  std::optional<Instant> due;
  std::optional<Instant> wait_until;   // of the wait that was judged last
  bool wait_told = false;

  Desk& desk() { return *desks[chosen]; }
  TablePane& pane() { return desk().pane(); }
  bool on_table() { return desk().on_table(); }
  Desk* find_desk(std::string_view source);

  void attach(const Model& model);
  void choose(const Source& source);
  void draw(Frame& frame);
  void draw_request(Frame& frame, Rect box);
  void draw_rail(Frame& frame, const Layout& layout);
  void draw_centre(Frame& frame, Rect box, bool tabs);
  float draw_bands(Frame& frame, Rect box);
  void draw_tabs(Frame& frame, Rect box);
  void draw_bottom(Frame& frame, Rect box);
  void draw_detail(Frame& frame, const Layout& layout);
  DetailEvents draw_detail_of(Frame& frame, Rect box, bool back);
  void draw_exports(Frame& frame, Rect box);
  void pull(Frame& frame);
  void copy_recipe(Frame& frame, bool link);
  void take_call(Frame& frame, const PastedCall& call);
  void on_empty(Frame& frame, const EmptyEvents& events);
  void on_keys(Frame& frame);
  void watch_keys();
  void on_escape();
  bool wait_is_worth_telling(const Model& model);
};

// ── what is shown ────────────────────────────────────────────────────────────────────────────────────────────────────

Desk* Ui::Impl::find_desk(std::string_view source) {
  for (const std::unique_ptr<Desk>& each : desks) {
    if (each->source.id == source) return each.get();
  }
  return nullptr;
}

void Ui::Impl::choose(const Source& source) {
  for (size_t i = 0; i < desks.size(); ++i) {
    if (&desks[i]->source == &source) chosen = i;
  }
  again = true;
}

void Ui::Impl::attach(const Model& model) {
  if (model.run.id != run_id) {
    run_id = model.run.id;
    if (!run_id.empty()) choose(source_of(model.run));  // whoever began it, its rows are what is new
  }
  for (const std::unique_ptr<Desk>& each : desks) each->attach(view_of(model, each->source), model.wall);
  strip.listen(model);
}

void Ui::Impl::draw(Frame& frame) {
  const ImVec2 size = ImGui::GetIO().DisplaySize;
  LayoutWish wish;
  wish.detail_open = desk().detail_open && on_table();
  wish.progress = told_run(frame.model, frame.shown).state != RunState::kIdle;
  wish.strip_height = strip.height();
  const Layout layout = lay_out(size.x, size.y, wish);
  ImGui::GetWindowDrawList()->AddRectFilled(ImVec2(0, 0), size, frame.palette.ground);

  const BarEvents bar = draw_bar(frame, layout.bar, desk().form.problem().value_or(""));
  if (bar.pull) pull(frame);
  if (bar.help) help.toggle();
  if (bar.kept_runs) kept.open();
  if (layout.progress.h > 0) {
    fill(layout.progress, frame.palette.panel);
    hline(0, layout.progress.w, layout.progress.y + layout.progress.h - 1, frame.palette.line);
    draw_progress(frame, inset(layout.progress, kGap3, 0));
  }

  const bool narrow = layout.kind == LayoutKind::kNarrow;
  const bool detail_open = desk().detail_open && on_table();
  if (narrow && detail_open) {
    draw_detail(frame, layout);
  } else if (narrow && request_pane) {
    draw_request(frame, layout.centre);
  } else {
    if (!narrow) draw_rail(frame, layout);
    draw_centre(frame, layout.centre, !narrow);
    if (layout.rail_icons && rail_open) {
      if (begin_part("rail_over", layout.rail_over, false)) {
        draw_request(frame, layout.rail_over);
        vline(layout.rail_over.x + layout.rail_over.w - 1, layout.rail_over.y, layout.rail_over.y + layout.rail_over.h,
              frame.palette.line);
      }
      end_part();
    }
    if (detail_open) draw_detail(frame, layout);
  }
  strip.draw(frame, layout.strip);
  draw_exports(frame, layout.strip);
  if (narrow) draw_bottom(frame, layout.bottom);
  help.draw(frame);
  if (const std::optional<PastedCall> call = curl.draw(frame)) take_call(frame, *call);
  kept.draw(frame);
  keep.draw(frame);
  on_keys(frame);
  if (bar.source != nullptr) choose(*bar.source);
}

void Ui::Impl::draw_request(Frame& frame, Rect box) {
  const bool choose_here = ImGui::GetIO().DisplaySize.x < kBarWithSourceFrom;
  if (frame.model.plan) {
    const float height = plan_height(box.w);
    box.h -= height;
    draw_plan(frame, Rect{box.x, box.y + box.h, box.w, height});
  }
  const RailEvents events = rail.draw(frame, box, desk().form, choose_here);
  if (events.copy_curl || events.copy_link) copy_recipe(frame, events.copy_link);
  if (events.paste_curl) curl.open();
  if (events.paste_curl || events.source != nullptr) frame.again = true;
  if (events.source != nullptr) choose(*events.source);
}

void Ui::Impl::draw_rail(Frame& frame, const Layout& layout) {
  const Palette& p = frame.palette;
  if (!layout.rail_icons) {
    draw_request(frame, layout.rail);
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
    if (desk().form.changed_count() > 0) {
      ImGui::GetWindowDrawList()->AddCircleFilled(ImVec2(spot.x + spot.w - 5, spot.y + 5), 3.5f, p.accent, 12);
    }
  }
  vline(layout.rail.x + layout.rail.w, layout.rail.y, layout.rail.y + layout.rail.h, p.line);
}

float Ui::Impl::draw_bands(Frame& frame, Rect box) {
  float y = box.y;
  if (!run_is_active(frame.model.run.state)) {
    bool instead = false;
    y += draw_version_band(frame, Rect{box.x, y, box.w, 0}, desk().form, &instead);
    if (instead) {
      desk().form.version.clear();
      frame.say(MessageKind::kInfo, "The next pull asks version " +
                                        std::string(versions_of(desk().source).front()) + " of the API.");
    }
  }
  if (on_table()) y += draw_partial_band(frame, Rect{box.x, y, box.w, 0}, desk().reasons_open);
  return y - box.y;
}

void Ui::Impl::draw_centre(Frame& frame, Rect box, bool tabs) {
  float y = box.y;
  if (wait_is_worth_telling(frame.model)) y += draw_wait_banner(frame, Rect{box.x, y, box.w, 0});
  y += draw_ask_banner(frame, Rect{box.x, y, box.w, 0});
  if (tabs) {
    draw_tabs(frame, Rect{box.x, y, box.w, kTabsHeight});
    y += kTabsHeight;
  }
  y += draw_bands(frame, Rect{box.x, y, box.w, 0});
  Desk& d = desk();
  const Rect rest{box.x, y, box.w, std::max(box.y + box.h - y, 1.0f)};
  if (d.tab == d.requests_tab()) return requests.draw(frame, rest);
  ImGui::PushID(d.source.id.data());  // what is scrolled in one source is not scrolled in another
  if (d.tab == d.overview_tab() && d.store != nullptr) {
    if (const auto pick = d.overview.draw(frame, rest)) {
      d.tab = static_cast<size_t>(std::find(d.source.tables.begin(), d.source.tables.end(), pick->table) -
                                  d.source.tables.begin());
      d.pane().set_filter(pick->filter);
      again = true;
    }
    return ImGui::PopID();
  }
  TablePane& shown = d.pane();
  const PaneEvents events = shown.draw(frame, rest, d.form);
  ImGui::PopID();
  std::optional<RowId>& followed = d.cursors[d.on_table() ? d.tab : 0];
  if (shown.cursor() != followed) {
    followed = shown.cursor();
    d.follow_cursor();
    if (d.detail_open) frame.again = true;
  }
  if (events.open_detail) {
    d.open_detail();
    frame.again = true;
  }
  on_empty(frame, events.empty);
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
  Desk& d = desk();
  fill(box, p.panel);
  hline(box.x, box.x + box.w, box.y + box.h - 1, p.line);
  float x = box.x + kGap2;
  for (size_t i = 0; i < d.tab_count(); ++i) {
    const bool on = d.tab == i;
    const std::string_view label = d.tab_label(i);
    const std::string count = d.tab_count_text(i);
    const float label_w = text_width(frame, Face::kText, label);
    const float count_w = count.empty() ? 0 : text_width(frame, Face::kText, count) + 6;
    const Rect spot{x, box.y, label_w + count_w + 2 * kGap3, box.h - 1};
    const Hit hit = hit_box(frame, d.tab_id(i).c_str(), spot, label, "tab", true, on ? "selected" : "");
    if (hit.hovered && !on) fill(inset(spot, 2, 4), p.hover, kCorner);
    draw_text_in(frame, Face::kText, Rect{x + kGap3, spot.y, label_w + 1, spot.h}, on ? p.text : p.muted, label);
    if (count_w > 0) {
      draw_text_in(frame, Face::kText, Rect{x + kGap3 + label_w + 6, spot.y, count_w, spot.h}, p.muted, count);
    }
    if (on) fill(Rect{spot.x + kGap3, spot.y + spot.h - 1, spot.w - 2 * kGap3, 2}, p.accent, 1);
    focus_ring(frame, hit, inset(spot, 3, 5));
    if (hit.pressed) {
      d.tab = i;
      d.follow_cursor();
      frame.again = true;
    }
    x += spot.w;
  }
}

// Narrow: which pane is shown.
void Ui::Impl::draw_bottom(Frame& frame, Rect box) {
  const Palette& p = frame.palette;
  Desk& d = desk();
  fill(box, p.panel);
  hline(box.x, box.x + box.w, box.y, p.line);
  const float w = box.w / static_cast<float>(d.tab_count() + 1);
  for (size_t i = 0; i <= d.tab_count(); ++i) {
    const bool request = i == 0;
    const bool on = request ? request_pane : !request_pane && d.tab == i - 1;
    const std::string id = request ? kRequestTab : d.tab_id(i - 1);
    const std::string_view label = request ? "Request" : d.tab_label(i - 1);
    const Rect spot{box.x + w * static_cast<float>(i), box.y + 1, w, box.h - 1};
    const Hit hit = hit_box(frame, id.c_str(), spot, label, "tab", true, on ? "selected" : "");
    const Colour colour = on ? p.accent : p.muted;
    draw_icon(ImGui::GetWindowDrawList(), request ? Icon::kSliders : d.tab_icon(i - 1),
              ImVec2(spot.x + spot.w / 2, spot.y + 17), colour);
    draw_text_in(frame, Face::kSmall, Rect{spot.x + 2, spot.y + 28, spot.w - 4, 18}, colour, label, Align::kCentre);
    focus_ring(frame, hit, inset(spot, 3, 3));
    if (!hit.pressed) continue;
    request_pane = request;
    if (!request) d.tab = i - 1;
    d.detail_open = false;
    frame.again = true;
  }
}

DetailEvents Ui::Impl::draw_detail_of(Frame& frame, Rect box, bool back) {
  Desk& d = desk();
  if (d.source.api == Api::kOt) {
    return d.record.draw(frame, box, d.source, d.store != nullptr ? d.store->find(d.source.tables.front()) : nullptr,
                         back);
  }
  return d.detail.draw(frame, box, static_cast<const AssetStore*>(d.store.get()), back);
}

void Ui::Impl::draw_detail(Frame& frame, const Layout& layout) {
  const Rect box = layout.detail;
  Desk& d = desk();
  DetailEvents events;
  ImGui::PushID(d.source.id.data());
  if (begin_part("detail_panel", box, false)) {
    events = draw_detail_of(frame, box, layout.kind == LayoutKind::kNarrow);
    if (layout.kind == LayoutKind::kCompact) vline(box.x, box.y, box.y + box.h, frame.palette.line);
  }
  end_part();
  ImGui::PopID();
  if (layout.kind == LayoutKind::kWide) vline(box.x - 1, box.y, box.y + box.h, frame.palette.line);
  if (events.close) {
    d.detail_open = false;
    frame.again = true;
  }
  if (events.show_detection) {
    d.detail.show_detection(*events.show_detection);
    if (d.tab == 1) {
      d.panes[1]->show_row(*events.show_detection);
      d.cursors[1] = events.show_detection;
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
  RequestForm& form = desk().form;
  form.check();
  if (const auto problem = form.problem()) {
    frame.say(MessageKind::kError, "Nothing was sent: " + *problem);
    rail.focus(form, form.problem_id());
    rail_open = true;
    request_pane = true;
    frame.again = true;
    return;
  }
  request_pane = false;
  rail_open = false;
  // What a rehearsal brings is invented, and made anew in a moment: nobody is asked whether to keep it.
  const bool asks = !frame.model.keep && !frame.model.keeps_nothing && frame.model.gateway != "rehearsal";
  if (!asks) {
    frame.intents.pull = form.request();
    return;
  }
  keep.ask(form.request());
  frame.again = true;
}

void Ui::Impl::copy_recipe(Frame& frame, bool link) {
  const Model& m = frame.model;
  Desk& d = desk();
  const PullRequest request = d.form.request();
  const Result<PullPlan> plan = plan_pull(request, m.gateway_base);
  if (!plan) return frame.say(MessageKind::kError, "Nothing was copied: " + plan.error().message);
  RecipeRequest wanted;
  wanted.source = &d.source;
  wanted.gateway = m.gateway;
  wanted.base = m.gateway_base;
  wanted.path = plan.value().path;
  wanted.version = request.api_version;
  wanted.parameters = plan.value().parameters;
  if (link) {  // the page that is reopened has defaults of its own
    wanted.parameters = d.form.values();
    for (const auto& extra : request.extra) wanted.parameters.push_back(extra);
  }
  wanted.filter = d.pane().filter();
  const Recipe recipe = make_recipe(wanted);
  ImGui::SetClipboardText(link ? (m.page_address + recipe.fragment).c_str() : recipe.curl.c_str());
  frame.say(MessageKind::kInfo, link ? "Copied a link to this page with this request. It holds no secret."
                                     : "Copied the request as a curl line. Set TOKEN to a token before you run it.");
}

void Ui::Impl::take_call(Frame& frame, const PastedCall& call) {
  Desk* target = find_desk(call.source);
  if (target == nullptr) return;
  PullRequest request;
  request.source = call.source;
  request.parameters = call.parameters;
  request.path = call.path;
  request.api_version = call.version;
  target->form.set_request(request);
  choose(target->source);
  frame.say(MessageKind::kGood, "The form of " + std::string(target->source.title) +
                                    " holds what the curl line asks for. Nothing has been sent yet.");
}

void Ui::Impl::on_empty(Frame& frame, const EmptyEvents& events) {
  switch (events.choice) {
    case EmptyChoice::kSignIn: frame.intents.open_sign_in = ""; break;
    case EmptyChoice::kRehearse: frame.intents.open_sign_in = "rehearsal"; break;
    case EmptyChoice::kPull: pull(frame); break;
    case EmptyChoice::kClearFilter: frame.again = true; break;
    case EmptyChoice::kNone: break;
  }
  if (!events.widen) return;
  apply_widening(desk().form, *events.widen);
  frame.say(MessageKind::kInfo, events.widen->said + " Pull again to send it.");
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
  if (help.is_open() || curl.is_open() || kept.is_open() || keep.is_open()) return;  // they close themselves
  if (strip.close()) return;
  if (rail_open) {
    rail_open = false;
  } else if (desk().detail_open) {
    desk().detail_open = false;
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
    help.open();
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
  impl_->attach(model);
  const SourceView& shown = view_of(model, impl_->desk().source);
  Frame frame{model, shown, intents, palette_of(model.theme), impl_->fonts, impl_->log, impl_->ring};
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
  Desk& desk = impl_->desk();
  if (desk.tab == desk.overview_tab() && desk.overview.work(fuel) == Work::kMore) return Work::kMore;
  if (desk.pane().work(fuel) == Work::kMore) return Work::kMore;
  for (const std::unique_ptr<TablePane>& pane : desk.panes) {
    if (pane->work(fuel) == Work::kMore) return Work::kMore;
  }
  return Work::kDone;
}

bool Ui::wants_frame() const {
  if (impl_->again) return true;
  Desk& desk = impl_->desk();
  if (desk.on_table()) return desk.pane().changed();
  return desk.tab == desk.overview_tab() && desk.overview.changed();
}

std::optional<Instant> Ui::frame_due() const { return impl_->due; }

const std::vector<Widget>& Ui::widgets() const { return impl_->log.widgets(); }

void Ui::post(MessageKind kind, std::string text) {
  impl_->strip.post(kind, std::move(text));
  impl_->again = true;
}

void Ui::choose_source(std::string_view source) {
  if (const Source* found = find_source(source)) impl_->choose(*found);
}

void Ui::set_filter(std::string_view table, std::string text) {
  for (const std::unique_ptr<Desk>& desk : impl_->desks) {
    for (const std::unique_ptr<TablePane>& pane : desk->panes) {
      if (pane->kind().name == table) pane->set_filter(std::move(text));
    }
  }
  impl_->again = true;
}

void Ui::set_request(const PullRequest& request) {
  if (Desk* desk = impl_->find_desk(request.source)) desk->form.set_request(request);
  impl_->again = true;
}

PullRequest Ui::pull_request(std::string_view source) const {
  const Desk* desk = impl_->find_desk(source);
  return desk != nullptr ? desk->form.request() : PullRequest{};
}

PullRequest Ui::pull_request() const { return impl_->desk().form.request(); }

ExportIntent Ui::export_intent(std::string_view format) const { return impl_->pane().export_intent(format); }

}  // namespace sluice::ui
