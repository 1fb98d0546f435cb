#include "client/manifest.h"

#include <nlohmann/json.hpp>

namespace sluice {
namespace {

using Json = nlohmann::ordered_json;

template <typename T>
Json or_null(const std::optional<T>& value) {
  return value ? Json(*value) : Json(nullptr);
}

Json page_json(const ManifestPage& p) {
  Json json = {{"index", p.index},   {"cursorIn", p.cursor_in}, {"cursorOut", p.cursor_out}, {"status", p.status},
               {"bytes", p.bytes},   {"assets", p.assets},      {"detections", p.detections}, {"attempts", p.attempts},
               {"waitedMs", p.waited_ms}};
  if (!p.range.empty()) json["range"] = p.range;
  if (!p.sha256.empty()) json["sha256"] = p.sha256;
  if (p.names) json["names"] = true;
  return json;
}

Json base_json(const ManifestBase& b) {
  return {{"runId", b.run_id},          {"wholeStartedAt", b.whole_started_at},
          {"since", b.since},           {"assets", b.assets},
          {"detections", b.detections}, {"everything", b.everything},
          {"named", b.named},           {"replaced", b.replaced},
          {"goneCount", b.gone_count},  {"gone", b.gone}};
}

Json quarantine_json(const ManifestQuarantine& q) {
  return {{"id", or_null(q.id)},       {"range", or_null(q.range)}, {"cursor", q.cursor},
          {"reason", q.reason}, {"sample", q.sample}};
}

Json export_json(const ManifestExport& e) {
  Json json = {{"table", e.table},          {"format", e.format}, {"columns", e.columns}, {"filter", e.filter},
               {"excelSafe", e.excel_safe}, {"rows", e.rows},     {"bytes", e.bytes}};
  if (!e.sha256.empty()) json["sha256"] = e.sha256;
  return json;
}

}  // namespace

std::string Manifest::to_json() const {
  Json json;
  json["tool"] = "sluice";
  json["version"] = version;
  json["runId"] = run_id;
  json["source"] = source;
  json["state"] = state;
  json["why"] = why;
  json["gateway"] = gateway;
  json["path"] = path;
  json["subject"] = subject;
  json["parameters"] = Json::object();
  for (const auto& [name, value] : parameters) json["parameters"][name] = value;
  json["startedAt"] = started_at;
  json["finishedAt"] = finished_at;
  json["serverTime"] = server_time;
  json["timeZoneAssumed"] = "UTC";
  json["budget"] = {
      {"limit", or_null(limit)}, {"windowSec", or_null(window_s)}, {"concurrencyLimit", or_null(concurrency_limit)}};
  json["pages"] = Json::array();
  for (const ManifestPage& page : pages) json["pages"].push_back(page_json(page));
  json["nextCursor"] = next_cursor;
  json["totals"] = {{"calls", calls},         {"retries", retries},       {"refused", refused},
                    {"assets", assets},       {"detections", detections}, {"bytes", bytes},
                    {"duplicates", duplicates}, {"sanitized", sanitized},   {"quarantined", quarantined},
                    {"unknownFields", unknown_field_count}};
  json["quarantine"] = Json::array();
  for (const ManifestQuarantine& record : quarantine) json["quarantine"].push_back(quarantine_json(record));
  json["unknownFields"] = Json::array();
  for (const UnknownField& field : unknown_fields) {
    json["unknownFields"].push_back({{"path", field.path}, {"count", field.count}, {"sample", field.sample}});
  }
  json["warnings"] = warnings;
  if (base) json["base"] = base_json(*base);
  if (exported) json["export"] = export_json(*exported);
  // Text from a gateway may hold anything; what is not UTF-8 is replaced, never fatal.
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace sluice
