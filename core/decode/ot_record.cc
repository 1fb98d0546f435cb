#include "decode/ot_record.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <utility>

#include "base/bytes.h"
#include "base/date.h"
#include "base/number.h"
#include "base/text.h"

namespace sluice {
namespace {

// Milliseconds since 1970, from 2001 to 2100: what APIs send as epoch time. Seconds are not taken for times, too many
// other numbers look like them.
constexpr int64_t kEpochMillisMin = 978307200000;
constexpr int64_t kEpochMillisMax = 4102444800000;
constexpr size_t kSampleBytesMax = 80;

// An integer is a time only where its name says so (api-reference.md 5.4: the form of dates is unknown).
bool named_like_a_time(std::string_view path) {
  constexpr std::array<std::string_view, 12> kWords = {"date",    "time",     "created",  "updated",
                                                       "detected", "seen",    "scanned",  "modified",
                                                       "uploaded", "timestamp", "found",  "fixed"};
  const size_t dot = path.rfind('.');
  const std::string_view name = path.substr(dot == std::string_view::npos ? 0 : dot + 1);
  // "polledAt", "lastPolledMs": as written, or "items" would be a time.
  for (const std::string_view ending : {"At", "On", "Ms", "Millis"}) {
    if (name.size() > ending.size() && name.substr(name.size() - ending.size()) == ending) return true;
  }
  return std::any_of(kWords.begin(), kWords.end(), [&](std::string_view word) {
    return find_ignoring_case(name, word) != std::string_view::npos;
  });
}

bool is_epoch_millis(const JsonLeaf& leaf) {
  return leaf.kind == JsonLeaf::Kind::kInt && leaf.number >= kEpochMillisMin && leaf.number <= kEpochMillisMax &&
         named_like_a_time(leaf.path);
}

std::optional<int64_t> seconds_of(const JsonLeaf& leaf) {
  if (is_epoch_millis(leaf)) return leaf.number / 1000;
  if (leaf.kind != JsonLeaf::Kind::kText) return std::nullopt;
  const std::optional<WallTime> time = parse_datetime(leaf.text);
  if (!time) return std::nullopt;
  return time->unix_seconds();
}

ColumnType type_of(const JsonLeaf& leaf) {
  switch (leaf.kind) {
    case JsonLeaf::Kind::kInt: return is_epoch_millis(leaf) ? ColumnType::kDatetime : ColumnType::kInt;
    case JsonLeaf::Kind::kNumber:
      // An integer that 64 bits cannot hold is an id, not a quantity: a real would round it.
      return leaf.text.find_first_of(".eE") == std::string::npos ? ColumnType::kText : ColumnType::kReal;
    case JsonLeaf::Kind::kBool: return ColumnType::kBool;
    case JsonLeaf::Kind::kText: return seconds_of(leaf) ? ColumnType::kDatetime : ColumnType::kText;
    case JsonLeaf::Kind::kArray:
    case JsonLeaf::Kind::kObject: return ColumnType::kJson;
    case JsonLeaf::Kind::kNull: break;
  }
  return ColumnType::kText;
}

// The identity of a record that names none: 128 bits of its bytes, so that only an equal copy is a duplicate.
std::string fingerprint(std::string_view bytes) {
  uint64_t a = 0xcbf29ce484222325u;
  uint64_t b = 0x9e3779b97f4a7c15u;
  const auto mix = [&](uint64_t word) {
    a = (a ^ word) * 0x9fb21c651e98df25u;
    a ^= a >> 32;
    b = (b + word) * 0xff51afd7ed558ccdu;
    b ^= b >> 29;
  };
  const size_t whole = bytes.size() / 8 * 8;
  for (size_t at = 0; at < whole; at += 8) mix(load8(bytes.data() + at));
  for (const char c : bytes.substr(whole)) mix(static_cast<unsigned char>(c));
  mix(bytes.size());
  std::array<char, 40> text{};
  const int length = std::snprintf(text.data(), text.size(), "#%016llx%016llx", static_cast<unsigned long long>(a),
                                   static_cast<unsigned long long>(b));
  return std::string(text.data(), static_cast<size_t>(length));
}

}  // namespace

OtRecordReader::OtRecordReader(RecordStore& store, RecordRules rules, const DecodeLimits& limits)
    : store_(store), rules_(std::move(rules)), limits_(limits) {}

void OtRecordReader::begin(std::string_view bytes) {
  bytes_ = bytes;
  record_.begin(bytes);
}

std::optional<OtRecordReader::Refusal> OtRecordReader::take() {
  if (record_.refusal()) return Refusal{std::nullopt, *record_.refusal()};
  const JsonLeaf* asset = find(rules_.asset_paths);
  const int64_t asset_id = asset != nullptr && asset->kind == JsonLeaf::Kind::kInt ? asset->number : 0;
  for (const JsonLeaf& leaf : record_.leaves()) {
    if (leaf.text.size() <= limits_.text_bytes_max) continue;
    return Refusal{asset != nullptr ? std::optional<int64_t>(asset_id) : std::nullopt,
                   shorten(leaf.path, kSampleBytesMax) + " is " + human_bytes(leaf.text.size()) +
                       " long, over the limit of " + human_bytes(limits_.text_bytes_max) + " (text_bytes_max)"};
  }
  const JsonLeaf* identity = find(rules_.identity_paths);
  store_.append(identity != nullptr ? identity->path + ":" + identity->text : fingerprint(bytes_), asset_id);
  ++stamp_;
  more_.clear();
  for (const JsonLeaf& leaf : record_.leaves()) put(leaf);
  if (!more_.empty()) {
    const std::optional<ColumnId> column = store_.table().add_column(kMoreColumn, ColumnType::kJson);
    if (column) store_.table().set_text(*column, more_ + "}");
  }
  repeats_ += record_.repeats();
  forbidden_bytes_ += record_.forbidden_bytes();
  return std::nullopt;
}

const JsonLeaf* OtRecordReader::find(const std::vector<std::string>& paths) const {
  for (const std::string& path : paths) {
    for (const JsonLeaf& leaf : record_.leaves()) {
      const bool names_it = leaf.kind == JsonLeaf::Kind::kInt || leaf.kind == JsonLeaf::Kind::kText ||
                            leaf.kind == JsonLeaf::Kind::kNumber;
      if (names_it && leaf.path == path && !leaf.text.empty()) return &leaf;
    }
  }
  return nullptr;
}

OtRecordReader::Field* OtRecordReader::field(const std::string& path, ColumnType type) {
  const auto known = fields_.find(path);
  if (known != fields_.end()) return &known->second;
  Table& table = store_.table();
  std::optional<ColumnId> column = table.find_own_column(path);
  if (!column) {
    if (table.own_column_count() + 1 >= kColumnCountMax) return nullptr;
    column = table.add_column(path, type);
  }
  return &fields_.try_emplace(path, Field{*column, table.column(*column).type, 0}).first->second;
}

void OtRecordReader::put(const JsonLeaf& leaf) {
  if (leaf.kind == JsonLeaf::Kind::kNull) return;
  put_value(leaf.path, type_of(leaf), leaf);
  if (leaf.kind != JsonLeaf::Kind::kArray) return;
  const std::string path = leaf.path + std::string(kCountSuffix);
  put_value(path, ColumnType::kInt, {path, JsonLeaf::Kind::kInt, leaf.number, std::to_string(leaf.number)});
}

void OtRecordReader::put_value(const std::string& path, ColumnType type, const JsonLeaf& leaf) {
  Table& table = store_.table();
  // "null" as a text means no value (api-reference.md 6.7), and is no reason to make a column.
  const bool spelled_null = leaf.kind == JsonLeaf::Kind::kText && leaf.text == "null";
  if (spelled_null && !fields_.contains(path) && !table.find_own_column(path)) return;
  Field* field_found = field(path, type);
  if (field_found == nullptr) return put_more(leaf);
  Field& to = *field_found;
  if (std::exchange(to.stamp, stamp_) == stamp_) {
    ++clashes_;
    return;
  }
  if (spelled_null) return table.set_missing(to.column, leaf.text);
  if (type != to.type) {
    table.widen(to.column, type);
    return table.set_text(to.column, leaf.text);
  }
  const std::optional<int64_t> seconds = type == ColumnType::kDatetime ? seconds_of(leaf) : std::nullopt;
  if (seconds) {
    const bool same = leaf.text == iso_datetime(*seconds);
    table.set_number(to.column, *seconds, same ? std::string_view() : std::string_view(leaf.text));
  } else if (type == ColumnType::kInt || type == ColumnType::kBool) {
    table.set_number(to.column, leaf.number);
  } else {
    table.set_text(to.column, leaf.text);
  }
}

void OtRecordReader::put_more(const JsonLeaf& leaf) {
  more_.push_back(more_.empty() ? '{' : ',');
  append_json_string(more_, leaf.path);
  more_.push_back(':');
  if (leaf.kind == JsonLeaf::Kind::kText) {
    append_json_string(more_, leaf.text);
  } else {
    more_ += leaf.text;
  }
  for (UnknownField& known : homeless_) {
    if (known.path != leaf.path) continue;
    ++known.count;
    return;
  }
  if (homeless_.size() >= limits_.unknown_fields_max) return;
  homeless_.push_back({leaf.path, 1, shorten(leaf.text, kSampleBytesMax)});
}

void OtRecordReader::report(PageOutcome& outcome) const {
  outcome.unknown_fields.insert(outcome.unknown_fields.end(), homeless_.begin(), homeless_.end());
  if (!homeless_.empty()) {
    outcome.warnings.push_back("The records have more than " + std::to_string(kColumnCountMax - 1) +
                               " different fields; the rest of them stands as JSON in the column " +
                               std::string(kMoreColumn) + ".");
  }
  if (repeats_ > 0) {
    outcome.warnings.push_back(with_thousands(static_cast<int64_t>(repeats_)) +
                               " names came twice within one record; the last value counts.");
  }
  if (clashes_ > 0) {
    outcome.warnings.push_back(with_thousands(static_cast<int64_t>(clashes_)) +
                               " values were left out because another field of their record has the same path.");
  }
}

}  // namespace sluice
