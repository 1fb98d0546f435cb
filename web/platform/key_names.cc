#include "platform/key_names.h"

#include "base/text.h"
#include "imgui.h"

namespace sluice::platform {
namespace {

struct KeyName {
  std::string_view code;
  ImGuiKey key;
};

constexpr KeyName kKeyNames[] = {
    {"Tab", ImGuiKey_Tab},
    {"ArrowLeft", ImGuiKey_LeftArrow},
    {"ArrowRight", ImGuiKey_RightArrow},
    {"ArrowUp", ImGuiKey_UpArrow},
    {"ArrowDown", ImGuiKey_DownArrow},
    {"PageUp", ImGuiKey_PageUp},
    {"PageDown", ImGuiKey_PageDown},
    {"Home", ImGuiKey_Home},
    {"End", ImGuiKey_End},
    {"Insert", ImGuiKey_Insert},
    {"Delete", ImGuiKey_Delete},
    {"Backspace", ImGuiKey_Backspace},
    {"Space", ImGuiKey_Space},
    {"Enter", ImGuiKey_Enter},
    {"NumpadEnter", ImGuiKey_KeypadEnter},
    {"Escape", ImGuiKey_Escape},
    {"Quote", ImGuiKey_Apostrophe},
    {"Comma", ImGuiKey_Comma},
    {"Minus", ImGuiKey_Minus},
    {"Period", ImGuiKey_Period},
    {"Slash", ImGuiKey_Slash},
    {"Semicolon", ImGuiKey_Semicolon},
    {"Equal", ImGuiKey_Equal},
    {"BracketLeft", ImGuiKey_LeftBracket},
    {"Backslash", ImGuiKey_Backslash},
    {"BracketRight", ImGuiKey_RightBracket},
    {"Backquote", ImGuiKey_GraveAccent},
    {"ControlLeft", ImGuiKey_LeftCtrl},
    {"ShiftLeft", ImGuiKey_LeftShift},
    {"AltLeft", ImGuiKey_LeftAlt},
    {"MetaLeft", ImGuiKey_LeftSuper},
    {"ControlRight", ImGuiKey_RightCtrl},
    {"ShiftRight", ImGuiKey_RightShift},
    {"AltRight", ImGuiKey_RightAlt},
    {"MetaRight", ImGuiKey_RightSuper},
    {"ContextMenu", ImGuiKey_Menu},
    {"NumpadAdd", ImGuiKey_KeypadAdd},
    {"NumpadSubtract", ImGuiKey_KeypadSubtract},
    {"NumpadMultiply", ImGuiKey_KeypadMultiply},
    {"NumpadDivide", ImGuiKey_KeypadDivide},
    {"NumpadDecimal", ImGuiKey_KeypadDecimal},
};

// "KeyA" 'A'..'Z', "Digit0" '0'..'9' and their like: a prefix and one character of a range.
int in_range(std::string_view code, std::string_view prefix, char first, char last, ImGuiKey base) {
  if (code.size() != prefix.size() + 1 || code.substr(0, prefix.size()) != prefix) return ImGuiKey_None;
  const char c = code.back();
  return c >= first && c <= last ? static_cast<int>(base) + (c - first) : static_cast<int>(ImGuiKey_None);
}

int letter(std::string_view key) {
  if (key.size() != 1) return ImGuiKey_None;
  const char c = lower(key[0]);
  return c >= 'a' && c <= 'z' ? static_cast<int>(ImGuiKey_A) + (c - 'a') : static_cast<int>(ImGuiKey_None);
}

int function_key(std::string_view code) {
  if (code == "F10") return ImGuiKey_F10;
  if (code == "F11") return ImGuiKey_F11;
  if (code == "F12") return ImGuiKey_F12;
  return in_range(code, "F", '1', '9', ImGuiKey_F1);
}

int by_place(std::string_view code) {
  for (const KeyName& name : kKeyNames) {
    if (name.code == code) return name.key;
  }
  if (const int key = in_range(code, "Digit", '0', '9', ImGuiKey_0)) return key;
  if (const int key = in_range(code, "Numpad", '0', '9', ImGuiKey_Keypad0)) return key;
  if (const int key = function_key(code)) return key;
  return in_range(code, "Key", 'A', 'Z', ImGuiKey_A);
}

// Keyboards on glass name no place, only what was meant.
int by_meaning(std::string_view key) {
  for (const KeyName& name : kKeyNames) {
    if (name.code == key) return name.key;
  }
  return ImGuiKey_None;
}

}  // namespace

int key_of(std::string_view code, std::string_view key) {
  if (const int by_letter = letter(key)) return by_letter;
  const bool number_pad_without_num_lock = code.substr(0, 6) == "Numpad" && key.size() > 1;
  if (number_pad_without_num_lock && code != "NumpadEnter") return by_meaning(key);
  if (const int placed = by_place(code)) return placed;
  return by_meaning(key);
}

}  // namespace sluice::platform
