#include "client/run_journal.h"

#include <algorithm>
#include <nlohmann/json.hpp>

namespace sluice {
namespace {

using Json = nlohmann::ordered_json;

// ── writing ──

std::string dumped(const Json& json) { return json.dump(-1, ' ', false, Json::error_handler_t::replace); }

Json ended_json(const std::vector<KeptCall>& ended) {
  Json list = Json::array();
  for (const KeptCall& call : ended) list.push_back({call.flight, call.at.us / 1000});
  return list;
}

Json totals_json(const KeptTotals& t) {
  Json json = {{"calls", t.calls}, {"retries", t.retries}, {"refused", t.refused}, {"bytes", t.bytes}};
  if (t.limits.limit) json["limit"] = *t.limits.limit;
  if (t.limits.window_s) json["windowSec"] = *t.limits.window_s;
  if (t.limits.concurrency_limit) json["concurrencyLimit"] = *t.limits.concurrency_limit;
  return json;
}

Json strands_json(const std::vector<SavedCursor>& strands) {
  Json list = Json::array();
  for (const SavedCursor& strand : strands) {
    Json pairs = Json::array();
    for (const auto& [name, value] : strand) pairs.push_back({name, value});
    list.push_back(std::move(pairs));
  }
  return list;
}

Json page_json(const ManifestPage& p) {
  Json json = {{"index", p.index},       {"cursorIn", p.cursor_in}, {"cursorOut", p.cursor_out},
               {"range", p.range},       {"status", p.status},      {"bytes", p.bytes},
               {"sha256", p.sha256},     {"assets", p.assets},      {"detections", p.detections},
               {"attempts", p.attempts}, {"waitedMs", p.waited_ms}};
  if (p.names) json["names"] = true;
  return json;
}

Json plan_json(const PullPlan& plan) {
  Json json = {{"id", plan.run_id},
               {"source", plan.source},
               {"gateway", plan.gateway},
               {"path", plan.path},
               {"subject", plan.subject},
               {"version", plan.version},
               {"pageSize", plan.page_size},
               {"pageSizeIsAuto", plan.page_size_is_auto},
               {"concurrency", plan.concurrency}};
  if (plan.reserve_calls) json["reserveCalls"] = *plan.reserve_calls;
  json["parameters"] = Json::array();
  for (const auto& [name, value] : plan.parameters) json["parameters"].push_back({name, value});
  json["warnings"] = plan.warnings;
  return json;
}

// ── reading ── every member may be missing or of another type

const Json* find(const Json& object, const char* name) {
  const auto found = object.find(name);
  return found == object.end() ? nullptr : &*found;
}

bool read(const Json& object, const char* name, std::string& out) {
  const Json* value = find(object, name);
  if (!value || !value->is_string()) return false;
  out = value->get<std::string>();
  return true;
}

template <typename T>
bool read_count(const Json& object, const char* name, T& out) {
  const Json* value = find(object, name);
  if (!value || !value->is_number_unsigned()) return false;
  const uint64_t count = value->get<uint64_t>();
  if (count > static_cast<uint64_t>(std::numeric_limits<T>::max())) return false;
  out = static_cast<T>(count);
  return true;
}

bool read_flag(const Json& object, const char* name) {
  const Json* value = find(object, name);
  return value && value->is_boolean() && value->get<bool>();
}

bool read_pairs(const Json* list, std::vector<std::pair<std::string, std::string>>& out) {
  if (!list || !list->is_array()) return false;
  for (const Json& pair : *list) {
    if (!pair.is_array() || pair.size() != 2 || !pair[0].is_string() || !pair[1].is_string()) return false;
    out.emplace_back(pair[0].get<std::string>(), pair[1].get<std::string>());
  }
  return true;
}

bool read_wall(const Json& value, WallTime& out) {
  if (!value.is_number_integer()) return false;
  const int64_t ms = value.get<int64_t>();
  constexpr int64_t kFarMs = 100LL * 366 * 86400 * 1000 * 10;  // a thousand years around 1970
  if (ms < -kFarMs || ms > kFarMs) return false;
  out = WallTime{ms * 1000};
  return true;
}

bool read_ended(const Json& json, std::vector<KeptCall>& out) {
  const Json* list = find(json, "ended");
  if (!list) return true;
  if (!list->is_array() || list->size() > kJournalEndedMax) return false;
  for (const Json& item : *list) {
    KeptCall call;
    if (!item.is_array() || item.size() != 2 || !item[0].is_number_unsigned() || !read_wall(item[1], call.at))
      return false;
    call.flight = item[0].get<uint64_t>();
    out.push_back(call);
  }
  return true;
}

// Within the bounds of what a gateway's own header may say; else it is not known.
std::optional<int> read_limit(const Json& object, const char* name, int most) {
  int limit = 0;
  if (!read_count(object, name, limit) || limit < 1 || limit > most) return std::nullopt;
  return limit;
}

bool read_totals(const Json& json, std::optional<KeptTotals>& out) {
  const Json* t = find(json, "totals");
  if (!t || !t->is_object()) return false;
  KeptTotals totals;
  const bool good = read_count(*t, "calls", totals.calls) && read_count(*t, "retries", totals.retries) &&
                    read_count(*t, "refused", totals.refused) && read_count(*t, "bytes", totals.bytes);
  totals.limits.limit = read_limit(*t, "limit", kRateLimitMax);
  totals.limits.window_s = read_limit(*t, "windowSec", kWindowSecMax);
  totals.limits.concurrency_limit = read_limit(*t, "concurrencyLimit", kConcurrencyMax);
  if (good) out = totals;
  return good;
}

bool read_strands(const Json& json, std::vector<SavedCursor>& out) {
  const Json* list = find(json, "strands");
  if (!list || !list->is_array() || list->size() > kJournalStrandsMax) return false;
  for (const Json& strand : *list) {
    SavedCursor saved;
    if (!read_pairs(&strand, saved)) return false;
    out.push_back(std::move(saved));
  }
  return true;
}

bool read_run(const Json& json, KeptEntry& entry) {
  const Json* run = find(json, "run");
  PullPlan& plan = entry.plan;
  if (!run || !run->is_object() || !read(json, "startedAt", entry.started_at)) return false;
  const bool texts = read(*run, "id", plan.run_id) && read(*run, "source", plan.source) &&
                     read(*run, "gateway", plan.gateway) && read(*run, "path", plan.path) &&
                     read(*run, "subject", plan.subject) && read(*run, "version", plan.version);
  if (!texts || plan.run_id.empty() || !find_source(plan.source)) return false;
  if (!read_count(*run, "pageSize", plan.page_size) || !read_count(*run, "concurrency", plan.concurrency)) return false;
  plan.page_size_is_auto = read_flag(*run, "pageSizeIsAuto");
  if (plan.page_size == 0 || plan.concurrency < 1) return false;
  int reserve = 0;
  if (find(*run, "reserveCalls")) {
    if (!read_count(*run, "reserveCalls", reserve)) return false;
    plan.reserve_calls = reserve;
  }
  const Json* warnings = find(*run, "warnings");
  if (!warnings || !warnings->is_array()) return false;
  for (const Json& warning : *warnings) {
    if (!warning.is_string()) return false;
    plan.warnings.push_back(warning.get<std::string>());
  }
  return read_pairs(find(*run, "parameters"), plan.parameters);
}

bool read_page(const Json& json, KeptEntry& entry) {
  const Json* p = find(json, "page");
  ManifestPage& page = entry.page;
  if (!p || !p->is_object()) return false;
  const bool good = read_count(*p, "index", page.index) && read(*p, "cursorIn", page.cursor_in) &&
                    read(*p, "cursorOut", page.cursor_out) && read(*p, "range", page.range) &&
                    read_count(*p, "status", page.status) && read_count(*p, "bytes", page.bytes) &&
                    read(*p, "sha256", page.sha256) && read_count(*p, "assets", page.assets) &&
                    read_count(*p, "detections", page.detections) && read_count(*p, "attempts", page.attempts) &&
                    read_count(*p, "waitedMs", page.waited_ms);
  if (!good || !read(json, "serverTime", entry.server_time)) return false;
  page.names = read_flag(*p, "names");
  uint64_t total = 0;
  if (find(json, "total")) {
    if (!read_count(json, "total", total)) return false;
    entry.total = total;
  }
  return read_totals(json, entry.totals) && read_strands(json, entry.strands);
}

bool read_quarantine(const Json& json, KeptEntry& entry) {
  const Json* q = find(json, "quarantine");
  if (!q || !q->is_object()) return false;
  ManifestQuarantine& out = entry.quarantine;
  if (const Json* id = find(*q, "id")) {
    if (!id->is_number_integer()) return false;
    out.id = id->get<int64_t>();
  }
  std::string range;
  if (read(*q, "range", range)) out.range = range;
  return read(*q, "cursor", out.cursor) && read(*q, "reason", out.reason) && read_totals(json, entry.totals) &&
         read_strands(json, entry.strands);
}

bool read_end(const Json& json, KeptEntry& entry) {
  std::string state;
  if (!read(json, "state", state) || !read(json, "why", entry.why) || !read(json, "at", entry.finished_at))
    return false;
  for (const RunState known : {RunState::kComplete, RunState::kPartial, RunState::kStopped, RunState::kFailed}) {
    if (run_state_name(known) == state) entry.state = known;
  }
  return entry.state != RunState::kIdle && read_totals(json, entry.totals);
}

bool read_call(const Json& json, KeptEntry& entry) {
  const Json* at = find(json, "at");
  return at && read_wall(*at, entry.call.at) && read_count(json, "flight", entry.call.flight);
}

bool read_since(const Json& json, KeptEntry& entry) {
  return read(json, "baseRunId", entry.base_run_id) && read(json, "startedAt", entry.started_at);
}

}  // namespace

std::optional<KeptEntry> read_kept_entry(std::string_view head) {
  const Json json = Json::parse(head, nullptr, false);
  std::string kind;
  if (!json.is_object() || !read(json, "entry", kind)) return std::nullopt;
  KeptEntry entry;
  if (!read_ended(json, entry.ended)) return std::nullopt;
  using Kind = KeptEntry::Kind;
  static constexpr struct {
    std::string_view name;
    Kind kind;
    bool (*read)(const Json&, KeptEntry&);
  } kKinds[] = {{"run", Kind::kRun, read_run},    {"call", Kind::kCall, read_call},
                {"page", Kind::kPage, read_page}, {"quarantine", Kind::kQuarantine, read_quarantine},
                {"end", Kind::kEnd, read_end},    {"since", Kind::kSince, read_since}};
  for (const auto& known : kKinds) {
    if (known.name != kind) continue;
    entry.kind = known.kind;
    if (!known.read(json, entry)) return std::nullopt;
  }
  return entry;
}

void RunJournal::open(const PullPlan& plan, std::string_view started_at) {
  run_id_ = plan.run_id;
  const Json head = {{"entry", "run"}, {"startedAt", started_at}, {"run", plan_json(plan)}, {"bytes", 0}};
  add({dumped(head), {}}, false);
}

void RunJournal::go_on(uint64_t entries, uint64_t bytes) {
  next_seq_ = entries;
  bytes_ = bytes;
}

void RunJournal::copy(JournalEntry entry) {
  const bool page = !entry.pieces.empty();
  add(std::move(entry), page);
}

void RunJournal::call(FlightId flight, WallTime at) {
  const Json head = {{"entry", "call"},
                     {"flight", flight.value},
                     {"at", at.us / 1000},
                     {"ended", ended_json(std::exchange(ended_, {}))},
                     {"bytes", 0}};
  add({dumped(head), {}}, false);
}

void RunJournal::call_ended(FlightId flight, WallTime at) {
  if (!dropped_ && ended_.size() < kJournalEndedMax) ended_.push_back({flight.value, at});
}

void RunJournal::page(const ManifestPage& page, std::string_view server_time, std::optional<uint64_t> total,
                      const KeptTotals& totals, const std::vector<SavedCursor>& strands,
                      std::vector<std::string> body) {
  Json head = {{"entry", "page"}, {"page", page_json(page)}, {"serverTime", server_time}};
  if (total) head["total"] = *total;
  head["totals"] = totals_json(totals);
  head["strands"] = strands_json(strands);
  head["ended"] = ended_json(std::exchange(ended_, {}));
  JournalEntry entry{{}, std::move(body)};
  head["bytes"] = entry.bytes();
  if (entry.bytes() > 0) head["sha256"] = page.sha256;
  entry.head = dumped(head);
  add(std::move(entry), true);
}

void RunJournal::quarantine(const ManifestQuarantine& q, const KeptTotals& totals,
                            const std::vector<SavedCursor>& strands) {
  Json told = {{"cursor", q.cursor}, {"reason", q.reason}};
  if (q.id) told["id"] = *q.id;
  if (q.range) told["range"] = *q.range;
  const Json head = {{"entry", "quarantine"},
                     {"quarantine", std::move(told)},
                     {"totals", totals_json(totals)},
                     {"strands", strands_json(strands)},
                     {"ended", ended_json(std::exchange(ended_, {}))},
                     {"bytes", 0}};
  add({dumped(head), {}}, false);
}

void RunJournal::end(RunState state, std::string_view why, std::string_view finished_at, const KeptTotals& totals) {
  const Json head = {
      {"entry", "end"},    {"state", run_state_name(state)}, {"why", why},
      {"at", finished_at}, {"totals", totals_json(totals)},  {"ended", ended_json(std::exchange(ended_, {}))},
      {"bytes", 0}};
  add({dumped(head), {}}, false);
}

void RunJournal::since(std::string_view base_run_id, std::string_view started_at) {
  const Json head = {{"entry", "since"},
                     {"baseRunId", base_run_id},
                     {"startedAt", started_at},
                     {"ended", ended_json(std::exchange(ended_, {}))},
                     {"bytes", 0}};
  add({dumped(head), {}}, false);
}

void RunJournal::add(JournalEntry entry, bool page) {
  if (dropped_) return;
  const uint64_t bytes = entry.framed_bytes();
  if (page) waiting_pages_.push_back(next_seq_);
  queue_.push_back({run_id_, 0, next_seq_++, bytes_, std::move(entry), {}});
  bytes_ += bytes;
}

std::optional<JournalWrite> RunJournal::poll() {
  if (queue_.empty()) return std::nullopt;
  JournalWrite write = std::move(queue_.front());
  queue_.pop_front();
  write.summary = summary_;
  ++unwritten_;
  return write;
}

void RunJournal::written(uint64_t seq) {
  std::erase(waiting_pages_, seq);
  if (unwritten_ > 0) --unwritten_;
}

void RunJournal::drop() {
  dropped_ = true;
  queue_.clear();
  waiting_pages_.clear();
  ended_.clear();
  unwritten_ = 0;
}

}  // namespace sluice
