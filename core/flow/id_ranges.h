// Where to cut the ids that are left of a Mobile pull, so that several calls can be on their way without asking for an
// asset twice (api-reference.md 10, 18). The end of the inventory is not known: the last range is open, and each cut of
// it is twice as far ahead as the one before, so that a short inventory costs few calls and a long one few cuts. A cut
// that turns out to lie behind the end leaves a closed range, which is halved when somebody has nothing to do.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace sluice {

inline constexpr int64_t kFirstStridePages = 8;
inline constexpr int64_t kStridePagesMax = 4096;
inline constexpr int64_t kCutIdMax = 2147483646;  // ids above are not asked for by a cut

class IdRanges {
 public:
  // A page has come: that many assets with ids from `first` to before `next`.
  void page_came(int64_t first, int64_t next, uint64_t assets);

  // What is left of one range: its due page begins at `next`; `last` none: it is open. `asked`: that page is on its
  // way.
  struct Rest {
    int64_t next = 0;
    std::optional<int64_t> last;
    bool asked = false;
    bool fresh = false;  // no page of it has come: it may lie behind the end of the inventory
  };
  // The range to shorten and where the new one begins; none when nothing is worth a cut, or nothing is known yet.
  struct Cut {
    size_t rest = 0;
    int64_t at = 0;
  };
  std::optional<Cut> cut(const std::vector<Rest>& rests, uint64_t page_size);

 private:
  std::optional<Cut> cut_open(const std::vector<Rest>& rests, int64_t ids_per_page);
  static std::optional<Cut> cut_longest(const std::vector<Rest>& rests, int64_t ids_per_page);

  double ids_ = 0;     // spanned by the pages so far, the last ones weighing most: ids come in clusters
  double assets_ = 0;  // in them, likewise
  int64_t stride_pages_ = kFirstStridePages;
};

}  // namespace sluice
