// Whether a text may be put into JSON as it is. Small, bounded and without a tree: cells of kJson columns were written
// by our own decoder, this makes sure that one odd cell cannot break a file.
#pragma once

#include <string_view>

namespace sluice {

inline constexpr size_t kEmbeddedJsonBytesMax = 1024 * 1024;
inline constexpr int kEmbeddedJsonDepthMax = 64;

// One JSON value on one line: no line break outside strings (NDJSON has one object a line), UTF-8 within them.
bool is_embeddable_json(std::string_view text);

// One JSON number.
bool is_json_number(std::string_view text);

}  // namespace sluice
