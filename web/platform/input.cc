#include "platform/input.h"

#include <emscripten.h>

#include <cfloat>
#include <utility>

#include "imgui.h"
#include "imgui_internal.h"
#include "platform/frame_stats.h"
#include "platform/inbox.h"
#include "platform/key_names.h"

extern "C" {
void sluice_input_open(void);
int sluice_input_is_mac(void);
int sluice_input_is_touch(void);
void sluice_input_focus(void);
void sluice_input_cursor(int cursor);
void sluice_input_caret(float x, float y, float line_height, int wants_text);
}

namespace sluice::platform {
namespace {

Input* the_input = nullptr;

// ImGui scrolls five lines a wheel unit; this makes a page's own pixels out of it.
constexpr float kLinesPerWheelUnit = 5;

}  // namespace

Input::Input(std::function<void()> changed) : changed_(std::move(changed)) {
  the_input = this;
  ImGuiIO& io = ImGui::GetIO();
  io.ConfigMacOSXBehaviors = sluice_input_is_mac() != 0;
  io.BackendFlags |= ImGuiBackendFlags_HasMouseCursors;
  touch_ = sluice_input_is_touch() != 0;
  sluice_input_open();
}

void Input::focus() { sluice_input_focus(); }

bool Input::pending() const { return ImGui::GetCurrentContext()->InputEventsQueue.Size > 0; }

void Input::after_frame() {
  const int cursor = ImGui::GetMouseCursor();
  if (cursor != cursor_) {
    cursor_ = cursor;
    sluice_input_cursor(cursor);
  }
  const ImGuiPlatformImeData& ime = ImGui::GetCurrentContext()->PlatformImeData;
  const bool wants_text = ImGui::GetIO().WantTextInput;
  if (!wants_text && !wants_text_) return;
  wants_text_ = wants_text;
  sluice_input_caret(ime.InputPos.x, ime.InputPos.y, ime.InputLineHeight, wants_text ? 1 : 0);
}

void Input::on_pointer(float x, float y, bool touch) {
  if (!touch) touch_ = false;
  ImGuiIO& io = ImGui::GetIO();
  io.AddMouseSourceEvent(touch ? ImGuiMouseSource_TouchScreen : ImGuiMouseSource_Mouse);
  io.AddMousePosEvent(x, y);
  changed_();
}

void Input::on_finger_up() {
  touch_ = true;
  changed_();
}

void Input::on_pointer_gone() {
  ImGui::GetIO().AddMousePosEvent(-FLT_MAX, -FLT_MAX);
  changed_();
}

void Input::on_button(int button, bool down) {
  if (button < 0 || button >= ImGuiMouseButton_COUNT) return;
  ImGui::GetIO().AddMouseButtonEvent(button, down);
  changed_();
}

void Input::on_wheel(float x, float y) {
  const float unit = kLinesPerWheelUnit * ImGui::GetStyle().FontSizeBase;
  if (unit > 0) ImGui::GetIO().AddMouseWheelEvent(-x / unit, -y / unit);
  changed_();
}

void Input::on_modifiers(int modifiers) {
  ImGuiIO& io = ImGui::GetIO();
  io.AddKeyEvent(ImGuiMod_Ctrl, (modifiers & 1) != 0);
  io.AddKeyEvent(ImGuiMod_Shift, (modifiers & 2) != 0);
  io.AddKeyEvent(ImGuiMod_Alt, (modifiers & 4) != 0);
  io.AddKeyEvent(ImGuiMod_Super, (modifiers & 8) != 0);
  changed_();
}

void Input::on_key(int key, bool down) {
  ImGui::GetIO().AddKeyEvent(static_cast<ImGuiKey>(key), down);
  changed_();
}

void Input::on_text() {
  ImGui::GetIO().AddInputCharactersUTF8(take_inbox().c_str());
  changed_();
}

void Input::on_focus(bool focused) {
  ImGui::GetIO().AddFocusEvent(focused);
  changed_();
}

bool Input::on_drag_asked() const {
  const ImGuiContext& context = *ImGui::GetCurrentContext();
  const bool edge = cursor_ == ImGuiMouseCursor_ResizeEW || cursor_ == ImGuiMouseCursor_ResizeNS;
  if (edge || context.HoveredWindow == nullptr || context.HoveredId == 0) return edge;
  return context.HoveredId == ImGui::GetWindowScrollbarID(context.HoveredWindow, ImGuiAxis_X) ||
         context.HoveredId == ImGui::GetWindowScrollbarID(context.HoveredWindow, ImGuiAxis_Y);
}

}  // namespace sluice::platform

using sluice::platform::Task;
using sluice::platform::the_input;

extern "C" {

EMSCRIPTEN_KEEPALIVE void sluice_on_pointer(float x, float y, int touch) {
  Task task;
  the_input->on_pointer(x, y, touch != 0);
}

EMSCRIPTEN_KEEPALIVE void sluice_on_finger_up(void) {
  Task task;
  the_input->on_finger_up();
}

EMSCRIPTEN_KEEPALIVE void sluice_on_pointer_gone(void) {
  Task task;
  the_input->on_pointer_gone();
}

EMSCRIPTEN_KEEPALIVE void sluice_on_button(int button, int down) {
  Task task;
  the_input->on_button(button, down != 0);
}

EMSCRIPTEN_KEEPALIVE void sluice_on_wheel(float x, float y) {
  Task task;
  the_input->on_wheel(x, y);
}

// The name waits in the inbox: KeyboardEvent.code and .key. 1 when ImGui knows the key.
EMSCRIPTEN_KEEPALIVE int sluice_on_key(int down, int modifiers) {
  Task task;
  const std::string code = sluice::platform::take_inbox();
  const std::string key = sluice::platform::take_inbox();
  the_input->on_modifiers(modifiers);
  const int imgui_key = sluice::platform::key_of(code, key);
  if (imgui_key == ImGuiKey_None) return 0;
  the_input->on_key(imgui_key, down != 0);
  return 1;
}

EMSCRIPTEN_KEEPALIVE void sluice_on_text(void) {
  Task task;
  the_input->on_text();
}

EMSCRIPTEN_KEEPALIVE void sluice_on_focus(int focused) {
  Task task;
  the_input->on_focus(focused != 0);
}

EMSCRIPTEN_KEEPALIVE int sluice_on_drag_asked(void) {
  Task task;
  return the_input->on_drag_asked() ? 1 : 0;
}

}  // extern "C"
