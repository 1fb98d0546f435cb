#include "sim/ot_value.h"

#include <utility>

#include "base/text.h"

namespace sluice::sim {
namespace {

void append_thousandths(std::string& out, int64_t thousandths) {
  const bool below = thousandths < 0;
  const auto size = below ? 0 - static_cast<uint64_t>(thousandths) : static_cast<uint64_t>(thousandths);
  std::string fraction = std::to_string(1000 + size % 1000).substr(1);
  while (fraction.size() > 1 && fraction.back() == '0') fraction.pop_back();
  if (below) out += '-';
  out += std::to_string(size / 1000) + "." + fraction;
}

void append_items(std::string& out, const OtValue& value) {
  for (size_t i = 0; i < value.items.size(); ++i) {
    if (i > 0) out += ',';
    if (value.kind == OtValue::Kind::kObject) {
      append_json_string(out, value.names[i]);
      out += ':';
    }
    append_json(out, value.items[i]);
  }
}

void collect(std::vector<const OtValue*>& out, const OtValue& value, std::string_view path) {
  if (value.kind == OtValue::Kind::kNull) return;
  if (value.kind == OtValue::Kind::kList) {
    for (const OtValue& item : value.items) collect(out, item, path);
    return;
  }
  if (path.empty()) {
    out.push_back(&value);
    return;
  }
  if (value.kind != OtValue::Kind::kObject) return;
  const size_t dot = path.find('.');
  const std::string_view rest = dot == std::string_view::npos ? std::string_view() : path.substr(dot + 1);
  for (size_t i = 0; i < value.items.size(); ++i) {
    if (equals_ignoring_case(value.names[i], path.substr(0, dot))) collect(out, value.items[i], rest);
  }
}

}  // namespace

OtValue OtValue::boolean(bool value) {
  OtValue made;
  made.kind = Kind::kBool;
  made.number = value ? 1 : 0;
  return made;
}

OtValue OtValue::integer(int64_t value) {
  OtValue made;
  made.kind = Kind::kInteger;
  made.number = value;
  return made;
}

OtValue OtValue::real(int64_t thousandths) {
  OtValue made;
  made.kind = Kind::kReal;
  made.number = thousandths;
  return made;
}

OtValue OtValue::of(std::string_view text) {
  OtValue made;
  made.kind = Kind::kText;
  made.text = std::string(text);
  return made;
}

OtValue OtValue::list() {
  OtValue made;
  made.kind = Kind::kList;
  return made;
}

OtValue OtValue::texts(const std::vector<std::string>& values) {
  OtValue made = list();
  for (const std::string& value : values) made.add(of(value));
  return made;
}

OtValue OtValue::object() {
  OtValue made;
  made.kind = Kind::kObject;
  return made;
}

OtValue& OtValue::put(std::string_view name, OtValue value) {
  names.emplace_back(name);
  items.push_back(std::move(value));
  return *this;
}

OtValue& OtValue::add(OtValue value) {
  items.push_back(std::move(value));
  return *this;
}

const OtValue* OtValue::field(std::string_view name) const {
  for (size_t i = 0; i < names.size(); ++i) {
    if (names[i] == name) return &items[i];
  }
  return nullptr;
}

std::vector<const OtValue*> values_at(const OtValue& value, std::string_view path) {
  std::vector<const OtValue*> found;
  if (!path.empty()) collect(found, value, path);
  return found;
}

void append_json(std::string& out, const OtValue& value) {
  switch (value.kind) {
    case OtValue::Kind::kNull:
      out += "null";
      return;
    case OtValue::Kind::kBool:
      out += value.number != 0 ? "true" : "false";
      return;
    case OtValue::Kind::kInteger:
      out += std::to_string(value.number);
      return;
    case OtValue::Kind::kReal:
      append_thousandths(out, value.number);
      return;
    case OtValue::Kind::kText:
      append_json_string(out, value.text);
      return;
    case OtValue::Kind::kList:
      out += '[';
      append_items(out, value);
      out += ']';
      return;
    case OtValue::Kind::kObject:
      out += '{';
      append_items(out, value);
      out += '}';
      return;
  }
}

}  // namespace sluice::sim
