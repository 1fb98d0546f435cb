#include "platform/clipboard.h"

#include <emscripten.h>

#include <utility>

#include "imgui.h"
#include "platform/frame_stats.h"
#include "platform/inbox.h"

extern "C" {
void sluice_clipboard_listen(void);
void sluice_clipboard_put(const char* text, int in_event);
}

namespace sluice::platform {
namespace {

Clipboard* the_clipboard = nullptr;

void set_text(ImGuiContext*, const char* text) { the_clipboard->set(text); }
const char* get_text(ImGuiContext*) { return the_clipboard->get(); }

}  // namespace

Clipboard::Clipboard(std::function<void()> draw_now) : draw_now_(std::move(draw_now)) {
  the_clipboard = this;
  ImGuiPlatformIO& platform = ImGui::GetPlatformIO();
  platform.Platform_SetClipboardTextFn = set_text;
  platform.Platform_GetClipboardTextFn = get_text;
  sluice_clipboard_listen();
}

void Clipboard::set(std::string_view text) {
  text_ = text;
  sluice_clipboard_put(text_.c_str(), in_event_ ? 1 : 0);
}

void Clipboard::on_copy() {
  in_event_ = true;
  draw_now_();  // ImGui takes the modifier in one frame
  draw_now_();  // and the letter in the next
  in_event_ = false;
}

void Clipboard::on_paste() { text_ = take_inbox(); }

}  // namespace sluice::platform

extern "C" EMSCRIPTEN_KEEPALIVE void sluice_on_copy(void) {
  sluice::platform::Task task;
  sluice::platform::the_clipboard->on_copy();
}

extern "C" EMSCRIPTEN_KEEPALIVE void sluice_on_paste(void) {
  sluice::platform::Task task;
  sluice::platform::the_clipboard->on_paste();
}
