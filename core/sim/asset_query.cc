#include "sim/asset_query.h"

#include <algorithm>

namespace sluice::sim {
namespace {

constexpr int kUnrecognized = 1901;
constexpr int kMissing = 1903;
constexpr int kExclusive = 1904;
constexpr int kInvalid = 1905;
constexpr int kUnsupportedPair = 1907;

constexpr int64_t kTruncationDefault = 1000;
constexpr int64_t kTruncationMax = 1000000;
constexpr int64_t kDaysMax = 36500;

using Reader = bool (*)(const std::string& value, AssetQuery& query);

// ── readers of single values ─────────────────────────────────────────────────────────────────────────────────────────

bool read_flag(const std::string& value, bool& out) {
  if (value != "0" && value != "1") return false;
  out = value == "1";
  return true;
}

bool read_limited(std::string_view text, int64_t most, int64_t& out) {
  const std::optional<int64_t> number = read_whole_number(text);
  if (!number || *number > most) return false;
  out = *number;
  return true;
}

bool read_number_set(const std::string& value, int64_t least, int64_t most, std::optional<NumberSet>& out) {
  NumberSet set;
  for (const std::string_view item : read_list(value)) {
    const size_t dash = item.find('-');
    const std::optional<int64_t> low = read_whole_number(item.substr(0, dash));
    const std::optional<int64_t> high = dash == std::string_view::npos ? low : read_whole_number(item.substr(dash + 1));
    if (!low || !high || *low < least || *high > most || *low > *high) return false;
    set.add(*low, *high);
  }
  set.seal();
  out = std::move(set);
  return true;
}

bool read_any_id(const std::string& value, std::optional<NumberSet>& out) {
  return read_number_set(value, 1, INT64_MAX, out);
}

bool read_statuses(const std::string& value, std::vector<std::string>& out) {
  out.clear();
  for (const std::string_view item : read_list(value)) {
    if (item != "Enrolled" && item != "De-enrolled" && item != "Ready for Re-enrollment") return false;
    out.emplace_back(item);
  }
  return true;
}

bool read_date(const std::string& value, std::optional<int64_t>& out) {
  out = read_moment(value);
  return out.has_value();
}

bool read_pattern(const std::string& value, AssetQuery& query) {
  if (value.empty()) return false;
  query.os_pattern = OsPattern::compile(value);
  query.os_pattern_text = value;
  return query.os_pattern != nullptr;
}

bool read_selector(const std::string& value, TagSet& set) {
  if (value != "any" && value != "all") return false;
  set.all = value == "all";
  return true;
}

// Whether these are ids or names is known only when all parameters are read.
bool keep_tag_items(const std::string& value, TagSet& set) {
  for (const std::string_view item : read_list(value)) {
    if (item.empty()) return false;
    set.names.emplace_back(item);
  }
  return true;
}

// ── the catalogue ────────────────────────────────────────────────────────────────────────────────────────────────────

struct Rule {
  std::string_view name;
  Reader read;
  std::string_view ending;  // of the complaint about a wrong value
  bool needs_use_tags = false;
};

constexpr std::string_view kFlagEnding = "(please specify one of the following: 1,0)";
constexpr std::string_view kRangesEnding = "(please specify positive numbers or ranges, as in 190-400)";
constexpr std::string_view kDateEnding = "(please specify YYYY-MM-DD or YYYY-MM-DDTHH:MM:SSZ)";
constexpr std::string_view kSelectorEnding = "(please specify one of the following: any,all)";
constexpr std::string_view kTagEnding = "(please specify tag ids, or tag names with tag_set_by=name)";

bool accept_anything(const std::string&, AssetQuery&) { return true; }

bool read_truncation_limit(const std::string& value, AssetQuery& query) {
  if (!read_limited(value, kTruncationMax, query.truncation_limit)) return false;
  if (query.truncation_limit == 0) query.truncation_limit = kTruncationDefault;
  return true;
}

bool read_max_days(const std::string& value, AssetQuery& query) {
  return read_limited(value, kDaysMax, query.max_days.emplace());
}

const std::vector<Rule>& rules() {
  static const std::vector<Rule> kRules = {
      {"action", [](const std::string& v, AssetQuery&) { return v == "list"; },
       "(please specify one of the following: list)"},
      {"echo_request", [](const std::string& v, AssetQuery& q) { return read_flag(v, q.echo_request); }, kFlagEnding},
      {"show_asset_id", [](const std::string& v, AssetQuery& q) { return read_flag(v, q.show_asset_id); }, kFlagEnding},
      {"show_results", [](const std::string& v, AssetQuery& q) { return read_flag(v, q.show_results); }, kFlagEnding},
      {"show_reopened_info", [](const std::string& v, AssetQuery& q) { return read_flag(v, q.show_reopened_info); },
       kFlagEnding},
      {"output_format", [](const std::string& v, AssetQuery&) { return v == "XML"; },
       "(please specify one of the following: XML)"},
      {"truncation_limit", read_truncation_limit, "(please specify a number from 0 to 1000000)"},
      {"max_days_since_detection_updated", read_max_days, "(please specify a number of days)"},
      {"detection_updated_since", [](const std::string& v, AssetQuery& q) { return read_date(v, q.updated_since_s); },
       kDateEnding},
      {"detection_updated_before", [](const std::string& v, AssetQuery& q) { return read_date(v, q.updated_before_s); },
       kDateEnding},
      {"ids", [](const std::string& v, AssetQuery& q) { return read_any_id(v, q.ids); }, kRangesEnding},
      {"status", [](const std::string& v, AssetQuery& q) { return read_statuses(v, q.statuses); },
       "(please specify one of the following: Enrolled,De-enrolled,Ready for Re-enrollment)"},
      {"os_pattern", read_pattern, "(please specify a regular expression, %5E%24 for an empty OS)"},
      {"qids", [](const std::string& v, AssetQuery& q) { return read_any_id(v, q.qids); }, kRangesEnding},
      {"severities", [](const std::string& v, AssetQuery& q) { return read_number_set(v, 1, 5, q.severities); },
       "(please specify levels from 1 to 5 or ranges, as in 1-3)"},
      {"use_tags", [](const std::string& v, AssetQuery&) { return v == "0" || v == "1"; }, kFlagEnding},
      {"tag_set_by", [](const std::string& v, AssetQuery&) { return v == "id" || v == "name"; },
       "(please specify one of the following: id,name)", true},
      {"tag_include_selector", [](const std::string& v, AssetQuery& q) { return read_selector(v, q.include); },
       kSelectorEnding, true},
      {"tag_exclude_selector", [](const std::string& v, AssetQuery& q) { return read_selector(v, q.exclude); },
       kSelectorEnding, true},
      {"tag_set_include", [](const std::string& v, AssetQuery& q) { return keep_tag_items(v, q.include); }, kTagEnding,
       true},
      {"tag_set_exclude", [](const std::string& v, AssetQuery& q) { return keep_tag_items(v, q.exclude); }, kTagEnding,
       true},
      {"show_tags", [](const std::string& v, AssetQuery& q) { return read_flag(v, q.show_tags); }, kFlagEnding},
      {"first_found_datetime", accept_anything, ""},
      {"last_found_datetime", accept_anything, ""},
      {"last_update_datetime", accept_anything, ""},
      {"last_fixed_datetime", accept_anything, ""},
      {"id_min", [](const std::string& v, AssetQuery& q) { return read_limited(v, INT64_MAX, q.id_min); },
       "(please specify an asset id)"},
  };
  return kRules;
}

const Rule* find_rule(std::string_view name) {
  for (const Rule& rule : rules()) {
    if (rule.name == name) return &rule;
  }
  return nullptr;
}

// ── checks of the whole ──────────────────────────────────────────────────────────────────────────────────────────────

void append_listed(std::string& list, std::string_view name) {
  if (!list.empty()) list += ", ";
  list += name;
}

std::optional<Complaint> check_names(const std::vector<Field>& fields) {
  std::string unknown;
  for (const Field& field : fields) {
    if (find_rule(field.name) == nullptr) append_listed(unknown, field.name);
  }
  if (unknown.empty()) return std::nullopt;
  std::string allowed;
  for (const std::string_view name : asset_query_names()) append_listed(allowed, name);
  return Complaint{400, kUnrecognized,
                   "Unrecognized parameter(s): " + unknown + " (action=list allows: " + allowed + ")"};
}

std::optional<Complaint> check_values(const std::vector<Field>& fields, AssetQuery& query) {
  for (const Field& field : fields) {
    const Rule* rule = find_rule(field.name);
    if (rule->read == accept_anything) continue;
    if (!field.sound || !rule->read(field.value, query)) return invalid_value(rule->name, field.value, rule->ending);
  }
  return std::nullopt;
}

std::optional<Complaint> check_exclusion(const AssetQuery& query) {
  if (!query.max_days || !query.updated_since_s) return std::nullopt;
  return Complaint{400, kExclusive,
                   "Please specify only one of these parameters: detection_updated_since, "
                   "max_days_since_detection_updated"};
}

std::optional<Complaint> check_use_tags(const std::vector<Field>& fields) {
  const Field* use = find_field(fields, "use_tags");
  if (use != nullptr && use->value == "1") return std::nullopt;
  for (const Field& field : fields) {
    if (!find_rule(field.name)->needs_use_tags) continue;
    return Complaint{
        400, kUnsupportedPair,
        "The following combination of key=value pairs is not supported: use_tags=0, " + field.name + "=" + field.value};
  }
  return std::nullopt;
}

std::optional<Complaint> check_tag_partners(const std::vector<Field>& fields) {
  const auto given = [&](std::string_view name) { return find_field(fields, name) != nullptr; };
  const bool lone_selector = given("tag_exclude_selector") && !given("tag_include_selector");
  const bool lone_set = given("tag_set_exclude") && !given("tag_set_include");
  if (!lone_selector && !lone_set) return std::nullopt;
  return Complaint{400, kMissing, "tag_include_selector field missing"};
}

// Turns the items into ids unless they are names.
bool settle_tags(TagSet& set) {
  for (const std::string& item : set.names) {
    const std::optional<int64_t> id = read_whole_number(item);
    if (!id || *id < 1) return false;
    set.ids.push_back(*id);
  }
  set.names.clear();
  return true;
}

std::optional<Complaint> settle_tag_sets(const std::vector<Field>& fields, AssetQuery& query) {
  const Field* by = find_field(fields, "tag_set_by");
  if (by != nullptr && by->value == "name") return std::nullopt;
  for (const std::string_view name : {"tag_set_include", "tag_set_exclude"}) {
    TagSet& set = name == "tag_set_include" ? query.include : query.exclude;
    if (!settle_tags(set)) return invalid_value(name, find_field(fields, name)->value, kTagEnding);
  }
  return std::nullopt;
}

}  // namespace

void NumberSet::add(int64_t low, int64_t high) { ranges_.emplace_back(low, high); }

void NumberSet::seal() {
  std::sort(ranges_.begin(), ranges_.end());
  std::vector<std::pair<int64_t, int64_t>> joined;
  for (const auto& range : ranges_) {
    if (!joined.empty() && range.first <= joined.back().second) {
      joined.back().second = std::max(joined.back().second, range.second);
    } else {
      joined.push_back(range);
    }
  }
  ranges_ = std::move(joined);
}

bool NumberSet::contains(int64_t number) const {
  const auto after = std::upper_bound(ranges_.begin(), ranges_.end(), number,
                                      [](int64_t n, const auto& range) { return n < range.first; });
  return after != ranges_.begin() && number <= std::prev(after)->second;
}

std::optional<Complaint> read_asset_query(const std::vector<Field>& fields, AssetQuery& query) {
  if (find_field(fields, "action") == nullptr) {
    return Complaint{400, kMissing, "Missing required parameter(s): action"};
  }
  if (std::optional<Complaint> complaint = check_names(fields)) return complaint;
  if (std::optional<Complaint> complaint = check_values(fields, query)) return complaint;
  if (std::optional<Complaint> complaint = check_exclusion(query)) return complaint;
  if (std::optional<Complaint> complaint = check_use_tags(fields)) return complaint;
  if (std::optional<Complaint> complaint = check_tag_partners(fields)) return complaint;
  return settle_tag_sets(fields, query);
}

Complaint invalid_value(std::string_view parameter, std::string_view value, std::string_view ending) {
  std::string text = "parameter ";
  text += parameter;
  text += " has invalid value: ";
  text += value;
  text += ' ';
  text += ending;
  return {400, kInvalid, std::move(text)};
}

const std::vector<std::string_view>& asset_query_names() {
  static const std::vector<std::string_view> kNames = [] {
    std::vector<std::string_view> names;
    for (const Rule& rule : rules()) names.push_back(rule.name);
    return names;
  }();
  return kNames;
}

}  // namespace sluice::sim
