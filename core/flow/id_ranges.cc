#include "flow/id_ranges.h"

#include <algorithm>

namespace sluice {
namespace {

constexpr double kFade = 0.875;  // of what is known, at each page

}  // namespace

void IdRanges::page_came(int64_t first, int64_t next, uint64_t assets) {
  if (next <= first || assets == 0) return;
  ids_ = ids_ * kFade + static_cast<double>(next - first);
  assets_ = assets_ * kFade + static_cast<double>(assets);
}

std::optional<IdRanges::Cut> IdRanges::cut(const std::vector<Rest>& rests, uint64_t page_size) {
  if (assets_ <= 0) return std::nullopt;
  const double ids_per_asset = ids_ / assets_;
  const double ids_per_page = std::min(1e9, ids_per_asset * static_cast<double>(page_size));
  const int64_t page = std::max<int64_t>(1, static_cast<int64_t>(ids_per_page));
  if (const std::optional<Cut> cut = cut_open(rests, page)) return cut;
  return cut_longest(rests, page);
}

std::optional<IdRanges::Cut> IdRanges::cut_open(const std::vector<Rest>& rests, int64_t ids_per_page) {
  for (size_t i = 0; i < rests.size(); ++i) {
    if (rests[i].last || rests[i].fresh) continue;
    const int64_t at = rests[i].next + stride_pages_ * ids_per_page;
    if (at > kCutIdMax) return std::nullopt;
    stride_pages_ = std::min(kStridePagesMax, stride_pages_ * 2);
    return Cut{i, at};
  }
  return std::nullopt;
}

// Half of the pages that are left there, the one on its way not counted among those that can be given away.
std::optional<IdRanges::Cut> IdRanges::cut_longest(const std::vector<Rest>& rests, int64_t ids_per_page) {
  std::optional<Cut> best;
  int64_t most = 0;
  for (size_t i = 0; i < rests.size(); ++i) {
    if (!rests[i].last) continue;
    const int64_t ids = *rests[i].last - rests[i].next + 1;
    const int64_t own = rests[i].asked ? ids_per_page + ids_per_page / 4 : 0;
    const int64_t spare = ids - own;
    if (spare < ids_per_page || spare <= most || spare < 2) continue;
    const int64_t at = std::max(rests[i].next + own + (rests[i].asked ? (spare - ids_per_page) / 2 : spare / 2),
                                rests[i].next + std::max<int64_t>(own, 1));
    if (at > *rests[i].last) continue;
    most = spare;
    best = Cut{i, at};
  }
  return best;
}

}  // namespace sluice
