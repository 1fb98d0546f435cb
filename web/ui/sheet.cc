#include "ui/sheet.h"

#include <algorithm>
#include <cmath>

namespace sluice::ui {

bool draw_sheet(Frame& frame, const Sheet& sheet, const std::function<float(ImVec2, float)>& body) {
  const ImVec2 display = ImGui::GetIO().DisplaySize;
  const float width = std::min(sheet.width, display.x - 2 * kGap3);
  if (!ImGui::IsPopupOpen(sheet.id)) ImGui::OpenPopup(sheet.id);
  const ImVec2 at(std::floor((display.x - width) / 2), std::floor(std::max(display.y * 0.12f, kGap3)));
  ImGui::SetNextWindowPos(at);
  ImGui::SetNextWindowSizeConstraints(ImVec2(width, 0), ImVec2(width, display.y - at.y - kGap3));
  ImGui::PushStyleVar(ImGuiStyleVar_WindowRounding, 6);
  ImGui::PushStyleVar(ImGuiStyleVar_WindowBorderSize, 1);
  constexpr ImGuiWindowFlags kFlags = ImGuiWindowFlags_NoTitleBar | ImGuiWindowFlags_NoResize |
                                      ImGuiWindowFlags_NoMove | ImGuiWindowFlags_NoSavedSettings |
                                      ImGuiWindowFlags_AlwaysAutoResize;
  const bool shown = ImGui::BeginPopupModal(sheet.id, nullptr, kFlags);
  ImGui::PopStyleVar(2);
  if (!shown) return true;
  const ImVec2 from = ImGui::GetCursorScreenPos();
  const float x = from.x + kGap5;
  const float inner = width - 2 * kGap5;
  const float y = from.y + kGap4;
  draw_text_in(frame, Face::kHeading, Rect{x, y, inner - kControlHeight, 24}, frame.palette.text, sheet.title);
  Button close{sheet.close_id, ""};
  close.icon = Icon::kClose;
  close.kind = ButtonKind::kQuiet;
  close.name = "Close";
  const Rect corner{x + inner - kControlHeight + 6, y - 2, kControlHeight, kControlHeight};
  bool stays = !draw_button(frame, close, corner);
  const float bottom = body(ImVec2(x, y + 36), inner) + kGap4;
  ImGui::SetCursorScreenPos(from);
  ImGui::Dummy(ImVec2(width, bottom - from.y));
  const ImVec2 mouse = ImGui::GetIO().MousePos;
  const ImVec2 size = ImGui::GetWindowSize();
  const bool beside = mouse.x < at.x || mouse.x > at.x + size.x || mouse.y < at.y || mouse.y > at.y + size.y;
  if (ImGui::IsKeyPressed(ImGuiKey_Escape, false)) stays = false;
  if (sheet.beside_closes && ImGui::IsMouseClicked(ImGuiMouseButton_Left) && beside && !ImGui::IsWindowAppearing()) {
    stays = false;
  }
  if (!stays) {
    ImGui::CloseCurrentPopup();
    frame.again = true;
  }
  ImGui::EndPopup();
  return stays;
}

}  // namespace sluice::ui
