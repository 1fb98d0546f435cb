// Which page to ask for next, and when there is none: one face for the two ways of paging. Mobile follows an ascending
// id from page to page (pager.h), OT counts pages (numbered_pager.h).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"
#include "http/url.h"

namespace sluice {

inline constexpr uint64_t kPagesPerRunMax = 1000000;

// What a page that is committed has told.
struct PageSeen {
  bool says_more = false;         // Mobile: a WARNING with code 1980
  std::string next_url;           // of that WARNING; never followed as it is
  uint64_t records = 0;           // in this page, quarantined ones included
  std::optional<uint64_t> count;  // OT: matching records over all pages, where the gateway tells
  uint64_t known = 0;             // different records of the run so far, quarantined ones included
};

// Where a sequence stands, as names and values, so that a journal can keep it.
using SavedCursor = std::vector<std::pair<std::string, std::string>>;

class PageSequence {
 public:
  virtual ~PageSequence() = default;
  virtual const Query& query() const = 0;   // of the page that is due
  virtual uint64_t page_index() const = 0;  // its place in the run, from 0
  virtual std::string cursor() const = 0;   // what tells it from the others: its id_min, its pageNumber
  // The due page is in. True: another is due; false: nothing is left. An error: there is or may be more, but it cannot
  // be reached; what was pulled stays, and the run is not complete.
  virtual Result<bool> follow(const PageSeen& seen) = 0;
  // The page `n` places behind the due one, when it is known to be there before the ones between have come: pages by
  // number can be asked for side by side. Empty where only the page before tells.
  virtual std::optional<Query> query_ahead(uint64_t n) const = 0;
  // What somebody should know who reads the run's manifest.
  virtual std::vector<std::string> warnings() const = 0;

  virtual SavedCursor save() const = 0;
  // A sequence made of the same parameters goes on where save() stood. False when `saved` is no place of such a one;
  // the sequence is then of no use.
  virtual bool restore(const SavedCursor& saved) = 0;
};

// The value of that name, "" when there is none.
std::string saved_value(const SavedCursor& saved, std::string_view name);

}  // namespace sluice
