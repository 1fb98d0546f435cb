// What a page costs, learned from those that came: bytes an asset, and seconds a page of so many assets, as a fixed
// part and one that grows with the page. Later pages weigh more. Pure arithmetic for page_sizer.h and run forecasts.
#pragma once

#include <cstdint>
#include <optional>

#include "base/time.h"

namespace sluice {

// A page as they were on the whole: enough to begin another PageCost with, by add().
struct TypicalPage {
  uint64_t assets = 0;
  uint64_t bytes = 0;
  Duration took;
};

class PageCost {
 public:
  // `took`: from sending to the last byte. Pages without assets tell nothing of an asset's size.
  void add(uint64_t assets, uint64_t bytes, Duration took);

  bool known() const { return weight_ > 0; }
  // The larger of the average and the last page's; none before a page with assets.
  std::optional<double> bytes_per_asset() const;
  // Of a page of so many assets. Where all pages so far were alike: no shorter than they for a smaller one, in
  // proportion for a larger one. Zero before the first page.
  Duration time_of(uint64_t assets) const;
  std::optional<TypicalPage> typical() const;  // none before a page with assets

 private:
  double weight_ = 0;
  double assets_ = 0;          // weighted sums
  double assets_squared_ = 0;
  double seconds_ = 0;
  double assets_seconds_ = 0;
  double bytes_ = 0;
  double last_bytes_per_asset_ = 0;
};

// How long `calls` calls take: `parallel` at a time, each of length `each`, while `left` calls are left in the window,
// more come free after `until_free`, and `per_window` of them in every `window` from then on.
struct Pace {
  int64_t left = 0;
  Duration until_free;
  int64_t per_window = 1;
  Duration window = Duration::seconds(3600);
  int parallel = 1;

  Duration time_of(int64_t calls, Duration each) const;
};

}  // namespace sluice
