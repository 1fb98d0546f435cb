// Draws ImGui's lists with WebGL 2. A renderer of our own, because the general one that comes with ImGui saves and
// restores another program's graphics state on every frame: each question to the graphics process waits for all that
// was drawn before (up to 100 ms where it draws in software), and on this canvas there is no other program. It also
// draws lists of more than 65,536 corners, which a full table on a large screen has.
#pragma once

struct ImDrawCmd;
struct ImDrawData;
struct ImDrawList;
struct ImTextureData;

namespace sluice::platform {

class Renderer {
 public:
  // With a current context. False when it cannot make its program.
  bool open();
  // The context is gone, and everything in it.
  void forget();
  // `ground` is the colour behind everything, 0xAABBGGRR as ImGui packs it.
  void draw(ImDrawData& data, int device_width, int device_height, unsigned int ground);

 private:
  void update_texture(ImTextureData& texture);
  void draw_list(const ImDrawData& data, const ImDrawList& list, int device_height);
  void draw_command(const ImDrawData& data, const ImDrawCmd& command, int device_height);

  unsigned int program_ = 0;
  unsigned int corners_ = 0;   // vertex buffer
  unsigned int indices_ = 0;
  int to_clip_ = -1;           // uniform: scale x, y, shift x, y
  unsigned int bound_texture_ = 0;
  unsigned int corner_offset_ = 0;
};

}  // namespace sluice::platform
