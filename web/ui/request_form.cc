#include "ui/request_form.h"

#include <algorithm>

#include "base/number.h"
#include "base/text.h"
#include "client/pull_increment.h"

namespace sluice::ui {
namespace {

constexpr std::string_view kPageSize = "pageSize";
constexpr std::string_view kTruncationLimit = "truncation_limit";
constexpr const char* kConcurrencyId = "request.concurrency";
constexpr const char* kReserveId = "request.reserve_calls";

std::optional<int64_t> number_of(const RequestForm::Setting& setting) {
  const std::optional<int64_t> number = parse_int(trim(setting.text));
  return number && *number >= setting.least && *number <= setting.most ? number : std::nullopt;
}

}  // namespace

std::string_view RequestForm::Field::fallback() const {
  return found_out ? std::string_view("auto") : parameter->fallback.value_or("");
}

RequestForm::RequestForm(const Source& source) : source_(source) {
  for (const Parameter& parameter : parameters_of(source)) {
    if (parameter.ours) continue;
    fields_.emplace_back();
    fields_.back().parameter = &parameter;
    fields_.back().id = "request." + std::string(parameter.name);
    fields_.back().found_out = source.api == Api::kMobile && parameter.name == kTruncationLimit;
  }
  settings_.push_back(Setting{kConcurrencyId, "Parallel calls", "1",
                              "How many calls run at a time, at most as many as the gateway allows.", 1,
                              kConcurrencyMax});
  settings_.push_back(Setting{kReserveId, "Reserved calls", "10 %",
                              "Calls of the rate window that are left to other users of the subscription.", 0,
                              kReserveCallsMax});
}

RequestForm::Field* RequestForm::find(std::string_view parameter) {
  for (Field& field : fields_) {
    if (field.parameter->name == parameter) return &field;
  }
  return nullptr;
}

const RequestForm::Field* RequestForm::find(std::string_view parameter) const {
  for (const Field& field : fields_) {
    if (field.parameter->name == parameter) return &field;
  }
  return nullptr;
}

// ── problems ─────────────────────────────────────────────────────────────────────────────────────────────────────────

void RequestForm::check() {
  for (Field& field : fields_) field.problem.clear();
  for (ParameterProblem& problem : find_problems(parameters_of(source_), values())) {
    Field* field = find(problem.name);
    if (field != nullptr && field->problem.empty()) field->problem = std::move(problem.message);
  }
  for (Setting& setting : settings_) {
    setting.problem.clear();
    if (trim(setting.text).empty() || number_of(setting)) continue;
    setting.problem = "A whole number from " + with_thousands(setting.least) + " to " + with_thousands(setting.most) +
                      ", or nothing for " + std::string(setting.hint) + ".";
  }
  const Result<void> incremental = since_last ? check_incremental(source_, values()) : Result<void>();
  since_problem = incremental ? "" : incremental.error().message;
  extra_problem.clear();
  size_t lines = 0;
  for (const std::string_view line : split(extra, '\n')) {
    if (trim(line).empty()) continue;
    const size_t equals = line.find('=');
    const std::string_view name = trim(line.substr(0, equals));
    if (equals == std::string_view::npos || name.empty()) {
      extra_problem = "Not name=value: " + shorten(trim(line), 60);
    } else if (find(name) != nullptr) {
      extra_problem = std::string(name) + " is a documented parameter: it has a field of its own.";
    } else if (++lines > kExtraLinesMax) {
      extra_problem = "More than " + with_thousands(int64_t{kExtraLinesMax}) + " lines.";
    }
    if (!extra_problem.empty()) return;
  }
}

std::optional<std::string> RequestForm::problem() const {
  for (const Field& field : fields_) {
    if (!field.problem.empty()) return field.problem;
  }
  if (!since_problem.empty()) return since_problem;
  for (const Setting& setting : settings_) {
    if (!setting.problem.empty()) return std::string(setting.label) + ": " + setting.problem;
  }
  if (!extra_problem.empty()) return extra_problem;
  return std::nullopt;
}

std::string RequestForm::problem_id() const {
  for (const Field& field : fields_) {
    if (!field.problem.empty()) return field.id;
  }
  if (!since_problem.empty()) return std::string(kSinceId);
  for (const Setting& setting : settings_) {
    if (!setting.problem.empty()) return setting.id;
  }
  return extra_problem.empty() ? "" : "request.extra";
}

// ── values ───────────────────────────────────────────────────────────────────────────────────────────────────────────

void RequestForm::load(Field& field, std::string text) {
  field.text = text == field.fallback() ? "" : std::move(text);
  field.draft.clear();
  if (field.parameter->type != ParameterType::kSort) return;
  std::optional<std::vector<SortRow>> rows = parse_sort_rows(field.text);
  field.raw = !rows.has_value();
  field.rows = rows ? std::move(*rows) : std::vector<SortRow>();
}

void RequestForm::set_text(Field& field, std::string text) {
  load(field, std::move(text));
  check();
}

void RequestForm::set_values(const ParameterValues& values) {
  for (Field& field : fields_) {
    load(field, "");
    for (const auto& [name, text] : values) {
      if (name == field.parameter->name) load(field, text);
    }
  }
  check();
}

void RequestForm::set_request(const PullRequest& request) {
  reset();
  set_values(request.parameters);
  if (request.page_size) {
    Field* size = find(source_.api == Api::kOt ? kPageSize : kTruncationLimit);
    if (size != nullptr && !size->changed()) load(*size, std::to_string(*request.page_size));
  }
  if (path_of(source_, "", request.path)) path = request.path;
  if (path_of(source_, request.api_version, "")) version = request.api_version;
  if (path == path_of(source_, "", "").value()) path.clear();
  if (!version.empty() && version == versions_of(source_).front()) version.clear();
  for (Setting& setting : settings_) {
    if (setting.id == kConcurrencyId && request.concurrency != 1) setting.text = std::to_string(request.concurrency);
    if (setting.id == kReserveId && request.reserve_calls) setting.text = std::to_string(*request.reserve_calls);
  }
  since_last = request.since_last && source_.api == Api::kMobile;
  for (const auto& [name, value] : request.extra) extra += name + "=" + value + "\n";
  check();
}

ParameterValues RequestForm::values() const {
  ParameterValues values;
  const auto demanded = [&](const Parameter& wanted) {
    return std::any_of(fields_.begin(), fields_.end(), [&](const Field& field) {
      const auto& constraints = field.parameter->constraints;
      return field.changed() && std::any_of(constraints.begin(), constraints.end(), [&](const Constraint& c) {
               return c.kind == Constraint::Kind::kNeeds && c.other == wanted.name;
             });
    });
  };
  for (const Field& field : fields_) {
    const Parameter& parameter = *field.parameter;
    if (field.changed()) {
      values.emplace_back(std::string(parameter.name), normalized_value(parameter, field.text));
    } else if (parameter.fallback && demanded(parameter)) {
      values.emplace_back(std::string(parameter.name), std::string(*parameter.fallback));
    }
  }
  return values;
}

ParameterValues RequestForm::extra_values() const {
  ParameterValues values;
  for (const std::string_view line : split(extra, '\n')) {
    const size_t equals = line.find('=');
    if (equals == std::string_view::npos || values.size() >= kExtraLinesMax) continue;
    const std::string_view name = trim(line.substr(0, equals));
    if (!name.empty()) values.emplace_back(std::string(name), std::string(trim(line.substr(equals + 1))));
  }
  return values;
}

PullRequest RequestForm::request() const {
  PullRequest request;
  request.source = source_.id;
  request.parameters = values();
  request.extra = extra_values();
  request.path = path;
  request.api_version = version;
  request.since_last = since_last;
  // The OT page size is the engine's to send; what is asked for here is how large it shall be.
  for (size_t i = 0; i < request.parameters.size(); ++i) {
    if (request.parameters[i].first != kPageSize) continue;
    request.page_size = parse_int(request.parameters[i].second);
    request.parameters.erase(request.parameters.begin() + static_cast<ptrdiff_t>(i));
    break;
  }
  for (const Setting& setting : settings_) {
    const std::optional<int64_t> number = number_of(setting);
    if (!number) continue;
    if (setting.id == kConcurrencyId) request.concurrency = static_cast<int>(*number);
    if (setting.id == kReserveId) request.reserve_calls = static_cast<int>(*number);
  }
  return request;
}

size_t RequestForm::changed_settings() const {
  size_t count = (path.empty() ? 0u : 1u) + (version.empty() ? 0u : 1u) + (trim(extra).empty() ? 0u : 1u);
  for (const Setting& setting : settings_) count += trim(setting.text).empty() ? 0u : 1u;
  return count;
}

size_t RequestForm::changed_count() const {
  size_t count = changed_settings() + (since_last ? 1u : 0u);
  for (const Field& field : fields_) count += field.changed() ? 1u : 0u;
  return count;
}

void RequestForm::reset() {
  for (Field& field : fields_) load(field, "");
  for (Setting& setting : settings_) setting.text.clear();
  path.clear();
  version.clear();
  since_last = false;
  extra.clear();
  check();
}

}  // namespace sluice::ui
