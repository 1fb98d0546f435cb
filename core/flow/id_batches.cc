#include "flow/id_batches.h"

#include <algorithm>

#include "base/number.h"
#include "base/text.h"

namespace sluice {
namespace {

struct Range {
  int64_t first = 0;
  int64_t last = 0;
};

std::optional<Range> read_range(std::string_view text) {
  text = trim(text);
  const size_t dash = text.find('-');
  const std::optional<int64_t> first = parse_int(trim(text.substr(0, dash)));
  const std::optional<int64_t> last = dash == std::string_view::npos ? first : parse_int(trim(text.substr(dash + 1)));
  if (!first || !last || *first < 0 || *last < *first) return std::nullopt;
  return Range{*first, *last};
}

// Ascending, and none touches another; empty when one of them cannot be read.
std::vector<Range> read_ranges(std::string_view ids) {
  std::vector<Range> ranges;
  while (!ids.empty()) {
    const size_t comma = std::min(ids.find(','), ids.size());
    const std::optional<Range> range = read_range(ids.substr(0, comma));
    if (!range) return {};
    ranges.push_back(*range);
    ids.remove_prefix(std::min(comma + 1, ids.size()));
  }
  std::sort(ranges.begin(), ranges.end(), [](const Range& a, const Range& b) { return a.first < b.first; });
  std::vector<Range> joined;
  for (const Range& range : ranges) {
    if (!joined.empty() && range.first - 1 <= joined.back().last) {
      joined.back().last = std::max(joined.back().last, range.last);
    } else {
      joined.push_back(range);
    }
  }
  return joined;
}

std::string text_of(const Range& range) {
  return range.first == range.last ? std::to_string(range.first)
                                   : std::to_string(range.first) + "-" + std::to_string(range.last);
}

}  // namespace

std::vector<IdBatch> id_batches(std::string_view ids, size_t chars_most) {
  std::vector<IdBatch> batches;
  for (const Range& range : read_ranges(ids)) {
    const std::string text = text_of(range);
    if (text.size() > chars_most) return {};
    if (batches.empty() || batches.back().ids.size() + 1 + text.size() > chars_most) {
      batches.push_back({text, range.first, range.last});
    } else {
      batches.back().ids += "," + text;
      batches.back().last = range.last;
    }
  }
  return batches;
}

}  // namespace sluice
