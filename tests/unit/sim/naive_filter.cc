#include "unit/sim/naive_filter.h"

#include <algorithm>
#include <array>
#include <ctime>

namespace sluice::sim {
namespace {

constexpr int64_t kDay = 24 * 3600;
constexpr const char* kStatuses[] = {"Enrolled", "De-enrolled", "Ready for Re-enrollment"};

// Patterns, as they go into the query, beside what they mean.
struct Pattern {
  const char* sent;
  bool (*means)(const std::string& os);
};
constexpr std::array<Pattern, 6> kPatterns = {{
    {"%5E%24", [](const std::string& os) { return os.empty(); }},
    {"%5EiOS%24", [](const std::string& os) { return os == "iOS"; }},
    {"%28%3Fi%29droid", [](const std::string& os) { return os == "Android"; }},
    {"droid", [](const std::string& os) { return os.size() > 3 && os[0] == 'A'; }},
    {"%5E%28iOS%7CAndroid%29%24", [](const std::string& os) { return !os.empty(); }},
    {"windows", [](const std::string&) { return false; }},
}};

std::string number_list(const NaiveRequest::Ranges& ranges) {
  std::string text;
  for (const auto& [low, high] : ranges) {
    if (!text.empty()) text += ",";
    text += low == high ? std::to_string(low) : std::to_string(low) + "-" + std::to_string(high);
  }
  return text;
}

std::string date_text(int64_t unix_s) {
  const std::time_t time = static_cast<std::time_t>(unix_s);
  char text[40];
  std::strftime(text, sizeof text, unix_s % kDay == 0 ? "%Y-%m-%d" : "%Y-%m-%dT%H:%M:%SZ", std::gmtime(&time));
  return text;
}

std::string tag_list(const std::vector<Tag>& tags, bool by_name) {
  std::string text;
  for (const Tag& tag : tags) {
    if (!text.empty()) text += "%2C";
    if (!by_name) {
      text += std::to_string(tag.id);
      continue;
    }
    for (const char c : tag.name) text += c == ' ' ? "+" : c == '&' ? "%26" : std::string(1, c);
  }
  return text;
}

bool in_any(int64_t number, const NaiveRequest::Ranges& ranges) {
  for (const auto& [low, high] : ranges) {
    if (low <= number && number <= high) return true;
  }
  return false;
}

bool tagged(const Asset& asset, const std::vector<Tag>& wanted, bool all) {
  size_t hits = 0;
  for (const Tag& want : wanted) {
    bool has = false;
    for (const Tag& tag : asset.tags) has = has || tag.id == want.id;
    if (has) ++hits;
  }
  return all ? hits == wanted.size() : hits != 0;
}

// "Changed since"; what has never changed is judged by when it was last found.
bool wants(const NaiveRequest& r, const Detection& d, int64_t now_s) {
  int64_t changed = d.last_update_s;
  if (changed == 0) changed = d.last_found_s;
  if (r.qids && !in_any(d.qid, *r.qids)) return false;
  if (r.severities && !in_any(d.severity, *r.severities)) return false;
  if (r.max_days && now_s - changed > *r.max_days * kDay) return false;
  if (r.since_s && changed < *r.since_s) return false;
  if (r.before_s && !(changed < *r.before_s)) return false;
  return true;
}

bool wants(const NaiveRequest& r, const Asset& a) {
  std::vector<std::string> statuses = {"Enrolled"};
  if (r.statuses) statuses = *r.statuses;
  if (std::count(statuses.begin(), statuses.end(), a.status) == 0) return false;
  if (r.id_min && a.id < *r.id_min) return false;
  if (r.ids && !in_any(a.id, *r.ids)) return false;
  if (r.os && !kPatterns[*r.os].means(a.os)) return false;
  if (!r.include.empty() && !tagged(a, r.include, r.include_all.value_or(false))) return false;
  return r.exclude.empty() || !tagged(a, r.exclude, r.exclude_all.value_or(false));
}

NaiveRequest::Ranges random_ranges(Random& random, int64_t low, int64_t high, int64_t width) {
  NaiveRequest::Ranges ranges;
  for (int64_t n = random.between(1, 6); n > 0; --n) {
    const int64_t start = random.between(low, high);
    const bool single = random.chance(0.4);
    ranges.emplace_back(start, single ? start : std::min(start + random.between(0, width), high + width));
  }
  return ranges;
}

std::vector<Tag> random_tags(Random& random, const Dataset& dataset) {
  std::map<int64_t, Tag> all;
  for (const Asset& asset : dataset.assets) {
    for (const Tag& tag : asset.tags) all[tag.id] = tag;
  }
  all[99] = {99, "On no asset"};
  std::vector<Tag> some;
  for (const auto& [id, tag] : all) {
    if (random.chance(0.25)) some.push_back(tag);
  }
  return some;
}

void draw_tags(NaiveRequest& r, Random& random, const Dataset& dataset) {
  r.use_tags = 1;
  r.tags_by_name = random.chance(0.5);
  r.says_by_id = random.chance(0.3);
  r.include = random_tags(random, dataset);
  if (random.chance(0.5)) r.include_all = random.chance(0.5);
  if (!r.include.empty()) r.exclude = random_tags(random, dataset);
  if (r.include_all && random.chance(0.6)) r.exclude_all = random.chance(0.5);
}

void draw_asset_filters(NaiveRequest& r, Random& random, const Dataset& dataset) {
  const int64_t id_high = dataset.assets.back().id + 10;
  if (random.chance(0.25)) r.ids = random_ranges(random, 1, id_high, id_high / 3);
  if (random.chance(0.1)) r.id_min = random.between(0, id_high);
  if (random.chance(0.2)) r.os = static_cast<size_t>(random.below(kPatterns.size()));
  if (!random.chance(0.5)) return;
  r.statuses.emplace();
  for (const char* status : kStatuses) {
    if (random.chance(0.6)) r.statuses->push_back(status);
  }
  if (r.statuses->empty() || random.chance(0.1)) r.statuses->push_back("Enrolled");
}

void draw_detection_filters(NaiveRequest& r, Random& random, int64_t now_s) {
  if (random.chance(0.3)) r.qids = random_ranges(random, 610000, 621000, 4000);
  if (random.chance(0.3)) {
    r.severities.emplace();
    for (int64_t n = random.between(1, 3); n > 0; --n) {
      const int64_t low = random.between(1, 5);
      r.severities->emplace_back(low, random.between(low, 5));
    }
  }
  if (random.chance(0.2)) r.max_days = random.between(0, 400);
  if (!r.max_days && random.chance(0.25)) r.since_s = (now_s - random.between(0, 500 * kDay)) / kDay * kDay;
  if (random.chance(0.2)) r.before_s = now_s - random.between(0, 500 * kDay);
}

}  // namespace

std::string NaiveRequest::path() const { return old_path ? "/sem/xapi/v1/assetList" : "/sem/v1/assetList"; }

std::string NaiveRequest::query() const {
  std::string text = "action=list";
  const auto add = [&](const std::string& name, const std::string& value) { text += "&" + name + "=" + value; };
  if (ids) add("ids", number_list(*ids));
  if (id_min) add("id_min", std::to_string(*id_min));
  if (statuses) {
    std::string list;
    for (const std::string& status : *statuses) list += (list.empty() ? "" : ",") + status;
    std::replace(list.begin(), list.end(), ' ', '+');
    add("status", list);
  }
  if (os) add("os_pattern", kPatterns[*os].sent);
  if (qids) add("qids", number_list(*qids));
  if (severities) add("severities", number_list(*severities));
  if (max_days) add("max_days_since_detection_updated", std::to_string(*max_days));
  if (since_s) add("detection_updated_since", date_text(*since_s));
  if (before_s) add("detection_updated_before", date_text(*before_s));
  if (use_tags) add("use_tags", std::to_string(*use_tags));
  if (tags_by_name) add("tag_set_by", "name");
  if (!tags_by_name && says_by_id) add("tag_set_by", "id");
  if (include_all) add("tag_include_selector", *include_all ? "all" : "any");
  if (exclude_all) add("tag_exclude_selector", *exclude_all ? "all" : "any");
  if (!include.empty()) add("tag_set_include", tag_list(include, tags_by_name));
  if (!exclude.empty()) add("tag_set_exclude", tag_list(exclude, tags_by_name));
  for (const auto& [name, value] : flags) add(name, std::to_string(value));
  return text + harmless;
}

NaiveRequest random_request(Random& random, const Dataset& dataset, int64_t now_s) {
  NaiveRequest r;
  draw_asset_filters(r, random, dataset);
  draw_detection_filters(r, random, now_s);
  if (random.chance(0.35)) draw_tags(r, random, dataset);
  if (!r.use_tags && random.chance(0.1)) r.use_tags = 0;
  r.flags["show_results"] = random.chance(0.15) ? 1 : 0;  // RESULTS are most of an answer's bytes
  for (const char* flag : {"show_asset_id", "show_reopened_info", "show_tags", "echo_request"}) {
    if (random.chance(0.3)) r.flags[flag] = random.chance(0.6) ? 1 : 0;
  }
  if (random.chance(0.1)) r.harmless += "&output_format=XML";
  if (random.chance(0.1)) r.harmless += "&last_found_datetime=2020-01-01&first_found_datetime=&last_fixed_datetime=x";
  r.old_path = random.chance(0.3);
  return r;
}

std::vector<NaiveAsset> naive_answer(const NaiveRequest& request, const Dataset& dataset,
                                     const std::set<int64_t>& visible, int64_t now_s) {
  const auto flag = [&](const char* name, int fallback) {
    const auto found = request.flags.find(name);
    return (found == request.flags.end() ? fallback : found->second) == 1;
  };
  const bool picky = request.qids || request.severities || request.max_days || request.since_s || request.before_s;
  std::vector<NaiveAsset> answer;
  for (const Asset& asset : dataset.assets) {
    if (visible.count(asset.id) == 0 || !wants(request, asset)) continue;
    NaiveAsset told{asset.id, flag("show_asset_id", 0), {}, {}};
    for (const Tag& tag : asset.tags) {
      if (flag("show_tags", 0)) told.tags.push_back(tag.name);
    }
    for (const Detection& detection : asset.detections) {
      if (!wants(request, detection, now_s)) continue;
      const bool results = flag("show_results", 1) && !detection.results.empty();
      const int64_t reopened = flag("show_reopened_info", 0) ? detection.times_reopened : 0;
      told.detections.push_back({detection.qid, results, reopened});
    }
    if (!picky || !told.detections.empty()) answer.push_back(told);
  }
  return answer;
}

}  // namespace sluice::sim
