// One `<ASSET>` of the Mobile API to rows (api-reference.md 6.3): the asset and its detections are read into cells
// first, and only when all of it is good are rows appended to the store, so a record is in it whole or not at all.
// Every field is optional but ID, the order is free, elements that nobody has documented become text columns and are
// counted. Values that do not fit their column's type are kept as text and told in the warnings.
#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "decode/decoder.h"
#include "decode/plain_record.h"
#include "decode/xml_record.h"
#include "table/asset_store.h"

namespace sluice {

// What one kind of row can hold: the documented fields first, then those that were discovered.
class MobileFields {
 public:
  // `columns` are the documented ones; those from `first` on stand in the XML, under their names in upper case.
  MobileFields(Table& table, const std::vector<ColumnInfo>& columns, size_t first, std::string path);

  struct Field {
    std::string name;  // the column's
    std::string xml_name;
    ColumnType type = ColumnType::kText;
    std::vector<std::string> values;  // kEnum
    std::optional<ColumnId> column;   // made with the first row that has the field
    bool known = true;
    OuterSpace outer_space = OuterSpace::kTrim;
    std::string path;    // "ASSET/BATTERY"
    uint64_t count = 0;  // rows that have it; counted for unknown fields only
    std::string sample;
    uint64_t misfits = 0;  // values that did not fit the type
    std::string misfit;    // the first of them
    uint64_t repeats = 0;  // more than one in a row
    size_t row_stamp = 0;  // the row that has it last, and which of values_ that is
    size_t value = 0;
  };

  static constexpr size_t kNone = ~size_t{0};
  // The field of that element; unknown ones are made. `hint` is where the search begins: the field after the one before
  // it in document order. kNone when there is no room for more.
  size_t find(std::string_view xml_name, size_t hint);
  // The same without making any: kNone for an element that was never seen.
  size_t find_seen(std::string_view xml_name, size_t hint) const;
  // What the element after the field before `hint` is probably called.
  std::string_view expected(size_t hint) const {
    return hint < known_ ? std::string_view(fields_[hint].xml_name) : std::string_view();
  }
  Field& operator[](size_t index) { return fields_[index]; }
  size_t size() const { return fields_.size(); }
  Table& table() { return table_; }
  const std::string& path() const { return path_; }
  uint64_t dropped() const { return dropped_; }  // values of fields that found no room

 private:
  size_t discover(std::string_view xml_name);

  Table& table_;
  std::vector<Field> fields_;
  size_t known_;
  std::string path_;
  std::unordered_map<std::string, size_t> by_name_;  // all fields, by column name
  std::vector<std::string> reserved_;                // columns that no element of the XML may fill
  uint64_t dropped_ = 0;
};

// The asset's id as it stands near the beginning of a record, for records that are not parsed.
std::optional<int64_t> asset_id_near_start(std::string_view record);

class MobileRecordReader {
 public:
  MobileRecordReader(AssetStore& store, const DecodeLimits& limits);

  struct Refusal {
    std::optional<int64_t> id;
    std::string reason;
  };
  // Reads the asset of `bytes` with its detections, or says why not. Once read it is to be written.
  std::optional<Refusal> read(std::string_view bytes);
  // Appends some of the rows that were read to the store, about `bytes` of them; true when all of them are there.
  bool write_some(size_t bytes);

  // The same by the way of plain_record.h, for a record that begins at `begin` and whose end is not known yet.
  enum class Plainly {
    kMore,   // shown so far is only a part
    kRead,   // to plain_end(); take_plain() is what read() would be
    kOther,  // it takes the parser: read()
  };
  void begin_plainly(const char* begin);
  Plainly read_plainly(const char* shown_end);
  const char* plain_end() const { return plain_record_.at(); }
  std::optional<Refusal> take_plain();

  uint64_t detections() const { return detections_; }  // of the last record that was read
  // References in the last record to characters that XML forbids, and where the first of them stood in it.
  uint64_t forbidden_bytes() const { return plain_ ? 0 : record_.forbidden_bytes(); }
  std::optional<size_t> first_forbidden_offset() const {
    return plain_ ? std::nullopt : record_.first_forbidden_offset();
  }
  // Adds what was noticed on the way to the outcome: unknown fields and warnings.
  void report(PageOutcome& outcome);

 private:
  struct Value {
    size_t field = 0;
    Cell::Kind kind = Cell::Kind::kMissing;
    int64_t number = 0;
    std::string_view text;          // as it came, but for enums, whose spelling may be mended
    std::string_view raw;           // the wire's spelling where it differs from the value's own
    bool blank_datetime = false;    // spelled `YYYY-MM-DD HH:MM:SS`, with no raw
    std::string* joined = nullptr;  // several elements of one name: their texts
  };
  struct Row {
    size_t begin = 0;  // into values_
    size_t end = 0;
  };

  void forget_record();
  std::optional<Refusal> take();
  std::string_view expected_name() const;
  bool open_plain();
  bool close_plain();
  bool read_plain_leaf();
  XmlText plain_text(OuterSpace outer_space);
  void read_asset(XmlElement asset);
  void read_row(XmlElement element, MobileFields& fields);
  void read_strangers(XmlElement list);
  void read_detections(XmlElement list);
  void read_field(XmlElement element, MobileFields& fields, size_t index);
  void keep_value(MobileFields::Field& field, Value& value);
  Value make_value(XmlElement element, const MobileFields::Field& field);
  static void read_text(const XmlText& text, const MobileFields::Field& field, Value& value);
  static void fit(const MobileFields::Field& field, std::string_view core, Value& value);
  std::string_view tags_json(XmlElement element);
  void append_tag(XmlElement tag, std::string& out);
  void join_repeated(const MobileFields::Field& field, Value& first, const Value& next);
  void check_length(std::string_view text, const MobileFields::Field& field);
  void count_attributes(XmlElement element, std::string_view path);
  const Value* id_value();
  size_t write_row(const Row& row, MobileFields& fields);
  void write_value(const Value& value, MobileFields::Field& field, Table& table);
  void note_equal_qids(int64_t id);
  void report_fields(MobileFields& fields, PageOutcome& outcome) const;

  AssetStore& store_;
  const DecodeLimits limits_;
  XmlRecord record_;
  PlainRecord plain_record_{nullptr};
  bool plain_ = false;     // the record is read without record_
  size_t plain_hint_ = 0;  // the field that probably comes next
  MobileFields asset_fields_;
  MobileFields detection_fields_;
  ColumnId detection_asset_id_;
  std::vector<Value> values_;      // of one record
  std::vector<Row> rows_;          // the asset's, then its detections'
  int64_t id_ = 0;          // of the asset that was read
  size_t written_ = 0;      // how many of rows_ are in the store
  std::vector<XmlElement> lists_;  // the DETECTION_LISTs of one record
  std::deque<std::string> made_;   // texts made from several elements, of one record
  std::vector<int64_t> qids_;
  std::string over_limit_;  // why the record is refused
  size_t row_stamp_ = 0;
  size_t asset_stamp_ = 0;
  uint64_t detections_ = 0;
  uint64_t equal_qid_count_ = 0;
  std::vector<std::string> equal_qids_;  // the first few, in words
  std::vector<UnknownField> attributes_;
};

}  // namespace sluice
