#include "unit/sim/naive_filter.h"

#include <algorithm>
#include <ctime>

#include "sim/devices.h"

namespace sluice::sim {
namespace {

std::string number_list(const std::vector<std::pair<int64_t, int64_t>>& ranges) {
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
  std::strftime(text, sizeof text, unix_s % 86400 == 0 ? "%Y-%m-%d" : "%Y-%m-%dT%H:%M:%SZ", std::gmtime(&time));
  return text;
}

std::string tag_list(const std::vector<int64_t>& ids, bool by_name) {
  std::string text;
  for (const int64_t id : ids) {
    if (!text.empty()) text += "%2C";
    if (!by_name) text += std::to_string(id);
    for (const TagName& tag : tag_names()) {
      if (!by_name || tag.id != id) continue;
      for (const char c : tag.name) text += c == ' ' ? "+" : c == '&' ? "%26" : std::string(1, c);
    }
  }
  return text;
}

bool in_any(int64_t number, const std::vector<std::pair<int64_t, int64_t>>& ranges) {
  return std::any_of(ranges.begin(), ranges.end(),
                     [&](const auto& range) { return range.first <= number && number <= range.second; });
}

bool tagged(const Asset& asset, const std::vector<int64_t>& wanted, bool all) {
  std::set<int64_t> has;
  for (const Tag& tag : asset.tags) has.insert(tag.id);
  size_t hits = 0;
  for (const int64_t id : wanted) hits += has.count(id);
  return all ? hits == wanted.size() : hits != 0;
}

bool wants(const NaiveRequest& r, const Detection& d, int64_t now_s) {
  const int64_t changed = d.last_update_s == 0 ? d.last_found_s : d.last_update_s;
  if (r.qids && !in_any(d.qid, *r.qids)) return false;
  if (r.severities && r.severities->count(d.severity) == 0) return false;
  if (r.max_days && changed < now_s - *r.max_days * 24 * 3600) return false;
  if (r.since_s && changed < *r.since_s) return false;
  if (r.before_s && changed >= *r.before_s) return false;
  return true;
}

bool wants(const NaiveRequest& r, const Asset& a) {
  const bool default_status = !r.statuses && a.status == "Enrolled";
  if (!default_status && !(r.statuses && r.statuses->count(a.status) == 1)) return false;
  if (r.ids && !in_any(a.id, *r.ids)) return false;
  if (r.os && *r.os == "^$" && !a.os.empty()) return false;
  if (r.os && *r.os == "^iOS$" && a.os != "iOS") return false;
  if (r.os && *r.os == "(?i)droid" && a.os != "Android") return false;
  if (r.use_tags && !r.include.empty() && !tagged(a, r.include, r.include_all)) return false;
  return !(r.use_tags && !r.exclude.empty() && tagged(a, r.exclude, r.exclude_all));
}

std::vector<std::pair<int64_t, int64_t>> random_ranges(Random& random, int64_t low, int64_t high, int64_t width) {
  std::vector<std::pair<int64_t, int64_t>> ranges;
  for (int64_t n = random.between(1, 6); n > 0; --n) {
    const int64_t start = random.between(low, high);
    ranges.emplace_back(start, random.chance(0.4) ? start : start + random.between(0, width));
  }
  return ranges;
}

std::vector<int64_t> random_tags(Random& random) {
  std::vector<int64_t> ids;
  for (const TagName& tag : tag_names()) {
    if (random.chance(0.25)) ids.push_back(tag.id);
  }
  return ids;
}

}  // namespace

std::string NaiveRequest::query() const {
  std::string text = "action=list";
  const auto add = [&](const std::string& name, const std::string& value) { text += "&" + name + "=" + value; };
  if (ids) add("ids", number_list(*ids));
  if (statuses) {
    std::string list;
    for (const std::string& status : *statuses) list += (list.empty() ? "" : ",") + status;
    std::replace(list.begin(), list.end(), ' ', '+');
    add("status", list);
  }
  if (os) add("os_pattern", *os == "^$" ? "%5E%24" : *os == "^iOS$" ? "%5EiOS%24" : "%28%3Fi%29droid");
  if (qids) add("qids", number_list(*qids));
  if (severities) {
    std::string list;
    for (const int level : *severities) list += (list.empty() ? "" : ",") + std::to_string(level);
    add("severities", list);
  }
  if (max_days) add("max_days_since_detection_updated", std::to_string(*max_days));
  if (since_s) add("detection_updated_since", date_text(*since_s));
  if (before_s) add("detection_updated_before", date_text(*before_s));
  if (use_tags) add("use_tags", "1");
  if (use_tags && tags_by_name) add("tag_set_by", "name");
  if (use_tags && !include.empty()) add("tag_set_include", tag_list(include, tags_by_name));
  if (use_tags && include_all) add("tag_include_selector", "all");
  if (use_tags && !exclude.empty()) add("tag_set_exclude", tag_list(exclude, tags_by_name));
  if (use_tags && exclude_all) add("tag_exclude_selector", "all");
  return text;
}

NaiveRequest random_request(Random& random, const Dataset& dataset, int64_t now_s) {
  NaiveRequest r;
  const int64_t id_high = dataset.assets.back().id + 10;
  if (random.chance(0.25)) r.ids = random_ranges(random, 1, id_high, id_high / 3);
  if (random.chance(0.4)) {
    r.statuses.emplace();
    for (const char* status : {"Enrolled", "De-enrolled", "Ready for Re-enrollment"}) {
      if (random.chance(0.5)) r.statuses->insert(status);
    }
    if (r.statuses->empty()) r.statuses->insert("Enrolled");
  }
  if (random.chance(0.25))
    r.os = std::vector<std::string>{"^$", "^iOS$", "(?i)droid"}[static_cast<size_t>(random.below(3))];
  if (random.chance(0.3)) r.qids = random_ranges(random, 610000, 621000, 4000);
  if (random.chance(0.3)) {
    r.severities.emplace();
    for (int level = 1; level <= 5; ++level) {
      if (level == 3 || random.chance(0.4)) r.severities->insert(level);
    }
  }
  const int64_t day = 24 * 3600;
  if (random.chance(0.2)) r.max_days = random.between(0, 400);
  if (!r.max_days && random.chance(0.25)) r.since_s = (now_s - random.between(0, 500 * day)) / day * day;
  if (random.chance(0.2)) r.before_s = now_s - random.between(0, 500 * day);
  r.use_tags = random.chance(0.35);
  if (!r.use_tags) return r;
  r.tags_by_name = random.chance(0.5);
  r.include = random_tags(random);
  r.include_all = random.chance(0.3);
  if (!r.include.empty()) r.exclude = random_tags(random);
  r.exclude_all = r.include_all && random.chance(0.5);
  return r;
}

NaiveAnswer naive_answer(const NaiveRequest& request, const Dataset& dataset, const Account& account, int64_t now_s) {
  const bool picky = request.qids || request.severities || request.max_days || request.since_s || request.before_s;
  NaiveAnswer answer;
  for (const Asset& asset : dataset.assets) {
    if (!in_scope(account, asset.id) || !wants(request, asset)) continue;
    std::vector<int64_t> qids;
    for (const Detection& detection : asset.detections) {
      if (wants(request, detection, now_s)) qids.push_back(detection.qid);
    }
    if (!picky || !qids.empty()) answer.emplace_back(asset.id, qids);
  }
  return answer;
}

}  // namespace sluice::sim
