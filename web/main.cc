#include "imgui.h"
#include "platform/canvas.h"
#include "platform/clipboard.h"
#include "platform/clock.h"
#include "platform/font_loader.h"
#include "platform/frame_stats.h"
#include "platform/input.h"
#include "platform/main_loop.h"

using namespace sluice::platform;

namespace {
struct Page {
  MainLoop loop{{[this] { frame(); }, [] {}}};
  Canvas canvas{[this] { frame(); }};
  Input input{[this] { more = 3; loop.request_frame(); }};
  Clipboard clipboard{[this] { frame(); }};
  ImFont* text = nullptr;
  ImFont* bold = nullptr;
  ImFont* mono = nullptr;
  int more = 3;
  char field[256] = "severity>=4";

  void frame() {
    if (!canvas.usable()) return;
    const sluice::Instant start = now();
    canvas.begin_frame();
    ImGui::NewFrame();
    ImGui::SetNextWindowPos({0, 0});
    ImGui::SetNextWindowSize(ImGui::GetIO().DisplaySize);
    ImGui::Begin("x", nullptr, ImGuiWindowFlags_NoDecoration);
    ImGui::PushFont(bold, 16);
    ImGui::TextUnformatted("Sluice heading 16");
    ImGui::PopFont();
    ImGui::TextUnformatted("Assets 12,482  Detections 148,220 · Überblick · Ελληνικά · Привет · 日本語 · 한국어 · 😀🎉 →▶⏸■");
    ImGui::PushFont(text, 12);
    ImGui::TextUnformatted("small 12: 0123456789 1111111111 (tabular)  fi fl");
    ImGui::TextUnformatted("small 12: 1111111111 0000000000");
    ImGui::PopFont();
    ImGui::PushFont(mono, 13);
    ImGui::TextUnformatted("#table cols=\"3\"\nQID 610100 0xDEADBEEF {results}");
    ImGui::PopFont();
    ImGui::InputText("field", field, sizeof field);
    ImGui::Button("Pull assets");
    ImGui::BeginChild("list", {300, 200}, ImGuiChildFlags_Borders);
    for (int i = 0; i < 100; ++i) ImGui::Text("row %d", i);
    ImGui::EndChild();
    ImGui::Text("%.3f longest %.1f drawn %d p99 %.2f", ImGui::GetTime(), frame_stats().longest_task_ms(),
                static_cast<int>(frame_stats().drawn_count()), frame_stats().build_ms(0.99));
    ImGui::End();
    ImGui::Render();
    canvas.present(ImGui::GetDrawData(), 0xFF181410);
    input.after_frame();
    frame_stats().drawn(now() - start);
    if (--more > 0) loop.request_frame();
  }
};
}  // namespace

int main() {
  ImGui::CreateContext();
  ImGui::GetIO().IniFilename = nullptr;
  ImGui::GetIO().ConfigFlags |= ImGuiConfigFlags_NavEnableKeyboard;
  ImFontAtlas& atlas = *ImGui::GetIO().Fonts;
  static Page page;
  page.text = add_browser_font(atlas, Face::kText, 14);
  page.bold = add_browser_font(atlas, Face::kSemibold, 16);
  page.mono = add_browser_font(atlas, Face::kMono, 13);
  ImGui::GetStyle().FontSizeBase = 14;
  page.canvas.open();
  page.loop.request_frame();
}
