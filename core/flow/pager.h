// What to ask next. The Mobile API pages by an ascending asset id: a page that is not the last carries a WARNING with
// code 1980 and the address of the next one (api-reference.md 6.4). Of that address only the query is taken, merged
// over our own parameters and sent to the configured gateway: the host in it may be one that nobody should hand a token
// to. The `id_min` in it must grow, or the pull would go round in circles; an empty page with a WARNING is not the end.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "flow/page_sequence.h"

namespace sluice {

inline constexpr std::string_view kMoreRecordsCode = "1980";
inline constexpr size_t kNextUrlBytesMax = 64 * 1024;

class Pager : public PageSequence {
 public:
  explicit Pager(Query first);  // the parameters as the user gave them, ours included

  const Query& query() const override { return varied_ ? varied_query_ : query_; }
  uint64_t page_index() const override { return page_index_; }
  std::string cursor() const override;  // id_min of query(), "" when there is none
  Result<bool> follow(const PageSeen& seen) override;
  std::optional<Query> query_ahead(uint64_t n) const override;
  std::vector<std::string> warnings() const override;  // parameters of ours that a next-page address has changed
  SavedCursor save() const override;
  bool restore(const SavedCursor& saved) override;

  // The last id of this sequence's range, asked for as `ids=from-last`; none: to the end of the inventory. Only where
  // the user's own parameters choose neither ids nor tags (may_range).
  void set_last(std::optional<int64_t> last);
  std::optional<int64_t> last() const { return last_; }
  // Asks for that part of the user's own list of ids; only before its first page has come.
  void choose_ids(std::string_view ids);
  // Where the due page begins, however it is varied; 0: at the beginning of the list.
  int64_t first() const { return id_min_.value_or(0); }
  // truncation_limit from the due page on.
  void set_limit(uint64_t limit);
  // Begins at that id instead; only before its first page has come.
  void begin_at(int64_t id_min);

  // Asks for the due page in another way, until further notice: smaller, without RESULTS, from another id on
  // (poison_hunt.h). What next-page addresses then say about size and results is not taken over.
  struct Variation {
    int64_t id_min = 0;  // 0: as it is
    uint64_t limit = 1;
    bool without_results = false;
  };
  void vary(const Variation& variation);
  void unvary();

  // The present page is in and more follow. Code bad_cursor when `next_url` cannot be used: no id_min, one that does
  // not grow, a scheme other than http and https, too many pages. The pager then stays where it was.
  Result<void> advance(std::string_view next_url);

  const std::vector<std::string>& overridden() const { return overridden_; }  // the names of these parameters

 private:
  void merge(const Query& next);

  Query first_;
  Query query_;
  bool varied_ = false;
  Query varied_query_;
  uint64_t page_index_ = 0;
  std::optional<int64_t> id_min_;
  std::optional<int64_t> last_;
  bool chosen_ids_ = false;  // `ids` are the user's own
  std::vector<std::string> overridden_;
};

// The id space may be pulled in ranges side by side: nothing in these parameters chooses assets by ids or tags.
bool may_range(const Query& parameters);

}  // namespace sluice
