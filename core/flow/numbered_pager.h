// Pages by number, as the OT API has them (api-reference.md 5.2): pageNumber from 0, no cursor, no link. A list is at
// its end when as many records came as `count` says, when a page is empty, or, where no `count` is told, when a page
// is shorter than asked.
//
// Rows move between pages when the data changes meanwhile: one that vanishes pulls a later one onto a page that was
// read already, where it is never seen. So at the end of a sweep that showed signs of it (`count` fell, or fewer
// different records came than it says) the list is swept again, kSweepsMax times in all; if it never holds still, the
// run says so instead of calling itself complete.
#pragma once

#include "flow/page_sequence.h"

namespace sluice {

inline constexpr int kSweepsMax = 3;

class NumberedPager : public PageSequence {
 public:
  // `first`: the parameters as they are sent, pageSize among them.
  NumberedPager(Query first, uint64_t page_size);

  const Query& query() const override { return query_; }
  uint64_t page_index() const override { return page_index_; }
  std::string cursor() const override { return std::to_string(page_number_); }
  Result<bool> follow(const PageSeen& seen) override;
  std::optional<Query> query_ahead(uint64_t n) const override;  // only where `count` is told
  std::vector<std::string> warnings() const override { return warnings_; }
  SavedCursor save() const override;
  bool restore(const SavedCursor& saved) override;

  int sweep() const { return sweep_; }  // from 1

 private:
  bool list_ends(const PageSeen& seen) const;
  Result<bool> end_sweep(const PageSeen& seen);
  void ask_for(uint64_t page_number);

  Query query_;
  uint64_t page_size_;
  uint64_t page_index_ = 0;
  uint64_t page_number_ = 0;
  int sweep_ = 1;
  uint64_t received_ = 0;  // records of this sweep
  bool shrunk_ = false;    // `count` fell during this sweep
  std::optional<uint64_t> last_count_;
  std::optional<uint64_t> known_before_;  // at the end of the sweep before
  std::vector<std::string> warnings_;
};

}  // namespace sluice
