#include "script_json.h"

#include <nlohmann/json.hpp>
#include <utility>

#include "api/platforms.h"
#include "base/date.h"
#include "base/number.h"
#include "base/text.h"

namespace sluice {
namespace {

using Json = nlohmann::ordered_json;

// Text of the world may be broken UTF-8; that must not stop anything.
std::string dump(const Json& json) { return json.dump(-1, ' ', false, Json::error_handler_t::replace); }

Json text_or_null(std::string_view text) { return text.empty() ? Json(nullptr) : Json(text); }

Json session_of(const SessionStatus& session) {
  Json json;
  json["state"] = session_state_name(session.state);
  json["subject"] = text_or_null(session.subject);
  json["expiresInSec"] = session.expires_in_s ? Json(*session.expires_in_s) : Json(nullptr);
  json["gateway"] = session.state == SessionState::kSignedOut ? Json(nullptr) : Json(session.gateway);
  json["kind"] = text_or_null(session.kind);
  json["renews"] = session.renews;
  json["modules"] = session.modules;
  return json;
}

int64_t seconds_until(const std::optional<Instant>& at, Instant now) {
  return at && *at > now ? (*at - now).whole_seconds_left() : 0;
}

Json run_of(const RunStatus& run, Instant now) {
  Json json;
  json["id"] = text_or_null(run.id);
  json["source"] = text_or_null(run.source);
  json["state"] = run_state_name(run.state);
  json["pages"] = run.pages;
  json["assets"] = run.assets;
  json["detections"] = run.detections;
  json["bytes"] = run.bytes;
  json["calls"] = run.calls;
  json["retries"] = run.retries;
  json["refused"] = run.refused;
  json["duplicates"] = run.duplicates;
  json["quarantined"] = run.quarantined;
  json["total"] = run.total ? Json(*run.total) : Json(nullptr);
  json["waitReason"] = text_or_null(wait_reason_name(run.wait_reason));
  json["waitSec"] = seconds_until(run.wait_until, now);
  json["message"] = run.message;
  return json;
}

Json budget_of(const BudgetStatus& budget) {
  Json json;
  json["limit"] = budget.limit;
  json["remaining"] = budget.remaining;
  json["windowSec"] = budget.window_s;
  json["concurrencyLimit"] = budget.concurrency_limit;
  json["known"] = budget.known;
  return json;
}

Json frame_of(const platform::FrameStats& frames) {
  Json json;
  json["drawn"] = frames.drawn_count();
  json["skipped"] = frames.skipped_count();
  json["buildMsP50"] = frames.build_ms(0.5);
  json["buildMsP99"] = frames.build_ms(0.99);
  json["longestTaskMs"] = frames.longest_task_ms();
  json["startTaskMs"] = frames.longest_start_task_ms();
  json["copyMsMax"] = frames.longest_copy_ms();
  return json;
}

Json memory_of(const Client& client, size_t heap_bytes) {
  uint64_t bytes = 0;
  uint64_t rows = 0;
  for (const Source& source : sources()) {
    const std::shared_ptr<const Store> store = client.store(source.id);
    if (!store) continue;
    bytes += store->bytes();
    for (const Table* table : store->tables()) rows += table->live_count();
  }
  Json json;
  json["heapBytes"] = heap_bytes;
  json["tableBytes"] = bytes;
  json["rows"] = rows;
  return json;
}

Json request_of(const RequestLogEntry& entry) {
  Json json;
  json["at"] = iso_datetime_millis(entry.at);
  json["method"] = entry.method;
  json["url"] = entry.url;
  json["status"] = entry.status;
  json["bytes"] = entry.bytes;
  json["ms"] = entry.ms < 0 ? Json(nullptr) : Json(entry.ms);
  json["reason"] = entry.reason;
  json["waitedMs"] = entry.waited_ms;
  if (!entry.note.empty()) json["note"] = entry.note;
  return json;
}

Json constraints_of(const Parameter& parameter) {
  Json json = Json::object();
  if (parameter.most > 0) {
    json["least"] = parameter.least;
    json["most"] = parameter.most;
  }
  for (const Constraint& constraint : parameter.constraints) {
    switch (constraint.kind) {
      case Constraint::Kind::kNotWith: json["notWith"].push_back(constraint.other); break;
      case Constraint::Kind::kNeeds: json["needs"].push_back(constraint.other); break;
      case Constraint::Kind::kNeedsValue: json["needsValue"][std::string(constraint.other)] = constraint.value; break;
    }
  }
  return json;
}

Json parameter_of(const Parameter& parameter) {
  Json json;
  json["name"] = parameter.name;
  json["type"] = parameter_type_name(parameter.type);
  if (!parameter.values.empty()) json["values"] = parameter.values;
  if (parameter.fallback) json["default"] = *parameter.fallback;
  json["group"] = parameter.group;
  json["label"] = parameter.label;
  json["doc"] = parameter.doc;
  json["constraints"] = constraints_of(parameter);
  return json;
}

Json cell_of(const Cell& cell, const StringPool& pool) {
  if (cell.kind != Cell::Kind::kNumber || cell.type == ColumnType::kDatetime) return cell_text(cell, pool);
  if (cell.type == ColumnType::kBool) return cell.number != 0;
  const bool exact = cell.number >= -kExactInDoubleMax && cell.number <= kExactInDoubleMax;
  return exact ? Json(cell.number) : Json(std::to_string(cell.number));
}

}  // namespace

std::string value_answer(std::string_view json) { return "{\"value\":" + std::string(json) + "}"; }

std::string error_answer(const Error& error) {
  return "{\"error\":{\"code\":" + json_text(error.code) + ",\"message\":" + json_text(error.message) + "}}";
}

std::string ticket_answer(int ticket) { return "{\"ticket\":" + std::to_string(ticket) + "}"; }

std::string json_text(std::string_view text) {
  std::string out;
  append_json_string(out, text);
  return out;
}

std::string session_json(const SessionStatus& session) { return dump(session_of(session)); }

std::string run_json(const RunStatus& run, Instant now) { return dump(run_of(run, now)); }

std::string status_json(const Client& client, Instant now, const platform::FrameStats& frames, size_t heap_bytes) {
  Json json;
  json["session"] = session_of(client.session(now));
  json["run"] = run_of(client.run(), now);
  json["budget"] = budget_of(client.budget(now));
  json["frame"] = frame_of(frames);
  json["memory"] = memory_of(client, heap_bytes);
  return dump(json);
}

std::string requests_json(const std::deque<RequestLogEntry>& requests) {
  Json json = Json::array();
  for (const RequestLogEntry& entry : requests) json.push_back(request_of(entry));
  return dump(json);
}

std::string platforms_json() {
  Json json = Json::array();
  for (const Platform& platform : platforms()) {
    json.push_back({{"id", platform.id}, {"name", platform.name}, {"gateway", platform.gateway}});
  }
  return dump(json);
}

std::string parameters_json(const std::vector<Parameter>& catalogue) {
  Json json = Json::array();
  for (const Parameter& parameter : catalogue) json.push_back(parameter_of(parameter));
  return dump(json);
}

std::string forecast_json(const RunForecast& forecast) {
  Json json;
  json["callsNeeded"] = forecast.calls_needed ? Json(*forecast.calls_needed) : Json(nullptr);
  json["callsLeft"] = forecast.calls_left;
  json["secondsLeft"] = forecast.time_left ? Json(forecast.time_left->as_seconds()) : Json(nullptr);
  json["pageSize"] = forecast.page_size;
  json["why"] = forecast.why;
  json["choices"] = Json::array();
  for (const ForecastChoice& choice : forecast.choices) {
    json["choices"].push_back(
        {{"pageSize", choice.page_size}, {"calls", choice.calls}, {"seconds", choice.time.as_seconds()}});
  }
  return dump(json);
}

std::string recipe_json(const Recipe& recipe) {
  return dump(Json({{"curl", recipe.curl}, {"fragment", recipe.fragment}}));
}

std::string pasted_call_json(const PastedCall& call) {
  Json json;
  json["gateway"] = call.gateway;
  json["source"] = text_or_null(call.source);
  if (!call.version.empty()) json["apiVersion"] = call.version;
  if (!call.path.empty()) json["path"] = call.path;
  json["parameters"] = Json::object();
  for (const auto& [name, value] : call.parameters) json["parameters"][name] = value;
  if (!call.note.empty()) json["note"] = call.note;
  return dump(json);
}

std::string columns_json(const Table& table) {
  Json json = Json::array();
  for (ColumnId id = 0; id < table.column_count(); ++id) {
    const ColumnInfo info = table.column(id);
    Json column;
    column["name"] = info.name;
    column["type"] = column_type_name(info.type);
    if (!info.values.empty()) column["values"] = info.values;
    json.push_back(std::move(column));
  }
  return dump(json);
}

std::string filter_error_json(const std::optional<FilterError>& error) {
  if (!error) return "null";
  Json json;
  json["message"] = error->message;
  json["offset"] = error->offset;
  return dump(json);
}

std::string export_answer_json(const ExportJob& job) {
  return "{\"value\":{\"name\":" + json_text(job.file_name()) +
         ",\"type\":" + json_text(export_mime_type(job.request().format)) +
         ",\"manifest\":" + job.manifest().to_json() + "}}";
}

std::string verdict_json(const Verdict& verdict) {
  const Json json = {{"ok", verdict.ok}, {"problems", verdict.problems}};
  return dump(json);
}

void append_group_json(std::string& out, const Table& table, const std::vector<ColumnId>& by, const GroupRow& group,
                       bool with_distinct) {
  Json json = Json::object();
  for (size_t i = 0; i < by.size(); ++i) {
    if (group.values[i].missing()) continue;
    json[table.column(by[i]).name] = cell_of(group.values[i], table.pool());
  }
  json["count"] = group.count;
  if (with_distinct) json["distinct"] = group.distinct;
  out += dump(json);
}

}  // namespace sluice
