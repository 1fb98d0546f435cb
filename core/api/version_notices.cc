#include "api/version_notices.h"

#include <nlohmann/json.hpp>

#include "api/source.h"
#include "base/check.h"
#include "base/date.h"

namespace sluice {

extern const std::string_view kApiVersionsJson;  // assets/api_versions.json, compiled in

namespace {

using Json = nlohmann::json;

constexpr size_t kVersionsMax = 1000;
constexpr int64_t kDayS = 86400;
constexpr int64_t kWarnAheadS = 90 * kDayS;

Error bad_data(std::string what) { return {"bad_data", "The list of API versions cannot be used: " + std::move(what)}; }

bool read_text(const Json& entry, const char* name, std::string& out) {
  const auto found = entry.find(name);
  if (found == entry.end() || !found->is_string()) return false;
  out = found->get<std::string>();
  return !out.empty();
}

// False for a member that is there and no day.
bool read_day(const Json& entry, const char* name, std::optional<int64_t>& out) {
  if (entry.find(name) == entry.end()) return true;
  std::string text;
  if (!read_text(entry, name, text) || text.size() != 10) return false;
  const std::optional<WallTime> day = parse_datetime(text);
  if (day) out = day->unix_seconds();
  return day.has_value();
}

Result<VersionLife> read_life(const Json& entry) {
  VersionLife life;
  if (!entry.is_object()) return bad_data("an entry is not an object");
  if (!read_text(entry, "version", life.version)) return bad_data("an entry names no version");
  if (!read_text(entry, "successor", life.successor)) return bad_data(life.version + " has no successor");
  if (!read_text(entry, "told_by", life.told_by)) return bad_data("nobody told the dates of " + life.version);
  if (!read_day(entry, "end_of_support", life.end_of_support_unix_s) ||
      !read_day(entry, "end_of_life", life.end_of_life_unix_s)) {
    return bad_data("a date of " + life.version + " is not like 2026-01-31");
  }
  return life;
}

std::string day_text(int64_t unix_s) { return iso_datetime(unix_s).substr(0, 10); }

std::string subject_of(const VersionLife& life) {
  const Source* source = find_source(life.source);
  return "Version " + life.version + " of " + (source ? std::string(source->title) : life.source);
}

std::string advice_of(const VersionLife& life) { return " Choose version " + life.successor + "."; }

std::string notice_of(const VersionLife& life, int64_t now_s) {
  const std::optional<int64_t> support = life.end_of_support_unix_s;
  const std::optional<int64_t> end = life.end_of_life_unix_s;
  if (end && now_s >= *end) {
    return subject_of(life) + " is past its announced end of life (" + day_text(*end) +
           "): the gateway may have removed it, and then answers 404 or 410." + advice_of(life);
  }
  const std::string removal = end ? ", and is to be removed on " + day_text(*end) : std::string();
  if (support && now_s >= *support) {
    return subject_of(life) + " has been without support since " + day_text(*support) + removal + "." + advice_of(life);
  }
  if (end && *end - now_s <= kWarnAheadS) {
    return subject_of(life) + " is to be removed on " + day_text(*end) + "." + advice_of(life);
  }
  if (support && *support - now_s <= kWarnAheadS) {
    return subject_of(life) + " loses its support on " + day_text(*support) + removal + "." + advice_of(life);
  }
  return {};
}

}  // namespace

Result<std::vector<VersionLife>> read_version_lives(std::string_view json) {
  const Json root = Json::parse(json, nullptr, false);
  if (!root.is_object()) return bad_data("it is no JSON object");
  const auto versions = root.find("versions");
  if (versions == root.end() || !versions->is_array()) return bad_data("it has no list of versions");
  if (versions->size() > kVersionsMax) return bad_data("it is far too long");
  std::vector<VersionLife> lives;
  for (const Json& entry : *versions) {
    Result<VersionLife> life = read_life(entry);
    if (!life) return life.error();
    const auto of = entry.find("sources");
    if (of == entry.end() || !of->is_array() || of->empty()) return bad_data("an entry names no sources");
    for (const Json& source : *of) {
      if (!source.is_string() || lives.size() == kVersionsMax) return bad_data("a list of sources is not one of texts");
      lives.push_back(life.value());
      lives.back().source = source.get<std::string>();
    }
  }
  return lives;
}

const std::vector<VersionLife>& version_lives() {
  static const std::vector<VersionLife> kLives = [] {
    Result<std::vector<VersionLife>> read = read_version_lives(kApiVersionsJson);
    SLUICE_CHECK(read.ok());
    return read.take();
  }();
  return kLives;
}

std::string version_notice(std::string_view source, std::string_view version, WallTime now) {
  for (const VersionLife& life : version_lives()) {
    if (life.source == source && life.version == version) return notice_of(life, now.unix_seconds());
  }
  return {};
}

}  // namespace sluice
