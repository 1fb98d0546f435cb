// A list of asset ids that is too long for one address (field-notes 13), cut into lists that are not: the same ids,
// each in one of them alone, so that no asset comes twice.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sluice {

struct IdBatch {
  std::string ids;  // "190-400,512"
  int64_t first = 0;
  int64_t last = 0;
};

// `ids` as the API takes it: ids and ranges, separated by commas. Each batch has at most `chars_most` characters, in
// ascending order; what overlaps in the list is joined. None for a list that cannot be read, or a limit that is too
// short for a single range.
std::vector<IdBatch> id_batches(std::string_view ids, size_t chars_most);

}  // namespace sluice
