// What a run tells its journal, and how it is made again of one.
#include "client/pull_job.h"

#include <algorithm>
#include <utility>

#include "base/date.h"
#include "base/planted_bug.h"
#include "client/run_message.h"
#include "decode/table_room.h"

namespace sluice {

// ── the journal ──

KeptTotals PullJob::totals() const {
  return {manifest_.calls, manifest_.retries, manifest_.refused, manifest_.bytes, budget_.told()};
}

std::vector<SavedCursor> PullJob::strands() const {
  if (numbered_) return numbered_ended_ ? std::vector<SavedCursor>{} : std::vector<SavedCursor>{numbered_->save()};
  std::vector<SavedCursor> strands;
  for (const PullLane& lane : lanes_) {
    if (lane.step != PullLane::Step::kIdle) strands.push_back(lane.pages->save());
  }
  return strands;
}

void PullJob::open_journal() {
  journal_.open(plan_, manifest_.started_at);
  summarize();
}

void PullJob::summarize() {
  // Pages that name what has changed, or bring it, are not like those of a pull of everything.
  const PageCost cost = increments() ? PageCost() : page_cost();
  journal_.summarize(run_summary(plan_, status_, manifest_, cost));
}

void PullJob::handle_journal_failed(std::string why, Instant now, WallTime wall) {
  journal_.drop();
  plan_.keep = false;
  status_.kept = false;
  if (over()) return;
  decoder_.reset();
  decoding_lane_ = nullptr;
  store().rollback_later();
  if (replaying_) take_up_strands(now);
  finish(RunState::kStopped,
         "The run can no longer be kept: " + std::move(why) + " " + kept() +
             " Export it, or make room and resume the run: it goes on behind the last page that was stored.",
         now, wall);
}

// ── resuming ──

void PullJob::begin_replay(std::string started_at, bool copies) {
  replaying_ = true;
  copies_ = copies;
  journal_.set_run(plan_.run_id);
  manifest_.started_at = std::move(started_at);
  manifest_.warnings.clear();
  for (const std::string& warning : plan_.warnings) add_warning(warning);
}

void PullJob::replay_run(JournalEntry raw) { keep_replayed(std::move(raw)); }

void PullJob::replay_run_of_base() {
  if (plan_.keep) journal_.open(plan_, manifest_.started_at);
}

bool PullJob::replay(KeptEntry entry, JournalEntry raw, Instant now) {
  for (const KeptCall& call : entry.ended) {
    open_calls_.erase(call.flight);
    counted_calls_.push_back(call.at);
  }
  using Kind = KeptEntry::Kind;
  if (entry.kind == Kind::kRun) return false;  // a journal is of one run
  if (entry.kind == Kind::kSince) {
    std::optional<IncrementFrom> from = as_base();
    if (!from || !tables_.assets()) return false;
    from->run_id = std::move(entry.base_run_id);
    build_upon(std::move(*from), std::move(entry.started_at), now);
  }
  if (entry.kind == Kind::kPage) {
    if (entry.page.names && !naming()) return false;
    if (naming() && !entry.page.names) begin_fetching();
    replayed_ = std::move(entry);
    replayed_raw_ = std::move(raw);
    replayed_body_.clear();
    joined_pieces_ = 0;
    return true;
  }
  if (entry.totals) take_totals(*entry.totals);
  if (entry.kind == Kind::kCall) open_calls_[entry.call.flight] = entry.call.at;
  if (entry.kind == Kind::kCall) last_kept_flight_ = std::max(last_kept_flight_, entry.call.flight);
  if (entry.kind == Kind::kCall) ended_as_ = RunState::kIdle;  // it was resumed
  if (entry.kind == Kind::kQuarantine) add_quarantine(std::move(entry.quarantine));
  if (entry.kind == Kind::kEnd) {
    ended_as_ = entry.state;
    ended_why_ = std::move(entry.why);
    ended_at_ = std::move(entry.finished_at);
  }
  keep_replayed(std::move(raw));
  return true;
}

void PullJob::take_totals(const KeptTotals& kept) {
  status_.calls = manifest_.calls = kept.calls;
  status_.retries = manifest_.retries = kept.retries;
  status_.refused = manifest_.refused = kept.refused;
  status_.bytes = manifest_.bytes = kept.bytes;
  kept_limits_ = kept.limits;
}

void PullJob::keep_replayed(JournalEntry raw) {
  ++replayed_entries_;
  replayed_bytes_ += raw.framed_bytes();
  if (copies_ && plan_.keep) journal_.copy(std::move(raw));
}

// The page's body is put together and decoded again, both by fuel.
Work PullJob::replay_work(Fuel fuel) {
  if (!replayed_) return Work::kDone;
  if (replayed_raw_->pieces.empty()) {
    PageOutcome empty;
    empty.kind = PageKind::kPage;
    take_in_replayed(empty);
    return Work::kDone;
  }
  if (!decoder_) {
    const std::vector<std::string>& pieces = replayed_raw_->pieces;
    if (joined_pieces_ == 0) replayed_body_.reserve(static_cast<size_t>(replayed_raw_->bytes()));
    size_t joined = 0;
    while (joined_pieces_ < pieces.size() && joined < fuel.units) {
      joined += pieces[joined_pieces_].size();
      replayed_body_ += pieces[joined_pieces_++];
    }
    if (joined_pieces_ == pieces.size()) decoder_ = target().make_decoder(std::move(replayed_body_), plan_);
    return Work::kMore;
  }
  if (decoder_->work(fuel) == Work::kMore || !settled(fuel)) return Work::kMore;
  const PageOutcome outcome = decoder_->outcome();
  decoder_.reset();
  take_in_replayed(outcome);
  return Work::kDone;
}

void PullJob::take_in_replayed(const PageOutcome& outcome) {
  KeptEntry entry = std::move(*replayed_);
  replayed_.reset();
  const bool full = outcome.kind == PageKind::kTablesFull || tables_full(store(), plan_.decode_limits);
  if (outcome.kind != PageKind::kPage || full) {
    store().rollback_later();
    replay_failed_ = true;
    if (full) replay_full_ = full_message();
    return;
  }
  if (planted(PlantedBug::kResumeSkipsPage) && manifest_.pages.size() == 1) store().rollback();
  ManifestPage page = entry.page;
  take_in(page, outcome, entry.total, entry.server_time);
  manifest_.server_time = entry.server_time;
  manifest_.pages.push_back(page);
  take_totals(*entry.totals);
  ended_as_ = RunState::kIdle;
  last_strands_ = std::move(entry.strands);
  asked_pages_ = manifest_.pages.size();
  keep_replayed(std::move(*replayed_raw_));
  replayed_raw_.reset();
}

void PullJob::end_replay_of_base(IncrementFrom from, Instant now, WallTime wall) {
  const std::string started_at = iso_datetime_millis(wall);
  if (plan_.keep) journal_.since(from.run_id, started_at);
  build_upon(std::move(from), started_at, now);
  end_replay("", now, wall);
}

// Calls that the crash has cut off may still run at the gateway.
void PullJob::end_replay(std::string_view warning, Instant now, WallTime wall) {
  std::vector<Instant> counted;
  std::vector<Instant> cut_off;
  const auto then = [&](WallTime at) { return now - (wall - at); };
  for (const WallTime at : counted_calls_) counted.push_back(then(at));
  for (const auto& [flight, at] : open_calls_) cut_off.push_back(then(at) + kCutOffMax);
  budget_.remember_limits(kept_limits_);
  if (!planted(PlantedBug::kResumeForgetsCalls)) budget_.restore(counted, cut_off, now);
  if (!replay_full_.empty()) {
    // The pages behind are good and stay in the journal, for where there is more room.
    journal_.drop();
    plan_.keep = false;
  }
  if (!copies_ && plan_.keep) journal_.go_on(replayed_entries_, replayed_bytes_);
  if (!warning.empty() && replay_full_.empty()) {
    add_warning("What was kept of this run is damaged at its end: " + std::string(warning));
  }
  replaying_ = false;
  if (ended_as_ == RunState::kComplete) return finish_as_kept(now);
  take_up_strands(now);
  if (!replay_full_.empty()) return give_up(std::move(replay_full_), now, wall);
  summarize();
  spread(now);
  finish_if_done(now, wall);
  refresh_status(now, wall);
}

// Where the run was when its journal ended.
void PullJob::take_up_strands(Instant now) {
  if (manifest_.pages.empty() || !last_strands_.empty()) {
    make_strands(last_strands_, now);
    const bool of_all = fetches_named() && !lanes_.empty() && !lanes_.front().cursor->query().find("ids");
    if (of_all) {
      increment_->fetch_everything(plan_);
      ask_as_increment_says();
    }
  } else {
    for (PullLane& lane : lanes_) lane.step = PullLane::Step::kIdle;
    numbered_ended_ = numbered_ != nullptr;  // of a list by number nothing is left
  }
}

// It was over already: nothing is sent and nothing is written.
void PullJob::finish_as_kept(Instant now) {
  for (PullLane& lane : lanes_) lane.step = PullLane::Step::kIdle;
  numbered_ended_ = true;
  if (naming()) begin_fetching();  // nothing had changed
  if (increment_) finish_increment();
  warn_of_increment();
  status_.state = ended_as_;
  status_.finished = now;
  manifest_.state = run_state_name(ended_as_);
  manifest_.why = ended_why_;
  manifest_.finished_at = ended_at_;
  status_.message = how_it_ended(ended_why_);
}

}  // namespace sluice
