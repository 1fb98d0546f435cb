#include "platform/pixel_grid.h"

#include <cmath>

#include "imgui.h"

namespace sluice::platform {
namespace {

class Grid {
 public:
  explicit Grid(float density) : density_(density), pixel_(1.0F / density) {}

  // Halves go down, with room for the noise of the multiplication: both edges of a glyph must go the same way.
  float snap(float at) const { return std::ceil(at * density_ - 0.501F) * pixel_; }

  void snap(ImVec2& at) const { at = ImVec2(snap(at.x), snap(at.y)); }

 private:
  float density_;
  float pixel_;
};

bool same(const ImVec2& a, const ImVec2& b) { return a.x == b.x && a.y == b.y; }

// Four corners in the order in which ImGui's rectangle primitive writes them, in one colour.
bool is_rectangle(const ImDrawVert* v) {
  return v[0].pos.y == v[1].pos.y && v[1].pos.x == v[2].pos.x && v[2].pos.y == v[3].pos.y && v[3].pos.x == v[0].pos.x &&
         v[0].col == v[1].col && v[1].col == v[2].col && v[2].col == v[3].col && same(v[0].uv, v[2].uv);
}

// ImGui's anti-aliased lines are textured too; their soft edges must stay where they are.
bool is_soft_line(const ImVec2& uv, const ImFontAtlas& atlas) {
  const ImVec4& thin = atlas.TexUvLines[0];
  const ImVec4& thick = atlas.TexUvLines[IM_DRAWLIST_TEX_LINES_WIDTH_MAX];
  return uv.y >= thin.y && uv.y <= thick.w && uv.x <= thick.z;
}

void snap_list(ImDrawList& list, const ImFontAtlas& atlas, const Grid& grid) {
  const ImVec2 white = atlas.TexUvWhitePixel;
  ImVector<ImDrawVert>& vertices = list.VtxBuffer;
  for (int i = 0; i < vertices.Size; ++i) {
    if (!same(vertices[i].uv, white)) {
      if (!is_soft_line(vertices[i].uv, atlas)) grid.snap(vertices[i].pos);
    } else if (i + 3 < vertices.Size && is_rectangle(&vertices[i])) {
      for (int corner = 0; corner < 4; ++corner) grid.snap(vertices[i + corner].pos);
      i += 3;
    }
  }
}

}  // namespace

void snap_to_pixels(ImDrawData& data) {
  const float density = data.FramebufferScale.x;
  if (density == std::floor(density)) return;
  const Grid grid(density);
  for (ImDrawList* list : data.CmdLists) snap_list(*list, *ImGui::GetIO().Fonts, grid);
}

}  // namespace sluice::platform
