// Several calls at a time: which strands there are, and what becomes of them when the gateway does not play along.
#include "client/pull_job.h"

#include <algorithm>

#include "base/number.h"

namespace sluice {

void PullJob::spread(Instant now) {
  if (alone_ || over() || replaying_ || status_.pages == 0) return;
  const auto active = [&] {
    return std::count_if(lanes_.begin(), lanes_.end(),
                         [](const PullLane& l) { return l.step != PullLane::Step::kIdle; });
  };
  const int most = std::min(plan_.concurrency, budget_.concurrency_limit());
  while (active() < most && (tables_.assets() ? spread_ids(now) : spread_pages(now))) {
  }
}

// The next page that nobody has asked for, if it is known to be there.
bool PullJob::spread_pages(Instant now) {
  if (!numbered_) return false;
  const auto taken = [&](uint64_t place) {
    return std::any_of(lanes_.begin(), lanes_.end(),
                       [&](const PullLane& lane) { return lane.step != PullLane::Step::kIdle && lane.place == place; });
  };
  uint64_t ahead = 0;
  while (taken(numbered_->page_index() + ahead)) ++ahead;
  if (!numbered_->query_ahead(ahead)) return false;
  PullLane& lane = new_lane();
  lane.pages = numbered_;
  lane.place = numbered_->page_index() + ahead;
  lane.begin_page(now);
  return true;
}

// What was asked for ahead, and is no page of the list any more.
void PullJob::trim_ahead(Instant now) {
  for (PullLane& lane : lanes_) {
    if (lane.step == PullLane::Step::kIdle) continue;
    const bool behind = !numbered_ || lane.place < numbered_->page_index();
    const std::optional<Query> query = behind ? std::nullopt : numbered_->query_ahead(lane.places_ahead());
    const bool asked = lane.step != PullLane::Step::kReady;
    if (query && (!asked || query->encode() == lane.asked)) continue;
    drop_call(lane, now);
    lane.step = PullLane::Step::kIdle;
  }
}

bool PullJob::spread_ids(Instant now) {
  std::vector<IdRanges::Rest> rests;
  std::vector<PullLane*> lanes;
  for (PullLane& lane : lanes_) {
    if (lane.step == PullLane::Step::kIdle || lane.hunt || lane.pages->cursor().empty()) continue;
    rests.push_back({cursor_id(lane.pages->cursor()), lane.cursor->last(), lane.step != PullLane::Step::kReady,
                     lane.cursor->page_index() == 0 && lanes_.size() > 1});
    lanes.push_back(&lane);
  }
  const std::optional<IdRanges::Cut> cut = ids_.cut(rests, page_limit(now));
  if (!cut) return false;
  PullLane& shortened = *lanes[cut->rest];
  auto pager = std::make_shared<Pager>(query_of(asked_));
  pager->begin_at(cut->at);
  if (shortened.cursor->last()) pager->set_last(shortened.cursor->last());
  shortened.cursor->set_last(cut->at - 1);
  PullLane& lane = new_lane();
  lane.cursor = pager.get();
  lane.place = pager->page_index();
  lane.pages = std::move(pager);
  lane.hunt.reset();
  lane.not_before = now;
  lane.begin_page(now);
  return true;
}

bool PullJob::mixes_ranges(const PullLane& lane) const {
  const AssetStore* assets = target().assets();
  if (!lane.asked_last || !assets || assets->assets().pending_count() == 0) return false;
  return assets->least_pending_id() < cursor_id(lane.page.cursor_in) ||
         assets->greatest_pending_id() > *lane.asked_last;
}

// The gateway heeds the cursor and forgets the ids.
bool PullJob::strays_from_batch(const PullLane& lane) const {
  if (!fetches_named() || lane.batch.empty() || tables_.assets()->assets().pending_count() == 0) return false;
  const std::optional<int64_t> last = parse_int(std::string_view(lane.batch).substr(lane.batch.rfind('-') + 1));
  return last && tables_.assets()->greatest_pending_id() > *last;
}

// From the lowest id that is not in, in one strand to the end. What others have brought beyond it comes again and
// replaces its copies, so nothing is lost or doubled.
void PullJob::go_on_alone(std::string why, Instant now) {
  alone_ = true;
  PullLane* lowest = nullptr;
  for (PullLane& lane : lanes_) {
    if (lane.step == PullLane::Step::kIdle) continue;
    leave(lane, now);
    if (!lowest || lane.cursor->first() < lowest->cursor->first()) lowest = &lane;
  }
  for (PullLane& lane : lanes_) {
    if (&lane != lowest) lane.step = PullLane::Step::kIdle;
  }
  lowest->cursor->set_last(std::nullopt);
  lowest->begin_page(now);
  add_warning(std::move(why) + " The pull goes on one call at a time.");
}

}  // namespace sluice
