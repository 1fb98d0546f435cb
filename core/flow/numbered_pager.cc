#include "flow/numbered_pager.h"

#include <utility>

#include "base/number.h"
#include "base/planted_bug.h"

namespace sluice {
namespace {

std::string shown(uint64_t n) { return with_thousands(static_cast<int64_t>(n)); }

}  // namespace

NumberedPager::NumberedPager(Query first, uint64_t page_size) : query_(std::move(first)), page_size_(page_size) {
  ask_for(0);
}

void NumberedPager::ask_for(uint64_t page_number) {
  page_number_ = page_number;
  query_.set("pageNumber", std::to_string(page_number));
}

bool NumberedPager::list_ends(const PageSeen& seen) const {
  if (seen.records == 0) return true;
  return seen.count ? received_ >= *seen.count : seen.records < page_size_;
}

std::optional<Query> NumberedPager::query_ahead(uint64_t n) const {
  if (n == 0) return query_;
  if (!last_count_ || n > kPagesPerRunMax || (page_number_ + n) * page_size_ >= *last_count_) return std::nullopt;
  Query ahead = query_;
  ahead.set("pageNumber", std::to_string(page_number_ + n));
  return ahead;
}

Result<bool> NumberedPager::follow(const PageSeen& seen) {
  received_ += seen.records;
  if (seen.count && last_count_ && *seen.count < *last_count_) shrunk_ = true;
  if (seen.count) last_count_ = seen.count;
  if (!list_ends(seen)) {
    if (page_index_ + 1 >= kPagesPerRunMax) {
      return Error{"bad_cursor", "The pull has reached " + shown(kPagesPerRunMax) + " pages, the most of one run."};
    }
    ++page_index_;
    ask_for(page_number_ + 1);
    return true;
  }
  return end_sweep(seen);
}

Result<bool> NumberedPager::end_sweep(const PageSeen& seen) {
  const bool short_of_count = last_count_ && seen.known < *last_count_;
  if (planted(PlantedBug::kShrunkListNotSwept) || (!shrunk_ && !short_of_count)) return false;
  const bool held_still = !shrunk_ && known_before_ && seen.known == *known_before_ && received_ == last_count_;
  if (held_still) {
    warnings_.push_back("The gateway counts " + shown(*last_count_) + " records, of which " + shown(seen.known) +
                        " are different: the others are copies.");
    return false;
  }
  if (sweep_ < kSweepsMax) {
    known_before_ = seen.known;
    received_ = 0;
    shrunk_ = false;
    ++sweep_;
    ++page_index_;
    ask_for(0);
    return true;
  }
  if (short_of_count) {
    return Error{"bad_cursor", "The gateway counts " + shown(*last_count_) + " records, but only " + shown(seen.known) +
                                   " different ones came, in " + std::to_string(kSweepsMax) +
                                   " sweeps over the list: rows move between its pages, or it does not give them all."};
  }
  return Error{"bad_cursor", "The gateway's count fell again and again while its list was read, in " +
                                 std::to_string(kSweepsMax) +
                                 " sweeps: a record may have moved past unseen. Pull again at a quieter time."};
}

SavedCursor NumberedPager::save() const {
  SavedCursor saved = {{"page", std::to_string(page_index_)},
                       {"pageNumber", std::to_string(page_number_)},
                       {"sweep", std::to_string(sweep_)},
                       {"received", std::to_string(received_)},
                       {"shrunk", shrunk_ ? "1" : "0"}};
  if (last_count_) saved.emplace_back("count", std::to_string(*last_count_));
  if (known_before_) saved.emplace_back("knownBefore", std::to_string(*known_before_));
  for (const std::string& warning : warnings_) saved.emplace_back("warning", warning);
  return saved;
}

bool NumberedPager::restore(const SavedCursor& saved) {
  const auto count = [&](std::string_view name) -> std::optional<uint64_t> {
    const std::optional<int64_t> value = parse_int(saved_value(saved, name));
    if (!value || *value < 0) return std::nullopt;
    return static_cast<uint64_t>(*value);
  };
  const std::optional<uint64_t> page = count("page");
  const std::optional<uint64_t> number = count("pageNumber");
  const std::optional<uint64_t> sweep = count("sweep");
  const std::optional<uint64_t> received = count("received");
  if (!page || !number || !sweep || !received || *sweep < 1 || *sweep > kSweepsMax || *page > kPagesPerRunMax)
    return false;
  page_index_ = *page;
  ask_for(*number);
  sweep_ = static_cast<int>(*sweep);
  received_ = *received;
  shrunk_ = saved_value(saved, "shrunk") == "1";
  last_count_ = count("count");
  known_before_ = count("knownBefore");
  for (const auto& [name, value] : saved) {
    if (name == "warning") warnings_.push_back(value);
  }
  return true;
}

}  // namespace sluice
