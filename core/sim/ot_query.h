// One call to an OT list (api-reference.md 5.2): its parameters read and checked, and the page that they select.
// Choices where the documents are silent:
//
// - Parameters other than the four are ignored. `pageSize` absent or 0 is 50; over 100, negative or no number is 400,
//   as is a `pageNumber` that is no whole number. A page past the end is an empty list.
// - `sort` is JSON, an array of objects of one key each with "asc" or "desc"; anything else is 400. Earlier keys weigh
//   more; records without a value come last either way; equal ones stay in the order of their ids, which is also the
//   order without a sort. Tokens are no closed list here either (ot_filter.h).
// - A detection belongs to its host's scope; project files belong to everybody.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sim/ot_dataset.h"
#include "sim/ot_filter.h"
#include "sim/wire.h"

namespace sluice::sim {

inline constexpr int64_t kOtPageSizeMost = 100;
inline constexpr int64_t kOtPageSizeDefault = 50;
inline constexpr size_t kOtSortKeysMax = 10;

struct OtSortKey {
  std::string path;
  bool descending = false;
};

struct OtQuery {
  std::unique_ptr<OtFilter> filter;  // never null once read
  int64_t page_number = 0;
  int64_t page_size = kOtPageSizeDefault;
  std::vector<OtSortKey> sort;
};

// The complaint's text, or nothing when `query` is filled.
std::optional<std::string> read_ot_query(const std::vector<Field>& fields, OtList list, int64_t now_s, OtQuery& query);

// The keys of a `sort`; nothing when it cannot be read.
std::optional<std::vector<OtSortKey>> read_ot_sort(std::string_view json, OtList list);

struct OtPage {
  std::vector<const OtValue*> records;
  size_t matching = 0;  // over all pages
};
// `visible` decides by OtRow::rank; the first `hidden` rows are not there yet.
OtPage select_ot_page(const std::vector<OtRow>& rows, const OtQuery& query, const std::function<bool(size_t)>& visible,
                      size_t hidden = 0);

}  // namespace sluice::sim
