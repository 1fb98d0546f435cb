#include "app.h"

#include <algorithm>
#include <utility>

#include "api/mobile_api.h"
#include "api/platforms.h"
#include "api/source.h"
#include "base/number.h"
#include "decode/decoder.h"
#include "http/url.h"
#include "imgui.h"
#include "platform/clock.h"
#include "platform/font_loader.h"
#include "platform/frame_stats.h"
#include "platform/prefs.h"
#include "query/filter.h"
#include "script_json.h"
#include "widget_json.h"

namespace sluice {
namespace {

constexpr char kVersion[] = "0.1.0";
constexpr Duration kWorkSlice = Duration::millis(6);
constexpr size_t kTaskGrainRows = 512;
// A due time that has passed although everything was just looked at must not ring without a pause.
constexpr Duration kAlarmPause = Duration::millis(20);
// ImGui shows some things (the cursor over a column's edge) only when the pointer has rested for a moment.
constexpr Duration kSettle = Duration::millis(100);
constexpr Duration kTitlePause = Duration::seconds(2);
constexpr int64_t kClockJumpUs = 1000000;
constexpr Duration kClockLook = Duration::seconds(30);
constexpr char kTruncationLimit[] = "truncation_limit";

constexpr ImU32 kDarkGround = IM_COL32(0x10, 0x14, 0x18, 0xFF);
constexpr ImU32 kLightGround = IM_COL32(0xF4, 0xF6, 0xF8, 0xFF);

ClientOptions client_options() {
  ClientOptions options;
  options.version = kVersion;
  options.seed = static_cast<uint64_t>(platform::wall_now().us);
  return options;
}

ui::Fonts make_fonts() {
  ImFontAtlas& atlas = *ImGui::GetIO().Fonts;
  ui::Fonts fonts;
  fonts.text = platform::add_browser_font(atlas, platform::Face::kText, 14);
  fonts.heading = platform::add_browser_font(atlas, platform::Face::kSemibold, 16);
  fonts.mono = platform::add_browser_font(atlas, platform::Face::kMono, 13);
  fonts.small = fonts.text;
  ImGui::GetIO().FontDefault = fonts.text;
  return fonts;
}

WallTime wall_at_zero() { return {platform::wall_now().us - platform::now().us}; }

// The table that a filter is about: the source's own, or the first of the Mobile ones whose columns it knows.
std::string_view table_of_filter(const std::string& filter, const Source& source, WallTime now) {
  if (source.api == Api::kOt) return source.tables.front();
  const AssetStore empty(mobile_asset_columns(), mobile_detection_columns());
  Filter parsed;
  return Filter::parse(filter, empty.assets(), now, parsed) ? "detections" : "assets";
}

std::string* find_value(ParameterValues& values, std::string_view name) {
  for (auto& [key, value] : values) {
    if (key == name) return &value;
  }
  return nullptr;
}

std::optional<Instant> sooner(std::optional<Instant> a, std::optional<Instant> b) {
  if (!a || !b) return a ? a : b;
  return std::min(*a, *b);
}

std::string title_of(const RunStatus& run) {
  switch (run.state) {
    case RunState::kIdle: return "Sluice";
    case RunState::kRunning: {
      const Source& source = ui::source_of(run);
      return with_thousands(static_cast<int64_t>(ui::rows_of(run, source))) + " " + std::string(source.many) +
             " · Sluice";
    }
    default: return std::string(run_state_name(run.state)) + " · Sluice";
  }
}

}  // namespace

App::App()
    : fragment_(parse_fragment(page_.fragment())),
      client_(client_options()),
      loop_({[this] { on_frame(); }, [this] { on_pump(); }}),
      canvas_([this] { draw(); }),
      input_([this] { on_input(); }),
      clipboard_([this] { draw(); }),
      bridge_([this](platform::ScriptCall call) { return on_call(std::move(call)); }),
      connection_([this] { loop_.request_pump(); }),
      keeper_(client_, [this] { loop_.request_pump(); }),
      traffic_(fragment_, wall_at_zero(), [this] { loop_.request_pump(); }),
      ui_(std::make_unique<ui::Ui>(make_fonts())),
      api_(*this, bridge_) {
  keep_clock(time());
  const std::string kept = platform::load_pref("theme");
  const bool light = kept.empty() ? page_.prefers_light() : kept == "light";
  theme_ = light ? ui::Theme::kLight : ui::Theme::kDark;
  page_.set_light(light);
  feed_ = platform::load_pref("feed");
  if (const std::string keep = platform::load_pref("keep"); !keep.empty()) keep_ = keep == "yes";
  keeper_.store().list();
  const Source* asked = find_source(fragment_.source.value_or(""));
  const Source& source = asked != nullptr ? *asked : sources().front();
  ui_->choose_source(source.id);
  PullRequest request = fragment_.request;
  request.source = source.id;
  ui_->set_request(request);
  if (fragment_.filter) {
    ui_->set_filter(table_of_filter(*fragment_.filter, source, platform::wall_now()), *fragment_.filter);
  }
}

App::~App() = default;

bool App::open() {
  if (!canvas_.open()) return false;
  loop_.request_frame();
  return true;
}

Instant App::time() const { return platform::now(); }

// ── commands ─────────────────────────────────────────────────────────────────────────────────────────────────────────

Result<void> App::sign_in(SignInRequest request) {
  Result<std::string> base = find_platform(request.gateway) ? Result<std::string>(request.gateway)
                                                            : normalize_gateway(request.gateway);
  if (!base) return base.error();
  const bool same_origin = base.value().empty() || base.value().front() == '/';
  if (page_.is_local_file() && same_origin) {
    return Error{"bad_gateway_url",
                 "This page was opened from disk, so there is no site with a gateway behind it. Choose the rehearsal, "
                 "or serve the page with `./dev run --gateway ADDRESS`."};
  }
  std::string chosen = request.gateway;
  Result<void> asked = client_.sign_in(std::move(request), time());
  if (asked) asked_gateway_ = chosen.empty() ? "/" : std::move(chosen);  // "/" is this site as well
  wake();
  return asked;
}

void App::sign_out() {
  client_.sign_out(time());
  wake();
}

Result<std::string> App::pull(PullRequest request, std::optional<bool> keep) {
  const Instant now = time();
  request.keep = keeps(keep);
  const bool rehearsal = client_.session(now).gateway == kRehearsalBase;
  if (rehearsal && !request.page_size && !find_value(request.parameters, kTruncationLimit)) {
    request.page_size = kRehearsalPageSize;
  }
  Result<std::string> run = request.since_last ? keeper_.pull_since(request, now) : client_.pull(request, now);
  if (run) run_forbidden_ = run_heard_ = false;
  wake();
  return run;
}

Result<void> App::resume(const PullRequest& request, const PullArguments& from) {
  Result<void> begun = keeper_.resume(request, {from.resume, from.checkpoint, keeps(from.keep)}, time());
  if (begun) run_forbidden_ = run_heard_ = false;
  wake();
  return begun;
}

// What a script says counts; else what the user has answered, where the browser can keep anything at all.
bool App::keeps(std::optional<bool> asked) const {
  return asked.value_or(keep_.value_or(false) && !keeper_.store().refused());
}

void App::pause() {
  client_.pause(time());
  wake();
}

void App::unpause() {
  client_.unpause(time());
  wake();
}

void App::stop() {
  client_.stop(time());
  wake();
}

// ── a turn ───────────────────────────────────────────────────────────────────────────────────────────────────────────

void App::on_frame() {
  pump(time());
  if (wants_draw()) {
    draw();
  } else {
    platform::frame_stats().skipped();
  }
  work();
  finish_turn();
}

void App::on_pump() {
  pump(time());
  work();
  finish_turn();
}

void App::pump(Instant now) {
  keep_clock(now);
  if (settle_at_ && now >= *settle_at_) {
    settle_at_.reset();
    frames_wanted_ = std::max(frames_wanted_, 2);
  }
  look_at_network(now);
  traffic_.handle_timeout(now);
  deliver(now);
  client_.handle_timeout(now);
  keeper_.handle_timeout(now);
  transmit(now);
}

void App::deliver(Instant now) {
  while (std::optional<platform::Arrival> arrival = traffic_.poll_arrival()) {
    if (arrival->response) {
      run_heard_ = true;
      client_.handle_response(arrival->flight, std::move(*arrival->response), now);
    } else {
      look_at_network(now);  // a call that was lost with the network is no attempt
      run_forbidden_ |= arrival->failure.kind == FailureKind::kPolicy;
      client_.handle_failure(arrival->flight, std::move(arrival->failure), now);
    }
  }
}

void App::transmit(Instant now) {
  keeper_.turn(now);
  while (const std::optional<FlightId> flight = client_.poll_abort()) {
    keeper_.call_back(*flight);
    traffic_.abort(*flight, now);
  }
  if (keeper_.may_transmit()) {
    while (std::optional<Flight> flight = client_.poll_transmit(now)) keeper_.depart(std::move(*flight));
  }
  while (std::optional<Flight> flight = keeper_.poll_departure()) traffic_.start(std::move(*flight), now);
}

void App::draw() {
  if (drawing_ || !canvas_.usable()) return;
  drawing_ = true;
  const Instant now = time();
  const bool light = theme_ == ui::Theme::kLight;
  drawn_ = take_picture(client_, exports_, light, now);
  // The views of the last frame read the last store until draw() has seen the new one.
  const std::vector<std::shared_ptr<const Store>> last = std::exchange(shown_stores_, stores());
  ui::Model model;
  fill(model, now);
  ui::Intents intents;
  canvas_.begin_frame();
  ImGui::NewFrame();
  ui_->draw(model, intents);
  ImGui::Render();
  platform::frame_stats().drawn(time() - now);
  canvas_.present(ImGui::GetDrawData(), light ? kLightGround : kDarkGround);
  input_.after_frame();
  if (frames_wanted_ > 0) --frames_wanted_;
  drawing_ = false;
  if (intents.any()) apply(intents);
}

void App::apply(const ui::Intents& intents) {
  frames_wanted_ = std::max(frames_wanted_, 2);
  if (intents.set_theme) set_theme(*intents.set_theme);
  if (intents.sign_out) sign_out();
  if (intents.open_sign_in) page_.open_sign_in(*intents.open_sign_in);
  if (intents.pause) pause();
  if (intents.unpause) unpause();
  if (intents.stop) stop();
  if (intents.set_keep) {
    keep_ = *intents.set_keep;
    platform::save_pref("keep", *keep_ ? "yes" : "no");
  }
  apply_to_kept(intents);
  if (intents.pull) {
    if (const Result<std::string> run = pull(*intents.pull, std::nullopt); !run) {
      if (run.error().code == "not_signed_in") page_.open_sign_in("");
      ui_->post(ui::MessageKind::kError, run.error().message);
    }
  }
  if (intents.set_feed) {
    feed_ = *intents.set_feed;
    platform::save_pref("feed", feed_);
  }
  if (intents.open_link) page_.open_link(*intents.open_link);
  if (intents.cancel_export) exports_.cancel(*intents.cancel_export);
  if (intents.export_rows) start_export(*intents.export_rows);
}

void App::apply_to_kept(const ui::Intents& intents) {
  platform::JournalStore& store = keeper_.store();
  if (intents.list_kept) store.list();
  if (intents.download_run) store.download(*intents.download_run);
  if (intents.forget_run) store.forget(*intents.forget_run);
  if (intents.open_checkpoint) store.pick_checkpoint();
  if (intents.resume_run) {
    PullArguments from;
    from.resume = *intents.resume_run;
    from.keep = true;
    resume_from_panel(from);
  }
}

void App::resume_from_panel(const PullArguments& from) {
  PullRequest request;
  request.source.clear();
  if (const Result<void> begun = resume(request, from); !begun) {
    ui_->post(ui::MessageKind::kError, begun.error().message);
  }
}

// Of what an earlier visit has left unfinished, when the page opens.
void App::tell_of_interrupted() {
  const auto interrupted = [](const RunSummary& run) { return run.state == "interrupted"; };
  const auto newest = std::find_if(kept_.begin(), kept_.end(), interrupted);
  if (newest == kept_.end()) return;
  const Source* source = find_source(newest->source);
  ui_->post(ui::MessageKind::kInfo, "A run was interrupted after " +
                                        with_thousands(static_cast<int64_t>(newest->assets)) + " " +
                                        std::string(source ? source->many : "records") +
                                        " and is kept here. Sign in, and go on with it under Kept runs.");
}

// What the storage has to say since the last turn.
void App::listen_to_store() {
  platform::JournalStore& store = keeper_.store();
  if (const std::optional<int> checkpoint = store.poll_checkpoint()) {
    PullArguments from;
    from.checkpoint = checkpoint;
    resume_from_panel(from);
  }
  while (const std::optional<Error> trouble = store.poll_trouble()) {
    ui_->post(ui::MessageKind::kError, trouble->message);
  }
  if (store.runs_version() != kept_version_) {
    kept_version_ = store.runs_version();
    kept_.clear();
    for (const std::string& json : store.runs()) {
      std::optional<RunSummary> run = read_run_summary(json);
      if (!run) continue;
      client_.remember_run(*run);
      kept_.push_back(std::move(*run));
    }
    frames_wanted_ = std::max(frames_wanted_, 2);
    if (kept_version_ == 1) tell_of_interrupted();
  }
  const ResumeStatus resumed = client_.resume_status();
  const std::string told = resumed.error ? resumed.error->message : resumed.run_id;
  if (resumed.state == ResumeStatus::State::kNone || resumed.state == ResumeStatus::State::kReading) {
    resume_told_.clear();
  } else if (told != resume_told_) {
    resume_told_ = told;
    if (resumed.error) ui_->post(ui::MessageKind::kError, told);
  }
}

void App::start_export(const ui::ExportIntent& intent) {
  if (const Result<void> started = exports_.start(client_, intent, time()); !started) {
    ui_->post(ui::MessageKind::kError, started.error().message);
  }
  wake();
}

void App::work() {
  const Instant deadline = time() + kWorkSlice;
  do {
    const bool decoding = client_.work(Fuel{kDecodeGrainBytes}, time()) == Work::kMore;
    const bool viewing = ui_->work(Fuel{kScanGrainRows}) == Work::kMore;
    const bool answering = api_.work(Fuel{kTaskGrainRows}) == Work::kMore;
    const bool exporting = exports_.work(Fuel{kTaskGrainRows}) == Work::kMore;
    more_work_ = decoding || viewing || answering || exporting;
  } while (more_work_ && time() < deadline);
}

void App::finish_turn() {
  transmit(time());  // a page that was finished just now asks for the next
  while (const std::optional<Event> event = client_.poll_event()) on_event(*event);
  listen_to_store();
  api_.settle();
  for (std::string& message : exports_.take_messages()) ui_->post(ui::MessageKind::kGood, std::move(message));
  show_outside();
  schedule();
}

void App::schedule() {
  if (more_work_) loop_.request_pump();
  if (wants_draw()) loop_.request_frame();
  std::optional<Instant> due = sooner(client_.poll_timeout(), traffic_.poll_timeout());
  due = sooner(due, keeper_.poll_timeout());
  // The monotonic clock may have slept with the computer: an active run looks at the wall now and then.
  if (run_is_active(client_.run().state)) due = sooner(due, time() + kClockLook);
  if (!loop_.hidden()) due = sooner(due, sooner(ui_->frame_due(), settle_at_));
  if (due) due = std::max(*due, time() + kAlarmPause);
  loop_.set_alarm(due);
}

// ── what the picture depends on ──────────────────────────────────────────────────────────────────────────────────────

void App::on_input() {
  // ImGui takes some inputs apart over several frames, and shows what came of them in the next.
  frames_wanted_ = std::max(frames_wanted_, 3);
  settle_at_ = time() + kSettle;
  loop_.request_frame();
}

std::string App::on_call(platform::ScriptCall call) {
  const bool looks_only = call.name == "status" || call.name == "widgets" || call.name == "requests";
  if (!looks_only) loop_.request_pump();  // its answer may take work
  return api_.call(std::move(call));
}

void App::wake() { loop_.request_pump(); }

bool App::wants_draw() const {
  if (frames_wanted_ > 0 || ui_->wants_frame() || input_.pending()) return true;
  const Instant now = time();
  const std::optional<Instant> due = ui_->frame_due();
  if (due && *due <= now) return true;
  return !(take_picture(client_, exports_, theme_ == ui::Theme::kLight, now) == drawn_);
}

void App::fill(ui::Model& model, Instant now) {
  client_model_.fill(client_, now, model);
  model.theme = theme_;
  model.version = kVersion;
  model.touch = input_.touch();
  model.gateway_label = gateway_label();
  model.gateway = recipe_gateway();
  model.gateway_base = recipe_base();
  model.page_address = page_.address();
  model.feed = feed_;
  model.exports = exports_.status();
  if (client_.session(now).state == SessionState::kSignedIn) {
    const Result<RunForecast> plan = client_.forecast(ui_->pull_request(), now);
    if (plan) model.plan = plan.value();
  }
  model.keep = keep_;
  model.keeps_nothing = keeper_.store().refused();
  model.kept = kept_version_ > 0 ? &kept_ : nullptr;
  model.resuming = client_.resume_status().state == ResumeStatus::State::kReading;
}

std::string App::gateway_label() const {
  const std::string base = client_.session(time()).gateway;
  if (base == kRehearsalBase) return "rehearsal";
  if (base.empty()) return "this site";
  for (const Platform& platform : platforms()) {
    if (platform.gateway == base) return std::string(platform.id);
  }
  return base;
}

std::vector<std::shared_ptr<const Store>> App::stores() const {
  std::vector<std::shared_ptr<const Store>> all;
  for (const Source& source : sources()) all.push_back(client_.store(source.id));
  return all;
}

// As a recipe names the gateway: what was signed in to, else what the sign-in form would offer.
std::string App::recipe_gateway() const {
  return asked_gateway_.empty() ? fragment_.gateway.value_or("") : asked_gateway_;
}

// The address that a command line can ask: none for the rehearsal, which is in the page alone.
std::string App::recipe_base() {
  const SessionStatus session = client_.session(time());
  if (session.state == SessionState::kSignedOut || session.gateway == kRehearsalBase) return {};
  const bool same_origin = session.gateway.empty() || session.gateway.front() == '/';
  return same_origin ? page_.origin() + session.gateway : session.gateway;
}

void App::set_theme(ui::Theme theme) {
  theme_ = theme;
  const bool light = theme == ui::Theme::kLight;
  page_.set_light(light);
  platform::save_pref("theme", light ? "light" : "dark");
}

// ── what others are told ─────────────────────────────────────────────────────────────────────────────────────────────

void App::on_event(const Event& event) {
  if (event.kind == Event::Kind::kSession) on_session_change();
  if (event.kind == Event::Kind::kWait && client_.run().wait_reason == WaitReason::kSignIn) page_.open_sign_in("");
  api_.tell(event);
}

void App::on_session_change() {
  const SessionStatus session = client_.session(time());
  if (session.state == SessionState::kSignedIn) {
    const bool rehearsal = session.gateway == kRehearsalBase;
    platform::save_pref("gateway", asked_gateway_);
    if (!rehearsal && session.kind == "password") platform::save_pref("username", session.subject);
    offer_rehearsal_page_size(rehearsal);
    input_.focus();
  }
  page_.session_changed();
}

// The request rail shows what will be sent: small pages for the rehearsal's small inventory, and the gateway's own
// default again afterwards, unless the user has set another size.
void App::offer_rehearsal_page_size(bool rehearsal) {
  PullRequest request = ui_->pull_request(kMobileSource);
  ParameterValues& values = request.parameters;
  const std::string* size = find_value(values, kTruncationLimit);
  const std::string ours = std::to_string(kRehearsalPageSize);
  if (rehearsal && !size) {
    values.emplace_back(kTruncationLimit, ours);
    sized_for_rehearsal_ = true;
  } else if (!rehearsal && sized_for_rehearsal_ && size && *size == ours) {
    values.erase(
        std::remove_if(values.begin(), values.end(), [](const auto& v) { return v.first == kTruncationLimit; }),
        values.end());
    sized_for_rehearsal_ = false;
  } else {
    return;
  }
  ui_->set_request(request);
}

void App::show_outside() {
  const RunStatus& run = client_.run();
  // A new title costs the browser milliseconds, so a count in it moves slowly.
  const Instant now = time();
  if (run.state != titled_state_ || now - titled_ >= kTitlePause) {
    page_.set_title(title_of(run));
    titled_state_ = run.state;
    titled_ = now;
  }
  page_.set_busy(run_is_active(run.state) || exports_.busy());
  // While a run goes well only its beginning and its end are read out: a page every second would be noise.
  if (run.state != RunState::kIdle) {
    page_.announce(run.state == RunState::kRunning ? std::string("The pull is running.") : run.message);
  }
}

void App::keep_clock(Instant now) {
  const WallTime wall = platform::wall_now();
  const int64_t off_us = (wall - client_.wall(now)).us;
  if (off_us > kClockJumpUs || off_us < -kClockJumpUs) client_.set_clock(now, wall);
}

// The browser knows for sure only that there is no network.
void App::look_at_network(Instant now) {
  if (connection_.online() == online_) return;
  online_ = !online_;
  client_.set_online(online_, now);
}

std::string App::widgets_json() const { return sluice::widgets_json(ui_->widgets()); }

std::string App::form_json() const {
  const SessionStatus session = client_.session(time());
  const std::string kept = platform::load_pref("gateway");
  std::string gateway = fragment_.gateway.value_or(kept.empty() ? "rehearsal" : kept);
  if (!asked_gateway_.empty()) gateway = asked_gateway_;
  std::string json = "{\"version\":" + json_text(kVersion);
  json += ",\"platforms\":" + platforms_json();
  json += ",\"gateway\":" + json_text(gateway);
  json += ",\"username\":" + json_text(platform::load_pref("username"));
  json += ",\"demoUsername\":" + json_text(Rehearsal::demo_username());
  json += ",\"demoPassword\":" + json_text(Rehearsal::demo_password());
  json += std::string(",\"localFile\":") + (page_.is_local_file() ? "true" : "false");
  json += std::string(",\"hasRun\":") + ((client_.run().state != RunState::kIdle) ? "true" : "false");
  json += ",\"gatewayLabel\":" + json_text(gateway_label());
  json += ",\"session\":" + session_json(session) + "}";
  return json;
}

}  // namespace sluice
