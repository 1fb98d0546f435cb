#include "ui/json_text.h"

#include <algorithm>
#include <cstdint>

#include "base/number.h"
#include "base/text.h"

namespace sluice::ui {
namespace {

// Just past the string that begins at `at`.
size_t string_end(std::string_view json, size_t at) {
  for (size_t i = at + 1; i < json.size(); ++i) {
    if (json[i] == '\\') {
      ++i;
    } else if (json[i] == '"') {
      return i + 1;
    }
  }
  return json.size();
}

struct Shape {
  size_t parts = 0;    // of the outermost array or object
  bool nested = false;
  bool whole = false;  // the end was seen
};

Shape shape_of(std::string_view json) {
  Shape shape;
  size_t depth = 0;
  bool filled = false;
  for (size_t i = 0; i < json.size();) {
    const char c = json[i];
    if (c == '"') {
      filled = true;
      i = string_end(json, i);
      continue;
    }
    if (c == '{' || c == '[') {
      if (++depth > 1) shape.nested = filled = true;
    } else if (c == '}' || c == ']') {
      if (depth == 1) {
        shape.parts += filled ? 1 : 0;
        shape.whole = true;
        return shape;
      }
      depth -= depth > 0 ? 1 : 0;
    } else if (c == ',' && depth == 1) {
      ++shape.parts;
    } else if (!is_space(c)) {
      filled = true;
    }
    ++i;
  }
  return shape;
}

std::string counted(const Shape& shape, std::string_view one, std::string_view many) {
  if (!shape.whole) return "many " + std::string(many);
  if (shape.parts == 0) return "empty";
  return with_thousands(static_cast<int64_t>(shape.parts)) + " " + std::string(shape.parts == 1 ? one : many);
}

// ["bacnet","udp"] -> bacnet, udp
std::string plain_values(std::string_view json) {
  std::string out;
  for (size_t i = 1; i + 1 < json.size();) {
    const char c = json[i];
    if (c == '"') {
      const size_t end = string_end(json, i);
      out += json.substr(i + 1, std::max(end, i + 2) - i - 2);
      i = end;
    } else {
      if (c == ',') out += ", ";
      if (c != ',' && !is_space(c)) out += c;
      ++i;
    }
  }
  return out;
}

void new_line(std::string& out, size_t depth) {
  out += '\n';
  out.append(2 * std::min(depth, kJsonIndentMax), ' ');
}

}  // namespace

std::string json_summary(std::string_view text) {
  const std::string_view json = trim(text);
  if (json.empty() || (json.front() != '[' && json.front() != '{')) return std::string(text);
  const Shape shape = shape_of(json.substr(0, kJsonCountBytesMax));
  if (json.front() == '{') return counted(shape, "field", "fields");
  if (shape.nested || !shape.whole || shape.parts == 0) return counted(shape, "item", "items");
  return plain_values(json);
}

bool json_is_plain(std::string_view text) {
  const std::string_view json = trim(text);
  if (json.empty() || json.front() != '[' || json.size() > kJsonCountBytesMax) return false;
  const Shape shape = shape_of(json);
  return shape.whole && !shape.nested;
}

std::string json_pretty(std::string_view text) {
  const std::string_view json = trim(text);
  const bool structured = !json.empty() && (json.front() == '[' || json.front() == '{');
  if (!structured || json.size() > kJsonPrettyBytesMax) return std::string(text);
  std::string out;
  size_t depth = 0;
  for (size_t i = 0; i < json.size();) {
    const char c = json[i];
    if (c == '"') {
      const size_t end = string_end(json, i);
      out += json.substr(i, end - i);
      i = end;
      continue;
    }
    ++i;
    if (is_space(c)) continue;
    if (c == '{' || c == '[') {
      size_t next = i;
      while (next < json.size() && is_space(json[next])) ++next;
      out += c;
      if (next < json.size() && (json[next] == '}' || json[next] == ']')) {
        out += json[next];
        i = next + 1;
      } else {
        new_line(out, ++depth);
      }
    } else if (c == '}' || c == ']') {
      depth -= depth > 0 ? 1 : 0;
      new_line(out, depth);
      out += c;
    } else {
      out += c;
      if (c == ',') new_line(out, depth);
      if (c == ':') out += ' ';
    }
  }
  return out;
}

}  // namespace sluice::ui
