#include "client/pull_plan.h"

#include "api/endpoint.h"
#include "api/mobile_api.h"
#include "api/ot_api.h"
#include "base/number.h"
#include "base/text.h"
#include "client/pull_increment.h"
#include "flow/limit_headers.h"

namespace sluice {
namespace {

// What a next page adds to the first address: id_min, and whatever a gateway thinks of.
constexpr size_t kNextPageBytes = 500;

Error invalid(std::string message) { return {"invalid_parameter", std::move(message)}; }

// How many records a page holds, and under which name that is sent.
struct PageSizing {
  std::string_view name;
  int64_t fallback;
  int64_t most;
};

PageSizing sizing_of(const Source& source) {
  if (source.api == Api::kMobile) return {"truncation_limit", kTruncationLimitDefault, kTruncationLimitMax};
  return {"pageSize", kOtPageSizeMax, kOtPageSizeMax};
}

Result<uint64_t> page_size_of(const PullRequest& request, const PageSizing& sizing) {
  const std::string* given = find_value(request.parameters, sizing.name);
  if (given && request.page_size) {
    return invalid("Please specify only one of these parameters: " + std::string(sizing.name) +
                   ", pageSize. Both set how many records a page holds.");
  }
  if (!request.page_size) {
    const int64_t size = given ? parse_int(*given).value_or(0) : 0;
    return static_cast<uint64_t>(size > 0 ? size : sizing.fallback);
  }
  if (*request.page_size < 1 || *request.page_size > sizing.most) {
    return invalid("parameter pageSize has invalid value: " + std::to_string(*request.page_size) +
                   " (please specify one of the following: 1-" + std::to_string(sizing.most) + ")");
  }
  return static_cast<uint64_t>(*request.page_size);
}

// The user's own, in the user's order, as they are meant.
ParameterValues meant(const std::vector<Parameter>& catalogue, const ParameterValues& values) {
  ParameterValues out;
  for (const auto& [name, value] : values) {
    const Parameter* parameter = find_parameter(catalogue, name);
    out.emplace_back(name, parameter ? normalized_value(*parameter, value) : value);
  }
  return out;
}

Result<void> check_extra(const std::vector<Parameter>& catalogue, const PullRequest& request) {
  for (const auto& [name, value] : request.extra) {
    if (name.empty()) return invalid("An extra parameter has no name. Write it as name=value.");
    if (find_parameter(catalogue, name) == nullptr) continue;
    return invalid("parameter " + shorten(name, 100) + " is documented: give it among the parameters, where its value is "
                                                       "checked.");
  }
  return {};
}

}  // namespace

Query query_of(const ParameterValues& parameters) {
  Query query;
  for (const auto& [name, value] : parameters) query.set(name, value);
  return query;
}

RecordRules record_rules(const Source& source) {
  RecordRules rules;
  for (const std::string_view name : ot_list_names(source.id)) rules.list_names.emplace_back(name);
  for (const std::string_view path : ot_identity(source.id)) rules.identity_paths.emplace_back(path);
  rules.asset_paths = {"assetId", "asset.assetId"};
  return rules;
}

size_t room_for_ids(const PullPlan& plan) {
  Query query = query_of(plan.parameters);
  query.set("ids", "");
  const Result<std::string> rest = endpoint_url(plan.gateway, plan.path, query);
  if (!rest || rest.value().size() + kNextPageBytes >= kUrlBytesMax) return 0;
  return kUrlBytesMax - kNextPageBytes - rest.value().size();
}

Result<std::vector<IdBatch>> batches_of(const PullPlan& plan) {
  Query query = query_of(plan.parameters);
  const Result<std::string> whole = endpoint_url(plan.gateway, plan.path, query);
  if (whole.ok()) return std::vector<IdBatch>{};
  const std::string* ids = query.find("ids");
  if (plan.origin().api != Api::kMobile || !ids) return whole.error();
  std::vector<IdBatch> batches = id_batches(*ids, room_for_ids(plan));
  if (batches.empty()) return whole.error();
  return batches;
}

Result<PullPlan> plan_pull(const PullRequest& request, const std::string& gateway) {
  const Source* source = find_source(request.source);
  if (!source) return unknown_source(request.source);
  PullPlan plan;
  plan.source = request.source;
  plan.gateway = gateway;
  Result<std::string> path = path_of(*source, request.api_version, request.path);
  if (!path) return path.error();
  plan.path = path.take();
  const std::vector<Parameter>& catalogue = parameters_of(*source);
  const ParameterValues given = meant(catalogue, request.parameters);
  if (Result<void> checked = check_parameters(catalogue, given); !checked) return checked.error();
  if (Result<void> checked = check_extra(catalogue, request); !checked) return checked.error();
  if (Result<void> checked = request.since_last ? check_incremental(*source, given) : Result<void>(); !checked) {
    return checked.error();
  }
  const PageSizing sizing = sizing_of(*source);
  const Result<uint64_t> page_size = page_size_of(request, sizing);
  if (!page_size) return page_size.error();
  plan.page_size = page_size.value();
  plan.page_size_is_auto =
      source->api == Api::kMobile && !request.page_size && !find_value(request.parameters, sizing.name);

  if (source->api == Api::kMobile) plan.parameters.emplace_back("action", "list");
  for (const auto& [name, value] : given) {
    if (name == "pageNumber") {
      plan.warnings.push_back("pageNumber was left out: a pull always begins with the first page and brings them all.");
    } else if (name != "action") {
      plan.parameters.emplace_back(name, value);
    }
  }
  if (!find_value(given, sizing.name)) plan.parameters.emplace_back(sizing.name, std::to_string(plan.page_size));
  for (const auto& [name, value] : request.extra) {
    plan.parameters.emplace_back(name, value);
    plan.warnings.push_back("The parameter " + shorten(name, 100) +
                            " is not documented; it was sent as given, and what it does is the gateway's affair.");
  }

  if (request.concurrency < 1 || request.concurrency > kConcurrencyMax) {
    return invalid("parameter concurrency has invalid value: it must be from 1 to " + std::to_string(kConcurrencyMax));
  }
  if (request.reserve_calls && *request.reserve_calls < 0) {
    return invalid("parameter reserveCalls has invalid value: it must be 0 or more");
  }
  plan.concurrency = request.concurrency;
  plan.reserve_calls = request.reserve_calls;
  plan.keep = request.keep;
  Result<std::vector<IdBatch>> batches = batches_of(plan);
  if (!batches) return batches.error();
  plan.id_batches = batches.take();
  if (!plan.id_batches.empty()) {
    plan.warnings.push_back("The list of ids is too long for one address: it is sent in " +
                            std::to_string(plan.id_batches.size()) + " parts.");
  }
  return plan;
}

}  // namespace sluice
