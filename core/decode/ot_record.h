// One record of the OT API to a row. Its fields are not documented (api-reference.md 5.4), so every leaf of the JSON
// becomes a column named by its dotted path, typed by what comes: integer, real, boolean, datetime, text, JSON for
// arrays. A value that does not fit widens its column (integer to real, anything to text); nothing is lost and nothing
// is rounded. An array also gets a column `<path>.count` with the number of its items, so that it can be counted.
//
// When a table has kColumnCountMax columns less one, what else comes stands as JSON in a last column `_more`.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "decode/decoder.h"
#include "decode/json_record.h"
#include "table/record_store.h"

namespace sluice {

// What is known of an endpoint's answers (api/ot_api.h).
struct RecordRules {
  std::vector<std::string> list_names;      // of the member that holds the list; a bare array is always one
  std::vector<std::string> identity_paths;  // the first that a record has is its identity; none: its whole content
  std::vector<std::string> asset_paths;     // where the id of the asset stands that it is or belongs to
};

inline constexpr std::string_view kMoreColumn = "_more";
inline constexpr std::string_view kCountSuffix = ".count";

class OtRecordReader {
 public:
  // `store` must outlive the reader; one reader a page.
  OtRecordReader(RecordStore& store, RecordRules rules, const DecodeLimits& limits);

  struct Refusal {
    std::optional<int64_t> id;
    std::string reason;
  };
  // A record: begin(), work() until it is kDone, then take(), which appends it as a row or says why not. `bytes`
  // outlive that.
  void begin(std::string_view bytes);
  Work work(Fuel fuel) { return record_.work(fuel); }
  std::optional<Refusal> take();

  uint64_t forbidden_bytes() const { return forbidden_bytes_; }
  // Adds what was noticed on the way to the outcome: fields without a column of their own, repeated names.
  void report(PageOutcome& outcome) const;

 private:
  struct Field {
    ColumnId column = 0;
    ColumnType type = ColumnType::kText;  // as readers see it until the next commit
    uint64_t stamp = 0;                   // of the last record that has it
  };

  Field* field(const std::string& path, ColumnType type);
  void put(const JsonLeaf& leaf);
  void put_value(const std::string& path, ColumnType type, const JsonLeaf& leaf);
  void put_more(const JsonLeaf& leaf);
  const JsonLeaf* find(const std::vector<std::string>& paths) const;

  RecordStore& store_;
  const RecordRules rules_;
  const DecodeLimits limits_;
  std::string_view bytes_;  // of the record
  JsonRecord record_;
  std::unordered_map<std::string, Field> fields_;
  uint64_t stamp_ = 0;
  std::string more_;  // of the present record
  uint64_t forbidden_bytes_ = 0;
  uint64_t repeats_ = 0;
  uint64_t clashes_ = 0;  // two leaves of one record for one column
  std::vector<UnknownField> homeless_;
};

}  // namespace sluice
