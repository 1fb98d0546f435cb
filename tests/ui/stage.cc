#include "ui/stage.h"

#include <gtest/gtest.h>

#include "decode/decoder.h"
#include "imgui_internal.h"

namespace sluice::ui {
namespace {

constexpr int kSettleFramesMax = 20;

void acknowledge_textures() {
  for (ImTextureData* texture : ImGui::GetPlatformIO().Textures) {
    if (texture->Status == ImTextureStatus_WantCreate || texture->Status == ImTextureStatus_WantUpdates) {
      texture->SetTexID(1);
      texture->SetStatus(ImTextureStatus_OK);
    } else if (texture->Status == ImTextureStatus_WantDestroy && texture->UnusedFrames > 0) {
      texture->SetTexID(ImTextureID_Invalid);
      texture->SetStatus(ImTextureStatus_Destroyed);
    }
  }
}

void set(Table& table, std::string_view column, std::string_view text) {
  table.set_text(*table.find_column(column), text);
}
void set(Table& table, std::string_view column, int64_t number) {
  table.set_number(*table.find_column(column), number);
}

}  // namespace

Stage::Stage(float width, float height) {
  ImGui::CreateContext();
  ImGuiIO& io = ImGui::GetIO();
  io.BackendFlags |= ImGuiBackendFlags_RendererHasTextures;
  io.DisplaySize = ImVec2(width, height);
  io.IniFilename = nullptr;
  io.ConfigFlags |= ImGuiConfigFlags_NavEnableKeyboard;
  io.ConfigNavCursorVisibleAlways = true;  // as Ui sets it
  io.ConfigNavCursorVisibleAuto = false;
  model.now = Instant{1000000000};
  model.wall = WallTime{kNow * 1000000};
  model.version = "0.0.0";
  for (const Source& source : sources()) {
    model.sources.emplace_back();
    model.sources.back().source = &source;
  }
}

Stage::~Stage() { ImGui::DestroyContext(); }

void Stage::show_panel(std::function<void(Frame&)> draw) {
  draw_ = [this, draw = std::move(draw)] {
    const ImVec2 size = ImGui::GetIO().DisplaySize;
    log.clear();
    apply_style(model.theme);
    const Fonts fonts;
    Frame frame{model, view_of(model, sources()[shown]), intents, palette_of(model.theme), fonts, log};
    ImGui::SetNextWindowPos(ImVec2(0, 0));
    ImGui::SetNextWindowSize(size);
    ImGui::Begin("stage", nullptr, ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove);
    draw(frame);
    ImGui::End();
    for (const auto& [kind, text] : frame.said) said.push_back(text);
    again = frame.again;
    due = frame.due;
  };
}

void Stage::frame() {
  // As a client's model has it: the run that is told of is that of its source.
  for (SourceView& view : model.sources) {
    const std::string_view source = model.run.source.empty() ? sources()[shown].id : std::string_view(model.run.source);
    if (view.source->id == source) view.run = model.run;
  }
  ImGui::GetIO().DeltaTime = 1.0f / 60.0f;
  ImGui::NewFrame();
  if (draw_) draw_();
  ImGui::Render();
  acknowledge_textures();
}

void Stage::settle() {
  for (int i = 0; i < kSettleFramesMax; ++i) {
    frame();
    if (i >= 2 && !(ui != nullptr ? ui->wants_frame() : again)) return;
  }
}

void Stage::move_to(float x, float y) {
  ImGui::GetIO().AddMousePosEvent(x, y);
  frame();
}

void Stage::press(int button) {
  ImGui::GetIO().AddMouseButtonEvent(button, true);
  frame();
}

void Stage::release(int button) {
  ImGui::GetIO().AddMouseButtonEvent(button, false);
  frame();
}

void Stage::click(float x, float y, int button) {
  for (int i = 0; i < 30; ++i) frame();  // long enough after the last click for it not to be a double one
  move_to(x, y);
  press(button);
  release(button);
  settle();
}

void Stage::double_click(float x, float y) {
  click(x, y);
  press();
  release();
  settle();
}

void Stage::drag(float x1, float y1, float x2, float y2) {
  move_to(x1, y1);
  press();
  constexpr int kSteps = 8;
  for (int i = 1; i <= kSteps; ++i) {
    const float t = static_cast<float>(i) / kSteps;
    move_to(x1 + (x2 - x1) * t, y1 + (y2 - y1) * t);
  }
  release();
  settle();
}

void Stage::wheel(float steps) {
  ImGui::GetIO().AddMouseWheelEvent(0, steps);
  settle();
}

void Stage::type(std::string_view text) {
  for (const char c : text) {
    ImGui::GetIO().AddInputCharacter(static_cast<unsigned char>(c));
    frame();
  }
  settle();
}

void Stage::key(ImGuiKey key, int modifiers) {
  ImGuiIO& io = ImGui::GetIO();
  const ImGuiKey mods[] = {ImGuiMod_Ctrl, ImGuiMod_Shift, ImGuiMod_Alt};
  for (const ImGuiKey mod : mods) {
    if ((modifiers & mod) != 0) io.AddKeyEvent(mod, true);
  }
  io.AddKeyEvent(key, true);
  frame();
  io.AddKeyEvent(key, false);
  for (const ImGuiKey mod : mods) {
    if ((modifiers & mod) != 0) io.AddKeyEvent(mod, false);
  }
  settle();
}

std::string Stage::clipboard() const {
  const char* text = ImGui::GetClipboardText();
  return text != nullptr ? text : "";
}

const Widget* Stage::find(std::string_view id) const {
  for (const Widget& widget : ui != nullptr ? ui->widgets() : log.widgets()) {
    if (widget.id == id) return &widget;
  }
  return nullptr;
}

Rect Stage::rect(std::string_view id) const {
  const Widget* widget = find(id);
  EXPECT_NE(widget, nullptr) << "there is no widget " << id;
  return widget != nullptr ? widget->rect : Rect{};
}

void Stage::click(std::string_view id, int button) {
  const Rect r = rect(id);
  click(r.x + r.w / 2, r.y + r.h / 2, button);
}

void append_assets(AssetStore& store, int from, int to, int per_asset) {
  constexpr std::string_view kStatuses[] = {"New", "Active", "Fixed", "Reopened"};
  constexpr std::string_view kTypes[] = {"Information", "Confirmed", "Potential"};
  for (int n = from; n <= to; ++n) {
    Table& assets = store.assets();
    store.append_asset(int64_t{n} * 100);
    set(assets, "id", int64_t{n} * 100);
    set(assets, "asset_friendly_name", "phone-" + std::to_string(n));
    set(assets, "os", n % 2 == 1 ? "iOS" : "Android");
    set(assets, "asset_status", "Enrolled");
    set(assets, "last_seen", kNow - int64_t{n} * 86400);
    for (int d = 0; d < per_asset; ++d) {
      Table& detections = store.detections();
      store.append_detection();
      set(detections, "asset_id", int64_t{n} * 100);
      set(detections, "qid", int64_t{610001 + d});
      set(detections, "severity", int64_t{1 + (n + d) % 5});
      set(detections, "type", kTypes[d % 3]);
      set(detections, "status", kStatuses[(n + d) % 4]);
      set(detections, "times_found", int64_t{1234} * n);
      set(detections, "results", "first line of " + std::to_string(n) + "\nsecond line");
    }
  }
  store.commit();
}

std::shared_ptr<AssetStore> small_store(int assets, int per_asset) {
  auto store = std::make_shared<AssetStore>(mobile_asset_columns(), mobile_detection_columns());
  if (assets > 0) append_assets(*store, 1, assets, per_asset);
  return store;
}

void sign_in(Model& model) {
  model.session.state = SessionState::kSignedIn;
  model.session.subject = "manager";
  model.gateway_label = "rehearsal";
  model.keep = false;  // asked and answered
}

void complete_run(Model& model, std::shared_ptr<const AssetStore> store) {
  sign_in(model);
  model.run.id = "run-1";
  model.run.source = "mobile.assets";
  model.run.state = RunState::kComplete;
  model.run.pages = 1;
  model.run.assets = store->assets().live_count();
  model.run.detections = store->detections().live_count();
  model.run.bytes = 4200000;
  model.run.started = Instant{0};
  model.run.finished = Instant{2000000};
  model.sources[0].store = std::move(store);
}

std::shared_ptr<RecordTable> record_store(int rows) {
  auto store = std::make_shared<RecordTable>();
  append_records(*store, 1, rows);
  return store;
}

void append_records(RecordTable& store, int from, int to) {
  Table& table = store.table;
  constexpr std::string_view kVendors[] = {"Siemens", "Rockwell Automation", "Omron"};
  for (int n = from; n <= to; ++n) {
    table.append_row(n);
    set(table, "assetId", int64_t{9000000000} + n);
    set(table, "asset.name", "plc-" + std::to_string(n));
    set(table, "hardware.manufacturer", kVendors[n % 3]);
    set(table, "hardware.managed", int64_t{n % 2});
    set(table, "asset.risk", std::to_string(n) + ".5");
    set(table, "asset.lastUpdated", kNow - int64_t{n} * 3600);
    set(table, "severity", int64_t{1 + n % 5});
    set(table, "interfaces", "[{\"address\":\"10.0.0." + std::to_string(n % 250) + "\",\"protocol\":\"bacnet\"},{\"a\":1}]");
    if (n % 2 == 0) set(table, "note", "A long remark that does not fit into half the width of the panel\nand a second line");
  }
  store.commit();
}

void complete_record_run(Model& model, std::shared_ptr<const Store> store) {
  sign_in(model);
  model.run = RunStatus{};
  model.run.id = "run-ot";
  model.run.source = "ot.hosts";
  model.run.state = RunState::kComplete;
  model.run.pages = 1;
  model.run.assets = store->tables().front()->live_count();
  model.run.total = model.run.assets;
  model.run.bytes = 90000;
  model.run.started = Instant{0};
  model.run.finished = Instant{2000000};
  model.sources[1].store = std::move(store);
}

}  // namespace sluice::ui
