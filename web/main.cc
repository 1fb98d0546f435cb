// Starts the page's program. It lives as long as the page.
#include "app.h"
#include "imgui.h"

int main() {
  ImGui::CreateContext();
  ImGui::GetIO().IniFilename = nullptr;
  ImGui::GetIO().LogFilename = nullptr;
  static sluice::App app;
  return app.open() ? 0 : 1;
}
