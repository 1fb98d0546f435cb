// One JSON object of the OT API as a flat list of leaves: a dotted path and a value each (`hardware.type`). Objects are
// walked into; an array is kept as its JSON text, with the number of its items, since rows have no room for a second
// dimension (api-reference.md 5.4). Numbers never pass through a double: integers are 64 bits, anything else keeps the
// spelling that it came in. A record may be as long as many pages, so it is read by fuel.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/fuel.h"

namespace sluice {

inline constexpr size_t kLeavesPerRecordMax = 10000;

struct JsonLeaf {
  enum class Kind {
    kNull,
    kInt,     // `number`, and its spelling in `text`
    kNumber,  // a fraction, an exponent, or an integer beyond 64 bits: `text` as it was spelled
    kBool,    // `number` 0 or 1
    kText,    // `text`
    kArray,   // `text` as JSON without white space, `number` items
    kObject,  // an empty object: "{}"
  };
  std::string path;
  Kind kind = Kind::kNull;
  int64_t number = 0;
  std::string text;
};

class JsonRecord {
 public:
  JsonRecord();
  ~JsonRecord();

  // A new record: begin(), then work() until it is kDone. `bytes` outlive that.
  void begin(std::string_view bytes);
  Work work(Fuel fuel);  // bytes
  // Why the bytes cannot be read as one object, in words; nothing when leaves() are there. Of a name that comes twice
  // the last value counts, as in JSON at large; repeats() counts them.
  const std::optional<std::string>& refusal() const { return refusal_; }

  const std::vector<JsonLeaf>& leaves() const { return leaves_; }
  uint64_t repeats() const { return repeats_; }
  uint64_t forbidden_bytes() const { return forbidden_bytes_; }  // control characters in texts, replaced by '?'

 private:
  struct Reading;

  std::unique_ptr<Reading> reading_;
  std::optional<std::string> refusal_;
  std::vector<JsonLeaf> leaves_;
  uint64_t repeats_ = 0;
  uint64_t forbidden_bytes_ = 0;
};

}  // namespace sluice
