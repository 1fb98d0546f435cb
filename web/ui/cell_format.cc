#include "ui/cell_format.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>
#include <vector>

#include "base/date.h"
#include "base/number.h"
#include "base/text.h"
#include "ui/json_text.h"

namespace sluice::ui {
namespace {

constexpr std::string_view kDash = "–";
constexpr std::string_view kAssetPrefix = "asset.";
constexpr size_t kShownBytesMax = 512;  // of one cell on one line; the detail panel shows all

struct Known {
  std::string_view name;
  std::string_view label;
  CellLook look;
  float width;
};

constexpr std::array kKnown = {
    Known{"id", "Asset ID", CellLook::kId, 92},
    Known{"asset_id", "Asset ID", CellLook::kId, 92},
    Known{"ip", "IP", CellLook::kId, 122},
    Known{"ipv6", "IPv6", CellLook::kId, 220},
    Known{"asset_friendly_name", "Friendly name", CellLook::kText, 200},
    Known{"os", "OS", CellLook::kText, 84},
    Known{"os_version", "OS version", CellLook::kText, 96},
    Known{"asset_status", "Asset status", CellLook::kStatus, 170},
    Known{"last_seen", "Last seen", CellLook::kDate, 138},
    Known{"ownership", "Ownership", CellLook::kText, 140},
    Known{"model_name", "Model", CellLook::kText, 150},
    Known{"manufacturer", "Manufacturer", CellLook::kText, 116},
    Known{"username", "User name", CellLook::kText, 150},
    Known{"tags", "Tags", CellLook::kText, 180},
    Known{"qid", "QID", CellLook::kId, 80},
    Known{"type", "Type", CellLook::kText, 100},
    Known{"severity", "Severity", CellLook::kSeverity, 132},
    Known{"results", "Results", CellLook::kFirstLine, 320},
    Known{"status", "Status", CellLook::kStatus, 108},
    Known{"first_found_datetime", "First found", CellLook::kDate, 138},
    Known{"last_found_datetime", "Last found", CellLook::kDate, 138},
    Known{"times_found", "Times found", CellLook::kNumber, 104},
    Known{"last_update_datetime", "Last update", CellLook::kDate, 138},
    Known{"last_fixed_datetime", "Last fixed", CellLook::kDate, 138},
    Known{"first_reopened_datetime", "First reopened", CellLook::kDate, 138},
    Known{"last_reopened_datetime", "Last reopened", CellLook::kDate, 138},
    Known{"times_reopened", "Times reopened", CellLook::kNumber, 124},
};

std::string_view own_name(std::string_view name) {
  return starts_with_ignoring_case(name, kAssetPrefix) ? name.substr(kAssetPrefix.size()) : name;
}

const Known* find_known(std::string_view name) {
  for (const Known& known : kKnown) {
    if (equals_ignoring_case(known.name, own_name(name))) return &known;
  }
  return nullptr;
}

void capitalise(std::string& words) {
  if (!words.empty() && words[0] >= 'a' && words[0] <= 'z') words[0] = static_cast<char>(words[0] - 'a' + 'A');
}

std::string words_of(std::string_view name) {
  std::string words = to_lower(name);
  std::replace(words.begin(), words.end(), '_', ' ');
  std::replace(words.begin(), words.end(), '.', ' ');
  capitalise(words);
  return words;
}

// ── the paths of records ──

bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }
bool is_lower(char c) { return c >= 'a' && c <= 'z'; }

// "assetID" -> asset, ID; "cvss3Base" -> cvss3, Base; "IPAddress" -> IP, Address.
std::vector<std::string_view> words_in(std::string_view path) {
  std::vector<std::string_view> words;
  size_t begin = 0;
  const auto cut = [&](size_t end) {
    if (end > begin) words.push_back(path.substr(begin, end - begin));
    begin = end;
  };
  for (size_t i = 0; i < path.size(); ++i) {
    const char c = path[i];
    if (c == '.' || c == '_' || c == '-' || c == ' ') {
      cut(i);
      begin = i + 1;
    } else if (i > begin && is_upper(c)) {
      const bool after_small = !is_upper(path[i - 1]);
      const bool before_small = i + 1 < path.size() && is_lower(path[i + 1]);
      if (after_small || before_small) cut(i);
    }
  }
  cut(path.size());
  return words;
}

std::string_view spelled(std::string_view word) {
  static constexpr std::pair<std::string_view, std::string_view> kShort[] = {
      {"id", "ID"},     {"ids", "IDs"},   {"ip", "IP"},     {"ips", "IPs"},     {"ipv4", "IPv4"},   {"ipv6", "IPv6"},
      {"os", "OS"},     {"qid", "QID"},   {"qids", "QIDs"}, {"cve", "CVE"},     {"cves", "CVEs"},   {"cvss", "CVSS"},
      {"mac", "MAC"},   {"url", "URL"},   {"plc", "PLC"},   {"dns", "DNS"},     {"cvss2", "CVSS2"}, {"cvss3", "CVSS3"},
      {"ot", "OT"},     {"it", "IT"},     {"vlan", "VLAN"}, {"uuid", "UUID"},   {"cpe", "CPE"},     {"cwe", "CWE"}};
  for (const auto& [plain, proper] : kShort) {
    if (equals_ignoring_case(word, plain)) return proper;
  }
  return {};
}

std::string label_of_path(std::string_view path) {
  std::string label;
  std::string_view before;
  for (const std::string_view word : words_in(path)) {
    if (equals_ignoring_case(word, before)) continue;  // asset.assetId
    before = word;
    if (!label.empty()) label += ' ';
    const std::string_view proper = spelled(word);
    label += proper.empty() ? to_lower(word) : std::string(proper);
  }
  capitalise(label);
  return label.empty() ? std::string(path) : label;
}

// Numbers that name something are not to be read as amounts.
bool names_something(std::string_view path) {
  const std::vector<std::string_view> words = words_in(path);
  if (words.empty()) return false;
  for (const std::string_view end : {"id", "ids", "qid", "qids", "uuid", "hash", "ip", "ipv6", "mac"}) {
    if (equals_ignoring_case(words.back(), end)) return true;
  }
  return false;
}

CellLook look_of_record(const ColumnInfo& column) {
  const std::vector<std::string_view> words = words_in(column.name);
  const std::string_view last = words.empty() ? std::string_view() : words.back();
  switch (column.type) {
    case ColumnType::kDatetime: return CellLook::kDate;
    case ColumnType::kBool: return CellLook::kBool;
    case ColumnType::kReal: return CellLook::kReal;
    case ColumnType::kJson: return CellLook::kJson;
    case ColumnType::kInt:
      if (equals_ignoring_case(last, "severity")) return CellLook::kSeverity;
      return names_something(column.name) ? CellLook::kId : CellLook::kNumber;
    default: return names_something(column.name) ? CellLook::kId : CellLook::kText;
  }
}

float width_of_look(CellLook look) {
  switch (look) {
    case CellLook::kDate: return 138;
    case CellLook::kNumber:
    case CellLook::kReal: return 104;
    case CellLook::kBool: return 76;
    case CellLook::kId: return 110;
    case CellLook::kSeverity: return 132;
    case CellLook::kJson: return 150;
    default: return 160;
  }
}

// The first line that says something, without control characters.
std::string one_line(std::string_view text) {
  text = trim(text);
  const size_t end = text.find_first_of("\r\n");
  const bool more = end != std::string_view::npos;
  std::string line = shorten(text.substr(0, end), kShownBytesMax);
  std::replace_if(line.begin(), line.end(), [](char c) { return static_cast<unsigned char>(c) < 0x20; }, ' ');
  if (more) line += " …";
  return line;
}

bool draw_severity(const Frame& frame, const Cell& cell, const StringPool& pool, Rect box, Colour strong) {
  const int severity = severity_of(cell);
  if (severity == 0) return draw_text_in(frame, Face::kText, box, strong, shown_text(CellLook::kText, cell, pool));
  draw_severity_bar(frame, severity, ImVec2(box.x, box.y + (box.h - 12) / 2), 12);
  const float x = box.x + kSeverityBarWidth + kGap2;
  return draw_text_in(frame, Face::kText, Rect{x, box.y, box.x + box.w - x, box.h}, strong,
                      shown_text(CellLook::kSeverity, cell, pool));
}

bool draw_status(const Frame& frame, const Cell& cell, const StringPool& pool, Rect box, Colour strong) {
  const std::string text = shown_text(CellLook::kText, cell, pool);
  draw_status_shape(frame, text, ImVec2(box.x + 5, box.y + box.h / 2));
  return draw_text_in(frame, Face::kText, Rect{box.x + 16, box.y, box.w - 16, box.h}, strong, text);
}

Face face_of(CellLook look) { return look == CellLook::kId ? Face::kMono : Face::kText; }

}  // namespace

std::string column_label(std::string_view name, Naming naming) {
  if (naming == Naming::kRecords) return label_of_path(name);
  const bool prefixed = own_name(name).size() != name.size();
  // What show_asset_id=1 adds beside ID (api-reference.md 6.2); on detections, asset_id is the asset's ID itself.
  if ((naming == Naming::kAssets || prefixed) && equals_ignoring_case(own_name(name), "asset_id")) {
    return "Second asset ID";
  }
  const Known* known = find_known(name);
  return known != nullptr ? std::string(known->label) : words_of(own_name(name));
}

CellLook cell_look(const ColumnInfo& column, Naming naming) {
  if (naming == Naming::kRecords) return look_of_record(column);
  if (const Known* known = find_known(column.name)) return known->look;
  switch (column.type) {
    case ColumnType::kDatetime: return CellLook::kDate;
    case ColumnType::kInt: return CellLook::kNumber;
    case ColumnType::kReal: return CellLook::kReal;
    case ColumnType::kBool: return CellLook::kBool;
    case ColumnType::kJson: return CellLook::kJson;
    default: return CellLook::kText;
  }
}

Align cell_align(CellLook look) {
  return look == CellLook::kNumber || look == CellLook::kReal ? Align::kRight : Align::kLeft;
}

float default_width(const ColumnInfo& column, Naming naming) {
  if (naming == Naming::kRecords) {
    constexpr float kPerLetter = 7.2f;
    constexpr float kMost = 240;
    const float label = static_cast<float>(column_label(column.name, naming).size()) * kPerLetter + 36;
    return std::max(width_of_look(look_of_record(column)), std::min(label, kMost));
  }
  const Known* known = find_known(column.name);
  return known != nullptr ? known->width : 130;
}

std::string_view severity_word(int64_t severity) {
  static constexpr std::string_view kWords[] = {"", "Minimal", "Medium", "Serious", "Critical", "Urgent"};
  return severity >= 1 && severity <= 5 ? kWords[severity] : "";
}

int severity_of(const Cell& cell) {
  int64_t value = 0;
  if (cell.kind == Cell::Kind::kNumber) value = cell.number;
  if (cell.kind == Cell::Kind::kText) value = parse_int(cell.text).value_or(0);
  return value >= 1 && value <= 5 ? static_cast<int>(value) : 0;
}

std::string shown_text(CellLook look, const Cell& cell, const StringPool& pool) {
  if (cell.missing()) return {};
  if (cell.kind == Cell::Kind::kNumber) {
    if (look == CellLook::kDate) return short_datetime(cell.number);
    if (look == CellLook::kNumber) return with_thousands(cell.number);
    if (look == CellLook::kBool) return cell.number != 0 ? "Yes" : "No";
    if (look == CellLook::kSeverity && severity_of(cell) != 0) {
      return std::to_string(cell.number) + " " + std::string(severity_word(cell.number));
    }
    return cell_text(cell, pool);
  }
  if (look == CellLook::kSeverity && severity_of(cell) != 0) {
    const int severity = severity_of(cell);
    return std::to_string(severity) + " " + std::string(severity_word(severity));
  }
  return look == CellLook::kJson ? one_line(json_summary(cell.text)) : one_line(cell.text);
}

bool draw_cell(const Frame& frame, CellLook look, const Cell& cell, const StringPool& pool, Rect box, Colour strong) {
  if (cell.missing()) {
    return draw_text_in(frame, Face::kText, box, frame.palette.muted, kDash, cell_align(look));
  }
  if (look == CellLook::kSeverity) return draw_severity(frame, cell, pool, box, strong);
  if (look == CellLook::kStatus) return draw_status(frame, cell, pool, box, strong);
  return draw_text_in(frame, face_of(look), box, strong, shown_text(look, cell, pool), cell_align(look));
}

float shown_width(const Frame& frame, CellLook look, const Cell& cell, const StringPool& pool) {
  const float text = text_width(frame, face_of(look), shown_text(look, cell, pool));
  if (look == CellLook::kSeverity) return text + kSeverityBarWidth + kGap2;
  if (look == CellLook::kStatus) return text + 16;
  return text;
}

std::string age_text(WallTime now, int64_t unix_seconds) {
  if (now.us == 0) return {};
  const int64_t seconds = now.unix_seconds() - unix_seconds;
  const std::string span = span_text(std::abs(seconds));
  return seconds >= 0 ? span + " ago" : "in " + span;
}

std::string span_text(int64_t seconds) {
  const auto pair = [](int64_t large, std::string_view large_unit, int64_t small, std::string_view small_unit) {
    std::string text = with_thousands(large) + " " + std::string(large_unit);
    if (small > 0) text += " " + std::to_string(small) + " " + std::string(small_unit);
    return text;
  };
  if (seconds < 60) return std::to_string(std::max<int64_t>(seconds, 0)) + " s";
  if (seconds < 3600) return pair(seconds / 60, "min", seconds % 60, "s");
  if (seconds < 86400) return pair(seconds / 3600, "h", seconds % 3600 / 60, "min");
  return pair(seconds / 86400, "d", seconds % 86400 / 3600, "h");
}

std::string clock_text(WallTime time) { return short_datetime(time.unix_seconds()).substr(11); }

std::string rate_text(uint64_t bytes, Duration during) {
  const double seconds = during.as_seconds();
  if (seconds < 0.05) return {};
  return human_bytes(static_cast<uint64_t>(static_cast<double>(bytes) / seconds)) + "/s";
}

std::string count_text(uint64_t n, std::string_view one, std::string_view many) {
  return with_thousands(static_cast<int64_t>(n)) + " " + std::string(n == 1 ? one : many);
}

void draw_severity_bar(const Frame& frame, int severity, ImVec2 pos, float height) {
  for (int step = 1; step <= 5; ++step) {
    const float x = std::floor(pos.x) + static_cast<float>(step - 1) * 7;
    const float rise = height * (0.4f + 0.12f * static_cast<float>(step));
    const Colour colour = step <= severity ? frame.palette.severity[severity] : frame.palette.severity_off;
    fill(Rect{x, std::floor(pos.y + height - rise), 5, std::ceil(rise)}, colour, 1);
  }
}

void draw_status_shape(const Frame& frame, std::string_view status, ImVec2 centre) {
  const Palette& p = frame.palette;
  ImDrawList* list = ImGui::GetWindowDrawList();
  const ImVec2 c(std::floor(centre.x), std::floor(centre.y));
  const auto disc = [&](Colour colour) { list->AddCircleFilled(c, 4, colour, 16); };
  const auto ring = [&](Colour colour) { list->AddCircle(c, 3.5f, colour, 16, 1.5f); };
  if (status == "Enrolled") return disc(p.good);
  if (status == "De-enrolled") return ring(p.muted);
  if (status == "Active") return disc(p.bad);
  if (status == "New") {
    const ImVec2 points[4] = {ImVec2(c.x, c.y - 5), ImVec2(c.x + 5, c.y), ImVec2(c.x, c.y + 5), ImVec2(c.x - 5, c.y)};
    return list->AddConvexPolyFilled(points, 4, p.accent);
  }
  if (status == "Fixed") return draw_icon(list, Icon::kCheck, c, p.good);
  if (status == "Ready for Re-enrollment" || status == "Reopened") {
    ring(p.warn);
    list->PathArcTo(c, 3.5f, -1.5708f, 1.5708f, 12);
    list->PathFillConvex(p.warn);
  }
}

}  // namespace sluice::ui
