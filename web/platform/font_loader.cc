#include "platform/font_loader.h"

#include <emscripten.h>

#include <cmath>
#include <cstdint>
#include <cstring>

#include "imgui.h"
#include "imgui_internal.h"

extern "C" {
// Fills out[0..1]: the height of a capital letter and of the whole face over its em, both as a fraction.
void sluice_font_metrics(int face, float* out);
// Measures one code point at `pixels` device pixels an em, drawn from a whole pixel: out[0] advance, out[1..4] left,
// top, right, bottom of the ink from the pen on the baseline (y grows downwards). Draws nothing.
void sluice_font_measure(int face, float pixels, uint32_t code_point, float* out);
// Draws the box measured last into `rgba`. 1 when the glyph has colours of its own, else 0.
int sluice_font_draw(int face, float pixels, uint32_t code_point, int left, int top, int width, int height,
                     unsigned char* rgba);
}

namespace sluice::platform {
namespace {

constexpr float kInkPixelsMax = 1024;  // a glyph larger than this is a broken font

int face_of(const ImFontConfig& source) { return static_cast<int>(source.FontLoaderFlags); }

// Marks that steer their neighbours and have no picture of their own: joiners, variation selectors, direction marks.
bool is_silent(ImWchar c) {
  return (c >= 0x200B && c <= 0x200F) || (c >= 0x202A && c <= 0x202E) || (c >= 0x2060 && c <= 0x2064) || c == 0xFEFF ||
         (c >= 0xFE00 && c <= 0xFE0F) || (c >= 0xE0100 && c <= 0xE01EF);
}

bool is_drawable(ImWchar c) {
  const bool control = c < 0x20 || (c >= 0x7F && c < 0xA0);
  const bool surrogate = c >= 0xD800 && c <= 0xDFFF;
  return !control && !surrogate && c <= 0x10FFFF;
}

bool contains_glyph(ImFontAtlas*, ImFontConfig*, ImWchar c) { return is_drawable(c); }

bool init_source(ImFontAtlas*, ImFontConfig*) { return true; }

// The baseline that puts capitals in the middle of the line, on a device pixel.
bool init_baked(ImFontAtlas*, ImFontConfig* source, ImFontBaked* baked, void*) {
  float metrics[2] = {};
  sluice_font_metrics(face_of(*source), metrics);
  const float middle = (baked->Size + metrics[0] * baked->Size) / 2;
  baked->Ascent = std::round(middle * baked->RasterizerDensity) / baked->RasterizerDensity;
  baked->Descent = baked->Ascent - baked->Size;
  return true;
}

struct Ink {
  float advance = 0;  // device pixels, whole
  int left = 0;
  int top = 0;
  int width = 0;
  int height = 0;
};

Ink measure(int face, float pixels, ImWchar c) {
  float out[5] = {};
  sluice_font_measure(face, pixels, c, out);
  Ink ink;
  ink.advance = std::round(out[0]);
  if (out[3] <= out[1] || out[4] <= out[2]) return ink;
  if (out[3] - out[1] > kInkPixelsMax || out[4] - out[2] > kInkPixelsMax) return ink;
  // One pixel more on each side: soft edges reach past the outline's box.
  ink.left = static_cast<int>(std::floor(out[1])) - 1;
  ink.top = static_cast<int>(std::floor(out[2])) - 1;
  ink.width = static_cast<int>(std::ceil(out[3])) + 1 - ink.left;
  ink.height = static_cast<int>(std::ceil(out[4])) + 1 - ink.top;
  return ink;
}

void place(const Ink& ink, float ascent, float density, ImFontGlyph& glyph) {
  glyph.X0 = static_cast<float>(ink.left) / density;
  glyph.Y0 = static_cast<float>(ink.top) / density + ascent;
  glyph.X1 = glyph.X0 + static_cast<float>(ink.width) / density;
  glyph.Y1 = glyph.Y0 + static_cast<float>(ink.height) / density;
}

bool draw_into(ImFontAtlas* atlas, ImFontConfig* source, ImFontBaked* baked, const Ink& ink, float pixels,
               ImFontGlyph& glyph) {
  const ImFontAtlasRectId pack_id = ImFontAtlasPackAddRect(atlas, ink.width, ink.height);
  if (pack_id == ImFontAtlasRectId_Invalid) return false;
  ImTextureRect* rect = ImFontAtlasPackGetRect(atlas, pack_id);
  ImVector<unsigned char>& bitmap = atlas->Builder->TempBuffer;
  bitmap.resize(ink.width * ink.height * 4);
  const int coloured = sluice_font_draw(face_of(*source), pixels, glyph.Codepoint, ink.left, ink.top, ink.width,
                                        ink.height, bitmap.Data);
  glyph.Colored = coloured != 0 ? 1U : 0U;
  glyph.Visible = 1;
  glyph.PackId = pack_id;
  ImFontAtlasBakedSetFontGlyphBitmap(atlas, baked, source, &glyph, rect, bitmap.Data, ImTextureFormat_RGBA32,
                                     ink.width * 4);
  return true;
}

bool load_glyph(ImFontAtlas* atlas, ImFontConfig* source, ImFontBaked* baked, void*, ImWchar c, ImFontGlyph* glyph,
                float* advance_only) {
  if (!is_drawable(c)) return false;
  const float density = baked->RasterizerDensity;
  const float pixels = baked->Size * density;
  const Ink ink = is_silent(c) ? Ink() : measure(face_of(*source), pixels, c);
  if (advance_only != nullptr) {
    *advance_only = ink.advance / density;
    return true;
  }
  glyph->Codepoint = c;
  glyph->AdvanceX = ink.advance / density;
  if (ink.width == 0) return true;
  place(ink, baked->Ascent, density, *glyph);
  return draw_into(atlas, source, baked, ink, pixels, *glyph);
}

const ImFontLoader* browser_loader() {
  static ImFontLoader loader;
  loader.Name = "browser";
  loader.FontSrcInit = init_source;
  loader.FontSrcContainsGlyph = contains_glyph;
  loader.FontBakedInit = init_baked;
  loader.FontBakedLoadGlyph = load_glyph;
  return &loader;
}

}  // namespace

ImFont* add_browser_font(ImFontAtlas& atlas, Face face, float size) {
  ImFontConfig config;
  config.FontLoader = browser_loader();
  config.FontLoaderFlags = static_cast<unsigned int>(face);
  config.SizePixels = size;
  return atlas.AddFont(&config);
}

}  // namespace sluice::platform
