// The canvas and its WebGL2 context, in which renderer.h draws. The backing store has one pixel for each device pixel;
// the panels count in CSS pixels. A resize draws inside its own event, so that no frame shows the old picture
// stretched. When the graphics context is lost nothing is drawn until the browser gives it back.
#pragma once

#include <functional>

#include "platform/renderer.h"

struct ImDrawData;

namespace sluice::platform {

class Canvas {
 public:
  // `redraw` is called when the picture must be made anew at once: resized, moved to a screen of another density, or
  // given back after a loss.
  explicit Canvas(std::function<void()> redraw);
  Canvas(const Canvas&) = delete;
  Canvas& operator=(const Canvas&) = delete;

  // False when there is no WebGL2; the page has said so to the user.
  bool open();
  bool usable() const { return open_ && !lost_ && device_width_ > 0 && device_height_ > 0; }

  // Before ImGui::NewFrame(): sizes and time.
  void begin_frame();
  // After ImGui::Render(). `ground` is the colour behind everything, 0xAABBGGRR as ImGui packs it.
  void present(ImDrawData* data, unsigned int ground);

  float css_width() const { return static_cast<float>(device_width_ / density_); }
  float css_height() const { return static_cast<float>(device_height_ / density_); }
  double density() const { return density_; }

  // The browser's side.
  void on_resize(int device_width, int device_height, double density);
  void on_lost();
  void on_restored();

 private:
  std::function<void()> redraw_;
  Renderer renderer_;
  bool open_ = false;
  bool lost_ = false;
  int device_width_ = 0;
  int device_height_ = 0;
  double density_ = 1;
  double last_frame_ms_ = 0;
};

}  // namespace sluice::platform
