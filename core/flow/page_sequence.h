// Which page to ask for next, and when there is none: one face for the two ways of paging. Mobile follows an ascending
// id from page to page (pager.h), OT counts pages (numbered_pager.h).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
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

class PageSequence {
 public:
  virtual ~PageSequence() = default;
  virtual const Query& query() const = 0;       // of the page that is due
  virtual uint64_t page_index() const = 0;      // its place in the run, from 0
  virtual std::string cursor() const = 0;       // what tells it from the others: its id_min, its pageNumber
  // The due page is in. True: another is due; false: nothing is left. An error: there is or may be more, but it cannot
  // be reached; what was pulled stays, and the run is not complete.
  virtual Result<bool> follow(const PageSeen& seen) = 0;
  // What somebody should know who reads the run's manifest.
  virtual std::vector<std::string> warnings() const = 0;
};

}  // namespace sluice
