// What a run says of itself while it goes on, and when it has ended.
#include "client/pull_job.h"

#include <algorithm>
#include <utility>

#include "base/text.h"
#include "client/run_message.h"

namespace sluice {

void PullJob::refresh_status(Instant now, WallTime wall) {
  if (over()) return;
  status_.wait_reason = WaitReason::kNone;
  status_.wait_until.reset();
  status_.asks = false;
  status_.in_flight = static_cast<int>(
      std::count_if(lanes_.begin(), lanes_.end(), [](const PullLane& lane) { return lane.flight.has_value(); }));
  const bool busy = status_.in_flight > 0 || decoding() || replaying_;
  status_.state = RunState::kRunning;
  if (paused_) {
    status_.state = RunState::kPaused;
  } else if (busy) {
    status_.state = RunState::kRunning;
  } else if (needs_sign_in_) {
    status_.state = RunState::kPaused;
    status_.wait_reason = WaitReason::kSignIn;
  } else if (breaker_ && now < *breaker_) {
    status_.state = RunState::kPaused;
    status_.wait_reason = WaitReason::kBackoff;
    status_.wait_until = breaker_;
    status_.asks = true;
  } else if (other_tab_ || !online_) {
    status_.state = RunState::kWaiting;
    status_.wait_reason = other_tab_ ? WaitReason::kOtherTab : WaitReason::kOffline;
  } else {
    tell_wait(now);
  }
  status_.message = wait_message(now, wall);
}

void PullJob::tell_wait(Instant now) {
  const std::optional<Instant> due = next_due(now);
  if (!due || *due <= now) return;
  status_.state = RunState::kWaiting;
  status_.wait_until = due;
  const Instant free = budget_.next_start(now, reserve());
  const Instant slot = budget_.next_slot(plan_.concurrency, now);
  const bool for_concurrency =
      slot >= *due || (budget_.blocked(now) && budget_.last_refusal() == Refusal::kConcurrency);
  status_.wait_reason = free >= *due && !for_concurrency ? WaitReason::kRateLimit
                        : for_concurrency                ? WaitReason::kConcurrency
                                                         : WaitReason::kBackoff;
}

std::string PullJob::wait_message(Instant now, WallTime wall) const {
  if (replaying_) return "Reading what was kept of this run: " + rows_text(status_, plan_.origin()) + " so far.";
  if (status_.wait_reason == WaitReason::kSignIn) {
    return "The session has ended. Sign in again and the pull goes on. " + kept();
  }
  if (status_.asks) {
    return breaker_why_ + " " + kept() + " The pull is paused: let it go on, or stop it. By itself it tries one call " +
           at_text(*status_.wait_until, now, wall) + ".";
  }
  if (status_.state == RunState::kPaused) {
    return status_.in_flight == 0 && !decoding() ? "Paused. " + kept()
           : status_.in_flight > 1               ? "Pausing: the pages on their way are still taken in."
                                                 : "Pausing: the page on its way is still taken in.";
  }
  switch (status_.wait_reason) {
    case WaitReason::kOtherTab:
      return "Another tab of this browser is pulling. This pull goes on when that one is over.";
    case WaitReason::kOffline: return "This computer is offline. The pull goes on by itself. " + kept();
    case WaitReason::kBackoff: return backoff_message();
    case WaitReason::kConcurrency:
      if (budget_.cut_off_running(now) > 0) {
        return "A call that was cut off before may still run at the gateway, which allows " +
               count_text(static_cast<uint64_t>(budget_.concurrency_limit()), "call", "calls") +
               " at a time. The pull goes on by itself " + at_text(*status_.wait_until, now, wall) + " at the latest.";
      }
      return "The gateway is busy with other calls of this subscription. The pull goes on by itself " +
             at_text(*status_.wait_until, now, wall) + ".";
    case WaitReason::kRateLimit: return rate_wait_message(budget_, *status_.wait_until, now, wall);
    default: break;
  }
  std::string text = (naming() ? "Asking what has changed, page " : "Pulling page ") +
                     std::to_string(std::max<uint64_t>(status_.pages + 1, 1));
  if (status_.in_flight > 1) text += ", " + std::to_string(status_.in_flight) + " calls at once";
  return text + ".";
}

// Of the lane that is due first.
std::string PullJob::backoff_message() const {
  const PullLane* first = nullptr;
  for (const PullLane& lane : lanes_) {
    if (lane.step == PullLane::Step::kReady && (!first || lane.not_before < first->not_before)) first = &lane;
  }
  if (!first) return "";
  if (first->hunt) {
    return "Page " + std::to_string(first->number) + " failed " + std::to_string(kAttemptsPerPageMax) +
           " times. Looking for the one asset behind it: " +
           count_text(static_cast<uint64_t>(first->hunt->calls()), "call", "calls") + " so far.";
  }
  return first->trouble + " Trying again (attempt " + std::to_string(first->backoff.attempts() + 1) + " of " +
         std::to_string(kAttemptsPerPageMax) + ").";
}

std::string PullJob::how_it_ended(std::string_view why) const {
  if (increment_ && status_.state == RunState::kComplete)
    return increment_message(status_, plan_.origin(), increment_->base());
  return end_message(status_, plan_.origin(), why);
}

std::string PullJob::kept() const { return kept_text(status_, plan_.origin()); }

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
