// A gateway that does nothing but count calls in a rolling window, written from api-reference.md 4.2 and independent of
// the model under test, and a client that does nothing but ask a RateBudget: calls take their time each way, another
// user may be at work, and virtual time jumps from one event to the next.
#pragma once

#include <algorithm>
#include <deque>
#include <optional>
#include <vector>

#include "base/random.h"
#include "flow/rate_budget.h"

namespace sluice {

struct LimitedGateway {
  int limit = 300;
  int window_s = 3600;
  int concurrency = 2;
  bool tells_limits = true;   // Limit, Remaining, Window-Sec
  bool tells_wait = true;     // ToWait-Sec on a refusal
  bool tells_concurrency = true;
  std::deque<Instant> counted = {};
  int running = 0;

  int inside(Instant now) {
    while (!counted.empty() && counted.front() + Duration::seconds(window_s) <= now) counted.pop_front();
    return static_cast<int>(counted.size());
  }

  struct Answer {
    std::optional<Refusal> refused;
    LimitHeaders headers;
  };
  Answer arrive(Instant now) {
    Answer answer;
    if (running >= concurrency) answer.refused = Refusal::kConcurrency;
    else if (inside(now) >= limit) answer.refused = Refusal::kRate;
    else {
      ++running;
      counted.push_back(now);
    }
    if (tells_limits && answer.refused != Refusal::kConcurrency) {
      answer.headers.limit = limit;
      answer.headers.window_s = window_s;
      answer.headers.remaining = std::max(0, limit - inside(now));
    }
    if (tells_wait && answer.refused == Refusal::kRate) {
      const size_t leaver = counted.size() - static_cast<size_t>(limit);
      answer.headers.to_wait_s =
          static_cast<int>((counted[leaver] + Duration::seconds(window_s) - now).whole_seconds_left());
    }
    if (tells_concurrency && answer.refused != Refusal::kRate) {
      answer.headers.concurrency_limit = concurrency;
      answer.headers.concurrency_running = running;
    }
    return answer;
  }
  bool spend(Instant now) {  // another user's short call, at most what is left
    if (inside(now) >= limit) return false;
    counted.push_back(now);
    return true;
  }
};

struct BudgetRun {
  RateBudget* budget = nullptr;
  LimitedGateway* gateway = nullptr;
  Random* random = nullptr;
  Duration latency_least = Duration::millis(100);
  Duration latency_most = Duration::millis(300);
  int wanted = 1;
  int reserve = 0;
  std::optional<Duration> others_every = std::nullopt;  // another user's calls, one each so long on average

  // what came of it
  int done = 0;
  int refused = 0;
  int most_running = 0;
  int others_done = 0;

  struct Flying {
    FlightId id;
    Instant arrives;
    Instant ends;
    std::optional<LimitedGateway::Answer> answer;
  };

  // Makes `calls` calls or as many as `longest` allows; returns when the last one ended.
  Instant go(int calls, Instant now, Duration longest = Duration::seconds(40 * 86400)) {
    const Instant end = now + longest;
    std::vector<Flying> flying;
    uint64_t next_id = 1000000 + random->below(1000000) * 1000000;
    Instant others_next = others_every ? now : end;
    while (done < calls && now < end) {
      while (done + static_cast<int>(flying.size()) < calls && budget->has_slot(wanted, now) &&
             budget->next_start(now, reserve) <= now) {
        const Duration there = Duration::micros(random->between(latency_least.us, latency_most.us) / 2);
        const Duration back = Duration::micros(random->between(latency_least.us, latency_most.us) / 2);
        const FlightId id{next_id++};
        budget->start(id, now);
        flying.push_back({id, now + there, now + there + back, {}});
      }
      Instant next = end;
      if (budget->has_slot(wanted, now) && done + static_cast<int>(flying.size()) < calls) {
        next = std::min(next, std::max(now, budget->next_start(now, reserve)));
      } else if (flying.empty()) {
        next = std::min(next, std::max(now + Duration::micros(1), budget->next_slot(wanted, now)));
      }
      for (const Flying& call : flying) next = std::min(next, call.answer ? call.ends : call.arrives);
      next = std::min(next, others_next);
      now = next;
      if (others_next <= now && others_every) {
        if (gateway->spend(now)) ++others_done;
        others_next = now + Duration::micros(1 + random->between(0, 2 * others_every->us));
      }
      for (size_t i = 0; i < flying.size();) {
        Flying& call = flying[i];
        if (!call.answer && call.arrives <= now) call.answer = gateway->arrive(now);
        most_running = std::max(most_running, gateway->running);
        if (!call.answer || call.ends > now) {
          ++i;
          continue;
        }
        if (call.answer->refused) {
          budget->refuse(call.id, *call.answer->refused, call.answer->headers, now);
          ++refused;
        } else {
          budget->finish(call.id, call.answer->headers, now);
          --gateway->running;
          ++done;
        }
        flying.erase(flying.begin() + static_cast<std::ptrdiff_t>(i));
      }
    }
    return now;
  }
};

}  // namespace sluice
