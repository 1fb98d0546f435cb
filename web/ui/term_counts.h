// Why no row matches: how many rows each part of a filter would keep alone (ui.md, "Empty says why and what next").
// Counted by fuel, one part after the other.
#pragma once

#include <string>
#include <vector>

#include "base/fuel.h"
#include "base/time.h"
#include "query/view.h"

namespace sluice::ui {

inline constexpr size_t kTermsShownMax = 8;

class TermCounts {
 public:
  struct Term {
    std::string text;
    uint64_t rows = 0;
    bool counted = false;
  };

  // Begins anew when the filter or the table's version is another one.
  void ask(const Table& table, const std::string& filter, WallTime now);
  void forget();
  Work work(Fuel fuel);
  const std::vector<Term>& terms() const { return terms_; }
  bool done() const { return next_ >= terms_.size(); }

 private:
  const Table* table_ = nullptr;
  uint64_t version_ = 0;
  std::string filter_;
  WallTime now_;
  std::vector<Term> terms_;
  size_t next_ = 0;
  std::vector<View> view_;   // of the term that is being counted; none or one
};

}  // namespace sluice::ui
