#include "script_arguments.h"

#include <algorithm>
#include <climits>
#include <nlohmann/json.hpp>
#include <utility>

#include "base/text.h"

namespace sluice {
namespace {

// In the order in which they were written: parameters are sent in the user's order.
using Json = nlohmann::ordered_json;

constexpr size_t kArgumentListMax = 10000;

Json parse(std::string_view json) {
  Json parsed = Json::parse(json, nullptr, false);
  return parsed.is_object() ? parsed : Json::object();
}

const Json* member(const Json& object, const char* name) {
  const auto at = object.find(name);
  return at == object.end() || at->is_null() ? nullptr : &*at;
}

std::string text(const Json& object, const char* name) {
  const Json* value = member(object, name);
  return value && value->is_string() ? value->get<std::string>() : std::string();
}

bool flag(const Json& object, const char* name, bool fallback) {
  const Json* value = member(object, name);
  return value && value->is_boolean() ? value->get<bool>() : fallback;
}

// ["a","b"], or "a" for a list of one.
std::vector<std::string> texts(const Json& object, const char* name) {
  const Json* value = member(object, name);
  std::vector<std::string> list;
  if (value && value->is_string()) list.push_back(value->get<std::string>());
  if (!value || !value->is_array()) return list;
  for (const Json& item : *value) {
    if (item.is_string() && list.size() < kArgumentListMax) list.push_back(item.get<std::string>());
  }
  return list;
}

Error invalid(const char* name, const Json& value, const char* wanted) {
  return {"invalid_parameter", "parameter " + std::string(name) + " has invalid value: " +
                                   shorten(value.dump(-1, ' ', false, Json::error_handler_t::replace), 200) +
                                   " (please specify " + wanted + ")"};
}

// A whole number, if there is one under that name.
Result<std::optional<int64_t>> number(const Json& object, const char* name) {
  const Json* value = member(object, name);
  if (!value) return std::optional<int64_t>();
  if (value->is_number_integer()) return std::optional<int64_t>(value->get<int64_t>());
  if (value->is_number_float()) {
    const double real = value->get<double>();
    if (real >= -9e15 && real <= 9e15 && real == static_cast<double>(static_cast<int64_t>(real))) {
      return std::optional<int64_t>(static_cast<int64_t>(real));
    }
  }
  return invalid(name, *value, "a whole number");
}

// Parameters are text on the wire; numbers and booleans are taken as people mean them.
std::optional<std::string> parameter_text(const Json& value) {
  if (value.is_string()) return value.get<std::string>();
  if (value.is_boolean()) return std::string(value.get<bool>() ? "1" : "0");
  if (value.is_number_integer()) return value.dump();
  return std::nullopt;
}

// `where`: "parameters" or "extra".
Result<ParameterValues> parameters_of(const Json& object, const char* where) {
  ParameterValues values;
  const Json* parameters = member(object, where);
  if (!parameters) return values;
  if (!parameters->is_object()) return invalid(where, *parameters, "an object of names and texts");
  for (const auto& [name, value] : parameters->items()) {
    const std::optional<std::string> as_text = parameter_text(value);
    if (!as_text) return invalid(name.c_str(), value, "a text");
    values.emplace_back(name, *as_text);
  }
  return values;
}

Result<std::optional<int64_t>> page_size_of(const Json& object) {
  const Json* value = member(object, "pageSize");
  if (value && value->is_string() && value->get<std::string>() == "auto") return std::optional<int64_t>();
  return number(object, "pageSize");
}

int narrow(int64_t value) { return static_cast<int>(std::clamp<int64_t>(value, INT_MIN, INT_MAX)); }

// JavaScript numbers may be anything; what is no count is "all" or "none".
size_t size_of(const std::optional<int64_t>& number, size_t fallback) {
  if (!number) return fallback;
  return *number < 0 ? 0 : static_cast<size_t>(*number);
}

}  // namespace

Result<PullRequest> read_pull(std::string_view json) {
  const Json object = parse(json);
  PullRequest request;
  if (member(object, "source")) request.source = text(object, "source");
  request.path = text(object, "path");
  request.api_version = text(object, "apiVersion");
  if (const Json* version = member(object, "apiVersion"); version && !version->is_string()) {
    return invalid("apiVersion", *version, "a text like \"1.0\"");
  }
  Result<ParameterValues> parameters = parameters_of(object, "parameters");
  if (!parameters) return parameters.error();
  request.parameters = parameters.take();
  Result<ParameterValues> extra = parameters_of(object, "extra");
  if (!extra) return extra.error();
  request.extra = extra.take();
  if (const Json* since = member(object, "since")) {
    if (text(object, "since") != "last") return invalid("since", *since, "the following: \"last\"");
    request.since_last = true;
  }
  const Result<std::optional<int64_t>> page_size = page_size_of(object);
  if (!page_size) return page_size.error();
  request.page_size = page_size.value();
  const Result<std::optional<int64_t>> concurrency = number(object, "concurrency");
  if (!concurrency) return concurrency.error();
  if (concurrency.value()) request.concurrency = narrow(*concurrency.value());
  const Result<std::optional<int64_t>> reserve = number(object, "reserveCalls");
  if (!reserve) return reserve.error();
  if (reserve.value()) request.reserve_calls = narrow(*reserve.value());
  return request;
}

Result<PullArguments> read_pull_arguments(std::string_view json) {
  const Json object = parse(json);
  PullArguments arguments;
  if (const Json* keep = member(object, "keep")) {
    if (!keep->is_boolean()) return invalid("keep", *keep, "true or false");
    arguments.keep = keep->get<bool>();
  }
  if (const Json* resume = member(object, "resume")) {
    arguments.resume = text(object, "resume");
    if (arguments.resume.empty()) return invalid("resume", *resume, "a run id of runs(), or a checkpoint Blob");
  }
  const Result<std::optional<int64_t>> checkpoint = number(object, "checkpoint");
  if (checkpoint && checkpoint.value()) arguments.checkpoint = narrow(*checkpoint.value());
  return arguments;
}

Result<SignInRequest> read_sign_in(std::string_view json) {
  const Json object = parse(json);
  SignInRequest request;
  request.client_id = text(object, "clientId");
  if (const Json* kind = member(object, "clientKind")) {
    const std::string word = text(object, "clientKind");
    if (word != "user" && word != "subscription") return invalid("clientKind", *kind, "\"user\" or \"subscription\"");
    request.client_kind = word == "user" ? ClientKind::kUser : ClientKind::kSubscription;
  }
  request.gateway = text(object, "gateway");
  request.username = text(object, "username");
  request.renew = flag(object, "renew", true);
  return Result<SignInRequest>(std::move(request));
}

Question read_question(std::string_view json) {
  const Json object = parse(json);
  Question question;
  question.table = text(object, "table");
  question.filter = text(object, "filter");
  question.sort = texts(object, "sort");
  return question;
}

Result<RowsRequest> read_rows(std::string_view json) {
  const Json object = parse(json);
  RowsRequest request;
  request.columns = texts(object, "columns");
  const Result<std::optional<int64_t>> offset = number(object, "offset");
  if (!offset) return offset.error();
  request.offset = size_of(offset.value(), 0);
  const Result<std::optional<int64_t>> limit = number(object, "limit");
  if (!limit) return limit.error();
  request.limit = size_of(limit.value(), request.limit);
  return request;
}

GroupRequest read_group(std::string_view json) {
  const Json object = parse(json);
  return {texts(object, "by"), text(object, "distinct")};
}

ExportRequest read_export(std::string_view json) {
  const Json object = parse(json);
  ExportRequest request;
  request.table = text(object, "table");
  if (member(object, "format")) request.format = text(object, "format");
  request.filter = text(object, "filter");
  request.sort = texts(object, "sort");
  request.columns = texts(object, "columns");
  request.excel_safe = flag(object, "excelSafe", false);
  request.raw_text = flag(object, "rawText", false);
  request.footer = flag(object, "footer", false);
  return request;
}

RecipeArguments read_recipe(std::string_view json) {
  const Json object = parse(json);
  RecipeArguments arguments;
  if (member(object, "gateway")) arguments.gateway = text(object, "gateway");
  arguments.filter = text(object, "filter");
  arguments.origin = text(object, "origin");
  return arguments;
}

std::string read_text(std::string_view json) { return text(parse(json), "text"); }

VerifyArguments read_verify(std::string_view json) {
  const Json object = parse(json);
  VerifyArguments arguments;
  arguments.manifest = text(object, "manifest");
  if (const auto job = number(object, "job"); job && job.value()) arguments.job = *job.value();
  arguments.file = flag(object, "file", false);
  return arguments;
}

std::string read_source(std::string_view json) {
  const Json object = parse(json);
  return text(object, "source");
}

}  // namespace sluice
