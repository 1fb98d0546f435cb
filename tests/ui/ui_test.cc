#include "ui/ui.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "ui/client_model.h"
#include "ui/stage.h"

namespace sluice::ui {
namespace {

struct Size {
  float w;
  float h;
};
constexpr Size kSizes[] = {{1280, 800}, {1920, 1080}, {1024, 768}, {800, 600}, {390, 844}};

class UiTest : public ::testing::Test {
 protected:
  UiTest() { start(1280, 800); }

  void start(float width, float height) {
    ui.reset();
    stage.reset();
    stage = std::make_unique<Stage>(width, height);
    ui = std::make_unique<Ui>(Fonts{});
    stage->ui = ui.get();
    stage->show([this] {
      Intents now;
      ui->draw(stage->model, now);
      if (now.any()) stage->intents = now;
      if (now.set_theme) stage->model.theme = *now.set_theme;
      for (int i = 0; i < 1000 && ui->work(Fuel{4096}) == Work::kMore; ++i) {
      }
    });
    stage->settle();
  }
  void with_store(int assets = 50, int per_asset = 3) {
    complete_run(stage->model, small_store(assets, per_asset));
    stage->settle();
  }

  std::unique_ptr<Stage> stage;
  std::unique_ptr<Ui> ui;
};

// ── the picture ──────────────────────────────────────────────────────────────────────────────────────────────────────

bool overlap(const Rect& a, const Rect& b) {
  return a.x + 0.5f < b.x + b.w && b.x + 0.5f < a.x + a.w && a.y + 0.5f < b.y + b.h && b.y + 0.5f < a.y + a.h;
}

// A cell lies in its grid, a clear button in its field: such pairs may overlap.
bool holds_others(const Widget& widget) {
  return widget.role == "grid" || widget.role == "status" || widget.role == "progressbar" || widget.role == "textbox";
}

void expect_tidy(const Ui& ui, Size size) {
  const std::vector<Widget>& all = ui.widgets();
  EXPECT_GT(all.size(), 8u);
  for (size_t i = 0; i < all.size(); ++i) {
    const Rect& r = all[i].rect;
    EXPECT_GT(r.w, 0) << all[i].id;
    EXPECT_GT(r.h, 0) << all[i].id;
    EXPECT_GE(r.x, 0) << all[i].id;
    EXPECT_GE(r.y, 0) << all[i].id;
    EXPECT_LE(r.x + r.w, size.w + 0.5f) << all[i].id;
    EXPECT_LE(r.y + r.h, size.h + 0.5f) << all[i].id;
    if (holds_others(all[i])) continue;
    for (size_t k = i + 1; k < all.size(); ++k) {
      if (holds_others(all[k])) continue;
      EXPECT_FALSE(overlap(r, all[k].rect)) << all[i].id << " and " << all[k].id << " at " << size.w << "x" << size.h;
    }
  }
}

TEST_F(UiTest, PlacesEverythingInsideTheDisplayAndNothingOverAnother) {
  for (const Size size : kSizes) {
    for (const Theme theme : {Theme::kDark, Theme::kLight}) {
      start(size.w, size.h);
      stage->model.theme = theme;
      stage->settle();
      expect_tidy(*ui, size);
      with_store();
      expect_tidy(*ui, size);
      for (const char* tab : {"tab.detections", "tab.overview", "tab.requests"}) {
        stage->click(tab);
        expect_tidy(*ui, size);
      }
    }
  }
}

TEST_F(UiTest, StaysTidyWhileARunWaitsOrIsPartial) {
  for (const Size size : kSizes) {
    start(size.w, size.h);
    with_store();
    RunStatus& run = stage->model.run;
    run.state = RunState::kWaiting;
    run.wait_reason = WaitReason::kRateLimit;
    run.wait_until = stage->model.now + Duration::seconds(2050);
    stage->model.budget = BudgetStatus{300, 0, 3600, 1, true};
    stage->settle();
    expect_tidy(*ui, size);
    EXPECT_NE(stage->find("wait"), nullptr);
    run.state = RunState::kPartial;
    run.quarantined = 2;
    stage->settle();
    expect_tidy(*ui, size);
    EXPECT_NE(stage->find("partial"), nullptr);
  }
}

TEST_F(UiTest, RecordsEachIdOnce) {
  with_store();
  std::vector<std::string> ids;
  for (const Widget& widget : ui->widgets()) ids.push_back(widget.id);
  std::sort(ids.begin(), ids.end());
  EXPECT_EQ(std::adjacent_find(ids.begin(), ids.end()), ids.end()) << *std::adjacent_find(ids.begin(), ids.end());
}

std::vector<char> picture() {
  std::vector<char> bytes;
  const ImDrawData* data = ImGui::GetDrawData();
  for (const ImDrawList* list : data->CmdLists) {
    const char* begin = reinterpret_cast<const char*>(list->VtxBuffer.Data);
    bytes.insert(bytes.end(), begin, begin + static_cast<size_t>(list->VtxBuffer.size_in_bytes()));
  }
  return bytes;
}

TEST_F(UiTest, DrawsTheSameWhileNothingChangesAndAsksForNoFrame) {
  with_store();
  const std::vector<char> before = picture();
  EXPECT_FALSE(ui->wants_frame());
  EXPECT_FALSE(ui->frame_due().has_value());
  stage->model.now = stage->model.now + Duration::seconds(3600);
  stage->frame();
  EXPECT_EQ(picture(), before) << "time alone changes nothing";
}

TEST_F(UiTest, AsksForAFrameWhenACountdownMoves) {
  with_store();
  stage->model.run.state = RunState::kWaiting;
  stage->model.run.wait_reason = WaitReason::kBackoff;
  stage->model.run.wait_until = stage->model.now + Duration::millis(9300);
  stage->settle();
  ASSERT_TRUE(ui->frame_due().has_value());
  EXPECT_EQ((*ui->frame_due() - stage->model.now).us, 300000);
}

TEST_F(UiTest, DoesNotMoveTheTableForAWaitOfAMoment) {
  with_store();
  const Rect before = stage->rect("table.assets");
  RunStatus& run = stage->model.run;
  run.state = RunState::kWaiting;
  run.wait_reason = WaitReason::kOwnPace;
  run.wait_until = stage->model.now + Duration::millis(900);
  stage->settle();
  EXPECT_EQ(stage->rect("table.assets"), before);
  EXPECT_EQ(stage->find("run.progress")->value, "waiting") << "the bar says it all the same";
  run.wait_until = stage->model.now + Duration::seconds(30);
  stage->settle();
  ASSERT_NE(stage->find("wait"), nullptr);
  stage->model.now = stage->model.now + Duration::seconds(29);
  stage->settle();
  EXPECT_NE(stage->find("wait"), nullptr) << "what was told stays until it is over";
}

TEST_F(UiTest, NeverReadsTextOfOthersAsAFormatOrAnId) {
  auto store = std::make_shared<AssetStore>(std::vector<ColumnInfo>{{"id", ColumnType::kInt, {}},
                                                                    {"a##b", ColumnType::kText, {}},
                                                                    {"%s%n###x", ColumnType::kText, {}}},
                                            std::vector<ColumnInfo>{{"qid", ColumnType::kInt, {}}});
  for (int64_t i = 0; i < 5; ++i) {
    store->append_asset(i);
    store->assets().set_number(0, i);
    store->assets().set_text(1, "%s%s%n##same");
    store->assets().set_text(2, "\x01\xff%d###");
  }
  store->commit();
  complete_run(stage->model, store);
  stage->model.session.subject = "%s##who";
  stage->model.gateway_label = "%n";
  stage->settle();
  EXPECT_EQ(stage->find("session.who")->label, "%s##who · %n");
  stage->model.run.message = "100%s %n ##";
  stage->settle();
  stage->click("table.columns");
  for (const char* column : {"table.columns.a##b", "table.columns.%s%n###x"}) stage->click(column);
  stage->key(ImGuiKey_Escape);
  stage->click("table.assets.header.a##b");
  EXPECT_EQ(stage->find("table.assets.header.a##b")->value, "ascending");
  EXPECT_EQ(stage->find("table.assets.header.%s%n###x")->value, "");
  const Rect r = stage->rect("table.assets.cell.0.a##b");
  stage->double_click(r.x + 4, r.y + 4);
  EXPECT_EQ(stage->find("detail.asset.a##b")->value, "%s%s%n##same");
  EXPECT_EQ(stage->find("message")->label, "100%s %n ##");
}

// ── what is asked for ────────────────────────────────────────────────────────────────────────────────────────────────

TEST_F(UiTest, AsksToSignInAndForTheRehearsal) {
  stage->click("session.sign_in");
  EXPECT_EQ(stage->intents.open_sign_in, "");
  stage->click("empty.rehearse");
  EXPECT_EQ(stage->intents.open_sign_in, "rehearsal");
  EXPECT_FALSE(stage->find("pull.start")->enabled);
}

TEST_F(UiTest, AsksBeforeTheFirstPullWhetherToKeepRunsAndOnlyThen) {
  sign_in(stage->model);
  stage->model.keep.reset();
  stage->settle();
  stage->click("pull.start");
  EXPECT_FALSE(stage->intents.pull.has_value());
  ASSERT_NE(stage->find("keep.question"), nullptr);
  stage->click("keep.yes");
  EXPECT_TRUE(stage->intents.pull.has_value());
  EXPECT_EQ(stage->intents.set_keep, true);
  stage->intents = {};
  stage->model.keep = true;
  stage->settle();
  stage->click("pull.start");
  EXPECT_TRUE(stage->intents.pull.has_value());
}

TEST_F(UiTest, AsksNobodyWhetherToKeepARehearsalNorWhereNothingCanBeKept) {
  sign_in(stage->model);
  stage->model.keep.reset();
  stage->model.gateway = "rehearsal";
  stage->settle();
  stage->click("pull.start");
  EXPECT_TRUE(stage->intents.pull.has_value());
  stage->intents = {};
  stage->model.gateway = "US1";
  stage->model.keeps_nothing = true;
  stage->settle();
  stage->click("pull.start");
  EXPECT_TRUE(stage->intents.pull.has_value());
}

TEST_F(UiTest, PullsWhatTheRequestDescribes) {
  sign_in(stage->model);
  stage->settle();
  stage->click("request.severities");
  stage->type("4-5");
  stage->click("pull.start");
  ASSERT_TRUE(stage->intents.pull.has_value());
  EXPECT_EQ(stage->intents.pull->parameters, (ParameterValues{{"severities", "4-5"}}));
  EXPECT_EQ(ui->pull_request().parameters, stage->intents.pull->parameters);
}

TEST_F(UiTest, SendsNothingWithAWrongValueAndSaysWhy) {
  sign_in(stage->model);
  stage->settle();
  stage->click("request.severities");
  stage->type("7");
  stage->click("pull.start");
  EXPECT_FALSE(stage->intents.pull.has_value());
  EXPECT_EQ(stage->find("message")->label.rfind("Nothing was sent: parameter severities has invalid value: 7", 0), 0u);
  EXPECT_TRUE(stage->find("request.severities")->focused);
}

TEST_F(UiTest, PausesContinuesAndStops) {
  with_store();
  stage->model.run.state = RunState::kRunning;
  stage->settle();
  EXPECT_EQ(stage->find("pull.start"), nullptr);
  EXPECT_EQ(stage->find("pull.stop")->label, "Stop and keep 50");
  stage->click("pull.pause");
  EXPECT_TRUE(stage->intents.pause);
  stage->model.run.state = RunState::kPaused;
  stage->settle();
  stage->click("pull.unpause");
  EXPECT_TRUE(stage->intents.unpause);
  stage->click("pull.stop");
  EXPECT_TRUE(stage->intents.stop);
}

TEST_F(UiTest, AsksForAnExportOfWhatItShows) {
  with_store();
  ui->set_filter("detections", "severity:5");
  stage->click("tab.detections");
  stage->click("export.menu");
  stage->click("export.csv");
  ASSERT_TRUE(stage->intents.export_rows.has_value());
  EXPECT_EQ(stage->intents.export_rows->table, "detections");
  EXPECT_EQ(stage->intents.export_rows->filter, "severity:5");
  EXPECT_TRUE(stage->intents.export_rows->columns.empty()) << "all columns";
}

TEST_F(UiTest, ChangesTheThemeAndSignsOut) {
  with_store();
  stage->click("theme.toggle");
  EXPECT_EQ(stage->intents.set_theme, Theme::kLight);
  EXPECT_EQ(stage->model.theme, Theme::kLight);
  stage->click("session.who");
  stage->click("session.sign_out");
  EXPECT_TRUE(stage->intents.sign_out);
}

// ── several sources ──────────────────────────────────────────────────────────────────────────────────────────────────

TEST_F(UiTest, KeepsWhatWasPulledFromEachSource) {
  with_store();
  complete_record_run(stage->model, record_store(12));
  stage->settle();
  EXPECT_EQ(stage->find("source")->value, "OT hosts") << "what is pulled is shown";
  EXPECT_EQ(stage->find("count.ot.hosts")->label, "12 rows");
  EXPECT_EQ(stage->find("tab.assets"), nullptr);
  ASSERT_NE(stage->find("table.ot.hosts.cell.0.asset.name"), nullptr);
  EXPECT_EQ(stage->find("table.ot.hosts.cell.0.asset.name")->value, "plc-1");
  stage->click("source");
  stage->click("source.mobile.assets");
  EXPECT_EQ(stage->find("count.assets")->label, "50 rows");
  EXPECT_NE(stage->find("tab.detections"), nullptr);
}

TEST_F(UiTest, KeepsTheRequestOfEachSource) {
  sign_in(stage->model);
  stage->settle();
  stage->click("request.severities");
  stage->type("4-5");
  stage->click("source");
  stage->click("source.ot.hosts");
  EXPECT_EQ(stage->find("request.severities"), nullptr);
  stage->click("request.filter");
  stage->type("asset.name:plc");
  stage->click("pull.start");
  ASSERT_TRUE(stage->intents.pull.has_value());
  EXPECT_EQ(stage->intents.pull->source, "ot.hosts");
  EXPECT_EQ(stage->intents.pull->parameters, (ParameterValues{{"filter", "asset.name:plc"}}));
  EXPECT_EQ(ui->pull_request("mobile.assets").parameters, (ParameterValues{{"severities", "4-5"}}));
}

TEST_F(UiTest, WarnsOfThePartialRunOfTheSourceThatIsShown) {
  with_store();
  complete_record_run(stage->model, record_store(12));
  stage->settle();
  stage->model.sources[0].run.state = RunState::kPartial;
  stage->settle();
  EXPECT_EQ(stage->find("partial"), nullptr);
  stage->click("source");
  stage->click("source.mobile.assets");
  EXPECT_NE(stage->find("partial"), nullptr);
}

TEST_F(UiTest, StaysTidyWithOtRecordsAndTheirDetails) {
  for (const Size size : kSizes) {
    start(size.w, size.h);
    complete_record_run(stage->model, record_store(30));
    stage->model.touch = size.w < 500;
    stage->settle();
    expect_tidy(*ui, size);
    const Rect cell = stage->rect("table.ot.hosts.cell.2.asset.name");
    if (stage->model.touch) {
      stage->click(cell.x + 4, cell.y + 4);
    } else {
      stage->double_click(cell.x + 4, cell.y + 4);
    }
    ASSERT_NE(stage->find("detail.title"), nullptr) << size.w;
    EXPECT_EQ(stage->find("detail.title")->label, "plc-3");
    if (size.w != 800) expect_tidy(*ui, size);  // there the details lie over the table
    stage->click("detail.close");
    stage->click("tab.overview");
    expect_tidy(*ui, size);
  }
}

TEST_F(UiTest, ShowsWhatAnOtTableHoldsByWhatTheDataSays) {
  complete_record_run(stage->model, record_store(30));
  stage->settle();
  stage->click("tab.overview");
  EXPECT_NE(stage->find("overview.ot.hosts.hardware.manufacturer.0"), nullptr);
  EXPECT_EQ(stage->find("overview.ot.hosts.asset.name.0"), nullptr) << "every name is another one";
  stage->click("overview.ot.hosts.hardware.managed.0");
  EXPECT_EQ(stage->find("count.ot.hosts")->label, "15 of 30 rows");
}

TEST_F(UiTest, OffersTheCurrentVersionInsteadOfOneThatHasEnded) {
  sign_in(stage->model);
  ui->choose_source("ot.hosts");
  PullRequest request;
  request.source = "ot.hosts";
  request.api_version = "v1";
  ui->set_request(request);
  stage->settle();
  ASSERT_NE(stage->find("version.notice"), nullptr);
  stage->click("version.instead");
  EXPECT_EQ(stage->find("version.notice"), nullptr);
  EXPECT_EQ(ui->pull_request().api_version, "");
}

TEST_F(UiTest, CopiesTheRequestAsCurlWithoutASecret) {
  with_store();
  stage->model.gateway = "US1";
  stage->model.gateway_base = "https://gateway.qg1.apps.qualys.com";
  stage->model.page_address = "https://sluice.example/";
  stage->click("request.severities");
  stage->type("5");
  stage->click("request.menu");
  stage->click("request.copy_curl");
  EXPECT_NE(stage->clipboard().find("https://gateway.qg1.apps.qualys.com/sem/v1/assetList?"), std::string::npos);
  EXPECT_NE(stage->clipboard().find("severities=5"), std::string::npos);
  EXPECT_NE(stage->clipboard().find("$TOKEN"), std::string::npos);
  stage->click("request.menu");
  stage->click("request.copy_link");
  EXPECT_EQ(stage->clipboard(), "https://sluice.example/#gateway=US1&source=mobile.assets&p.severities=5");
}

TEST_F(UiTest, FillsTheFormFromAPastedCurlLine) {
  with_store();
  stage->click("request.menu");
  stage->click("request.paste_curl");
  ImGui::SetClipboardText("curl -X GET 'https://gateway.qg1.apps.qualys.com/ot/1.0/host/list?filter=vendor%3ASiemens' "
                          "-H 'Authorization: Bearer abc'");
  stage->click("curl.text");
  stage->key(ImGuiKey_V, ImGuiMod_Ctrl);
  ASSERT_NE(stage->find("curl.understood"), nullptr);
  stage->click("curl.fill");
  EXPECT_EQ(stage->find("source")->value, "OT hosts");
  EXPECT_EQ(stage->find("request.filter")->value, "vendor:Siemens");
  EXPECT_FALSE(stage->intents.pull.has_value()) << "nothing is sent by that";
}

TEST_F(UiTest, WidensARequestThatBroughtNothingAndSaysSo) {
  complete_run(stage->model, small_store(0));
  Manifest manifest;
  manifest.parameters = {{"action", "list"}, {"qids", "1"}};
  stage->model.sources[0].manifest = &manifest;
  PullRequest request;
  request.source = "mobile.assets";
  request.parameters = {{"qids", "1"}};
  ui->set_request(request);
  stage->settle();
  stage->click("empty.widen.qids");
  EXPECT_FALSE(stage->intents.pull.has_value());
  EXPECT_EQ(stage->find("message")->label, "The request no longer names QIDs. Pull again to send it.");
  stage->click("empty.pull");
  ASSERT_TRUE(stage->intents.pull.has_value());
  EXPECT_TRUE(stage->intents.pull->parameters.empty());
}

TEST_F(UiTest, OpensTheRowMenuWhenAFingerRests) {
  start(390, 844);
  with_store();
  stage->model.touch = true;
  stage->settle();
  const Rect cell = stage->rect("table.assets.cell.2.id");
  stage->move_to(cell.x + 10, cell.y + 10);
  stage->press();
  EXPECT_TRUE(ui->frame_due().has_value());
  stage->model.now = stage->model.now + Duration::millis(600);
  stage->settle();
  EXPECT_NE(stage->find("menu.copy_cell"), nullptr);
  stage->release();
  stage->settle();
  EXPECT_NE(stage->find("menu.copy_cell"), nullptr) << "lifting the finger chooses nothing";
  EXPECT_EQ(stage->find("detail.title"), nullptr);
}

// ── keys and panes ───────────────────────────────────────────────────────────────────────────────────────────────────

TEST_F(UiTest, GoesToTheFilterBySlashAndDoesNotTypeIt) {
  with_store();
  stage->type("/");
  EXPECT_TRUE(stage->find("filter.assets")->focused);
  EXPECT_EQ(stage->find("filter.assets")->value, "");
  stage->type("phone/7?");
  EXPECT_EQ(stage->find("filter.assets")->value, "phone/7?") << "inside a field they are letters";
}

TEST_F(UiTest, TabsTheReadingWayThroughBarAndRequestToTheTable) {
  with_store();
  std::vector<std::string> way;
  for (int i = 0; i < 60; ++i) {
    stage->key(ImGuiKey_Tab);
    for (const Widget& widget : ui->widgets()) {
      if (widget.focused && widget.role != "gridcell" && (way.empty() || way.back() != widget.id))
        way.push_back(widget.id);
    }
  }
  const auto place = [&](std::string_view id) { return std::find(way.begin(), way.end(), id) - way.begin(); };
  const auto end = static_cast<ptrdiff_t>(way.size());
  const char* expected[] = {"pull.start",           "theme.toggle",           "help.open",
                            "request.show_results", "request.severities",     "tab.assets",
                            "tab.requests",         "filter.assets",          "table.columns",
                            "export.menu",          "table.assets.header.id", "table.assets",
                            "messages.toggle"};
  for (const char* id : expected) EXPECT_LT(place(id), end) << id << " is not reached";
  for (size_t i = 1; i < std::size(expected); ++i) EXPECT_LT(place(expected[i - 1]), place(expected[i])) << expected[i];
}

TEST_F(UiTest, LeadsFromTheTableToFilterExportAndHelpAndBack) {
  with_store();
  stage->click("table.assets.cell.0.id");
  stage->type("/");
  EXPECT_TRUE(stage->find("filter.assets")->focused);
  stage->type("x");
  stage->key(ImGuiKey_Backspace);
  EXPECT_EQ(stage->find("filter.assets")->value, "");
  stage->key(ImGuiKey_Escape);
  stage->key(ImGuiKey_E, ImGuiMod_Ctrl);
  EXPECT_NE(stage->find("export.csv"), nullptr);
  stage->key(ImGuiKey_Escape);
  EXPECT_EQ(stage->find("export.csv"), nullptr);
  stage->type("?");
  EXPECT_NE(stage->find("help.close"), nullptr);
  stage->key(ImGuiKey_Escape);
  EXPECT_EQ(stage->find("help.close"), nullptr);
}

TEST_F(UiTest, ShowsWithThePointerWhatItIsOver) {
  with_store();
  const auto over = [&](float x, float y) {
    stage->move_to(x, y);
    stage->settle();
    return ImGui::GetMouseCursor();
  };
  const auto middle = [&](std::string_view id) {
    const Rect r = stage->rect(id);
    return over(r.x + r.w / 2, r.y + r.h / 2);
  };
  EXPECT_EQ(middle("filter.assets"), ImGuiMouseCursor_TextInput);
  EXPECT_EQ(middle("theme.toggle"), ImGuiMouseCursor_Hand);
  const Rect header = stage->rect("table.assets.header.asset_friendly_name");
  EXPECT_EQ(over(header.x + header.w - 1, header.y + header.h / 2), ImGuiMouseCursor_ResizeEW);
  EXPECT_EQ(middle("table.assets.cell.3.os"), ImGuiMouseCursor_Arrow);
}

TEST_F(UiTest, OpensAndClosesTheHelp) {
  with_store();
  stage->type("?");
  EXPECT_NE(stage->find("help.close"), nullptr);
  stage->key(ImGuiKey_Escape);
  EXPECT_EQ(stage->find("help.close"), nullptr);
}

TEST_F(UiTest, OpensTheExportMenuByKey) {
  with_store();
  stage->key(ImGuiKey_E, ImGuiMod_Ctrl);
  EXPECT_NE(stage->find("export.csv"), nullptr);
}

TEST_F(UiTest, ShowsTheRowThatTheCursorIsOn) {
  with_store();
  const Rect r = stage->rect("table.assets.cell.3.id");
  stage->double_click(r.x + 4, r.y + 4);
  ASSERT_NE(stage->find("detail.title"), nullptr);
  EXPECT_EQ(stage->find("detail.title")->label, "phone-4");
  stage->key(ImGuiKey_DownArrow);
  EXPECT_EQ(stage->find("detail.title")->label, "phone-5");
  stage->key(ImGuiKey_Escape);
  EXPECT_EQ(stage->find("detail.title"), nullptr);
}

TEST_F(UiTest, AnnouncesRowsThatArriveInTheCounts) {
  auto store = small_store(10, 1);
  complete_run(stage->model, store);
  stage->model.run.state = RunState::kRunning;
  stage->settle();
  EXPECT_EQ(stage->find("count.assets")->label, "10 rows");
  append_assets(*store, 11, 20, 1);
  stage->frame();
  EXPECT_TRUE(ui->wants_frame()) << "the view has grown since it was drawn";
  stage->settle();
  EXPECT_EQ(stage->find("count.assets")->label, "20 rows");
}

TEST_F(UiTest, ShowsOnePaneAtATimeOnAPhone) {
  start(390, 844);
  with_store();
  stage->model.touch = true;
  stage->settle();
  EXPECT_NE(stage->find("table.assets"), nullptr);
  EXPECT_EQ(stage->find("request.severities"), nullptr);
  stage->click("tab.request");
  EXPECT_EQ(stage->find("table.assets"), nullptr);
  EXPECT_NE(stage->find("request.show_results"), nullptr);
  stage->click("tab.detections");
  stage->click("table.detections.cell.2.qid");
  EXPECT_NE(stage->find("detail.results"), nullptr) << "a tap opens";
  stage->click("detail.close");
  EXPECT_NE(stage->find("table.detections"), nullptr);
}

TEST_F(UiTest, HidesTheRequestBehindAnIconOnASmallDisplay) {
  start(800, 600);
  with_store();
  EXPECT_EQ(stage->find("request.show_results"), nullptr);
  stage->click("rail.toggle");
  EXPECT_NE(stage->find("request.show_results"), nullptr);
  stage->click("request.show_results");
  EXPECT_EQ(ui->pull_request().parameters, (ParameterValues{{"show_results", "0"}}));
  stage->key(ImGuiKey_Escape);
  EXPECT_EQ(stage->find("request.show_results"), nullptr);
}

TEST_F(UiTest, SurvivesAnyDisplaySize) {
  with_store();
  for (const Size size : {Size{1, 1}, Size{40, 3000}, Size{3000, 40}, Size{200, 120}, Size{7680, 4320}}) {
    ImGui::GetIO().DisplaySize = ImVec2(size.w, size.h);
    stage->settle();
  }
  ImGui::GetIO().DisplaySize = ImVec2(1280, 800);
  stage->settle();
  expect_tidy(*ui, {1280, 800});
}

TEST_F(UiTest, DrawsWhatAClientSays) {
  Client client(ClientOptions{});
  client.set_clock(stage->model.now, stage->model.wall);
  ClientModel source;
  source.fill(client, stage->model.now, stage->model);
  stage->settle();
  EXPECT_NE(stage->find("session.sign_in"), nullptr);
  EXPECT_EQ(stage->find("budget")->label, "calls 0/300");
}

}  // namespace
}  // namespace sluice::ui
