// A JSON value as the simulated OT API makes and reads it: the records of its inventory. Fields keep their order. A
// real number is kept in thousandths, so that records are the same on every machine. Writing never fails: bytes that
// are not UTF-8 become U+FFFD. Lookups go by dotted paths without case, as the tokens of filters and sorts need
// (api-reference.md 5.6).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace sluice::sim {

struct OtValue {
  enum class Kind { kNull, kBool, kInteger, kReal, kText, kList, kObject };

  Kind kind = Kind::kNull;
  int64_t number = 0;  // kInteger; thousandths for kReal; 0 or 1 for kBool
  std::string text;
  std::vector<std::string> names;  // of kObject, one for each item
  std::vector<OtValue> items;      // of kList and kObject

  static OtValue boolean(bool value);
  static OtValue integer(int64_t value);
  static OtValue real(int64_t thousandths);
  static OtValue of(std::string_view text);
  static OtValue list();
  static OtValue texts(const std::vector<std::string>& values);
  static OtValue object();

  // Of an object or a list; returns the value again, for chains.
  OtValue& put(std::string_view name, OtValue value);
  OtValue& add(OtValue value);

  // The field of exactly that name; null when there is none.
  const OtValue* field(std::string_view name) const;
};

// Every value that stands at `path` ("hardware.type"): lists on the way and at the end are entered, names compared
// without case, nulls left out. Points into `value`.
std::vector<const OtValue*> values_at(const OtValue& value, std::string_view path);

void append_json(std::string& out, const OtValue& value);

}  // namespace sluice::sim
