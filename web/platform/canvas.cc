#include "platform/canvas.h"

#include <emscripten.h>
#include <emscripten/html5.h>

#include <algorithm>
#include <utility>

#include "imgui.h"
#include "platform/frame_stats.h"
#include "platform/pixel_grid.h"

extern "C" {
void sluice_canvas_watch(void);
void sluice_canvas_size(int width, int height);
}

namespace sluice::platform {
namespace {

Canvas* the_canvas = nullptr;

}  // namespace

Canvas::Canvas(std::function<void()> redraw) : redraw_(std::move(redraw)) { the_canvas = this; }

bool Canvas::open() {
  EmscriptenWebGLContextAttributes attributes;
  emscripten_webgl_init_context_attributes(&attributes);
  attributes.majorVersion = 2;
  attributes.minorVersion = 0;
  attributes.alpha = false;
  attributes.depth = false;
  attributes.stencil = false;
  attributes.antialias = false;
  attributes.enableExtensionsByDefault = false;  // none is used, and each asks the graphics process
  const EMSCRIPTEN_WEBGL_CONTEXT_HANDLE context = emscripten_webgl_create_context("#canvas", &attributes);
  if (context <= 0 || emscripten_webgl_make_context_current(context) != EMSCRIPTEN_RESULT_SUCCESS) return false;
  if (!renderer_.open()) return false;
  open_ = true;
  sluice_canvas_watch();
  return true;
}

void Canvas::begin_frame() {
  ImGuiIO& io = ImGui::GetIO();
  const double time_ms = emscripten_get_now();
  const double passed_s = last_frame_ms_ > 0 ? (time_ms - last_frame_ms_) / 1000.0 : 1.0 / 60.0;
  last_frame_ms_ = time_ms;
  // ImGui wants a positive step; a step after a long rest must not fast-forward its animations.
  io.DeltaTime = static_cast<float>(std::clamp(passed_s, 0.0001, 0.1));
  io.DisplaySize = ImVec2(css_width(), css_height());
  io.DisplayFramebufferScale = ImVec2(static_cast<float>(density_), static_cast<float>(density_));
}

void Canvas::present(ImDrawData* data, unsigned int ground) {
  snap_to_pixels(*data);
  renderer_.draw(*data, device_width_, device_height_, ground);
}

void Canvas::on_resize(int device_width, int device_height, double density) {
  if (device_width == device_width_ && device_height == device_height_ && density == density_) return;
  device_width_ = device_width;
  device_height_ = device_height;
  density_ = density > 0 ? density : 1;
  sluice_canvas_size(device_width_, device_height_);  // this also clears it
  if (usable()) redraw_();
}

void Canvas::on_lost() { lost_ = true; }

void Canvas::on_restored() {
  renderer_.forget();
  lost_ = !renderer_.open();
  if (usable()) redraw_();
}

}  // namespace sluice::platform

extern "C" EMSCRIPTEN_KEEPALIVE void sluice_on_resize(int device_width, int device_height, double density) {
  sluice::platform::Task task;
  sluice::platform::the_canvas->on_resize(device_width, device_height, density);
}

extern "C" EMSCRIPTEN_KEEPALIVE void sluice_on_context(int lost) {
  sluice::platform::Task task;
  if (lost != 0) {
    sluice::platform::the_canvas->on_lost();
  } else {
    sluice::platform::the_canvas->on_restored();
  }
}
