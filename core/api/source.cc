#include "api/source.h"

#include <algorithm>

#include "api/endpoint.h"
#include "api/mobile_api.h"
#include "api/ot_api.h"
#include "base/text.h"

namespace sluice {
namespace {

constexpr std::string_view kMobilePermission = "VMDR Mobile API Access";
constexpr std::string_view kOtPermission = "VMDR OT.API.ACCESS";

// "1.0,v1": without blanks, as the gateway lists allowed values (api-reference.md 6.5).
Error refused(std::string_view what, std::string_view value, const std::vector<std::string_view>& allowed) {
  std::string list;
  for (const std::string_view each : allowed) {
    if (!list.empty()) list += ",";
    list += each;
  }
  return {"invalid_parameter", "parameter " + std::string(what) + " has invalid value: " + shorten(value, 200) +
                                   " (please specify one of the following: " + list + ")"};
}

bool one_of(const std::vector<std::string_view>& allowed, std::string_view value) {
  return std::find(allowed.begin(), allowed.end(), value) != allowed.end();
}

Result<std::string> mobile_path(std::string_view version, std::string_view path) {
  if (!version.empty()) {
    return Error{"invalid_parameter", "parameter apiVersion has invalid value: " + shorten(version, 200) +
                                          " (the Mobile API has one version only: leave it out)"};
  }
  const std::vector<std::string_view> documented = {kMobilePath, kMobilePathOld};
  if (path.empty()) return std::string(kMobilePath);
  if (!one_of(documented, path)) return refused("path", path, documented);
  return std::string(path);
}

Result<std::string> ot_path(const Source& source, std::string_view version, std::string_view path) {
  const std::vector<std::string_view> versions = versions_of(source);
  if (version.empty()) version = versions.front();
  if (!one_of(versions, version)) return refused("apiVersion", version, versions);
  std::string own = endpoint_path({.module = "ot", .version = version, .object = ot_object(source.id),
                                   .operation = "list"});
  if (!path.empty() && path != own) return refused("path", path, {own});
  return own;
}

}  // namespace

const std::vector<Source>& sources() {
  static const std::vector<Source> kSources = {
      {kMobileSource, Api::kMobile, "Mobile assets", "asset", "assets", {"assets", "detections"}, kMobilePermission,
       false},
      {kOtHosts, Api::kOt, "OT hosts", "host", "hosts", {kOtHosts}, kOtPermission, false},
      {kOtDetections, Api::kOt, "OT detections", "detection", "detections", {kOtDetections}, kOtPermission, true},
      {kOtProjectFiles, Api::kOt, "OT project files", "file", "files", {kOtProjectFiles}, kOtPermission, false},
  };
  return kSources;
}

const Source* find_source(std::string_view id) {
  for (const Source& source : sources()) {
    if (source.id == id) return &source;
  }
  return nullptr;
}

const Source* find_source_of_table(std::string_view table) {
  for (const Source& source : sources()) {
    if (one_of(source.tables, table)) return &source;
  }
  return nullptr;
}

Error unknown_source(std::string_view id) {
  std::vector<std::string_view> known;
  for (const Source& source : sources()) known.push_back(source.id);
  return refused("source", id, known);
}

const std::vector<Parameter>& parameters_of(const Source& source) {
  return source.api == Api::kMobile ? mobile_parameters() : ot_parameters(source.id);
}

std::vector<std::string_view> versions_of(const Source& source) {
  if (source.api == Api::kMobile) return {};
  return {kOtVersion, kOtVersionOld};
}

Result<std::string> path_of(const Source& source, std::string_view version, std::string_view path) {
  return source.api == Api::kMobile ? mobile_path(version, path) : ot_path(source, version, path);
}

}  // namespace sluice
