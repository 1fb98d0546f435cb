#include "script_api.h"

#include <algorithm>
#include <utility>

#include "api/platforms.h"
#include "api/recipe.h"
#include "api/source.h"
#include "base/text.h"
#include "client/pull_plan.h"
#include "http/url.h"
#include "platform/frame_stats.h"
#include "platform/memory.h"
#include "script_arguments.h"
#include "script_json.h"

namespace sluice {
namespace {

constexpr size_t kTasksMax = 1000;
constexpr size_t kVerificationsMax = 100;

std::string nothing() { return value_answer("null"); }

const char* event_name(Event::Kind kind) {
  switch (kind) {
    case Event::Kind::kSession: return "session";
    case Event::Kind::kRun: return "run";
    case Event::Kind::kPage: return "page";
    case Event::Kind::kWait: return "wait";
  }
  return "";
}

// Of the parameters that are sent those that somebody chose.
ParameterValues chosen(const PullRequest& request, const ParameterValues& sent) {
  if (request.page_size) return sent;
  ParameterValues out;
  for (const auto& parameter : sent) {
    const auto same = [&parameter](const auto& each) { return each.first == parameter.first; };
    const bool asked = std::any_of(request.parameters.begin(), request.parameters.end(), same) ||
                       std::any_of(request.extra.begin(), request.extra.end(), same);
    if (asked) out.push_back(parameter);
  }
  return out;
}

// Where a recipe's call goes.
struct Place {
  std::string gateway;  // as people know it, for the fragment: "US1", "rehearsal", "/" for this site, "" for none
  std::string base;     // as the client calls it
  std::string address;  // that a command line can ask; "" when there is none
};

Result<Place> place_of(const RecipeArguments& asked, const SessionStatus& session) {
  Place place;
  if (asked.gateway) {
    place.gateway = *asked.gateway;
    const Platform* platform = find_platform(*asked.gateway);
    Result<std::string> base = normalize_gateway(platform ? platform->gateway : std::string_view(*asked.gateway));
    if (!base) return base.error();
    place.base = base.take();
  } else if (session.state == SessionState::kSignedOut) {
    return place;
  } else {
    place.base = session.gateway;
    place.gateway = session.gateway == kRehearsalBase ? "rehearsal" : session.gateway;
    for (const Platform& platform : platforms()) {
      if (platform.gateway == session.gateway) place.gateway = platform.id;
    }
  }
  if (place.gateway.empty()) place.gateway = "/";
  const bool here = place.base.empty() || place.base.front() == '/';
  const bool served = asked.origin.compare(0, 4, "http") == 0;  // not opened from disk
  if (!here && place.base != kRehearsalBase) place.address = place.base;
  if (here && served) place.address = asked.origin + place.base;
  return place;
}

}  // namespace

ScriptApi::ScriptApi(ScriptHost& host, platform::Bridge& bridge)
    : host_(host), bridge_(bridge) {}

ScriptApi::~ScriptApi() = default;

std::string ScriptApi::call(platform::ScriptCall call) {
  const std::string& name = call.name;
  const std::string& arguments = call.arguments;
  if (name == "status") {
    return value_answer(
        status_json(host_.client(), host_.time(), platform::frame_stats(), platform::heap_bytes()));
  }
  if (name == "widgets") return value_answer(host_.widgets_json());
  if (name == "requests") return value_answer(requests_json(host_.client().requests()));
  if (name == "platforms") return value_answer(platforms_json());
  if (name == "form") return value_answer(host_.form_json());
  if (name == "parameters") return parameters(arguments);
  if (name == "columns") return columns(arguments);
  if (name == "check") return check(arguments);
  if (name == "signIn") return sign_in(std::move(call));
  if (name == "pull") return pull(arguments);
  if (name == "rows") return rows(arguments);
  if (name == "count") return count(arguments);
  if (name == "group") return group(arguments);
  if (name == "export") return start_export(arguments);
  if (name == "beginVerify") return begin_verify(arguments);
  if (name == "verifyPiece") return verify_piece(std::move(call));
  if (name == "endVerify") return end_verify(arguments);
  if (name == "plan") return plan(arguments);
  if (name == "recipe") return recipe(arguments);
  if (name == "parseCurl") return parse_pasted(call.arguments);
  if (name == "signOut") return host_.sign_out(), nothing();
  if (name == "pause") return host_.pause(), nothing();
  if (name == "unpause") return host_.unpause(), nothing();
  if (name == "stop") return host_.stop(), nothing();
  return error_answer({"unknown_call", "There is no such call: " + name});
}

Question ScriptApi::question(const std::string& arguments) const {
  Question question = read_question(arguments);
  question.store = host_.client().store_with(question.table);
  question.now = host_.client().wall(host_.time());
  return question;
}

std::string ScriptApi::parameters(const std::string& arguments) {
  const std::string source = read_source(arguments);
  const Source* known = find_source(source);
  if (!known) return error_answer(unknown_source(source));
  return value_answer(parameters_json(parameters_of(*known)));
}

std::string ScriptApi::plan(const std::string& arguments) const {
  const Result<PullRequest> request = read_pull(arguments);
  if (!request) return error_answer(request.error());
  const Result<RunForecast> plan = host_.client().forecast(request.value(), host_.time());
  return plan ? value_answer(forecast_json(plan.value())) : error_answer(plan.error());
}

std::string ScriptApi::recipe(const std::string& arguments) {
  Result<PullRequest> request = read_pull(arguments);
  if (!request) return error_answer(request.error());
  const RecipeArguments asked = read_recipe(arguments);
  const Result<Place> place = place_of(asked, host_.client().session(host_.time()));
  if (!place) return error_answer(place.error());
  const Result<PullPlan> plan = plan_pull(request.value(), place.value().base);
  if (!plan) return error_answer(plan.error());
  RecipeRequest wanted;
  wanted.source = find_source(request.value().source);
  wanted.gateway = place.value().gateway;
  wanted.base = place.value().address;
  wanted.path = plan.value().path;
  wanted.version = request.value().api_version;
  wanted.parameters = plan.value().parameters;
  wanted.filter = asked.filter;
  Recipe recipe = make_recipe(wanted);
  // The page that is reopened has a page size of its own.
  wanted.parameters = chosen(request.value(), plan.value().parameters);
  recipe.fragment = make_recipe(wanted).fragment;
  return value_answer(recipe_json(recipe));
}

std::string ScriptApi::parse_pasted(std::string& arguments) {
  std::string pasted = read_text(arguments);
  const Result<PastedCall> call = parse_curl(pasted);
  wipe_text(pasted);
  wipe_text(arguments);
  return call ? value_answer(pasted_call_json(call.value())) : error_answer(call.error());
}

std::string ScriptApi::columns(const std::string& arguments) {
  const Question asked = question(arguments);
  const Result<const Table*> table = table_named(asked);
  return table ? value_answer(columns_json(*table.value())) : error_answer(table.error());
}

std::string ScriptApi::check(const std::string& arguments) {
  const Question asked = question(arguments);
  const Result<const Table*> table = table_named(asked);
  if (!table) return error_answer(table.error());
  Filter filter;
  return value_answer(filter_error_json(Filter::parse(asked.filter, *table.value(), asked.now, filter)));
}

std::string ScriptApi::sign_in(platform::ScriptCall call) {
  Result<SignInRequest> request = read_sign_in(call.arguments);
  if (!request) return error_answer(request.error());
  request.value().password = std::move(call.password);
  request.value().token = std::move(call.token);
  request.value().client_secret = std::move(call.client_secret);
  if (const Result<void> asked = host_.sign_in(request.take()); !asked) return error_answer(asked.error());
  sign_in_ = bridge_.new_ticket();
  const std::string answer = ticket_answer(*sign_in_);
  return answer;
}

std::string ScriptApi::pull(const std::string& arguments) {
  Result<PullRequest> request = read_pull(arguments);
  if (!request) return error_answer(request.error());
  const Result<PullArguments> more = read_pull_arguments(arguments);
  if (!more) return error_answer(more.error());
  if (more.value().resumes() && request.value().since_last) {
    return error_answer({"invalid_parameter", "Please specify only one of these parameters: resume, since"});
  }
  std::string run_id;
  if (more.value().resumes()) {
    const Result<void> begun = host_.resume(request.value(), more.value());
    if (!begun) return error_answer(begun.error());
  } else {
    const bool reads_first = request.value().since_last;  // settle_pull() asks what came of it
    Result<std::string> run = host_.pull(request.take(), more.value().keep);
    if (!run) return error_answer(run.error());
    if (!reads_first) run_id = run.take();
  }
  pull_ = bridge_.new_ticket();
  pull_run_ = std::move(run_id);
  return ticket_answer(*pull_);
}

std::string ScriptApi::begin(NewTask task) {
  if (!task) return error_answer(task.error());
  if (tasks_.size() >= kTasksMax) {
    return error_answer({"busy", "Too many answers are being made already. Wait for some of them."});
  }
  tasks_.push_back({bridge_.new_ticket(), task.take()});
  return ticket_answer(tasks_.back().ticket);
}

std::string ScriptApi::rows(const std::string& arguments) {
  Result<RowsRequest> request = read_rows(arguments);
  return request ? begin(make_rows_task(question(arguments), request.take())) : error_answer(request.error());
}

std::string ScriptApi::count(const std::string& arguments) { return begin(make_count_task(question(arguments))); }

std::string ScriptApi::group(const std::string& arguments) {
  return begin(make_group_task(question(arguments), read_group(arguments)));
}

std::string ScriptApi::start_export(const std::string& arguments) {
  const Instant now = host_.time();
  const Client& client = host_.client();
  ExportRequest request = read_export(arguments);
  const std::string table = request.table;
  const Source* source = find_source_of_table(table);
  if (!source) return error_answer(table_named(question(arguments)).error());
  Result<std::unique_ptr<ExportJob>> job = ExportJob::begin(client.store(source->id), std::move(request),
                                                            client.manifest_of(now, table), client.wall(now));
  return job ? begin(make_export_task(job.take())) : error_answer(job.error());
}

std::string ScriptApi::begin_verify(const std::string& arguments) {
  if (verifications_.size() >= kVerificationsMax) {
    return error_answer({"busy", "Too many files are being verified already. Wait for some of them."});
  }
  const int64_t job = ++last_verification_;
  verifications_[job] = std::make_unique<VerifyJob>(read_verify(arguments).manifest);
  return value_answer(std::to_string(job));
}

// The page cuts the file into pieces that are a short task each, and lets others have a turn between them.
std::string ScriptApi::verify_piece(platform::ScriptCall call) {
  const auto found = verifications_.find(read_verify(call.arguments).job);
  if (found == verifications_.end()) return error_answer({"unknown_job", "No file is being verified under this number."});
  const Fuel all{call.bytes.size()};
  found->second->add(std::move(call.bytes));
  found->second->work(all);
  return nothing();
}

std::string ScriptApi::end_verify(const std::string& arguments) {
  const VerifyArguments asked = read_verify(arguments);
  const auto found = verifications_.find(asked.job);
  if (found == verifications_.end()) return error_answer({"unknown_job", "No file is being verified under this number."});
  const std::unique_ptr<VerifyJob> job = std::move(found->second);
  verifications_.erase(found);
  job->end(asked.file);
  job->work(Fuel{1});
  return value_answer(verdict_json(job->verdict()));
}

void ScriptApi::settle() {
  settle_sign_in();
  settle_pull();
}

void ScriptApi::settle_sign_in() {
  if (!sign_in_) return;
  const SessionStatus session = host_.client().session(host_.time());
  if (session.state == SessionState::kSigningIn) return;
  const platform::Ticket ticket = *std::exchange(sign_in_, std::nullopt);
  if (session.state == SessionState::kSignedIn) return bridge_.settle(ticket, value_answer(session_json(session)));
  bridge_.settle(ticket, error_answer(session.last_error.value_or(
                             Error{"signed_out", "The sign-in was ended before the gateway had answered."})));
}

void ScriptApi::settle_pull() {
  if (!pull_) return;
  if (pull_run_.empty()) {
    const ResumeStatus resume = host_.client().resume_status();
    if (resume.state == ResumeStatus::State::kReading) return;
    if (resume.error) return bridge_.settle(*std::exchange(pull_, std::nullopt), error_answer(*resume.error));
    pull_run_ = resume.run_id;
  }
  const RunStatus& run = host_.client().run();
  if (run.id == pull_run_ && !run_is_over(run.state)) return;
  if (!host_.client().journal_settled()) return;  // what is answered is kept, whatever comes next
  const platform::Ticket ticket = *std::exchange(pull_, std::nullopt);
  if (host_.run_was_forbidden()) {
    return bridge_.settle(ticket, error_answer({"blocked_by_policy", run.message}));
  }
  bridge_.settle(ticket, value_answer(host_.client().manifest(host_.time()).to_json()));
}

void ScriptApi::tell(const Event& event) {
  const Instant now = host_.time();
  const bool about_session = event.kind == Event::Kind::kSession;
  bridge_.emit(event_name(event.kind),
               about_session ? session_json(host_.client().session(now)) : run_json(host_.client().run(), now));
}

Work ScriptApi::work(Fuel fuel) {
  if (tasks_.empty()) return Work::kDone;
  Waiting& first = tasks_.front();
  // Each gets a turn, so that a long answer does not hold up the short ones.
  if (first.task->work(fuel, bridge_, first.ticket) == Work::kMore) {
    tasks_.splice(tasks_.end(), tasks_, tasks_.begin());
  } else {
    tasks_.pop_front();
  }
  return tasks_.empty() ? Work::kDone : Work::kMore;
}

}  // namespace sluice
