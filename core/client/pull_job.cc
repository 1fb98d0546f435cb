#include "client/pull_job.h"

#include <algorithm>
#include <utility>

#include "api/endpoint.h"
#include "api/errors.h"
#include "api/ot_api.h"
#include "base/check.h"
#include "base/date.h"
#include "base/number.h"
#include "base/planted_bug.h"
#include "base/text.h"
#include "client/run_message.h"
#include "decode/error_body.h"
#include "decode/ot_decoder.h"
#include "decode/table_room.h"
#include "flow/numbered_pager.h"
#include "http/http_date.h"

namespace sluice {
namespace {

constexpr size_t kEchoBytesMax = 2000;

bool worth_another_try(PageKind kind) {
  switch (kind) {
    case PageKind::kHtml:
    case PageKind::kEmpty:
    case PageKind::kCut:
    case PageKind::kNotXml:
    case PageKind::kNotJson:
    case PageKind::kTrailingBytes:
    case PageKind::kMalformed: return true;
    case PageKind::kPage:
    case PageKind::kErrorDocument:
    case PageKind::kUnknownRoot:
    case PageKind::kInternalDtd:
    case PageKind::kTooLarge:
    case PageKind::kTablesFull: return false;
  }
  return false;
}

std::string failure_text(const Failure& failure) {
  switch (failure.kind) {
    case FailureKind::kUnreachable: return "The gateway could not be reached, or the browser blocked its answer.";
    case FailureKind::kPolicy: return "This page's security policy does not allow calls to the gateway's address.";
    case FailureKind::kTimeout: return "The gateway did not answer in time.";
    case FailureKind::kCut: return "The connection ended in the middle of the answer.";
    case FailureKind::kTooLarge:
      return "The answer is longer than the limit of " + human_bytes(DecodeLimits{}.body_bytes_max) +
             " (body_bytes_max). Pull with a smaller page size (truncation_limit).";
    case FailureKind::kAborted: return "The call was ended.";
  }
  return "";
}

// Absent or unreadable means unknown (api-reference.md 5.3).
std::optional<uint64_t> count_of(const Headers& headers) {
  const std::optional<std::string_view> text = headers.find(kOtCountHeader);
  const std::optional<int64_t> count = text ? parse_int(*text) : std::nullopt;
  if (!count || *count < 0) return std::nullopt;
  return static_cast<uint64_t>(*count);
}

// OT answers tell the gateway's time in the Date header alone.
std::string date_of(const Headers& headers) {
  const std::optional<std::string_view> text = headers.find("date");
  const std::optional<int64_t> time = text ? parse_http_date(*text) : std::nullopt;
  return time ? iso_datetime(*time) : std::string();
}

}  // namespace

std::unique_ptr<Decoder> PullTables::make_decoder(std::string body, const PullPlan& plan) const {
  if (assets_) return make_mobile_decoder(std::move(body), *assets_, plan.decode_limits);
  return make_ot_decoder(std::move(body), *records_, record_rules(plan.origin()), plan.decode_limits);
}

PullJob::PullJob(PullPlan plan, PullTables tables, RateBudget& budget, uint64_t seed, Instant now, WallTime wall)
    : plan_(std::move(plan)),
      tables_(tables),
      budget_(budget),
      random_(seed),
      asked_(plan_.parameters),
      batches_(plan_.id_batches),
      sizer_(plan_.page_size),
      page_size_cap_(plan_.page_size) {
  begin_account(iso_datetime_millis(wall), now);
  alone_ = plan_.concurrency <= 1;
  if (!alone_ && tables_.assets() && !may_range(query_of(asked_))) {
    alone_ = true;
    if (batches_.empty())
      add_warning("One call at a time: a request for chosen ids or tags cannot be cut into id ranges.");
  }
  make_strands({}, now);
  refresh_status(now, wall);
}

// Nothing is sent and nothing has come.
void PullJob::begin_account(std::string started_at, Instant now) {
  status_ = RunStatus{};
  status_.id = plan_.run_id;
  status_.source = plan_.source;
  status_.state = RunState::kRunning;
  status_.started = now;
  status_.kept = plan_.keep;
  manifest_ = Manifest{};
  manifest_.version = plan_.version;
  manifest_.run_id = plan_.run_id;
  manifest_.source = plan_.source;
  manifest_.gateway = plan_.gateway;
  manifest_.path = plan_.path;
  manifest_.subject = plan_.subject;
  manifest_.parameters = plan_.parameters;
  manifest_.started_at = std::move(started_at);
  for (const std::string& warning : plan_.warnings) add_warning(warning);
}

// Where each strand goes on; none: from the beginning.
void PullJob::make_strands(const std::vector<SavedCursor>& saved, Instant now) {
  lanes_.clear();
  numbered_.reset();
  const Query first = query_of(asked_);
  if (!tables_.assets()) {
    numbered_ = std::make_shared<NumberedPager>(first, plan_.page_size);
    if (!saved.empty() && !numbered_->restore(saved.front()))
      numbered_ = std::make_shared<NumberedPager>(first, plan_.page_size);
    PullLane& lane = new_lane();
    lane.pages = numbered_;
    lane.place = numbered_->page_index();
    lane.begin_page(now);
    return;
  }
  const size_t begun = std::max<size_t>(1, batches_.size());
  for (size_t i = 0; i < (saved.empty() ? begun : saved.size()); ++i) {
    auto pager = std::make_shared<Pager>(first);
    if (!batches_.empty() && saved.empty()) pager->choose_ids(batches_[i].ids);
    if (!saved.empty() && !pager->restore(saved[i])) {
      // A place that makes no sense: nothing is skipped when everything is asked for again.
      return make_strands({}, now);
    }
    PullLane& lane = new_lane();
    lane.batch = batch_of(*pager);
    lane.cursor = pager.get();
    lane.place = pager->page_index();
    lane.pages = std::move(pager);
    lane.begin_page(now);
  }
}

// Which part of a long list of ids a strand pulls.
std::string PullJob::batch_of(const Pager& pager) const {
  const std::string* ids = pager.query().find("ids");
  for (const IdBatch& batch : batches_) {
    if (ids && *ids == batch.ids) return std::to_string(batch.first) + "-" + std::to_string(batch.last);
  }
  return "";
}

PullLane& PullJob::new_lane() {
  for (PullLane& lane : lanes_) {
    if (lane.step == PullLane::Step::kIdle) return lane;
  }
  lanes_.emplace_back(random_.next());
  return lanes_.back();
}

void PullJob::pause() {
  if (!over()) paused_ = true;
}

void PullJob::unpause(Instant now) {
  paused_ = false;
  if (!breaker_ && !trying_) return;
  breaker_.reset();
  breaker_tries_ = 0;
  trying_ = false;
  for (PullLane& lane : lanes_) lane.not_before = now;
}

void PullJob::set_online(bool online, Instant now) {
  if (online && !online_) {
    for (PullLane& lane : lanes_) lane.not_before = now;
  }
  online_ = online;
}

void PullJob::stop(std::string why, Instant now, WallTime wall) {
  if (over()) return;
  decoder_.reset();
  decoding_lane_ = nullptr;
  store().rollback_later();
  finish(RunState::kStopped, std::move(why), now, wall);
}

void PullJob::drop_call(PullLane& lane, Instant now) {
  lane.body.clear();
  if (!lane.flight) return;
  // Its connection is closed: a run that is resumed has not to wait for it.
  if (plan_.keep) journal_.call_ended(*lane.flight, lane.sent_wall + (now - lane.sent_at));
  budget_.finish_unheard(*lane.flight, now);
  aborts_.push_back(*lane.flight);
  lane.flight.reset();
}

// Neither its call nor its hunt goes on; the cursor that is due is the page's, not that of the hunt's last question.
void PullJob::leave(PullLane& lane, Instant now) {
  drop_call(lane, now);
  if (lane.hunt) lane.cursor->unvary();
  lane.hunt.reset();
}

std::optional<FlightId> PullJob::poll_abort() {
  if (aborts_.empty()) return std::nullopt;
  const FlightId flight = aborts_.front();
  aborts_.pop_front();
  return flight;
}

// ── may I ask ──

bool PullJob::in_flight() const {
  return std::any_of(lanes_.begin(), lanes_.end(), [](const PullLane& lane) { return lane.flight.has_value(); });
}

bool PullJob::slot_free(Instant now) const { return budget_.next_slot(calls_at_once(), now) <= now; }

// The first page tells what the gateway allows.
int PullJob::calls_at_once() const { return trying_ || status_.pages == 0 ? 1 : plan_.concurrency; }

// Until something happens that has no time of its own.
bool PullJob::held() const {
  return paused_ || needs_sign_in_ || other_tab_ || !online_ || replaying_ || over() || journal_.backed_up();
}

bool PullJob::held(Instant now) const { return held() || (breaker_ && now < *breaker_); }

std::optional<size_t> PullJob::next_to_send(Instant now) const {
  if (held(now) || !slot_free(now) || budget_.next_start(now, reserve()) > now) return std::nullopt;
  std::optional<size_t> next;
  for (size_t i = 0; i < lanes_.size(); ++i) {
    if (lanes_[i].step != PullLane::Step::kReady || now < lanes_[i].not_before) continue;
    if (!next || lanes_[i].place < lanes_[*next].place) next = i;
    if (!numbered_) break;  // the places of pages by number are of one sequence
  }
  return next;
}

std::optional<Instant> PullJob::next_due(Instant now) const {
  std::optional<Instant> ready;
  for (const PullLane& lane : lanes_) {
    if (lane.step != PullLane::Step::kReady) continue;
    if (!ready || lane.not_before < *ready) ready = lane.not_before;
  }
  if (!ready) return std::nullopt;
  if (breaker_) ready = std::max(*ready, *breaker_);
  ready = std::max(*ready, budget_.next_start(std::max(now, *ready), reserve()));
  return std::max(*ready, budget_.next_slot(calls_at_once(), now));
}

std::optional<Instant> PullJob::poll_timeout(Instant now) const {
  if (held()) return std::nullopt;
  const std::optional<Instant> due = next_due(now);
  // A slot that only an answer frees has no time of its own.
  if (due && *due <= now && !next_to_send(now)) return std::nullopt;
  return due;
}

Request PullJob::send(FlightId flight, Instant now, WallTime wall) {
  const std::optional<size_t> next = next_to_send(now);
  SLUICE_CHECK(next.has_value());
  PullLane& lane = lanes_[*next];
  if (breaker_) {
    breaker_.reset();
    trying_ = true;
  }
  Request request;
  request.method = Method::kGet;
  lane.sent_at = now;
  lane.sent_wall = wall;
  if (lane.cursor && !lane.hunt) {
    lane.limit = page_limit(now);
    lane.cursor->set_limit(lane.limit);
  }
  // The first address was checked when the run was planned; a later one differs by the gateway's own short additions,
  // and is cut off by the gateway if it grew too long.
  const Query query = lane.pages->query_ahead(lane.places_ahead()).value_or(lane.pages->query());
  const Result<std::string> url = endpoint_url(plan_.gateway, plan_.path, query);
  request.url = url.ok() ? url.value() : plan_.gateway + plan_.path + "?" + query.encode();
  request.headers.add("Accept", tables_.assets() ? "application/xml" : "application/json");
  request.body_bytes_max = plan_.decode_limits.body_bytes_max;
  if (lane.number == 0) lane.number = ++asked_pages_;
  request.reason = "page " + std::to_string(lane.number);
  if (++lane.calls > 1) request.reason += ", call " + std::to_string(lane.calls);
  waited_ms_ = std::max<int64_t>(0, (now - lane.ready_since).as_millis());
  lane.waited_ms += waited_ms_;
  lane.asked = query.encode();
  lane.asked_last = lane.cursor ? lane.cursor->last() : std::nullopt;
  lane.flight = flight;
  lane.step = PullLane::Step::kInFlight;
  budget_.start(flight, now);
  ++status_.calls;
  ++manifest_.calls;
  if (plan_.keep) journal_.call(flight, wall);
  return request;
}

// How many records the next page is to hold.
uint64_t PullJob::page_limit(Instant now) const {
  if (!plan_.page_size_is_auto) return page_size_cap_;
  PageSizerView view;
  view.calls_per_window = std::max(1, budget_.limit() - reserve());
  view.calls_left = budget_.calls_left(now, reserve());
  view.until_free = budget_.next_leaves(now) - now;
  if (plan_.expected && *plan_.expected > status_.assets) view.assets_left = *plan_.expected - status_.assets;
  view.window = Duration::seconds(budget_.window_s());
  view.parallel = alone_ ? 1 : plan_.concurrency;
  return sizer_.next(view);
}

// ── what came ──

std::optional<size_t> PullJob::lane_of(FlightId flight) const {
  for (size_t i = 0; i < lanes_.size(); ++i) {
    if (lanes_[i].flight == flight) return i;
  }
  return std::nullopt;
}

void PullJob::note_answer(PullLane& lane, const Response& response, Instant now) {
  lane.answered = *lane.flight;
  lane.took = now - lane.sent_at;
  lane.flight.reset();
  lane.step = PullLane::Step::kReady;
  lane.ready_since = now;
  lane.limits = read_limit_headers(response.headers);
  lane.count = count_of(response.headers);
  lane.date = date_of(response.headers);
  lane.told_empty = false;
  lane.page.status = response.status;
  lane.page.bytes = response.body.size();
  status_.bytes += response.body.size();
  manifest_.bytes += response.body.size();
}

PullJob::Verdict PullJob::handle_response(FlightId flight, Response response, Instant now, WallTime wall) {
  const std::optional<size_t> found = lane_of(flight);
  SLUICE_CHECK(found.has_value());
  PullLane& lane = lanes_[*found];
  if (plan_.keep) journal_.call_ended(flight, wall);
  note_answer(lane, response, now);
  if (response.status == 200) {
    budget_.finish(flight, lane.limits, now);
    lane.body = std::move(response.body);
    lane.body_sha256 = std::move(response.body_sha256);
    lane.arrival = ++arrivals_;
    lane.step = PullLane::Step::kArrived;
    return {};
  }
  return refuse_or_fail(lane, response, now, wall);
}

PullJob::Verdict PullJob::refuse_or_fail(PullLane& lane, const Response& response, Instant now, WallTime wall) {
  const FlightId flight = lane.answered;
  const ErrorBody said = read_error_body(response.body);
  if (response.status == 404 && said.kind == ErrorBody::Kind::kErrorObject && plan_.origin().api == Api::kOt) {
    budget_.finish(flight, lane.limits, now);
    lane.told_empty = true;
    lane.arrival = ++arrivals_;
    lane.step = PullLane::Step::kArrived;
    return {false, said.text};
  }
  // A limit on parallel calls is told by its own headers without a wait for the rate window.
  const bool names_concurrency =
      lane.limits.concurrency_limit.has_value() && !lane.limits.to_wait_s && lane.limits.remaining.value_or(1) > 0;
  const AnswerClass kind = classify_answer(response.status, said.code, said.text, names_concurrency);
  std::string note = said.text.empty() ? std::string() : shorten(said.text, 300);
  if (kind == AnswerClass::kRateRefused || kind == AnswerClass::kConcurrencyRefused) {
    const Refusal refusal = kind == AnswerClass::kRateRefused ? Refusal::kRate : Refusal::kConcurrency;
    budget_.refuse(flight, refusal, lane.limits, now);
    wait_for_limit(refusal, lane.limits, now, wall);
    return {false, note.empty() ? "refused: over the limit" : note};
  }
  budget_.finish(flight, lane.limits, now);
  switch (kind) {
    case AnswerClass::kUnauthorized: lane.trouble = note; return {true, note};
    case AnswerClass::kRetry:
      try_again(lane,
                "The gateway answered " + std::to_string(response.status) +
                    (note.empty() ? std::string(".") : ": \"" + note + "\""),
                now, wall);
      break;
    default:
      if (fetches_named()) {
        fetch_everything(
            "The gateway refuses a list of ids" + (note.empty() ? std::string(".") : ": \"" + note + "\"."), now);
      } else if (lane.asked_last && !ranges_work_) {
        go_on_alone("The gateway refuses id ranges" + (note.empty() ? std::string(".") : ": \"" + note + "\"."), now);
      } else {
        give_up(final_error(response.status, said.code, said.text, plan_.path).message, now, wall);
      }
  }
  return {false, note};
}

std::string PullJob::handle_failure(FlightId flight, const Failure& failure, Instant now, WallTime wall) {
  const std::optional<size_t> found = lane_of(flight);
  SLUICE_CHECK(found.has_value());
  PullLane& lane = lanes_[*found];
  if (plan_.keep) journal_.call_ended(flight, wall);
  lane.flight.reset();
  lane.step = PullLane::Step::kReady;
  lane.ready_since = now;
  if (!planted(PlantedBug::kSlotNotReleased)) budget_.finish_unheard(flight, now);
  std::string text = failure_text(failure);
  if (failure.kind == FailureKind::kPolicy || failure.kind == FailureKind::kTooLarge) {
    give_up(text, now, wall);
  } else if (online_) {
    if (failure.kind == FailureKind::kTimeout && lane.cursor && !lane.hunt) {
      sizer_.timed_out(lane.limit);
      page_size_cap_ = std::max<uint64_t>(1, std::min(page_size_cap_, lane.limit) / 2);
    }
    try_again(lane, text, now, wall, failure.kind != FailureKind::kUnreachable);
  }
  return text;
}

void PullJob::refuse_token(Instant now, WallTime wall) {
  std::string said;
  for (const PullLane& lane : lanes_) {
    if (said.empty()) said = lane.trouble;
  }
  give_up("The gateway refuses this session's token (401)" + (said.empty() ? std::string(".") : ": \"" + said + "\".") +
              " Sign in again.",
          now, wall);
}

// ── decoding ── one page at a time; those by number in their order

std::optional<size_t> PullJob::next_to_decode() const {
  std::optional<size_t> next;
  for (size_t i = 0; i < lanes_.size(); ++i) {
    if (lanes_[i].step != PullLane::Step::kArrived || !lanes_[i].due()) continue;
    if (!next || lanes_[i].arrival < lanes_[*next].arrival) next = i;
  }
  return next;
}

Work PullJob::work(Fuel fuel, Instant now, WallTime wall) {
  if (store().tidy(fuel) == Work::kMore) return Work::kMore;
  if (replaying_) return replay_work(fuel);
  if (!decoder_ && !begin_decoding(now, wall)) return Work::kDone;
  if (decoder_ && decoder_->work(fuel) == Work::kDone && settled(fuel)) judge_page(now, wall);
  return decoding() || tidying() ? Work::kMore : Work::kDone;
}

// A page may have widened columns, which are made anew for all rows that are here.
bool PullJob::settled(Fuel fuel) {
  if (decoder_->outcome().kind != PageKind::kPage) return true;
  return tables_full(store(), plan_.decode_limits) || store().settle(fuel) == Work::kDone;
}

// False when nothing waits. An empty list that was told by a status needs no decoder.
bool PullJob::begin_decoding(Instant now, WallTime wall) {
  const std::optional<size_t> next = next_to_decode();
  if (!next) return false;
  PullLane& lane = lanes_[*next];
  answered_ = lane.answered;
  lane.page.cursor_in = lane.pages->cursor();
  if (lane.told_empty) {
    PageOutcome empty;
    empty.kind = PageKind::kPage;
    lane.count.reset();
    lane.step = PullLane::Step::kReady;
    lane.ready_since = now;
    commit_page(lane, empty, {}, now, wall);
    return decoding();
  }
  decoding_lane_ = &lane;
  decoder_ = target().make_decoder(std::move(lane.body), plan_);
  lane.body.clear();
  if (!lane.body_sha256.empty()) decoder_->know_sha256(std::move(lane.body_sha256));
  if (plan_.keep) decoder_->keep_raw(kJournalPieceBytes);
  return true;
}

void PullJob::judge_page(Instant now, WallTime wall) {
  const PageOutcome outcome = decoder_->outcome();
  std::vector<std::string> raw = decoder_->take_raw();
  PullLane& lane = *std::exchange(decoding_lane_, nullptr);
  decoder_.reset();
  lane.step = PullLane::Step::kReady;
  lane.ready_since = now;
  for (const auto& [name, value] : outcome.echoed_request) {
    if (echo_.size() > kEchoBytesMax) break;
    echo_ += (echo_.empty() ? "Echoed: " : ", ") + shorten(name, 100) + "=" + shorten(value, 100);
  }
  const bool cut_taken = planted(PlantedBug::kCutPageCommitted) && outcome.kind == PageKind::kCut;
  if (outcome.kind == PageKind::kPage || cut_taken) {
    if (lane.hunt && !lane.hunt->ask().commit) return pass_over_page(lane, now, wall);
    if (tables_full(store(), plan_.decode_limits)) {
      store().rollback_later();
      return give_up(full_message(), now, wall);
    }
    if (mixes_ranges(lane)) {
      store().rollback_later();
      return go_on_alone("The gateway answers for other ids than the range that was asked for.", now);
    }
    if (strays_from_batch(lane)) {
      store().rollback_later();
      return fetch_everything("The gateway answers for other ids than those that were asked for.", now);
    }
    return commit_page(lane, outcome, std::move(raw), now, wall);
  }
  store().rollback_later();
  if (worth_another_try(outcome.kind)) return try_again(lane, outcome.message, now, wall);
  if (outcome.kind != PageKind::kErrorDocument) return give_up(outcome.message, now, wall);
  // Some gateways refuse with 200 and an error document (api-reference.md 7.3).
  switch (classify_answer(200, outcome.error_code, outcome.error_text, false)) {
    case AnswerClass::kRateRefused: return wait_for_limit(Refusal::kRate, lane.limits, now, wall);
    case AnswerClass::kConcurrencyRefused: return wait_for_limit(Refusal::kConcurrency, lane.limits, now, wall);
    default: break;
  }
  if (fetches_named()) {
    return fetch_everything("The gateway refuses a list of ids: \"" + shorten(outcome.error_text, 300) + "\".", now);
  }
  if (lane.asked_last && !ranges_work_) {
    return go_on_alone("The gateway refuses id ranges: \"" + shorten(outcome.error_text, 300) + "\".", now);
  }
  give_up(final_error(200, outcome.error_code, outcome.error_text, plan_.path).message, now, wall);
}

// ── a page is whole ──

void PullJob::commit_page(PullLane& lane, const PageOutcome& outcome, std::vector<std::string> raw, Instant now,
                          WallTime wall) {
  lane.backoff.succeed();
  breaker_tries_ = 0;
  trying_ = false;
  if (lane.asked_last) {
    ranges_work_ = true;
    lane.page.range = std::to_string(cursor_id(lane.page.cursor_in)) + "-" + std::to_string(*lane.asked_last);
  } else if (!lane.batch.empty()) {
    lane.page.range = lane.batch;
  } else if (lanes_.size() > 1 && tables_.assets()) {
    lane.page.range = std::to_string(cursor_id(lane.page.cursor_in)) + "-";
  }
  lane.page.attempts = lane.calls;
  lane.page.waited_ms = lane.waited_ms;
  if (!lane.hunt) {
    sizer_.page_came(outcome.assets, lane.page.bytes, lane.took);
    page_size_cap_ = std::min(plan_.page_size, page_size_cap_ + std::max<uint64_t>(1, page_size_cap_ / 10));
  }
  take_in(lane.page, outcome, lane.count, lane.date);
  follow(lane, outcome, std::move(raw), now, wall);
}

// The rows become visible and are counted.
void PullJob::take_in(ManifestPage& page, const PageOutcome& outcome, std::optional<uint64_t> total,
                      const std::string& date) {
  const AssetStore* assets = target().assets();
  if (assets && assets->assets().pending_count() > 0) {
    const int64_t first = std::max(assets->least_pending_id(), cursor_id(page.cursor_in));
    ids_.page_came(first, assets->greatest_pending_id() + 1, outcome.assets);
  }
  const RowId first_row = assets ? assets->assets().row_end() : 0;
  const Store::Committed committed = store().commit();
  page.names = naming();
  if (naming()) increment_->note_named(first_row);
  if (increment_ && !naming()) increment_->note_fetched(committed);
  if (increment_) manifest_.base = increment_->base();
  const bool detections_alone = plan_.origin().rows_are_detections;
  page.index = manifest_.pages.size();
  page.sha256 = outcome.sha256;
  page.assets = detections_alone ? 0 : outcome.assets;
  page.detections = detections_alone ? outcome.assets : outcome.detections;
  status_.pages += 1;
  const std::vector<const Table*>& tables = tables_.store().tables();
  const uint64_t rows = tables.front()->live_count();
  status_.assets = detections_alone ? 0 : rows;
  status_.detections = detections_alone ? rows : tables.size() > 1 ? tables[1]->live_count() : 0;
  if (total) status_.total = total;
  if (!naming()) status_.duplicates += committed.duplicates;
  status_.quarantined += outcome.quarantined;
  manifest_.assets = status_.assets;
  manifest_.detections = status_.detections;
  manifest_.duplicates = status_.duplicates;
  manifest_.quarantined = status_.quarantined;
  manifest_.sanitized += outcome.sanitized;
  if (!outcome.datetime.empty()) manifest_.server_time = outcome.datetime;
  if (outcome.datetime.empty() && !date.empty()) manifest_.server_time = date;
  if (manifest_.pages.empty()) manifest_.first_server_time = manifest_.server_time;
  note_outcome(page, outcome);
}

void PullJob::note_outcome(const ManifestPage& page, const PageOutcome& outcome) {
  for (const QuarantinedRecord& record : outcome.quarantine) {
    if (manifest_.quarantine.size() >= kManifestQuarantineMax) break;
    manifest_.quarantine.push_back({record.id, std::nullopt, page.cursor_in, record.reason, record.sample});
  }
  note_unknown_fields(outcome.unknown_fields);
  const std::string name = "page " + std::to_string(page.index + 1) + ": ";
  for (const std::string& warning : outcome.warnings) add_warning(name + warning);
  if (outcome.sanitized > 0) {
    add_warning(name + count_text(outcome.sanitized, "byte was", "bytes were") +
                " not allowed in XML or UTF-8 and replaced, the first at offset " +
                std::to_string(outcome.first_sanitized_offset.value_or(0)) + ".");
  }
}

void PullJob::follow(PullLane& lane, const PageOutcome& outcome, std::vector<std::string> raw, Instant now,
                     WallTime wall) {
  const bool more = outcome.warning && trim(outcome.warning->code) == kMoreRecordsCode;
  PageSeen seen;
  seen.says_more = more;
  if (more) seen.next_url = outcome.warning->url;
  if (more && planted(PlantedBug::kNextHostFollowed)) {
    plan_.gateway = seen.next_url.substr(0, seen.next_url.find('/', 8));
  }
  seen.records = outcome.assets + outcome.quarantined;
  seen.count = lane.count;
  seen.known = store().tables().front()->live_count() + status_.quarantined;
  const Result<bool> followed = lane.pages->follow(seen);
  const bool another = followed.ok() && followed.value();
  if (lane.hunt) {
    lane.cursor->unvary();
    const std::optional<int64_t> next = another ? parse_int(lane.pages->cursor()) : std::nullopt;
    go_on_hunting(lane, lane.hunt->succeed(next), now, wall);
  }
  std::string stuck;
  if (!followed) stuck = followed.error().message;
  if (!more && outcome.warning) {
    const std::string text =
        "The gateway warns (" + shorten(outcome.warning->code, 40) + "): " + shorten(outcome.warning->text, 300);
    add_warning(text);
    if (!outcome.warning->url.empty())
      stuck = text + " It names a further address, but only code 1980 means a next page.";
  }
  // A strand that is stuck stays where it is: from there it goes on if the run is resumed.
  if (another || !stuck.empty()) lane.page.cursor_out = lane.pages->cursor();
  manifest_.pages.push_back(lane.page);
  if (!another && stuck.empty()) {
    end_lane(lane);
    if (lane.cursor && !more && batches_.empty()) end_lanes_behind(lane, now);
  }
  if (plan_.keep) {
    last_strands_ = strands();
    if (planted(PlantedBug::kBodyNotJournalled)) raw.clear();
    journal_.page(lane.page, manifest_.server_time, lane.count, totals(), last_strands_, std::move(raw));
    summarize();
  }
  if (!stuck.empty() && lane.asked_last) return go_on_alone(stuck, now);
  if (!stuck.empty() && fetches_named()) return fetch_everything(stuck, now);
  if (!stuck.empty()) return finish(RunState::kPartial, stuck + " " + kept(), now, wall);
  if (another) go_to_next_page(lane, now);
  spread(now);
  finish_if_done(now, wall);
  // What is asked for now would come in vain.
  if (!over() && tables_full(store(), plan_.decode_limits)) {
    give_up(full_message(), now, wall);
  }
}

std::string PullJob::full_message() const {
  return tables_full_message(plan_.decode_limits, tables_.assets() ? kLessOfMobile : kLessOfOt);
}

void PullJob::go_to_next_page(PullLane& lane, Instant now) {
  lane.step = PullLane::Step::kIdle;
  const uint64_t due = lane.pages->page_index();
  if (numbered_) {
    trim_ahead(now);
    // Somebody may have asked for it ahead.
    for (const PullLane& other : lanes_) {
      if (other.step != PullLane::Step::kIdle && other.place == due) return;
    }
  }
  lane.place = due;
  lane.begin_page(now);
}

// Nothing is left of this strand.
void PullJob::end_lane(PullLane& lane) {
  for (std::string& warning : lane.pages->warnings()) {
    const std::vector<std::string>& told = manifest_.warnings;
    if (std::find(told.begin(), told.end(), warning) == told.end()) add_warning(std::move(warning));
  }
  lane.step = PullLane::Step::kIdle;
  if (lane.pages == numbered_) numbered_ended_ = true;
}

// It was asked for all from its cursor on, or up to the end of its range, and that is all: a range that was cut off
// from it meanwhile is empty, but for what this page has brought.
void PullJob::end_lanes_behind(const PullLane& ended, Instant now) {
  for (PullLane& lane : lanes_) {
    if (lane.step == PullLane::Step::kIdle || &lane == decoding_lane_) continue;
    const int64_t first = lane.cursor->first();
    if (first < cursor_id(ended.page.cursor_in) || (ended.asked_last && first > *ended.asked_last)) continue;
    leave(lane, now);
    lane.step = PullLane::Step::kIdle;
  }
}

void PullJob::finish_if_done(Instant now, WallTime wall) {
  if (over() || decoder_) return;
  for (const PullLane& lane : lanes_) {
    if (lane.step != PullLane::Step::kIdle && !numbered_ended_) return;
  }
  if (naming()) {
    begin_fetching();
    if (!increment_->nothing_changed()) return make_strands({}, now);
  }
  const bool all_in = status_.quarantined == 0 || planted(PlantedBug::kQuarantineNotTold);
  if (all_in && increment_) finish_increment();
  if (all_in) return finish(RunState::kComplete, "", now, wall);
  finish(RunState::kPartial,
         count_text(status_.quarantined, "record was", "records were") +
             " quarantined: the manifest lists them with the reasons. " + kept(),
         now, wall);
}

// ── only what has changed ──

void PullJob::begin_increment(IncrementFrom from, Instant now) {
  build_upon(std::move(from), manifest_.started_at, now);
  make_strands({}, now);
}

void PullJob::build_upon(IncrementFrom from, std::string started_at, Instant now) {
  begin_account(std::move(started_at), now);
  increment_ = std::make_unique<PullIncrement>(std::move(from), *tables_.assets());
  manifest_.base = increment_->base();
  status_.assets = manifest_.assets = manifest_.base->assets;
  status_.detections = manifest_.detections = manifest_.base->detections;
  asked_ = increment_->naming_parameters(plan_.parameters);
  batches_ = plan_.id_batches;
  asked_pages_ = 0;
  last_strands_.clear();
  ended_as_ = RunState::kIdle;
}

// The page sizes that were good for names are no measure for what was named.
void PullJob::begin_fetching() {
  increment_->begin_fetching(plan_);
  if (!increment_->batches().empty()) alone_ = true;
  ids_ = IdRanges{};
  sizer_ = PageSizer(plan_.page_size);
  page_size_cap_ = plan_.page_size;
  ask_as_increment_says();
}

// Where ids cannot be asked for, nothing is lost by asking for all: each asset replaces its copy.
void PullJob::fetch_everything(std::string why, Instant now) {
  for (PullLane& lane : lanes_) leave(lane, now);
  increment_->fetch_everything(plan_);
  alone_ = true;
  ask_as_increment_says();
  add_warning(std::move(why) + " Everything is pulled instead of what has changed.");
  make_strands({}, now);
}

void PullJob::ask_as_increment_says() {
  asked_ = increment_->parameters();
  batches_ = increment_->batches();
  manifest_.base = increment_->base();
}

void PullJob::warn_of_increment() {
  const bool unasked = manifest_.base && !manifest_.base->everything;
  if (unasked) add_warning(increment_warning(*manifest_.base));
}

void PullJob::finish_increment() {
  increment_->drop_gone();
  manifest_.base = increment_->base();
  status_.assets = manifest_.assets = tables_.assets()->assets().live_count();
  status_.detections = manifest_.detections = tables_.assets()->detections().live_count();
}

std::optional<IncrementFrom> PullJob::as_base() const {
  if (ended_as_ != RunState::kComplete) return std::nullopt;
  return increment_from(manifest_, RunState::kComplete);
}

}  // namespace sluice
