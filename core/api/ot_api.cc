#include "api/ot_api.h"

namespace sluice {
namespace {

Parameter entry(std::string_view name, ParameterType type, std::string_view label, std::string_view doc) {
  Parameter p;
  p.name = name;
  p.type = type;
  p.group = "query";
  p.label = label;
  p.doc = doc;
  return p;
}

// api-reference.md 5.2. The gateway's own page size is not known, so one is always sent: then 100 is its default here.
std::vector<Parameter> catalogue(std::string_view filter_doc, std::vector<std::string_view> sort_tokens) {
  Parameter filter = entry("filter", ParameterType::kQql, "Filter", filter_doc);
  Parameter number = entry("pageNumber", ParameterType::kInt, "Page", "Which page is asked for, counted from 0.");
  number.most = 1000000000;
  number.ours = true;
  Parameter size = entry("pageSize", ParameterType::kInt, "Page size",
                         "Most records per request, 1 to 100. Smaller pages cost more calls of the rate limit.");
  size.fallback = "100";
  size.least = 1;
  size.most = kOtPageSizeMax;
  Parameter sort = entry("sort", ParameterType::kSort, "Sort",
                         "The order in which the gateway lists: JSON such as [{\"name\":\"asc\"}], with asc or desc. "
                         "Other tokens than those offered may exist.");
  sort.values = std::move(sort_tokens);
  return {filter, number, size, sort};
}

}  // namespace

const std::vector<Parameter>& ot_parameters(std::string_view source) {
  // Tokens of api-reference.md 5.4; the list is open, since the vendor renames tokens over time (5.6).
  static const std::vector<Parameter> kHosts =
      catalogue("Only hosts that match this query, such as hardware.manufacturer:`Siemens`. Tokens are the gateway's.",
                {"asset.created", "asset.lastUpdated", "asset.name", "asset.risk", "asset.vulnerabilityCount"});
  static const std::vector<Parameter> kDetections =
      catalogue("Only detections that match this query, such as vulnerabilities.severity>=4 and asset.name:\"plc\".",
                {"vulnerabilities.criticality", "vulnerabilities.lastDetected", "vulnerabilities.qid",
                 "vulnerabilities.severity", "vulnerabilities.typeDetected", "vulnerabilities.vulnCategory"});
  static const std::vector<Parameter> kProjectFiles =
      catalogue("Only project files that match this query, such as vendor:`Siemens`.",
                {"assetCount", "engineeringToolName", "engineeringToolVersion", "fileHash", "lastUpdated", "name",
                 "plantLocation", "status", "uploadedBy", "vendor"});
  if (source == kOtDetections) return kDetections;
  return source == kOtProjectFiles ? kProjectFiles : kHosts;
}

std::string_view ot_object(std::string_view source) {
  if (source == kOtDetections) return "detection";
  return source == kOtProjectFiles ? "projectfile" : "host";
}

const std::vector<std::string_view>& ot_list_names(std::string_view source) {
  static const std::vector<std::string_view> kHosts = {"assets", "hosts", "data", "items", "records", "results"};
  static const std::vector<std::string_view> kDetections = {"vulnerabilities", "detections", "data", "items", "records",
                                                            "results"};
  static const std::vector<std::string_view> kProjectFiles = {"data", "items", "records", "results", "projectFiles",
                                                              "projectfiles", "files"};
  if (source == kOtDetections) return kDetections;
  return source == kOtProjectFiles ? kProjectFiles : kHosts;
}

const std::vector<std::string_view>& ot_identity(std::string_view source) {
  static const std::vector<std::string_view> kHosts = {"assetId", "asset.assetId", "id", "uuid"};
  static const std::vector<std::string_view> kDetections = {"id", "uuid", "detectionId"};
  static const std::vector<std::string_view> kProjectFiles = {"id", "uuid", "projectFileId", "fileId"};
  if (source == kOtDetections) return kDetections;
  return source == kOtProjectFiles ? kProjectFiles : kHosts;
}

}  // namespace sluice
