#include "ui/curl_panel.h"

#include <algorithm>
#include <cmath>

#include "base/text.h"
#include "ui/cell_format.h"

namespace sluice::ui {
namespace {

constexpr float kSheetWidth = 640;
constexpr float kAreaHeight = 148;
constexpr size_t kParametersShownMax = 12;

}  // namespace

void CurlPanel::open() {
  open_ = true;
  focus_ = true;
}

void CurlPanel::close() {
  open_ = false;
  std::fill(text_.begin(), text_.end(), '\0');  // a bearer may have been in it
  text_.clear();
  call_.reset();
  problem_.clear();
}

void CurlPanel::read() {
  call_.reset();
  problem_.clear();
  if (trim(text_).empty()) return;
  Result<PastedCall> call = parse_curl(text_);
  if (!call) {
    problem_ = call.error().message;
  } else if (call.value().source.empty()) {
    problem_ = "This is a call that signs in. Use the sign-in form for it; paste the line of a list here.";
  } else {
    call_ = call.take();
  }
}

float CurlPanel::draw_outcome(Frame& frame, Rect box) {
  const Palette& p = frame.palette;
  float y = box.y;
  if (!problem_.empty()) {
    draw_icon(ImGui::GetWindowDrawList(), Icon::kError, ImVec2(box.x + 8, y + 10), p.bad);
    const float h = draw_wrapped(frame, Face::kText, ImVec2(box.x + 24, y), box.w - 24, p.bad, problem_);
    frame.log.add("curl.problem", problem_, "status", visible_part(Rect{box.x, y, box.w, h}));
    return h;
  }
  if (!call_) {
    return draw_wrapped(frame, Face::kText, ImVec2(box.x, y), box.w, p.muted,
                        "Secrets in the line are left out. Nothing is sent before you press Pull.");
  }
  const auto fact = [&](std::string_view name, std::string_view value, bool code) {
    draw_text_in(frame, Face::kSmall, Rect{box.x, y, 140, kRowHeight}, p.muted, name);
    draw_text_in(frame, code ? Face::kMono : Face::kText, Rect{box.x + 148, y, box.w - 148, kRowHeight}, p.text, value);
    y += kRowHeight;
  };
  const Source* source = find_source(call_->source);
  fact("Source", source != nullptr ? source->title : std::string_view(call_->source), false);
  fact("Gateway", call_->gateway.empty() ? std::string_view("not named in the line") : call_->gateway, false);
  if (!call_->version.empty()) fact("API version", call_->version, false);
  if (!call_->path.empty()) fact("Path", call_->path, true);
  for (size_t i = 0; i < std::min(call_->parameters.size(), kParametersShownMax); ++i) {
    fact(call_->parameters[i].first, call_->parameters[i].second, true);
  }
  if (call_->parameters.empty()) fact("Parameters", "none: all defaults", false);
  if (call_->parameters.size() > kParametersShownMax) fact("", "and more", false);
  if (!call_->note.empty()) {
    y += kGap1 + draw_wrapped(frame, Face::kSmall, ImVec2(box.x, y + kGap1), box.w, p.warn, call_->note);
  }
  frame.log.add("curl.understood", call_->source, "status", visible_part(Rect{box.x, box.y, box.w, y - box.y}));
  return y - box.y;
}

std::optional<PastedCall> CurlPanel::draw(Frame& frame) {
  if (!open_) return std::nullopt;
  const ImVec2 display = ImGui::GetIO().DisplaySize;
  const float width = std::min(kSheetWidth, display.x - 2 * kGap3);
  if (!ImGui::IsPopupOpen("curl")) ImGui::OpenPopup("curl");
  ImGui::SetNextWindowPos(ImVec2(std::floor((display.x - width) / 2), std::floor(std::max(display.y * 0.12f, kGap3))));
  ImGui::SetNextWindowSizeConstraints(ImVec2(width, 0), ImVec2(width, display.y - 2 * kGap3));
  ImGui::PushStyleVar(ImGuiStyleVar_WindowRounding, 6);
  ImGui::PushStyleVar(ImGuiStyleVar_WindowBorderSize, 1);
  constexpr ImGuiWindowFlags kFlags = ImGuiWindowFlags_NoTitleBar | ImGuiWindowFlags_NoResize |
                                      ImGuiWindowFlags_NoMove | ImGuiWindowFlags_NoSavedSettings |
                                      ImGuiWindowFlags_AlwaysAutoResize;
  const bool shown = ImGui::BeginPopupModal("curl", nullptr, kFlags);
  ImGui::PopStyleVar(2);
  if (!shown) return std::nullopt;
  const Palette& p = frame.palette;
  const ImVec2 from = ImGui::GetCursorScreenPos();
  const float x = from.x + kGap5;
  const float inner = width - 2 * kGap5;
  float y = from.y + kGap4;
  draw_text_in(frame, Face::kHeading, Rect{x, y, inner, 24}, p.text, "Paste a curl line");
  y += 36;
  Field field{"curl.text", "A curl line"};
  field.hint = "curl -X GET \"https://gateway…/sem/v1/assetList?action=list\" …";
  field.face = Face::kMono;
  field.invalid = !problem_.empty();
  field.focus = focus_;
  focus_ = false;
  if (draw_area(frame, field, Rect{x, y, inner, kAreaHeight}, text_)) {
    read();
    frame.again = true;
  }
  y += kAreaHeight + kGap3;
  y += std::max(draw_outcome(frame, Rect{x, y, inner, 0}), kRowHeight) + kGap4;

  std::optional<PastedCall> taken;
  Button fill_form{"curl.fill", "Fill the form"};
  fill_form.kind = ButtonKind::kPrimary;
  fill_form.enabled = call_.has_value();
  Button cancel{"curl.cancel", "Cancel"};
  const float fill_w = button_width(frame, fill_form);
  const float cancel_w = button_width(frame, cancel);
  bool leave = draw_button(frame, cancel, Rect{x + inner - fill_w - kGap2 - cancel_w, y, cancel_w, kControlHeight});
  if (draw_button(frame, fill_form, Rect{x + inner - fill_w, y, fill_w, kControlHeight})) taken = call_;
  y += kControlHeight + kGap4;
  ImGui::SetCursorScreenPos(from);
  ImGui::Dummy(ImVec2(width, y - from.y));
  leave = leave || taken || (ImGui::IsKeyPressed(ImGuiKey_Escape, false) && !ImGui::IsAnyItemActive());
  if (leave) {
    ImGui::CloseCurrentPopup();
    close();
    frame.again = true;
  }
  ImGui::EndPopup();
  return taken;
}

}  // namespace sluice::ui
