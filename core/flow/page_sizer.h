// pageSize "auto" of the Mobile API: how many assets the next page is to hold (truncation_limit). Pages are at or under
// 2 MB where the budget allows: small ones show early, lose little when they fail and leave the gateway in peace. They
// are larger only where that makes the run end earlier, because fewer calls fit into the windows that are left. Where
// the number of assets is not known, as many are expected to come as have come: a run that is half through its
// calls begins to ask for more.
//
// A timeout halves what may be asked for, and each page that comes raises it again by a tenth. A page asks for no more
// than four times the largest that has come, for no more bytes than a reader takes with ease, and for no longer than a
// third of the time after which a call counts as dead.
//
// An OT run keeps its page size: its pages are told by number, and a change of size moves every page's borders.
#pragma once

#include <cstdint>
#include <optional>

#include "base/time.h"
#include "flow/page_cost.h"

namespace sluice {

inline constexpr uint64_t kPageBytesWanted = 2 * 1000 * 1000;
inline constexpr uint64_t kPageBytesMost = 32 * 1000 * 1000;  // half of what a decoder takes (DecodeLimits)
inline constexpr Duration kPageTimeMost = Duration::seconds(100);

struct PageSizerLimits {
  uint64_t least = 1;
  uint64_t most = 1000000;  // api-reference.md 6.2
  uint64_t bytes_wanted = kPageBytesWanted;
  uint64_t bytes_most = kPageBytesMost;
};

// What there is to spend at the moment of a call.
struct PageSizerView {
  int calls_left = 0;          // in the window, reserve apart
  Duration until_free{};       // when they are spent: until the next one
  std::optional<uint64_t> assets_left;
  int calls_per_window = 0;    // reserve apart; 0: as many as are left
  Duration window = Duration::seconds(3600);
  int parallel = 1;
};

// The size with which `assets` more are in soonest: `small` where the calls suffice, larger, at most `bound`, only
// where that saves a wait for the window.
uint64_t soonest_size(const PageCost& cost, uint64_t small, uint64_t bound, uint64_t assets,
                      const PageSizerView& view);

// Of a page with as many bytes as wanted, and with the most bytes and seconds that one may have. None where nothing is
// known of an asset's bytes.
struct PageSizeRange {
  uint64_t wanted = 1;
  uint64_t most = 1;
};
std::optional<PageSizeRange> sizes_for(const PageCost& cost, const PageSizerLimits& limits);

class PageSizer {
 public:
  explicit PageSizer(uint64_t first, PageSizerLimits limits = {});

  uint64_t next(const PageSizerView& view) const;
  void page_came(uint64_t assets, uint64_t bytes, Duration took);
  void timed_out(uint64_t asked);

  const PageCost& cost() const { return cost_; }
  // The size at which a page has the bytes wanted, whatever the budget; none before the first page.
  std::optional<uint64_t> wanted() const;
  uint64_t most() const;  // that may be asked for now

 private:
  uint64_t first_;
  PageSizerLimits limits_;
  PageCost cost_;
  uint64_t came_ = 0;        // assets, of the run
  uint64_t largest_ = 0;     // page that has come
  uint64_t cap_;             // lowered by timeouts
};

}  // namespace sluice
