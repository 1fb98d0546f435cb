#include "run_keeper.h"

#include <algorithm>
#include <utility>

namespace sluice {

RunKeeper::RunKeeper(Client& client, std::function<void()> woken)
    : client_(client), store_(woken), slot_(std::move(woken)) {}

Result<void> RunKeeper::resume(const PullRequest& request, const ResumeFrom& from, Instant now) {
  const Result<void> begun = client_.begin_resume(request, ResumeSource{from.run_id, from.keep}, now);
  if (!begun) return begun;
  if (from.checkpoint) {
    store_.open_checkpoint(*from.checkpoint);
  } else {
    store_.open_run(from.run_id);
  }
  reading_ = true;
  of_bases_ = false;
  return begun;
}

Result<std::string> RunKeeper::pull_since(const PullRequest& request, Instant now) {
  const Result<void> begun = client_.begin_since(request, now);
  if (!begun) return begun.error();
  reading_ = of_bases_ = true;
  open_run_.clear();
  if (client_.wants_bases()) {
    list_before_ = store_.runs_version();
    store_.list();
  }
  return client_.resume_status().run_id;
}

void RunKeeper::turn(Instant now) {
  hear_of_writes(now);
  write();
  read(now);
  take_turns(now);
}

std::optional<Instant> RunKeeper::poll_timeout() const {
  const std::optional<Instant> slot = slot_.poll_timeout();
  const std::optional<Instant> store = store_.poll_timeout();
  if (!slot || !store) return slot ? slot : store;
  return std::min(*slot, *store);
}

void RunKeeper::handle_timeout(Instant now) {
  slot_.handle_timeout(now);
  store_.handle_timeout(now);
}

// ── writing, and calls that wait for it ──────────────────────────────────────────────────────────────────────────────

void RunKeeper::hear_of_writes(Instant now) {
  while (std::optional<platform::WriteOutcome> outcome = store_.poll_written()) {
    // Of the others behind a failure nothing is told.
    std::erase_if(unwritten_, [&](const Unwritten& waiting) {
      return waiting.ticket == outcome->ticket || (outcome->error && waiting.run_id == outcome->run_id);
    });
    if (outcome->error) {
      client_.handle_journal_failed(outcome->ticket, std::move(outcome->error->message), now);
    } else {
      client_.handle_journal_written(outcome->ticket, now);
    }
  }
}

void RunKeeper::write() {
  while (std::optional<JournalWrite> next = client_.poll_journal()) {
    last_ticket_ = next->ticket;
    unwritten_.push_back({next->ticket, next->run_id});
    platform::StoredEntry entry;
    entry.run_id = std::move(next->run_id);
    entry.ticket = next->ticket;
    entry.place = next->seq;
    entry.journal_bytes = next->offset + next->entry.framed_bytes();
    entry.head = std::move(next->entry.head);
    entry.pieces = std::move(next->entry.pieces);
    entry.summary = std::move(next->summary);
    store_.write(std::move(entry));
  }
}

void RunKeeper::depart(Flight flight) {
  const uint64_t before = last_ticket_;
  write();
  departures_.push_back({std::move(flight), last_ticket_ == before ? 0 : last_ticket_});
}

std::optional<Flight> RunKeeper::poll_departure() {
  const auto settled = [this](const Departure& waiting) {
    return unwritten_.empty() || unwritten_.front().ticket > waiting.ticket;
  };
  const auto next = std::find_if(departures_.begin(), departures_.end(), settled);
  if (next == departures_.end()) return std::nullopt;
  Flight flight = std::move(next->flight);
  departures_.erase(next);
  return flight;
}

void RunKeeper::call_back(FlightId flight) {
  std::erase_if(departures_, [&](const Departure& waiting) { return waiting.flight.id == flight; });
}

// ── reading ──────────────────────────────────────────────────────────────────────────────────────────────────────────

void RunKeeper::offer_bases(Instant now) {
  if (!client_.wants_bases() || store_.runs_version() == list_before_) return;
  std::vector<RunSummary> kept;
  for (const std::string& json : store_.runs()) {
    if (std::optional<RunSummary> run = read_run_summary(json)) kept.push_back(std::move(*run));
  }
  client_.offer_bases(std::move(kept), now);
}

void RunKeeper::open_wanted() {
  const std::string& wanted = client_.journal_run();
  if (wanted == open_run_) return;
  open_run_ = wanted;
  store_.close();
  if (!wanted.empty()) store_.open_run(wanted);
}

void RunKeeper::read(Instant now) {
  if (!reading_) return;
  if (of_bases_) {
    offer_bases(now);
    open_wanted();
  }
  while (client_.wants_journal()) {
    std::optional<platform::ReadOutcome> piece = store_.poll_read();
    if (!piece) {
      store_.read_more();
      break;
    }
    if (piece->error || piece->end) {
      client_.end_journal(std::move(piece->error), now);
      store_.close();
      break;
    }
    client_.add_journal(std::move(piece->bytes), now);
  }
  const ResumeStatus::State state = client_.resume_status().state;
  if (state == ResumeStatus::State::kReading) return;
  reading_ = false;
  store_.close();
  if (state == ResumeStatus::State::kRefused) slot_.leave();
}

// ── one tab at a time ────────────────────────────────────────────────────────────────────────────────────────────────

void RunKeeper::take_turns(Instant now) {
  const RunStatus& run = client_.run();
  if (run_is_active(run.state)) {
    if (slot_.run_id() != run.id) slot_.ask(run.id, now);
  } else if (!reading_ && !slot_.run_id().empty() && client_.journal_settled()) {
    slot_.leave();
  }
  const bool elsewhere = slot_.state() == platform::RunSlot::State::kElsewhere;
  if (elsewhere == holds_) return;
  holds_ = elsewhere;
  client_.hold_for_other_tab(holds_, now);
}

}  // namespace sluice
