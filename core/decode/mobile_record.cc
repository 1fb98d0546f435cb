#include "decode/mobile_record.h"

#include <algorithm>

#include "base/bytes.h"
#include "base/check.h"
#include "base/date.h"
#include "base/number.h"
#include "base/text.h"

namespace sluice {
namespace {

constexpr std::string_view kAsset = "ASSET";
constexpr std::string_view kDetectionList = "DETECTION_LIST";
constexpr std::string_view kDetection = "DETECTION";
// How deep plain elements stand inside each other.
constexpr size_t kAssetDepth = 1;
constexpr size_t kListDepth = 2;
constexpr size_t kDetectionDepth = 3;
constexpr size_t kAssetIdField = 0;  // "id" is the first column of the assets
constexpr size_t kQidField = 0;      // "qid" is the first column of the detections that stands in the XML
constexpr size_t kColumnNameBytesMax = 128;
constexpr size_t kSampleBytesMax = 80;
constexpr size_t kEqualQidsListedMax = 20;
constexpr size_t kRowCost = 100;
constexpr size_t kNearStartBytes = 4096;
// Of the forms that a date is read from, only YYYY-MM-DD HH:MM:SS and YYYY-MM-DDTHH:MM:SSZ are as long as this.
constexpr size_t kBlankDatetimeLength = 19;
constexpr size_t kIsoDatetimeLength = 20;

std::vector<MobileFields::Field> known_fields(Table& table, const std::vector<ColumnInfo>& columns, size_t first,
                                              const std::string& path) {
  std::vector<MobileFields::Field> fields;
  for (size_t i = first; i < columns.size(); ++i) {
    MobileFields::Field field;
    field.name = columns[i].name;
    field.xml_name = to_upper(field.name);
    field.type = columns[i].type;
    field.column = table.add_column(field.name, field.type);
    field.outer_space = field.name == "results" ? OuterSpace::kKeep : OuterSpace::kTrim;
    field.path = path + "/" + field.xml_name;
    fields.push_back(std::move(field));
  }
  return fields;
}

// An integer's own spelling has no zeros in front and no minus before a zero.
bool spelled_as_itself(std::string_view digits, int64_t value) {
  if (value < 0) digits.remove_prefix(1);
  return digits == "0" || (digits.front() != '0' && digits.front() != '-');
}

// trim() for texts that seldom need it.
std::string_view trimmed(std::string_view text) {
  if (text.empty() || (text.front() > ' ' && text.back() > ' ')) return text;
  return trim(text);
}

// As XmlRecord::text() does for a text without references.
XmlText outer_trimmed(std::string_view whole, OuterSpace outer_space) {
  const std::string_view inner = outer_space == OuterSpace::kKeep ? whole : trimmed(whole);
  return {inner, inner.size() == whole.size() ? std::string_view() : whole};
}

bool holds_numbers(ColumnType type) { return type == ColumnType::kInt || type == ColumnType::kDatetime; }

std::string counted(uint64_t n, std::string_view one, std::string_view many) {
  return with_thousands(static_cast<int64_t>(n)) + " " + std::string(n == 1 ? one : many);
}

}  // namespace

// ── fields ───────────────────────────────────────────────────────────────────────────────────────────────────────────

MobileFields::MobileFields(Table& table, const std::vector<ColumnInfo>& columns, size_t first, std::string path)
    : table_(table),
      fields_(known_fields(table, columns, first, path)),
      known_(fields_.size()),
      path_(std::move(path)) {
  for (size_t i = 0; i < known_; ++i) by_name_.emplace(fields_[i].name, i);
  for (size_t i = 0; i < first; ++i) reserved_.push_back(columns[i].name);
}

size_t MobileFields::find(std::string_view xml_name, size_t hint) {
  if (hint < known_ && fields_[hint].xml_name == xml_name) return hint;
  for (size_t i = 0; i < known_; ++i) {
    if (fields_[i].xml_name == xml_name) return i;
  }
  return discover(xml_name);
}

size_t MobileFields::find_seen(std::string_view xml_name, size_t hint) const {
  const auto is = [&](size_t i) {
    const std::string& name = fields_[i].xml_name;
    return name.size() == xml_name.size() && equal_bytes(name.data(), xml_name.data(), name.size());
  };
  for (size_t i = hint; i < fields_.size(); ++i) {
    if (is(i)) return i;
  }
  for (size_t i = 0; i < std::min(hint, fields_.size()); ++i) {
    if (is(i)) return i;
  }
  return kNone;
}

// By column name, so that names that differ only in case meet in one column.
size_t MobileFields::discover(std::string_view xml_name) {
  std::string name = shorten(to_lower(xml_name.substr(0, 2 * kColumnNameBytesMax)), kColumnNameBytesMax);
  if (std::find(reserved_.begin(), reserved_.end(), name) != reserved_.end()) name = to_lower(path_) + "_" + name;
  const auto found = by_name_.find(name);
  if (found != by_name_.end()) return found->second;
  if (fields_.size() >= kColumnCountMax) {
    ++dropped_;
    return kNone;
  }
  Field field;
  field.name = name;
  field.xml_name = shorten(xml_name, kColumnNameBytesMax);
  field.known = false;
  field.path = path_ + "/" + field.xml_name;
  fields_.push_back(std::move(field));
  by_name_.emplace(std::move(name), fields_.size() - 1);
  return fields_.size() - 1;
}

// ── reading ──────────────────────────────────────────────────────────────────────────────────────────────────────────

std::optional<int64_t> asset_id_near_start(std::string_view record) {
  const std::string_view start = record.substr(0, kNearStartBytes);
  const std::string_view own = start.substr(0, start.find("<DETECTION_LIST"));
  constexpr std::string_view kOpen = "<ID>";
  const size_t open = own.find(kOpen);
  if (open == std::string_view::npos) return std::nullopt;
  const std::string_view rest = own.substr(open + kOpen.size());
  const size_t close = rest.find("</ID>");
  if (close == std::string_view::npos) return std::nullopt;
  return parse_int(trim(rest.substr(0, close)));
}

MobileRecordReader::MobileRecordReader(AssetStore& store, const DecodeLimits& limits)
    : store_(store),
      limits_(limits),
      asset_fields_(store.assets(), mobile_asset_columns(), 0, "ASSET"),
      detection_fields_(store.detections(), mobile_detection_columns(), 1, "DETECTION") {
  const std::optional<ColumnId> column = store.detections().add_column("asset_id", ColumnType::kInt);
  SLUICE_CHECK(column);
  detection_asset_id_ = *column;
}

std::optional<MobileRecordReader::Refusal> MobileRecordReader::read(std::string_view bytes) {
  forget_record();
  plain_ = false;
  if (std::optional<std::string> why = record_.parse(bytes)) {
    return Refusal{asset_id_near_start(bytes), std::move(*why)};
  }
  read_asset(record_.root());
  return take();
}

void MobileRecordReader::forget_record() {
  values_.clear();
  rows_.clear();
  lists_.clear();
  made_.clear();
  over_limit_.clear();
  detections_ = 0;
  written_ = 0;
}

// What was read is to become rows.
std::optional<MobileRecordReader::Refusal> MobileRecordReader::take() {
  const Value* id = id_value();
  if (id == nullptr) return Refusal{std::nullopt, "it has no ID"};
  if (id->kind != Cell::Kind::kNumber || id->number < 0) {
    return Refusal{std::nullopt, "its ID \"" + shorten(id->text, kSampleBytesMax) + "\" is no asset id"};
  }
  if (!over_limit_.empty()) return Refusal{id->number, over_limit_};
  id_ = id->number;
  return std::nullopt;
}

// ── reading without the parser ───────────────────────────────────────────────────────────────────────────────────────
// Where a record is as records usually are: nothing in it that was not seen before, lists of elements only where they
// belong, the detections last.

void MobileRecordReader::begin_plainly(const char* begin) {
  forget_record();
  plain_ = true;
  plain_record_ = PlainRecord(begin);
}

MobileRecordReader::Plainly MobileRecordReader::read_plainly(const char* shown_end) {
  plain_record_.show(shown_end);
  while (true) {
    bool plain = false;
    switch (plain_record_.next(expected_name())) {
      case PlainRecord::Token::kMore: return Plainly::kMore;
      case PlainRecord::Token::kLeaf: plain = read_plain_leaf(); break;
      case PlainRecord::Token::kOpen: plain = open_plain(); break;
      case PlainRecord::Token::kClose:
        if (plain_record_.depth() == 0) {
          if (rows_.size() == 1) rows_.back().end = values_.size();
          return Plainly::kRead;
        }
        plain = true;
        if (plain_record_.depth() == kListDepth) rows_.back().end = values_.size();
        break;
      case PlainRecord::Token::kOther: break;
    }
    if (!plain) return Plainly::kOther;
  }
}

std::optional<MobileRecordReader::Refusal> MobileRecordReader::take_plain() { return take(); }

std::string_view MobileRecordReader::expected_name() const {
  switch (plain_record_.depth()) {
    case 0: return kAsset;
    case kAssetDepth: return asset_fields_.expected(plain_hint_);
    case kListDepth: return kDetection;
    default: return detection_fields_.expected(plain_hint_);
  }
}

bool MobileRecordReader::open_plain() {
  const size_t depth = plain_record_.depth();
  const std::string_view name = plain_record_.name();
  if (depth == kListDepth) {
    // A second list would come behind the first one's detections.
    if (name != kDetectionList || rows_.size() > 1) return false;
    rows_.back().end = values_.size();
    return true;
  }
  if (name != (depth == kAssetDepth ? kAsset : kDetection) || depth > kDetectionDepth) return false;
  rows_.push_back({values_.size(), values_.size()});
  ++row_stamp_;
  if (depth == kAssetDepth) asset_stamp_ = row_stamp_;
  plain_hint_ = 0;
  return true;
}

bool MobileRecordReader::read_plain_leaf() {
  const size_t depth = plain_record_.depth();
  const bool in_asset = depth == kAssetDepth && rows_.size() == 1;
  if (!in_asset && depth != kDetectionDepth) return false;
  MobileFields& fields = in_asset ? asset_fields_ : detection_fields_;
  const size_t index =
      plain_record_.as_expected() ? plain_hint_ : fields.find_seen(plain_record_.name(), plain_hint_);
  if (index == MobileFields::kNone || fields[index].type == ColumnType::kJson) return false;
  plain_hint_ = index + 1;
  MobileFields::Field& field = fields[index];
  Value value;
  value.field = index;
  value.kind = Cell::Kind::kText;
  read_text(plain_text(field.outer_space), field, value);
  keep_value(field, value);
  return true;
}

XmlText MobileRecordReader::plain_text(OuterSpace outer_space) {
  const std::string_view whole = plain_record_.text();
  if (plain_record_.section()) return {whole, {}};
  XmlText text = outer_trimmed(whole, outer_space);
  if (!plain_record_.references()) return text;
  const size_t before = static_cast<size_t>(text.value.data() - whole.data());
  const size_t behind = before + text.value.size();
  const std::string& meant = made_.emplace_back(without_references(text.value));
  if (!text.raw.empty()) {
    text.raw = made_.emplace_back(std::string(whole.substr(0, before)) + meant + std::string(whole.substr(behind)));
  }
  text.value = meant;
  return text;
}

// ── reading what the parser gives ────────────────────────────────────────────────────────────────────────────────────

void MobileRecordReader::read_asset(XmlElement asset) {
  read_row(asset, asset_fields_);
  asset_stamp_ = row_stamp_;
  for (const XmlElement list : lists_) read_detections(list);
}

void MobileRecordReader::read_row(XmlElement element, MobileFields& fields) {
  const bool is_asset = &fields == &asset_fields_;
  const size_t begin = values_.size();
  ++row_stamp_;
  size_t hint = 0;
  if (element.has_attributes()) count_attributes(element, fields.path());
  for (XmlElement child = element.first_child(); child; child = child.next_sibling()) {
    const std::string_view name = child.name();
    if (is_asset && name == kDetectionList) {
      lists_.push_back(child);
      read_strangers(child);
      continue;
    }
    const size_t index = fields.find(name, hint);
    if (index == MobileFields::kNone) continue;
    hint = index + 1;
    read_field(child, fields, index);
  }
  rows_.push_back({begin, values_.size()});
}

// What stands in a DETECTION_LIST and is no DETECTION is kept with the asset, under a name that no other field has.
void MobileRecordReader::read_strangers(XmlElement list) {
  for (XmlElement child = list.first_child(); child; child = child.next_sibling()) {
    if (child.name() == kDetection) continue;
    const size_t index = asset_fields_.find(std::string(kDetectionList) + "_" + std::string(child.name()), 0);
    if (index != MobileFields::kNone) read_field(child, asset_fields_, index);
  }
}

void MobileRecordReader::read_detections(XmlElement list) {
  if (list.has_attributes()) count_attributes(list, "ASSET/DETECTION_LIST");
  for (XmlElement child = list.first_child(); child; child = child.next_sibling()) {
    if (child.name() == kDetection) read_row(child, detection_fields_);
  }
}

void MobileRecordReader::read_field(XmlElement element, MobileFields& fields, size_t index) {
  MobileFields::Field& field = fields[index];
  if (element.has_attributes()) count_attributes(element, field.path);
  Value value = make_value(element, field);
  value.field = index;
  keep_value(field, value);
}

void MobileRecordReader::keep_value(MobileFields::Field& field, Value& value) {
  check_length(value.text, field);
  if (field.row_stamp == row_stamp_) {
    join_repeated(field, values_[field.value], value);
    return;
  }
  field.row_stamp = row_stamp_;
  field.value = values_.size();
  values_.push_back(value);
}

MobileRecordReader::Value MobileRecordReader::make_value(XmlElement element, const MobileFields::Field& field) {
  Value value;
  value.kind = Cell::Kind::kText;
  if (field.type == ColumnType::kJson) {
    value.text = tags_json(element);
    if (value.text.empty()) value.kind = Cell::Kind::kMissing;
    return value;
  }
  if (element.first_child()) {
    value.text = record_.inner_xml(element);
    return value;
  }
  read_text(record_.text(element, field.outer_space), field, value);
  return value;
}

// What is missing, what has a type of its own, and what is a text.
void MobileRecordReader::read_text(const XmlText& text, const MobileFields::Field& field, Value& value) {
  value.text = text.value;
  value.raw = text.raw;
  const std::string_view core = trimmed(text.value);
  if (core == "null") {
    value.kind = Cell::Kind::kMissing;
    value.raw = text.raw.empty() ? text.value : text.raw;
  } else if (field.type != ColumnType::kText) {
    fit(field, core, value);
  }
}

// From text to what the column holds; a value that does not fit stays text.
void MobileRecordReader::fit(const MobileFields::Field& field, std::string_view core, Value& value) {
  const std::string_view wire = value.raw.empty() ? value.text : value.raw;
  if (core.empty()) {
    value.kind = Cell::Kind::kMissing;
  } else if (field.type == ColumnType::kInt) {
    const std::optional<int64_t> number = parse_int(core);
    if (!number) return;
    value.kind = Cell::Kind::kNumber;
    value.number = *number;
    if (!spelled_as_itself(wire, *number)) value.raw = wire;
  } else if (field.type == ColumnType::kDatetime) {
    const std::optional<WallTime> time = parse_datetime(core);
    if (!time) return;
    value.kind = Cell::Kind::kNumber;
    value.number = time->unix_seconds();
    value.blank_datetime = wire.size() == kBlankDatetimeLength;
    if (!value.blank_datetime && wire.size() != kIsoDatetimeLength) value.raw = wire;
  } else if (field.type == ColumnType::kEnum && equals_ignoring_case(core, "Re-Opened")) {
    value.raw = wire;
    value.text = "Reopened";
  }
}

// A list of objects with the elements of each TAG in lower case: [{"tag_id":17,"name":"Cloud"}].
std::string_view MobileRecordReader::tags_json(XmlElement element) {
  std::string& out = made_.emplace_back("[");
  for (XmlElement tag = element.first_child(); tag; tag = tag.next_sibling()) {
    if (out.size() > 1) out.push_back(',');
    append_tag(tag, out);
  }
  const std::string_view text =
      element.first_child() ? std::string_view() : record_.text(element, OuterSpace::kTrim).value;
  if (text == "null") return {};
  if (!text.empty()) append_tag(element, out);
  out.push_back(']');
  return out;
}

void MobileRecordReader::append_tag(XmlElement tag, std::string& out) {
  if (!tag.first_child()) {
    out += "{\"name\":";
    append_json_string(out, record_.text(tag, OuterSpace::kTrim).value);
    out.push_back('}');
    return;
  }
  char separator = '{';
  for (XmlElement part = tag.first_child(); part; part = part.next_sibling()) {
    const std::string key = to_lower(part.name());
    const std::string_view text =
        part.first_child() ? record_.inner_xml(part) : record_.text(part, OuterSpace::kTrim).value;
    out.push_back(separator);
    separator = ',';
    append_json_string(out, key);
    out.push_back(':');
    const std::optional<int64_t> number = key == "tag_id" || key == "id" ? parse_int(text) : std::nullopt;
    if (number) {
      out += std::to_string(*number);
    } else {
      append_json_string(out, text);
    }
  }
  out.push_back('}');
}

// More than one element of a name in one row: texts are joined, lists made one; of numbers, dates and enums the first
// is the value and all of them are its raw text.
void MobileRecordReader::join_repeated(const MobileFields::Field& field, Value& first, const Value& next) {
  if (next.kind == Cell::Kind::kMissing) return;
  if (first.kind == Cell::Kind::kMissing) {
    first = next;
    return;
  }
  const bool value_is_text = field.type == ColumnType::kText || field.type == ColumnType::kJson;
  const auto wire = [](const Value& value) { return value.raw.empty() ? value.text : value.raw; };
  if (first.joined == nullptr) first.joined = &made_.emplace_back(value_is_text ? first.text : wire(first));
  std::string& joined = *first.joined;
  if (field.type == ColumnType::kJson) {
    if (next.text == "[]") return;
    joined.pop_back();
    if (joined.size() > 1) joined.push_back(',');
    joined += next.text.substr(1);
  } else {
    joined.append(", ").append(value_is_text ? next.text : wire(next));
  }
  (value_is_text ? first.text : first.raw) = joined;
  if (value_is_text) first.raw = {};
  check_length(joined, field);
}

void MobileRecordReader::check_length(std::string_view text, const MobileFields::Field& field) {
  if (text.size() <= limits_.text_bytes_max || !over_limit_.empty()) return;
  over_limit_ = "its field " + field.xml_name + " is " + human_bytes(text.size()) + " long, over the limit of " +
                human_bytes(limits_.text_bytes_max) + " (text_bytes_max)";
}

void MobileRecordReader::count_attributes(XmlElement element, std::string_view path) {
  const std::string full = std::string(path) + "/@" + shorten(element.first_attribute(), kColumnNameBytesMax);
  for (UnknownField& known : attributes_) {
    if (known.path != full) continue;
    ++known.count;
    return;
  }
  if (attributes_.size() < limits_.unknown_fields_max) attributes_.push_back({full, 1, ""});
}

const MobileRecordReader::Value* MobileRecordReader::id_value() {
  const MobileFields::Field& field = asset_fields_[kAssetIdField];
  return field.row_stamp == asset_stamp_ ? &values_[field.value] : nullptr;
}

// ── writing ──────────────────────────────────────────────────────────────────────────────────────────────────────────

bool MobileRecordReader::write_some(size_t bytes) {
  size_t spent = 0;
  while (written_ < rows_.size()) {
    if (spent >= bytes && spent > 0) return false;
    if (written_ == 0) {
      store_.append_asset(id_);
      spent += write_row(rows_.front(), asset_fields_);
    } else {
      store_.append_detection();
      store_.detections().set_number(detection_asset_id_, id_);
      spent += write_row(rows_[written_], detection_fields_);
    }
    ++written_;
  }
  detections_ = rows_.size() - 1;
  note_equal_qids(id_);
  return true;
}

// What it costs, in bytes.
size_t MobileRecordReader::write_row(const Row& row, MobileFields& fields) {
  size_t bytes = kRowCost;
  for (size_t i = row.begin; i < row.end; ++i) {
    write_value(values_[i], fields[values_[i].field], fields.table());
    bytes += values_[i].text.size();
  }
  return bytes;
}

void MobileRecordReader::write_value(const Value& value, MobileFields::Field& field, Table& table) {
  if (value.joined != nullptr) ++field.repeats;
  if (!field.known) {
    if (field.count++ == 0) field.sample = shorten(value.text, kSampleBytesMax);
    if (!field.column) field.column = table.add_column(field.name, field.type);
    if (!field.column) return;
  }
  switch (value.kind) {
    case Cell::Kind::kMissing:
      if (!value.raw.empty()) table.set_missing(*field.column, value.raw);
      return;
    case Cell::Kind::kNumber:
      if (value.blank_datetime && value.raw.empty())
        table.set_blank_datetime(*field.column, value.number);
      else
        table.set_number(*field.column, value.number, value.raw);
      return;
    case Cell::Kind::kText:
      break;
  }
  if (holds_numbers(field.type) && field.misfits++ == 0) field.misfit = shorten(value.text, kSampleBytesMax);
  table.set_text(*field.column, value.text, value.raw);
}

void MobileRecordReader::note_equal_qids(int64_t id) {
  qids_.clear();
  for (size_t i = 1; i < rows_.size(); ++i) {
    for (size_t v = rows_[i].begin; v < rows_[i].end; ++v) {
      const Value& value = values_[v];
      if (value.field == kQidField && value.kind == Cell::Kind::kNumber) qids_.push_back(value.number);
    }
  }
  std::sort(qids_.begin(), qids_.end());
  for (size_t i = 0; i < qids_.size();) {
    size_t end = i + 1;
    while (end < qids_.size() && qids_[end] == qids_[i]) ++end;
    if (end - i > 1 && equal_qid_count_++ < kEqualQidsListedMax) {
      equal_qids_.push_back("Asset " + std::to_string(id) + " has QID " + std::to_string(qids_[i]) + " " +
                            std::to_string(end - i) + " times; all were kept.");
    }
    i = end;
  }
}

// ── reporting ────────────────────────────────────────────────────────────────────────────────────────────────────────

void MobileRecordReader::report(PageOutcome& outcome) {
  outcome.warnings.insert(outcome.warnings.end(), equal_qids_.begin(), equal_qids_.end());
  if (equal_qid_count_ > equal_qids_.size()) {
    outcome.warnings.push_back("Equal QIDs in one asset occurred " +
                               counted(equal_qid_count_ - equal_qids_.size(), "more time", "more times") +
                               "; all were kept.");
  }
  report_fields(asset_fields_, outcome);
  report_fields(detection_fields_, outcome);
  for (UnknownField& attribute : attributes_) {
    if (outcome.unknown_fields.size() < limits_.unknown_fields_max) outcome.unknown_fields.push_back(attribute);
  }
}

void MobileRecordReader::report_fields(MobileFields& fields, PageOutcome& outcome) const {
  const std::string table = fields.table().name();
  for (size_t i = 0; i < fields.size(); ++i) {
    const MobileFields::Field& field = fields[i];
    if (field.misfits > 0) {
      outcome.warnings.push_back(counted(field.misfits, "value", "values") + " of " + table + "." + field.name +
                                 " did not fit the type " + std::string(column_type_name(field.type)) +
                                 " and stayed text; the first is \"" + field.misfit + "\".");
    }
    if (field.repeats > 0) {
      outcome.warnings.push_back(field.path + " stood more than once in " + counted(field.repeats, "row", "rows") +
                                 "; the values were joined.");
    }
    const bool room = outcome.unknown_fields.size() < limits_.unknown_fields_max;
    if (field.count > 0 && room) outcome.unknown_fields.push_back({field.path, field.count, field.sample});
  }
  if (fields.dropped() == 0) return;
  outcome.warnings.push_back(counted(fields.dropped(), "value", "values") + " of unknown fields of " + table +
                             " found no column: a table has at most " + std::to_string(kColumnCountMax) + ".");
}

}  // namespace sluice
