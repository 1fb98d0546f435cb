#include "api/mobile_api.h"

#include <limits>

namespace sluice {
namespace {

constexpr int64_t kIdMax = std::numeric_limits<int64_t>::max();

Parameter flag(std::string_view name, std::string_view fallback, std::string_view group, std::string_view label,
               std::string_view doc) {
  Parameter p;
  p.name = name;
  p.type = ParameterType::kFlag;
  p.values = {"1", "0"};
  p.fallback = fallback;
  p.group = group;
  p.label = label;
  p.doc = doc;
  return p;
}

Parameter choice(std::string_view name, std::vector<std::string_view> values, std::string_view fallback,
                 std::string_view group, std::string_view label, std::string_view doc) {
  Parameter p = flag(name, fallback, group, label, doc);
  p.type = ParameterType::kEnum;
  p.values = std::move(values);
  return p;
}

Parameter open(std::string_view name, ParameterType type, std::string_view group, std::string_view label,
               std::string_view doc, int64_t least = 0, int64_t most = 0) {
  Parameter p;
  p.name = name;
  p.type = type;
  p.group = group;
  p.label = label;
  p.doc = doc;
  p.least = least;
  p.most = most;
  return p;
}

Parameter engine(Parameter p) {
  p.ours = true;
  return p;
}

Parameter with_default(Parameter p, std::string_view fallback) {
  p.fallback = fallback;
  return p;
}

Parameter with_values(Parameter p, std::vector<std::string_view> values, std::string_view fallback) {
  p.values = std::move(values);
  p.fallback = fallback;
  return p;
}

using Kind = Constraint::Kind;

Parameter needing(Parameter p, Constraint constraint) {
  p.constraints.push_back(constraint);
  return p;
}

// Every tag parameter but show_tags works only when assets are selected by tags (api-reference.md 6.2).
Parameter by_tags(Parameter p) { return needing(std::move(p), {Kind::kNeedsValue, "use_tags", "1"}); }

}  // namespace

// api-reference.md 6.2, in the order of the guide's tables.
const std::vector<Parameter>& mobile_parameters() {
  using T = ParameterType;
  static const std::vector<Parameter> kParameters = {
      engine(choice("action", {"list"}, "list", "general", "Action", "What is asked for; always list.")),
      flag("echo_request", "0", "general", "Echo the request", "1 lists the request's own parameters in the answer."),
      flag("show_asset_id", "0", "general", "Show asset ID", "1 adds a second id element, ASSET_ID, to each asset."),

      flag("show_results", "1", "detection", "Show results",
           "0 leaves out RESULTS, which makes pages much smaller."),
      flag("show_reopened_info", "0", "detection", "Show reopened info",
           "1 adds when and how often a fixed detection was reopened."),
      choice("output_format", {"XML"}, "XML", "detection", "Output format", "The gateway answers in XML only."),
      with_default(open("truncation_limit", T::kInt, "detection", "Truncation limit",
                        "Most asset records per request, up to 1,000,000. 0 means 1000.", 0, kTruncationLimitMax),
                   "1000"),
      needing(open("max_days_since_detection_updated", T::kInt, "detection", "Updated within days",
                   "Only detections whose status changed within so many days; one that never changed counts by its last "
                   "detection. Not together with detection_updated_since.",
                   0, 100000),
              {Kind::kNotWith, "detection_updated_since", ""}),
      needing(open("detection_updated_since", T::kDate, "detection", "Updated since",
                   "Only detections whose status changed after this moment, UTC; one that never changed counts by its "
                   "last detection. Not together with max_days_since_detection_updated."),
              {Kind::kNotWith, "max_days_since_detection_updated", ""}),
      open("detection_updated_before", T::kDate, "detection", "Updated before",
           "Only detections whose status changed before this moment, UTC. With detection_updated_since it makes a "
           "window."),

      open("ids", T::kRangeList, "asset", "Asset IDs", "Only these asset IDs and ranges.", 1, kIdMax),
      with_values(open("status", T::kEnumList, "asset", "Asset status",
                       "Only assets with one of these statuses. Without it, only Enrolled ones are listed."),
                  {"Enrolled", "De-enrolled", "Ready for Re-enrollment"}, "Enrolled"),
      open("os_pattern", T::kPattern, "asset", "OS pattern",
           "Only assets whose operating system matches this regular expression (PCRE); ^$ finds those without one. It "
           "is encoded when it is sent, so type it as it is meant."),

      open("qids", T::kRangeList, "qid", "QIDs", "Only detections with these QIDs and ranges.", 1, kIdMax),
      open("severities", T::kRangeList, "qid", "Severities", "Only detections of these severities, 1 to 5.", 1, 5),

      flag("use_tags", "0", "tags", "Select by tags", "1 selects assets by tags, 0 by asset ID."),
      by_tags(choice("tag_set_by", {"id", "name"}, "id", "tags", "Tags given by",
                     "Whether the tag sets hold ids or names. Needs use_tags=1.")),
      by_tags(choice("tag_include_selector", {"any", "all"}, "any", "tags", "Include assets with",
                     "Whether an asset must have any or all of the included tags. Needs use_tags=1.")),
      needing(by_tags(choice("tag_exclude_selector", {"any", "all"}, "any", "tags", "Exclude assets with",
                             "Whether an asset must have any or all of the excluded tags to be left out. Needs "
                             "use_tags=1, and tag_include_selector in the same request.")),
              {Kind::kNeeds, "tag_include_selector", ""}),
      by_tags(open("tag_set_include", T::kTagList, "tags", "Included tags",
                   "Assets with these tags: ids or names, separated by commas. Needs use_tags=1.")),
      needing(by_tags(open("tag_set_exclude", T::kTagList, "tags", "Excluded tags",
                           "Not the assets with these tags: ids or names, separated by commas. Needs use_tags=1 and "
                           "tag_set_include.")),
              {Kind::kNeeds, "tag_set_include", ""}),
      flag("show_tags", "0", "tags", "Show tags", "1 lists each asset's tags; works without selecting by tags."),

      open("first_found_datetime", T::kDate, "timestamps", "First found",
           "Named by the guide among the parameters; gateways are believed to ignore it."),
      open("last_found_datetime", T::kDate, "timestamps", "Last found",
           "Named by the guide among the parameters; gateways are believed to ignore it."),
      open("last_update_datetime", T::kDate, "timestamps", "Last updated",
           "Named by the guide among the parameters; gateways are believed to ignore it."),
      open("last_fixed_datetime", T::kDate, "timestamps", "Last fixed",
           "Named by the guide among the parameters; gateways are believed to ignore it."),

      engine(open("id_min", T::kInt, "general", "Lowest asset ID", "Where the next page begins.", 0, kIdMax)),
  };
  return kParameters;
}

}  // namespace sluice
