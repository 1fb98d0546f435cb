// Draws ImGui's glyphs with the fonts that the browser already has, one glyph when it is first needed, on a hidden 2D
// canvas: no font file travels with the page, text looks like the rest of the user's computer, and every script and
// emoji that the computer can show is there. Glyphs are drawn at the exact device pixel size. There is no shaping:
// each code point is drawn by itself.
//
// Digits of one face are all equally wide, so that columns of numbers line up.
#pragma once

struct ImFont;
struct ImFontAtlas;

namespace sluice::platform {

// What font_loader.js knows each of them by.
enum class Face { kText = 0, kSemibold = 1, kMono = 2 };

// A font of the atlas that draws itself in this way. `size` is the size it has where a panel does not say, CSS pixels.
ImFont* add_browser_font(ImFontAtlas& atlas, Face face, float size);

}  // namespace sluice::platform
