// The query of one assetList call (api-reference.md 6.2): its parameters read, checked and turned into what the
// selection works with, or a complaint in the gateway's documented words (6.5). Where the documents are silent the
// choice made here is written beside it:
//
// - Checks run in this order: `action` there, names known, values valid (in the order sent), combinations allowed.
// - Enumerations are compared with case. Blanks around the items of a list are ignored.
// - Values that are no enumeration get the documented opening and an ending of ours.
// - Tag parameters other than `show_tags` without use_tags=1 are refused (code 1907), never silently ignored.
// - `detection_updated_since` includes its moment, `detection_updated_before` does not, so ranges join without overlap.
// - The four time-stamp names are accepted with any value and do nothing.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "sim/os_pattern.h"
#include "sim/wire.h"

namespace sluice::sim {

// What SIMPLE_RETURN says (api-reference.md 7.3).
struct Complaint {
  int status = 400;
  int code = 0;
  std::string text;
};

// Whole numbers given one by one and as ranges.
class NumberSet {
 public:
  void add(int64_t low, int64_t high);
  void seal();  // after the last add()
  bool contains(int64_t number) const;

 private:
  std::vector<std::pair<int64_t, int64_t>> ranges_;  // sealed: ascending and apart
};

struct TagSet {
  std::vector<std::string> names;  // tag_set_by=name
  std::vector<int64_t> ids;        // tag_set_by=id
  bool all = false;                // the selector
  bool empty() const { return names.empty() && ids.empty(); }
};

struct AssetQuery {
  bool echo_request = false;
  bool show_asset_id = false;
  bool show_results = true;
  bool show_reopened_info = false;
  bool show_tags = false;
  int64_t truncation_limit = 1000;
  int64_t id_min = 0;

  std::optional<NumberSet> ids;
  std::vector<std::string> statuses = {"Enrolled"};
  std::unique_ptr<OsPattern> os_pattern;
  std::string os_pattern_text;
  TagSet include;
  TagSet exclude;

  std::optional<NumberSet> qids;
  std::optional<NumberSet> severities;
  std::optional<int64_t> max_days;
  std::optional<int64_t> updated_since_s;
  std::optional<int64_t> updated_before_s;

  bool filters_detections() const { return qids || severities || max_days || updated_since_s || updated_before_s; }
};

// Fills `query`, or says what is wrong with the request.
std::optional<Complaint> read_asset_query(const std::vector<Field>& fields, AssetQuery& query);

// The wording for a value outside an enumeration, for those who must find fault later than here.
Complaint invalid_value(std::string_view parameter, std::string_view value, std::string_view ending);

// Every accepted name, in the order in which the complaint lists them.
const std::vector<std::string_view>& asset_query_names();

}  // namespace sluice::sim
