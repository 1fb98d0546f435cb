#include "client/pull_job.h"

#include <algorithm>
#include <utility>

#include "api/endpoint.h"
#include "api/errors.h"
#include "base/date.h"
#include "base/number.h"
#include "base/text.h"
#include "api/ot_api.h"
#include "decode/error_body.h"
#include "decode/ot_decoder.h"
#include "flow/numbered_pager.h"
#include "flow/pager.h"
#include "http/http_date.h"

namespace sluice {
namespace {

constexpr size_t kEchoBytesMax = 2000;
constexpr Duration kHuntPause = Duration::seconds(2);  // after a failure within a hunt

std::string count_text(uint64_t n, std::string_view one, std::string_view many) {
  return with_thousands(static_cast<int64_t>(n)) + " " + std::string(n == 1 ? one : many);
}

bool worth_another_try(PageKind kind) {
  switch (kind) {
    case PageKind::kHtml:
    case PageKind::kEmpty:
    case PageKind::kCut:
    case PageKind::kNotXml:
    case PageKind::kNotJson:
    case PageKind::kTrailingBytes:
    case PageKind::kMalformed:
      return true;
    case PageKind::kPage:
    case PageKind::kErrorDocument:
    case PageKind::kUnknownRoot:
    case PageKind::kInternalDtd:
    case PageKind::kTooLarge:
      return false;
  }
  return false;
}

std::string failure_text(const Failure& failure) {
  switch (failure.kind) {
    case FailureKind::kUnreachable: return "The gateway could not be reached, or the browser blocked its answer.";
    case FailureKind::kPolicy: return "This page's security policy does not allow calls to the gateway's address.";
    case FailureKind::kTimeout: return "The gateway did not answer in time.";
    case FailureKind::kCut: return "The connection ended in the middle of the answer.";
    case FailureKind::kTooLarge: return "The answer is larger than this page accepts; pull with a smaller truncation_limit.";
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

std::string window_text(int window_s) {
  if (window_s == 60) return "this minute";
  if (window_s == 3600) return "this hour";
  if (window_s == 86400) return "this day";
  return "the last " + (window_s < 60 ? std::to_string(window_s) + " s" : human_duration_ms(int64_t{window_s} * 1000));
}

}  // namespace

std::unique_ptr<Decoder> PullTables::make_decoder(std::string body, const PullPlan& plan) const {
  if (assets_) return make_mobile_decoder(std::move(body), *assets_, plan.decode_limits);
  return make_ot_decoder(std::move(body), *records_, record_rules(plan.origin()), plan.decode_limits);
}

PullJob::PullJob(PullPlan plan, PullTables tables, RateBudget& budget, uint64_t seed, Instant now, WallTime wall)
    : plan_(std::move(plan)),
      tables_(tables),
      store_(tables_.store()),
      budget_(budget),
      pages_(),
      backoff_(seed),
      ready_since_(now),
      not_before_(now) {
  if (plan_.origin().api == Api::kMobile) {
    auto pager = std::make_unique<Pager>(query_of(plan_.parameters));
    cursor_pager_ = pager.get();
    pages_ = std::move(pager);
  } else {
    pages_ = std::make_unique<NumberedPager>(query_of(plan_.parameters), plan_.page_size);
  }
  status_.id = plan_.run_id;
  status_.source = plan_.source;
  status_.state = RunState::kRunning;
  status_.started = now;
  manifest_.version = plan_.version;
  manifest_.run_id = plan_.run_id;
  manifest_.source = plan_.source;
  manifest_.gateway = plan_.gateway;
  manifest_.path = plan_.path;
  manifest_.subject = plan_.subject;
  manifest_.parameters = plan_.parameters;
  manifest_.started_at = iso_datetime_millis(wall);
  for (const std::string& warning : plan_.warnings) add_warning(warning);
  next_page(now);
  refresh_status(now, wall);
}

void PullJob::pause() {
  if (!over()) paused_ = true;
}

void PullJob::unpause() { paused_ = false; }

void PullJob::stop(std::string why, Instant now, WallTime wall) {
  if (over()) return;
  if (flight_) budget_.finish_unheard(*flight_, now);
  flight_.reset();
  decoder_.reset();
  store_.rollback();
  finish(RunState::kStopped, std::move(why), now, wall);
}

bool PullJob::wants_transmit(Instant now) const {
  return step_ == Step::kReady && !paused_ && !needs_sign_in_ && now >= not_before_ &&
         budget_.next_start(now, reserve()) <= now && budget_.in_flight() == 0;
}

Request PullJob::send(FlightId flight, Instant now) {
  Request request;
  request.method = Method::kGet;
  // The first address was checked when the run was planned; a later one differs by the gateway's own short additions,
  // and is cut off by the gateway if it grew too long.
  const Query& query = pages_->query();
  const Result<std::string> url = endpoint_url(plan_.gateway, plan_.path, query);
  request.url = url.ok() ? url.value() : plan_.gateway + plan_.path + "?" + query.encode();
  request.headers.add("Accept", plan_.origin().api == Api::kMobile ? "application/xml" : "application/json");
  request.body_bytes_max = plan_.decode_limits.body_bytes_max;
  request.reason = "page " + std::to_string(pages_->page_index() + 1);
  ++calls_for_page_;
  if (calls_for_page_ > 1) request.reason += ", call " + std::to_string(calls_for_page_);
  waited_ms_ = std::max<int64_t>(0, (now - ready_since_).as_millis());
  page_waited_ms_ += waited_ms_;
  budget_.start(flight, now);
  flight_ = flight;
  step_ = Step::kInFlight;
  ++status_.calls;
  ++manifest_.calls;
  return request;
}

std::optional<Instant> PullJob::poll_timeout(Instant now) const {
  if (step_ != Step::kReady || paused_ || needs_sign_in_) return std::nullopt;
  return std::max(not_before_, budget_.next_start(std::max(now, not_before_), reserve()));
}

PullJob::Verdict PullJob::handle_response(Response response, Instant now, WallTime wall) {
  const FlightId flight = *flight_;
  answered_ = flight;
  flight_.reset();
  step_ = Step::kReady;
  ready_since_ = now;
  answer_limits_ = read_limit_headers(response.headers);
  answer_count_ = count_of(response.headers);
  answer_date_ = date_of(response.headers);
  page_.status = response.status;
  page_.bytes = response.body.size();
  status_.bytes += response.body.size();
  manifest_.bytes += response.body.size();
  if (response.status == 200) {
    budget_.finish(flight, answer_limits_, now);
    decoder_ = tables_.make_decoder(std::move(response.body), plan_);
    step_ = Step::kDecoding;
    return {};
  }
  const ErrorBody said = read_error_body(response.body);
  if (response.status == 404 && said.kind == ErrorBody::Kind::kErrorObject && plan_.origin().api == Api::kOt) {
    budget_.finish(flight, answer_limits_, now);
    commit_empty_page(now, wall);
    return {false, said.text};
  }
  // A limit on parallel calls is told by its own headers without a wait for the rate window.
  const bool names_concurrency = answer_limits_.concurrency_limit.has_value() && !answer_limits_.to_wait_s &&
                                 answer_limits_.remaining.value_or(1) > 0;
  const AnswerClass kind = classify_answer(response.status, said.code, said.text, names_concurrency);
  std::string note = said.text.empty() ? std::string() : shorten(said.text, 300);
  switch (kind) {
    case AnswerClass::kRateRefused:
    case AnswerClass::kConcurrencyRefused: {
      const Refusal refusal = kind == AnswerClass::kRateRefused ? Refusal::kRate : Refusal::kConcurrency;
      budget_.refuse(flight, refusal, answer_limits_, now);
      wait_for_limit(refusal, answer_limits_, now, wall);
      return {false, note.empty() ? "refused: over the limit" : note};
    }
    case AnswerClass::kUnauthorized:
      budget_.finish(flight, answer_limits_, now);
      last_trouble_ = note;
      return {true, note};
    case AnswerClass::kRetry:
      budget_.finish(flight, answer_limits_, now);
      try_again("The gateway answered " + std::to_string(response.status) +
                    (note.empty() ? std::string(".") : ": \"" + note + "\""),
                now, wall);
      return {false, note};
    case AnswerClass::kFinal:
      budget_.finish(flight, answer_limits_, now);
      give_up(final_error(response.status, said.code, said.text, plan_.path).message, now, wall);
      return {false, note};
  }
  return {};
}

std::string PullJob::handle_failure(const Failure& failure, Instant now, WallTime wall) {
  const FlightId flight = *flight_;
  flight_.reset();
  step_ = Step::kReady;
  ready_since_ = now;
  budget_.finish_unheard(flight, now);
  std::string text = failure_text(failure);
  if (failure.kind == FailureKind::kPolicy || failure.kind == FailureKind::kTooLarge) {
    give_up(text, now, wall);
  } else {
    try_again(text, now, wall, failure.kind != FailureKind::kUnreachable);
  }
  return text;
}

void PullJob::refuse_token(Instant now, WallTime wall) {
  give_up("The gateway refuses this session's token (401)" +
              (last_trouble_.empty() ? std::string(".") : ": \"" + last_trouble_ + "\".") + " Sign in again.",
          now, wall);
}

Work PullJob::work(Fuel fuel, Instant now, WallTime wall) {
  if (!decoder_) return Work::kDone;
  if (decoder_->work(fuel) == Work::kMore) return Work::kMore;
  judge_page(now, wall);
  return decoder_ ? Work::kMore : Work::kDone;
}

void PullJob::judge_page(Instant now, WallTime wall) {
  const PageOutcome outcome = decoder_->outcome();
  decoder_.reset();
  step_ = Step::kReady;
  ready_since_ = now;
  for (const auto& [name, value] : outcome.echoed_request) {
    if (echo_.size() > kEchoBytesMax) break;
    echo_ += (echo_.empty() ? "Echoed: " : ", ") + shorten(name, 100) + "=" + shorten(value, 100);
  }
  if (outcome.kind == PageKind::kPage) {
    if (hunt_ && !hunt_->ask().commit) return pass_over_page(now, wall);
    return commit_page(outcome, now, wall);
  }
  store_.rollback();
  if (worth_another_try(outcome.kind)) return try_again(outcome.message, now, wall);
  if (outcome.kind != PageKind::kErrorDocument) return give_up(outcome.message, now, wall);
  // Some gateways refuse with 200 and an error document (api-reference.md 7.3).
  switch (classify_answer(200, outcome.error_code, outcome.error_text, false)) {
    case AnswerClass::kRateRefused: return wait_for_limit(Refusal::kRate, answer_limits_, now, wall);
    case AnswerClass::kConcurrencyRefused: return wait_for_limit(Refusal::kConcurrency, answer_limits_, now, wall);
    default:
      return give_up(final_error(200, outcome.error_code, outcome.error_text, plan_.path).message, now, wall);
  }
}

// 404 with an `_error` object is how the OT API says that a list is empty (api-reference.md 5.5).
void PullJob::commit_empty_page(Instant now, WallTime wall) {
  PageOutcome outcome;
  outcome.kind = PageKind::kPage;
  answer_count_.reset();
  commit_page(outcome, now, wall);
}

void PullJob::commit_page(const PageOutcome& outcome, Instant now, WallTime wall) {
  const Store::Committed committed = store_.commit();
  backoff_.succeed();
  page_.index = pages_->page_index();
  page_.cursor_in = pages_->cursor();
  page_.sha256 = outcome.sha256;
  page_.assets = plan_.origin().rows_are_detections ? 0 : outcome.assets;
  page_.detections = plan_.origin().rows_are_detections ? outcome.assets : outcome.detections;
  page_.attempts = calls_for_page_;
  page_.waited_ms = page_waited_ms_;
  status_.pages += 1;
  const std::vector<const Table*>& tables = store_.tables();
  const uint64_t rows = tables.front()->live_count();
  status_.assets = plan_.origin().rows_are_detections ? 0 : rows;
  status_.detections = plan_.origin().rows_are_detections ? rows : tables.size() > 1 ? tables[1]->live_count() : 0;
  if (answer_count_) status_.total = answer_count_;
  status_.duplicates += committed.duplicates;
  status_.quarantined += outcome.quarantined;
  manifest_.assets = status_.assets;
  manifest_.detections = status_.detections;
  manifest_.duplicates = status_.duplicates;
  manifest_.quarantined = status_.quarantined;
  manifest_.sanitized += outcome.sanitized;
  if (!outcome.datetime.empty()) manifest_.server_time = outcome.datetime;
  if (outcome.datetime.empty() && !answer_date_.empty()) manifest_.server_time = answer_date_;
  for (const QuarantinedRecord& record : outcome.quarantine) {
    if (manifest_.quarantine.size() >= kManifestQuarantineMax) break;
    manifest_.quarantine.push_back({record.id, std::nullopt, page_.cursor_in, record.reason, record.sample});
  }
  note_unknown_fields(outcome.unknown_fields);
  for (const std::string& warning : outcome.warnings) {
    add_warning("page " + std::to_string(page_.index + 1) + ": " + warning);
  }
  if (outcome.sanitized > 0) {
    add_warning("page " + std::to_string(page_.index + 1) + ": " +
                count_text(outcome.sanitized, "byte was", "bytes were") +
                " not allowed in XML or UTF-8 and replaced, the first at offset " +
                std::to_string(outcome.first_sanitized_offset.value_or(0)) + ".");
  }
  follow(outcome, now, wall);
}

void PullJob::follow(const PageOutcome& outcome, Instant now, WallTime wall) {
  const bool more = outcome.warning && trim(outcome.warning->code) == kMoreRecordsCode;
  PageSeen seen;
  seen.says_more = more;
  if (more) seen.next_url = outcome.warning->url;
  seen.records = outcome.assets + outcome.quarantined;
  seen.count = answer_count_;
  seen.known = store_.tables().front()->live_count() + status_.quarantined;
  const Result<bool> followed = pages_->follow(seen);
  const bool another = followed.ok() && followed.value();
  if (hunt_) {
    cursor_pager_->unvary();
    const std::optional<int64_t> next = another ? parse_int(pages_->cursor()) : std::nullopt;
    go_on_hunting(hunt_->succeed(next), now, wall);
    if (over()) return;
  }
  std::string stuck;
  if (!followed) stuck = followed.error().message;
  page_due_ = another;
  if (another) page_.cursor_out = pages_->cursor();
  if (!more && outcome.warning) {
    const std::string text =
        "The gateway warns (" + shorten(outcome.warning->code, 40) + "): " + shorten(outcome.warning->text, 300);
    add_warning(text);
    if (!outcome.warning->url.empty()) stuck = text + " It names a further address, but only code 1980 means a next page.";
  }
  manifest_.pages.push_back(page_);
  if (!stuck.empty()) {
    return finish(RunState::kPartial, stuck + " " + kept_text(), now, wall);
  }
  if (another) return next_page(now);
  for (std::string& warning : pages_->warnings()) add_warning(std::move(warning));
  if (status_.quarantined > 0) {
    return finish(RunState::kPartial,
                  count_text(status_.quarantined, "record was", "records were") +
                      " quarantined: the manifest lists them with the reasons. " + kept_text(),
                  now, wall);
  }
  finish(RunState::kComplete, "", now, wall);
}

void PullJob::next_page(Instant now) {
  page_ = ManifestPage{};
  calls_for_page_ = 0;
  page_waited_ms_ = 0;
  ready_since_ = now;
  step_ = Step::kReady;
}

// The answer to a question of the hunt whose rows are asked for again.
void PullJob::pass_over_page(Instant now, WallTime wall) {
  store_.rollback();
  go_on_hunting(hunt_->succeed(std::nullopt), now, wall);
}

void PullJob::aim_hunt(Instant now) {
  const PoisonHunt::Ask ask = hunt_->ask();
  cursor_pager_->vary({ask.id_min, ask.limit, ask.without_results});
  not_before_ = now;
}

void PullJob::go_on_hunting(PoisonHunt::Outcome outcome, Instant now, WallTime wall) {
  switch (outcome) {
    case PoisonHunt::Outcome::kHunting: return aim_hunt(now);
    case PoisonHunt::Outcome::kCleared: break;
    case PoisonHunt::Outcome::kFound: quarantine_suspects(false); break;
    case PoisonHunt::Outcome::kFoundWithoutResults:
      // A page of one may hold none (api-reference.md 10, 21): then there is nobody to blame.
      if (page_.assets > 0) quarantine_suspects(true);
      break;
    case PoisonHunt::Outcome::kLost:
      return give_up("Page " + std::to_string(pages_->page_index() + 1) + " failed " +
                         std::to_string(kAttemptsPerPageMax) + " times, and no single asset is behind it. " +
                         last_trouble_,
                     now, wall);
  }
  hunt_.reset();
  cursor_pager_->unvary();
}

void PullJob::quarantine_suspects(bool only_results) {
  ManifestQuarantine entry;
  entry.cursor = page_.cursor_in;
  if (only_results) {
    // It is the one asset of the page that has just been committed.
    const Table& assets = *store_.tables().front();
    if (assets.row_end() > 0) entry.id = assets.asset_key(assets.row_end() - 1);
    entry.reason = "The gateway fails when its RESULTS are asked for; it is in the tables without them. " + last_trouble_;
  } else {
    const int64_t first = hunt_->first_suspect();
    const int64_t last = hunt_->last_suspect();
    if (first == last) entry.id = last;
    if (first != last) entry.range = std::to_string(first) + "-" + std::to_string(last);
    entry.reason = "The gateway fails for every page that holds it, also without RESULTS. " + last_trouble_;
  }
  ++status_.quarantined;
  manifest_.quarantined = status_.quarantined;
  if (manifest_.quarantine.size() < kManifestQuarantineMax) manifest_.quarantine.push_back(std::move(entry));
}

void PullJob::try_again(std::string what, Instant now, WallTime wall, bool content) {
  last_trouble_ = what;
  if (hunt_) {
    ++status_.retries;
    ++manifest_.retries;
    go_on_hunting(hunt_->fail(), now, wall);
    if (!over()) not_before_ = now + kHuntPause;
    return;
  }
  const std::optional<Duration> wait = backoff_.fail();
  if (!wait && content && cursor_pager_ && !backoff_.quota_spent()) {
    backoff_.succeed();
    hunt_.emplace(parse_int(pages_->cursor()).value_or(0), plan_.page_size);
    aim_hunt(now);
    not_before_ = now + kHuntPause;
    return;
  }
  if (!wait) {
    const std::string tried = backoff_.quota_spent()
                                  ? "The run has used all its " + std::to_string(kRetriesPerRunMax) + " retries. "
                                  : "Page " + std::to_string(pages_->page_index() + 1) + " failed " +
                                        std::to_string(kAttemptsPerPageMax) + " times. ";
    return give_up(tried + what, now, wall);
  }
  ++status_.retries;
  ++manifest_.retries;
  not_before_ = now + *wait;
}

void PullJob::wait_for_limit(Refusal kind, const LimitHeaders& headers, Instant now, WallTime wall) {
  ++status_.refused;
  ++manifest_.refused;
  if (budget_.refused_in_a_row() == 0) budget_.refuse(FlightId{}, kind, headers, now);  // told by a 200
  if (budget_.refused_in_a_row() >= kRefusalsInARowMax) {
    give_up("The gateway has refused " + std::to_string(kRefusalsInARowMax) +
                " calls in a row for its limits, although each waited as long as it was told.",
            now, wall);
  }
}

void PullJob::give_up(std::string why, Instant now, WallTime wall) {
  const bool kept = status_.pages > 0;
  finish(kept ? RunState::kPartial : RunState::kFailed, why + " " + kept_text(), now, wall);
}

void PullJob::finish(RunState state, std::string why, Instant now, WallTime wall) {
  step_ = Step::kOver;
  status_.state = state;
  status_.wait_reason = WaitReason::kNone;
  status_.wait_until.reset();
  status_.finished = now;
  manifest_.state = run_state_name(state);
  manifest_.why = why;
  manifest_.finished_at = iso_datetime_millis(wall);
  if (hunt_) {
    cursor_pager_->unvary();  // the cursor that is due is the page's, not that of the hunt's last question
    hunt_.reset();
  }
  if (page_due_) manifest_.next_cursor = pages_->cursor();
  if (budget_.known()) {
    manifest_.limit = budget_.limit();
    manifest_.window_s = budget_.window_s();
  }
  manifest_.concurrency_limit = budget_.concurrency_limit();
  const std::string got = rows_text() + " in " + count_text(status_.pages, "page", "pages");
  switch (state) {
    case RunState::kComplete:
      status_.message = status_.assets + status_.detections == 0 ? empty_text() : "Complete: " + got + ".";
      break;
    case RunState::kStopped: status_.message = "Stopped: " + got + " are kept. " + why; break;
    case RunState::kPartial: status_.message = "Partial: " + why; break;
    default: status_.message = "Failed: " + why; break;
  }
}

// "2,400 assets with 12,090 detections", "100 hosts"
std::string PullJob::rows_text() const {
  const Source& source = plan_.origin();
  const uint64_t rows = source.rows_are_detections ? status_.detections : status_.assets;
  std::string text = count_text(rows, source.one, source.many);
  if (source.api == Api::kMobile) text += " with " + count_text(status_.detections, "detection", "detections");
  return text;
}

// A zero says why it may be one (field-notes 12).
std::string PullJob::empty_text() const {
  const Source& source = plan_.origin();
  std::string text = "Complete, but empty: the gateway has no " + std::string(source.one) + " for this request. ";
  if (source.api == Api::kMobile) {
    return text + "Only Enrolled assets are listed unless status says otherwise, and only those in this user's scope.";
  }
  return text + "Only what is in this user's scope is listed; an account with API but without UI permission may see less.";
}

std::string PullJob::kept_text() const {
  if (status_.pages == 0) return "Nothing was pulled.";
  const Source& source = plan_.origin();
  const uint64_t rows = source.rows_are_detections ? status_.detections : status_.assets;
  return count_text(rows, source.one, source.many) + " from " + count_text(status_.pages, "page", "pages") +
         " are kept.";
}

int PullJob::reserve() const { return plan_.reserve_calls.value_or(budget_.limit() / 10); }

void PullJob::refresh_status(Instant now, WallTime wall) {
  if (over()) return;
  status_.wait_reason = WaitReason::kNone;
  status_.wait_until.reset();
  if (step_ != Step::kReady) {
    status_.state = paused_ ? RunState::kPaused : RunState::kRunning;
  } else if (paused_) {
    status_.state = RunState::kPaused;
  } else if (needs_sign_in_) {
    status_.state = RunState::kPaused;
    status_.wait_reason = WaitReason::kSignIn;
  } else {
    const Instant free = budget_.next_start(now, reserve());
    const Instant due = std::max(free, not_before_);
    status_.state = due > now ? RunState::kWaiting : RunState::kRunning;
    if (due > now) {
      const bool for_concurrency = budget_.blocked(now) && budget_.last_refusal() == Refusal::kConcurrency;
      status_.wait_reason = not_before_ > free  ? WaitReason::kBackoff
                            : for_concurrency   ? WaitReason::kConcurrency
                                                : WaitReason::kRateLimit;
      status_.wait_until = due;
    }
  }
  status_.message = wait_message(now, wall);
}

std::string PullJob::wait_message(Instant now, WallTime wall) const {
  if (status_.wait_reason == WaitReason::kSignIn) {
    return "The session has ended. Sign in again and the pull goes on. " + kept_text();
  }
  if (status_.state == RunState::kPaused) {
    return step_ == Step::kReady ? "Paused. " + kept_text() : "Pausing: the page on its way is still taken in.";
  }
  if (!status_.wait_until) return "Pulling page " + std::to_string(pages_->page_index() + 1) + ".";
  const std::string at = short_datetime((wall + (*status_.wait_until - now)).unix_seconds()).substr(11) + " UTC";
  switch (status_.wait_reason) {
    case WaitReason::kBackoff:
      if (hunt_) {
        return "Page " + std::to_string(pages_->page_index() + 1) + " failed " + std::to_string(kAttemptsPerPageMax) +
               " times. Looking for the one asset behind it: " + count_text(hunt_->calls(), "call", "calls") + " so far.";
      }
      return last_trouble_ + " Trying again (attempt " + std::to_string(backoff_.attempts() + 1) + " of " +
             std::to_string(kAttemptsPerPageMax) + ").";
    case WaitReason::kConcurrency:
      return "The gateway is busy with other calls of this subscription. The pull goes on by itself at " + at + ".";
    default: {
      if (budget_.blocked(now)) {
        return "The gateway's rate limit is reached. The pull goes on by itself; the next call is at " + at + ".";
      }
      const int left = budget_.remaining(now);
      std::string text = with_thousands(budget_.used(now)) + " of " + with_thousands(budget_.limit()) + " calls of " +
                         window_text(budget_.window_s()) + " are used";
      if (left > 0) text += ", " + with_thousands(left) + (left == 1 ? " is" : " are") + " left to others";
      return text + ". The pull goes on by itself; the first free call is at " + at + ".";
    }
  }
}

void PullJob::add_warning(std::string text) {
  if (manifest_.warnings.size() < kManifestWarningsMax) manifest_.warnings.push_back(std::move(text));
}

void PullJob::note_unknown_fields(const std::vector<UnknownField>& fields) {
  for (const UnknownField& field : fields) {
    manifest_.unknown_field_count += field.count;
    auto known = std::find_if(manifest_.unknown_fields.begin(), manifest_.unknown_fields.end(),
                              [&](const UnknownField& f) { return f.path == field.path; });
    if (known != manifest_.unknown_fields.end()) {
      known->count += field.count;
    } else if (manifest_.unknown_fields.size() < plan_.decode_limits.unknown_fields_max) {
      manifest_.unknown_fields.push_back(field);
    }
  }
}

}  // namespace sluice
