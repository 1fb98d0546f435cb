// Where panels are tried without a browser: an ImGui context with a display of fixed size and no backend, a hand that
// clicks and types, and an inventory small enough to know by heart. Textures are acknowledged and thrown away.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "imgui.h"
#include "table/asset_store.h"
#include "ui/frame.h"
#include "ui/model.h"
#include "ui/ui.h"

namespace sluice::ui {

// 2026-11-21T08:00:00Z
inline constexpr int64_t kNow = 1795248000;

class Stage {
 public:
  explicit Stage(float width = 1280, float height = 800);
  ~Stage();

  // One frame of whatever is on; then the ones that it asks for.
  void frame();
  void settle();
  // What a frame draws. Panels draw on a root window that fills the display.
  void show(std::function<void()> draw) { draw_ = std::move(draw); }
  void show_panel(std::function<void(Frame&)> draw);

  // ── the hand ──
  void move_to(float x, float y);
  void press(int button = 0);
  void release(int button = 0);
  void click(float x, float y, int button = 0);
  void double_click(float x, float y);
  void drag(float x1, float y1, float x2, float y2);
  void wheel(float steps);
  void type(std::string_view text);
  void key(ImGuiKey key, int modifiers = 0);
  std::string clipboard() const;

  // ── what the panel said and logged in its last frame ──
  const Widget* find(std::string_view id) const;
  Rect rect(std::string_view id) const;                   // fails the test when it is not there
  void click(std::string_view id, int button = 0);
  std::vector<std::string> said;                          // of all frames so far

  Model model;
  size_t shown = 0;       // which of sources() a panel is shown for
  Intents intents;        // of all frames since they were last cleared
  WidgetLog log;
  bool again = false;
  std::optional<Instant> due;

  // Where a Ui logs, so that find() and click() look there.
  Ui* ui = nullptr;

 private:
  std::function<void()> draw_;
};

// A store with the Mobile columns. Asset n of `assets` (from 1): id 100·n, "phone-n", iOS for odd and Android for even
// n, seen n days before kNow; with `per_asset` detections each: QIDs 610001…, severity 1 to 5 in turn, RESULTS of two
// lines.
std::shared_ptr<AssetStore> small_store(int assets, int per_asset = 2);
void append_assets(AssetStore& store, int from, int to, int per_asset = 2);

// A store as an OT pull leaves it, with a column of every type. Record n (from 1) is called "plc-n".
class RecordTable final : public Store {
 public:
  RecordTable()
      : table("ot.hosts", {{"assetId", ColumnType::kInt, {}},
                           {"asset.name", ColumnType::kText, {}},
                           {"hardware.manufacturer", ColumnType::kText, {}},
                           {"hardware.managed", ColumnType::kBool, {}},
                           {"asset.risk", ColumnType::kReal, {}},
                           {"asset.lastUpdated", ColumnType::kDatetime, {}},
                           {"severity", ColumnType::kInt, {}},
                           {"interfaces", ColumnType::kJson, {}},
                           {"note", ColumnType::kText, {}}}),
        tables_{&table} {}
  const std::vector<const Table*>& tables() const override { return tables_; }
  Committed commit() override {
    table.commit();
    return {};
  }
  Work rollback_some(Fuel fuel) override { return table.rollback_some(fuel); }
  bool discard_some(size_t& pieces) override { return table.discard_some(pieces); }
  size_t bytes() const override { return table.bytes(); }

  Table table;

 private:
  std::vector<const Table*> tables_;
};
std::shared_ptr<RecordTable> record_store(int rows);
void append_records(RecordTable& store, int from, int to);
void complete_record_run(Model& model, std::shared_ptr<const Store> store);

// A model as after signing in; with a store, as after a complete run over it.
void sign_in(Model& model);
void complete_run(Model& model, std::shared_ptr<const AssetStore> store);

}  // namespace sluice::ui
