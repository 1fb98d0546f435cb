#include "client/run_summary.h"

#include <nlohmann/json.hpp>

#include "client/past_runs.h"

namespace sluice {
namespace {

using Json = nlohmann::ordered_json;

// No page is like that: what lies beyond was not written by us, and would not fit into a forecast's arithmetic.
constexpr uint64_t kPageAssetsMax = 1000000;
constexpr uint64_t kPageBytesMax = 1000000000000;
constexpr uint64_t kPageMsMax = 86400000;

std::string text(const Json& object, const char* name) {
  const auto found = object.find(name);
  return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
}

std::optional<uint64_t> count(const Json& object, const char* name) {
  const auto found = object.find(name);
  if (found == object.end() || !found->is_number_unsigned()) return std::nullopt;
  return found->get<uint64_t>();
}

std::optional<TypicalPage> read_page(const Json& json) {
  const auto page = json.find("page");
  if (page == json.end() || !page->is_object()) return std::nullopt;
  const std::optional<uint64_t> assets = count(*page, "assets");
  const std::optional<uint64_t> bytes = count(*page, "bytes");
  const std::optional<uint64_t> ms = count(*page, "ms");
  if (!assets || !bytes || !ms) return std::nullopt;
  if (*assets == 0 || *assets > kPageAssetsMax || *bytes > kPageBytesMax || *ms > kPageMsMax) return std::nullopt;
  return TypicalPage{*assets, *bytes, Duration::millis(static_cast<int64_t>(*ms))};
}

}  // namespace

bool RunSummary::resumable() const {
  return state == "interrupted" || state == "stopped" || state == "partial" || state == "failed";
}

std::string run_summary(const PullPlan& plan, const RunStatus& status, const Manifest& manifest, const PageCost& cost) {
  const uint64_t rows = plan.origin().rows_are_detections ? status.detections : status.assets;
  Json json = {{"id", plan.run_id},
               {"source", plan.source},
               {"gateway", plan.gateway},
               {"path", plan.path},
               {"subject", plan.subject},
               {"state", run_state_name(status.state)},
               {"assets", rows},
               {"bytes", status.bytes},
               {"startedAt", manifest.started_at},
               {"request", PastRuns::request_of(plan)}};
  if (const std::optional<TypicalPage> page = cost.typical()) {
    json["page"] = {{"assets", page->assets}, {"bytes", page->bytes}, {"ms", page->took.as_millis()}};
  }
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

std::optional<RunSummary> read_run_summary(std::string_view json_text) {
  const Json json = Json::parse(json_text, nullptr, false);
  if (!json.is_object()) return std::nullopt;
  RunSummary run;
  run.id = text(json, "id");
  if (run.id.empty()) return std::nullopt;
  run.source = text(json, "source");
  run.gateway = text(json, "gateway");
  run.path = text(json, "path");
  run.subject = text(json, "subject");
  run.state = text(json, "state");
  run.assets = count(json, "assets").value_or(0);
  run.bytes = count(json, "bytes").value_or(0);
  run.started_at = text(json, "startedAt");
  run.request = text(json, "request");
  run.page = read_page(json);
  return run;
}

}  // namespace sluice
