// At a fractional device pixel ratio (1.5, 1.25) a whole CSS pixel falls between device pixels, and a glyph that was
// drawn for exact pixels would be smeared over two. This moves what must be sharp onto the grid: glyphs and images
// (anything textured) and plain filled rectangles. Curves and anti-aliased lines stay where they are.
#pragma once

struct ImDrawData;

namespace sluice::platform {

// Moves vertices in place by less than one device pixel. Does nothing where the ratio is a whole number: there ImGui's
// own positions are whole already.
void snap_to_pixels(ImDrawData& data);

}  // namespace sluice::platform
