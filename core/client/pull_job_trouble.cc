// What a run does about failures: it tries again, looks for the one asset behind them, or pauses and asks.
#include "client/pull_job.h"

#include <algorithm>

#include "base/date.h"
#include "base/number.h"
#include "client/run_message.h"

namespace sluice {
namespace {

constexpr int64_t kHuntPauseMs = 2000;  // after a failure within a hunt, give or take half of it

}  // namespace

// ── an asset that makes the gateway fail ──

// The answer to a question of the hunt whose rows are asked for again.
void PullJob::pass_over_page(PullLane& lane, Instant now, WallTime wall) {
  store().rollback_later();
  go_on_hunting(lane, lane.hunt->succeed(std::nullopt), now, wall);
}

Duration PullJob::hunt_pause() { return Duration::millis(random_.between(kHuntPauseMs / 2, kHuntPauseMs * 3 / 2)); }

void PullJob::aim_hunt(PullLane& lane, Instant now) {
  const PoisonHunt::Ask ask = lane.hunt->ask();
  lane.cursor->vary({ask.id_min, ask.limit, ask.without_results});
  lane.not_before = now;
}

void PullJob::go_on_hunting(PullLane& lane, PoisonHunt::Outcome outcome, Instant now, WallTime wall) {
  switch (outcome) {
    case PoisonHunt::Outcome::kHunting: return aim_hunt(lane, now);
    case PoisonHunt::Outcome::kCleared: break;
    case PoisonHunt::Outcome::kFound: quarantine_suspects(lane, false); break;
    case PoisonHunt::Outcome::kFoundWithoutResults:
      // A page of one may hold none (api-reference.md 10, 21): then there is nobody to blame.
      // A page of names was not asked for RESULTS: nothing of it is missing.
      if (lane.page.assets > 0 && !naming()) quarantine_suspects(lane, true);
      break;
    case PoisonHunt::Outcome::kLost:
      lane.hunt.reset();
      lane.cursor->unvary();
      // It may be the range that the gateway cannot answer for.
      if (lane.cursor->last()) return go_on_alone("The gateway fails for a range of ids. " + lane.trouble, now);
      return open_breaker("Page " + std::to_string(lane.number) + " failed " + std::to_string(kAttemptsPerPageMax) +
                              " times, and no single asset is behind it. " + lane.trouble,
                          now, wall);
  }
  lane.hunt.reset();
  lane.cursor->unvary();
}

void PullJob::quarantine_suspects(PullLane& lane, bool only_results) {
  ManifestQuarantine entry;
  entry.cursor = lane.page.cursor_in;
  if (only_results) {
    // It is the one asset of the page that has just been committed.
    const Table& assets = *store().tables().front();
    if (assets.row_end() > 0) entry.id = assets.asset_key(assets.row_end() - 1);
    entry.reason =
        "The gateway fails when its RESULTS are asked for; it is in the tables without them. " + lane.trouble;
  } else {
    const int64_t first = lane.hunt->first_suspect();
    const int64_t last = lane.hunt->last_suspect();
    if (first == last) entry.id = last;
    if (first != last) entry.range = std::to_string(first) + "-" + std::to_string(last);
    entry.reason = "The gateway fails for every page that holds it, also without RESULTS. " + lane.trouble;
  }
  // Before the page behind it: a crash in between must not make the run forget what it has left out.
  if (plan_.keep) journal_.quarantine(entry, totals(), last_strands_);
  add_quarantine(std::move(entry));
}

void PullJob::add_quarantine(ManifestQuarantine entry) {
  for (const ManifestQuarantine& known : manifest_.quarantine) {
    if (known.id == entry.id && known.range == entry.range && known.reason == entry.reason) return;
  }
  ++status_.quarantined;
  manifest_.quarantined = status_.quarantined;
  if (manifest_.quarantine.size() < kManifestQuarantineMax) manifest_.quarantine.push_back(std::move(entry));
}

// ── trouble ──

void PullJob::try_again(PullLane& lane, std::string what, Instant now, WallTime wall, bool content) {
  lane.trouble = what;
  if (lane.hunt) {
    ++status_.retries;
    ++manifest_.retries;
    go_on_hunting(lane, lane.hunt->fail(), now, wall);
    if (lane.hunt) lane.not_before = now + hunt_pause();
    return;
  }
  if (trying_) return open_breaker(what, now, wall);
  const std::optional<Duration> wait = lane.backoff.fail();
  const bool quota_spent = retries_since_break_ >= kRetriesPerRunMax;
  if (!wait && content && lane.cursor && !quota_spent) {
    lane.backoff.succeed();
    lane.hunt.emplace(cursor_id(lane.pages->cursor()), lane.limit);
    aim_hunt(lane, now);
    lane.not_before = now + hunt_pause();
    return;
  }
  if (!wait || quota_spent) {
    const std::string tried = quota_spent ? std::to_string(kRetriesPerRunMax) + " retries did not help. "
                                          : "Page " + std::to_string(lane.number) + " failed " +
                                                std::to_string(kAttemptsPerPageMax) + " times. ";
    return open_breaker(tried + what, now, wall);
  }
  ++retries_since_break_;
  ++status_.retries;
  ++manifest_.retries;
  lane.not_before = now + *wait;
}

// A run with nothing to lose ends; one that holds something pauses, asks, and tries again by itself.
void PullJob::open_breaker(std::string why, Instant now, WallTime wall) {
  trying_ = false;
  retries_since_break_ = 0;
  for (PullLane& lane : lanes_) lane.backoff = Backoff(random_.next());
  if (status_.pages == 0 || ++breaker_tries_ > kBreakerTriesMax) return give_up(std::move(why), now, wall);
  const int doublings = std::min(breaker_tries_ - 1, 10);
  breaker_ = now + std::min(kBreakerWaitMax, kBreakerFirstWait * (int64_t{1} << doublings));
  breaker_why_ = std::move(why);
}

bool PullJob::rest(std::string why, Instant now, WallTime wall) {
  if (status_.pages == 0) return false;
  if (!breaker_ || now >= *breaker_) open_breaker(std::move(why), now, wall);
  return true;
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
  const bool something = status_.pages > 0;
  finish(something ? RunState::kPartial : RunState::kFailed, why + " " + kept(), now, wall);
}

void PullJob::finish(RunState state, std::string why, Instant now, WallTime wall) {
  status_.state = state;
  status_.wait_reason = WaitReason::kNone;
  status_.wait_until.reset();
  status_.asks = false;
  status_.finished = now;
  manifest_.state = run_state_name(state);
  manifest_.why = why;
  manifest_.finished_at = iso_datetime_millis(wall);
  for (PullLane& lane : lanes_) leave(lane, now);
  status_.in_flight = 0;
  manifest_.next_cursor = due_cursor();
  for (PullLane& lane : lanes_) lane.step = PullLane::Step::kIdle;
  if (budget_.known()) {
    manifest_.limit = budget_.limit();
    manifest_.window_s = budget_.window_s();
  }
  manifest_.concurrency_limit = budget_.concurrency_limit();
  status_.message = how_it_ended(why);
  warn_of_increment();
  if (!plan_.keep || replaying_) return;
  journal_.end(state, why, manifest_.finished_at, totals());
  summarize();
}

// Of the page that is due first; "" when none is, or the first.
std::string PullJob::due_cursor() const {
  if (numbered_) return numbered_ended_ ? "" : numbered_->cursor();
  const PullLane* lowest = nullptr;
  for (const PullLane& lane : lanes_) {
    if (lane.step == PullLane::Step::kIdle) continue;
    if (!lowest || lane.cursor->first() < lowest->cursor->first()) lowest = &lane;
  }
  return lowest ? lowest->pages->cursor() : "";
}

int PullJob::reserve() const { return plan_.reserve_calls.value_or(budget_.limit() / 10); }

}  // namespace sluice
