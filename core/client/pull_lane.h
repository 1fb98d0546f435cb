// One strand of a run: the page that it is at, how often that has failed, and its call on the way. A run of one call at
// a time has one lane. Side by side, each lane of a Mobile pull follows the cursor of an id range of its own; the lanes
// of an OT pull share one sequence of numbered pages, each some places ahead of the other. PullJob moves it through its
// steps; it owns nothing but its facts.
//
//   idle ──a range, a page──▶ ready ──sent──▶ in flight ──200──▶ arrived ──decoded, committed──▶ ready | idle
//                               ▲                 │ refused, failed │ cut, HTML …
//                               └─────────────────┴─────────────────┘
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "base/ids.h"
#include "base/number.h"
#include "base/time.h"
#include "client/manifest.h"
#include "flow/backoff.h"
#include "flow/limit_headers.h"
#include "flow/page_sequence.h"
#include "flow/pager.h"
#include "flow/poison_hunt.h"

namespace sluice {

// The id at which a page begins; 0 for the beginning of the list.
inline int64_t cursor_id(const std::string& cursor) { return parse_int(cursor).value_or(0); }

struct PullLane {
  enum class Step { kIdle, kReady, kInFlight, kArrived };

  explicit PullLane(uint64_t seed) : backoff(seed) {}

  // A page is due: nothing is known of it yet.
  void begin_page(Instant now) {
    page = ManifestPage{};
    number = 0;
    calls = 0;
    waited_ms = 0;
    backoff.succeed();
    ready_since = now;
    step = Step::kReady;
  }
  uint64_t places_ahead() const { return place - pages->page_index(); }
  bool due() const { return place == pages->page_index(); }

  Step step = Step::kIdle;
  std::shared_ptr<PageSequence> pages;  // none when idle; shared by the lanes of an OT pull
  Pager* cursor = nullptr;              // the same of a Mobile pull
  std::string batch;                    // "190-512": the ids among which its part of a long list is; else ""
  std::optional<PoisonHunt> hunt;
  Backoff backoff;

  // ── the page ──
  uint64_t place = 0;   // among `pages`
  uint64_t number = 0;  // the run's n-th page for people, from 1; 0: not asked for yet
  ManifestPage page;
  int calls = 0;
  int64_t waited_ms = 0;
  Instant ready_since{};
  Instant not_before{};  // backoff
  std::string trouble;   // the last one

  // ── its call ──
  std::optional<FlightId> flight;
  Instant sent_at{};
  WallTime sent_wall{};
  uint64_t limit = 0;                    // records asked for
  std::string asked;                  // the query
  std::optional<int64_t> asked_last;  // the end of the range that was asked for

  // ── its answer ──
  FlightId answered;
  std::string body;
  std::string body_sha256;  // "" where it did not come with the body
  bool told_empty = false;  // 404 with an `_error` object: an empty OT list, without a body to decode
  uint64_t arrival = 0;     // the order of arrival
  Duration took{};                       // from its sending to its last byte
  LimitHeaders limits;
  std::optional<uint64_t> count;  // the `count` header
  std::string date;               // ISO 8601, "" where the answer does not tell
};

}  // namespace sluice
